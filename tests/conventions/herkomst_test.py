"""docs/herkomst.md: every numbered line of the two reports stands there once, and what it points at exists."""

import re
import unittest

from convention import ROOT, Convention

# R001 to R184 are of the final report of Rotterdam, A001 to A275 of the monitor of Alert4you.
NUMBERS = [f"R{n:03}" for n in range(1, 185)] + [f"A{n:03}" for n in range(1, 276)]
PARTS = [f"F{n:02}" for n in range(1, 46)]
STATES = {"gebouwd", "deels", "nog niet"}


class Herkomst(Convention):
    def parts(self):
        text = (ROOT / "docs/herkomst.md").read_text()
        for code, part in re.findall(r"^## (F\d\d) (.*?)(?=^## |\Z)", text, re.M | re.S):
            yield code, dict(re.findall(r"^\| (\w+) \| (.*?) ?\|$", part, re.M))

    def test_names_every_part_and_every_number_once(self):
        self.assertEqual([code for code, _ in self.parts()], PARTS)
        numbers = [number for _, rows in self.parts() for number in re.findall(r"[RA]\d{3}", rows["regels"])]
        self.assertEqual(sorted(numbers), sorted(NUMBERS))

    def test_says_of_each_part_what_stands_and_where_to_see_it(self):
        routes = set(re.findall(r'"(/[^"]*)"', (ROOT / "src/web/pages.cc").read_text()))
        for code, rows in self.parts():
            self.assertIn(rows["staat"], STATES, code)
            self.assertTrue(rows["nl"] and rows["en"] and rows["text"], code)
            screens, tests = ([one for one in rows[key].split(", ") if one] for key in ("scherm", "test"))
            if rows["staat"] == "gebouwd":
                self.assertTrue(screens and tests, code)
            for screen in screens:
                self.assertIn(screen, routes, code)
            for path in tests:
                self.assertTrue((ROOT / path).is_file(), f"{code}: {path}")


if __name__ == "__main__":
    unittest.main()
