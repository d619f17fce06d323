"""What one dashboard of one province does, timed in a process of its own: one JSON line.

    TVGEO_DATABASE_URL=… TVGEO_DATA_DIR=… python -m benchmarks.scaling.one publish

Every time is of the calls that the pages and the command line make. `read` and `see` need a
process that has read nothing yet.
"""

import gc
import io
import json
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import select, text

from benchmarks.scaling import province
from tvgeo.core.access import Actor
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.io import csv_tables, data_folder
from tvgeo.services import drafts, gis, publishing, stores
from tvgeo.services.base import Base, folder_path, open_base
from tvgeo.services.view import view_as_of
from tvgeo.store import digests, repository, schema

ADMIN = Actor("do-toc-do", "admin", account=False)
SENT = 5_000
ASKED = 15


def main() -> None:
    """Do what the first argument names and print how long it took."""
    os.environ["TVGEO_TODAY"] = province.TODAY
    print(json.dumps(TASKS[sys.argv[1]]()))


def read() -> dict[str, Any]:
    """Open the store for the first time, then ask for the figures of days nobody asked for yet."""
    seconds, base = _timed(open_base)
    first, view = _timed(lambda: view_as_of(base, province.days(12)[-1]))
    later = [_timed(lambda d=day: view_as_of(base, d))[0] for day in _spread(base)]
    counted = sum(view.counts.values())
    return {
        "rows": len(base.rows), "works": counted, "open_s": seconds, "first_s": first,
        "figures_s": sorted(later)[len(later) // 2], "slowest_s": max(later),
    }  # fmt: skip


def parts() -> dict[str, Any]:
    """Tell what opening a province's store consists of."""
    folder_s, _ = _timed(lambda: data_folder.load(folder_path(), today=date(2036, 1, 10)))
    store = stores.required(folder_path())
    with store.reading() as conn:
        head = repository.head(conn)
        query = select(schema.changes).where(schema.changes.c.revision <= head.revision)
        fetch_s, stored = _timed(lambda: conn.execute(query).all())
        rows = [Row(*(getattr(each, column) for column in COLUMNS)) for each in stored]
        hash_s, _ = _timed(lambda: [digests.of_row(row) for row in rows])
    return {"folder_s": folder_s, "fetch_s": fetch_s, "hash_s": hash_s}


def sql() -> dict[str, Any]:
    """Ask the database itself for the figures of a day, as QGIS does."""
    gis.keep_in_step()
    store = stores.required(folder_path())
    ask = text("SELECT count(*), avg(physical_pct) FROM works_as_of")
    with store.reading() as conn:
        found = []
        for day in ("2017-06-30", "2018-01-31", "2018-06-30"):
            conn.execute(text("SELECT set_config('tvgeo.as_of', :day, true)"), {"day": day})
            found.append(_timed(lambda: conn.execute(ask).one())[0])
    return {"view_s": sorted(found)[1]}


def one_work() -> dict[str, Any]:
    """Read the whole history of single works from the database."""
    base = open_base()
    store = stores.required(base.folder.folder)
    ids = sorted(base.registry.projects)[:: max(1, len(base.registry.projects) // ASKED)]
    times = [_timed(lambda i=each: repository.history_of(store, i))[0] for each in ids]
    found = repository.history_of(store, ids[0])
    return {"entries": len(found), "history_s": sorted(times)[len(times) // 2]}


def publish() -> dict[str, Any]:
    """Send a file of corrections as a planner does: read, compare, confirm, publish."""
    base = open_base()
    sent = list(province.corrected(list(base.rows), SENT))
    stream = io.StringIO(newline="")
    csv_tables.write(
        ({column: getattr(row, column) for column in COLUMNS} for row in sent), COLUMNS, stream
    )
    data = stream.getvalue().encode()
    comparing, draft = _timed(lambda: drafts.preview(base, data, "sua-so-lieu.csv", ADMIN))
    publishing_s, made = _timed(lambda: publishing.publish(draft, ADMIN, confirmed=True))
    showing, after = _timed(open_base)
    assert (made.changed, after.revision) == (len(sent), made.revision)
    return {
        "rows": len(base.rows), "sent": len(sent), "compare_s": comparing,
        "publish_s": publishing_s, "show_s": showing,
    }  # fmt: skip


def see() -> dict[str, Any]:
    """Publish in another process: how long until this one, which had read before, shows it."""
    before = open_base()
    print("ready", flush=True)
    sys.stdin.readline()
    seconds, after = _timed(open_base)
    assert after.revision == before.revision + 1
    return {"see_s": seconds}


def _spread(base: Base) -> list[date]:
    """Return days over the whole history, each with something to report."""
    known = sorted({row.as_of for row in base.rows})
    return known[-1 :: -max(1, len(known) // ASKED)]


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    gc.collect()
    begun = time.perf_counter()
    found = call()
    return time.perf_counter() - begun, found


TASKS = {
    "read": read, "parts": parts, "sql": sql, "history": one_work, "publish": publish, "see": see,
}  # fmt: skip

if __name__ == "__main__":
    main()
