"""Two servers on one database: the second is refused with a sentence, and one that was killed is in nobody's way."""

import shutil
import signal
import unittest

from program import Terminal


class Servers(Terminal):
    def two_directories(self):
        """A store on PostgreSQL whose data directory is there twice, as on two machines."""
        self.make_store("--database", self.database("data"), "--keys", self.database("keys"))
        other = self.place / "other"
        shutil.copytree(self.data, other)
        return other

    def test_a_second_one_on_a_database_is_refused_as_long_as_the_first_runs(self):
        other = self.two_directories()
        first = self.serve()
        said = self.refused("serve", "--data", other, "--port", "0")
        self.assertIn("gebruikt deze database al", said)
        self.stop(first)
        self.data = other
        self.serve()

    def test_one_that_was_killed_does_not_keep_the_next_out(self):
        other = self.two_directories()
        first = self.serve()
        first.send_signal(signal.SIGKILL)
        self.data = other
        self.serve()


if __name__ == "__main__":
    unittest.main()
