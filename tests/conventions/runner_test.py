"""The program that counts the tests cannot be talked into green."""

import contextlib
import io
import json
import pathlib
import re
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
            return self.counted(program)

    def counted(self, program):
        return run_tests.run_program(types.SimpleNamespace(long=False), program, None)[0]

    def test_passed_failed_and_skipped_are_told_apart(self):
        count = self.run_script(f"echo '{report_of(PASSED_TEST, FAILED_TEST, SKIPPED_TEST)}' >\"$out\"; exit 1")
        self.assertEqual(Count(1, 1, 1), count)

    def test_a_program_that_dies_has_failed(self):
        self.assertEqual(1, self.run_script("kill -SEGV $$").failed)
        self.assertEqual(1, self.run_script(f"echo '{report_of(PASSED_TEST)}' >\"$out\"; exit 3").failed)

    def test_a_program_that_was_not_built_has_failed(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(1, self.counted(pathlib.Path(folder) / "absent").failed)

    def test_tests_are_counted_per_engine(self):
        tests = [{**PASSED_TEST, "name": name} for name in ("Append/sqlite", "Append/postgresql", "Read/sqlite", "Other")]
        tests.append({**SKIPPED_TEST, "name": "Later/postgresql"})
        self.assertEqual(Count(4, 0, 1, sqlite=2, postgresql=1), self.run_script(f"echo '{report_of(*tests)}' >\"$out\""))

    def test_the_long_run_looks_at_the_pages_of_every_role(self):
        roles = re.search(r"const roles = \{(.*?)\};", (ROOT / "tests/browser/pages.story.mjs").read_text(encoding="utf-8"), re.DOTALL)
        self.assertEqual(sorted(re.findall(r': "(\w+)"', roles[1])), sorted(run_tests.PAGES_OF))

    def test_what_ran_side_by_side_is_added_up(self):
        def one(run, job, environment):
            return Count(passed=job, failed=run), environment

        with contextlib.redirect_stdout(io.StringIO()) as told:
            self.assertEqual(Count(6, 3), run_tests.side_by_side(1, one, [1, 2, 3], "told", 2))
        self.assertEqual("told\n" * 3, told.getvalue())


if __name__ == "__main__":
    unittest.main()
