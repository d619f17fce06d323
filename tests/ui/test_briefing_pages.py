"""The briefing page and the slideshow without a browser: choice, making, slides."""

import io
import json
import zipfile
from dataclasses import replace

import pytest

from tvgeo import locale
from tvgeo.errors import UsageError
from tvgeo.render.node import text_of
from tvgeo.services import briefing, making
from tvgeo.services import view as views
from tvgeo.services.base import open_base
from tvgeo.services.packs import File, Step
from tvgeo.ui.blocks import slides
from tvgeo.ui.components import pack_files, slideshow

T = locale.get("vi")
NAMES = ("tvgeo-urban-2025-12-14.docx", "tvgeo-urban-2025-12-14-do-thi-a3.png")


@pytest.fixture(name="view", scope="module")
def _view():
    base = open_base()
    return views.view_as_of(base, views.default_period(base).end)


@pytest.fixture(name="sourced", scope="module")
def _sourced():
    base = open_base()
    return views.view_as_of(base, views.default_period(base).end, sourced_only=True)


@pytest.fixture
def workshop(monkeypatch):
    """Make files at once, keep them, and remember what was asked for."""
    asked, kept = [], {}

    def make(view, t, scope, formats):
        asked.append((scope.kind, scope.code, tuple(formats), t.language))
        for i, name in enumerate(NAMES, start=1):
            yield Step(name, i, len(NAMES))
            yield Step(name, i, len(NAMES), File(name, b"x" * 1_500 * i, "text/plain"))
        kept[asked[-1]] = tuple(File(name, b"x" * 1_500, "text/plain") for name in NAMES)

    def found(view, t, scope, formats):
        return kept.get((scope.kind, scope.code, tuple(formats), t.language))

    monkeypatch.setattr(making, "make", make)
    monkeypatch.setattr(making, "kept", found)
    return asked


def says(reader, words):
    return any(words in text for text in reader.texts)


# What is chosen


def test_the_page_opens_on_the_whole_plan_and_says_what_the_pack_says(page):
    reader = page(lang="vi").open("trinh-bay")
    assert not reader.failed
    assert says(reader, "15 công trình, nhiệm vụ chậm hoặc quá hạn; chậm nhất là Cầu Đại Ngãi*")
    assert says(reader, "47/83 công trình, nhiệm vụ có số liệu")
    assert reader.address["scope"] == "plan"
    assert "of" not in reader.address


@pytest.mark.parametrize(
    ("kind", "code", "words"),
    [
        ("sector", "urban", "– Đô thị"),
        ("agency", "so-xay-dung", "– Sở Xây dựng"),
        ("work", "cau-dai-ngai", "– Cầu Đại Ngãi"),
    ],
)
def test_the_address_reproduces_the_choice(page, kind, code, words):
    reader = page(lang="vi", scope=kind, of=code).open("trinh-bay")
    assert says(reader, words)
    assert {"scope": kind, "of": code}.items() <= reader.address.items()
    assert reader.app.selectbox(key="w-of").value == code


def test_an_address_without_sense_falls_back_to_what_there_is(page):
    reader = page(lang="vi", scope="sector", of="../x", formats="docx,exe").open("trinh-bay")
    assert says(reader, "– Giao thông")
    assert reader.address["of"] == "transport"
    assert reader.address["formats"] == "docx"
    reader = page(lang="vi", scope="__class__", of="transport").open("trinh-bay")
    assert reader.address["scope"] == "plan"
    assert "of" not in reader.address


def test_another_kind_of_content_starts_with_its_first_member(page):
    reader = page(lang="vi", scope="work", of="cau-dai-ngai").open("trinh-bay")
    next(w for w in reader.app.button_group if w.key == "w-scope").set_value("agency").run()
    assert reader.address["scope"] == "agency"
    assert reader.address["of"] == "so-gtvt"


def test_the_link_to_the_slides_keeps_the_choice(page):
    reader = page(lang="vi", scope="sector", of="urban").open("trinh-bay")
    tree = json.dumps(reader.trees["slideshow"])
    assert '"page": "trinh-chieu"' in tree
    assert '"scope": "sector", "of": "urban"' in tree


# What is made


def make(reader):
    next(b for b in reader.app.button if b.key == "pack-make").click().run()
    return [block.proto.label for block in reader.app.get("download_button")]


def test_the_files_that_were_chosen_are_made_and_offered_with_their_size(page, workshop):
    reader = page(lang="vi", scope="sector", of="urban", formats="png,docx").open("trinh-bay")
    assert not reader.app.get("download_button")
    offered = make(reader)
    assert not reader.failed
    assert workshop == [("sector", "urban", ("png", "docx"), "vi")]
    assert says(reader, "Đã tạo xong: 2 tệp")
    assert [label.replace("\\", "") for label in offered] == [
        "Tải tất cả (.zip)", "Dự thảo báo cáo (.docx) · 2\N{NO-BREAK SPACE}kB",
        "do-thi-a3.png · 3\N{NO-BREAK SPACE}kB",
    ]  # fmt: skip
    # a run that follows finds them where they are kept, and another choice has none
    reader.app.run()
    assert len(reader.app.get("download_button")) == 3
    assert len(workshop) == 1
    other = page(lang="vi", scope="sector", of="urban", formats="docx").open("trinh-bay")
    assert not other.app.get("download_button")


def test_a_making_that_fails_is_a_sentence_with_the_button_still_there(page, monkeypatch):
    def busy(*_):
        raise UsageError("error.briefing_busy")
        yield

    monkeypatch.setattr(making, "make", busy)
    reader = page(lang="vi").open("trinh-bay")
    assert make(reader) == []
    assert not reader.app.exception
    assert says(reader, "Đang tạo một bộ trình bày khác")
    assert not next(b for b in reader.app.button if b.key == "pack-make").disabled


def test_without_a_kind_of_file_nothing_can_be_made(page):
    reader = page(lang="vi", formats="none").open("trinh-bay")
    assert next(b for b in reader.app.button if b.key == "pack-make").disabled
    assert says(reader, "Chọn ít nhất một loại tệp.")
    assert reader.address["formats"] == "none"


def test_all_files_go_into_one_archive_that_is_the_same_every_time(view):
    files = [File(name, name.encode() * 9, "text/plain") for name in (*NAMES, "map.html")]
    packed = pack_files.zipped(files, view)
    assert packed == pack_files.zipped(files, view)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [file.name for file in files]
        assert archive.read("map.html") == b"map.html" * 9
        assert archive.infolist()[0].date_time[:3] == (2025, 12, 14)


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "1 kB"), (85_400, "85 kB"), (999_999, "1.000 kB"), (2_900_000, "2,9 MB")],
)
def test_a_size_is_said_in_the_readers_language(count, said):
    assert pack_files.size(T, count).replace("\N{NO-BREAK SPACE}", " ") == said


# The slides


def test_the_slides_are_overview_sectors_late_works_and_sources(view):
    facts = briefing.facts(view, T)
    deck = slides.deck(T, facts)
    assert len(deck) == 1 + len(facts.sectors) + len(facts.behind) + 1
    assert deck[0].title == facts.message
    assert [s.title for s in deck[1 : 1 + len(facts.sectors)]] == [
        facts.messages[group.code] for group in facts.sectors
    ]
    first = deck[1 + len(facts.sectors)]
    said = text_of(first.tree)
    work = facts.behind[0]
    for words in (work.planned.text, work.physical.text, work.disbursed.text, work.reason):
        assert words in said
    assert first.map.selected == work.project_id
    assert deck[-1].map is None


def test_a_slide_is_marked_when_anything_on_it_was_invented(view, sourced):
    for slide in slides.deck(T, briefing.facts(view, T)):
        assert slide.illustrative or "*" not in text_of(slide.tree)
    hidden = slides.deck(T, briefing.facts(sourced, T))
    assert not any(slide.illustrative for slide in hidden)
    assert not any("*" in text_of(slide.tree) for slide in hidden)


def test_one_work_and_one_agency_have_slides_of_their_own(view):
    work = briefing.scope_of(view, T, "work", "cau-dai-ngai")
    deck = slides.deck(T, briefing.facts(view, T, work))
    assert [slide.title for slide in deck] == ["Cầu Đại Ngãi", T("slide.sources")]
    part = briefing.scope_of(view, T, "work", "cau-dai-ngai-1")
    assert len(slides.deck(T, briefing.facts(view, T, part))) == 2
    agency = briefing.scope_of(view, T, "agency", "so-tttt")
    assert len(slides.deck(T, briefing.facts(view, T, agency))) >= 3


def test_texts_of_any_length_are_shortened_and_stay_text(view):
    facts = briefing.facts(view, T)
    evil = "<img src=x onerror=1>{{7*7}}\n" * 160
    late = replace(facts.behind[0], name=evil, reason=evil, proposal=evil)
    deck = slides.deck(T, replace(facts, behind=(late, *facts.behind[1:])))
    slide = deck[1 + len(facts.sectors)]
    assert len(text_of(slide.tree)) < 2_000
    assert "<img src=x onerror=1>{{7*7}} <img" in text_of(slide.tree)


def test_a_work_without_a_place_says_why_and_has_no_map_beside_it(view):
    facts = briefing.facts(view, T)
    slide = next(s for s in slides.deck(T, facts) if s.title.startswith("115 cầu"))
    assert "Chưa có vị trí trên bản đồ: Kế hoạch không nêu địa điểm" in text_of(slide.tree)
    assert slide.map is None
    assert slideshow.focus(view.base, ("cau-115-5179m",)) is None


def test_the_map_is_zoomed_to_a_box_around_the_works_that_is_never_a_point(view):
    for works in (("cau-dai-ngai",), ("kcn-co-chien",), tuple(view.base.join.located)):
        west, south, east, north = slideshow.focus(view.base, works)
        assert east - west >= 2 * slideshow.LEAST
        assert north - south >= 2 * slideshow.LEAST
        for project_id in works:
            for feature in view.base.join.located[project_id]:
                w, s, e, n = feature.geometry_4326.bounds
                assert west < w
                assert south < s
                assert e < east
                assert n < north


def test_the_slideshow_sends_one_map_and_by_slide_only_what_differs(page):
    reader = page(lang="vi", scope="sector", of="transport").open("trinh-chieu")
    assert not reader.failed
    data = reader.told["slides"]
    count = len(data["titles"])
    assert count == len(data["marks"]) == len(data["maps"]) == len(data["tree"]) - 2
    assert data["maps"][0] is None
    shown = [told for told in data["maps"] if told is not None]
    assert len(shown) >= 2
    for told in shown:
        assert {"focus", "state"} <= told.keys()
        assert not {"module", "index", "pct", "mapId"} & told.keys()
    assert data["position"] == f"{{i}}/{count}"
    assert len(json.dumps(data)) < 100_000
