"""Every test has a store of its own, which does not exist until the test publishes something."""

import io
import itertools
import sys

import pytest

from tvgeo import cli
from tvgeo.services import stores

pytest_plugins = ["postgres"]
_numbers = itertools.count(1)


def pytest_collection_modifyitems(items):
    """Begin with the longest files: in the end several processes would wait for one of them."""
    items.sort(key=lambda item: "store" not in item.path.parts)


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


@pytest.fixture
def tvgeo(folder, monkeypatch, capsys):
    """Return a function that runs a command on the test's own `folder`: exit code, out, err.

    `typed` is what stands on standard input, a password say.
    """
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")

    def run(*arguments, data=folder, typed=None):
        monkeypatch.setattr(sys, "argv", ["tvgeo", "--data", str(data), *map(str, arguments)])
        if typed is not None:
            monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out, said.err

    return run
