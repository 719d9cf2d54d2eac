"""The arrows between folders are those of the table below and no others; heavy headers stay inside one unit."""

import re
import unittest

from convention import Convention, folder_of, includes, product

# Folder -> folders of ours that it may include. The same table stands in words in ARCHITECTURE.md and in targets in CMakeLists.txt.
ARROWS = {
    "base": set(),
    "domain": {"base"},
    "journal": {"base", "domain"},
    "app": {"base", "domain", "journal"},
    "store": {"base", "domain", "journal", "app"},
    "analysis": {"base", "domain"},
    "report": {"base", "domain", "analysis", "i18n"},
    "interop": {"base", "domain", "analysis"},
    "platform": {"base", "app"},
    "i18n": {"base"},
    "http": {"base"},
    "web": {"base", "domain", "app", "report", "interop", "i18n", "http"},
    "api": {"base", "domain", "app", "report", "interop", "i18n", "http"},
    "cli": {"base", "domain", "app", "report", "interop", "i18n"},
}
ARROWS["main"] = set(ARROWS)

# Of app, store and platform see the ports and the values these speak of, never the gate: they are called by it.
BEHIND_PORTS = {"store", "platform"}
NOT_BEHIND_PORTS = {"app/gate.h", "app/perform.h"}

# Library -> folders that may include it. main may include all; the standard library is everybody's.
LIBRARIES = {
    "fmt/": set(ARROWS), "tl/expected.hpp": set(ARROWS), "date/": {"base"},
    "sodium.h": {"base", "journal", "platform", "store"},
    "sqlite3.h": {"store"}, "libpq-fe.h": {"store"},
    "boost/": {"http"}, "openssl/": {"http", "platform"},
    "liboath/": {"platform"}, "qrencode.h": {"platform"}, "curl/": {"platform"},
    "turbojpeg.h": {"platform"},
    "unicode/": {"i18n"},
    "toml++/": {"interop"}, "nlohmann/": {"interop"},
    "CLI/": {"cli"}, "spdlog/": {"platform"},
}
# Heavy to compile: in a .cc, and in one only.
HEAVY = ("boost/beast", "toml++/", "nlohmann/", "CLI/", "spdlog/", "curl/", "turbojpeg.h")

# Folders that know no operating system: what they do depends on their arguments.
PURE = {"domain", "analysis", "report"}
POSIX = re.compile(r"^(sys|netinet|arpa|linux)/.*|"
                   r"^(strings|unistd|fcntl|signal|poll|dirent|pthread|termios|netdb|dlfcn|getopt|cxxabi|malloc)\.h$")

# (file, header) that may break a rule for now, each with its reason. This list can only shrink.
EXCEPTIONS = {}
EXCEPTIONS_AT_MOST = 0


def violations(files):
    """{(file, header): sentence}"""
    found, heavy_units = {}, {}
    for path, text in files.items():
        folder = folder_of(path)
        for line, header, quoted in includes(text):
            where = f"{path}:{line}"
            target = header.split("/")[0]
            if quoted and target == "embedded":
                continue  # made by the build from locale/, static/, migrations/ and stappenplannen/: data, no arrow
            if quoted or target in ARROWS:
                if target not in ARROWS:
                    found[path, header] = f'{where}: "{header}" names no folder of src/ (write "folder/file.h")'
                elif target != folder and target not in ARROWS.get(folder, set()):
                    found[path, header] = f"{where}: {folder} may not include {target} ({header})"
                elif folder in BEHIND_PORTS and header in NOT_BEHIND_PORTS:
                    found[path, header] = f"{where}: {folder} is called behind the gate and may not include {header}"
                continue
            library = next((name for name in LIBRARIES if header.startswith(name)), None)
            if library is not None:
                if folder not in LIBRARIES[library] and folder != "main":
                    found[path, header] = f"{where}: {folder} may not include {header}"
            elif POSIX.match(header):
                if folder in PURE:
                    found[path, header] = f"{where}: {folder} knows no operating system ({header})"
            elif "/" in header or "." in header:
                found[path, header] = f"{where}: {header} belongs to no library of the table in tests/conventions/includes_test.py"
            for name in HEAVY:
                if header.startswith(name):
                    if path.endswith(".h"):
                        found[path, header] = f"{where}: {header} is heavy and belongs in a .cc"
                    heavy_units.setdefault(name, {}).setdefault(path, header)
    for name, units in heavy_units.items():
        for path in sorted(units)[1:]:
            found.setdefault((path, units[path]), f"{path}: {name} already has its unit, {sorted(units)[0]}")
    return found


class Includes(Convention):
    def test_only_the_arrows_of_the_table_exist(self):
        found = {key: sentence for key, sentence in violations(product()).items() if key not in EXCEPTIONS}
        self.none(found.values())

    def test_every_exception_is_still_needed(self):
        self.assertLessEqual(len(EXCEPTIONS), EXCEPTIONS_AT_MOST, "lower EXCEPTIONS_AT_MOST with the list, never raise it")
        stale = set(EXCEPTIONS) - set(violations(product()))
        self.assertFalse(stale, f"remove: {stale}")


class IncludesSelfTest(unittest.TestCase):
    def finds(self, path, line, *, besides=None):
        return bool(violations({**(besides or {}), path: f"#pragma once\n{line}\n"}))

    def test_a_wrong_arrow_is_found_and_a_right_one_is_not(self):
        self.assertTrue(self.finds("src/domain/a.h", '#include "store/db/connection.h"'))
        self.assertTrue(self.finds("src/web/a.cc", '#include "api/b.h"'))
        self.assertTrue(self.finds("src/cli/a.cc", '#  include "http/server.h"'))
        self.assertTrue(self.finds("src/base/a.h", '#include <domain/ids.h>'))
        self.assertFalse(self.finds("src/web/a.cc", '#include "app/ports.h"'))
        self.assertFalse(self.finds("src/main/main.cc", '#include "store/db/connection.h"'))

    def test_a_path_beside_the_tree_is_found(self):
        self.assertTrue(self.finds("src/web/a.cc", '#include "b.h"'))

    def test_the_gate_is_not_seen_from_behind_it(self):
        self.assertTrue(self.finds("src/store/a.cc", '#include "app/gate.h"'))
        self.assertFalse(self.finds("src/store/a.cc", '#include "app/ports.h"'))

    def test_a_library_outside_its_folder_is_found(self):
        self.assertTrue(self.finds("src/web/a.cc", "#include <sqlite3.h>"))
        self.assertTrue(self.finds("src/web/a.cc", "#include <unheard/of.h>"))
        self.assertFalse(self.finds("src/store/a.cc", "#include <sqlite3.h>"))
        self.assertTrue(self.finds("src/domain/a.cc", "#include <unistd.h>"))
        self.assertFalse(self.finds("src/http/a.cc", "#include <unistd.h>"))
        self.assertFalse(self.finds("src/domain/a.cc", "#include <string>"))

    def test_a_heavy_header_has_one_unit(self):
        beast = "#include <boost/beast/http.hpp>"
        self.assertTrue(self.finds("src/http/a.h", beast))
        self.assertFalse(self.finds("src/http/a.cc", beast))
        self.assertTrue(self.finds("src/http/a.cc", beast, besides={"src/http/b.cc": beast}))


if __name__ == "__main__":
    unittest.main()
