"""A PostgreSQL 15 of our own for the tests: a fresh cluster on a unix socket in a temporary directory.

No cluster of the system is touched.
"""

import os
import pathlib
import shutil
import subprocess
import tempfile

PROGRAMS = pathlib.Path("/usr/lib/postgresql/15/bin")
# In memory where there is room: a sync is quick there, and the suite asks whether syncs come in the right order, not whether a disk works.
SCRATCH = "/dev/shm" if os.access("/dev/shm", os.W_OK) and shutil.disk_usage("/dev/shm").free > 2_000_000_000 else "/tmp"


class PrivatePostgresql:
    """Running between start() and stop(). `uri` reaches it as superuser `postgres`; only this machine's root and the server's user can."""

    def __init__(self, scratch=SCRATCH):
        self.scratch = scratch
        self.directory = None
        self.uri = None

    def start(self):
        # Short, because the path of a unix socket holds at most 107 bytes.
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="vlechtwerk-pg-", dir=self.scratch))
        if os.geteuid() == 0:
            shutil.chown(self.directory, "postgres", "postgres")
        cluster = self.directory / "cluster"
        self._run("initdb", "-D", cluster, "--no-locale", "-E", "UTF8", "-U", "postgres", "-A", "trust", "--no-instructions")
        options = f"-c listen_addresses= -c unix_socket_directories={self.directory} -c max_connections=200"
        self._run("pg_ctl", "-D", cluster, "-l", self.directory / "log", "-o", options, "-w", "-t", "60", "start")
        self.uri = f"postgresql://postgres@/postgres?host={self.directory}"

    def stop(self):
        if self.directory is None:
            return
        directory, self.directory = self.directory, None
        if self.uri is not None:
            self._run("pg_ctl", "-D", directory / "cluster", "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(directory, ignore_errors=True)

    def own_database(self, name):
        """The address of a new database with a role of its own that is no superuser, as the product wants it."""
        for command in (f"create role {name} login", f"create database {name} owner {name}"):
            self._run("psql", "-q", "-d", self.uri, "-c", command)
        return f"postgresql://{name}@/{name}?host={self.directory}"

    def _run(self, program, *arguments, check=True):
        # PostgreSQL refuses to run as root.
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run([*as_user, PROGRAMS / program, *arguments], cwd="/tmp", stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if check and done.returncode != 0:
            raise RuntimeError(f"{program} failed:\n{done.stdout}")
