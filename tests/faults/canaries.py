"""Looks for what a person typed in everything that is stored or logged: clear columns, files, logs; raw and in other spellings.

  python3 canaries.py --data DIR… --log FILE… --canaries FILE [--postgresql URI]
  python3 canaries.py --self-test

The file of canaries holds one text per line: names and addresses of persons whole, longer texts as they were typed. Of a longer text every
four words in a row are looked for. Lines that start with "ok - " or "not ok - " say what was found; the exit code is 1 when anything was.
"""

import argparse
import base64
import html
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

# What may stand in clear (architecture.md section 4): names of organisations, locations and groups, addresses of locations, and texts that
# are meant for everybody. What is typed there is no canary any more.
IN_CLEAR = (("tenant", "name"), ("organisation", "name"), ("location", "name"), ("child_group", "name"), ("plan_file", "text"),
            ("plan_draft", "text"))

WORDS = 4
SHORTEST = 5  # bytes; anything shorter is in random bytes by chance, and is looked for as a whole word in texts only


def pieces(lines):
    """Every four words in a row of each line; a shorter line as it is."""
    found = set()
    for line in lines:
        words = line.split()
        if not words:
            continue
        if len(words) <= WORDS:
            found.add(line.strip())
        for i in range(len(words) - WORDS + 1):
            found.add(" ".join(words[i:i + WORDS]))
    return found


def in_base64(data, alphabet):
    """The signs that every base64 of a text with these bytes in it shows, for each of the three places where they can begin."""
    for shift in range(3):
        text = alphabet(bytes(shift) + data)
        begin = -(-shift * 8 // 6)
        end = (shift + len(data)) * 8 // 6
        yield text[begin:end]


def spellings(text):
    """(name, bytes) of each way in which the text may stand somewhere. Latin letters are compared without case."""
    raw = text.encode()
    yield "raw", raw.lower()
    for name in ("utf-16-le", "utf-16-be"):
        yield name, text.encode(name).lower()
    yield "hex", raw.hex().encode()
    yield "hex of utf-16", text.encode("utf-16-le").hex().encode()
    for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
        for part in in_base64(raw, encode):
            yield name, part.lower()
    yield "per cent", urllib.parse.quote(text).encode().lower()
    yield "form", urllib.parse.quote_plus(text).encode().lower()
    yield "html", html.escape(text).encode().lower()
    yield "json", json.dumps(text)[1:-1].encode().lower()


class Search:
    """Many texts at once: one look-up of the first bytes at each place."""

    def __init__(self, texts):
        self.patterns, self.words = {}, {}
        spelled = []
        for text in texts:
            if len(text.encode()) < SHORTEST:
                self.words[text] = re.compile(rb"(?<![a-z0-9])" + re.escape(text.lower().encode()) + rb"(?![a-z0-9])")
                continue
            spelled += [(pattern, text, name) for name, pattern in spellings(text) if len(pattern) >= SHORTEST]
        self.width = min((len(pattern) for pattern, *_ in spelled), default=SHORTEST)
        for pattern, text, name in spelled:
            self.patterns.setdefault(pattern[:self.width], []).append((pattern, text, name))

    def in_bytes(self, data, is_text=False):
        """(text, spelling, place) of everything found, each text and spelling once."""
        data = data.lower()
        found, width, patterns = {}, self.width, self.patterns
        for at in range(len(data) - width + 1):
            start = data[at:at + width]
            if start in patterns:
                for pattern, text, name in patterns[start]:
                    if data.startswith(pattern, at):
                        found.setdefault((text, name), at)
        if is_text:
            for text, word in self.words.items():
                if hit := word.search(data):
                    found.setdefault((text, "word"), hit.start())
        return [(text, name, at) for (text, name), at in found.items()]


def is_sqlite(path):
    with open(path, "rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def open_read_only(path):
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True)


def columns(db):
    for (table,) in db.execute("select name from sqlite_master where type = 'table' order by name").fetchall():
        for column in db.execute(f"pragma table_info('{table}')").fetchall():
            yield table, column[1]


def files_under(folders):
    return sorted(path for folder in folders for path in pathlib.Path(folder).rglob("*") if path.is_file() and not path.is_symlink())


def texts_in_clear(databases, postgresql):
    """What stands in the columns where it may."""
    out = []
    for path in databases:
        db = open_read_only(path)
        there = set(columns(db))
        for table, column in IN_CLEAR:
            if (table, column) in there:
                out += [row[0] for row in db.execute(f"select {column} from {table}") if row[0]]
        db.close()
    there = set(psql(postgresql, "select table_name || '.' || column_name from information_schema.columns").split()) if postgresql else ()
    for table, column in IN_CLEAR:
        if f"{table}.{column}" in there:
            out += psql(postgresql, f"select {column} from {table}").splitlines()
    return "\n".join(out).lower()


def psql(uri, statement):
    return subprocess.run(["psql", "-At", "-c", statement, uri], check=True, stdout=subprocess.PIPE, text=True).stdout


def look(data, logs, canaries, postgresql=None):
    """Gives (findings as sentences, number of texts, number of texts excepted, number of places read)."""
    files = files_under(data)
    databases = [path for path in files if is_sqlite(path)]
    wanted = pieces(canaries)
    clear = texts_in_clear(databases, postgresql)
    excepted = {text for text in wanted if text.lower() in clear}
    search = Search(wanted - excepted)
    findings, places = [], 0

    def report(where, hits):
        findings.extend(f"{where} holds {text!r} ({name}, byte {at})" for text, name, at in hits)

    for path in files:
        places += 1
        report(path, search.in_bytes(path.read_bytes()))
    for path in databases:
        db = open_read_only(path)
        for table, column in columns(db):
            if (table, column) in IN_CLEAR:
                continue
            places += 1
            values = [value for (value,) in db.execute(f'select "{column}" from "{table}"') if isinstance(value, (str, bytes))]
            for is_text in (True, False):
                joined = b"\0".join(v.encode() if is_text else v for v in values if isinstance(v, str) is is_text)
                report(f"{path.name}: {table}.{column}", search.in_bytes(joined, is_text))
        db.close()
    if postgresql:
        places += 1
        excluded = [f"--exclude-table-data={table}" for table, _ in IN_CLEAR]
        dump = subprocess.run(["pg_dump", "--data-only", *excluded, postgresql], check=True, stdout=subprocess.PIPE).stdout
        report("PostgreSQL", search.in_bytes(dump, True))
    for path in logs:
        places += 1
        report(path, search.in_bytes(pathlib.Path(path).read_bytes(), True))
    return findings, len(wanted), len(excepted), places


# ---------------------------------------------------------------- its own test

def self_test():
    """Plants what must be found, and what must not, and says line by line whether that was so."""
    secret = "Zij vertelde over het gevallen vogeltje en huilde even"
    name, short, known = "Sjoukje Zonnevanck", "Ymke", "Kinderopvang De Zevensprong"
    piece = "over het gevallen vogeltje"
    planted = {
        "raw": piece.encode(), "other case": piece.upper().encode(),
        "utf-16-le": piece.encode("utf-16-le"), "utf-16-be": piece.encode("utf-16-be"),
        "hex": piece.encode().hex().encode(), "HEX": piece.encode().hex().upper().encode(), "per cent": urllib.parse.quote(piece).encode(),
        "form": urllib.parse.quote_plus(piece).encode(), "a name": name.encode(),
        **{f"base64 {i}": base64.b64encode(b"xyz"[:i] + b" " + piece.encode() + b" en") for i in range(3)},
        "base64url": base64.urlsafe_b64encode(("ë" + piece).encode()),
    }
    failed = 0

    def say(good, what):
        nonlocal failed
        failed += not good
        print(f"{'ok' if good else 'not ok'} - canaries: {what}")

    def finds(prepare, canaries=(secret, name, short, known)):
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            logs = prepare(folder) or []
            return look([folder], logs, canaries)[0]

    def database(folder, table, column, value, declared="text"):
        db = sqlite3.connect(folder / "x.sqlite")
        db.execute(f"create table {table} ({column} {declared})")
        db.execute(f"insert into {table} values (?)", (value,))
        db.commit()
        db.close()

    for what, data in planted.items():
        say(finds(lambda folder: (folder / "file").write_bytes(b"\x01\xff" * 40 + data + b"\x80") and None), f"found in a file as {what}")
    long_text = "v" * 4090 + piece  # over the edge of a page
    found = finds(lambda folder: database(folder, "t", "c", long_text))
    say(any("t.c" in one for one in found), "found in a column over the edge of a page")
    say(finds(lambda folder: database(folder, "t", "c", short)), "a short name is found in a column")
    say(finds(lambda folder: database(folder, "t", "c", "over het gevallen eitje")) == [], "three of four words are not found")
    say(finds(lambda folder: database(folder, "organisation", "name", known)) == [], "the name of an organisation may stand in clear")
    say(finds(lambda folder: database(folder, "organisation", "code", known)), "but not in another column")
    say(finds(lambda folder: (folder / "file").write_bytes(bytes(range(256)) * 50) and None) == [], "nothing is found where nothing is")

    def with_log(folder):
        (folder / "data").mkdir()
        log = folder / "data" / "log"
        log.write_text(f"GET /kind?naam={short} 200\n")
        return [log]
    say(finds(with_log), "a short name is found in a log")
    return 1 if failed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", action="append", default=[], help="folder with database, key store, backups; all files below it are read")
    parser.add_argument("--log", action="append", default=[], help="file with what a process printed")
    parser.add_argument("--canaries", help="file, one text per line")
    parser.add_argument("--postgresql", help="a superuser's way to the database")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    if not options.canaries or not options.data:
        parser.error("--data and --canaries are needed")
    canaries = pathlib.Path(options.canaries).read_text().splitlines()
    findings, wanted, excepted, places = look(options.data, options.log, canaries, options.postgresql)
    for finding in findings[:50]:
        print(f"not ok - {finding}")
    if wanted - excepted == 0:
        print("not ok - there is no canary to look for")
        return 1
    if not findings:
        print(f"ok - none of {wanted - excepted} texts in {places} files, columns and logs ({excepted} more may stand in clear)")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
