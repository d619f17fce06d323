"""Every page runs without a browser, in both languages, for every period, with and without."""

import re
from types import SimpleNamespace

import pytest

from tvgeo import locale
from tvgeo.core import periods
from tvgeo.services.base import open_base
from tvgeo.ui.blocks import overview
from tvgeo.ui.pages import PAGES

# The first period, one in the middle, the last of the plan, and one after it.
CHOICES = (
    {"period": "2022-H1"}, {"period": "2024", "sourced": "1"}, {"period": "2025"},
    {"period": "2026-H1", "sourced": "1"},
)  # fmt: skip
PROGRAM = re.compile(r"\b(None|nan|NaN|undefined|inf|True|False)\b|\d[.,]\d{5,}|\{\w+\}|<class")


@pytest.mark.parametrize("language", locale.LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_for_every_kind_of_period(page, address, language):
    for choices in CHOICES:
        reader = page(lang=language, **choices).open(address)
        assert not reader.failed, choices
        assert reader.texts
        assert [text for text in reader.texts if PROGRAM.search(text)] == []
        if "sourced" in choices:
            assert [text for text in reader.texts if "*" in text] == []
        assert (choices | {"lang": language}).items() <= reader.address.items()


def test_moving_on_keeps_language_period_and_switch(page):
    reader = page(lang="en", period="2024", sourced="1")
    for address in ("ban-do", "cong-trinh", "ke-hoach", "bao-cao", "tong-quan"):
        reader.open(address)
        assert {
            "lang": "en",
            "period": "2024",
            "sourced": "1",
        }.items() <= reader.address.items()


def test_an_address_without_sense_opens_the_default_view(page):
    reader = page(lang="xx", period="2050-H9", sourced="ja", project="__class__", junk="1")
    assert not reader.failed
    assert reader.address["lang"] == "vi"
    assert reader.address["period"] == "2025"
    assert "sourced" not in reader.address
    work = reader.open("cong-trinh")
    assert work.address["project"] == "cau-dai-ngai"
    assert not work.failed


def test_every_period_of_the_plan_can_be_chosen(page):
    reader = page(lang="vi")
    shown = reader.app.selectbox[0].options
    settings = open_base().settings
    plan = [p for p in periods.plan_periods(settings) if p.due.year > 2021]
    t = locale.get("vi")
    for period in plan:
        assert any(t.period(period.code) in option for option in shown)


def test_a_title_about_missing_plans_counts_only_works_without_one():
    counts = {"no_plan": 12, "past_due": 0}
    known = [SimpleNamespace(slippage=None, health="no_plan")] * 12
    known += [SimpleNamespace(slippage=None, health="completed")] * 2
    view = SimpleNamespace(behind=(), with_data=known, sourced_only=False, counts=counts)
    t = locale.get("vi")
    assert overview.title(t, view).startswith("12 trong 14 việc")
    view.counts = {"no_plan": 0, "past_due": 0}
    view.with_data = known[12:]
    assert overview.title(t, view).startswith("Không có việc nào trong 2 việc")


def test_an_unexpected_error_is_a_sentence_with_a_number_and_no_trace(
    page, monkeypatch, caplog
):
    def fails(*_):
        msg = "a secret of the server"
        raise RuntimeError(msg)

    monkeypatch.setattr(overview, "summary", fails)
    reader = page(lang="vi")
    assert not reader.app.exception
    [sentence] = [t for t in reader.texts if "Báo quản trị mã" in t]
    assert "secret" not in " ".join(reader.texts)
    number = re.search(r"mã (\w{8})", sentence)[1]
    assert number in caplog.text


def test_a_folder_that_cannot_be_read_is_a_sentence(page, monkeypatch, tmp_path):
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path / "khong-co"))
    reader = page()
    assert not reader.app.exception
    assert any("khong-co" in text for text in reader.texts)
    assert str(tmp_path) not in " ".join(reader.texts)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "ban-do",
            {
                "period": ["Kỳ: Cả năm 2024"], "with": ["So với: Năm 2022"],
                "time": ["So sánh hai kỳ"], "sector": ["Thông tin và truyền thông", "Đô thị"],
            },
        ),
        ("cong-trinh", {"period": ["Kỳ: Cả năm 2024"], "project": ["Khu kinh tế Định An: hạ tầng kỹ thuật cơ bản hoàn chỉnh"]}),
        (
            "trinh-bay",
            {
                "period": ["Kỳ: Cả năm 2024"], "scope": ["Lĩnh vực"],
                "of": ["Thông tin và truyền thông"], "formats": ["PDF"],
            },
        ),
    ],
)  # fmt: skip
def test_what_a_picker_shows_is_its_default(page, address, shown):
    """A browser holds the default of a new picker for a moment, and sends it along with a click."""
    choices = {"period": "2024", "sector": "urban,ict", "time": "compare", "with": "2022"}
    choices |= {"scope": "sector", "of": "ict", "formats": "pdf", "project": "kkt-dinh-an"}
    pickers = {p.id.rpartition("-w-")[2]: p for p in page(**choices).open(address).pickers}
    for name, words in shown.items():
        told = pickers[name]
        places = [told.default] if isinstance(told.default, int) else told.default
        options = [getattr(option, "content", option) for option in told.options]
        assert [options[place] for place in places] == words, name
