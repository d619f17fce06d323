"""Every test has a store of its own, which does not exist until the test publishes something."""

import itertools

import pytest

from tvgeo.services import stores

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("stores")


@pytest.fixture(autouse=True)
def store_path(store_folder, monkeypatch):
    """Name the store of this test; close whatever it opened."""
    path = store_folder / str(next(_numbers)) / "tvgeo.sqlite3"
    monkeypatch.setenv(stores.DATABASE_URL, f"sqlite:///{path}")
    yield path
    stores.forget()
