"""A small store, made anew for each test."""

import pytest
from store_rows import make


@pytest.fixture
def store(tmp_path):
    made = make(tmp_path)
    yield made
    made.close()
