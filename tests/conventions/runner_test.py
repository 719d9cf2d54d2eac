"""The program that counts the tests cannot be talked into green."""

import json
import pathlib
import sys
import tempfile
import types
import unittest

from convention import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import run_tests  # noqa: E402
from run_tests import Count  # noqa: E402

PASSED_TEST = {"name": "May", "status": "RUN", "result": "COMPLETED"}
FAILED_TEST = {"name": "MayNot", "status": "RUN", "result": "COMPLETED", "failures": [{"failure": "x"}]}
SKIPPED_TEST = {"name": "Later", "status": "RUN", "result": "SKIPPED"}


def report_of(*tests, suite="Toestemming"):
    return json.dumps({"testsuites": [{"name": suite, "testsuite": list(tests)}]})


class Runner(unittest.TestCase):
    def run_script(self, text):
        """A program of GoogleTest's habits, played by a script; $out is where it should leave its report."""
        with tempfile.TemporaryDirectory() as folder:
            program = pathlib.Path(folder) / "test_played"
            program.write_text(f'#!/bin/sh\nout="${{1#--gtest_output=json:}}"\n{text}\n', encoding="utf-8")
            program.chmod(0o755)
            run = types.SimpleNamespace(long=False, engines={"sqlite": 0, "postgresql": 0}, environment=lambda: None)
            with open("/dev/null", "w", encoding="utf-8") as nowhere:
                out, sys.stdout = sys.stdout, nowhere
                try:
                    return run_tests.run_program(run, program), run.engines
                finally:
                    sys.stdout = out

    def test_passed_failed_and_skipped_are_told_apart(self):
        count, _ = self.run_script(f"echo '{report_of(PASSED_TEST, FAILED_TEST, SKIPPED_TEST)}' >\"$out\"; exit 1")
        self.assertEqual(Count(1, 1, 1), count)

    def test_a_program_that_dies_has_failed(self):
        self.assertEqual(1, self.run_script("kill -SEGV $$")[0].failed)
        self.assertEqual(1, self.run_script(f"echo '{report_of(PASSED_TEST)}' >\"$out\"; exit 3")[0].failed)

    def test_a_program_that_was_not_built_has_failed(self):
        run = types.SimpleNamespace(long=False, engines={}, environment=lambda: None)
        with tempfile.TemporaryDirectory() as folder, open("/dev/null", "w", encoding="utf-8") as nowhere:
            out, sys.stdout = sys.stdout, nowhere
            try:
                self.assertEqual(1, run_tests.run_program(run, pathlib.Path(folder) / "absent").failed)
            finally:
                sys.stdout = out

    def test_tests_are_counted_per_engine(self):
        tests = [{**PASSED_TEST, "name": name} for name in ("Append/sqlite", "Append/postgresql", "Read/sqlite", "Other")]
        self.assertEqual({"sqlite": 2, "postgresql": 1}, self.run_script(f"echo '{report_of(*tests)}' >\"$out\"")[1])


if __name__ == "__main__":
    unittest.main()
