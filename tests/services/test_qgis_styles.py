"""The works as a GeoPackage: layers with Vietnamese names, drawn in QGIS as on the map."""

import sqlite3
from contextlib import closing
from datetime import date

import pyogrio
import pytest
from defusedxml import ElementTree

from tvgeo import locale
from tvgeo.render import style
from tvgeo.services import exporting
from tvgeo.services.base import DEFAULT_FOLDER, open_base
from tvgeo.services.view import view_as_of

VI = locale.get("vi")
SYMBOLS = {"point": "marker", "line": "line", "area": "fill"}


@pytest.fixture(scope="module")
def view():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", "2026-02-10")
        yield view_as_of(open_base(DEFAULT_FOLDER), date(2025, 12, 31))


@pytest.fixture(scope="module")
def path(view, tmp_path_factory):
    found = tmp_path_factory.mktemp("gpkg") / "plan.gpkg"
    exporting.export(view, "gpkg", found, t=VI)
    return found


def drawn(path):
    return [name for name, kind in pyogrio.list_layers(path) if kind is not None]


@pytest.fixture(scope="module")
def styles(path):
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT f_table_name, styleName, styleQML FROM layer_styles WHERE useAsDefault = 1"
        )
        return {
            name: (title, ElementTree.fromstring(qml, forbid_dtd=False))
            for name, title, qml in rows
        }


def shape(path, layer):
    kind = pyogrio.read_info(path, layer=layer)["geometry_type"]
    return "line" if "Line" in kind else "area" if "Polygon" in kind else "point"


def options(qml, state):
    """Return how a state is drawn."""
    [category] = [c for c in qml.iter("category") if c.get("value") == state]
    [symbol] = [s for s in qml.iter("symbol") if s.get("name") == category.get("symbol")]
    return {each.get("k"): each.get("v") for each in symbol.iter("prop")}


def test_every_layer_holds_geometry_of_one_kind_and_has_its_style(path, styles):
    assert drawn(path) == list(styles)
    assert {"bridges", "bridges_point", "urban_areas", "urban_areas_point"} <= set(styles)
    for layer, (_, qml) in styles.items():
        kinds = {s.get("type") for s in qml.iter("symbol")}
        assert kinds == {SYMBOLS[shape(path, layer)]}, layer


def test_layers_and_their_columns_are_named_in_vietnamese(path, styles):
    assert styles["bridges"][0] == "Cầu"
    assert styles["bridges_point"][0] == "Cầu (điểm)"
    info = pyogrio.read_info(path, layer="bridges")
    assert info["layer_metadata"]["IDENTIFIER"] == "Cầu"
    aliases = {a.get("field"): a.get("name") for a in styles["bridges"][1].iter("alias")}
    assert list(aliases) == list(info["fields"])
    assert aliases["slippage_points"] == "Chênh lệch so với kế hoạch (điểm %)"
    assert all(name != field for field, name in aliases.items())


def test_every_state_has_the_colour_and_the_words_of_the_legend(view, styles):
    for _, qml in styles.values():
        renderer = qml.find("renderer-v2")
        assert (renderer.get("type"), renderer.get("attr")) == ("categorizedSymbol", "health")
        categories = {c.get("value"): c for c in renderer.iter("category")}
        assert list(categories) == list(style.HEALTH_ORDER)
        late = categories["late"].get("label")
        assert late == VI("legend.late", late=view.base.settings.late)
        drawn_as = options(qml, "late")
        colour = drawn_as.get("line_color") or drawn_as["color"]
        assert colour.startswith("178,74,18,")
        assert style.health("late").fill == "#B24A12"


def test_a_sketch_is_dotted_and_what_is_unknown_is_hatched_or_dashed(styles):
    for layer, (_, qml) in styles.items():
        for symbol in qml.iter("symbol"):
            [defined] = [o for o in symbol.iter("Option") if o.get("name") == "outlineStyle"]
            option = {o.get("name"): o.get("value") for o in defined}
            assert option["active"] == "true"
            assert "if(\"method\" = 'schematic', 'dot', " in option["expression"], layer
    unknown = {layer: options(qml, "no_data") for layer, (_, qml) in styles.items()}
    assert unknown["urban_areas"]["style"] == "b_diagonal"
    assert unknown["bridges"]["line_style"] == "dash"
    assert unknown["urban_areas_point"]["outline_style"] == "dash"


def test_the_file_says_of_which_day_and_revision_it_is(path):
    about = pyogrio.read_info(path, layer="bridges")["dataset_metadata"]
    assert (about["AS_OF"], about["REVISION"], about["SOURCED_ONLY"]) == (
        "2025-12-31", "1", "no",
    )  # fmt: skip
    assert "gis.chinhphu.vn" in about["SOURCE"]
    assert "own-work" in about["LICENSE"]


def test_a_hostile_name_stays_text_in_the_style(view):
    """Names of layers, and columns that a province adds, come from its files."""
    from tvgeo.render import qgis_style

    hostile = {'x" y="<&>': "</alias><script>{{7*7}}"}
    written = qgis_style.qml(VI, view.base.settings, "line", hostile)
    [alias] = ElementTree.fromstring(written, forbid_dtd=False).iter("alias")
    assert (alias.get("field"), alias.get("name")) == next(iter(hostile.items()))
