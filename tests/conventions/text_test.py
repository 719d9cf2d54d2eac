"""Rules on the text of files, whatever their language."""

import re
import unittest

from convention import ROOT, Convention, tree

LONGEST_LINE = 140
CODE = {".cc", ".h", ".py", ".mjs", ".js", ".css", ".sql", ".sh", ".cmake"}
FOLDERS = ("src", "tests", "fuzz", "bench", "tools", "assets", "migrations", "cmake")

# Words of the place where a change was made instead of words about the thing; spelled in two halves, so that this file passes.
OF_THE_WORKPLACE = re.compile("|".join([
    "/wo" + r"rk/", "/tmp/" + r"b-", r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b", r"\bissue " + r"#?\d",
    r"\b(next|previous|later|this) iss" + "ue",
    r"\bas req" + "uested", r"\bthe br" + r"ief\b", r"\bhelper ses" + "sion"]), re.IGNORECASE)


def long_lines(files):
    return [f"{path}:{number}: {len(line)} characters" for path, text in files.items()
            for number, line in enumerate(text.splitlines(), 1) if len(line) > LONGEST_LINE]


def workplace_words(files):
    return [f"{path}:{number}: {found.group(0)}" for path, text in files.items()
            for number, line in enumerate(text.splitlines(), 1) if (found := OF_THE_WORKPLACE.search(line))]


def untidy_ends(files):
    return [path for path, text in files.items() if text and (not text.endswith("\n") or re.search(r"\r|[ \t]+$", text, re.MULTILINE))]


class Text(Convention):
    def test_lines_are_at_most_140_characters(self):
        # Data that is one long token (a path of a table of a standard, a lock file) has no code ending and is not read here.
        found = long_lines(tree(*FOLDERS, endings=CODE))
        self.none(found)

    def test_no_word_of_the_workplace_is_left(self):
        files = tree(*FOLDERS, "docs", "stappenplannen", "locale", "examples", endings=CODE | {".md", ".toml", ".po", ".txt", ".json"})
        for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CMakeLists.txt", "start", "test"):
            if (ROOT / name).exists():
                files[name] = (ROOT / name).read_text(encoding="utf-8")
        found = workplace_words(files)
        self.none(found)

    def test_files_end_with_a_line_and_lines_without_blanks(self):
        found = untidy_ends(tree(*FOLDERS, endings=CODE))
        self.none(found)


class TextSelfTest(unittest.TestCase):
    def test_planted_faults_are_found(self):
        self.assertTrue(long_lines({"a": "x" * 141}))
        self.assertFalse(long_lines({"a": "x" * 140}))
        self.assertTrue(workplace_words({"a": "// TO" + "DO later"}))
        self.assertTrue(workplace_words({"a": "see /wo" + "rk/main"}))
        self.assertFalse(workplace_words({"a": "the work of a session"}))
        self.assertTrue(untidy_ends({"a": "x"}))
        self.assertTrue(untidy_ends({"a": "x \ny\n"}))
        self.assertFalse(untidy_ends({"a": "x\ny\n"}))


if __name__ == "__main__":
    unittest.main()
