"""Rules over migrations/*.sql: two engines, one text; a tenant in front of every key."""

import re
import unittest

from convention import Convention, tree

# Tables that belong to the whole store. Each is small; a new one is a decision.
GLOBAL = {"tenant", "store_info", "account", "account_tenant", "session", "code", "failed_log_in", "account_message",
          "key_info", "service_key", "signing_key"}
TYPES = {"text", "@blob@", "@bigint@", "@double@"}
FORBIDDEN = re.compile(r"\b(now\s*\(|current_timestamp|current_date|autoincrement|serial|boolean|timestamptz?|datetime|varchar|jsonb?|uuid|"
                       r"real|deferrable|rowid|default|collate|like|random)(?!\w)", re.IGNORECASE)
ONLY_POSTGRESQL = re.compile(r"^@postgresql@\n(.*?)^@end@", re.DOTALL | re.MULTILINE)


def without_comments(text):
    return re.sub(r"--[^\n]*", "", text)


def tables(text):
    """{name: [column or constraint]} of one file."""
    found = {}
    for name, body in re.findall(r"create table (?:if not exists )?(\w+) \((.*?)\n\)", without_comments(text), re.DOTALL | re.IGNORECASE):
        depth, parts = 0, [""]
        for letter in body:
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if letter == "," and depth == 0:
                parts.append("")
            else:
                parts[-1] += letter
        found[name] = [" ".join(part.split()) for part in parts]
    return found


def is_constraint(part):
    return part.split("(")[0].split(" ")[0].lower() in {"primary", "unique", "foreign", "check", "constraint"}


def primary_key(parts):
    for part in parts:
        if part.lower().startswith("primary key"):
            return [name.strip() for name in part[part.index("(") + 1:part.rindex(")")].split(",")]
        if not is_constraint(part) and "primary key" in part.lower():
            return [part.split(" ")[0]]
    return []


def violations(text):
    found = []
    shared = ONLY_POSTGRESQL.sub("", text)
    for wrong in FORBIDDEN.finditer(without_comments(shared)):
        found.append(f"{wrong.group(0)} is not in the subset that both engines read alike")
    for table, parts in tables(text).items():
        key = primary_key(parts)
        if not key:
            found.append(f"{table} has no primary key")
        if table not in GLOBAL and key[:1] != ["tenant"]:
            found.append(f"the primary key of {table} begins with {key[:1]}, not with tenant")
        for part in parts:
            if is_constraint(part):
                continue
            column, kind = part.split(" ")[:2]
            if kind not in TYPES:
                found.append(f"{table}.{column} has type {kind}")
            if column.endswith("_us") and kind != "@bigint@":
                found.append(f"{table}.{column} is an instant and a @bigint@")
            if column.endswith("_on") and kind != "text":
                found.append(f"{table}.{column} is a day and a text")
            if re.search(r"_(at|date|time|ms|day)$", column):
                found.append(f"{table}.{column}: instants end on _us, days on _on")
    return found


def without_row_level_security(text):
    """Tenant tables that the last part of their file does not put under row-level security (PostgreSQL)."""
    parts = ONLY_POSTGRESQL.findall(text)
    covered = set(re.findall(r"'(\w+)'", " ".join(parts)))
    return sorted(name for name in tables(text) if name not in GLOBAL and name not in covered)


class Schema(Convention):
    def setUp(self):
        self.files = tree("migrations", endings={".sql"})

    def test_tables_keep_the_rules(self):
        found = [f"{path}: {sentence}" for path, text in self.files.items() for sentence in violations(text)]
        self.none(found)
        self.assertTrue(any(tables(text) for text in self.files.values()), "no table was read")

    def test_every_tenant_table_is_under_row_level_security(self):
        # The key store has one reader, which holds no connection under the gate.
        found = [f"{path}: {name}" for path, text in self.files.items() if "/keys_" not in path
                 for name in without_row_level_security(text)]
        self.none(found)


class SchemaSelfTest(unittest.TestCase):
    GOOD = ("create table child (\n  tenant @blob@ not null,\n  child @blob@ not null,\n  made_us @bigint@ not null,\n"
            "  primary key (tenant, child)\n) @strict@;\n")

    def test_a_good_table_passes(self):
        self.assertFalse(violations(self.GOOD))

    def test_planted_faults_are_found(self):
        for old, new in [("(tenant, child)", "(child, tenant)"), ("made_us @bigint@", "made_us text"), ("made_us", "made_at"),
                         ("made_us @bigint@", "born_on @bigint@"), ("made_us @bigint@", "extra boolean"),
                         ("not null,\n  primary", "default (now()),\n  primary"),
                         (",\n  primary key (tenant, child)", "")]:
            with self.subTest(new):
                self.assertTrue(violations(self.GOOD.replace(old, new)))

    def test_a_table_without_row_level_security_is_found(self):
        policy = "@postgresql@\nfor t in array['child']\n@end@\n"
        self.assertFalse(without_row_level_security(self.GOOD + policy))
        self.assertTrue(without_row_level_security(self.GOOD))


if __name__ == "__main__":
    unittest.main()
