"""journal export --xes and --csv: a log for research, that holds nobody's name. stappenplan decl: the rules of a plan."""

import csv
import io
import json
import sqlite3
import subprocess
import unittest
import xml.etree.ElementTree as ET

from program import PROGRAM, ROOT, Terminal

XES = "{http://www.xes-standard.org/}"
ATTRIBUTES = {XES + kind for kind in ("string", "date", "int", "float", "boolean", "id", "list")}
# The children of an element, in the order that the schema of IEEE 1849 fixes.
ORDER = ["extension", "global", "classifier", "attribute", "trace"]
STANDARD = {"Concept": "concept", "Time": "time", "Lifecycle": "lifecycle", "Organizational": "org"}
TRANSITIONS = {"start", "complete", "manualskip"}


def said(element):
    """The attributes of a log, a trace, an event or a global, by their key."""
    return {one.get("key"): one.get("value") for one in element if one.tag in ATTRIBUTES}


def broken_rules(text):
    """What of the standard a log breaks."""
    found = []
    log = ET.fromstring(text)
    if log.tag != XES + "log" or log.get("xes.version") != "1849.2016":
        found.append("no log of IEEE 1849")
    places = [ORDER.index("attribute" if one.tag in ATTRIBUTES else one.tag.removeprefix(XES)) for one in log]
    if places != sorted(places):
        found.append("the parts of the log are out of order")
    prefixes = {one.get("prefix"): one for one in log.iter(XES + "extension")}
    for name, prefix in STANDARD.items():
        one = prefixes.get(prefix)
        if one is None or one.get("name") != name or one.get("uri") != f"http://www.xes-standard.org/{prefix}.xesext":
            found.append(f"the extension {name} is not declared as the standard has it")
    for one in log.iter():
        key = one.get("key") or ""
        if ":" in key and key.split(":")[0] not in prefixes:
            found.append(f"{key} is of no declared extension")
    everywhere = {one.get("scope"): said(one) for one in log.iter(XES + "global")}
    for classifier in log.iter(XES + "classifier"):
        if not classifier.get("name").isidentifier():
            found.append("the name of a classifier is no NCName")
        for key in classifier.get("keys").split(" "):
            if key not in everywhere[classifier.get("scope")]:
                found.append(f"the classifier {classifier.get('name')} needs {key}, which is not global")
    for scope in ("trace", "event"):
        for one in log.iter(XES + scope):
            keys = [attribute.get("key") for attribute in one if attribute.tag in ATTRIBUTES]
            if len(set(keys)) != len(keys):
                found.append(f"a key stands twice in a {scope}")
            found += [f"a {scope} lacks the global {key}" for key in everywhere[scope] if key not in keys]
    return found


class Log(Terminal):
    def setUp(self):
        super().setUp()
        self.make_demo()

    def export(self, *more):
        done = subprocess.run([PROGRAM, "journal", "--data", str(self.data), "export", *more], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.decode("utf-8")

    def journal(self):
        return [json.loads(line) for line in self.export("--open").splitlines()]

    def audited(self):
        with sqlite3.connect(f"file:{self.data}/vlechtwerk.sqlite?mode=ro", uri=True) as db:
            return [row[0] for row in db.execute("select action from audit where action like 'export_journal%' order by seq")]

    def test_as_xes_keeps_the_rules_of_the_standard(self):
        text = self.export("--xes")
        self.assertEqual(broken_rules(text), [])
        log = ET.fromstring(text)
        opened = [entry for entry in self.journal() if entry["kind"] == "route.opened"]
        self.assertTrue(opened)
        self.assertEqual(len(log.findall(XES + "trace")), len(opened))
        for event in log.iter(XES + "event"):
            self.assertIn(said(event)["lifecycle:transition"], TRANSITIONS)
        self.assertEqual(len({said(trace)["concept:name"] for trace in log.iter(XES + "trace")}), len(opened))
        # Every event of a route's own stream is there.
        of_routes = {entry["case"] for entry in opened}
        own = [e["kind"] for e in self.journal() if e["case"] in of_routes and not e["kind"].startswith("event.")]
        kinds = [said(event)["kind"] for event in log.iter(XES + "event")]
        for kind in set(own):
            self.assertGreaterEqual(kinds.count(kind), own.count(kind), kind)

    def test_as_csv_is_the_same_log(self):
        rows = list(csv.DictReader(io.StringIO(self.export("--csv"), newline="")))
        events = [said(event) for event in ET.fromstring(self.export("--xes")).iter(XES + "event")]
        self.assertEqual(sorted((row["concept:name"], row["org:role"], row["outcome"]) for row in rows),
                         sorted((event["concept:name"], event["org:role"], event.get("outcome", "")) for event in events))
        for row in rows:
            self.assertNotIn(None, row.values(), "each line has every column")
            self.assertTrue(row["case:concept:name"] and row["time:timestamp"].endswith("Z"), row)

    def test_holds_no_contents_and_no_id_of_the_journal(self):
        text = self.export("--xes") + self.export("--csv")
        for entry in self.journal():
            # What a person is of the child is a code that plans use as well.
            typed = [text for name, text in (entry.get("contents") or {}).items() if name != "relation"]
            for secret in [entry["id"], entry["case"], *typed]:
                if len(secret) > 3:
                    self.assertNotIn(secret, text)
        for person in ("Sanne", "Fatima", "Noor", "Daan"):
            self.assertNotIn(person, text)

    def test_has_other_ids_every_time(self):
        def cases():
            return {row["case:concept:name"] for row in csv.DictReader(io.StringIO(self.export("--csv"), newline=""))}
        self.assertFalse(cases() & cases())

    def test_needs_no_key_and_with_contents_does(self):
        (self.data / "master.key").unlink()
        (self.data / "keys.sqlite").unlink()
        self.assertIn("<trace>", self.export("--xes"))
        self.assertIn("case:concept:name", self.export("--csv"))
        self.refused("journal", "--data", self.data, "export", "--open")

    def test_stands_in_the_audit_log_and_the_chain_holds(self):
        self.export()
        self.assertEqual(self.audited(), [])
        self.export("--xes")
        self.export("--csv")
        self.assertEqual(self.audited(), ["export_journal_xes", "export_journal_csv"])
        self.well("verify", "--data", self.data)

    def test_is_made_by_a_running_server(self):
        self.serve()
        self.assertEqual(broken_rules(self.export("--xes")), [])
        self.assertEqual(self.audited(), ["export_journal_xes"])

    def test_of_two_forms_at_once_is_refused(self):
        for two in (("--xes", "--csv"), ("--xes", "--open"), ("--csv", "--open")):
            self.assertNotEqual(self.run_program("journal", "--data", self.data, "export", *two).returncode, 0, two)
        self.assertEqual(self.audited(), [])


class Nothing(Terminal):
    def test_to_tell_is_a_log_without_routes(self):
        self.make_store()
        text = self.well("journal", "--data", self.data, "export", "--xes")
        self.assertEqual(broken_rules(text), [])
        self.assertNotIn("<trace>", text)
        self.assertEqual(len(self.well("journal", "--data", self.data, "export", "--csv").splitlines()), 1)

    def test_there_is_refused_with_a_sentence(self):
        self.assertIn("vlechtwerk init", self.refused("journal", "--data", self.data, "export", "--xes"))


class OnPostgresql(Terminal):
    def test_a_log_needs_no_key_either(self):
        self.make_demo("--database", self.database("data"))
        (self.data / "master.key").unlink()
        (self.data / "keys.sqlite").unlink()
        text = self.well("journal", "--data", self.data, "export", "--xes")
        self.assertEqual(broken_rules(text), [])
        self.assertIn("<trace>", text)
        self.well("verify", "--data", self.data)


class BrokenRules(unittest.TestCase):
    """The checker above can fail."""

    GOOD = ('<log xes.version="1849.2016" xmlns="http://www.xes-standard.org/">'
            + "".join(f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>'
                      for name, prefix in STANDARD.items())
            + '<global scope="event"><string key="concept:name" value=""/></global><global scope="trace"/>'
              '<classifier name="Activity" scope="event" keys="concept:name"/>'
              '<trace><event><string key="concept:name" value="a"/></event></trace></log>')

    def test_are_found(self):
        self.assertEqual(broken_rules(self.GOOD), [])
        for right, wrong in (("1849.2016", "1.0"), ('prefix="org"', 'prefix="organisation"'), ('name="Activity"', 'name="An activity"'),
                             ('keys="concept:name"', 'keys="org:role"'), ("</event>", '<string key="concept:name" value="b"/></event>'),
                             ('<event><string key="concept:name"', '<event><string key="name"'),
                             ('value="a"/>', 'value="a"/><int key="x:y"/>'),
                             ('</trace></log>', '</trace><string key="late" value=""/></log>')):
            self.assertTrue(broken_rules(self.GOOD.replace(right, wrong, 1)), wrong)


# As Declare4Py reads it: an activity, its attributes, the values of one, or a template.
DECL = (r"^(activity \w+|bind \w+: outcome|outcome: [\w, ]+"
        r"|[A-Z][A-Za-z ]+\d*\[\w+\]( \|[\w.,: ]*){2}|[A-Z][A-Za-z ]+\[\w+, \w+\]( \|[\w.,: ]*){3})$")


class Decl(Terminal):
    def test_of_every_shipped_plan_has_its_steps_and_names_what_is_lost(self):
        for plan in sorted((ROOT / "stappenplannen").glob("*.toml")):
            done = self.run_program("stappenplan", "decl", plan)
            self.assertEqual(done.returncode, 0, done.stderr)
            for line in done.stdout.splitlines():
                self.assertRegex(line, DECL)
            if "\nwithin" in plan.read_text().partition("[[rule]]")[2]:
                self.assertIn("termijn", done.stderr, plan.name)

    def test_of_a_plan_with_a_mistake_is_refused(self):
        wrong = self.place / "wrong.toml"
        wrong.write_text("format = 1\n")
        done = self.run_program("stappenplan", "decl", wrong)
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.refused("stappenplan", "decl", wrong, wrong)
        self.refused("stappenplan", "decl")


if __name__ == "__main__":
    unittest.main()
