"""A small store as each released version of the tables left it, kept to show that it still opens.

    python tests/store/released/make.py          # when a version is released: makes its files

`0001.sqlite3` is the store, `0001.json` what it showed when it was made: rows of each revision,
history, accounts, names of the offices, audit. Files of a version are made once, by the code of
that version, and never again: they stand for the stores that offices have.
"""

import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parent)]

from store_rows import NOW, ROWS, a_row, make, publish, with_percent  # noqa: E402

from tvgeo.core.access import Actor  # noqa: E402
from tvgeo.services import accounts, stores  # noqa: E402
from tvgeo.store import (  # noqa: E402
    audit,
    digests,
    layers,
    mappings,
    migrating,
    repository,
    schema,
    sessions,
)
from tvgeo.store.connection import Store  # noqa: E402
from tvgeo.store.layers import LayerChange  # noqa: E402

PASSWORD = "vi-du-song-hau-chay-ra-bien"
SERVED = "/srv/tvgeo/data"  # the data folder of an office
ADMIN = Actor("quan-tri", "admin", account=False)


def fill(folder: Path) -> Store:
    """Make a store with every kind of content in `folder`."""
    store = make(folder)
    accounts.create(store, "quan-tri", PASSWORD, role="admin", actor=ADMIN)
    accounts.create(store, "lan", PASSWORD, role="planner", scope="so-gtvt", actor=ADMIN)
    accounts.create(store, "minh", PASSWORD, role="viewer", actor=ADMIN)
    accounts.disable(store, "minh", actor=ADMIN)
    with store.writing() as connection:
        mappings.remember(connection, "so-gtvt", "cầu số 1", "cau-moi", "lan", NOW)
        session = sessions.Session(
            account="lan", created_at=NOW, last_seen_at=NOW, expires_at=NOW + timedelta(hours=8),
            address=None,
        )  # fmt: skip
        sessions.add(connection, "a token", session)
    content = "Mã dự án;Khối lượng\ncau-moi;62,5\n".encode()
    publish(
        store, with_percent(62.5), content=content, file_name="Báo cáo kỳ 1.csv", author="lan"
    )
    later = a_row("cau-moi", 80.0, day=date(2025, 12, 14), completed_chainage="Km0+000-Km1+200")
    publish(store, (*with_percent(62.5)[:2], later), note="Bỏ kè sông, thêm kỳ cuối năm")
    publish(store, ROWS, kind="rollback", restores=1)
    layer = LayerChange(b'{"type": "FeatureCollection"}', {"source": "Sở Xây dựng"})
    publish(store, ROWS, kind="layers", layers={"bridges": layer}, author="quan-tri")
    return store


def shown(store: Store) -> dict[str, object]:
    """Return what a store shows, as plain JSON values."""
    revisions = repository.revisions(store)
    with store.reading() as connection:
        names = mappings.remembered(connection, "so-gtvt")
    return json.loads(
        json.dumps(
            {
                "history": [asdict(each) for each in revisions],
                "rows": {
                    each.revision: [
                        asdict(row) for row in repository.rows(store, each.revision)
                    ]
                    for each in revisions
                },
                "files": {
                    each.revision: [found[0], found[1].decode()]
                    for each in revisions
                    if (found := repository.original(store, each.revision))
                },
                "layers": {
                    each.revision: [
                        asdict(layer) for layer in layers.changed_in(store, each.revision)
                    ]
                    for each in revisions
                },
                "accounts": [accounts.plain(each) for each in accounts.listed(store)],
                "names": names,
                "audit": [asdict(each) for each in audit.entries(store)],
                "audit_verified": list(audit.verify(store)),
            },
            default=plain,
        )
    )


def plain(value: object) -> object:
    """Return dates as text and read-only mappings as such."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value))


def write(version: str) -> None:
    """Make the files of a version of the tables."""
    with (
        tempfile.TemporaryDirectory() as folder,
        patch.object(schema, "VERSION", version),
        patch.object(migrating, "upgrade", partial(migrating.upgrade, to=version)),
        patch.object(stores, "now", lambda: NOW),
    ):
        store = fill(Path(folder))
        text = json.dumps(shown(store), ensure_ascii=False, indent=1)
        store.close()
        with closing(sqlite3.connect(store.path)) as raw:
            own = [digests.canonical(SERVED)]
            raw.execute("UPDATE about SET value = ? WHERE name = 'folder'", own)
            raw.commit()
            raw.execute("VACUUM")
        (HERE / f"{version}.json").write_text(f"{text}\n", encoding="utf-8")
        shutil.copyfile(store.path, HERE / f"{version}.sqlite3")


if __name__ == "__main__":
    for asked in sys.argv[1:] or [schema.VERSION]:
        if (HERE / f"{asked}.sqlite3").exists():
            sys.exit(f"{asked}.sqlite3 is there: what was released is not made again.")
        write(asked)
