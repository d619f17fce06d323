"""A sheet: its pixels, its fonts, its marks and its code, the same every time."""

import io
import threading
from dataclasses import replace
from datetime import date
from functools import cache

import matplotlib as mpl
import numpy as np
import places
import pytest
import segno
from matplotlib.text import Text
from PIL import Image
from pypdf import PdfReader
from shapely import LineString

from tvgeo import locale
from tvgeo.render.plates import draw, papers
from tvgeo.render.plates.layout import Box
from tvgeo.render.plates.plate import PAPERS, GridLine, Key
from tvgeo.services import briefing
from tvgeo.services import view as views
from tvgeo.services.base import open_base

T = locale.get("vi")
MM = 72 / 25.4
LINK = "https://tvgeo.example.vn/ban-do?as_of=2025-12-14&sector=transport"
HOSTILE = "$x^2$ {{7*7}} <b>&amp;</b> =HYPERLINK(1) a\x00b\u202ec\nd " + "rất dài " * 500

GRID = (
    GridLine("106°20′Đ", LineString([(591_000, 900_000), (591_000, 1_300_000)]), meridian=True),
    GridLine(
        "9°50′B", LineString([(400_000, 1_087_000), (800_000, 1_087_000)]), meridian=False
    ),
)


@cache
def standard(paper):
    """Return the usual sheet, drawn once for all tests that only look at it."""
    return draw.draw(shown(link=LINK), paper, T)


def shown(**changes):
    road = places.work(
        "Luồng tàu biển", 81.5, shapes=[places.line((560_000, 1_070_000), (600_000, 1_080_000))]
    )
    port = places.work("Bến cảng Trà Cú", 18.0, shapes=[places.point(585_000, 1_075_000)])
    kept = {
        "title": "Tiến độ các công trình giao thông, tỉnh Trà Vinh",
        "message": "1 chậm nghiêm trọng, 1 chậm nhiều.",
        "date_line": "Số liệu đến ngày 14/12/2025 · phiên bản số liệu số 7",
        "mark": "Số liệu minh họa",
        "note": "Tỷ lệ % (in nghiêng) được tạo để trình bày",
        "table_title": "Khối lượng thực hiện",
        "keys": (Key("late", "Chậm nhiều", "chậm 10 – dưới 15 điểm %", 2),),
        "source": "Nguồn: Kế hoạch 16/KH-UBND",
        "graticule": GRID,
    }
    return replace(places.plate([road, port]), **(kept | changes))


def opened(data):
    return Image.open(io.BytesIO(data))


def pixels(data):
    return np.asarray(opened(data).convert("L"), dtype=int)


def texts_of(sheet):
    """Return the text of a sheet with the box of each piece in mm."""
    figure = sheet._figure
    renderer = figure.canvas.get_renderer()
    per_mm = figure.dpi / 25.4
    found = []
    for text in figure.findobj(Text):
        if text.get_text().strip():
            box = text.get_window_extent(renderer)
            found.append((text, Box(*(side / per_mm for side in box.extents))))
    return found


@pytest.mark.parametrize(
    ("paper", "scale", "size", "dpi"),
    [
        ("16x9", 1, (1920, 1080), 144),
        ("16x9", 2, (3840, 2160), 288),
        ("a4", 1, (3508, 2480), 300),
        ("a3", 1, (4961, 3508), 300),
    ],
)
def test_a_picture_has_the_pixels_of_its_paper_and_says_its_resolution(paper, scale, size, dpi):
    image = opened(standard(paper).png(scale))
    assert image.size == size
    assert image.info["dpi"] == pytest.approx((dpi, dpi), abs=0.1)
    assert image.info["Title"] == shown().title
    assert "Software" not in image.info


@pytest.mark.parametrize("paper", PAPERS)
def test_every_text_lies_on_the_page_and_is_large_enough(paper):
    sheet = standard(paper)
    page = Box(0, 0, sheet.layout.width, sheet.layout.height)
    found = texts_of(sheet)
    assert len(found) > 20
    for text, box in found:
        assert box.inside(page), text.get_text()
        assert text.get_fontsize() >= papers.PAPER[paper].least_pt - 1e-6, text.get_text()


@pytest.mark.parametrize("paper", PAPERS)
def test_labels_on_the_map_stay_in_it_and_apart(paper):
    sheet = standard(paper)
    boxes = sheet.boxes["labels"]
    assert len(boxes) >= 2
    assert all(box.inside(sheet.layout.map) for box in boxes)
    assert not [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.meets(b)]
    assert not any(box.meets(sheet.layout.map) for box in sheet.boxes["texts"])


@pytest.mark.parametrize("paper", PAPERS)
def test_a_pdf_is_one_page_of_the_papers_size_with_its_fonts_in_it(paper):
    sheet = standard(paper)
    reader = PdfReader(io.BytesIO(sheet.pdf()))
    (page,) = reader.pages
    assert float(page.mediabox.width) == pytest.approx(sheet.layout.width * MM, abs=0.1)
    assert float(page.mediabox.height) == pytest.approx(sheet.layout.height * MM, abs=0.1)
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert len(fonts) > 3
    for font in fonts:
        inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
        assert inner.get_object()["/FontDescriptor"]["/FontFile2"].get_data()
    said = page.extract_text()
    assert "SỐ LIỆU MINH HỌA" in said
    assert "Luồng tàu biển" in said
    assert "/CreationDate" not in reader.metadata
    assert reader.metadata.title == shown().title


def test_the_same_plate_gives_the_same_bytes():
    first, second = standard("16x9"), draw.draw(shown(link=LINK), "16x9", T)
    picture = first.png()
    assert picture == second.png()
    assert first.pdf() == second.pdf()
    assert second.png() == picture, "writing a PDF changed the picture"


def test_threads_that_draw_at_once_draw_the_same():
    wanted = standard("16x9").png()
    found = []

    def work():
        found.append(draw.draw(shown(link=LINK), "16x9", T).png())

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [wanted] * 2


def test_drawing_leaves_the_settings_of_matplotlib_as_they_were():
    before = dict(mpl.rcParams)
    draw.draw(shown(), "16x9", T).pdf()
    assert dict(mpl.rcParams) == before


def test_a_plate_with_invented_figures_is_marked_and_another_is_not():
    def said(sheet):
        return [text.get_text() for text, _ in texts_of(sheet)]

    assert "SỐ LIỆU MINH HỌA" in said(standard("16x9"))
    plain = said(draw.draw(shown(note="", mark=""), "16x9", T))
    assert not any("MINH HỌA" in text.upper() for text in plain)


@pytest.mark.parametrize("scale", [1, 2])
def test_the_code_holds_the_address_of_the_view_in_modules_of_whole_pixels(scale):
    sheet = standard("16x9")
    dark = pixels(sheet.png(scale)) < 128
    (box,) = sheet.boxes["code"]
    left, top, right, bottom = (
        round(side / 25.4 * 144 * scale)
        for side in (box.left, sheet.layout.height - box.top, box.right,
                     sheet.layout.height - box.bottom)
    )  # fmt: skip
    matrix = np.array(segno.make(LINK, error="l", micro=False).matrix, dtype=bool)
    module, rest = divmod(right - left, len(matrix))
    assert (module, rest) == (2 * scale, 0)
    drawn = dark[top:bottom, left:right]
    assert np.array_equal(drawn, np.kron(matrix, np.ones((module, module), dtype=bool)))
    quiet = 4 * module
    around = dark[top - quiet : bottom + quiet, left - quiet : right + quiet].copy()
    around[quiet : quiet + bottom - top, quiet : quiet + right - left] = False
    assert not around.any()


def test_without_an_address_there_is_no_code():
    sheet = draw.draw(shown(), "16x9", T)
    assert T("plate.scan") not in [text.get_text() for text, _ in texts_of(sheet)]
    assert sheet.boxes["code"] == ()


@pytest.mark.parametrize("longer", [300, 5000])
def test_an_address_too_long_for_a_code_on_the_page_has_none(longer):
    sheet = draw.draw(shown(link=LINK + "a" * longer), "16x9", T)
    assert T("plate.scan") not in [text.get_text() for text, _ in texts_of(sheet)]
    assert sheet.boxes["code"] == ()


def test_hostile_texts_come_out_as_texts_and_the_layout_holds():
    work = places.work(HOSTILE, 5.0, shapes=[places.point(585_000, 1_075_000)])
    kept = shown()
    plate = replace(
        kept, works=(*kept.works, work), title=HOSTILE, message=HOSTILE, date_line=HOSTILE,
        note=HOSTILE, source=HOSTILE, table_title=HOSTILE,
    )  # fmt: skip
    sheet = draw.draw(plate, "16x9", T)
    page = Box(0, 0, sheet.layout.width, sheet.layout.height)
    found = texts_of(sheet)
    assert all(box.inside(page) for _, box in found)
    assert any("$x^2$ {{7*7}} <b>" in text.get_text() for text, _ in found)
    assert "[U+0000]" in PdfReader(io.BytesIO(sheet.pdf())).metadata.title


def test_every_vietnamese_letter_is_in_the_fonts_of_a_sheet():
    letters = "đĐ₫≥≤m³ẾỆỄẮẶỬỮỶ"
    sheet = draw.draw(shown(title=letters), "16x9", T)
    assert letters in PdfReader(io.BytesIO(sheet.pdf())).pages[0].extract_text()


@pytest.fixture(scope="module")
def plates():
    facts = briefing.facts(views.view_as_of(open_base(), date(2025, 12, 14)), T)
    return facts.plates


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
def test_the_plates_of_the_shipped_data_hold_on_every_paper(plates, paper):
    assert len(plates) >= 2
    for plate in plates:
        sheet = draw.draw(plate, paper, T)
        layout = sheet.layout
        page = Box(0, 0, layout.width, layout.height)
        for text, box in texts_of(sheet):
            assert box.inside(page), (plate.code, text.get_text())
            assert text.get_fontsize() >= papers.PAPER[paper].least_pt - 1e-6, text.get_text()
        boxes = sheet.boxes["labels"]
        assert all(box.inside(layout.map) for box in boxes)
        met = [(a, b) for i, a in enumerate(boxes) for b in boxes[i + 1 :] if a.meets(b)]
        assert met == []
        beside = sheet.boxes["texts"]
        assert not any(box.meets(layout.map) for box in beside)
        assert sheet.lost == ()
