"""docs/glossary.md and the code say the same words."""

import re
import unittest

from convention import ROOT, Convention, cpp, folder_of, holds_term, identifiers, product

FIELDS = ["Code", "Definitie", "In English", "Not", "Borders", "Since"]
# These folders know no noun of the domain, so a word like `signal` there is the operating system's; a foreign format has foreign words.
WITHOUT_NOUNS = {"base", "http", "i18n", "platform", "main", "interop"}


def entries(text):
    """[(heading, {field: value})] of the glossary: `## term`, then lines `- **Field**: value`."""
    found = []
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        fields = dict(re.findall(r"^- \*\*([^*]+)\*\*: (.+(?:\n  .+)*)", body, flags=re.MULTILINE))
        found.append((heading.strip(), fields))
    return found


def code_words(value):
    return re.findall(r"`([a-z_]+)`", value)


def malformed(text):
    found = []
    for heading, fields in entries(text):
        if list(fields) != FIELDS:
            found.append(f"{heading}: fields are {list(fields)}, not {FIELDS}")
        elif not code_words(fields["Code"]):
            found.append(f"{heading}: Code names no `term`")
    headings = [heading for heading, _ in entries(text)]
    return found + ([] if headings == sorted(headings) else ["the terms are not in the order of the alphabet"])


def unused(text, files):
    """Terms that src/ says in no identifier and no stored code. The glossary lists what the code says now, no plans."""
    said = {word for source in files.values() for _, word in identifiers(source)}
    said |= {word for source in files.values() for _, text in cpp(source).literals for word in re.findall(r"[A-Za-z_]+", text)}
    return [f"{heading}: `{term}` is said nowhere in src/" for heading, fields in entries(text)
            for term in code_words(fields.get("Code", "")) if not any(holds_term(word, term) for word in said)]


def refused(text, files):
    """Identifiers that use a word which a Not row refuses."""
    wrong = {word: heading for heading, fields in entries(text) for word in code_words(fields.get("Not", ""))}
    return [f"{path}:{line}: {name} says {word}; the term is {heading}" for path, source in files.items()
            if folder_of(path) not in WITHOUT_NOUNS for line, name in identifiers(source) for word, heading in wrong.items()
            if holds_term(name, word)]


class Glossary(Convention):
    def setUp(self):
        self.text = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")

    def test_every_term_has_its_fields(self):
        self.assertTrue(entries(self.text))
        self.none(malformed(self.text))

    def test_every_term_is_used(self):
        self.none(unused(self.text, product()))

    def test_no_refused_word_is_an_identifier(self):
        found = refused(self.text, product())
        self.none(found)


SAMPLE = """# G

## plan van aanpak
- **Code**: `plan_van_aanpak`
- **Definitie**: iets
  op twee regels
- **In English**: x
- **Not**: `care_plan`, `action_plan`
- **Borders**: -
- **Since**: 0.1
"""


class GlossarySelfTest(unittest.TestCase):
    def test_a_missing_field_is_found(self):
        self.assertFalse(malformed(SAMPLE))
        self.assertTrue(malformed(SAMPLE.replace("- **Since**: 0.1\n", "")))

    def test_an_unused_term_is_found(self):
        self.assertTrue(unused(SAMPLE, {"src/domain/a.h": "struct Plan {}; // plan_van_aanpak"}))
        self.assertFalse(unused(SAMPLE, {"src/domain/a.h": "struct PlanVanAanpakView {};"}))

    def test_a_refused_word_is_found_outside_the_folders_without_nouns(self):
        self.assertTrue(refused(SAMPLE, {"src/web/a.cc": "int make_care_plan();"}))
        self.assertTrue(refused(SAMPLE, {"src/web/a.cc": "struct ActionPlan {};"}))
        self.assertFalse(refused(SAMPLE, {"src/interop/fhir/a.cc": "int care_plan;"}))
        self.assertFalse(refused(SAMPLE, {"src/web/a.cc": 'auto a = "care_plan"; // care_plan'}))


if __name__ == "__main__":
    unittest.main()
