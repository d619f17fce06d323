"""A small store for each test."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from store_rows import make

from tvgeo.store import digests, opening


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Return the file of a store; copying it is quicker than making one."""
    store = make(tmp_path_factory.mktemp("made"))
    store.close()
    return store.path


@pytest.fixture
def store(tmp_path, made_once):
    (tmp_path / "var").mkdir(mode=0o700)
    path = shutil.copy2(made_once, tmp_path / "var")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA synchronous=OFF")
        folder = digests.canonical(str(tmp_path.resolve()))
        raw.execute("UPDATE about SET value = ? WHERE name = 'folder'", [folder])
        raw.commit()
    opened = opening.open_store(opening.default_url(tmp_path), folder=tmp_path)
    yield opened
    opened.close()
