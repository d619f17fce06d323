"""QGIS reads the database itself: every figure in the view is the one that the pages show."""

import json
import os
import random
import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
import shapely
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from tvgeo.core.access import Actor
from tvgeo.core.progress import QUALITIES, STATUSES, Row
from tvgeo.errors import StoreError
from tvgeo.services import database, gis, layer_drafts, layer_import, stores
from tvgeo.services import publishing as publishing_service
from tvgeo.services.base import ensure_store, folder_path, open_base
from tvgeo.services.view import view_as_of
from tvgeo.store import addresses, gis_view, publishing, repository, schema
from tvgeo.store.publishing import Publication

TINY = Path(__file__).parents[1] / "tiny_province"
OPERATOR = Actor("quan-tri", "admin", account=False)
DAYS = (
    date(2021, 6, 30),
    date(2023, 10, 15),
    date(2025, 6, 14),
    date(2025, 12, 14),
    date(2030, 1, 1),
)
FIGURES = ("status", "physical", "planned", "disbursed", "site_clearance", "actual", "chainage",
           "obstacle", "proposal")  # fmt: skip
VALUE = {"physical": "physical_pct", "planned": "planned_pct", "disbursed": "disbursed_pct",
         "site_clearance": "site_clearance_pct", "actual": "actual_value",
         "chainage": "completed_chainage"}  # fmt: skip


@pytest.fixture
def url(cluster, postgis_database, tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-10")
    made = cluster.url(postgis_database, f"gis_{abs(hash(tmp_path)) % 10**12}")
    monkeypatch.setenv(stores.DATABASE_URL, made)
    return made


@pytest.fixture
def ask(url):
    """Return a function that reads the view as a reader would, with its settings."""
    address = addresses.server(url)
    engine = create_engine(
        address.url, connect_args={"options": f"-c search_path={address.schema}"}
    )

    def rows(sql="SELECT * FROM works_as_of", **settings):
        with engine.begin() as conn:
            for name, value in settings.items():
                conn.execute(text(f"SET LOCAL tvgeo.{name} = '{value}'"))
            return [dict(row) for row in conn.execute(text(sql)).mappings()]

    yield rows
    engine.dispose()


def expected(figure):
    return (
        (None, None, None) if figure is None else (figure.value, figure.as_of, figure.quality)
    )


def assert_the_same(ask, base, days, *, sourced_only=False):
    for day in days:
        standings = view_as_of(base, day, sourced_only=sourced_only).standings
        found = ask(as_of=day.isoformat(), sourced_only=str(sourced_only).lower())
        assert [row["project_id"] for row in found] == list(standings)
        for row, item in zip(found, standings.values(), strict=True):
            assert (row["as_of"], row["revision"]) == (day, base.revision)
            said = (row["health"], row["slippage"], row["illustrative"])
            assert said == (item.health, item.slippage, item.illustrative), (day, row)
            for name in FIGURES:
                value = row[VALUE.get(name, name)]
                told = (value, row[f"{name}_on"], row[f"{name}_quality"])
                assert told == expected(getattr(item, name)), (day, name, row)
            for name in ("physical", "planned"):
                figure = getattr(item, name)
                assert row[f"{name}_derived"] == (figure.derived if figure else None)


@pytest.mark.parametrize("sourced_only", [False, True])
def test_every_figure_of_every_shipped_work_is_the_one_of_the_pages(ask, sourced_only):
    ensure_store()
    assert gis.keep_in_step() == "ready"
    assert_the_same(ask, open_base(), DAYS, sourced_only=sourced_only)


def test_figures_of_any_kind_are_those_of_the_pages(ask):
    """Blanks, corrections, removals, derived figures, all qualities: whatever may be published."""
    chance = random.Random(7)
    store = ensure_store()
    gis.keep_in_step()
    plan = open_base().registry.projects

    def maybe(*values):
        return chance.choice([None, *values])

    def a_row(project_id, month):
        return Row(
            project_id, date(2021 + month // 12, month % 12 + 1, 14),
            physical_pct=maybe(round(chance.random() * 100, 2)),
            disbursed_pct=maybe(chance.random() * 100), status=maybe(*STATUSES),
            planned_pct=maybe(round(chance.random() * 100, 1)),
            actual_value=maybe(chance.random() * 500), obstacle=maybe("Vướng mặt bằng"),
            quality=chance.choice([*QUALITIES, "illustrative", "public"]),
        )  # fmt: skip

    for base in (1, 2):
        rows = [a_row(p, month) for p in plan for month in chance.sample(range(60), 4)]
        publishing.publish(
            store, Publication(base=base, rows=rows, author="Lan", now=stores.now())
        )
        assert_the_same(ask, open_base(), (date(2022, 3, 1), date(2025, 12, 31)))


def test_each_work_has_the_geometry_of_its_features(ask):
    ensure_store()
    gis.keep_in_step()
    located = open_base().join.located
    for row in ask("SELECT project_id, public.ST_AsBinary(geom) AS wkb FROM works_as_of"):
        features = located.get(row["project_id"], ())
        drawn = shapely.get_parts(shapely.from_wkb(row["wkb"])) if row["wkb"] else []
        parts = [f.geometry_4326 for f in features]
        assert shapely.union_all(drawn).equals(shapely.union_all(parts))


def test_numbers_are_rounded_as_the_pages_round_them(ask):
    ensure_store()
    gis.keep_in_step()
    numbers = [
        0.05,
        0.15,
        0.25,
        0.35,
        0.45,
        12.25,
        12.35,
        62.45,
        99.95,
        -0.04,
        -7.25,
        -0.25,
        0.0,
        100.0,
    ]
    numbers += [n * 100 / 1461 for n in range(1462)]
    values = ", ".join(f"({n!r}::float8)" for n in numbers)
    found = ask(f"SELECT gis_round1(x) AS y FROM (VALUES {values}) v (x)")
    assert [row["y"] for row in found] == [round(n, 1) for n in numbers]


def test_without_a_day_it_is_today_in_the_province(ask):
    ensure_store()
    gis.keep_in_step()
    [row] = ask(
        "SELECT DISTINCT as_of, (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS today FROM works_as_of"
    )
    assert row["as_of"] == row["today"]


def test_a_publication_shows_at_once_and_a_change_of_the_plan_at_the_next_look(
    ask, tmp_path, monkeypatch
):
    folder = shutil.copytree(Path(__file__).parents[2] / "data", tmp_path / "data")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(folder))
    store = ensure_store()
    gis.keep_in_step()
    publishing.publish(store, Publication(base=1, rows=(), author="Lan", now=stores.now()))
    counts = ask(
        "SELECT count(*) AS n, count(physical_pct) AS known, max(revision) AS rev FROM works_as_of"
    )
    assert counts == [{"n": len(open_base().registry.projects), "known": 0, "rev": 2}]
    path = folder / "plan" / "projects.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("Cầu Đại Ngãi", "Cầu Đại Ngãi mới"),
        encoding="utf-8",
    )
    gis.keep_in_step()
    names = [row["name_vi"] for row in ask("SELECT name_vi FROM works_as_of")]
    assert [project.name_vi for project in open_base().registry.projects.values()] == names
    assert any("Cầu Đại Ngãi mới" in name for name in names)


# Who may read what


@pytest.fixture
def reader(cluster, postgis_database, url):
    """Return the address of an account that may read the view, and nothing else."""
    ensure_store()
    gis.keep_in_step()
    role = f"qgis_{addresses.server(url).schema}"
    cluster.sql(f"CREATE ROLE {role} LOGIN", database=postgis_database)
    database.grant(stores.required(folder_path()), role, "reader")
    return url.replace("postgres@", f"{role}@")


def test_the_reader_reads_the_view_and_nothing_else(reader):
    address = addresses.server(reader)
    engine = create_engine(
        address.url, connect_args={"options": f"-c search_path={address.schema}"}
    )
    with engine.connect() as conn:
        assert conn.scalar(text("SELECT count(*) FROM works_as_of")) > 0
    for table in [*schema.metadata.tables, "gis_works", "alembic_version"]:
        with (
            engine.connect() as conn,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            conn.execute(text(f"SELECT * FROM {table}"))
    with engine.connect() as conn, pytest.raises(ProgrammingError, match="permission denied"):
        conn.execute(text("CREATE TABLE mine (n int)"))
    engine.dispose()


def gdal(program, *arguments):
    """Run a program of GDAL, whose driver is the one of QGIS; the package of Python lacks it."""
    if shutil.which(program) is None and os.environ.get("CI") != "true":
        pytest.skip(f"no {program} on the PATH (Debian: apt install gdal-bin)")
    return subprocess.run(
        [program, *arguments], capture_output=True, text=True, check=True, timeout=60
    ).stdout


def test_the_driver_of_qgis_opens_the_view_as_a_layer(reader):
    address = addresses.server(reader)
    source = (
        f"PG:host=127.0.0.1 port={address.url.port} dbname={address.url.database}"
        f" user={address.url.username} active_schema={address.schema}"
    )
    told = gdal("ogrinfo", "-so", source, "works_as_of")
    base = open_base()
    assert f"Feature Count: {len(base.registry.projects)}" in told
    assert 'ID["EPSG",4326]' in told
    assert "Geometry Column = geom" in told
    for field in (
        "name_vi: String",
        "physical_pct: Real",
        "physical_on: Date",
        "slippage: Real",
    ):
        assert field in told
    found = json.loads(gdal("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", source, "works_as_of"))
    view = view_as_of(
        base, date.fromisoformat(found["features"][0]["properties"]["as_of"].replace("/", "-"))
    )
    pages = {p: s.physical.value if s.physical else None for p, s in view.standings.items()}
    read = {
        f["properties"]["project_id"]: f["properties"]["physical_pct"]
        for f in found["features"]
    }
    assert read == pages
    drawn = {f["properties"]["project_id"] for f in found["features"] if f["geometry"]}
    assert drawn == set(base.join.located)


def test_the_dashboard_needs_no_right_to_make_tables_after_the_first_start(
    cluster, postgis_database, url, monkeypatch
):
    ensure_store()
    gis.keep_in_step()
    role = f"app_{addresses.server(url).schema}"
    cluster.sql(f"CREATE ROLE {role} LOGIN", database=postgis_database)
    database.grant(stores.required(folder_path()), role, "app")
    stores.forget()
    monkeypatch.setenv(stores.DATABASE_URL, url.replace("postgres@", f"{role}@"))
    store = ensure_store()
    assert store.refusal is None
    published = publishing.publish(
        store, Publication(base=1, rows=(), author="Lan", now=stores.now())
    )
    assert published.revision == 2
    assert gis.keep_in_step() == "ready"

    def may_not(statement):
        with store.writing() as connection:
            connection.exec_driver_sql(statement)

    for statement in (
        "CREATE TABLE mine (n int)",
        "DROP TABLE revisions",
        "DELETE FROM audit",
        "UPDATE changes SET note = ''",
        "TRUNCATE files",
    ):
        with pytest.raises(StoreError, match="database_refused"):
            may_not(statement)


def test_a_view_of_an_older_version_is_replaced_by_its_owner_and_rights_stay(
    reader, monkeypatch
):
    with stores.required(folder_path()).writing() as connection:
        connection.exec_driver_sql("COMMENT ON VIEW works_as_of IS 'of before'")
    whole = gis_view.view
    monkeypatch.setattr(
        gis_view, "view", lambda g: whole(g).replace(" AS geom\n", " AS geom, 1 AS added\n")
    )
    assert gis.keep_in_step() == "ready"
    engine = create_engine(addresses.server(reader).url)
    with engine.connect() as conn:
        name = f"{addresses.server(reader).schema}.works_as_of"
        assert conn.scalar(text(f"SELECT max(added) FROM {name}")) == 1
    engine.dispose()


def test_a_role_that_is_not_there_is_told(url):
    store = ensure_store()
    with pytest.raises(StoreError, match="database_refused") as refused:
        database.grant(store, "nobody_there", "app")
    assert 'role "nobody_there" does not exist' in refused.value.values["reason"]


# Where there is none


def test_a_store_in_a_file_has_no_view():
    ensure_store()
    assert gis.keep_in_step() == "no_server"


def test_without_postgis_the_store_works_and_the_view_is_left_out(cluster, monkeypatch):
    monkeypatch.setenv(stores.DATABASE_URL, cluster.url(cluster.new_database(postgis=False)))
    store = ensure_store()
    assert gis.keep_in_step() == "no_postgis"
    assert repository.head(store).revision == 1


def brought(folder, east=0.01):
    """Import the folder's road, moved to the east; return its west end in the file."""
    [layer] = (folder / "geojson").glob("*.geojson")
    document = json.loads(layer.read_text(encoding="utf-8"))
    for feature in document["features"]:
        moved = shapely.affinity.translate(
            shapely.geometry.shape(feature["geometry"]), xoff=east
        )
        feature["geometry"] = shapely.geometry.mapping(moved)
    base = open_base()
    request = layer_drafts.Request(
        layer=layer.stem,
        accuracy_m=0.5,
        method="surveyed",
        source="đo 2026",
        licence="own-work",
    )
    data = json.dumps(document).encode()
    draft = layer_drafts.preview(base, data, "duong.geojson", request, OPERATOR)
    return layer_import.publish(draft, OPERATOR, confirmed=True)


@pytest.fixture
def tiny(url, tmp_path, monkeypatch):
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))
    monkeypatch.setenv("TVGEO_DATA_DIR", str(folder))
    ensure_store()
    gis.keep_in_step()
    return folder


def west_end(ask):
    [row] = ask("SELECT min(public.ST_XMin(geom::public.box3d)) AS west FROM works_as_of")
    return row["west"]


def test_an_imported_line_and_its_rollback_are_in_the_view_at_once(tiny, ask):
    before = west_end(ask)
    brought(tiny)
    assert west_end(ask) == pytest.approx(before + 0.01)
    publishing_service.rollback(1, OPERATOR)
    assert west_end(ask) == pytest.approx(before)


def test_lines_of_before_do_not_take_the_place_of_newer_ones(tiny, ask, monkeypatch):
    stale = open_base()
    brought(tiny)
    newer = west_end(ask)
    monkeypatch.setattr(gis, "open_base", lambda _: stale)
    gis.keep_in_step()
    assert west_end(ask) == newer


def test_a_plan_that_is_prolonged_keeps_its_store_and_another_provinces_is_never_shown(tiny):
    settings = tiny / "tvgeo.toml"
    text = settings.read_text(encoding="utf-8")
    brought(tiny)
    stores.forget()
    prolonged = re.sub(r'period = \["(\d+-\d+-\d+)", "\d+', r'period = ["\1", "2032', text)
    assert prolonged != text
    settings.write_text(prolonged, encoding="utf-8")
    assert open_base().revision == 2
    stores.forget()
    settings.write_text(re.sub(r'province = ".*"', 'province = "Bến Tre"', text), "utf-8")
    with pytest.raises(StoreError, match="other_store"):
        open_base()
