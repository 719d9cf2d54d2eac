"""What the convention tests share: the files of the tree, and C++ text taken apart without a compiler."""

import dataclasses
import functools
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

_TOKEN = re.compile(
    r'//[^\n]*|/\*.*?\*/'
    r'|(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=mark)"'
    r'|"(?P<plain>(?:\\.|[^"\\\n])*)"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'", re.DOTALL)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', re.MULTILINE)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


@dataclasses.dataclass(frozen=True)
class Cpp:
    """`code`: the text with comments and literals blanked, line numbers kept. `literals`: (line, text), neighbours joined as C++ does."""
    code: str
    literals: tuple

    def line_of(self, offset):
        return self.code.count("\n", 0, offset) + 1


@functools.lru_cache(maxsize=None)
def cpp(text):
    includes_blanked = _INCLUDE.sub(lambda m: " " * len(m.group(0)), text)
    code, literals, at, joins = [], [], 0, False
    for token in _TOKEN.finditer(includes_blanked):
        between = includes_blanked[at:token.start()]
        code.append(between)
        joins = joins and not between.strip()
        content = token.group("raw") if token.group("raw") is not None else token.group("plain")
        if content is not None:
            if joins:
                literals[-1] = (literals[-1][0], literals[-1][1] + content)
            else:
                literals.append((includes_blanked.count("\n", 0, token.start()) + 1, content))
            joins = True
        code.append(re.sub(r"[^\n]", " ", token.group(0)))
        at = token.end()
    code.append(includes_blanked[at:])
    return Cpp("".join(code), tuple(literals))


def includes(text):
    """(line, header, whether it stands in quotes) of every include line."""
    return [(text.count("\n", 0, m.start(2)) + 1, m.group(2), m.group(1) == '"') for m in _INCLUDE.finditer(text)]


@functools.lru_cache(maxsize=None)
def identifiers(text):
    """(line, identifier) of the code outside comments and literals."""
    taken_apart = cpp(text)
    return tuple((number, name) for number, line in enumerate(taken_apart.code.split("\n"), 1) for name in _IDENTIFIER.findall(line))


@functools.lru_cache(maxsize=None)
def words(identifier):
    """plan_van_aanpak, PlanVanAanpak and kPlanVanAanpak are all ['plan', 'van', 'aanpak'] (a k in front is dropped)."""
    found = [word.lower() for word in _WORD.findall(identifier)]
    return found[1:] if len(found) > 1 and found[0] == "k" else found


def holds_term(identifier, term):
    """Whether the words of `term` (snake_case) stand next to each other in the identifier."""
    have, want = words(identifier), term.split("_")
    return any(have[i:i + len(want)] == want for i in range(len(have) - len(want) + 1))


def tree(*folders, endings):
    """{path from the root: text} of the files below the folders. Built and fetched files are left out."""
    found = {}
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            parts = path.relative_to(ROOT).parts
            if path.is_file() and path.suffix in endings and not {"build", "node_modules", ".git", "__pycache__"} & set(parts):
                found["/".join(parts)] = path.read_text(encoding="utf-8")
    return found


@functools.lru_cache(maxsize=None)
def product():
    """The C++ of src/."""
    return tree("src", endings={".cc", ".h"})


def folder_of(path):
    """src/web/page.cc -> web"""
    return path.split("/")[1]


class Convention(unittest.TestCase):
    def none(self, violations):
        """Fails with one sentence per line."""
        violations = list(violations)
        if violations:
            self.fail(f"{len(violations)} found\n" + "\n".join(violations))
