"""A planner at one replica: a process with the replica's own environment, and orders on stdin.

Each order is a line of JSON, and so is each answer. {"prepare": 12.5} reads a file with that
figure against what is published now; {"publish": true} publishes it; {"go_on": PATH} does
so in a forked process, publishes on and on, and writes each revision into PATH once it is
acknowledged.
"""

import json
import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tvgeo.core.access import Actor
from tvgeo.errors import ConflictError
from tvgeo.services import drafts, publishing, stores
from tvgeo.services.base import open_base
from tvgeo.services.drafts import Draft

WORK = "cau-dai-ngai"
TODAY = date(2026, 2, 10)


@dataclass
class Planner:
    """One planner, and the file that was read last."""

    actor: Actor
    draft: Draft | None = None

    def prepare(self, pct):
        head = "project_id,as_of,physical_pct,disbursed_pct,status\n"
        data = f"{head}{WORK},2025-12-14,{pct},30,in_progress\n".encode()
        self.draft = drafts.preview(open_base(), data, "bao-cao.csv", self.actor, on=TODAY)
        assert self.draft.difference.changes, "nothing would change"
        return {"base": self.draft.base.revision}

    def publish(self, _):
        try:
            made = publishing.publish(self.draft, self.actor, confirmed=True)
        except ConflictError as lost:
            return {"lost": lost.key}
        return {"revision": made.revision}

    def go_on(self, path):
        child = os.fork()
        if child == 0:
            stores.forget()  # a connection belongs to one process
            self._acknowledge(path)
        return {"pid": child}

    def _acknowledge(self, path):
        """Take the last revision back without an end: nothing but publications takes time."""
        made = publishing.publish(self.draft, self.actor, confirmed=True)
        with Path(path).open("a", encoding="ascii") as acknowledged:
            while True:
                acknowledged.write(f"{made.revision}\n")
                acknowledged.flush()
                os.fsync(acknowledged.fileno())
                made = publishing.rollback(made.revision - 1, self.actor)


def main():
    planner = Planner(Actor(sys.argv[1], "planner"))
    for line in sys.stdin:
        ((order, value),) = json.loads(line).items()
        sys.stdout.write(json.dumps(getattr(planner, order)(value)) + "\n")
        sys.stdout.flush()


main()
