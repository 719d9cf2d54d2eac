"""Nothing that was typed in the write mix stands in clear: database, key store, backups, what the program printed (canaries.py)."""

import pathlib
import subprocess
import sys

from support import LONG, Cluster, Story, mix

CANARIES = pathlib.Path(__file__).parent / "canaries.py"


def run(arguments, printed):
    with open(printed, "ab") as file:
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, stdout=file, stderr=file)
    assert done.returncode == 0, printed.read_text(errors="replace")[-500:]


def look(data, arguments):
    logs = ["--log", data / "printed", "--log", data / "log"]
    done = subprocess.run([sys.executable, str(CANARIES), "--canaries", data / "typed", *logs, *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True)
    assert done.returncode == 0, done.stdout[-2000:]
    return done.stdout.strip().removeprefix("ok - ")


def write(data, places):
    run(mix("write", places, log=data / "log", canaries=data / "typed", count=60 if LONG else 15, writers=4), data / "printed")


def sqlite_holds_no_canary(story):
    """Database, key store, backup and output on SQLite hold nothing that was typed"""
    data = story.place("leaks-sqlite")
    places = ["--data", data / "store"]
    write(data, places)
    run(mix("backup", places, to=data / "backup"), data / "printed")
    return look(data, ["--data", data / "store", "--data", data / "backup"])


def postgresql_holds_no_canary(story):
    """Both databases, their log and the output on PostgreSQL hold nothing that was typed"""
    cluster = Cluster()
    data = story.place("leaks-postgresql")
    write(data, cluster.places(data))
    host = f"host={cluster.directory} user=postgres"
    found = []
    for name in ("mix", "mix_keys"):
        folders = ["--data", cluster.directory / "cluster/pg_wal"] if LONG and name == "mix" else ["--data", data / "none"]
        found.append(look(data, [*folders, "--log", cluster.directory / "log", "--postgresql", f"{host} dbname={name}"]))
    cluster.stop()
    return found[0]


if __name__ == "__main__":
    story = Story()
    done = subprocess.run([sys.executable, str(CANARIES), "--self-test"])
    story.failed += done.returncode != 0
    story.test(sqlite_holds_no_canary)
    story.test(postgresql_holds_no_canary)
    story.end()
