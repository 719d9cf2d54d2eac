"""backup and restore as an administrator does them, on both engines; doctor."""

import json
import shutil
import unittest

from program import Terminal


class Restore(Terminal):
    def entries(self, data, *more):
        return [json.loads(line) for line in self.well("journal", "--data", data, "export", "--open", *more).splitlines()]

    def back_up(self):
        copy = self.place / "copy"
        self.well("backup", "--data", self.data, "--to", copy)
        return copy, ("--from", copy, "--master-key", self.data / "master.key")

    def test_names_the_head_that_the_journal_goes_on_from(self):
        self.make_demo()
        before = self.entries(self.data)
        head = next(line for line in self.well("journal", "--data", self.data, "head").splitlines() if " journal " in line).split(" ")
        _, source = self.back_up()
        again = self.place / "again"
        self.well("restore", *source, "--data", again)
        entries = self.entries(again)
        self.assertEqual(entries[:-1], before)
        restored = entries[-1]
        self.assertEqual(restored["kind"], "journal.restored")
        named = restored["contents"]["head"].split(" ")
        self.assertEqual(named[:5], head[:5], "chain, tenant, sequence number and hash")
        self.assertEqual(restored["seq"], int(head[3]) + 1)
        heads = self.place / "heads"
        heads.write_text(restored["contents"]["head"] + "\n")
        self.well("verify", "--data", again, "--head", heads)

    def test_puts_the_key_store_where_it_is_told_and_remembers_that(self):
        self.make_demo()
        _, source = self.back_up()
        again, keys = self.place / "again", self.place / "safe" / "keys.sqlite"
        self.well("restore", *source, "--data", again, "--keys", keys)
        self.assertTrue(keys.exists())
        self.assertFalse((again / "keys.sqlite").exists())
        self.assertIn('"contents":{"', self.well("journal", "--data", again, "export", "--open"))

    def test_does_not_put_a_key_store_over_another(self):
        self.make_demo()
        _, source = self.back_up()
        again, keys = self.place / "again", self.place / "keys.sqlite"
        keys.write_text("something else")
        self.refused("restore", *source, "--data", again, "--keys", keys)
        self.assertEqual(keys.read_text(), "something else")
        self.assertFalse((again / "vlechtwerk.sqlite").exists())

    def test_goes_from_postgresql_to_a_file_and_back_into_postgresql(self):
        database, keys = self.database("data"), self.database("keys")
        self.make_demo("--database", database, "--keys", keys)
        before = self.entries(self.data)
        self.assertGreater(len(before), 10)
        dump = self.well("rebuild", "--data", self.data, "--today", "2026-11-22", "--dump")
        self.serve()
        _, source = self.back_up()
        file = self.place / "file"
        self.well("restore", *source, "--data", file)
        self.assertEqual(self.entries(file)[:-1], before)
        self.assertEqual(self.well("rebuild", "--data", file, "--today", "2026-11-22", "--dump"), dump)
        again, new_database, new_keys = self.place / "again", self.database("data2"), self.database("keys2")
        places = ("--data", again, "--database", new_database, "--keys", new_keys)
        self.assertIn("staan al gegevens", self.refused("restore", *source, "--data", again, "--database", database, "--keys", new_keys))
        self.well("restore", *source, *places)
        self.assertEqual(self.entries(again)[:-1], before)
        self.assertEqual(self.well("rebuild", "--data", again, "--today", "2026-11-22", "--dump"), dump)
        self.well("verify", "--data", again)
        self.assertEqual([path.name for path in again.iterdir() if "sqlite" in path.name], [])
        shutil.rmtree(again)
        self.assertIn("staan al gegevens", self.refused("restore", *source, *places))

    def test_takes_a_file_into_postgresql(self):
        self.make_demo()
        before = self.entries(self.data)
        _, source = self.back_up()
        again = self.place / "again"
        self.well("restore", *source, "--data", again, "--database", self.database("data"), "--keys", self.place / "keys.sqlite")
        self.assertEqual(self.entries(again)[:-1], before)


class Doctor(Terminal):
    def test_finds_nothing_where_nothing_is_wrong(self):
        self.make_demo()
        (self.data / "recovery-sheet-confirmed").touch()
        said = self.run_program("doctor", "--data", self.data)
        self.assertNotIn("wissen", said.stdout)
        self.assertNotIn("server met nummer", said.stdout)

    def test_tells_of_an_erasure_that_was_broken_off_and_erase_finishes_it(self):
        self.make_demo()
        entries = [json.loads(line) for line in self.well("journal", "--data", self.data, "export").splitlines()]
        child = next(one["case"] for one in entries if one["kind"] == "child.registered")

        def opened():
            lines = self.well("journal", "--data", self.data, "export", "--open").splitlines()
            return [one for one in map(json.loads, lines) if one["case"] == child and one.get("contents")]

        self.assertTrue(opened())
        keys = (self.data / "keys.sqlite").read_bytes()
        erase = ("erase", "--data", self.data, "--child", child, "--yes")
        self.well(*erase)
        self.assertFalse(opened())
        # As it was before the keys were destroyed.
        (self.data / "keys.sqlite").write_bytes(keys)
        self.assertTrue(opened())
        self.assertIn(f"erase --child {child} --yes", self.run_program("doctor", "--data", self.data).stdout)
        self.well(*erase)
        self.assertFalse(opened())
        self.assertNotIn(child, self.run_program("doctor", "--data", self.data).stdout)


if __name__ == "__main__":
    unittest.main()
