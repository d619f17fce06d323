"""Layers are published like figures: by revision, with what they came from, and can be taken back."""

import pytest
from store_rows import NOW, ROWS, in_files, publish, publish_percent, with_percent
from tampering import tamper

from tvgeo.errors import ConflictError, StoreError
from tvgeo.store import audit, backup, layers, publishing, repository, verifying
from tvgeo.store.layers import LayerChange
from tvgeo.store.publishing import Publication

OLD, NEW = b'{"type": "FeatureCollection", "features": []}', b'{"type": "FeatureCollection"}'
FACTS = {"source": "Sở Xây dựng", "crs": "EPSG:9209", "median_m": 12.5}


def bring(store, content, *, layer="bridges", facts=FACTS, **values):
    return publish(
        store, repository.rows(store, repository.head_number(store)), kind="layers",
        layers={layer: LayerChange(content, facts)}, **values,
    )  # fmt: skip


def shown(store, n):
    """Return the imported layers of a revision, with their contents."""
    with store.reading() as conn:
        found = layers.in_force(conn, n)
        return {name: layers.content(conn, each) for name, each in found.items()}


def test_a_layer_is_the_folders_own_until_it_is_imported(store):
    assert shown(store, 1) == {}
    assert repository.head(store).layers_sha256 is None
    imported = bring(store, NEW)
    assert (imported.revision, imported.kind) == (2, "layers")
    assert (imported.added, imported.changed, imported.removed) == (0, 0, 0)
    assert shown(store, 1) == {}
    assert shown(store, 2) == {"bridges": NEW}


def test_what_was_said_of_a_layer_is_kept_with_it(store):
    bring(store, NEW)
    [kept] = layers.changed_in(store, 2)
    assert (kept.layer, kept.revision, kept.facts) == ("bridges", 2, FACTS)
    assert audit.entries(store)[0].details["layers"] == ["bridges"]


def test_a_layer_stays_while_figures_are_published(store):
    bring(store, NEW)
    published = publish_percent(store, 20)
    assert shown(store, published.revision) == {"bridges": NEW}
    assert layers.changed_in(store, published.revision) == ()
    assert published.layers_sha256 == repository.revision(store, 2).layers_sha256


def test_the_same_layer_again_makes_no_revision(store):
    assert bring(store, NEW).revision == bring(store, NEW).revision == 2


def test_a_rollback_brings_figures_and_layers_back_together(store):
    bring(store, OLD)
    publish_percent(store, 20)
    bring(store, NEW)
    bring(store, NEW, layer="ports")
    back = publish(store, with_percent(20), kind="rollback", restores=3)
    assert back.revision == 6
    assert shown(store, 6) == {"bridges": OLD}
    assert {each.layer: each.file_sha256 for each in layers.changed_in(store, 6)}[
        "ports"
    ] is None
    assert shown(store, 5) == {"bridges": NEW, "ports": NEW}


def test_a_rollback_to_before_any_import_makes_layers_the_folders_own_again(store):
    bring(store, NEW)
    back = publish(store, ROWS, kind="rollback", restores=1)
    assert (back.revision, back.layers_sha256, shown(store, 3)) == (3, None, {})
    assert shown(bring_again(store), 4) == {"bridges": NEW}


def bring_again(store):
    bring(store, NEW)
    return store


def test_a_layer_made_on_a_revision_that_is_not_the_head_is_refused(store):
    publish_percent(store, 20)
    with pytest.raises(ConflictError, match="base_moved"):
        publishing.publish(
            store,
            Publication(
                base=1, rows=ROWS, author="Lan", now=NOW, layers={"bridges": LayerChange(NEW)}
            ),
        )


def find_fault(store):
    with store.reading() as connection:
        place = verifying.fault(connection)
    if place is not None:
        raise StoreError("error.corrupt_store", place=place)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE layer_changes SET facts = '{}'",
        "UPDATE layer_changes SET file_sha256 = NULL",
        "DELETE FROM layer_changes",
        "INSERT INTO layer_changes SELECT 'ports', 2, file_sha256, '{}' FROM layer_changes",
    ],
)
def test_a_layer_that_was_tampered_with_is_never_shown(store, damage):
    bring(store, NEW)
    tamper(store, (damage,))
    with pytest.raises(StoreError, match="corrupt_"):
        shown(store, 2)
    with pytest.raises(StoreError, match="corrupt_"):
        find_fault(store)


def test_the_bytes_of_a_layer_are_hashed_again(store):
    bring(store, NEW)
    tamper(store, ("UPDATE files SET content = ? WHERE content = ?", b"\0", NEW))
    with pytest.raises(StoreError, match="corrupt_"):
        shown(store, 2)


@in_files
def test_a_backup_holds_the_layers(store, tmp_path):
    bring(store, NEW)
    backup.backup(store, tmp_path / "saved.sqlite3")
    bring(store, OLD)
    store.close()
    backup.restore(tmp_path / "saved.sqlite3", store.url, folder=tmp_path)
    assert shown(store, 2) == {"bridges": NEW}
