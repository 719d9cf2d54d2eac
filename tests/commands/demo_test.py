"""A town of invented people: the same seed tells the same journal, and a store filled this way verifies and rebuilds equal."""

import contextlib
import json
import sqlite3
import unittest

from program import Terminal

TODAY = "2026-03-09"

# All projections but what depends on the day on which a route was last looked at: next_change_on and the list of what is owed.
PROJECTIONS = {
    "child": "*", "child_in_group": "*", "mentor": "*", "child_person": "*", "toestemming_in_force": "*", "timeline": "*", "hulpvraag": "*",
    "hulpvraag_open": "*",
    "route": "route, child, plan, plan_version, status, opened_on, closed_on, outcome, plan_van_aanpak, folded, writer",
}


class Demo(Terminal):
    def fill(self, name, *options, children=40):
        """A store with a small town."""
        data = self.place / name
        self.well("init", "--demo", "--data", data)
        self.well("demo", "--data", data, "--children", children, "--years", "1", "--today", TODAY, *options)
        return data

    def told(self, data):
        """The exported journal, with ids by order of appearance."""
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

    def projections(self, data):
        with contextlib.closing(sqlite3.connect(data / "vlechtwerk.sqlite")) as database:
            return {table: sorted(database.execute(f"select {columns} from {table}"), key=repr) for table, columns in PROJECTIONS.items()}

    def test_a_store_filled_this_way_verifies_and_rebuilds_equal(self):
        data = self.fill("one", children=200)
        self.well("verify", "--data", data)
        before = self.projections(data)
        self.assertTrue(all(before.values()), {table: len(rows) for table, rows in before.items()})
        self.well("rebuild", "--today", TODAY, "--data", data)
        self.assertEqual(before, self.projections(data))

    def test_all_ten_plans_are_followed(self):
        plans = {entry.get("plan") for entry in self.told(self.fill("one", children=600)) if entry["kind"] == "route.opened"}
        self.assertEqual(len(plans), 10, plans)

    def test_the_small_story_takes_no_options_of_the_town(self):
        self.well("init", "--demo", "--data", self.data)
        self.assertNotEqual(self.run_program("demo", "--data", self.data, "--years", "1").returncode, 0)

    def test_a_day_that_must_still_come_is_refused(self):
        self.well("init", "--demo", "--data", self.data)
        self.assertIn("2026-03-09", self.refused("demo", "--data", self.data, "--children", "5", "--today", "2999-01-01"))


if __name__ == "__main__":
    unittest.main()
