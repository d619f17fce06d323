"""Which store goes with a data folder, opened once per process.

`TVGEO_DATABASE_URL` names it, else it is `var/tvgeo.sqlite3` beside the program. A store knows
the data folder it was seeded from: looking at another folder needs no store, publishing from
it is refused. A store on a server knows the province and period of the folder instead: each
replica has the folder at a place of its own, and the plan in it may be edited.
"""

import os
import threading
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from tvgeo.core.progress import Row
from tvgeo.errors import StoreError
from tvgeo.io import settings_file
from tvgeo.store import opening
from tvgeo.store.opening import Store

ROOT = Path(__file__).resolve().parents[2]
DATABASE_URL = "TVGEO_DATABASE_URL"

# The database of the store cannot be asked at present: what it held is still what is published.
AWAY = frozenset({"error.database_away", "error.database_slow"})
# How often an open page asks for news: of a store in a file, only this process publishes.
ASKED_EVERY_MS, ASKED_EVERY_MS_OF_SERVER = 30_000, 4_000

_open: dict[tuple[str, Path], Store] = {}
_lock = threading.Lock()
_listening = threading.Event()


def url() -> str:
    """Return the address of the store, whether or not there is one."""
    return os.environ.get(DATABASE_URL) or opening.default_url(ROOT)


def exists() -> bool:
    """Return whether there is a store, whichever folder it belongs to."""
    return opening.exists(url())


def shown(address: str) -> str:
    """Return an address as a sentence may name it: without a password."""
    return opening.shown(address)


def place() -> str:
    """Return the address of the store as a sentence may name it: without a password."""
    return opening.shown(url())


def on_server() -> bool:
    """Whether the store is in a database that several servers may use."""
    return opening.is_server(url())


def now() -> datetime:
    """Return the time of an action, UTC."""
    return datetime.now(UTC)


def find(folder: Path) -> Store | None:
    """Return the store of a data folder; `None` without one, or when it is another folder's.

    Raises
    ------
    StoreError
        If there is one and it cannot be trusted, or the one of before is gone: what stands in
        the folder's own file would then be shown as if it were published. The same where a
        store on a server is another province's: its address was written for this folder.
    """
    try:
        return required(folder)
    except StoreError as error:
        if error.key == "error.no_store" or (
            error.key == "error.other_store" and not on_server()
        ):
            return None
        raise


def required(folder: Path) -> Store:
    """Return the store of a data folder.

    Raises
    ------
    StoreError
        ``error.no_store`` without one, ``error.other_store`` when it belongs to another folder,
        or what is wrong with it.
    """
    named = url(), folder
    with _lock:
        # a store that was opened once stays the folder's, also when its file is gone: what the
        # folder itself holds was not published
        if named not in _open:
            if not exists():
                raise StoreError("error.no_store", store=place())
            found = opening.open_store(named[0], folder=folder, province=province(folder))
            _keep(named, found)
        return _open[named]


def obstacle(folder: Path) -> StoreError | None:
    """Return why nothing can be published from a data folder now, if the store already says so.

    Raises
    ------
    StoreError
        If the store cannot be trusted.
    """
    try:
        return required(folder).refusal
    except StoreError as error:
        if error.key not in {"error.no_store", "error.other_store", *AWAY}:
            raise
        return None if error.key == "error.no_store" else error


def ensure(folder: Path, rows: Sequence[Row], content: bytes | None) -> Store:
    """Return the store of a data folder; make it, with `rows` as revision 1, where there is none.

    `content` is the file the rows were read from.

    Raises
    ------
    StoreError
        If it cannot be made or opened, or is another folder's.
    """
    try:
        return required(folder)
    except StoreError as error:
        if error.key != "error.no_store":
            raise
    created = opening.create_store(
        url(), folder=folder, rows=rows, content=content, author="tvgeo", now=now(),
        province=province(folder),
    )  # fmt: skip
    with _lock:
        _keep((url(), folder), created)
    return created


def claim(folder: Path) -> None:
    """Make this process the one server of the folder's store, where it is in a file.

    Another folder's store is only left alone: looking at this folder needs none.

    Raises
    ------
    StoreError
        If another server has it, or it lies on a network disk.
    """
    try:
        is_ours = not exists() or find(folder) is not None
    except StoreError:  # the pages tell what is wrong with it
        is_ours = True
    if is_ours:
        opening.claim(url())


def listen() -> None:
    """Hear of what other processes publish from now on: a server does, a command has no need."""
    with _lock:
        _listening.set()
        for store in _open.values():
            store.listen()


def asked_every_ms() -> int:
    """Return how often an open page is to ask whether there is something newer."""
    return ASKED_EVERY_MS_OF_SERVER if on_server() else ASKED_EVERY_MS


def _keep(named: tuple[str, Path], store: Store) -> None:
    """Keep an open store for the next who asks; the lock is held."""
    _open[named] = store
    if _listening.is_set():
        store.listen()


def province(folder: Path) -> str | None:
    """Return what tells a folder's store from another province's, on every machine the same.

    The name alone: a plan may be prolonged, and stays the same.
    """
    try:
        settings, _ = settings_file.read((folder / settings_file.FILE).read_bytes())
    except OSError:
        return None
    return unicodedata.normalize("NFC", settings.province)


def forget() -> None:
    """Close every store; the next use opens it again."""
    with _lock:
        for store in _open.values():
            store.close()
        _open.clear()
        _listening.clear()
