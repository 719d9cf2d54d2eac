"""People at the pages while the machine fails: the server killed at any moment, and a full disk."""

import collections
import html
import json
import re
import threading
import time
import uuid

from disk import SmallDisk
from support import LONG, RECORDER, Browser, Cluster, Served, Story, run_program, wait_until

ROUNDS = 100 if LONG else 10
ROUNDS_PER_STORE = 10
CONNECTIONS = 8


class Writer(threading.Thread):
    """Posts notes one after the other until the server is gone. First what was never answered, as a person would who sees no answer."""

    def __init__(self, served, number, unanswered):
        super().__init__()
        self.browser = Browser(served, "joke")
        children = self.browser.children()
        self.child = children[number % len(children)]
        self.token = self.browser.form(f"{self.child}/notitie")["bewijs"]
        self.waiting = [note for note in unanswered if note["child"] == self.child and note["by"] == number]
        self.number, self.answered, self.wrong = number, [], []

    def run(self):
        try:
            while not self.wrong:
                if not self.waiting:
                    words = f"Zag iets bij het raam, nummer {uuid.uuid4().hex}."
                    self.waiting = [{"id": str(uuid.uuid4()), "text": words, "child": self.child, "by": self.number}]
                note = self.waiting[0]
                status, _, page = self.browser.post(f"{self.child}/notitie", {"id": note["id"], "text": note["text"], "kind": "positief",
                                                                              "bewijs": self.token})
                if status != 303:
                    self.wrong.append(f"{status} for a note: {page[-300:]}")
                self.answered.append(self.waiting.pop(0))
        except Browser.Gone:
            pass


def texts_in(served):
    """How often each text of a note stands in the journal, read by the program itself."""
    count = collections.Counter()
    for line in run_program("journal", "export", "--open", "--data", served.data).splitlines():
        for text in texts_of(json.loads(line)):
            count[text] += 1
    return count


def texts_of(value):
    if isinstance(value, str):
        if value.startswith("Zag iets bij het raam"):
            yield value
    elif isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_of(one)


def killed_while_people_write(story, served, answered, unanswered):
    """One round: gives what was answered with success in it; `unanswered` is what nobody heard about."""
    served.begin()
    writers = [Writer(served, number, unanswered) for number in range(CONNECTIONS)]
    for writer in writers:
        writer.start()
    assert wait_until(lambda: any(writer.answered for writer in writers), 60), "no note was answered within a minute"
    time.sleep(story.dice.uniform(0, 0.4))
    served.kill()
    for writer in writers:
        writer.join()
    for writer in writers:
        assert not writer.wrong, writer.wrong[0]
    run_program("verify", "--data", served.data)
    new = [note for writer in writers for note in writer.answered]
    answered += new
    unanswered[:] = [note for writer in writers for note in writer.waiting]
    stored = texts_in(served)
    for note in answered:
        assert stored[note["text"]] == 1, f"a note that was answered with success is there {stored[note['text']]} times"
    for text, times in stored.items():
        assert times == 1, f"a note is there {times} times"
    # And a person finds it: the last of each connection stands on the newest page of its child.
    served.begin()
    reader = Browser(served, "joke")
    for writer in writers:
        if writer.answered:
            assert writer.answered[-1]["text"] in reader.page(writer.child), "a note is stored and its child's page does not show it"
    served.kill()
    return len(new)


def rounds(story, count, engine):
    """{0} rounds of kill -9 under eight connections that post notes, on {1}: every note answered with success is there, once"""
    total = 0
    for number in range(count):
        if number % ROUNDS_PER_STORE == 0:
            data = story.place(f"serve-{engine}-{number}")
            cluster = Cluster() if engine == "PostgreSQL" else None
            served = Served(data / "store", data / "errors", *(cluster.addresses() if cluster else []))
            answered, unanswered = [], []
        try:
            total += killed_while_people_write(story, served, answered, unanswered)
        finally:
            served.kill()
        if cluster and number % ROUNDS_PER_STORE == ROUNDS_PER_STORE - 1:
            cluster.stop()
    return f"{total} notes"


def failing_sync_of_the_key_store(story):
    """A sync of the key store fails under somebody's first question: nothing is said to be saved, and the server stops with code 70"""
    data = story.place("serve-sync")
    served = Served(data / "store", data / "errors")
    try:
        # The first start and the first log-in make keys of their own; the key that cannot be synced is that of the question.
        served.begin()
        Browser(served, "joke")
        served.stop()
        served.begin({"LD_PRELOAD": str(RECORDER), "PLOG_DIR": str(data / "store"), "PLOG_FAIL_SYNC": "keys.sqlite-wal:1:1000000"})
        browser = Browser(served, "joke")
        fields = {**browser.form("/vraag"), "question": "Zag iets bij het raam, wat nu?"}
        try:
            status, _, _ = browser.post("/vraag", fields)
            assert status >= 500, f"answered with {status}"
        except Browser.Gone:
            pass
        code = served.process.wait(20)
        assert code == 70, f"ended with {code}: {served.said()[-500:]}"
    finally:
        served.kill()
    run_program("verify", "--data", served.data)
    assert not texts_in(served), "a question is stored whose key is not durable"
    served.begin()
    try:
        assert Browser(served, "joke").post("/vraag", fields)[0] in (303, 403), "not to be used after a new start"
    finally:
        served.kill()


def full_disk(story):
    """A full disk: the person reads a sentence and keeps her text, the health page says so, and with room again she saves it"""
    with SmallDisk(story, "serve-full", space=24 << 20, ballast=12 << 20) as disk:
        served = Served(disk.path / "store", story.directory / "serve-full.errors")
        try:
            served.begin()
            browser = Browser(served, "joke")
            child = browser.children()[0]
            page = f"{child}/notitie"
            assert browser.get("/gezond")[0] == 200, "not healthy with room on the disk"
            saved, refused = [], None
            for number in range(3000):
                words = f"Zag iets bij het raam, nummer {number}. " + "Het was een lange dag. " * 3000
                fields = {**browser.form(page), "text": words, "kind": "positief", "did": "Samen gekeken."}
                status, _, answer = browser.post(page, fields)
                if status != 303:
                    refused = fields
                    break
                saved.append(words)
            assert refused, "the disk was never full"
            # What the person is told, and that her words are still there: to read, and in the form that she can send again.
            assert status == 503, f"a full disk is answered with {status}"
            told = html.unescape(answer)
            assert "Bewaren lukt nu even niet" in told, "nobody says that it was not saved"
            assert "Je tekst is nog niet bewaard, maar staat hieronder. Er is niets weg." in told
            again = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', answer[answer.index(f'action="{page}"'):]))
            again = {name: html.unescape(value) for name, value in again.items()}
            assert again == refused, f"what was typed came back changed: {sorted(set(again.items()) ^ set(refused.items()))}"
            for _ in range(3):
                status, _, said = browser.get("/gezond")
                assert status == 503 and "De schijf is vol" in said, f"health on a full disk: {status} {said}"
                assert browser.post(page, again)[0] == 503, "saved on a full disk"
            disk.ballast.unlink()
            assert wait_until(lambda: browser.get("/gezond")[0] == 200, 5), "not healthy again with room on the disk"
            assert browser.post(page, again)[0] == 303, "not saved with room on the disk"
            saved.append(again["text"])
            assert again["text"].split(".")[0] in browser.page(child), "saved, and not on the page of the child"
        finally:
            served.kill()
        run_program("verify", "--data", served.data)
        stored = texts_in(served)
        assert stored == collections.Counter(saved), "what is stored is not what was said to be saved"
        return f"full after {len(saved) - 1} notes"


if __name__ == "__main__":
    story = Story()
    story.test(failing_sync_of_the_key_store)
    story.test(full_disk)
    story.test(rounds, ROUNDS, "SQLite")
    story.test(rounds, ROUNDS, "PostgreSQL")
    story.end()
