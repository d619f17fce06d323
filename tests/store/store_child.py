"""A process that publishes and may be killed; orders come as lines of JSON on stdin.

It forks one process per order, so that a round costs no new interpreter.
"""

import json
import os
import random
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import store_rows
from sqlalchemy import Engine, event
from store_rows import a_row, publish, publish_percent

from tvgeo.errors import ConflictError, StoreError
from tvgeo.store import backup, opening, repository

# What is executed just before, or just after, the process dies.
POINTS = {
    "after the revision": ("after", "INSERT INTO revisions"),
    "after the file": ("after", "INSERT INTO files"),
    "before the changes": ("before", "INSERT INTO changes"),
    "after the changes": ("after", "INSERT INTO changes"),
    "after the audit": ("after", "INSERT INTO audit"),
    "before the head": ("before", "UPDATE head"),
    "after the head": ("after", "UPDATE head"),
    "before the commit": ("commit", ""),
    "before the acknowledgement": ("acknowledge", ""),
}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point, after_publications):
    """Die at a named point of a publication, once so many went through."""
    when, statement = POINTS[point]
    left = [after_publications]

    def reached(*args):
        if args[2].startswith(statement):
            left[0] -= 1
            if left[0] < 0:
                die()

    def committing(connection):
        options = connection.get_execution_options()
        # how each of the two databases marks what may write, or may not
        if options.get("tvgeo_write") or not options.get("postgresql_readonly", True):
            left[0] -= 1
            if left[0] < 0:
                die()

    if when in {"before", "after"}:
        event.listen(Engine, f"{when}_cursor_execute", reached)
    elif when == "commit":
        event.listen(Engine, "commit", committing)


def load(order):
    """Publish one thing after the other; each is written down once it is acknowledged."""
    chance = random.Random(order["seed"])
    point = order.get("point")
    if point:
        arm(point, order["after"])
    store = opening.open_store(order["url"], folder=None)
    with Path(order["ack"]).open("a", encoding="utf-8") as acknowledged:
        n = 0
        while True:
            rows = [a_row(f"ct-{i:03}", chance.random() * 100) for i in range(40)]
            content = chance.randbytes(chance.randrange(1, 30_000))
            made = publish(store, rows, content=content, file_name="a.csv")
            if point == "before the acknowledgement" and n >= order["after"]:
                die()
            acknowledged.write(f"{made.revision} {made.sha256}\n")
            acknowledged.flush()
            os.fsync(acknowledged.fileno())
            n += 1


def race(order, start, result):
    """Publish on a head that another process publishes on at the same moment."""
    store = opening.open_store(order["url"], folder=None)
    repository.head(store)
    os.write(result, b".")
    os.read(start, 1)
    try:
        made = publish_percent(store, order["pct"], base=order["base"], author=order["author"])
        said = {"won": made.revision}
    except ConflictError as error:
        said = {"lost": error.values["head"], "author": error.values["author"]}
    except StoreError as error:
        said = {"failed": str(error)}
    os.write(result, json.dumps(said).encode())
    store.close()


def making(order):
    """Make a store."""
    os.write(order["ready"], b".")
    store_rows.make(Path(order["folder"]), [a_row(f"ct-{n:04}") for n in range(300)]).close()


def restoring(order):
    """Give a backup back."""
    os.write(order["ready"], b".")
    backup.restore(Path(order["source"]), order["url"], folder=Path(order["folder"]))


def started(act, order):
    """Return the process once it is about to begin."""
    read, order["ready"] = os.pipe()
    pid = forked(act, order)
    os.read(read, 1)
    os.close(read)
    os.close(order["ready"])
    return pid


def forked(act, *arguments):
    pid = os.fork()
    if pid == 0:
        try:
            act(*arguments)
        finally:
            os._exit(0)
    return pid


def both(orders):
    start, go = os.pipe()
    ends = [os.pipe() for _ in orders]
    pids = [forked(race, order, start, end[1]) for order, end in zip(orders, ends, strict=True)]
    for read, _ in ends:
        os.read(read, 1)  # it has opened the store
    os.write(go, b"..")
    for pid in pids:
        os.waitpid(pid, 0)
    said = [json.loads(os.read(read, 9_999)) for read, _ in ends]
    for handle in (start, go, *(h for end in ends for h in end)):
        os.close(handle)
    return said


def main():
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "load":
            answer = forked(load, order)
        elif order["do"] == "make":
            answer = started(making, order)
        elif order["do"] == "restore":
            answer = started(restoring, order)
        elif order["do"] == "race":
            answer = both(order["orders"])
        else:
            answer = os.waitpid(order["pid"], 0)[1]
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
