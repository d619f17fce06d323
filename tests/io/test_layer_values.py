"""Whatever JSON a feature is made of, the reading answers, and its answer can be written."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from layer_making import codes, collection, feature, read

from tvgeo import locale
from tvgeo.io.parsing import child
from tvgeo.io.reading import process
from tvgeo.services import layer_documents

OURS = (
    "project_id", "feature_id", "name_vi", "ref", "from_km", "to_km", "official_length_km",
    "official_area_ha", "geometry", "\ud800",
)  # fmt: skip
NUMBERS = st.integers() | st.floats(allow_nan=False) | st.sampled_from([10**400, -(10**400)])
TEXTS = st.text() | st.sampled_from(
    ["\ud800", "9" * 500, "Km1+000", "1e999", "NaN", "\0", "١٢"]
)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXTS
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
PLACES = st.recursive(
    st.tuples(st.floats(105, 107), st.floats(9, 10.5)).map(list) | st.just([]) | LEAVES,
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=15,
)
KINDS = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
SHAPES = st.fixed_dictionaries({"type": st.sampled_from(KINDS), "coordinates": PLACES}) | JSON
FEATURES = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "properties": st.dictionaries(st.sampled_from(OURS) | TEXTS, JSON, max_size=6) | JSON,
        "geometry": SHAPES,
    },
    optional={"id": JSON},
)


@pytest.fixture
def in_this_process(monkeypatch):
    """Parse without a process of its own, so that nothing that escapes is taken for a limit."""

    def ask(request, data):
        raw = json.dumps(request).encode() + b"\n" + data
        return process._decoded(child.encoded(child.answer(raw)))

    monkeypatch.setattr(process, "ask", ask)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(members=st.lists(FEATURES, min_size=1, max_size=3), crs=st.just("no") | JSON)
def test_nothing_escapes_the_reading_of_a_layer(in_this_process, members, crs):
    more = {} if crs == "no" else {"crs": crs}
    document = {"type": "FeatureCollection", "features": members} | more
    found = read(json.dumps(document).encode(), "a.geojson")
    for language in locale.LANGUAGES:
        answer = layer_documents.reading(found, locale.get(language))
        assert json.dumps(answer, ensure_ascii=False, allow_nan=False).encode()


@pytest.mark.parametrize("column", ["from_km", "official_length_km", "official_area_ha"])
@pytest.mark.parametrize(
    "value", [10**400, "9" * 400, -1, 1e308], ids=["int", "text", "-1", "1e308"]
)
def test_a_number_without_end_is_a_finding_and_no_crash(column, value):
    assert "E_NUMBER" in codes(read(collection(feature(**{column: value})), "a.geojson"))


@pytest.mark.parametrize(
    ("km", "code"),
    [
        ({"from_km": 3}, "E_KM_HALF"), ({"to_km": "Km3+000"}, "E_KM_HALF"),
        ({"from_km": 3, "to_km": 3.0}, "E_KM_SAME"), ({"from_km": 0, "to_km": 0}, "E_KM_SAME"),
        ({"from_km": 3, "to_km": "Km3+000"}, "E_KM_SAME"),
    ],
    ids=str,
)  # fmt: skip
def test_km_of_both_ends_or_of_neither(km, code):
    found = read(collection(feature(**km)), "a.geojson")
    assert codes(found) == {code}
    assert locale.get().problem(found.findings[0])
