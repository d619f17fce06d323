"""Files of the data folder vanish or break while somebody looks, and come back."""

import pytest
from folders import copy_of_data
from reader import Reader
from steady import BRIDGE, dashboard, looks_again

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RERUN = "() => postMessage({ stCommVersion: 1, type: 'RERUN_SCRIPT' }, location.origin)"


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return copy_of_data(tmp_path_factory.mktemp("files"))


@pytest.fixture(scope="module")
def office(data):
    with dashboard(data.parent, data) as running:
        yield running


@pytest.fixture
def reader(chromium_page, office):
    return Reader(chromium_page, office.base_url)


def acts(reader):
    """Let the reader do something that draws the page again."""
    reader.page.evaluate(RERUN)


def glyphs(reader):
    return {glyph["id"] for glyph in reader.settle().seen().glyphs}


@pytest.mark.parametrize(
    "broken", [None, b"", b'{"type": "FeatureCollection", "featu', b"\xff\x00"]
)
def test_a_layer_that_vanishes_or_breaks_is_named_and_the_rest_stays(
    reader, data, office, broken
):
    layer = data / "geojson" / "bridges.geojson"
    whole = layer.read_bytes()
    page = reader.open("map", lang="vi").page
    before = glyphs(reader)
    assert BRIDGE in before
    if broken is None:
        layer.unlink()
    else:
        layer.write_bytes(broken)
    try:
        acts(reader)
        page.get_by_text("Chưa tải được lớp Cầu; các lớp khác vẫn xem được.").wait_for()
        page.get_by_text("Chưa tải được lớp Cầu").click()
        page.get_by_text("bridges.geojson").first.wait_for()
        reader.waits("(id) => !window.__tvgeoMap.glyphs.some((g) => g.id === id)", BRIDGE)
        assert glyphs(reader) == before - {BRIDGE, "cau-dai-ngai-1", "cau-dai-ngai-2"}
        assert page.locator(f"tr[data-key={BRIDGE}]").count() == 0
    finally:
        layer.write_bytes(whole)
    acts(reader)
    page.get_by_text("Chưa tải được lớp Cầu").wait_for(state="detached")
    reader.waits("(id) => window.__tvgeoMap.glyphs.some((g) => g.id === id)", BRIDGE)
    assert glyphs(reader) == before
    assert "Traceback" not in office.printed


def test_progress_csv_is_not_what_is_shown_once_there_is_a_store(reader, data):
    file = data / "progress.csv"
    whole = file.read_bytes()
    page = reader.open("work", project=BRIDGE, lang="vi", period="2025").page
    file.unlink()
    try:
        acts(reader)
        reader.settle()
        page.get_by_text("52,0%").first.wait_for()
    finally:
        file.write_bytes(whole)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plan/projects.csv", {"vi": "không mở được tệp projects.csv", "en": "projects.csv"}),
        ("tvgeo.toml", {"vi": "không mở được tệp tvgeo.toml", "en": "tvgeo.toml"}),
        ("store", {"vi": "Không còn thấy kho", "en": "is not there any more"}),
    ],
)
def test_what_nothing_can_be_shown_without_is_told_and_comes_back_by_itself(
    reader, data, office, name, said, language
):
    file = data.parent / "store" / "tvgeo.sqlite3" if name == "store" else data / name
    away = file.with_name("away")
    page = reader.open("overview", lang=language).page
    file.rename(away)
    try:
        acts(reader)
        page.get_by_text(said[language]).first.wait_for()
        seen = reader.settle().seen()
        assert not [t.text for t in seen.texts if "%" in t.text], "figures of nowhere"
    finally:
        away.rename(file)
    looks_again(page)
    page.locator("h1", has_text="47" if language == "vi" else "Behind plan").wait_for()
    assert "Traceback" not in office.printed
