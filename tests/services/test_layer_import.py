"""A surveyed road comes in, everything shows it, and a rollback brings the old one back."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from tvgeo import locale
from tvgeo.core import crs
from tvgeo.core.access import Actor
from tvgeo.errors import AccessError, ConflictError, UsageError
from tvgeo.io.layer_files.reader import Options
from tvgeo.services import (
    base,
    briefing,
    exporting,
    layer_drafts,
    layer_import,
    map_layers,
    publishing,
    stores,
)
from tvgeo.services.layer_drafts import Request
from tvgeo.services.view import view_as_of
from tvgeo.store import layers as stored_layers
from tvgeo.store import repository

ADMIN = Actor("quan-tri", "admin", account=False)
PLANNER = Actor("lan", "planner", account=False)
QL60 = "ql60-binh-phu-dai-ngai"
REQUEST = Request(
    layer="national_highways", source="Hồ sơ hoàn công 2024", licence="own-work",
    accuracy_m=0.2, method="surveyed", options=Options(columns={"MA_DU_AN": "project_id"}),
)  # fmt: skip
T = locale.get("vi")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-11-26")
    monkeypatch.setenv(stores.DATABASE_URL, f"sqlite:///{tmp_path / 'var' / 't.sqlite3'}")
    copied = Path(shutil.copytree(base.DEFAULT_FOLDER, tmp_path / "data"))
    yield copied
    stores.forget()


def drawn(now, project_id=QL60):
    (found,) = [f for f in now.folder.features if f.project_id == project_id]
    return found


@pytest.fixture
def survey(folder, tmp_path):
    """Return the new line in VN-2000, 120 m east of the old one and 1 km longer, and its file."""
    old = crs.to_metric(drawn(base.open_base(folder)).geometry_4326)
    places = np.add(shapely.get_coordinates(old), (120, 0))
    along = (places[-1] - places[-2]) / np.hypot(*(places[-1] - places[-2]))
    line = shapely.LineString([*places, places[-1] + 1_000 * along])

    def written(driver="GPKG", made=line):
        frame = geopandas.GeoDataFrame({"MA_DU_AN": [QL60]}, geometry=[made], crs=9209)
        if driver == "GPKG":
            frame.to_file(tmp_path / "ql60.gpkg", driver=driver)
            return (tmp_path / "ql60.gpkg").read_bytes(), "ql60.gpkg"
        (tmp_path / "shp").mkdir()
        frame.to_file(tmp_path / "shp" / "ql60.shp", driver=driver)
        archive = shutil.make_archive(str(tmp_path / "ql60"), "zip", tmp_path / "shp")
        return Path(archive).read_bytes(), "ql60.zip"

    return line, written


def preview(folder, file, request=REQUEST, actor=ADMIN):
    return layer_drafts.preview(base.open_base(folder), *file, request, actor)


def bring(folder, file, request=REQUEST):
    return layer_import.publish(preview(folder, file, request), ADMIN, confirmed=True)


def off_m(geometry_4326, line_m):
    found = shapely.get_coordinates(crs.to_metric(geometry_4326))
    return float(np.abs(found - shapely.get_coordinates(line_m)).max())


@pytest.mark.parametrize("driver", ["GPKG", "ESRI Shapefile"])
def test_a_surveyed_road_is_where_the_national_operation_puts_it(folder, survey, driver):
    line, written = survey
    bring(folder, written(driver))
    new = drawn(base.open_base(folder))
    assert off_m(new.geometry_4326, line) < 0.1
    assert (new.source, new.licence, new.method, new.accuracy_m) == (
        "Hồ sơ hoàn công 2024", "own-work", "surveyed", 0.2,
    )  # fmt: skip


def test_the_draft_tells_what_moved_and_what_it_measures(folder, survey):
    _, written = survey
    draft = preview(folder, written())
    (change,) = draft.changes
    assert change.moved.median_m == pytest.approx(115, abs=10)
    assert change.moved.max_m == pytest.approx(1_000, abs=130)
    assert change.new[1] - change.old[1] == pytest.approx(1.0, abs=0.011)
    assert (draft.count("changed"), draft.count("added"), draft.count("removed")) == (1, 0, 0)
    assert {f.code for f in draft.reading.findings} == {"W_MOVED"}
    now = base.open_base(folder)
    assert (now.revision, now.published) == (1, None)  # nothing is stored


def seen(folder, tmp_path):
    """Return what map, measures, plates and exports show of the road."""
    now = base.open_base(folder)
    view = view_as_of(now, date(2025, 12, 14))
    geojson, gpkg = tmp_path / "out.geojson", tmp_path / "out.gpkg"
    exporting.export(view, "geojson", geojson)
    exporting.export(view, "gpkg", gpkg)
    exported = json.loads(geojson.read_text(encoding="utf-8"))["features"]
    (of_json,) = [f for f in exported if f["properties"]["project_id"] == QL60]
    frame = geopandas.read_file(gpkg, layer="national_highways")
    (of_gpkg,) = frame.to_crs(4326)[frame["project_id"] == QL60].geometry
    payload = json.loads(map_layers.drawn_layers(now)["national_highways"])
    (of_map,) = [f for f in payload["features"] if f["properties"].get("project_id") == QL60]
    works = [w for plate in briefing.facts(view, T).plates for w in plate.works]
    return {
        "json": shapely.geometry.shape(of_json["geometry"]),
        "gpkg": of_gpkg,
        "map": shapely.geometry.shape(of_map["geometry"]),
        "length": now.lengths_km[QL60],
        "plate": [s.geometry for w in works if w.fact.project_id == QL60 for s in w.shapes],
    }


def test_everything_shows_the_new_line_and_after_a_rollback_the_old_one(
    folder, survey, tmp_path
):
    line, written = survey
    old_line = crs.to_metric(drawn(base.open_base(folder)).geometry_4326)
    before = seen(folder, tmp_path)
    bring(folder, written())
    after = seen(folder, tmp_path)
    publishing.rollback(1, ADMIN, path=str(folder))
    again = seen(folder, tmp_path)
    for found, wanted in ((before, old_line), (after, line), (again, old_line)):
        assert found["length"] == pytest.approx(wanted.length / 1000, abs=0.006)
        for name in ("json", "gpkg", "map"):
            assert off_m(found[name], wanted) < 0.1, name
        assert found["plate"]
        assert all(shapely.hausdorff_distance(each, wanted) < 0.1 for each in found["plate"])


def test_the_file_as_sent_and_where_it_came_from_stay_with_the_revision(folder, survey):
    _, written = survey
    file = written()
    made = bring(folder, file)
    now = base.open_base(folder)
    store = stores.required(now.folder.folder)
    facts = now.imported["national_highways"].facts
    assert (made.kind, made.file_name) == ("layers", "ql60.gpkg")
    assert repository.original(store, made.revision) == ("ql60.gpkg", file[0])
    assert facts["crs"] == "EPSG:9209"
    assert facts["operation"] == "VN-2000 to WGS 84 (2) (EPSG:6960)"
    assert facts["median_m"] == pytest.approx(115, abs=10)
    with store.reading() as conn:
        content = stored_layers.content(conn, now.imported["national_highways"])
    assert len(json.loads(content)["features"]) == 15


def test_an_import_is_for_administrators_and_changes_nothing_else(folder, survey):
    _, written = survey
    file = written()
    with pytest.raises(AccessError):
        preview(folder, file, actor=PLANNER)
    draft = preview(folder, file)
    with pytest.raises(AccessError):
        layer_import.publish(draft, PLANNER, confirmed=True)
    with pytest.raises(ConflictError, match="unconfirmed"):
        layer_import.publish(draft, ADMIN)
    rows = base.open_base(folder).rows
    layer_import.publish(draft, ADMIN, confirmed=True)
    assert set(base.open_base(folder).rows) == set(rows)
    with pytest.raises(ConflictError, match="base_moved"):
        layer_import.publish(draft, Actor("khac", "admin", account=False), confirmed=True)


def test_the_same_import_sent_twice_is_one_revision(folder, survey):
    _, written = survey
    draft = preview(folder, written())
    first = layer_import.publish(draft, ADMIN, confirmed=True)
    assert layer_import.publish(draft, ADMIN, confirmed=True).revision == first.revision


@pytest.mark.parametrize(
    "change",
    [
        {"layer": "nowhere"}, {"licence": "mine"}, {"method": "guessed"}, {"source": " "},
        {"accuracy_m": 0.0}, {"accuracy_m": 2_000.0}, {"options": Options(project_id="x")},
    ],
)  # fmt: skip
def test_what_is_stated_of_a_layer_must_be_possible(folder, survey, change):
    _, written = survey
    with pytest.raises(UsageError):
        preview(folder, written(), replace(REQUEST, **change))


def test_a_refused_file_publishes_nothing(folder, survey):
    line, written = survey
    far = shapely.affinity.translate(line, yoff=400_000)
    draft = preview(folder, written(made=far))
    assert (draft.content, draft.changes) == (None, ())
    with pytest.raises(ConflictError, match="layer_refused"):
        layer_import.publish(draft, ADMIN, confirmed=True)


def test_the_wrong_meridian_is_noticed_by_the_stored_line(folder, survey):
    line, written = survey
    draft = preview(folder, written(made=shapely.affinity.translate(line, xoff=-27_000)))
    assert "E_MOVED" in {f.code for f in draft.reading.findings}


def test_the_whole_layer_is_replaced_only_when_asked(folder, survey):
    _, written = survey
    draft = preview(folder, written(), replace(REQUEST, replace_layer=True))
    assert (draft.count("removed"), draft.same) == (14, 0)
    assert "W_REMOVED" in {f.code for f in draft.reading.findings}


@pytest.fixture
def sent(folder):
    """Return a function that previews the drawn line again, with other properties or shape."""

    def previewed(geometry=None, **properties):
        shape = shapely.geometry.mapping(
            geometry or drawn(base.open_base(folder)).geometry_4326
        )
        document = {"type": "Feature", "properties": properties, "geometry": shape}
        file = json.dumps(document).encode(), "ql60.geojson"
        return preview(folder, file, replace(REQUEST, options=Options()))

    return previewed


def found(draft):
    return {f.code: f for f in draft.reading.findings}


def test_a_line_is_never_handed_to_another_work(folder, sent):
    own = drawn(base.open_base(folder)).feature_id
    other = next(p for p in base.open_base(folder).registry.projects if p != QL60)
    draft = sent(feature_id=own, project_id=other)
    fault = found(draft)["E_OTHER_WORK"]
    assert draft.content is None
    assert (fault.values["old"], fault.values["new"]) == (QL60, other)
    assert other in T.problem(fault)
    assert "E_OTHER_WORK" not in found(sent(feature_id=own, project_id=QL60))


def test_a_line_without_a_work_gets_one_only_when_confirmed(folder, sent):
    now = drawn(base.open_base(folder))
    own = now.feature_id
    layer = folder / "geojson/national_highways.geojson"
    document = json.loads(layer.read_text("utf-8"))
    for each in document["features"]:
        if each["properties"]["feature_id"] == own:
            each["properties"]["project_id"] = None
    layer.write_text(json.dumps(document), "utf-8")
    fault = found(sent(now.geometry_4326, feature_id=own, project_id=QL60))["W_WORK_GIVEN"]
    assert (fault.severity, fault.values["new"]) == ("warning", QL60)


def test_a_line_that_becomes_a_point_is_asked_about(folder, sent):
    now = drawn(base.open_base(folder))
    middle = now.geometry_4326.interpolate(0.5, normalized=True)
    fault = found(sent(middle, feature_id=now.feature_id, project_id=QL60))["W_SHAPE_CHANGED"]
    assert fault.severity == "warning"
    assert "đổi từ đường thành điểm" in T.problem(fault)
    assert "W_SHAPE_CHANGED" not in found(sent(feature_id=now.feature_id, project_id=QL60))


@pytest.mark.parametrize("size", [4e-8, 1e-9])
def test_a_shape_of_which_nothing_is_left_when_it_is_stored_is_refused(folder, sent, size):
    x, y = drawn(base.open_base(folder)).geometry_4326.coords[0]
    line = shapely.LineString([(round(x, 5), round(y, 5)), (round(x, 5) + size, round(y, 5))])
    draft = sent(line, project_id=QL60)
    assert found(draft)["E_GEOM_VANISHES"].severity == "error"
    assert draft.content is None
