"""Errors as they are told to those who only read."""

from pathlib import Path

import pytest

from tvgeo.errors import StoreError


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("/srv/tvgeo/var/tvgeo.sqlite3", "tvgeo.sqlite3"),
        (Path("/srv/tvgeo/data"), "data"),
        ("C:\\tvgeo\\var\\tvgeo.sqlite3", "tvgeo.sqlite3"),
        ("\\\\server\\share\\tvgeo.sqlite3", "tvgeo.sqlite3"),
        ("FILE", "FILE"),
        ("progress.csv", "progress.csv"),
        ("/", "/"),
        (7, 7),
        (None, None),
    ],
)
def test_a_file_is_named_without_its_folder(value, told):
    error = StoreError("error.store_gone", store=value, n=3)
    outside = error.without_folders()
    assert (type(outside), outside.key) == (StoreError, "error.store_gone")
    assert outside.values == {"store": told, "n": 3}
    assert error.values["store"] == value
