"""Pages use the class names that the style has, and docs/look.md shows them."""

import re
import unittest

from convention import ROOT, Convention, cpp, product

CLASS = re.compile(r"\b((?:utrecht|vlecht)-[a-z0-9]+(?:(?:-|--|__)[a-z0-9]+)*)")


def styled(css):
    return set(re.findall(r"\.((?:utrecht|vlecht)-[a-zA-Z0-9_-]+)", css))


def unstyled(text, known):
    """Class names in `text` (anything inside class="…") that the style does not have."""
    return sorted({name for value in re.findall(r'class=\\?"([^"]*)"', text) for name in CLASS.findall(value)} - known)


class Look(Convention):
    def setUp(self):
        self.known = styled((ROOT / "static/app.css").read_text(encoding="utf-8"))

    def test_pages_use_classes_that_exist(self):
        self.none(f"{path}:{line}: {name}" for path, source in product().items() for line, text in cpp(source).literals
                  for name in unstyled(text, self.known))

    def test_the_samples_use_classes_that_exist(self):
        # These carry no style of their own: they name a part, or a wish to print.
        self.none(unstyled((ROOT / "docs/look.md").read_text(encoding="utf-8"), self.known))

    def test_our_own_classes_are_all_shown(self):
        shown = (ROOT / "docs/look.md").read_text(encoding="utf-8")
        self.none(sorted(name for name in self.known if name.startswith("vlecht-") and name not in shown
                         and name.rpartition("--")[2] not in shown))


class LookSelfTest(unittest.TestCase):
    def test_planted_faults_are_found(self):
        self.assertEqual(["vlecht-carrd"], unstyled('<p class="vlecht-card vlecht-carrd">', {"vlecht-card"}))
        self.assertEqual([], unstyled('<p class="vlecht-card other">', {"vlecht-card"}))
        self.assertEqual({"vlecht-a__b--c"}, styled(".vlecht-a__b--c:hover{}"))


if __name__ == "__main__":
    unittest.main()
