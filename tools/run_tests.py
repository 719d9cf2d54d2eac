"""Runs the parts of ./test, counts, and closes with one line. Use ./test, which installs what this needs."""

import argparse
import atexit
import concurrent.futures
import dataclasses
import filecmp
import hashlib
import json
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
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from private_postgresql import SCRATCH, PrivatePostgresql  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parent.parent
GTEST_TIMEOUT_S = 900
FUZZ_SECONDS = 4
FUZZ_SECONDS_LONG = 300


@dataclasses.dataclass(frozen=True)
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    sqlite: int = 0  # how many of them ran on this engine
    postgresql: int = 0

    def __add__(self, other):
        return Count(*(mine + theirs for mine, theirs in zip(dataclasses.astuple(self), dataclasses.astuple(other))))

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


PASSED = Count(passed=1)
FAILED = Count(failed=1)


def command(*arguments, **options):
    """Runs a program with its output on ours; True when it ended well."""
    sys.stdout.flush()
    return subprocess.run([str(a) for a in arguments], cwd=options.pop("cwd", ROOT), stdin=subprocess.DEVNULL, **options).returncode == 0


class Run:
    """What the parts share: options, the seed, and PostgreSQL once it is needed."""

    def __init__(self, long):
        self.long = long
        self.seed = int(os.environ.get("VLECHTWERK_SEED") or random.SystemRandom().randrange(1, 2**31))
        self._postgresql = None

    def environment(self):
        cases = os.environ.get("VLECHTWERK_CASES") or ("10000" if self.long else "1000")
        return {**os.environ, "TMPDIR": SCRATCH, "VLECHTWERK_CASES": cases, "VLECHTWERK_SEED": str(self.seed),
                "VLECHTWERK_LONG": "1" if self.long else "", "RC_PARAMS": os.environ.get("RC_PARAMS", f"seed={self.seed}"),
                "VLECHTWERK_TEST_POSTGRESQL": self.postgresql()}

    def postgresql(self):
        if self._postgresql is None:
            server = PrivatePostgresql()
            atexit.register(server.stop)
            server.start()
            self._postgresql = server
        return self._postgresql.uri


def build(preset, *targets, define=()):
    """Configures and builds a preset; True when it ended well."""
    if not command("cmake", "--preset", preset, *(f"-D{d}" for d in define), stdout=subprocess.DEVNULL):
        return False
    return command("ninja", "-C", f"build/{preset}", "-j", os.environ.get("VLECHTWERK_BUILD_JOBS", "2"), *targets)


def part_build(run):
    return PASSED if build("dev") else FAILED


def part_look(run):
    """The committed CSS and script are what the pinned packages build, byte for byte."""
    assets = ROOT / "assets"
    if not npm_install(assets):
        return FAILED
    count = Count()
    with tempfile.TemporaryDirectory() as out:
        if not command("node", "build.mjs", out, cwd=assets):
            return FAILED
        for name in ("app.css", "app.js", "SHA256SUMS"):
            same = filecmp.cmp(pathlib.Path(out) / name, ROOT / "static" / name, shallow=False)
            if not same:
                print(f"static/{name} is not what assets/ builds: run node build.mjs in assets/ and commit static/.")
            count += PASSED if same else FAILED
    return count


def npm_install(folder):
    """npm ci, unless what is installed is already what the lock file says."""
    installed = folder / "node_modules/.package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= (folder / "package-lock.json").stat().st_mtime:
        return True
    return command("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", "--ignore-scripts", cwd=folder, stdout=subprocess.DEVNULL)


def part_conventions(run):
    return run_unittest("tests/conventions")


def run_unittest(folder):
    suite = unittest.TestLoader().discover(str(ROOT / folder), pattern="*_test.py", top_level_dir=str(ROOT / folder))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=0).run(suite)
    failed = len(result.failures) + len(result.errors)
    return Count(result.testsRun - failed - len(result.skipped), failed, len(result.skipped))


def part_commands(run):
    """The program as an administrator runs it on a terminal."""
    os.environ |= {"VLECHTWERK_PROGRAM": str(ROOT / "build/dev/bin/vlechtwerk"), "VLECHTWERK_TEST_POSTGRESQL": run.postgresql()}
    return run_unittest("tests/commands")


def part_messages(run):
    return PASSED if command("tools/extract_messages", "--check") else FAILED


def part_programs(run):
    count = side_by_side(run, run_program, [ROOT / "build/dev/bin" / f"test_{name}" for name in program_names()], run.environment())
    print(f"engines: {count.sqlite} tests on SQLite, {count.postgresql} on PostgreSQL")
    if count.sqlite != count.postgresql:
        print("The two engines did not run the same number of tests.")
    return count + (PASSED if count.sqlite == count.postgresql else FAILED)


def program_names():
    return sorted(path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and any(path.rglob("*.cc")))


def side_by_side(run, one, jobs, environment, at_once=int(os.environ.get("VLECHTWERK_BUILD_JOBS", "2"))):
    """What one(run, job, environment) counts of every job; each is told whole when it has ended. As many at once as there are processors:
    half of the time they wait, for a sync or for a browser."""
    count = Count()
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        try:
            for ended in concurrent.futures.as_completed([pool.submit(one, run, job, environment) for job in jobs]):
                counted, told = ended.result()
                print(told, flush=True)
                count += counted
        except BaseException:  # stopped: what has not begun does not begin
            pool.shutdown(cancel_futures=True)
            raise
    return count


def run_program(run, program, environment):
    """One GoogleTest program. Counts come from its own report; a program that dies without one has failed once."""
    with tempfile.TemporaryDirectory() as out:
        report = pathlib.Path(out) / "report.json"
        started = time.monotonic()
        try:
            done = subprocess.run([program, f"--gtest_output=json:{report}", "--gtest_color=no"], cwd=ROOT, env=environment,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                                  timeout=GTEST_TIMEOUT_S * (10 if run.long else 1))
            output, ended_well = done.stdout, done.returncode == 0
        except subprocess.TimeoutExpired as expired:
            output, ended_well = (expired.stdout or b"").decode(errors="replace") + "\nstopped: it took too long\n", False
        except OSError as error:
            output, ended_well = f"{error}\n", False
        count, told = read_report(report)
    told += [line for line in output.splitlines() if line.startswith("[ MEASURED ]")]
    if not ended_well and count.failed == 0:
        count += FAILED
        told.append(output[-20000:])
    return count, "\n".join([*told, f"  {program.name}: {count} ({time.monotonic() - started:.1f} s)"])


def read_report(report):
    """What GoogleTest counted, and the failures, each under the name of its test."""
    count, told = Count(), []
    if not report.exists():
        return count, told
    for suite in json.loads(report.read_text())["testsuites"]:
        for test in suite["testsuite"]:
            if test["status"] != "RUN":
                continue  # switched off by a filter or a DISABLED_ name
            name, failures = f"{suite['name']}/{test['name']}", test.get("failures", [])
            skipped = test.get("result") == "SKIPPED"
            on = (not skipped and bool(re.search(rf"\b{engine}\b", name, re.IGNORECASE)) for engine in ("sqlite", "postgresql"))
            count += Count(not failures and not skipped, bool(failures), skipped, *on)
            told += [f"{name}\n{failure['failure']}" for failure in failures]
    return count, told


def part_fuzz(run):
    """Each target runs a few seconds on its kept corpus; what it finds is left in build/fuzz/found."""
    # The libraries are watched and traced as well; only the targets themselves bring libFuzzer's main().
    targets = [path.name.removesuffix("_fuzz.cc") for path in sorted((ROOT / "fuzz").glob("*_fuzz.cc"))]
    watch = "VLECHTWERK_SANITIZE=fuzzer-no-link,address,undefined"
    if not build("fuzz", *(f"fuzz_{name}" for name in targets), define=(watch,)):
        return FAILED
    seconds = FUZZ_SECONDS_LONG if run.long else FUZZ_SECONDS
    found = ROOT / "build/fuzz/found"
    found.mkdir(exist_ok=True)
    count = Count()
    for name in targets:
        corpus = ROOT / "fuzz/corpus" / name
        with tempfile.TemporaryDirectory() as scratch:
            # The first directory receives new inputs; the kept corpus stays as it is.
            folders = [scratch, corpus] if corpus.is_dir() else [scratch]
            done = subprocess.run([ROOT / "build/fuzz/bin" / f"fuzz_{name}", *folders, f"-seed={run.seed}", f"-max_total_time={seconds}",
                                   f"-artifact_prefix={found}/{name}-", "-timeout=10", "-rss_limit_mb=2048", "-print_funcs=0"],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
            good = done.returncode == 0
        if not good:
            print(done.stdout[-10000:])
        print(f"  fuzz_{name}: {seconds} s, {'nothing found' if good else f'a fault, see {found}'}")
        count += PASSED if good else FAILED
    return count


def part_browser(run):
    folder = ROOT / "tests/browser"
    if not npm_install(folder):
        return FAILED
    environment = {**run.environment(), "VLECHTWERK_PROGRAM": str(ROOT / "build/dev/bin/vlechtwerk")}
    # The largest first: none of them is begun when the others are done.
    stories = sorted(folder.glob("*.story.mjs"), key=lambda story: -story.stat().st_size)
    jobs = [["node", story] for story in stories]
    if run.long:  # every page x language x width takes an hour: each role is a story of its own
        grid = folder / "pages.story.mjs"
        jobs = [["node", grid, role] for role in PAGES_OF] + [job for job in jobs if job[1] != grid]
    return side_by_side(run, run_story, jobs, environment)


PAGES_OF = ("beheerder", "leidinggevende", "medewerker", "pedagoog", "coach")


# Each of these is a program of its own in tests/faults; powercut.py and the others say what they do.
FAULTS = ("kill", "serve", "powercut", "disk", "leaks")


def part_faults(run):
    # Not run.environment(): these start PostgreSQL clusters of their own, because they kill them.
    environment = {**os.environ, "VLECHTWERK_SEED": str(run.seed), "VLECHTWERK_LONG": "1" if run.long else "",
                   "VLECHTWERK_BUILD": str(ROOT / "build/dev")}
    return side_by_side(run, run_story, [[sys.executable, "-u", ROOT / f"tests/faults/{name}.py"] for name in FAULTS], environment, 1)


def run_story(run, arguments, environment):
    """A program that says line by line what was `ok - `, `not ok - ` or `skip - `. One that dies, or says nothing, has failed once."""
    program = next(one for one in arguments if isinstance(one, pathlib.Path))
    name, started = " ".join([program.name, *arguments[arguments.index(program) + 1:]]), time.monotonic()
    done = subprocess.run(arguments, cwd=program.parent, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace", timeout=GTEST_TIMEOUT_S * (4 if run.long else 1))
    lines = done.stdout.splitlines()
    count = Count(*(sum(line.startswith(mark) for line in lines) for mark in ("ok - ", "not ok - ", "skip - ")))
    if done.returncode != 0 and count.failed == 0 or count.passed + count.failed + count.skipped == 0:
        lines.append(f"{name} ended with {done.returncode} and told no failure.")
        count += FAILED
    return count, "\n".join([f"  {name}", *lines, f"  {name}: {count} ({time.monotonic() - started:.1f} s)"])


SANITIZER_OPTIONS = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=1",
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    "TSAN_OPTIONS": f"halt_on_error=1:second_deadlock_stack=1:suppressions={ROOT}/tests/tsan.supp",
}


# The programs whose tests start threads; the others have nothing to race for.
THREADED = ("app", "http", "store")


def sanitizer_part(preset, only=None):
    def part(run):
        names = only or program_names()
        if not build(preset, *(f"test_{name}" for name in names)):
            return FAILED
        os.environ.update(SANITIZER_OPTIONS)
        return side_by_side(run, run_program, [ROOT / f"build/{preset}/bin" / f"test_{name}" for name in names], run.environment())
    return part


def sources():
    folders = ("src", "tests", "fuzz", "bench")
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in {".cc", ".h"})


def part_format(run):
    return PASSED if command("clang-format-14", "--dry-run", "-Werror", *sources()) else FAILED


def part_tidy(run):
    """clang-tidy reads the commands of a build without precompiled header, which g++ writes in its own format. A source that was clean
    is read again when it, a header of ours under it, the checks or the commands changed. VLECHTWERK_TIDY="src/web src/base/date.cc" reads
    only those."""
    options = ("-DVLECHTWERK_PCH=OFF", "-DVLECHTWERK_TESTS=OFF")
    if not command("cmake", "--preset", "dev", "-B", "build/tidy", *options, stdout=subprocess.DEVNULL):
        return FAILED
    only = [ROOT / name for name in os.environ.get("VLECHTWERK_TIDY", "src").split()]
    paths = [path for path in sorted((ROOT / "src").rglob("*.cc")) if any(path.is_relative_to(folder) for folder in only)]
    rules = [ROOT / ".clang-tidy", ROOT / "build/tidy/compile_commands.json", *sorted((ROOT / "src").rglob(".clang-tidy"))]
    rules = b"".join(path.read_bytes() for path in rules)
    clean = ROOT / "build/tidy/clean"
    clean.mkdir(exist_ok=True)
    count, again = Count(), 0
    for path in paths:
        stamp = clean / hashlib.sha256(rules + text_with_headers(path)).hexdigest()
        if not stamp.exists():
            again += 1
            done = subprocess.run(["clang-tidy-14", "-p", "build/tidy", "--quiet", path], cwd=ROOT, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            if done.returncode != 0:
                findings = len(re.findall(r"^\S.*(?:error|warning): .*\[", done.stdout, re.MULTILINE))
                print((done.stdout or done.stderr).replace(f"{ROOT}/", ""), end="")
                print(f"  {path.relative_to(ROOT)}: {findings} findings", flush=True)
                count += FAILED
                continue
            stamp.touch()
        count += PASSED
    print(f"  {again} of {len(paths)} sources read, the others were clean before and did not change")
    return count


def text_with_headers(path, seen=None):
    """A source, then every header under src that it includes, each once."""
    seen = set() if seen is None else seen
    seen.add(path)
    text = path.read_bytes()
    for name in re.findall(rb'^#include "(.+)"$', text, re.MULTILINE):
        header = ROOT / "src" / name.decode()
        if header not in seen and header.exists():
            text += text_with_headers(header, seen)
    return text


def exists(pattern):
    return lambda: any(ROOT.glob(pattern))


# name, what it does, when it is there at all, only with --long
PARTS = [
    ("conventions", part_conventions, exists("tests/conventions/*_test.py"), False),
    ("look", part_look, exists("assets/package-lock.json"), False),
    ("build", part_build, exists("CMakeLists.txt"), False),
    ("messages", part_messages, exists("tools/extract_messages"), False),
    ("programs", part_programs, exists("tests/*/*.cc"), False),
    ("commands", part_commands, exists("tests/commands/*_test.py"), False),
    ("fuzz", part_fuzz, exists("fuzz/*_fuzz.cc"), False),
    ("faults", part_faults, exists("tests/faults/*.py"), False),
    ("browser", part_browser, exists("tests/browser/*.story.mjs"), False),
    ("format", part_format, exists("src/*/*.cc"), False),
    ("tidy", part_tidy, exists("src/*/*.cc"), True),
    ("asan", sanitizer_part("asan"), exists("tests/*/*.cc"), True),
    ("tsan", sanitizer_part("tsan", THREADED), exists("tests/*/*.cc"), True),
]
NEEDS_BUILD = {"messages", "programs", "commands", "faults", "browser"}


def main():
    parser = argparse.ArgumentParser(prog="./test", description="Runs the tests of Vlechtwerk.")
    parser.add_argument("parts", nargs="*", metavar="PART", help="only these parts (the build is added where they need it)")
    parser.add_argument("--long", action="store_true", help="sanitizers, clang-tidy, full counts, whole accessibility grid")
    parser.add_argument("--list", action="store_true", help="name the parts and stop")
    options = parser.parse_args()
    if options.list:
        for name, _, there, only_long in PARTS:
            print(name + (" (--long)" if only_long else "") + ("" if there() else " (not there yet)"))
        return 0
    unknown = set(options.parts) - {name for name, *_ in PARTS}
    if unknown:
        parser.error(f"no part {', '.join(sorted(unknown))}; ./test --list names them")
    wanted = set(options.parts) | ({"build"} if NEEDS_BUILD & set(options.parts) else set())

    # A stopped run ends as an exit, so that PostgreSQL is stopped too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    run = Run(options.long)
    print(f"seed {run.seed} (VLECHTWERK_SEED={run.seed} ./test repeats the generated cases)")
    total, minutes, built = Count(), [], True
    for name, part, there, only_long in PARTS:
        if name not in wanted if wanted else only_long and not options.long:
            continue
        if not there():
            continue
        print(f"\n== {name}", flush=True)
        started = time.monotonic()
        if name in NEEDS_BUILD and not built:
            print("not run: the build failed")
            count = FAILED
        else:
            try:
                count = part(run)
            except Exception as error:  # a part that breaks is a failure of that part, the others still run
                print(f"{type(error).__name__}: {error}")
                count = FAILED
        built = built and not (name == "build" and count.failed)
        total += count
        minutes.append((name, (time.monotonic() - started) / 60, count))
    print("\nminutes per part")
    for name, spent, count in minutes:
        print(f"  {name:12} {spent:6.2f}  {count}")
    # The last line belongs to the count, so PostgreSQL is stopped before it.
    if run._postgresql:
        run._postgresql.stop()
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
