"""The house itself: licence, decisions, commands, and the built style and script."""

import gzip
import hashlib
import os
import re
import unittest

from convention import ROOT, Convention

PAGE_BUDGET = 60 * 1024
STYLE_AND_SCRIPT_BUDGET = 20 * 1024  # leaves 40 KB for the page itself

# (text or control colour, its background, least contrast): WCAG 2.2 1.4.3 for text, 1.4.11 for edges of controls and focus.
CONTRASTS = [
    ("ink", "paper", 7.0), ("ink", "sheet", 7.0), ("ink", "sand", 7.0), ("ink", "craft-light", 7.0), ("ink", "clay-light", 7.0),
    ("ink-soft", "paper", 4.5), ("ink-soft", "sheet", 4.5), ("ink-soft", "sand", 4.5), ("ink-soft", "craft-light", 4.5),
    ("craft", "paper", 4.5), ("craft", "sheet", 4.5), ("craft", "craft-light", 4.5), ("craft", "clay-light", 4.5), ("craft", "sand", 4.5),
    ("craft-dark", "craft-light", 4.5), ("clay", "sheet", 4.5), ("clay", "paper", 4.5), ("clay", "clay-light", 4.5),
    ("edge", "sheet", 3.0), ("edge", "paper", 3.0), ("child", "sheet", 3.0), ("cooperation", "sheet", 3.0), ("child", "paper", 3.0),
    ("cooperation", "paper", 3.0),
]


def tokens(css):
    found = re.findall(r"--vlecht-([a-z-]+): #([0-9a-f]{6}|[0-9a-f]{3});", css)
    return {name: "".join(digit * 2 for digit in value) if len(value) == 3 else value for name, value in found}


def luminance(colour):
    """Relative luminance of WCAG 2.2."""
    parts = [int(colour[i:i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(css):
    colours = tokens(css)
    return [f"{text} on {ground}: {contrast(colours[text], colours[ground]):.2f}, needs {least}"
            for text, ground, least in CONTRASTS if contrast(colours[text], colours[ground]) < least]


def host_names(lock):
    return re.findall(r'"resolved"|https?://(?!opencollective|github\.com/sponsors)[^"]+', lock)


def gaps(numbers):
    return [n for n in range(1, max(numbers, default=0) + 1) if numbers.count(n) != 1]


class House(Convention):
    def read(self, path):
        return (ROOT / path).read_text(encoding="utf-8")

    def test_the_licence_is_the_eupl_1_2(self):
        text = self.read("LICENSE")
        self.assertIn("EUROPEAN UNION PUBLIC LICENCE v. 1.2", text)
        self.assertIn("## Appendix", text)
        self.assertIn("EUPL-1.2", self.read("docs/decisions/0001-licence.md"))

    def test_decisions_are_numbered_without_gaps(self):
        numbers = [int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("[0-9]*.md")]
        self.assertTrue(numbers)
        self.assertFalse(gaps(numbers))

    def test_commands_can_be_run(self):
        for name in ("start", "test", ".ci/run"):
            self.assertTrue(os.access(ROOT / name, os.X_OK), name)

    def test_built_files_are_those_of_the_sums(self):
        lines = self.read("static/SHA256SUMS").splitlines()
        self.assertEqual(2, len(lines))
        for line in lines:
            digest, name = line.split()
            self.assertEqual(digest, hashlib.sha256((ROOT / "static" / name).read_bytes()).hexdigest(), name)

    def test_the_compressed_style_is_the_style(self):
        packed = (ROOT / "static/app.css.gz").read_bytes()
        self.assertEqual((ROOT / "static/app.css").read_bytes(), gzip.decompress(packed))

    def test_style_and_script_leave_room_for_the_page(self):
        size = sum(len(gzip.compress((ROOT / "static" / name).read_bytes())) for name in ("app.css", "app.js", "mark.svg", "places.svg"))
        self.assertLess(size, STYLE_AND_SCRIPT_BUDGET)
        self.assertLess(STYLE_AND_SCRIPT_BUDGET, PAGE_BUDGET)

    def test_colours_can_be_told_apart(self):
        found = too_faint(self.read("assets/css/tokens.css"))
        self.none(found)

    def test_style_and_script_fetch_from_our_own_origin_only(self):
        for name in ("app.css", "app.js"):
            self.assertFalse(re.findall(r"https?://|data:|@import|//[a-z]", self.read(f"static/{name}")), name)

    def test_lock_files_name_no_host(self):
        for path in ("assets/package-lock.json", "tests/browser/package-lock.json"):
            self.assertFalse(host_names(self.read(path)), path)


class HouseSelfTest(unittest.TestCase):
    def test_planted_faults_are_found(self):
        css = (ROOT / "assets/css/tokens.css").read_text(encoding="utf-8")
        self.assertTrue(too_faint(css.replace("--vlecht-ink-soft: #5a5248", "--vlecht-ink-soft: #a09888")))
        self.assertTrue(host_names('"resolved": "x"'))
        self.assertTrue(host_names('"https://npm.example/x.tgz"'))
        self.assertTrue(gaps([1, 3]))
        self.assertTrue(gaps([1, 2, 2]))
        self.assertFalse(gaps([2, 1]))

    def test_contrast_is_that_of_wcag(self):
        self.assertAlmostEqual(21.0, contrast("000000", "ffffff"))
        self.assertAlmostEqual(4.54, contrast("767676", "ffffff"), places=2)


if __name__ == "__main__":
    unittest.main()
