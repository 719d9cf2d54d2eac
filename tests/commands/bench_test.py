"""bench: a table, and nothing left behind."""

import signal
import subprocess
import time
import unittest

from program import PROGRAM, Terminal


class Bench(Terminal):
    def test_prints_a_row_for_each_number_of_writers_and_leaves_nothing(self):
        self.make_demo()
        before = {path: path.read_bytes() for path in self.data.iterdir() if path.is_file()}
        lines = self.well("bench", "--dir", self.data, "--seconds", "0.1").splitlines()
        self.assertIn("syncs of 4 KB/s", lines[0])
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
        self.assertEqual(rows[0][:3], ["writers", "notes per commit, at most", "notes/s"])
        self.assertEqual([row[:2] for row in rows[2:]], [["1", "64"], ["1", "1"], ["8", "64"], ["8", "1"], ["64", "64"], ["64", "1"]])
        self.assertTrue(all(len(row) == 10 and float(row[2]) > 0 for row in rows[2:]))
        self.assertEqual({path: path.read_bytes() for path in self.data.iterdir()}, before, "the store beside it is as it was")

    def test_that_is_stopped_leaves_nothing_either(self):
        self.data.mkdir()
        bench = subprocess.Popen([PROGRAM, "bench", "--dir", self.data, "--seconds", "60"], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        self.wait_for(lambda: any(self.data.iterdir()))
        time.sleep(0.2)
        bench.send_signal(signal.SIGINT)
        self.assertEqual(bench.wait(30), 2)
        self.assertEqual(list(self.data.iterdir()), [])

    def test_in_a_folder_that_is_not_there_is_refused(self):
        self.assertIn("--dir", self.refused("bench", "--dir", self.place / "nowhere"))


if __name__ == "__main__":
    unittest.main()
