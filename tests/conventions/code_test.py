"""Rules on what product code may say: SQL in one place, time and chance as arguments, no judgement of children, no person in a log."""

import re
import unittest

from convention import Convention, cpp, folder_of, identifiers, product, tree, words

SQL = re.compile(r"\b(select\s.+?\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|"
                 r"(create|alter|drop)\s+(table|index|view)\s|pragma\s+\w+\s*[=(;])", re.IGNORECASE | re.DOTALL)

# Texts that SQLite and PostgreSQL read differently, or whose result depends on the moment (the instant is always a parameter).
UNLIKE_ON_TWO_ENGINES = re.compile(r"\b(like|ilike|glob|rowid|now\s*\(|current_timestamp|current_date|datetime\s*\(|strftime\s*\(|"
                                   r"random\s*\(|lower\s*\(|upper\s*\(|insert\s+or\s+\w+)", re.IGNORECASE)
ORDER_BY = re.compile(r"\border\s+by\s+(.+?)(?=\blimit\b|\bfor\s+update\b|\brows\b|\)\s|\)$|;|$)", re.IGNORECASE | re.DOTALL)

CLOCK = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|random_device|gettimeofday|clock_gettime|getrandom|mt19937)\b"
                   r"|\bstd::(time|rand)\s*\(|\btime\s*\(\s*(nullptr|0|NULL)\s*\)|\brandombytes_\w+\s*\(")
# What these compute depends on their arguments only. A Clock is not among the arguments: the day is.
PURE = {"domain", "journal", "analysis", "report", "interop"}
NOW = re.compile(r"(\.|->|::)\s*(now|today)\s*\(")
# The seal draws nonces; nothing else of the journal may.
DRAWS = {"src/journal/seal.cc"}
# http writes its Date header itself; what a page shows or stores comes from the Clock that main hands in.
# Where the wall clock and the system's randomness may be read at all. steady_clock (waiting times) is nobody's secret.
EDGE = {"base", "platform", "main", "http"}
WALL_CLOCK = re.compile(r"\b(system_clock|random_device)\b|\bstd::(time|rand)\s*\(")

JUDGEMENT = {"score", "scores", "scoring", "rank", "ranks", "ranking", "ranked", "risk", "risks", "risico", "nationality", "nationaliteit",
             "income", "inkomen", "postcode", "ethnicity"}

LOG_CALL = re.compile(r"\b(?:spdlog\s*::\s*|log(?:ger)?_?\s*(?:\.|->|\(\)\s*(?:\.|->))\s*)"
                      r"(?:trace|debug|info|warn|error|critical|log|write)\s*\(")
NOT_IN_A_LOG = {"private", "contents", "content", "reveal", "body", "text", "typed", "words", "name", "names", "login", "email", "address",
                "phone", "password", "code", "cookie", "token", "secret", "key", "query", "child", "parent", "person"}


def sql_outside_the_store(files):
    return [f"{path}:{line}: SQL lives in src/store: {text[:60]!r}" for path, source in files.items() if folder_of(path) != "store"
            for line, text in cpp(source).literals if SQL.search(text)]


def sql_unlike_on_two_engines(files):
    found = []
    for path, source in files.items():
        for line, text in cpp(source).literals:
            if not SQL.search(text + " "):
                continue
            if wrong := UNLIKE_ON_TWO_ENGINES.search(text):
                found.append(f"{path}:{line}: {wrong.group(0)!r} does not mean the same on both engines")
            for order in ORDER_BY.finditer(text):
                if any("nulls last" not in term.lower() for term in order.group(1).split(",")):
                    found.append(f"{path}:{line}: every term of `order by {order.group(1).strip()[:60]}` says `nulls last`")
    return found


def matches(pattern, path, source):
    code = cpp(source)
    return [f"{path}:{code.line_of(m.start())}: {m.group(0).strip()}" for m in pattern.finditer(code.code)]


def clocks(files):
    found = []
    for path, source in files.items():
        if folder_of(path) in PURE and path not in DRAWS:
            found += matches(CLOCK, path, source) + matches(NOW, path, source)
        elif folder_of(path) not in EDGE:
            found += matches(WALL_CLOCK, path, source)
    return found


def judgements(files):
    return [f"{path}:{line}: {name}" for path, source in files.items() for line, name in identifiers(source)
            if JUDGEMENT & set(words(name))]


def arguments_after(code, start):
    """The text between the bracket that ends before `start` and its partner."""
    depth, at = 1, start
    while at < len(code) and depth:
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        at += 1
    return code[start:at - 1]


def persons_in_logs(files):
    found = []
    for path, source in files.items():
        code = cpp(source)
        for call in LOG_CALL.finditer(code.code):
            arguments = arguments_after(code.code, call.end())
            for name in re.findall(r"[A-Za-z_]\w*", arguments):
                # An id is no personal data: child_id, PersonId and entry.id may be logged.
                if NOT_IN_A_LOG & set(words(name)) and words(name)[-1:] != ["id"]:
                    found.append(f"{path}:{code.line_of(call.start())}: {name} goes to a log")
    return found


class Code(Convention):
    def test_sql_stands_in_the_store_only(self):
        self.none(sql_outside_the_store(product()))

    def test_sql_reads_the_same_on_both_engines(self):
        self.none(sql_unlike_on_two_engines({path: text for path, text in product().items() if folder_of(path) == "store"}))

    def test_time_and_chance_are_arguments(self):
        self.none(clocks(product()))

    def test_no_child_is_scored_or_ranked(self):
        self.none(judgements(product()))
        self.none([f"{path}: {word}" for path, text in tree("migrations", endings={".sql"}).items()
                   for word in re.findall(r"\w+", text) if JUDGEMENT & set(words(word))])

    def test_no_person_goes_to_a_log(self):
        self.none(persons_in_logs(product()))


class CodeSelfTest(unittest.TestCase):
    def test_sql_outside_the_store_is_found(self):
        text = 'auto a = db.query("select a "\n  "from entry where b = $1");'
        self.assertTrue(sql_outside_the_store({"src/web/a.cc": text}))
        self.assertFalse(sql_outside_the_store({"src/store/a.cc": text}))
        self.assertFalse(sql_outside_the_store({"src/web/a.cc": 'auto a = N_("Kies een kind."); // select a from b where c'}))
        self.assertTrue(sql_outside_the_store({"src/app/a.cc": 'auto a = R"(delete from entry )";'}))

    def test_sql_of_one_engine_is_found(self):
        def of(sql):
            return sql_unlike_on_two_engines({"src/store/a.cc": f'auto a = "{sql}";'})
        self.assertTrue(of("select a from b order by a"))
        self.assertTrue(of("select a from b order by a nulls last, c limit 3"))
        self.assertFalse(of("select a from b order by a nulls last, c desc nulls last limit 3"))
        self.assertTrue(of("select a from b where c like $1"))
        self.assertTrue(of("update b set c = now()"))
        self.assertTrue(of("insert or replace into b values (1)"))
        self.assertFalse(of("select a from b where c = $1"))

    def test_a_clock_is_found(self):
        self.assertTrue(clocks({"src/domain/a.cc": "auto t = std::chrono::system_clock::now();"}))
        self.assertTrue(clocks({"src/domain/a.cc": "auto t = clock.now();"}))
        self.assertTrue(clocks({"src/web/a.cc": "std::random_device r;"}))
        self.assertFalse(clocks({"src/app/a.cc": "auto t = clock.now();"}))
        self.assertFalse(clocks({"src/base/system.cc": "std::chrono::system_clock::now();"}))

    def test_a_judgement_is_found(self):
        self.assertTrue(judgements({"src/domain/a.h": "int risk_score;"}))
        self.assertTrue(judgements({"src/web/a.h": "struct ChildRanking {};"}))
        self.assertFalse(judgements({"src/domain/a.h": "int underscore; // no score"}))

    def test_a_person_in_a_log_is_found(self):
        self.assertTrue(persons_in_logs({"src/main/a.cc": 'spdlog::info("saved {}", note.text.reveal());'}))
        self.assertTrue(persons_in_logs({"src/http/a.cc": 'log_.warn("who {}",\n  request.cookie());'}))
        self.assertFalse(persons_in_logs({"src/main/a.cc": 'spdlog::info("name {}", child_id);'}))


if __name__ == "__main__":
    unittest.main()
