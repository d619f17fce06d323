"""The payload of the live map, its legend and the palette behind both."""

import json

import pytest

from tvgeo import locale
from tvgeo.core.plan import Settings
from tvgeo.render import legend, map_payload, style
from tvgeo.ui.components import progress_map

SETTINGS = Settings(title="", province="Trà Vinh", period=(None, None))
ADDRESSES = map_payload.Addresses(
    "assets/0/map.js", "assets/l/leaflet.js", "assets/l/leaflet.css"
)
LAYERS = [
    map_payload.Layer("province", "geo/province.0.geojson", "base", "Ranh giới tỉnh"),
    map_payload.Layer("bridges", "geo/bridges.0.geojson", "plan", "Cầu"),
]


def payload(items, *, language="vi", **options):
    t = locale.get(language)
    return map_payload.build(
        t,
        map_id="main",
        addresses=ADDRESSES,
        layers=LAYERS,
        items=items,
        bounds=(106.0, 9.5, 106.6, 10.1),
        max_bounds=(105.8, 9.2, 107.0, 10.4),
        legend=legend.build(t, SETTINGS, mode=options.get("mode", "health")),
        alt="",
        sources="gis.chinhphu.vn",
        **options,
    )


def item(project_id, health="on_track", pct=None, slip=None, **rest):
    return map_payload.Item(project_id, project_id.title(), health, pct, slip, **rest)


def test_a_project_is_one_character_and_two_numbers_in_fixed_order():
    found = payload(
        [
            item("a", "past_due", 52.04, -45.9, illustrative=True),
            item("b", None, 10.0),
            item("c", "no_data"),
        ]
    )
    assert found["projects"] == ["a", "b", "c"]
    assert found["state"] == "0.9"
    assert found["mark"] == "*  "
    assert found["pct"] == [520, 100, None]
    assert found["slip"] == [-459, None, None]


def test_the_digit_of_a_state_is_its_place_among_the_states_sent_along():
    found = payload([item(code, code) for code in style.HEALTH_ORDER])
    assert found["state"] == "0123456789"
    assert [entry["code"] for entry in found["health"]] == list(style.HEALTH_ORDER)


@pytest.mark.parametrize(
    ("pct", "tenths"),
    [(0, 0), (0.04, 1), (12.25, 123), (99.97, 999), (100, 1000), (None, None)],
)
def test_only_nothing_is_zero_and_only_everything_is_a_hundred(pct, tenths):
    assert map_payload.percent_tenths(pct) == tenths


def test_slippage_is_rounded_half_away_from_zero():
    assert payload([item("a", "late", 1, -12.25)])["slip"] == [-123]


@pytest.mark.parametrize(
    ("pct", "code"),
    [
        (None, "none"), (0, "zero"), (0.1, "under_25"), (24.9, "under_25"), (25, "under_50"),
        (50, "under_75"), (75, "under_100"), (99.9, "under_100"), (100, "full"),
    ],
)  # fmt: skip
def test_completion_classes_begin_at_their_lower_limit(pct, code):
    assert style.completion_class(pct) == code


def test_every_state_and_class_has_a_colour_and_a_glyph():
    symbols = [style.health(code) for code in style.HEALTH_ORDER]
    symbols += [style.completion(code) for code in style.COMPLETION_ORDER]
    assert all(len(s.fill) == 7 and s.fill[0] == "#" and s.glyph for s in symbols)
    verdicts = [style.health_colour(code) for code in style.HEALTH_ORDER[:6]]
    assert len(set(verdicts)) == 6


def test_unknown_classes_are_refused():
    with pytest.raises(KeyError):
        style.health("red")
    with pytest.raises(KeyError):
        style.completion("half")


def test_the_legend_says_the_thresholds_of_the_data_folder():
    own = Settings(title="", province="", period=(None, None), slow=4, late=8.5, critical=20)
    labels = {e.code: e.label for e in legend.build(locale.get("vi"), own).entries}
    assert labels["slow"] == "Chậm từ 4"
    assert labels["late"] == "Chậm nhiều từ 8,5"
    assert labels["critical"] == "Chậm nghiêm trọng từ 20"


def test_rare_states_and_finished_stretches_have_a_key_only_when_they_are_shown():
    t = locale.get("vi")
    usual = [e.code for e in legend.build(t, SETTINGS).entries]
    assert "paused" not in usual
    assert "finished" not in usual
    shown = [e.code for e in legend.build(t, SETTINGS, shown={"paused"}, finished=True).entries]
    assert "paused" in shown
    assert "finished" in shown


def test_the_two_scales_are_never_in_one_legend():
    kinds = {
        e.kind for e in legend.build(locale.get("vi"), SETTINGS, mode="completion").entries
    }
    assert kinds == {"class", "line", "point"}
    with pytest.raises(ValueError, match="mode"):
        payload([], mode="both")


def test_classes_are_named_in_words():
    entries = legend.build(locale.get("vi"), SETTINGS, mode="completion").entries
    labels = [e.label for e in entries if e.kind == "class"]
    assert labels[:3] == ["0%", "dưới 25%", "25 đến dưới 50%"]
    assert len(labels) == len(style.COMPLETION_ORDER)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_all_words_come_from_the_catalogue_with_their_places_left_open(language):
    words = payload([], language=language)["strings"]
    assert all(words[name] for name in map_payload.STRINGS)
    assert "{name}" in words["name_schematic"]
    assert "{km}" in words["name_uncertain"]
    assert "{x}" in words["behind"]


def test_names_travel_as_they_are():
    hostile = "{{7*7}} ${7*7} <img src=x onerror=alert(1)> </script>"
    found = payload([map_payload.Item("a", hostile, "slow", note=hostile)])
    assert found["names"] == [hostile]
    assert found["note"] == {"a": hostile}


def test_geometry_never_travels_with_the_attributes():
    line = (((106.1, 9.7), (106.2, 9.8)),)
    found = payload([item("a")], finished=[map_payload.Finished("a", line, "Km0–Km5")])
    assert found["finished"] == [
        {"project": "a", "lines": [[[106.1, 9.7], [106.2, 9.8]]], "label": "Km0–Km5"}
    ]
    assert [sorted(layer) for layer in found["layers"]] == [["id", "name", "role", "url"]] * 2


def test_the_payload_is_json_and_small():
    items = [
        item(f"work-number-{n}", "slow", 61.0, -7.0, illustrative=True) for n in range(100)
    ]
    assert len(json.dumps(payload(items), ensure_ascii=False).encode()) < 15_000


def test_the_small_map_is_coloured_by_state():
    assert payload([], mode="completion", compact=True)["mode"] == "health"


def test_the_inline_loader_is_constant_and_small():
    assert len(progress_map.LOADER.encode()) <= 500


def test_only_a_project_of_the_payload_can_be_chosen():
    found = payload([item("a")])
    assert progress_map.chosen("a", found) == "a"
    assert progress_map.chosen("<b>", found) is None
    assert progress_map.chosen({"a": 1}, found) is None
