"""A store in a schema of PostgreSQL: made once, read and written by many, away now and then."""

import pytest
from store_rows import NOW, ROWS, publish_percent

from tvgeo.store import opening, repository, verifying


@pytest.fixture
def url(cluster, postgis_database, request):
    """Return the address of a schema that is not there yet."""
    number = abs(hash(request.node.nodeid)) % 10**9
    return cluster.url(postgis_database, f"t{number}")


def make(url, **values):
    return opening.create_store(
        url, folder=None, rows=ROWS, content=b"a", author="tvgeo", now=NOW, **values
    )


def test_a_store_is_made_read_published_into_and_whole(url):
    assert not opening.exists(url)
    store = make(url)
    assert opening.exists(url)
    assert repository.rows(store, 1) == ROWS
    assert publish_percent(store, 20).revision == 2
    assert repository.rows(store, 2)[0].physical_pct == 20.0
    assert repository.original(store, 1) == ("progress.csv", b"a")
    with store.reading() as connection:
        assert verifying.fault(connection) is None
    store.close()
