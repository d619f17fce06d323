"""The payload of the live map, its legend and the palette behind both."""

import json
import random
import zlib

import pytest

from tvgeo import locale
from tvgeo.core.plan import Settings
from tvgeo.render import legend, map_columns, map_payload, style
from tvgeo.render.map_columns import Figures
from tvgeo.ui.components import progress_map

SETTINGS = Settings(title="", province="Trà Vinh", period=(None, None))
ADDRESSES = map_payload.Addresses(
    "assets/0/map.js", "assets/l/leaflet.js", "assets/l/leaflet.css", "geo/index.0.json"
)
LAYERS = [
    map_payload.Layer("province", "geo/province.0.geojson", "base", "Ranh giới tỉnh"),
    map_payload.Layer("bridges", "geo/bridges.0.geojson", "plan", "Cầu"),
]


def index(works=(), language="vi"):
    return map_payload.index(
        locale.get(language),
        layers=LAYERS,
        works=works,
        bounds=(106.0, 9.5, 106.6, 10.1),
        max_bounds=(105.8, 9.2, 107.0, 10.4),
        sources="gis.chinhphu.vn",
    )


def message(figures=(), *, language="vi", **options):
    t = locale.get(language)
    return map_payload.message(
        t,
        map_id="main",
        addresses=ADDRESSES,
        columns=map_columns.columns(figures),
        legend=legend.build(t, SETTINGS, mode=options.get("mode", "health")),
        alt="",
        **options,
    )


def unpacked(text, count):
    """Read a packed column the plain way: the rule in the docstring, one number at a time."""
    digits = [map_columns.DIGITS.index(one) for one in text]
    known = [place for place in range(count) if digits[place] != map_columns.MISSING]
    found = dict.fromkeys(range(count))
    for k, place in enumerate(known):
        number = digits[place]
        for digit in digits[count + k :: len(known)]:
            number = 64 * number + digit
        found[place] = -(number + 1) // 2 if number % 2 else number // 2
    return list(found.values())


def test_a_project_is_one_character_and_two_numbers_in_fixed_order():
    found = map_columns.columns(
        [
            Figures("past_due", 52.04, -45.9, illustrative=True),
            Figures("no_plan", 10.0),
            Figures("no_data"),
            Figures("past_due", 100, 0),
        ]
    )
    assert found["state"] == "a690"
    assert unpacked(found["pct"], 4) == [520, 100, None, 1000]
    assert unpacked(found["slip"], 4) == [-459, None, None, 0]


def test_the_digit_of_a_state_is_its_place_among_the_states_of_the_index():
    found = map_columns.columns([Figures(code) for code in style.HEALTH_ORDER])
    assert found["state"] == "0123456789"
    assert [entry["code"] for entry in index()["health"]] == list(style.HEALTH_ORDER)


def test_a_packed_column_stands_digit_under_digit():
    # 0, 1, none: folded 0, 2, 63 in one digit; -40 needs a second one: folded 79 = 1 * 64 + 15,
    # and what is not known has none
    assert map_columns.packed([0, 1, None]) == "AC_"
    assert map_columns.packed([0, None, -40]) == "A_B" + "AP"
    assert map_columns.packed([None, None]) == "__"
    assert map_columns.packed([]) == ""


@pytest.mark.parametrize("largest", [0, 30, 31, 32, 1000, 2015, 2016, 2047, 2048, 200_000])
def test_no_number_is_taken_for_none(largest):
    values = [largest, -largest, None]
    assert unpacked(map_columns.packed(values), 3) == values


def test_equal_notes_are_sent_once():
    notes = ["đạt", None, "chưa", "đạt"]
    found = map_columns.columns([Figures("completed", note=note) for note in notes])
    assert found["notes"] == ["đạt", "chưa"]
    assert unpacked(found["note"], 4) == [0, None, 1, 0]


def test_a_filter_takes_states_out_and_keeps_places():
    state = map_columns.only("0a9", ["a", "b", "c"], {"b", "elsewhere"})
    assert state == ".a."
    assert map_columns.drawn(state) == {"past_due"}
    assert map_columns.drawn("0b9.") == {"past_due", "critical", "no_data"}


def test_nothing_of_a_run_is_in_the_index():
    works = [map_payload.Work("a", "A"), map_payload.Work("b", "B", minor=True, study=True)]
    found = index(works)
    assert (found["projects"], found["names"]) == (["a", "b"], ["A", "B"])
    assert (found["minor"], found["study"]) == ("01", "01")
    assert not set(found) & set(message())


@pytest.mark.parametrize(
    ("pct", "tenths"),
    [(0, 0), (0.04, 1), (12.25, 123), (99.97, 999), (100, 1000), (None, None)],
)
def test_only_nothing_is_zero_and_only_everything_is_a_hundred(pct, tenths):
    assert map_columns.percent_tenths(pct) == tenths


def test_slippage_is_rounded_half_away_from_zero():
    slip = map_columns.columns([Figures("late", 1, -12.25)])["slip"]
    assert unpacked(slip, 1) == [-123]


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
        message(mode="both")


def test_classes_are_named_in_words():
    entries = legend.build(locale.get("vi"), SETTINGS, mode="completion").entries
    labels = [e.label for e in entries if e.kind == "class"]
    assert labels[:3] == ["0%", "dưới 25%", "25 đến dưới 50%"]
    assert len(labels) == len(style.COMPLETION_ORDER)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_all_words_come_from_the_catalogue_with_their_places_left_open(language):
    words = index(language=language)["strings"]
    assert all(words[name] for name in map_payload.STRINGS)
    assert "{name}" in words["name_schematic"]
    assert "{km}" in words["name_uncertain"]
    assert "{x}" in words["behind"]


def test_names_and_notes_travel_as_they_are():
    hostile = "{{7*7}} ${7*7} <img src=x onerror=alert(1)> </script>"
    assert index([map_payload.Work("a", hostile)])["names"] == [hostile]
    found = message([Figures("slow", note=hostile)])
    assert found["notes"] == [hostile]
    sent = json.loads(zlib.decompress(progress_map.compressed(found)))
    assert sent == json.loads(json.dumps(found))


def test_geometry_never_travels_with_the_figures():
    line = (((106.1, 9.7), (106.2, 9.8)),)
    found = message(finished=[map_payload.Finished("a", line, "Km0–Km5")])
    assert found["finished"] == [
        {"project": "a", "lines": [[[106.1, 9.7], [106.2, 9.8]]], "label": "Km0–Km5"}
    ]
    assert [sorted(layer) for layer in index()["layers"]] == [["id", "name", "role", "url"]] * 2


def test_ten_thousand_works_with_nothing_alike_are_sent_in_40_kb():
    some = random.Random(16)
    figures = [
        Figures(
            some.choice(style.HEALTH_ORDER),
            some.randrange(1001) / 10,
            some.randrange(-1000, 1001) / 10,
            illustrative=some.random() < 0.5,
        )
        for _ in range(10_000)
    ]
    sent = progress_map.compressed(message(figures))
    assert len(sent) + len(progress_map.LOADER) < 40_000


def test_the_small_map_is_coloured_by_state():
    assert message(mode="completion", compact=True)["mode"] == "health"


def test_the_inline_loader_is_constant_and_small():
    assert len(progress_map.LOADER.encode()) <= 650


def test_only_a_project_of_the_map_can_be_chosen():
    assert progress_map.chosen("a", ["a"]) == "a"
    assert progress_map.chosen("<b>", ["a"]) is None
    assert progress_map.chosen({"a": 1}, ["a"]) is None


def test_what_only_the_saved_picture_says_comes_with_the_message():
    picture = map_payload.Picture("Bản đồ", "Số liệu đến ngày 14/12/2025", "ban-do.png")
    assert message(picture=picture)["picture"] == {
        "title": "Bản đồ",
        "stamp": "Số liệu đến ngày 14/12/2025",
        "file": "ban-do.png",
    }
    assert message()["picture"] is None
    assert message(picture=picture, compact=True)["picture"] is None


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_archipelagos_are_named_in_full_with_their_country(language):
    words = index(language=language)["strings"]
    assert words["hoang_sa"] == "Quần đảo Hoàng Sa"
    assert words["truong_sa"] == "Quần đảo Trường Sa"
    assert words["inset_country"] == "(Việt Nam)"
