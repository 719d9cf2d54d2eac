"""A disk that is full, and a disk whose syncs fail: never "saved" for what is not, a clear word, and on again when it can."""

import subprocess
import time

from support import LONG, RECORDER, Skip, Story, check, lines, mix, start, wait_until

EXIT_OF_A_FAILED_SYNC = 70
SPACE, BALLAST = 6 << 20, 3 << 20


class SmallDisk:
    """A file system of a few megabytes in memory, most of it taken by a file that can be removed."""

    def __init__(self, story, name, space=SPACE, ballast=BALLAST):
        self.path = story.place(name)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={space}", "none", self.path], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if done.returncode != 0:
            raise Skip(f"a file system cannot be mounted here: {done.stdout.strip()}")
        self.ballast = self.path / "ballast"
        self.ballast.write_bytes(bytes(ballast))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "-l", self.path], check=False)


def said(errors):
    return errors.read_text(errors="replace") if errors.exists() else ""


def fill(process, log, errors):
    """Waits until the disk is so full that half a second passes without an acknowledgement."""
    def nothing_goes_in():
        before = lines(log)
        time.sleep(0.5)
        return lines(log) == before
    assert wait_until(lambda: "not saved" in said(errors) or process.poll() is not None, 120), "the disk was never full"
    assert wait_until(nothing_goes_in, 30), "the disk was not full after all"
    assert "full" in said(errors), f"nobody says that the disk is full: {said(errors)[-500:]}"


def full_disk_goes_on(story):
    """A full disk: what is not stored is not acknowledged, it is said, and with room again the same writes are saved"""
    with SmallDisk(story, "full-on") as disk:
        log, errors = story.directory / "full-on.log", story.directory / "full-on.errors"
        places = ["--data", disk.path / "store"]
        process = start(mix("write", places, log=log, seed=story.dice.randrange(2**31)), errors)
        try:
            fill(process, log, errors)
            assert process.poll() is None, f"the writers ended: {said(errors)[-500:]}"
            disk.ballast.unlink()
            before, freed = lines(log), time.monotonic()
            assert wait_until(lambda: lines(log) > before + 50, 30), f"it did not go on: {said(errors)[-500:]}"
            on = time.monotonic() - freed
        finally:
            process.kill()
            process.wait()
        return f"{check(places, log)[0]}; 50 more were saved within {on:.1f} s"


def full_disk_and_killed(story):
    """Killed on a full disk, begun again with room: everything acknowledged is there"""
    with SmallDisk(story, "full-killed") as disk:
        log, errors = story.directory / "full-killed.log", story.directory / "full-killed.errors"
        places = ["--data", disk.path / "store"]
        process = start(mix("write", places, log=log, seed=story.dice.randrange(2**31)), errors)
        try:
            fill(process, log, errors)
        finally:
            process.kill()
            process.wait()
        disk.ballast.unlink()
        return check(places, log)[0]


def stops_at_a_failed_sync(story, data, fail):
    """The store stands before the faults are counted: what making it costs (a sync per migration) is not what is tested."""
    log, errors, places = data / "log", data / "errors", ["--data", data / "store"]
    subprocess.run(mix("setup", places), check=True)
    process = start(mix("write", places, log=log, seed=story.dice.randrange(2**31)), errors,
                    {"LD_PRELOAD": str(RECORDER), "PLOG_DIR": str(data / "store"), "PLOG_FAIL_SYNC": fail})
    try:
        code = process.wait(60)
    except subprocess.TimeoutExpired:
        raise AssertionError(f"the writers went on after a failed sync: {said(errors)[-500:]}")
    finally:
        process.kill()
        process.wait()
    assert code == EXIT_OF_A_FAILED_SYNC, f"ended with {code}: {said(errors)[-500:]}"
    assert lines(log) > 0, "nothing was acknowledged before"
    return check(places, log)[0]


def failing_sync(story, name, number, how_many):
    """Sync {1} of {0} fails ({2} in a row): the writer stops with code 70 and nothing acknowledged is lost"""
    return stops_at_a_failed_sync(story, story.place(f"sync-{name}-{number}-{how_many}"), f"{name}:{number}:{how_many}")


def failing_sync_of_the_key_store(story):
    """Syncs of the key store fail from the 30th on: the program stops with code 70, and nothing acknowledged is lost"""
    return stops_at_a_failed_sync(story, story.place("sync-keys"), "keys.sqlite-wal:30:1000000")


if __name__ == "__main__":
    story = Story()
    story.test(full_disk_goes_on)
    story.test(full_disk_and_killed)
    for number in story.dice.sample([n for n in range(5, 50) if n != 25], 10 if LONG else 2):
        story.test(failing_sync, "vlechtwerk.sqlite-wal", number, 1_000_000)
    story.test(failing_sync, "vlechtwerk.sqlite-wal", 25, 1)
    story.test(failing_sync, "vlechtwerk.sqlite", 3, 1)
    story.test(failing_sync_of_the_key_store)
    story.end()
