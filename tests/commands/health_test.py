"""GET /gezond: whether the server can do its work, in one sentence that says what is the matter."""

import os
import subprocess
import unittest
import urllib.error
import urllib.request

from program import POSTGRESQL, PROGRAMS, Terminal


class Health(Terminal):
    def health(self):
        try:
            with urllib.request.urlopen(self.address + "/gezond", timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def small_disk(self, name):
        """A file system of 16 MB in memory."""
        place = self.place / name
        place.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", place], stderr=subprocess.DEVNULL).returncode != 0:
            self.skipTest("a file system cannot be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", place], check=False)
        return place

    def assert_full_and_well_again(self, disk, word):
        self.assertEqual(self.health(), (200, "ok\n"))
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(13 << 20))
        status, said = self.health()
        self.assertEqual(status, 503)
        self.assertIn(word, said)
        ballast.unlink()
        self.assertEqual(self.health(), (200, "ok\n"))

    def test_speaks_of_the_disk_of_the_keys(self):
        disk = self.small_disk("keys")
        self.make_store("--keys", disk / "keys.sqlite")
        self.serve()
        self.assert_full_and_well_again(disk, "sleutelkast")

    def test_speaks_of_the_disk_of_the_backups(self):
        disk = self.small_disk("backups")
        self.make_store()
        self.serve("--backups", disk)
        self.assert_full_and_well_again(disk, "reservekopie")

    def test_speaks_of_a_database_that_answers_and_saves_nothing(self):
        address = self.database("health")
        self.make_store("--database", address)
        role = f"commands_health_{os.getpid()}"
        own = POSTGRESQL.replace("postgres@/postgres", f"postgres@/{role}")

        def ask(statement):
            subprocess.run([PROGRAMS / "psql", "-q", "-d", own, "-c", statement], check=True, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL)

        ask(f"revoke insert, update on store_info from {role}")
        self.serve()
        # What was known at the start holds for some seconds.
        self.wait_for(lambda: self.health()[0] == 503)
        self.assertIn("bewaart niets", self.health()[1])
        ask(f"grant insert, update on store_info to {role}")
        self.wait_for(lambda: self.health() == (200, "ok\n"))


if __name__ == "__main__":
    unittest.main()
