"""Eight writers, killed at any moment: what was acknowledged is there, once, and opens; the chain verifies."""

import itertools
import time

from support import LONG, Cluster, Story, check, lines, mix, start, wait_until

ROUNDS = 100 if LONG else 10
ROUNDS_PER_STORE = 10  # a store that grew for ever would make the comparison the slow part


def killed_after_a_while(story, places, log, errors, kill, **options):
    """Starts the writers on what the last round left, lets them get going, kills. Gives the number of acknowledgements of this round."""
    before = lines(log)
    process = start(mix("write", places, log=log, seed=story.dice.randrange(2**31), **options), errors)
    try:
        assert wait_until(lambda: lines(log) > before or process.poll() is not None, 60), "no acknowledgement within a minute"
        assert process.poll() is None, f"the writers ended by themselves: {errors.read_text()[-500:]}"
        time.sleep(story.dice.uniform(0, 0.4))
        kill(process)
    finally:
        process.kill()
        process.wait()
    return lines(log) - before


def rounds_on_sqlite(story, count):
    """{0} rounds of kill -9 under eight writers on SQLite lose nothing acknowledged"""
    acknowledged, slowest = 0, 0
    for number in range(count):
        if number % ROUNDS_PER_STORE == 0:
            data = story.place(f"sqlite-{number}")
            log, errors, places = data / "log", data / "errors", ["--data", data / "store"]
        acknowledged += killed_after_a_while(story, places, log, errors, lambda process: process.kill())
        _, seconds = check(places, log)
        slowest = max(slowest, seconds)
    return f"{acknowledged} acknowledgements, slowest restart with comparison {slowest:.2f} s"


def rounds_on_postgresql(story, count):
    """{0} rounds of kill -9 on PostgreSQL, every third of the whole server, lose nothing acknowledged"""
    acknowledged, slowest = 0, 0
    for number in range(count):
        if number % ROUNDS_PER_STORE == 0:
            cluster = Cluster()
            data = story.place(f"postgresql-{number}")
            log, errors, places = data / "log", data / "errors", cluster.places(data)
        if number % 3 == 2:
            acknowledged += killed_after_a_while(story, places, log, errors, lambda process: cluster.kill())
            cluster.start_again()
        else:
            acknowledged += killed_after_a_while(story, places, log, errors, lambda process: process.kill())
        _, seconds = check(places, log)
        slowest = max(slowest, seconds)
        if number % ROUNDS_PER_STORE == ROUNDS_PER_STORE - 1:
            cluster.stop()
    return f"{acknowledged} acknowledgements, slowest restart with comparison {slowest:.2f} s"


def server_stops_under_a_living_writer(story):
    """PostgreSQL is killed and comes back while the writers live: they go on, and nothing acknowledged is lost"""
    cluster = Cluster()
    data = story.place("comes-back")
    log, errors, places = data / "log", data / "errors", cluster.places(data)
    process = start(mix("write", places, log=log, seed=story.dice.randrange(2**31)), errors)
    try:
        for _ in range(3):
            before = lines(log)
            assert wait_until(lambda: lines(log) > before + 50, 60), f"the writers did not go on: {errors.read_text()[-500:]}"
            cluster.kill()
            time.sleep(story.dice.uniform(0, 0.3))
            cluster.start_again()
        before = lines(log)
        assert wait_until(lambda: lines(log) > before + 50, 60), f"the writers did not go on: {errors.read_text()[-500:]}"
    finally:
        process.kill()
        process.wait()
    return check(places, log)[0]


def two_servers_on_one_postgresql(story, count):
    """Two servers on one PostgreSQL, one of them killed {0} times: no gap, nothing twice, the chain verifies"""
    cluster = Cluster()
    data = story.place("two")
    logs, errors = [data / "log-1", data / "log-2"], data / "errors"
    places = cluster.places(data)
    setup = start(mix("setup", places), errors)
    assert setup.wait() == 0, errors.read_text()[-500:]
    options = {"writers": 4}

    def begin(number):
        return start(mix("write", places, log=logs[number], server=number + 1, seed=story.dice.randrange(2**31), **options), errors)

    processes = [begin(0), begin(1)]
    try:
        for victim in itertools.islice(itertools.cycle([0, 1]), count):
            before = [lines(log) for log in logs]
            assert wait_until(lambda: all(lines(log) > b + 20 for log, b in zip(logs, before)), 60), \
                f"a server did not get on: {errors.read_text()[-500:]}"
            processes[victim].kill()
            processes[victim].wait()
            processes[victim] = begin(victim)
    finally:
        for process in processes:
            process.kill()
            process.wait()
    assert all(lines(log) > 20 for log in logs)
    return check(places, logs)[0]


def saying_saved_too_early_is_seen(story):
    """Control: a program that says "saved" before it is, is seen to lose"""
    data = story.place("too-early")
    places, log = ["--data", data / "store"], data / "log"  # one log: an erasure of an earlier round is no loss of a later one
    for number in range(5):
        killed_after_a_while(story, places, log, data / "errors", lambda process: process.kill(), too_early=1)
        try:
            check(places, log)
        except AssertionError as seen:
            assert "was acknowledged and is gone" in str(seen), seen
            return f"in round {number + 1}"
    raise AssertionError("five rounds and no loss: this test would not see one")


if __name__ == "__main__":
    story = Story()
    story.test(rounds_on_sqlite, ROUNDS)
    story.test(saying_saved_too_early_is_seen)
    story.test(rounds_on_postgresql, ROUNDS)
    story.test(server_stops_under_a_living_writer)
    story.test(two_servers_on_one_postgresql, 20 if LONG else 4)
    story.end()
