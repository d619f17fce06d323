"""The blocks of findings and differences, on data made by hand: every value in words."""

import csv
import io
import re
from datetime import date

import pytest

from tvgeo import locale
from tvgeo.core import difference
from tvgeo.core.findings import Finding
from tvgeo.core.progress import Row
from tvgeo.render import cells
from tvgeo.render.node import text_of
from tvgeo.services import change_documents
from tvgeo.services.base import open_base
from tvgeo.ui.blocks import admin, changes, update, update_findings

DAY = date(2025, 12, 14)
VI, EN = (locale.get(language) for language in locale.LANGUAGES)
PROGRAM = re.compile(r"\b(None|nan|True|False)\b|\d[.,]\d{5,}|\{\w+\}")
INVENTED = Row(
    "cau-dai-ngai", DAY, physical_pct=52.0, source="minh họa", quality="illustrative"
)
REPORTED = Row("cau-dai-ngai", DAY, physical_pct=51.4, obstacle="Chậm bàn giao mặt bằng")
BRIDGES = Row("cau-115-5179m", DAY, actual_value=74.0, quality="illustrative")


@pytest.fixture(scope="module")
def registry():
    return open_base().registry


def lines(registry, old, new, t=VI):
    """Return the cells of the table, row by row."""
    found = difference.between(old, new)
    tree = changes.shown(t, registry, found, old="trước", new="sau").table
    body = tree[2][3]
    return [[text_of(cell).strip() for cell in row[2:]] for row in body[2:]]


def test_old_and_new_stand_side_by_side_with_the_signed_change(registry):
    assert lines(registry, [INVENTED], [REPORTED])[0] == [
        "Cầu Đại Ngãi", "Khối lượng thực hiện", "52,0%*", "51,4%", "−0,6",
    ]  # fmt: skip


def test_a_blank_text_is_said_and_an_unknown_figure_is_hatched(registry):
    [_, obstacle] = lines(registry, [INVENTED], [REPORTED])
    assert obstacle[2:] == ["(trống)", "Chậm bàn giao mặt bằng", ""]
    [figure] = lines(registry, [Row("cau-dai-ngai", DAY)], [Row("cau-dai-ngai", DAY, 12.0)])
    assert figure[2:] == ["", "12,0%", "mới"]
    added = difference.between([], [REPORTED])
    tree = changes.shown(VI, registry, added, old="a", new="b").table
    assert "chip-missing" in str(tree)


def test_an_amount_has_its_unit_and_a_whole_change_no_decimals(registry):
    reported = Row("cau-115-5179m", DAY, actual_value=77.0)
    [line] = lines(registry, [BRIDGES], [reported])
    assert line[2:] == ["74\N{NO-BREAK SPACE}cầu*", "77\N{NO-BREAK SPACE}cầu", "+3"]
    tenth = Row("cau-115-5179m", DAY, actual_value=74.3)
    assert lines(registry, [BRIDGES], [tenth])[0][-1] == "+0,3"


def test_noise_of_floating_point_is_never_shown(registry):
    old = Row("cau-dai-ngai", DAY, physical_pct=0.1 + 0.2)
    new = Row("cau-dai-ngai", DAY, physical_pct=0.7)
    assert lines(registry, [old], [new])[0][2:] == ["0,3%", "0,7%", "+0,4"]


def test_a_removed_row_is_one_line(registry):
    [line] = lines(registry, [REPORTED], [])
    assert line == ["Cầu Đại Ngãi", "Cả dòng", "51,4%", "Xóa dòng", ""]


def test_invented_values_that_give_way_have_no_line_each(registry):
    [change] = difference.between([INVENTED], [REPORTED]).changes
    assert [cell.column for cell in cells.shown(change)] == ["physical_pct", "obstacle"]


def test_a_row_of_which_only_the_quality_changes_has_a_line(registry):
    public = Row("cau-dai-ngai", DAY, physical_pct=51.4, quality="public")
    official = Row("cau-dai-ngai", DAY, physical_pct=51.4)
    assert lines(registry, [public], [official]) == [
        ["Cầu Đại Ngãi", "Chất lượng số liệu", "công khai", "chính thức", ""]
    ]


def test_the_date_stands_at_each_row_only_where_there_are_several(registry):
    other = Row("cau-dai-ngai", date(2025, 6, 14), physical_pct=40.0)
    assert lines(registry, [], [REPORTED, other])[0][0] == "Cầu Đại Ngãi  · 14/06/2025"
    added = difference.between([], [REPORTED])
    one = changes.shown(VI, registry, added, old="a", new="b").sums
    assert one.startswith("số liệu đến 14/12/2025 · 2 ô đổi · 1 dòng thêm")


def test_every_column_is_said_in_both_languages(registry):
    full = Row(
        "cau-dai-ngai", DAY, 1.0, 2.0, "paused", 3.0, 4.5, "Km0+000-Km1+000", 5.0, "contract",
        "year_plan", "a", "b", "c", "d", "public",
    )  # fmt: skip
    for t in (VI, EN):
        said = " ".join(text for line in lines(registry, [], [full], t) for text in line)
        assert not PROGRAM.search(said)
        assert all(word in said for word in (t("basis.physical.contract"), "Km0+000-Km1+000"))


def test_a_long_difference_says_how_much_is_left_out(registry):
    rows = [
        Row("cau-dai-ngai", date(2021 + n // 300, 1 + n % 12, 1 + n % 28), physical_pct=n / 30)
        for n in range(2_000)
    ]
    found = difference.between([], {row.key: row for row in rows}.values())
    shown = changes.shown(VI, registry, found, old="a", new="b")
    assert len(shown.table[2][3][2:]) == changes.MOST_LINES
    assert shown.rest == changes.count(found) - changes.MOST_LINES
    assert f"Còn {VI.number(shown.rest)} ô chưa hiện" in text_of(shown.table)


def test_the_whole_of_a_difference_can_be_taken_along(registry):
    old = [INVENTED, Row("cau-115-5179m", DAY, status="paused", note="=1+1")]
    new = [REPORTED, Row("cau-115-5179m", DAY, status="completed")]
    for t, yes in ((VI, "Hoàn thành"), (EN, "Completed")):
        found = change_documents.changes_csv(difference.between(old, new), registry, t)
        _, *lines = csv.reader(io.StringIO(found.decode("utf-8-sig")))
        said = {(line[0], line[3]): line[4:] for line in lines}
        assert said["cau-dai-ngai", t("column.physical_pct")] == [
            "52", "51.4", t("short.quality.illustrative"), t("short.quality.official"),
        ]  # fmt: skip
        assert said["cau-115-5179m", t("column.status")][:2][1] == yes
        # a text that a spreadsheet would run is guarded, as in every file of ours
        assert said["cau-115-5179m", t("column.note")][:2] == ["'=1+1", ""]


def test_a_change_too_small_for_one_decimal_is_seen(registry):
    old, new = (Row("cau-dai-ngai", DAY, physical_pct=pct) for pct in (51.43, 51.44))
    assert lines(registry, [old], [new])[0][2:] == ["51,43%", "51,44%", "+0,01"]
    amounts = (Row("cau-115-5179m", DAY, actual_value=v) for v in (74.125, 74.0))
    old, new = amounts
    assert lines(registry, [old], [new])[0][2] == "74,125\N{NO-BREAK SPACE}cầu"


# Findings


@pytest.fixture
def sentences(monkeypatch):
    """Return Vietnamese with one sentence a code, as the catalogue of findings has them."""
    known = VI.sentences | {
        "finding.CELL.problem": "Dòng {row}, cột “{column}”: “{value}” không phải là số hợp lệ.",
        "finding.CELL.remedy": "Chỉ ghi số.",
        "finding.FILE.problem": "Tệp có chứa macro.",
        "finding.FILE.remedy": "Lưu thành .xlsx.",
    }
    monkeypatch.setattr(VI, "sentences", known)
    return VI


CELL = Finding(
    "error",
    "CELL",
    "a.xlsx",
    7,
    "Khối lượng {row}",
    "<b>ab</b>\u202e",
    {"code": "physical_pct"},
)
WHOLE = Finding("error", "FILE", "a.xlsx")


def test_a_finding_says_its_place_once(sentences):
    tree = update_findings.table(sentences, [CELL])
    said = text_of(tree)
    assert said.count("7") == 2  # one for a wide page, one for a phone
    assert "“<b>ab</b>[U+202E]” không phải là số hợp lệ. Chỉ ghi số." in re.sub(
        r"\s+", " ", said
    )
    assert "Khối lượng {row}" in said


def test_a_finding_about_the_whole_file_has_no_row_to_open(sentences):
    tree = update_findings.table(sentences, [CELL, WHOLE], rows={7})
    first, second = tree[2][3][2:]
    assert first[1]["go"] == {"select": "row:7"}
    assert "go" not in second[1]
    assert "Tệp có chứa macro." in text_of(second)


def test_levels_and_columns_filter_and_are_counted(sentences):
    found = [CELL, WHOLE, Finding("warning", "FILE", "a.xlsx", column="Ngày")]
    assert update_findings.counts(found) == {"error": 2, "warning": 1, "note": 0}
    assert update_findings.columns(found) == ("Khối lượng {row}", "Ngày")
    only = update_findings.Filter(level="error", column="Khối lượng {row}")
    assert [f for f in found if only.keeps(f)] == [CELL]


# The steps


def summary(**more):
    values = {
        "name": "bao-cao-so-gtvt-2025.xlsx", "sheet": "Tổng hợp", "rows": 13, "columns": 9,
        "errors": 0, "warnings": 3, "day": DAY, "head": 7, "cells": 6, "touched": ("a", "b", "c", "d"),
    } | more  # fmt: skip
    return update.Summary(**values)


def test_the_title_is_the_verdict():
    assert update.verdict(VI, summary()) == "Đọc được 13 dòng, 0 lỗi, 3 cảnh báo"
    assert update.verdict(EN, summary()) == "Rows read: 13, errors: 0, warnings: 3"
    assert update.verdict(VI, summary(rows=0, errors=1)) == "Chưa đọc được tệp: 1 lỗi"
    said = text_of(update.head(VI, summary(illustrative=True)))
    for words in ("bao-cao-so-gtvt-2025.xlsx", "trang “Tổng hợp”", "13 dòng × 9 cột",
                  "phiên bản số liệu số 7", "chưa có gì được công bố", "* Số liệu minh họa"):  # fmt: skip
        assert words in said


@pytest.mark.parametrize("more", [{}, {"sheet": None}, {"rows": 0, "errors": 1}])
def test_a_file_that_came_without_a_name_is_a_dash(more):
    unnamed = summary(name="", **more)
    for tree in (update.head(VI, unnamed), update.steps(VI, unnamed)):
        assert re.search(r"Tệp\W+–", text_of(tree))


@pytest.mark.parametrize(("more", "step"), [({}, 3), ({"errors": 2}, 2), ({"unknown": 1}, 2)])
def test_the_step_to_be_done_is_marked(more, step):
    tree = update.steps(VI, summary(**more))
    items = tree[2][2:]
    assert [i + 1 for i, item in enumerate(items) if item[1].get("aria-current")] == [step]


def test_a_hostile_file_name_is_text_and_short():
    said = text_of(update.head(VI, summary(name="<img src=x onerror=alert(1)>\u202e" * 9)))
    assert "[U+202E]" in said
    assert len(said) < 400


def test_a_file_is_downloaded_and_a_database_backed_up_by_its_own_programs():
    assert "download/backup" in str(admin.backup(VI, on_server=False))
    told = admin.backup(VI, on_server=True)
    assert "download/backup" not in str(told)
    assert "pg_dump -Fc" in text_of(told)
