"""What the tests of the bad day share: the driver, the program and browsers at it, a place on a real disk, PostgreSQL that may be killed,
and lines that ./test counts."""

import atexit
import http.client
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

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

    def addresses(self):
        """The same for the program."""
        host = f"host={self.directory}&user=mix"
        return ["--database", f"postgresql:///mix?{host}", "--keys", f"postgresql:///mix_keys?{host}"]

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


PROGRAM = BUILD / "bin/vlechtwerk"


def run_program(*arguments):
    """A subcommand of the program to its end; gives what it printed."""
    done = subprocess.run([str(a) for a in (PROGRAM, *arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, errors="replace")
    assert done.returncode == 0, f"vlechtwerk {arguments[0]} ended with {done.returncode}: {(done.stdout + done.stderr)[-500:]}"
    return done.stdout


class Served:
    """A store with the story's people in it, and `serve` on it, which can be killed and begun again."""

    def __init__(self, data, errors, *places):
        self.data, self.errors, self.process = data, errors, None
        run_program("init", "--demo", "--data", data, *places)
        run_program("demo", "--data", data)

    def begin(self, environment=None):
        self.process = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--port", "0"], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=open(self.errors, "ab"), text=True,
                                        env={**os.environ, **(environment or {})})
        said = self.process.stdout.readline()
        assert "127.0.0.1:" in said, f"the server did not begin: {said} {self.said()[-500:]}"
        self.port = int(said.rsplit(":", 1)[1])

    def kill(self):
        self._end(subprocess.Popen.kill)

    def stop(self):
        """As an administrator stops it: the logs of the databases are tidied up."""
        self._end(subprocess.Popen.terminate)

    def _end(self, how):
        if self.process:
            how(self.process)
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    def said(self):
        return self.errors.read_text(errors="replace") if self.errors.exists() else ""


class Browser:
    """One person at one device. `Gone` when the server no longer answers."""

    class Gone(Exception):
        pass

    def __init__(self, served, login):
        self.connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=60)
        self.cookie = ""
        status, headers, _ = self.post("/inloggen/demo", {"login": login})
        assert status == 303, f"nobody can log in: {status}"
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def ask(self, method, path, body=None, headers=None):
        try:
            self.connection.request(method, path, body, {"Cookie": self.cookie, **(headers or {})})
            answer = self.connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            self.connection.close()
            raise Browser.Gone(str(error))

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields):
        return self.ask("POST", path, urllib.parse.urlencode(fields),
                        {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"})

    def page(self, path):
        status, _, text = self.get(path)
        assert status == 200, f"{path}: {status}"
        return text

    def form(self, path):
        """The hidden fields of the form on this page that leads back to it."""
        page = self.page(path)
        form = page[page.index(f'action="{path}"'):]
        form = form[:form.index("</form>")]
        return dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form))

    def children(self):
        return sorted(set(re.findall(r'href="(/kind/[0-9a-f-]{36})"', self.page("/kinderen"))))
