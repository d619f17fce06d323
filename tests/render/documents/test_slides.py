"""The slides of a briefing: messages as titles, native charts and tables, marks, notes."""

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import facts_made as of
import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from tvgeo import locale
from tvgeo.render import style
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.briefing.works import Value
from tvgeo.render.documents import measure, slides
from tvgeo.render.documents.slides import places

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
PLATES = {"plates": (of.plate(),)}


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


@pytest.fixture(scope="module")
def picture():
    stream = io.BytesIO()
    Image.new("RGB", (160, 90), "#ECE8DE").save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture(scope="module")
def data(vi, picture):
    return slides.write(of.made(**PLATES), vi, {"plan": picture})


@pytest.fixture(scope="module")
def deck(data):
    return Presentation(io.BytesIO(data))


@pytest.fixture(scope="module")
def hostile(vi, picture):
    facts = of.hostile(
        plates=(of.plate(title="\n".join(of.HOSTILE), alt="\n".join(of.HOSTILE)),)
    )
    return slides.write(facts, vi, {"plan": picture})


def opened(facts, t, pictures=None):
    return Presentation(io.BytesIO(slides.write(facts, t, pictures or {})))


def texts(slide):
    """Return every text of a slide that stands in a box or a cell."""
    found = [s.text_frame.text for s in slide.shapes if s.has_text_frame]
    for table in (s.table for s in slide.shapes if s.has_table):
        found += [c.text_frame.text for row in table.rows for c in row.cells]
    return found


def titles(deck):
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def charts(deck):
    return [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]


def seen(deck):
    """Return all pictures, charts and tables."""
    kinds = (PP_PLACEHOLDER.PICTURE, PP_PLACEHOLDER.CHART, PP_PLACEHOLDER.TABLE)
    return [
        s
        for slide in deck.slides
        for s in slide.placeholders
        if s.placeholder_format.type in kinds
    ]


def slide_of(deck, begin):
    return next(s for s in deck.slides if s.shapes.title.text_frame.text.startswith(begin))


# What is said


def test_every_slide_has_one_message_as_its_title(deck):
    said = titles(deck)
    facts = of.made()
    assert said[0] == facts.title
    assert said[1] == facts.message
    assert facts.delays in said
    assert facts.messages["transport"] in said
    assert "1/2 cơ quan, đơn vị chưa gửi đủ báo cáo năm 2025" in said
    assert all(said)
    assert len(set(said)) == len(said)


def test_date_and_revision_stand_on_every_slide(deck):
    for slide in deck.slides:
        assert any(of.made().stamp in text for text in texts(slide))


def test_each_slide_that_shows_invented_figures_is_marked(deck):
    for slide in deck.slides:
        said = texts(slide)
        star = any(text.endswith("*") for text in said)
        if star and not slide.shapes.title.text_frame.text.startswith("Cách đọc"):
            assert any(of.MARK.upper() in text.upper() for text in said), said[0]
    unmarked = slide_of(deck, "Thông tin và truyền thông")
    assert not any(of.MARK.upper() in text for text in texts(unmarked))


def test_a_title_with_a_star_is_marked_on_each_of_its_slides(vi):
    behind = tuple(of.work(f"cau-{n}", illustrative=n == 0, reason="Khó khăn. " * 40)
                   for n in range(12))  # fmt: skip
    shown = [
        slide for slide in opened(of.made(behind=behind), vi).slides
        if "*" in slide.shapes.title.text_frame.text and slide.shapes.title.top >= 0
    ]  # fmt: skip
    assert len(shown) > 3
    for slide in shown:
        assert any(of.MARK.upper() in text for text in texts(slide))


def test_without_invented_figures_nothing_is_marked(vi):
    for slide in opened(of.sourced(), vi).slides:
        assert not any(of.MARK.upper() in text for text in texts(slide))


def test_a_schematic_plate_says_so_beside_its_mark(vi, picture):
    work = of.work()
    shape = type("Shape", (), {"schematic": True})()
    shown = type("Shown", (), {"fact": work, "shapes": (shape,)})()
    plate = of.plate(works=(shown,))
    said = [texts(s) for s in opened(of.made(plates=(plate,)), vi, {"plan": picture}).slides]
    assert any("Số liệu minh họa · có hình vẽ sơ đồ" in t for slide in said for t in slide)


def test_notes_say_what_the_figures_rest_on(deck):
    facts = of.made()
    for slide in deck.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert facts.stamp in notes
        assert facts.honesty[1] in notes
    notes = slide_of(deck, "Trong 1 công trình").notes_slide.notes_text_frame.text
    assert of.work().proposal in notes
    assert "Nguồn số liệu của trang: minh họa" in notes


def test_a_plate_is_a_picture_that_fills_its_slide(deck):
    slide = slide_of(deck, f"Bản đồ – {of.plate().message}")
    (picture,) = [s for s in slide.placeholders if s.placeholder_format.idx == places.PICTURE]
    assert picture.width / Inches(places.WIDTH) > 0.96
    assert picture.width / picture.height == pytest.approx(16 / 9, abs=0.001)
    # LibreOffice draws a foot under everything else: they must not meet
    (foot,) = [s for s in slide.placeholders if s.placeholder_format.idx == places.FOOT]
    assert picture.top + picture.height <= foot.top
    assert (picture.crop_left, picture.crop_top) == pytest.approx((0, 0), abs=1e-4)


def test_reports_outside_the_calendar_have_no_slide(vi):
    said = titles(opened(of.made(in_calendar=False), vi))
    assert not any("báo cáo" in title for title in said)


def test_nothing_at_all_is_said_as_such(vi):
    assert len(titles(opened(of.empty(), vi))) >= 4


def test_a_deck_about_one_work_tells_that_work(vi):
    scope = Scope("work", "cau", "Cầu Ven Sông")
    deck = opened(of.made(scope=scope, message="Cầu Ven Sông: chậm 12,5*"), vi)
    (chart,) = charts(deck)
    assert list(chart.plots[0].series[0].values) == [64.5, 52.0, 58.3]
    assert "Cầu Ven Sông: vướng mắc, kiến nghị" in titles(deck)


# Charts and tables


def test_the_chart_of_states_has_the_counts_of_the_sectors(deck):
    plot = charts(deck)[0].plots[0]
    assert list(plot.categories) == ["Giao thông (2)", "Thông tin và truyền thông (1)"]
    assert {s.name: tuple(s.values) for s in plot.series} == {
        "▼ Chậm nhiều": (1, 0),
        "✓ Hoàn thành": (1, 0),
        "▨ Chưa có số liệu": (0, 1),
    }
    late = plot.series[0].format.fill.fore_color.rgb
    assert f"#{late}" == style.health_colour("late")


def test_an_unknown_state_is_hatched_in_the_chart(deck):
    fill = charts(deck)[0].plots[0].series[2].format.fill
    assert fill.pattern is not None


def test_the_chart_of_late_works_has_done_and_planned(deck):
    plot = next(c for c in charts(deck) if len(c.plots[0].series) == 2 and c.plots[0].series[1].name == "Kế hoạch đến kỳ").plots[0]  # fmt: skip
    assert list(plot.categories) == ["▼ Cầu Ven Sông (−12,5*)"]
    assert [list(s.values) for s in plot.series] == [[52.0], [64.5]]


def test_a_missing_figure_is_a_gap_not_a_zero(vi):
    work = of.work(physical=of.MISSING, health="past_due", slippage=of.DASH)
    deck = opened(of.made(behind=(work,)), vi)
    series = next(c for c in charts(deck) if c.plots[0].series[0].name.startswith("Thực hiện"))
    assert list(series.plots[0].series[0].values) == [None]


def test_figures_of_a_chart_can_be_edited_in_its_sheet(deck):
    for chart in charts(deck):
        blob = chart.part.chart_workbook.xlsx_part.blob
        sheet = load_workbook(io.BytesIO(blob)).active
        names = [sheet.cell(row, 1).value for row in range(2, sheet.max_row + 1)]
        assert names == list(chart.plots[0].categories)


def test_percentages_of_charts_are_whole_only_at_0_and_100(data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        found = "".join(
            parts.read(n).decode() for n in parts.namelist() if n.startswith("ppt/charts/chart")
        )
    assert "[=0][$-42A]0&quot;%*&quot;" in found
    assert "[$-42A]0.0&quot;%*&quot;" in found


def test_tables_are_native_with_a_head_and_the_style_of_the_deck(deck):
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    assert len(tables) >= 6
    ids = {t._tbl.tblPr.find(f"{A}tableStyleId").text for t in tables}
    assert len(ids) == 1
    late = next(t for t in tables if t.cell(0, 0).text_frame.text == "TT")
    assert late.first_row
    assert "Cầu Ven Sông" in late.cell(1, 1).text_frame.text
    assert late.cell(1, 3).text_frame.text == of.work().lead


def test_an_unknown_figure_is_a_dash_on_a_hatch(deck):
    slide = slide_of(deck, "Thông tin và truyền thông")
    (table,) = [s.table for s in slide.shapes if s.has_table]
    done, planned = table.cell(1, 3), table.cell(1, 4)
    assert (done.text_frame.text, planned.text_frame.text) == ("–", "–")
    assert done._tc.tcPr.find(f"{A}pattFill") is not None
    assert planned._tc.tcPr.find(f"{A}pattFill") is None


def test_every_picture_chart_and_table_has_its_alternative_text(deck):
    assert len(seen(deck)) >= 10
    for shape in seen(deck):
        alt = shape._element.xpath(".//p:cNvPr")[0].get("descr")
        assert alt
        assert len(alt) > 10
    pictures = [s for s in seen(deck) if s.placeholder_format.idx == places.PICTURE]
    assert pictures[0]._element.xpath(".//p:cNvPr")[0].get("descr") == of.plate().alt


# The master


def test_it_is_16_to_9(deck):
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_an_office_restyles_it_in_one_place(deck, data):
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        theme = parts.read("ppt/theme/theme1.xml").decode()
    accent = style.SCREEN["accent"][1:]
    assert f'<a:accent1><a:srgbClr val="{accent}"' in theme
    assert len(re.findall(r'<a:latin typeface="Arial"', theme)) == 2
    names = [layout.name for layout in deck.slide_layouts]
    assert names == ["Trang bìa", "Bảng và biểu đồ", "Biểu đồ", "Bảng", "Nội dung", "Bản đồ toàn trang"]  # fmt: skip
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.is_placeholder, shape.name
            if shape.has_text_frame:
                runs = [r for p in shape.text_frame.paragraphs for r in p.runs]
                assert all(run.font.name is None for run in runs)


def test_titles_and_texts_do_not_leave_their_boxes(hostile):
    for slide in Presentation(io.BytesIO(hostile)).slides:
        layout = places.LAYOUTS[
            [
                x.name for x in slide.part.package.presentation_part.presentation.slide_layouts
            ].index(slide.slide_layout.name)
        ]
        for shape in slide.placeholders:
            place = layout.place(shape.placeholder_format.idx)
            if shape.has_table:
                high = sum(row.height for row in shape.table.rows)
                assert shape.top + high <= Inches(places.CONTENT.bottom + 0.01)
                continue
            if not shape.has_text_frame or place.kind == "sldNum":
                continue
            taken = 0.0
            for paragraph in shape.text_frame.paragraphs:
                sizes = [r.font.size.pt for r in paragraph.runs if r.font.size]
                size = max(sizes, default=place.size)
                text = paragraph.text
                room = place.box.width - 2 * place.margin
                taken += measure.height(measure.lines(text, size, room, bold=place.bold), size)
            assert taken <= place.box.height + 0.06, (place.key, text[:40])


def test_cells_are_as_high_as_their_text(hostile):
    for slide in Presentation(io.BytesIO(hostile)).slides:
        for shape in (s for s in slide.shapes if s.has_table):
            widths = [column.width / 914_400 - 0.12 for column in shape.table.columns]
            for row in shape.table.rows:
                for cell, width in zip(row.cells, widths, strict=True):
                    high = 0.11
                    for p in cell.text_frame.paragraphs:
                        size = max((r.font.size.pt for r in p.runs if r.font.size), default=11)
                        bold = any(r.font.bold for r in p.runs)
                        lines = measure.lines(p.text, size, width, bold=bold)
                        high += measure.height(lines, size)
                    assert high <= row.height / 914_400 + 0.02, p.text[:40]


def test_many_late_works_take_more_slides_and_none_is_lost(vi):
    works = tuple(
        of.work(f"w{n}", name=f"Công trình số {n}", reason="Vướng mặt bằng. " * 40)
        for n in range(30)
    )
    deck = opened(of.made(behind=works), vi)
    said = " ".join(text for slide in deck.slides for text in texts(slide))
    for work in works:
        assert work.name in said
    notes = " ".join(s.notes_slide.notes_text_frame.text for s in deck.slides)
    assert works[0].reason.strip() in notes


def test_a_long_text_is_cut_on_the_slide_keeps_its_mark_and_stands_whole_in_the_notes(vi):
    note = "Còn hộ chưa bàn giao. " * 180 + "Hết.*"
    deck = opened(of.made(behind=(of.work(reason=note, obstacle=note),)), vi)
    slide = slide_of(deck, "Trong 1 công trình")
    (shown,) = [text for text in texts(slide) if text.startswith("Còn hộ")]
    assert shown.endswith("…*")
    assert len(shown) < 400
    assert note in slide.notes_slide.notes_text_frame.text


# What anybody may write, and whether it opens


@pytest.mark.parametrize("which", ["data", "hostile"])
def test_all_parts_are_xml_with_ids_and_names_of_their_own(which, request):
    with zipfile.ZipFile(io.BytesIO(request.getfixturevalue(which))) as parts:
        assert len(set(parts.namelist())) == len(parts.namelist())
        for name in parts.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            root = ET.fromstring(parts.read(name))
            if re.match(r"ppt/(slides|slideLayouts|slideMasters)/[^_]", name):
                found = [e for e in root.iter() if e.tag.endswith("}cNvPr")][1:]
                ids = [e.get("id") for e in found]
                assert len(set(ids)) == len(ids), name
                shapes = [e.get("name") for e in found]
                assert len(set(shapes)) == len(shapes), name


def test_hostile_text_comes_out_as_text(hostile):
    deck = Presentation(io.BytesIO(hostile))
    notes = "\n".join(s.notes_slide.notes_text_frame.text for s in deck.slides)
    for text in ('=HYPERLINK("http://a.example","x")', "{{ 7*7 }}", "<b>&amp;</b>", "$x^2$"):
        assert text in notes
    assert "[U+202E]evil" in notes
    assert "Ghi chú rất dài. " * 100 in notes


def test_the_sheet_of_a_chart_has_no_formula_and_no_link(vi):
    name = '=HYPERLINK("http://a.example","x")'
    link = "http://a.example/"
    works = (of.work(name=name), of.work("b", name=link, health="late"))
    sectors = (of.group(name=link), of.group("b", name=name), of.group("c", name="internal:A1"))
    for chart in charts(opened(of.made(behind=works, sectors=sectors), vi)):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        for row in book.active.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None


def test_the_same_facts_make_the_same_bytes(data, vi, picture):
    assert slides.write(of.made(**PLATES), vi, {"plan": picture}) == data


def test_english_is_english_and_other_figures_stay_the_same(deck):
    en = locale.get("en")
    facts = replace(of.made(), language="en")
    other = opened(facts, en)
    assert other.slide_layouts[0].name == "Cover"
    assert list(charts(other)[0].plots[0].series[0].values) == list(
        charts(deck)[0].plots[0].series[0].values
    )


def test_percentages_beyond_the_axis_and_odd_figures_do_not_break_a_chart(vi):
    work = of.work(physical=Value(120.0, "120,0%"), planned=Value(0.0, "0%"))
    (chart,) = [
        c
        for c in charts(opened(of.made(behind=(work,)), vi))
        if c.plots[0].series[0].name.startswith("Thực hiện")
    ]
    assert list(chart.plots[0].series[0].values) == [120.0]


@pytest.mark.slow
@pytest.mark.parametrize("which", ["data", "hostile"])
def test_libreoffice_opens_it_and_makes_a_page_of_every_slide(which, request, tmp_path, as_pdf):
    source = tmp_path / "slides.pptx"
    source.write_bytes(request.getfixturevalue(which))
    from pypdf import PdfReader

    pages = PdfReader(as_pdf(source)).pages
    assert len(pages) == len(Presentation(source).slides)
