"""A town of invented people: the same seed tells the same journal, and a store filled this way verifies and rebuilds equal."""

import json
import unittest

from program import Terminal

TODAY = "2026-03-09"


class Demo(Terminal):
    def fill(self, name, *options):
        """A store with a small town; the last option of a name wins."""
        data = self.place / name
        self.well("init", "--demo", "--data", data)
        self.well("demo", "--data", data, "--children", "40", "--years", "1", "--today", TODAY, *options)
        return data

    def told(self, data):
        """The exported journal, with ids by order of appearance and without what tells keys and nonces apart."""
        names = {}
        lines = []
        for line in self.well("journal", "export", "--open", "--data", data).splitlines():
            entry = json.loads(line)
            for field in ("id", "case"):
                entry[field] = names.setdefault(entry[field], len(names))
            lines.append(entry)
        return lines

    def test_the_same_seed_tells_the_same_journal(self):
        one, other = self.told(self.fill("one", "--seed", "5")), self.told(self.fill("other", "--seed", "5"))
        self.assertGreater(len(one), 200)
        self.assertEqual(one, other)

    def test_another_seed_tells_another_journal(self):
        self.assertNotEqual(self.told(self.fill("one", "--seed", "5")), self.told(self.fill("other", "--seed", "6")))

    def test_in_english_the_same_things_happen_in_other_words(self):
        dutch, english = self.told(self.fill("one")), self.told(self.fill("other", "--language", "en"))
        self.assertNotEqual(dutch, english)
        for entry in dutch + english:
            entry.pop("contents", None)
        self.assertEqual(dutch, english)

    def test_a_store_filled_this_way_verifies_and_rebuilds_equal(self):
        data = self.fill("one")
        self.well("verify", "--data", data)
        before = self.well("rebuild", "--dump", "--today", TODAY, "--data", data)
        self.assertEqual(before, self.well("rebuild", "--dump", "--today", TODAY, "--data", data))
        self.well("verify", "--data", data)

    def test_all_ten_plans_are_followed(self):
        plans = {entry.get("plan") for entry in self.told(self.fill("one", "--children", "200")) if entry["kind"] == "route.opened"}
        self.assertEqual(len(plans), 10, plans)

    def test_the_small_story_takes_no_options_of_the_town(self):
        self.well("init", "--demo", "--data", self.data)
        self.assertNotEqual(self.run_program("demo", "--data", self.data, "--years", "1").returncode, 0)

    def test_a_day_that_must_still_come_is_refused(self):
        self.well("init", "--demo", "--data", self.data)
        self.assertIn("2026-03-09", self.refused("demo", "--data", self.data, "--children", "5", "--today", "2999-01-01"))


if __name__ == "__main__":
    unittest.main()
