"""The map page comparing two periods: what the address says, what is offered, what is told."""

import shutil
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.core import periods
from tvgeo.render import change_columns, legend, style
from tvgeo.render.node import text_of
from tvgeo.services import comparison
from tvgeo.services.base import open_base
from tvgeo.ui.blocks import compare

TINY = Path(__file__).parents[1] / "tiny_province"
HEADER = "project_id,as_of,physical_pct,disbursed_pct,physical_basis,status,source,quality"
ROAD, DATA = "duong-ven-song", "cong-du-lieu"


@pytest.fixture
def found(tmp_path):
    """Return a function that compares the year 2024 of some rows with its first half."""
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))

    def compared(*lines, **switch):
        (folder / "progress.csv").write_text(
            "\n".join((HEADER, *lines)) + "\n", encoding="utf-8"
        )
        base = open_base(folder)
        pair = (periods.parse(code, base.settings) for code in ("2024-H1", "2024"))
        return comparison.compare(base, *pair, **switch)

    return compared


def said(texts, tree):
    return [text for text in texts(tree) if text]


def test_the_address_reproduces_both_periods_and_drops_the_second_with_the_mode(page):
    reader = page(time="compare", period="2025", **{"with": "2024"}).open("ban-do")
    assert {
        "time": "compare",
        "period": "2025",
        "with": "2024",
    }.items() <= reader.address.items()
    assert "Cả năm 2025 so với cả năm 2024: tăng, giảm (điểm %)" in reader.texts
    assert [
        text for text in reader.texts if text.startswith("Cả năm 2025 (đến 14/12/2025) so với")
    ]
    reader.app.button_group(key="w-time").set_value("one").run()
    assert {"time", "with"} & set(reader.address) == set()


@pytest.mark.parametrize("other", ["2025", "2026-H1", "2050", "", "__class__"])
def test_only_an_earlier_period_is_taken_from_the_address_else_the_one_before(page, other):
    reader = page(time="compare", period="2025", **{"with": other}).open("ban-do")
    assert reader.address["with"] == "2025-H1"
    [picker] = [box for box in reader.app.selectbox if box.key == "w-with"]
    assert picker.options[0] == "So với: 6 th. 2025"
    assert picker.options[-1] == "So với: 6 th. 2022"
    assert len(picker.options) == 7


def test_before_the_first_period_there_is_nothing_and_the_map_shows_one(page):
    reader = page(time="compare", period="2022-H1", **{"with": "2024"}).open("ban-do")
    assert not reader.failed
    assert "with" not in reader.address
    assert [t for t in reader.texts if t.startswith("6 tháng đầu năm 2022 là kỳ đầu tiên")]


def test_filters_keep_working_on_the_comparison(page):
    reader = page(time="compare", period="2025", sector="ict", **{"with": "2024"}).open(
        "ban-do"
    )
    keys = [text for text in reader.texts if text.startswith("Tăng: ")]
    assert keys == ["Tăng: 12"]
    assert not [text for text in reader.texts if text == "Cầu Đại Ngãi 1"]


def test_three_works_say_their_change_in_points_on_list_and_table(found, texts):
    both = found(
        f"{ROAD},2024-06-14,20,,,,BC 1,official",
        f"{ROAD},2024-12-14,32.5,,,,BC 2,official",
        f"{DATA},2024-06-14,40,,,,BC 1,official",
        f"{DATA},2024-12-14,37,,,,BC 2,official",
        "cau-ven-song,2024-06-14,50,,,,BC 1,official",
        "cau-ven-song,2024-12-14,50,,,,BC 2,official",
    )
    t = locale.get("vi")
    changes = both.of(both.changes)
    listed = said(texts, compare.list_of(t, both, changes, None))
    # 32,5 - 20; 50 - 50; 37 - 40
    assert [text for text in listed if text[0] in "+−0"] == ["+12,5", "0,0", "−3,0"]
    table = said(texts, compare.table(t, both, changes))
    assert [w for w in table if "điểm %" in w][1:] == ["tăng 12,5 điểm %", "giảm 3,0 điểm %"]
    assert table.count("14/06/2024") == table.count("14/12/2024") == 3


def test_what_cannot_be_compared_says_why_and_is_never_a_zero(found, texts):
    both = found(
        f"{ROAD},2024-06-14,80,,contract,,BC 1,official",
        f"{ROAD},2024-12-14,40,,,,BC 2,official",
        f"{DATA},2024-06-14,40,,,,BC 1,official",
    )
    t = locale.get("vi")
    table = said(texts, compare.table(t, both, both.of(both.changes)))
    for words in (
        "khác cơ sở tính, không so sánh được",
        "Kỳ trước tính theo hợp đồng, kỳ sau theo toàn dự án.",
        "không có số liệu mới",
        "chưa có số liệu",
    ):
        assert words in table
    assert "0,0" not in table
    assert "0%" not in table


def test_two_qualities_and_a_derived_hundred_are_told_beside_the_work(found, texts):
    both = found(
        f"{ROAD},2024-06-14,80,,,,minh họa,illustrative",
        f"{ROAD},2024-12-14,,,,completed,Báo,public",
    )
    words = said(texts, compare.detail(locale.get("vi"), both, both.changes[ROAD]))
    assert "tăng 20,0 điểm %*" in words
    assert "Hai số liệu khác chất lượng: minh họa và công khai." in words
    assert "100% suy ra từ tình trạng hoàn thành." in words
    assert "* Số liệu minh họa" in words


@pytest.mark.parametrize(
    ("lines", "switch", "sentence"),
    [
        ((f"{ROAD},2024-12-14,40,,,,BC,official",), {}, "6 tháng đầu năm 2024 chưa có số liệu"),
        ((f"{ROAD},2024-06-14,40,,,,BC,official",), {}, "Cả năm 2024 chưa có số liệu mới hơn"),
        (
            (f"{ROAD},2024-06-14,40,,,,,illustrative", f"{ROAD},2024-12-14,50,,,,Báo,public"),
            {"sourced_only": True},
            "6 tháng đầu năm 2024 chưa có số liệu",
        ),
    ],
)
def test_a_period_without_figures_is_named(found, lines, switch, sentence):
    both = found(*lines, **switch)
    heading = compare.heading(locale.get("vi"), both, list(both.changes.values()))
    assert sentence in text_of(heading)


def test_the_map_is_told_the_class_both_figures_and_which_of_them_is_invented(found):
    both = found(
        f"{ROAD},2024-06-14,20,,,,,illustrative",
        f"{ROAD},2024-12-14,32.5,,,,Báo,public",
        f"{DATA},2024-12-14,7,,,,,illustrative",
    )
    columns = change_columns.columns([both.changes[p] for p in (ROAD, DATA, "cau-ven-song")])
    codes = [style.CHANGE_ORDER[int(place, 36)] for place in columns["change"]]
    assert codes == ["up_some", "new", "none"]
    assert columns["marks"] == "120"
    # 20 = 32,5 - 12,5 is said already; where there is no figure before, none is made up
    assert columns["was"] == "A__"
    assert columns["state"][0].isalpha()


def test_the_legend_of_change_names_limits_and_leaves_out_what_is_rare():
    settings = open_base(TINY).settings
    keys = legend.build(locale.get("vi"), settings, mode="change").entries
    labels = [key.label for key in keys if key.kind == "class"]
    assert labels == [
        "tăng từ 15", "tăng từ 5 đến dưới 15", "tăng dưới 5", "không đổi",
        "không có số liệu mới", "chưa có số liệu",
    ]  # fmt: skip
    shown = legend.build(
        locale.get("vi"), settings, mode="change", shown={"down_some", "basis"}
    )
    codes = [key.code for key in shown.entries]
    assert "down_some" in codes
    assert "basis" in codes
    fills = {
        style.change(code).fill for code in style.CHANGE_ORDER[:3] + style.CHANGE_ORDER[4:7]
    }
    assert len(fills) == 6
