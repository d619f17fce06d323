"""The pages for accounts in each language: findings, names, difference, history, administration.

As `test_pages_language`, for pages that are reached by signing in and sending a file.
"""

import sys

import pytest
from reader import LAPTOP, PHONE, Reader
from server import ROOT, TODAY, started
from test_pages_language import data_strings, foreign  # noqa: F401 - a fixture

from tvgeo.services import stores

sys.path.insert(0, str(ROOT / "tools"))

import example_office as office

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILE = "input[type=file]"
STEPS = "ol.steps"
# What stands in the files, and what people wrote: nobody translates it.
WRITTEN = [
    *office.HEADS,
    *(text for row in (*office.REPORT, *office.WRONG) for text in row if isinstance(text, str)),
    "Công trình không ai biết", "Ví dụ: báo cáo năm 2025, gửi lần đầu",
    "Ví dụ: bổ sung theo báo cáo", "Ví dụ: bổ sung nhầm công trình", "Tổng hợp", "không rõ",
    "vi-du-bao-cao-nam-2025.xlsx", "vi-du-bao-cao.csv", "progress.csv", "ten-la.csv",
    "phong-tong-hop", "quan-tri", "so-gtvt", "lanh-dao", "E_RANGE",
]  # fmt: skip
UNKNOWN = (
    "project_id,as_of,physical_pct,disbursed_pct,status\n"
    "Công trình không ai biết,2025-12-14,12,10,in_progress\n"
)


@pytest.fixture(scope="module")
def office_server(tmp_path_factory):
    """Start the dashboard of the example office."""
    folder = tmp_path_factory.mktemp("office")
    store = f"sqlite:///{folder / 'store' / 'tvgeo.sqlite3'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", TODAY)
        patch.setenv("TVGEO_DATABASE_URL", store)
        office.prepare()
        stores.forget()
    with started(folder, TVGEO_TODAY=TODAY, TVGEO_DATABASE_URL=store) as running:
        yield running


@pytest.fixture
def signed_in(chromium, office_server):
    """Return a function that signs an account in, in a browser of its own."""
    contexts = []

    def open_page(name, language):
        width, height = LAPTOP
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        reader = Reader(page, office_server.base_url).open("/cap-nhat", lang=language)
        page.locator('input[name="name"]').fill(name)
        page.locator('input[name="password"]').fill(office.PASSWORD)
        page.locator('form.tvs button[type="submit"]').first.click()
        page.locator(FILE).wait_for(state="attached")
        reader.settle()
        return reader

    yield open_page
    for context in contexts:
        context.close()


def send(reader, content, name):
    reader.page.locator(FILE).wait_for(state="attached")
    reader.page.locator(FILE).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    reader.page.locator(STEPS).wait_for()
    reader.settle()


def foreign_words(reader, known, language):
    """Return the words of the other language, at both sizes of a window."""
    found = {}
    for size in (PHONE, LAPTOP):
        found |= foreign(reader.sized(size).settle().seen(), known, language)
    return found


@pytest.fixture
def strings(data_strings):  # noqa: F811
    return sorted({*data_strings, *WRITTEN}, key=len, reverse=True)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_planner_is_spoken_to_in_one_language_from_file_to_revision(
    signed_in, strings, language
):
    reader = signed_in(office.PLANNER, language)
    page, said = reader.page, {}

    def look(at):
        if words := foreign_words(reader, strings, language):
            said[at] = words

    def again():
        reader.forget().open("/cap-nhat", lang=language)

    look("before a file")
    send(reader, office.report(wrong=True), office.FILE)
    look("findings")
    page.locator("table.findings tbody tr").first.click()
    page.locator(".st-key-tv-row").wait_for()
    page.locator(".st-key-tv-row summary").click()
    look("a row")
    again()
    send(reader, UNKNOWN.encode(), "ten-la.csv")
    look("names")
    again()
    send(reader, office.report(), office.FILE)
    look("difference")
    page.get_by_role("checkbox").last.check(force=True)
    reader.settle()
    page.locator(".st-key-publish button").click()
    page.locator(".st-key-undo").wait_for()
    look("published")
    page.locator(".st-key-undo button").click()
    page.locator(".st-key-undone").wait_for()
    look("taken back")
    assert said == {}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_history_and_administration_speak_one_language(signed_in, strings, language):
    reader = signed_in(office.ADMIN, language)
    said = {}
    for address in ("/lich-su", "/quan-tri", "/quan-tri?tab=check", "/quan-tri?tab=system"):
        path, _, tab = address.partition("?tab=")
        reader.open(path, lang=language, **({"tab": tab} if tab else {}))
        if words := foreign_words(reader, strings, language):
            said[address] = words
    assert said == {}
