"""A store and its data folder that are moved together still belong together."""

import shutil
from datetime import UTC, datetime

import pytest
from store_rows import in_files

from tvgeo.errors import StoreError
from tvgeo.store import opening

pytestmark = in_files

NOW = datetime(2026, 1, 31, tzinfo=UTC)


@pytest.fixture
def office(tmp_path):
    """Make a folder with a data folder, and a store of it beside."""
    data = tmp_path / "here" / "data"
    data.mkdir(parents=True)
    url = f"sqlite:///{tmp_path / 'here' / 'var' / 'tvgeo.sqlite3'}"
    opening.create_store(url, folder=data, rows=(), content=None, author="Lan", now=NOW).close()
    return tmp_path


def opened(folder, data):
    url = f"sqlite:///{folder / 'var' / 'tvgeo.sqlite3'}"
    store = opening.open_store(url, folder=data)
    store.close()
    return store.folder


def test_moved_together(office):
    there = office / "there"
    shutil.move(office / "here", there)
    assert opened(there, there / "data") == there / "data"


def test_the_store_alone_moved(office):
    (office / "elsewhere").mkdir()
    shutil.move(office / "here" / "var", office / "elsewhere" / "var")
    assert opened(office / "elsewhere", office / "here" / "data") == office / "here" / "data"


def test_another_folder_is_another_folder(office):
    other = office / "here" / "other"
    other.mkdir()
    with pytest.raises(StoreError, match="other_store"):
        opened(office / "here", other)
