"""The power fails at any moment: what was acknowledged survives on a disk that may lose, keep or tear everything that was not synced.

plog.so writes down every operation on the files of a run of write_mix. Here the disk is imitated: at a moment between two operations
durable is what a later sync of that file covered (for the making, renaming and removing of files: of its directory); the rest is
  none    lost
  all     kept
  half    kept or lost, operation by operation
  torn    kept or lost, sector by sector of 512 bytes
Each such image is opened and compared with what was acknowledged until then. The chain and the keys are read here anew, without
the product's code; one in so many images is also opened with it.
"""

import hashlib
import os
import random
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import uuid

from support import LONG, MIX, RECORDER, Story, check, mix

IMAGES = 3000 if LONG else 300
RUNS = 6 if LONG else 2
VARIANTS = ("none", "all", "half", "torn")
SECTOR = 512
OPENED_WITH_THE_PRODUCT = 25  # every so many images
DATABASE, KEYS = "vlechtwerk.sqlite", "keys.sqlite"


# ---------------------------------------------------------------- the record

def read_record(path):
    data = path.read_bytes()
    at, records = 0, []
    while at + 17 <= len(data):
        kind, number, offset, length = struct.unpack_from("<cIQI", data, at)
        at += 17
        if at + length > len(data):
            break
        records.append((kind, number, offset, data[at:at + length]))
        at += length
    return records


def forget(records, which):
    """A disk, or a setting, that does not sync what it should: the records without those syncs."""
    paths = {number: text.decode() for kind, number, _, text in records if kind == b"O"}
    out = []
    for i, record in enumerate(records):
        if record[0] == b"S":
            path = paths[record[1]]
            if which == "off" or which == "keys" and KEYS in path:
                continue
            if which == "normal" and path.endswith("-wal") and not checkpoint_follows(records, paths, i):
                continue
        out.append(record)
    return out


def checkpoint_follows(records, paths, i):
    """With synchronous=NORMAL SQLite syncs the log only before it copies it into the database."""
    log = paths[records[i][1]]
    for kind, number, _, _ in records[i + 1:]:
        if kind in (b"W", b"T") and paths[number] in (log, log[:-4]):
            return paths[number] == log[:-4]
    return False


# ---------------------------------------------------------------- the disk

class File:
    def __init__(self):
        self.durable = bytearray()
        self.pending = []


def apply(content, operation):
    kind, offset, data = operation
    if kind == b"W":
        if len(content) < offset:
            content.extend(bytes(offset - len(content)))
        content[offset:offset + len(data)] = data
    elif kind == b"T":
        if offset < len(content):
            del content[offset:]
        else:
            content.extend(bytes(offset - len(content)))
    elif kind == b"F" and offset > len(content):
        content.extend(bytes(offset - len(content)))


def sectors(operation):
    kind, offset, data = operation
    if kind != b"W":
        yield operation
        return
    at = 0
    while at < len(data):
        size = min(SECTOR - (offset + at) % SECTOR, len(data) - at)
        yield kind, offset + at, data[at:at + size]
        at += size


class Disk:
    def __init__(self):
        self.numbers = {}
        self.names, self.durable_names, self.pending_names = {}, {}, []
        self.said = []

    def run(self, record):
        kind, number, offset, data = record
        if kind == b"O":
            path = data.decode()
            if path not in self.names:
                self._name(("make", path, File()))
            self.numbers[number] = self.names[path]
            if offset & os.O_TRUNC:
                self.names[path].pending.append((b"T", 0, b""))
        elif kind in (b"W", b"T", b"F"):
            self.numbers[number].pending.append((kind, offset, data))
        elif kind == b"S":
            file = self.numbers[number]
            for operation in file.pending:
                apply(file.durable, operation)
            file.pending = []
        elif kind == b"X":
            # The system drops what it could not write: no later sync brings it to the disk.
            self.numbers[number].pending = []
        elif kind == b"D":
            directory = data.decode().rstrip("/")
            rest = []
            for change in self.pending_names:
                if os.path.dirname(change[1]) == directory:
                    self._change(self.durable_names, change)
                else:
                    rest.append(change)
            self.pending_names = rest
        elif kind == b"U":
            self._name(("remove", data.decode(), None))
        elif kind == b"R":
            old, new = data.decode().split("\0")
            self._name(("rename", new, old))
        elif kind == b"A":
            self.said.append(data.decode())

    def _name(self, change):
        self._change(self.names, change)
        self.pending_names.append(change)

    @staticmethod
    def _change(names, change):
        what, path, other = change
        if what == "make":
            names[path] = other
        elif what == "remove":
            names.pop(path, None)
        elif other in names:
            names[path] = names.pop(other)

    def image(self, variant, dice, target):
        """Writes what the disk holds after the power came back."""
        keep = {"none": lambda: False, "all": lambda: True}.get(variant, lambda: dice.random() < 0.5)
        names = dict(self.durable_names)
        for change in self.pending_names:
            if keep():
                self._change(names, change)
        for path, file in names.items():
            name = os.path.basename(path)
            if name.endswith("-shm"):
                continue  # shared memory of living connections; SQLite makes it anew
            content = bytearray(file.durable)
            for operation in file.pending:
                for part in sectors(operation) if variant == "torn" else [operation]:
                    if keep():
                        apply(content, part)
            (target / name).write_bytes(content)


# ---------------------------------------------------------------- what must be there

class Expected:
    def __init__(self, said):
        self.entries, self.children, self.erasing, self.erased = {}, {}, set(), set()
        for line in said:
            word, *ids = line.split()
            ids = [uuid.UUID(i).bytes for i in ids]
            if word == "erasing":
                self.erasing.add(ids[0])
            elif word == "erased":
                self.erased.add(ids[0])
            else:
                self.entries[ids[0]] = ids[1]


def link(previous, seq, version, recorded, header, sealed):
    h = hashlib.blake2b(digest_size=32)
    h.update(previous + struct.pack("<QQQ", seq, version, recorded))
    h.update(struct.pack("<Q", len(header)) + header + struct.pack("<Q", len(sealed)) + sealed)
    return h.digest()


def tables(db):
    return {row[0] for row in db.execute("select name from sqlite_master where type = 'table'")}


def faults_of(target, expected):
    """What is wrong with an image: lost (acknowledged and gone), or broken (all else)."""
    lost, broken = [], []
    databases = {}
    for name in (DATABASE, KEYS):
        try:
            db = databases[name] = sqlite3.connect(target / name)
            said = db.execute("pragma integrity_check").fetchall()
            if said != [("ok",)]:
                broken.append(f"{name}: {said[0][0]}")
        except sqlite3.DatabaseError as error:
            broken.append(f"{name}: {error}")
    if broken:
        return lost, broken
    db, keys = databases[DATABASE], databases[KEYS]
    try:
        if "entry" not in tables(db):
            if expected.entries:
                lost.append(f"{len(expected.entries)} entries with their table")
            return lost, broken
        found, head, last = {}, bytes(32), 0
        for seq, entry, case_id, version, recorded, header, sealed, stored in db.execute(
                "select seq, entry, case_id, case_version, recorded_us, header, sealed, hash from entry order by seq"):
            head = link(head, seq, version, recorded, header, sealed)
            if seq != last + 1 or head != stored:
                broken.append(f"the chain breaks at {seq}")
                break
            last = seq
            found[entry] = (case_id, len(sealed) > 0)
        stored_head = db.execute("select seq, hash from chain_head").fetchall()
        if stored_head and not broken and stored_head != [(last, head if last else bytes(32))]:
            broken.append("the head is not the last entry")
        content_keys = dict(db.execute("select entry, key_id from content_key"))
        there = tables(keys)
        subject_keys = {row[0] for row in keys.execute("select key_id from subject_key")} if "subject_key" in there else set()
        destroyed = {row[0] for row in keys.execute("select subject from erased_subject")} if "erased_subject" in there else set()
        for entry in expected.entries:
            if entry not in found:
                lost.append(f"entry {entry.hex()}")
        for entry, (child, sealed) in found.items():
            if not sealed or child in expected.erasing:
                continue
            if entry not in content_keys:
                lost.append(f"content key of {entry.hex()}")
            elif content_keys[entry] not in subject_keys:
                lost.append(f"subject key of {entry.hex()}")
        for child in expected.erased:
            if child not in destroyed:
                lost.append(f"erasure of {child.hex()}")
            if any(found[e][0] == child and content_keys.get(e) in subject_keys for e in found):
                lost.append(f"the key of erased {child.hex()} came back")
    except sqlite3.DatabaseError as error:
        broken.append(str(error))
    finally:
        for one in databases.values():
            one.close()
    return lost, broken


# ---------------------------------------------------------------- runs

def record_run(story, name, seed, fail_sync=""):
    data = story.place(name)
    store, record, log = data / "store", data / "record", data / "log"
    store.mkdir()
    environment = {**os.environ, "LD_PRELOAD": str(RECORDER), "PLOG_DIR": str(store), "PLOG_OUT": str(record), "PLOG_FAIL_SYNC": fail_sync}
    arguments = mix("write", ["--data", store], log=log, count=30, writers=4, erase=15, seed=seed, checkpoint_bytes=200_000)
    done = subprocess.run(arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    # 70: a sync that failed is not tried again, the program stops.
    assert done.returncode == (70 if fail_sync else 0), done.stdout[-1000:]
    records = read_record(record)
    kinds = {kind for kind, *_ in records}
    # Of a run that a failed sync stops, the first acknowledgement may never come.
    assert {b"O", b"W", b"S", b"D"} | (set() if fail_sync else {b"A"}) <= kinds, f"the record misses something: {kinds}"
    return records


def cut(story, records, dice, moments, opened_with_the_product=0):
    """Cuts at so many random moments in each way. Gives (images, images with a loss, broken images, first fault)."""
    chosen = set(dice.sample(range(1, len(records) + 1), min(moments, len(records))))
    disk, images, losing, broken, first = Disk(), 0, 0, 0, ""
    in_memory = "/dev/shm" if os.path.isdir("/dev/shm") else None
    for number, record in enumerate(records, 1):
        disk.run(record)
        if number not in chosen:
            continue
        expected = Expected(disk.said)
        for variant in VARIANTS:
            images += 1
            with tempfile.TemporaryDirectory(dir=in_memory) as directory:
                target = type(story.directory)(directory)
                disk.image(variant, dice, target)
                if opened_with_the_product and images % opened_with_the_product == 0:
                    copy = target / "copy"
                    copy.mkdir()
                    for file in list(target.iterdir()):
                        if file.is_file():
                            shutil.copy(file, copy)
                    (target / "log").write_text("".join(line + "\n" for line in disk.said))
                    check(["--data", copy], target / "log")
                lost, wrong = faults_of(target, expected)
            losing += bool(lost)
            broken += bool(wrong)
            if (lost or wrong) and not first:
                first = f"after operation {number} of {len(records)}, {variant}: {(wrong + lost)[0]}"
    return images, losing, broken, first


def nothing_acknowledged_is_lost(story, wanted):
    """Power cut: nothing acknowledged is lost in {0} images of database and key store"""
    images, operations, acknowledged = 0, 0, 0
    for run in range(RUNS):
        records = record_run(story, f"run-{run}", story.dice.randrange(2**31))
        operations += len(records)
        acknowledged += sum(kind == b"A" for kind, *_ in records)
        seed = story.dice.randrange(2**31)
        moments = -(-wanted // (RUNS * len(VARIANTS)))
        made, losing, broken, first = cut(story, records, random.Random(seed), moments, OPENED_WITH_THE_PRODUCT)
        assert not losing and not broken, f"{losing} images lose, {broken} are broken of {made}, image seed {seed}; {first}"
        images += made
    assert images >= wanted
    return f"{images} images of {operations} operations and {acknowledged} acknowledgements in {RUNS} runs"


def a_failed_sync_of_the_key_store(story, number):
    """A sync of the key store fails, the program stops, then the power fails: nothing acknowledged is lost"""
    records = record_run(story, f"failed-{number}", story.dice.randrange(2**31), f"{KEYS}-wal:{number}:1")
    images, losing, broken, first = cut(story, records, random.Random(story.dice.randrange(2**31)), 40)
    assert not losing and not broken, f"{losing} images lose, {broken} are broken of {images}; {first}"
    return f"{images} images"


def control_loses(story, which, what):
    """Control: {1} is seen to lose"""
    records = record_run(story, f"control-{which}", story.dice.randrange(2**31))
    images, losing, broken, _ = cut(story, forget(records, which), random.Random(story.dice.randrange(2**31)), 20)
    assert losing + broken > 0, f"{images} images and no loss: this test would not see one"
    return f"{losing} of {images} images lose, {broken} are broken"


if __name__ == "__main__":
    story = Story()
    assert MIX.exists() and RECORDER.exists(), f"{MIX} and {RECORDER} are not built"
    story.test(nothing_acknowledged_is_lost, IMAGES)
    for number in story.dice.sample(range(8, 15), 5 if LONG else 1):
        story.test(a_failed_sync_of_the_key_store, number)
    story.test(control_loses, "off", "a disk that ignores every sync (synchronous=OFF)")
    story.test(control_loses, "normal", "a log that is synced only before a checkpoint (synchronous=NORMAL)")
    story.test(control_loses, "keys", "a key store that is not synced, beside a database that is")
    story.end()
