"""A place for a store, and the program as an administrator runs it on a terminal."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from private_postgresql import PROGRAMS, SCRATCH  # noqa: E402

PROGRAM = os.environ.get("VLECHTWERK_PROGRAM", str(ROOT / "build/dev/bin/vlechtwerk"))
POSTGRESQL = os.environ.get("VLECHTWERK_TEST_POSTGRESQL", "")


class Terminal(unittest.TestCase):
    def setUp(self):
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="vlechtwerk-commands-", dir=SCRATCH))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.data = self.place / "data"

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *(str(a) for a in arguments)], cwd=self.place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True, timeout=300)

    def well(self, *arguments):
        """What it printed; it must end well."""
        done = self.run_program(*arguments)
        self.assertEqual(done.returncode, 0, f"{arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def refused(self, *arguments):
        """The sentence with which it refused."""
        done = self.run_program(*arguments)
        self.assertEqual(done.returncode, 1, f"{arguments}: {done.stdout}{done.stderr}")
        self.assertTrue(done.stderr.strip())
        return done.stderr

    def make_store(self, *places):
        return self.well("init", "--data", self.data, "--login", "kees", "--name", "Kees Smit", *places)

    def make_demo(self, *places):
        self.well("init", "--demo", "--data", self.data, *places)
        self.well("demo", "--data", self.data)

    def serve(self, *arguments, under=()):
        """A running server; it is stopped at the end of the test, or by stop(). `under`: the words of a program that runs it."""
        server = subprocess.Popen([*under, PROGRAM, "serve", "--data", self.data, "--port", "0", *(str(a) for a in arguments)],
                                  cwd=self.place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(self.stop, server)
        for line in server.stdout:
            if "http://" in line:
                self.address = line.split()[-1]
                return server
        self.fail("the server did not start")

    def stop(self, server):
        if server.poll() is None:
            server.send_signal(signal.SIGTERM)
        server.wait(30)
        server.stdout.close()

    def wait_for(self, condition):
        end = time.monotonic() + 30
        while not condition() and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(condition())

    def database(self, name):
        """The address of an empty PostgreSQL database of its own, owned by a role to which the wall between tenants applies."""
        if not POSTGRESQL:
            self.skipTest("no PostgreSQL at hand")
        name = f"commands_{name}_{os.getpid()}"

        def ask(statement):
            subprocess.run([PROGRAMS / "psql", "-q", "-d", POSTGRESQL, "-c", statement], check=True, stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        ask(f"create role {name} login nosuperuser nobypassrls")
        ask(f"create database {name} owner {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'")
        self.addCleanup(ask, f"drop role {name}")
        self.addCleanup(ask, f"drop database {name} with (force)")
        return POSTGRESQL.replace("postgres@/postgres", f"{name}@/{name}")
