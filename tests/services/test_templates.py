"""The template holds this period's works, and goes through the reader as it comes from a planner."""

import csv
import io
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tvgeo import locale
from tvgeo.core import periods
from tvgeo.core.plan import Settings
from tvgeo.errors import DataError, UsageError
from tvgeo.services import templates
from tvgeo.services.base import open_base

TINY = Path(__file__).parents[1] / "tiny_province"
ROAD, PORTAL = "duong-ven-song", "cong-du-lieu"
OFFICIAL = f"{ROAD},2025-12-14,71,60,in_progress" + "," * 10 + ",official\n"


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path / "data"))
    return Path(shutil.copytree(TINY, tmp_path / "data"))


def rows(content):
    text = io.StringIO(content.decode("utf-8-sig"), newline="")
    return list(csv.DictReader(text))


def test_every_work_that_owes_a_report_is_a_row_of_the_last_closed_period(folder, vi):
    found = rows(templates.template_csv(open_base(), vi))
    assert [(row["project_id"], row["as_of"]) for row in found] == [
        (ROAD, "2025-12-14"),
        (PORTAL, "2025-12-14"),
    ]


def test_an_illustrative_figure_is_never_an_answer(folder, vi):
    path = folder / "progress.csv"
    text = path.read_text("utf-8").replace("2024-12-14", "2025-12-14")
    path.write_text(text, "utf-8")
    row = rows(templates.template_csv(open_base(), vi))[0]
    assert {code for code, cell in row.items() if cell} == {"project_id", "as_of"}


def test_what_is_reported_for_the_same_date_is_filled_in(folder, vi):
    with (folder / "progress.csv").open("a", encoding="utf-8") as stream:
        stream.write(OFFICIAL)
    row = rows(templates.template_csv(open_base(), vi))[0]
    assert (row["physical_pct"], row["quality"]) == ("71", "official")


def test_last_figures_stand_beside_with_date_and_mark(folder, vi):
    book = openpyxl.load_workbook(io.BytesIO(templates.template_xlsx(open_base(), vi)))
    figures, published, _ = book.worksheets
    last = "Khối lượng 32,5%* (14/12/2024) · giải ngân 28,0%* (14/12/2024) · Đang thi công* (14/12/2024)"
    assert figures["C3"].value == last
    assert figures["C4"].value == "Chưa có số liệu"
    shown = [cell.value for cell in published[4]]
    assert shown[:6] == [ROAD, "Đường ven sông", None, "32,5%*", "14/12/2024", "28,0%*"]
    assert "không dùng để báo cáo" in published["A2"].value


def test_a_planner_of_one_agency_gets_its_works_alone(folder, vi):
    base = open_base(shutil.copytree(templates.bases.DEFAULT_FOLDER, folder.parent / "whole"))
    found = rows(templates.template_csv(base, vi, "bql-kkt"))
    registry = base.registry.projects
    assert found
    assert all("bql-kkt" in registry[row["project_id"]].lead_agency for row in found)
    assert {"kdvcn-ngu-lac", "kkt-dinh-an"} <= {row["project_id"] for row in found}


def test_an_agency_that_the_plan_does_not_know_is_refused(folder, vi):
    with pytest.raises(UsageError) as refused:
        templates.template_csv(open_base(), vi, "so-khac")
    assert "so-khac" in vi.error(refused.value)


def test_the_coming_period_may_be_chosen_in_the_month_before_it_closes():
    settings = Settings("", "", (date(2021, 1, 1), date(2025, 12, 31)))

    def codes(*day):
        return [p.code for p in templates._periods(date(*day), settings)]

    assert codes(2025, 4, 30) == ["2024"]
    assert codes(2025, 6, 1) == ["2024", "2025-H1"]
    assert codes(2025, 6, 14) == ["2025-H1"]
    assert codes(2025, 7, 1) == ["2025-H1"]


def test_the_template_of_a_chosen_period_has_its_closing_day(folder, vi):
    base = open_base()
    period = periods.parse("2026-H1", base.settings)
    found = rows(templates.template_csv(base, vi, period=period))
    assert {row["as_of"] for row in found} == {"2026-06-14"}
    assert templates.template_name(base, "csv", period=period) == "tvgeo-mau-2026-06-14.csv"
    assert templates.template_name(base, "xlsx") == "tvgeo-mau-2025-12-14.xlsx"


@pytest.mark.parametrize("xlsx", [True, False])
def test_a_file_is_written_whole_and_its_rows_are_counted(folder, vi, xlsx, tmp_path):
    output = tmp_path / "mau"
    assert templates.write(open_base(), vi, output, xlsx=xlsx) == 2
    assert output.read_bytes()[:2] == (b"PK" if xlsx else b"\xef\xbb")


def test_a_file_that_cannot_be_written_says_so(folder, vi, tmp_path):
    with pytest.raises(DataError) as refused:
        templates.write(open_base(), vi, tmp_path / "none" / "mau.csv")
    assert "mau.csv" in vi.error(refused.value)


def test_an_agency_that_owes_nothing_gets_an_empty_form(vi):
    base = open_base(templates.bases.DEFAULT_FOLDER)
    book = openpyxl.load_workbook(io.BytesIO(templates.template_xlsx(base, vi, "bo-gtvt")))
    assert book.worksheets[0]["A2"].value == "project_id"
    assert book.worksheets[0]["A3"].value is None
    assert rows(templates.template_csv(base, vi, "bo-gtvt")) == []
