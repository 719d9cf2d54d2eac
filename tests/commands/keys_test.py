"""rotate: a new key takes the place of an old one, and everything still opens. Signed heads: once a day, by the running server."""

import contextlib
import re
import shutil
import sqlite3
import unittest

from program import Terminal

SHEET = re.compile(r"^    ((?:[0-9a-z]{4}-){13}[0-9a-z]{4})$", re.MULTILINE)


class Rotate(Terminal):
    def setUp(self):
        super().setUp()
        self.make_demo()
        self.master = self.data / "master.key"
        self.opened = self.export()
        self.assertIn('"contents":{"', self.opened)

    def export(self):
        return self.well("journal", "--data", self.data, "export", "--open")

    def test_of_the_master_key_leaves_everything_readable_and_the_old_sheet_useless(self):
        heads = self.place / "heads"
        heads.write_text(self.well("journal", "--data", self.data, "head"))
        before = self.master.read_text()
        sheet = SHEET.search(self.well("rotate", "master", "--data", self.data)).group(1)
        self.assertEqual(self.master.read_text(), sheet + "\n")
        self.assertFalse((self.data / "master.key.new").exists())
        self.assertEqual(self.export(), self.opened)
        self.well("verify", "--data", self.data, "--head", heads)
        old = self.place / "old.key"
        old.write_text(before)
        self.assertIn("hoofdsleutel", self.refused("user", "list", "--data", self.data, "--master-key", old))

    def test_of_the_master_key_asks_for_the_new_sheet_in_the_safe(self):
        confirmed = self.data / "recovery-sheet-confirmed"
        confirmed.touch()
        self.well("rotate", "master", "--data", self.data)
        self.assertFalse(confirmed.exists())

    def test_that_was_broken_off_is_finished_by_the_next_start(self):
        before = self.master.read_text()
        self.well("rotate", "master", "--data", self.data)
        # As it was between the key store and the file of the key.
        shutil.copy(self.master, self.data / "master.key.new")
        new = self.master.read_text()
        self.master.write_text(before)
        self.assertEqual(self.export(), self.opened)
        self.assertEqual(self.master.read_text(), new)
        self.assertFalse((self.data / "master.key.new").exists())

    def test_that_was_broken_off_before_it_changed_anything_changed_nothing(self):
        (self.data / "master.key.new").write_text("0" * 64 + "\n")
        self.assertEqual(self.export(), self.opened)
        self.well("rotate", "master", "--data", self.data)
        self.assertEqual(self.export(), self.opened)

    def test_of_the_tenant_key_leaves_everything_readable(self):
        self.well("rotate", "tenant", "--data", self.data)
        self.assertEqual(self.export(), self.opened)
        self.well("verify", "--data", self.data)

    def test_is_done_by_a_running_server(self):
        server = self.serve()
        self.well("rotate", "tenant", "--data", self.data)
        self.well("rotate", "master", "--data", self.data)
        self.assertEqual(self.export(), self.opened)
        self.stop(server)
        self.assertEqual(self.export(), self.opened)

    def test_stands_in_the_audit_log_of_each_tenant(self):
        def rows():
            with contextlib.closing(sqlite3.connect(self.data / "vlechtwerk.sqlite")) as database:
                return list(database.execute("select object_type, rule, outcome from audit where action = 'rotate_key' order by seq"))

        self.assertEqual(rows(), [])
        self.well("rotate", "tenant", "--data", self.data)
        self.well("rotate", "master", "--data", self.data)
        self.assertEqual(rows(), [("tenant_key", "command_line", "done"), ("master_key", "command_line", "done")])
        self.well("verify", "--data", self.data)

    def test_of_another_key_is_refused(self):
        self.assertNotEqual(self.run_program("rotate", "child", "--data", self.data).returncode, 0)


class Heads(Terminal):
    def test_are_written_by_a_running_server_once_a_day(self):
        self.make_demo()
        heads = self.data / "heads.txt"
        for _ in range(2):
            server = self.serve()
            self.wait_for(heads.exists)
            self.stop(server)
            self.assertEqual(len(heads.read_text().splitlines()), 2, "journal and audit")
        self.well("verify", "--data", self.data, "--head", heads)

    def test_go_where_the_administrator_wants_them(self):
        self.make_demo()
        heads = self.place / "elsewhere.txt"
        self.serve("--heads", heads)
        self.wait_for(heads.exists)
        self.assertFalse((self.data / "heads.txt").exists())

    def test_that_cannot_be_written_do_not_stop_the_server(self):
        self.make_demo()
        server = self.serve("--heads", self.place / "no" / "such" / "folder")
        self.assertIn("anita", self.well("user", "list", "--data", self.data))
        self.assertIsNone(server.poll())


if __name__ == "__main__":
    unittest.main()
