"""user: codes of letters, and who is told what."""

import contextlib
import re
import sqlite3
import unittest

from program import Terminal

CODE = re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}\n$")


class User(Terminal):
    def setUp(self):
        super().setUp()
        self.make_store()
        self.at = ("--data", self.data, "--login", "kees")

    def test_hands_out_codes_and_ends_them(self):
        first, second = self.well("user", "code", *self.at), self.well("user", "code", *self.at, "--recovery")
        for code in (first, second):
            self.assertRegex(code, CODE)
        self.assertNotEqual(first, second)
        self.assertIn(" 3.", self.well("user", "code", *self.at, "--end"), "two, and the one of init")
        self.assertIn(" 0.", self.well("user", "code", *self.at, "--end"))

    def test_gives_a_code_for_a_lost_second_factor_only_when_asked(self):
        def purposes():
            with contextlib.closing(sqlite3.connect(self.data / "vlechtwerk.sqlite")) as database, database:
                database.execute("update account set second_factor = 'card'")
                return sorted(row[0] for row in database.execute("select purpose from code"))

        before = purposes()
        self.well("user", "code", *self.at)
        self.assertEqual(purposes(), [*before, "first_login"])
        self.well("user", "code", *self.at, "--recovery")
        self.assertEqual(purposes(), [*before, "first_login", "recovery"])

    def test_does_so_beside_a_running_server_too(self):
        self.serve()
        self.assertRegex(self.well("user", "code", *self.at, "--recovery"), CODE)
        self.assertIn(" 2.", self.well("user", "code", *self.at, "--end"))

    def test_an_unknown_name_and_two_wishes_at_once_are_refused(self):
        self.assertIn("niemand", self.refused("user", "code", "--data", self.data, "--login", "niemand"))
        self.assertNotEqual(self.run_program("user", "code", *self.at, "--end", "--recovery").returncode, 0)

    def test_lists_and_disables(self):
        self.assertIn("kees\twaits for first log-in", self.well("user", "list", "--data", self.data))
        self.well("user", "disable", *self.at)
        self.assertIn("kees\tdisabled", self.well("user", "list", "--data", self.data))

    def test_enables_what_was_disabled(self):
        self.well("user", "disable", *self.at)
        self.well("user", "enable", *self.at)
        self.assertIn("kees\twaits for first log-in", self.well("user", "list", "--data", self.data))
        self.assertIn("niemand", self.refused("user", "enable", "--data", self.data, "--login", "niemand"))


if __name__ == "__main__":
    unittest.main()
