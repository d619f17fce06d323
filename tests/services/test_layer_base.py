"""What is published is drawn on the imported layers, and on the folder's own after a rollback."""

import json
import shutil
from pathlib import Path

import pytest
from shapely import affinity
from shapely.geometry import mapping, shape

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError
from tvgeo.services import base, history, publishing, stores
from tvgeo.store import publishing as storing
from tvgeo.store.layers import LayerChange
from tvgeo.store.publishing import Publication

TINY = Path(__file__).parents[1] / "tiny_province"
ADMIN = Actor("quan-tri", "admin", account=False)
PLANNER = Actor("lan", "planner", account=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    monkeypatch.setenv(stores.DATABASE_URL, f"sqlite:///{tmp_path / 'var' / 'tvgeo.sqlite3'}")
    copied = Path(shutil.copytree(TINY, tmp_path / "data"))
    yield copied
    stores.forget()


def shifted(folder, metres_north=1_000.0):
    """Return the folder's roads moved to the north, as the bytes of a layer."""
    layer = json.loads((folder / "geojson/roads.geojson").read_text(encoding="utf-8"))
    for feature in layer["features"]:
        moved = affinity.translate(shape(feature["geometry"]), yoff=metres_north / 110_600)
        feature["geometry"] = mapping(moved)
    return json.dumps(layer).encode()


def bring(folder, content):
    store = base.ensure_store(folder)
    now = base.open_base(folder)
    return storing.publish(
        store,
        Publication(
            base=now.revision, rows=now.rows, author="quan-tri", now=stores.now(),
            kind="layers", layers={"roads": LayerChange(content, {"source": "đo 2026"})},
        ),
    )  # fmt: skip


def south_end(found):
    return min(f.geometry_4326.bounds[1] for f in found.folder.features if f.layer == "roads")


def test_an_imported_layer_is_drawn_and_measured_in_the_place_of_the_folders_own(folder):
    before = base.open_base(folder)
    bring(folder, shifted(folder))
    after = base.open_base(folder)
    assert south_end(after) - south_end(before) == pytest.approx(1_000 / 110_600, abs=1e-5)
    assert set(after.imported) == {"roads"}
    assert after.imported["roads"].facts == {"source": "đo 2026"}
    assert after.lengths_km.keys() == before.lengths_km.keys()
    assert base.open_base(folder) is after


def test_the_layer_of_an_older_revision_is_shown_with_it(folder):
    first = base.open_base(folder)
    bring(folder, shifted(folder))
    after = base.open_base(folder)
    assert south_end(base.at_revision(after, 1)) == south_end(first)
    assert history.layers_between(after, 1, 2) == ("roads",)
    assert [each.layer for each in history.layers_of(after, 2)] == ["roads"]


def test_a_rollback_draws_the_old_layer_again(folder):
    first = base.open_base(folder)
    bring(folder, shifted(folder))
    publishing.rollback(1, ADMIN, path=str(folder))
    assert south_end(base.open_base(folder)) == south_end(first)
    assert base.open_base(folder).imported == {}


def test_taking_a_layer_back_is_for_administrators(folder):
    bring(folder, shifted(folder))
    with pytest.raises(AccessError):
        publishing.rollback(1, PLANNER, path=str(folder))
    assert base.open_base(folder).revision == 2
