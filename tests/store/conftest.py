"""A small store for each test: in a file, and in a schema of PostgreSQL."""

import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256

import pytest
import store_rows
from store_rows import make

from tvgeo.store import digests, opening

# What is asked of PostgreSQL in the short run too; all of it in the long one.
SHORT = {"test_postgresql.py", "test_layer_revisions.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave most of the suite on the second kind of store to the long run."""
    for item in items:
        on = getattr(item, "callspec", None) and item.callspec.params.get("database")
        if on == "postgresql" and item.path.name not in SHORT:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True, params=["sqlite", "postgresql"])
def database(request, monkeypatch):
    """Run each test on both kinds of stores, unless it is one of files (`in_files`)."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        name = request.getfixturevalue("postgis_database")

        def place(folder):
            return cluster.url(name, f"t{sha256(str(folder).encode()).hexdigest()[:20]}")

        monkeypatch.setattr(store_rows, "place", place)
    return request.param


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Return the file of a store; copying it is quicker than making one."""
    folder = tmp_path_factory.mktemp("made")
    store = make(folder, url=opening.default_url(folder))
    store.close()
    return store.path


@pytest.fixture
def store(tmp_path, request, database):
    if database == "postgresql":
        opened = make(tmp_path)
    else:
        opened = _copied(request.getfixturevalue("made_once"), tmp_path)
    yield opened
    opened.close()


def _copied(made_once, tmp_path):
    (tmp_path / "var").mkdir(mode=0o700)
    path = shutil.copy2(made_once, tmp_path / "var")
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA synchronous=OFF")
        folder = digests.canonical(str(tmp_path.resolve()))
        raw.execute("UPDATE about SET value = ? WHERE name = 'folder'", [folder])
        raw.commit()
    return opening.open_store(opening.default_url(tmp_path), folder=tmp_path)
