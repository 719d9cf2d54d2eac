"""What the tests of the bad day share: the driver, a place on a real disk, PostgreSQL that may be killed, and lines that ./test counts."""

import atexit
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
from private_postgresql import PrivatePostgresql  # noqa: E402

BUILD = pathlib.Path(os.environ.get("VLECHTWERK_BUILD", ROOT / "build/dev"))
MIX = BUILD / "bin/write_mix"
RECORDER = BUILD / "lib/plog.so"
LONG = bool(os.environ.get("VLECHTWERK_LONG"))
SEED = int(os.environ.get("VLECHTWERK_SEED") or random.SystemRandom().randrange(1, 2**31))


class Skip(Exception):
    pass


class Story:
    """Runs functions as tests; their docstring is what the line says."""

    def __init__(self):
        self.failed = 0
        self.dice = random.Random(SEED)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="vlechtwerk-faults-"))
        atexit.register(shutil.rmtree, self.directory, ignore_errors=True)
        print(f"seed {SEED}", flush=True)

    def test(self, function, *arguments):
        name = (function.__doc__ or function.__name__).split("\n")[0].rstrip(".").format(*arguments)
        started = time.monotonic()
        try:
            said = function(self, *arguments)
            print(f"ok - {name}{f': {said}' if said else ''} ({time.monotonic() - started:.1f} s)", flush=True)
        except Skip as skip:
            print(f"skip - {name}: {skip}", flush=True)
        except Exception as error:
            self.failed += 1
            where = "" if isinstance(error, AssertionError) else traceback.format_exc()
            print(f"not ok - {name}: {error} (VLECHTWERK_SEED={SEED})\n{where}", flush=True)

    def place(self, name):
        path = self.directory / name
        path.mkdir()
        return path

    def end(self):
        sys.exit(1 if self.failed else 0)


class Cluster(PrivatePostgresql):
    """A PostgreSQL with a database and a key store in it, owned by a role to which the wall between tenants applies."""

    def __init__(self):
        super().__init__()
        atexit.register(self.stop)
        self.start()
        self._psql("create role mix login nosuperuser nobypassrls")
        for name in ("mix", "mix_keys"):
            self._psql(f"create database {name} owner mix template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'")

    def _psql(self, statement):
        self._run("psql", "-h", self.directory, "-q", "-c", statement, "postgres")

    def places(self, data):
        host = f"host={self.directory} user=mix"
        return ["--data", data, "--database", f"{host} dbname=mix", "--keys", f"{host} dbname=mix_keys"]

    def kill(self):
        """The server and all its children, at once, as when the machine stops."""
        pid_file = self.directory / "cluster/postmaster.pid"
        lines = pid_file.read_text().split("\n")
        postmaster = int(lines[0])
        family = [postmaster, *children_of(postmaster)]
        for process in family:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_until(lambda: not any(alive(process) for process in family), 10)
        # Where nobody reaps what lost its parent, the number of a killed server looks taken, and it would not start again.
        subprocess.run(["ipcrm", "-m", lines[6].split()[1]], stderr=subprocess.DEVNULL)
        for file in (pid_file, *self.directory.glob(".s.PGSQL*")):
            file.unlink()

    def start_again(self):
        self._run("pg_ctl", "-D", self.directory / "cluster", "-l", self.directory / "log", "-w", "-t", "60", "-o",
                  f"-c listen_addresses= -c unix_socket_directories={self.directory} -c max_connections=200", "start")


def state_and_parent(process):
    """Of a process of this machine; nothing when it is gone."""
    try:
        state, parent = pathlib.Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[:2]
        return state, int(parent)
    except OSError:
        return None


def alive(process):
    found = state_and_parent(process)
    return found is not None and found[0] != "Z"


def children_of(parent):
    processes = [int(path.name) for path in pathlib.Path("/proc").iterdir() if path.name.isdigit()]
    return [process for process in processes if (found := state_and_parent(process)) and found[1] == parent]


def wait_until(condition, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return condition()


def mix(command, places, **options):
    """The arguments of the driver; `log` may be a list."""
    logs = options.pop("log", [])
    arguments = [MIX, command, *places]
    for log in logs if isinstance(logs, list) else [logs]:
        arguments += ["--log", log]
    for name, value in options.items():
        arguments += ["--" + name.replace("_", "-"), value]
    return [str(a) for a in arguments]


def start(arguments, errors, environment=None):
    return subprocess.Popen(arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=open(errors, "ab"),
                            env={**os.environ, **(environment or {})})


def lines(log):
    try:
        return log.read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def check(places, logs):
    """Compares the store with the logs by the code of the product. Gives its last line and how long opening and reading took."""
    started = time.monotonic()
    done = subprocess.run(mix("check", places, log=logs), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True, errors="replace")
    said = done.stdout.strip().split("\n")
    if done.returncode != 0:
        raise AssertionError("; ".join([*said[:5], said[-1], done.stderr.strip()[-500:]]))
    return said[-1], time.monotonic() - started
