"""Glyphs, bars, ring, curve, strip and matrix as trees, with positions checkable by eye."""

import dataclasses
import re
from datetime import date
from importlib import resources
from itertools import chain, pairwise

import pytest

from tvgeo.core import metrics
from tvgeo.render import bars, cards, glyphs, hatch, matrix, ring, s_curve, strip, style
from tvgeo.render.node import h, text_of

WORDS = {health: f"word of {health}" for health in glyphs.ORDER}
HOSTILE = ("{{7*7}}", "${7*7}", "<img src=x onerror=alert(1)>", "</script>", "`x`", "a\u202eb")


def find(tree, tag=None, style=None):
    """Return the nodes below `tree` with that tag and that class, in order."""
    found = []
    for child in tree[2:]:
        if isinstance(child, list):
            classes = str(child[1].get("class", "")).split()
            if (tag is None or child[0] == tag) and (style is None or style in classes):
                found.append(child)
            found += find(child, tag, style)
    return found


def attributes(tree):
    """Yield every attribute of a tree."""
    yield from tree[1].items()
    for child in tree[2:]:
        if isinstance(child, list):
            yield from attributes(child)


# --- glyphs -----------------------------------------------------------------------------------


def test_every_state_has_a_glyph_of_its_own():
    assert set(glyphs.ORDER) == set(metrics.HEALTHS)
    drawn = {repr(glyphs.shapes(health)) for health in (*glyphs.ORDER, *glyphs.MARKS)}
    assert len(drawn) == 13


def test_every_change_has_a_glyph_of_its_own():
    # without data looks the same wherever it is met
    drawn = {repr(glyphs.shapes(code)) for code in (*glyphs.ORDER, *glyphs.CHANGES)}
    assert len(drawn) == len(glyphs.ORDER) + len(glyphs.CHANGES) - 1
    assert glyphs.shapes("none") == glyphs.shapes("no_data")


def test_a_glyph_beside_its_word_is_silent_and_alone_it_speaks():
    assert glyphs.glyph("late")[1]["aria-hidden"] == "true"
    alone = glyphs.glyph("late", 12, "Chậm nhiều")[1]
    assert (alone["role"], alone["aria-label"], alone["width"]) == ("img", "Chậm nhiều", 12)


def test_an_unknown_state_has_no_glyph():
    with pytest.raises(ValueError, match="no glyph for 'fine'; one of past_due"):
        glyphs.glyph("fine")


def test_the_groups_hold_every_state_once():
    assert sorted(chain.from_iterable(glyphs.GROUPS.values())) == sorted(glyphs.ORDER)


def test_the_style_sheet_has_the_colours_of_the_palette():
    sheet = (resources.files("tvgeo.web") / "assets" / "block.css").read_text("utf-8")
    for health in glyphs.ORDER[:6]:
        name, value = f"--{health}", style.health_colour(health)
        assert re.search(rf"{name}: {value};", sheet, re.IGNORECASE), health
    for code in style.CHANGE_ORDER[:3] + style.CHANGE_ORDER[4:7]:
        name, value = f"--{code}", style.change(code).fill
        assert re.search(rf"{name}: {value};", sheet, re.IGNORECASE), code


# --- bars -------------------------------------------------------------------------------------


def test_segments_stand_worst_first_in_proportion_to_their_counts():
    bar = bars.state_bar({"no_data": 36, "late": 5, "critical": 3, "slow": 0}, words=WORDS)
    segments = find(bar, "span", "seg")
    assert [one[1]["class"] for one in segments] == [
        "seg s-critical", "seg s-late", "seg s-no_data",
    ]  # fmt: skip
    assert [one[1]["style"] for one in segments] == [
        "flex-grow:3",
        "flex-grow:5",
        "flex-grow:36",
    ]
    assert segments[0][1]["title"] == "word of critical: 3"
    assert bar[1]["aria-label"] == "word of critical: 3, word of late: 5, word of no_data: 36"


def test_a_bar_shows_numbers_as_the_caller_writes_them():
    bar = bars.state_bar(
        {"late": 1234}, words=WORDS, number=lambda n: f"{n:,}".replace(",", ".")
    )
    assert text_of(bar) == "1.234"


def test_a_bullet_without_figure_is_hatched_and_has_no_bar():
    known, unknown = bars.bullet(52, 97.9, "x"), bars.bullet(None, 97.9, "x")
    assert find(known, style="done")[0][1]["style"] == "width:52.0%"
    assert find(known, style="tick")[0][1]["style"] == "left:97.9%"
    assert unknown[1]["class"] == "bullet hatch"
    assert find(unknown, style="done") == []


def test_a_bullet_of_zero_is_not_a_missing_one():
    assert bars.bullet(0, None, "x")[1]["class"] == "bullet"


def test_more_than_a_hundred_stays_in_the_bar():
    assert find(bars.bullet(130, -5, "x"), style="done")[0][1]["style"] == "width:100.0%"
    assert find(bars.bullet(130, -5, "x"), style="tick")[0][1]["style"] == "left:0.0%"


def test_a_missing_completion_says_so():
    chip = bars.completion_chip(None, "Chưa có số liệu")
    assert chip[1]["aria-label"] == "Chưa có số liệu"
    assert text_of(bars.completion_chip("0%*", "Chưa có số liệu")) == "0%*"


# --- hatch ------------------------------------------------------------------------------------


def _segments(path):
    numbers = [float(n) for n in re.findall(r"-?[\d.]+", path[1]["d"])]
    return [tuple(numbers[i : i + 4]) for i in range(0, len(numbers), 4)]


def test_hatch_lines_run_at_45_degrees_from_edge_to_edge_of_a_square():
    lines = _segments(hatch.polygon([(0, 0), (10, 0), (10, 10), (0, 10)]))
    assert lines
    for x1, y1, x2, y2 in lines:
        assert x1 + y1 == pytest.approx(x2 + y2, abs=0.2)
        assert all(-0.1 <= n <= 10.1 for n in (x1, y1, x2, y2))
        assert {x1, y1, x2, y2} & {0.0, 10.0}


def test_hatch_of_a_ring_stays_between_its_radii():
    for x1, y1, x2, y2 in _segments(hatch.ring((46, 46), 32, 40)):
        for x, y in ((x1, y1), (x2, y2), ((x1 + x2) / 2, (y1 + y2) / 2)):
            assert 31.8 <= ((x - 46) ** 2 + (y - 46) ** 2) ** 0.5 <= 40.1


# --- ring -------------------------------------------------------------------------------------


def test_the_ring_draws_planned_outside_done_in_the_middle_paid_inside():
    drawn = ring.ring(97.9, 52, 58.3, label="kế hoạch 97,9%")
    arcs = [find(drawn, "circle", f"ring-{name}")[0][1] for name in ("plan", "done", "paid")]
    assert [arc["stroke-dasharray"] for arc in arcs] == ["97.9 100", "52.0 100", "58.3 100"]
    assert [arc["r"] for arc in arcs] == [44, 36, 28]
    assert [arc["stroke-width"] for arc in arcs] == [4, 8, 4]
    assert drawn[1]["aria-label"] == "kế hoạch 97,9%"


def test_a_missing_value_of_the_ring_is_hatched_and_zero_is_an_empty_track():
    drawn = ring.ring(None, 0, 100, label="x")
    assert len(find(drawn, "path", "hatch-lines")) == 1
    assert find(drawn, "circle", "ring-plan") == find(drawn, "circle", "ring-done") == []
    assert len(find(drawn, "circle", "ring-track")) == 2


# --- S-curve ----------------------------------------------------------------------------------

DONE = [(date(2024, 1, 1), 0.0), (date(2024, 7, 1), 20.0), (date(2025, 1, 1), 50.0)]
CURVE = s_curve.Curve(
    label="Cầu Đại Ngãi",
    done=DONE,
    done_text="Thực hiện 50,0%*",
    plan=[(date(2024, 1, 1), 0.0), (date(2025, 12, 31), 100.0)],
    plan_text="Kế hoạch",
    planned_today=75.0,
    gap_text="−25,0 điểm %*",
    gap_short="−25,0*",
    dues=[s_curve.Due(date(2025, 12, 31), "hạn 31/12/2025", "hạn")],
    forecast=s_curve.Forecast(date(2026, 6, 1), date(2026, 12, 31), "Dự báo 06–12/2026*"),
)


def _boxes(drawn):
    """Return the boxes of all labels, in the estimate that places them."""
    from tvgeo.render.label_places import Place, text_width

    for one in find(drawn, "text"):
        place = Place(one[1]["x"], one[1]["y"], one[1].get("text-anchor") or "start")
        bold = any(
            name in one[1].get("class", "") for name in ("done-text", "gap-text", "bold")
        )
        yield one[2], place.box(text_width(one[2], bold=bold))


def _meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_the_curve_begins_at_the_left_and_ends_with_the_slowest_pace():
    drawn = s_curve.s_curve(CURVE)
    line = find(drawn, "polyline", "done-line")[0][1]["points"].split()
    assert line[0] == "44,234"  # left edge, 0 %
    assert line[-1].endswith(",124")  # 50 % is half way between 234 and 14
    wedge = find(drawn, "polyline", "wedge")[0][1]["points"].split()
    assert wedge[-1] == "806,14"  # right edge, 100 %


def test_the_gap_runs_from_done_to_planned():
    gap = find(s_curve.s_curve(CURVE), "line", "gap-line")[0][1]
    assert gap["x1"] == gap["x2"]
    assert (gap["y1"], gap["y2"]) == (69.0, 124.0)  # 75 % and 50 %


def test_a_work_ahead_of_plan_has_no_red_line():
    ahead = s_curve.Curve(
        label="x", done=DONE, done_text="50%", planned_today=40.0, gap_text="+10,0 điểm %"
    )
    drawn = s_curve.s_curve(ahead)
    assert find(drawn, style="gap-line") == []
    assert len(find(drawn, style="ahead-line")) == 1


NEEDED = dataclasses.replace(
    CURVE, need=s_curve.Need(date(2025, 12, 31), "cần 4,2 điểm %/tháng*", "cần 4,2/tháng*")
)
# Early and low, with two due dates and a forecast of years: a phone has little room for words.
CROWDED = s_curve.Curve(
    label="Cầu Đại Ngãi",
    done=[(date(2023, 12, 14), 4.0), (date(2024, 6, 14), 12.0), (date(2024, 12, 14), 24.0)],
    done_text="Thực hiện 24,0%*",
    plan=[(date(2023, 10, 15), 0.0), (date(2025, 12, 31), 100.0)],
    plan_text="Kế hoạch",
    planned_today=52.7,
    gap_text="−28,7 điểm %*",
    gap_short="−28,7*",
    dues=[
        s_curve.Due(date(2025, 12, 31), "hạn Kế hoạch 31/12/2025", "hạn Kế hoạch"),
        s_curve.Due(date(2028, 6, 30), "hạn công bố 06/2028", "hạn công bố"),
    ],
    forecast=s_curve.Forecast(
        date(2028, 2, 16), date(2029, 9, 13), "Dự báo đạt 100%: 02/2028 – 09/2029*",
        "Dự báo 100%: 02/2028 – 09/2029*",
    ),
    need=s_curve.Need(date(2025, 12, 31), "cần 6,1 điểm %/tháng*", "cần 6,1/tháng*"),
)  # fmt: skip


@pytest.mark.parametrize("curve", [CURVE, NEEDED, CROWDED], ids=["plain", "needed", "crowded"])
@pytest.mark.parametrize("width", [358, 540, 820])
def test_no_label_of_the_curve_covers_another_or_leaves_the_drawing(width, curve):
    boxes = list(_boxes(s_curve.s_curve(curve, width=width)))
    for _, (left, _, right, _) in boxes:
        assert left >= 0
        assert right <= width + 1
    for index, (text, box) in enumerate(boxes):
        assert not [other for other, its in boxes[index + 1 :] if _meet(box, its)], text


def test_a_narrow_curve_uses_the_short_words():
    assert "−25,0*" in text_of(s_curve.s_curve(CURVE, width=358))
    assert "hạn 31/12/2025" not in text_of(s_curve.s_curve(CURVE, width=358))


@pytest.mark.parametrize(
    ("width", "words"), [(820, "cần 4,2 điểm %/tháng*"), (358, "cần 4,2/tháng*")]
)
def test_the_needed_pace_runs_from_the_last_report_to_a_hundred_on_the_due_date(width, words):
    drawn = s_curve.s_curve(NEEDED, width=width)
    [line] = find(drawn, "line", "need-line")
    last = find(drawn, "circle", "done-point")[-1][1]
    due = find(drawn, "line", "due-line")[0][1]
    assert (line[1]["x1"], line[1]["y1"]) == (last["cx"], last["cy"])
    assert (line[1]["x2"], line[1]["y2"]) == (due["x1"], 14.0)
    assert words in text_of(drawn)


def test_a_line_of_the_needed_pace_that_is_all_but_upright_is_left_to_the_words():
    soon = dataclasses.replace(NEEDED, need=s_curve.Need(date(2025, 1, 10), "cần 169"))
    assert find(s_curve.s_curve(soon), "line", "need-line") == []
    assert "cần 169" not in text_of(s_curve.s_curve(soon))


def test_a_forecast_without_latest_date_stays_open():
    still = dataclasses.replace(
        CURVE, forecast=s_curve.Forecast(date(2026, 6, 1), None, "sớm nhất 06/2026")
    )
    wedge = find(s_curve.s_curve(still), "polyline", "wedge")[0][1]["points"].split()
    assert wedge[-1] == "806,124"  # level at 50 %, to the right edge


def test_a_forecast_of_decades_does_not_squeeze_the_years_that_matter():
    slow = dataclasses.replace(
        CURVE, forecast=s_curve.Forecast(date(2060, 1, 1), date(2100, 1, 1), "2060–2100")
    )
    assert "2029" not in text_of(s_curve.s_curve(slow))


def test_a_curve_of_one_report_has_a_point_and_no_line():
    one = s_curve.Curve(label="x", done=[(date(2025, 6, 14), 0.0)], done_text="0%")
    drawn = s_curve.s_curve(one)
    assert len(find(drawn, "circle", "done-point")) == 1
    assert find(drawn, "polyline") == []


def test_a_curve_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one dated value"):
        s_curve.s_curve(s_curve.Curve(label="x", done=[], done_text=""))


def test_the_plan_is_named_on_its_line_and_the_years_below():
    years = [int(word) for word in text_of(s_curve.s_curve(CURVE)).split() if word.isdigit()]
    assert [year for year in years if year > 2000] == [2024, 2025, 2026]


# --- strip ------------------------------------------------------------------------------------


def km(value):
    whole, metres = divmod(round(value * 1000), 1000)
    return f"Km{whole}" + (f"+{metres:03d}" if metres else "")


STRIP = strip.Strip(
    label="Cầu Đại Ngãi",
    from_km=0,
    to_km=10,
    km=km,
    schematic=True,
    start_text="giao QL54",
    end_text="Nam Sông Hậu",
    parts=[strip.Part("Đại Ngãi 1", 2, 4, "on_track", "31,0%*")],
    finished=[strip.Stretch("Đoạn đã hoàn thành*", 5, 7)],
    provinces=[strip.Stretch("Trà Vinh cũ", 0, 6), strip.Stretch("Sóc Trăng cũ", 6, 10)],
)


def test_parts_and_finished_stretches_stand_at_their_chainage():
    drawn = strip.strip(STRIP, width=1016)  # 8 px aside, 100 px for a km
    frame = find(drawn, "rect", "part-frame")[0][1]
    assert (frame["x"], frame["width"]) == (208, 200)
    done = find(drawn, "rect", "finished")[0][1]
    assert (done["x"], done["width"]) == (508, 200)
    boundary = find(drawn, "line", "boundary")[0][1]
    assert boundary["x1"] == 608


def test_the_axis_names_every_fifth_km_and_both_ends():
    words = text_of(strip.strip(STRIP, width=1016)).split()
    assert [word for word in words if word.startswith("Km")] == ["Km5", "Km0", "Km10"]


def test_a_long_road_on_a_phone_has_fewer_ticks_and_names():
    road = dataclasses.replace(STRIP, from_km=3.4, to_km=139.2, parts=(), finished=())
    drawn = strip.strip(road, width=358)
    assert len(find(drawn, "line", "axis-line")) < 40
    names = [word for word in text_of(drawn).split() if word.startswith("Km")]
    assert names == ["Km50", "Km100", "Km3+400", "Km139+200"]


def test_only_a_schematic_line_is_dotted():
    assert find(strip.strip(STRIP), "line", "dotted")
    assert not find(strip.strip(dataclasses.replace(STRIP, schematic=False)), "line", "dotted")


def test_names_of_neighbours_go_to_different_rows():
    close = dataclasses.replace(
        STRIP,
        parts=[
            strip.Part(f"Cầu số {n} trên tuyến", n, n + 0.5, "late", "1%") for n in (1, 2, 3)
        ],
    )
    drawn = strip.strip(close, width=358)
    boxes = [box for text, box in _boxes(drawn) if str(text).startswith("Cầu")]
    assert len(boxes) == 3
    assert not any(_meet(one, other) for one, other in pairwise(boxes))


def test_a_strip_that_runs_backwards_is_refused():
    with pytest.raises(ValueError, match="not from Km 10 to Km 10"):
        strip.strip(dataclasses.replace(STRIP, from_km=10))


# --- matrix -----------------------------------------------------------------------------------

COLUMNS = [
    matrix.Column("2024", "6 th.", "6 tháng 2024"),
    matrix.Column("2024", "năm", "cả năm 2024"),
    matrix.Column("2025", "6 th.", "6 tháng 2025", current=True),
]
ROWS = [
    matrix.Row("so-gtvt", "Sở GTVT", "Sở Xây dựng", "13", [
        matrix.Mark("on_time", "đúng hạn"), matrix.Mark("late_report", "muộn"),
        matrix.Mark("missing_report", "chưa báo cáo"),
    ]),
    matrix.Row("ubnd", "UBND", None, "2", [matrix.Mark(None, "–")] * 3),
]  # fmt: skip


def _matrix(chosen=None):
    return matrix.matrix(
        ROWS,
        COLUMNS,
        caption="Báo cáo",
        agency_head="Cơ quan",
        works_head="Việc",
        chosen=chosen,
    )


def test_periods_are_grouped_by_year_and_the_current_one_is_marked():
    years = find(_matrix(), "th", "year")
    assert [(year[2], year[1]["colspan"]) for year in years] == [("2024", 2), ("2025", 1)]
    assert len(find(_matrix(), style="now")) == 3  # its head and one cell of each row


def test_a_row_of_the_matrix_is_chosen_by_a_button():
    buttons = find(_matrix("so-gtvt"), "button", "row-button")
    assert [button[1]["go"] for button in buttons] == [
        {"select": "so-gtvt"},
        {"select": "ubnd"},
    ]
    assert [button[1]["aria-pressed"] for button in buttons] == ["true", "false"]


def test_each_mark_says_its_period_and_what_it_means():
    cells = find(_matrix(), "td", "mark")
    assert cells[1][1]["title"] == "cả năm 2024: muộn"
    assert find(cells[1], "svg")[0][1]["aria-label"] == "muộn"
    assert text_of(cells[3]) == "–"


# --- cards ------------------------------------------------------------------------------------


def test_the_three_sums_add_up_to_the_denominator():
    numbers = {
        "critical": 3,
        "late": 5,
        "slow": 7,
        "completed": 7,
        "on_track": 17,
        "no_data": 36,
    }
    groups = {"behind": "chậm", "as_planned": "đúng hướng", "not_judged": "chưa xếp loại"}
    card = cards.state_summary(numbers, WORDS, groups, caption="75 việc", thresholds="> 5")
    sums = [node[2][2] for node in find(card, style="group-sum")]
    assert sums == ["15", "24", "36"]
    zeros = [row for row in find(card, style="state-row") if find(row, style="zero")]
    assert len(zeros) == 4


def test_one_drawing_is_made_for_each_width():
    drawn = cards.responsive(lambda width: h("p", {}, str(width)), (358, 540, 820, 1240))
    assert [child[1]["class"] for child in drawn[2:]] == ["at-s", "at-m", "at-l", "at-xl"]
    assert text_of(drawn) == "358 540 820 1240"


def test_a_hostile_string_is_only_ever_text_or_a_spoken_label():
    for evil in HOSTILE:
        words = dict.fromkeys(glyphs.ORDER, evil)
        trees = [
            bars.state_bar({"late": 1}, words=words),
            s_curve.s_curve(s_curve.Curve(label=evil, done=DONE, done_text=evil)),
            strip.strip(strip.Strip(evil, 0, 9, km, start_text=evil)),
            cards.error_box(evil, evil, evil),
            cards.facts([(evil, evil)]),
        ]
        for tree in trees:
            named = {name for name, value in attributes(tree) if evil in str(value)}
            assert named <= {"aria-label", "title"}
