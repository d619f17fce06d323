"""The written report has the layout of Nghị định 30/2020/NĐ-CP, asserted from its XML."""

import io
import zipfile

import facts_made
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from tvgeo import locale
from tvgeo.render.documents import word

LETTERHEAD, CLOSING, TASKS = 0, 1, 2
PORTRAIT, LANDSCAPE = 0, 1


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


@pytest.fixture(scope="module")
def data(vi):
    return word.write(facts_made.made(), vi)


@pytest.fixture
def report(data):
    return Document(io.BytesIO(data))


def parts(data, *names):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [file.read(name).decode() for name in names]


def shape(paragraph):
    """Return size in points, bold and italic of a paragraph as its style has them."""
    font = paragraph.style.font
    return font.size.pt, bool(font.bold), bool(font.italic)


def paragraphs(report):
    """Return every paragraph, those in cells too, by its text."""
    cells = (cell for table in report.tables for row in table.rows for cell in row.cells)
    found = [*report.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    return {p.text: p for p in found}


def test_pages_are_a4_with_the_margins_of_the_decree(report):
    text, annex = report.sections
    assert (round(text.page_width.mm), round(text.page_height.mm)) == (210, 297)
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    for section in (text, annex):
        assert 20 <= round(section.top_margin.mm) <= 25
        assert 20 <= round(section.bottom_margin.mm) <= 25
        assert 30 <= round(section.left_margin.mm) <= 35
        assert 15 <= round(section.right_margin.mm) <= 20


def test_the_annex_is_a_landscape_section_that_begins_with_a_paragraph(report):
    body = list(report.element.body)
    ends = [i for i, e in enumerate(body) if e.find(f".//{qn('w:sectPr')}") is not None]
    assert body[-1].find(qn("w:pgSz")).get(qn("w:orient")) == "landscape"
    first = body[ends[0] + 1]
    assert first.tag == qn("w:p")
    assert "".join(t.text for t in first.iter(qn("w:t"))) == "PHỤ LỤC"
    assert body[ends[0]].find(f".//{qn('w:pgSz')}").get(qn("w:orient")) in {None, "portrait"}


def test_the_page_number_is_a_field_at_the_top_but_not_on_the_first_page(report):
    for section in report.sections:
        assert section.different_first_page_header_footer
    header = report.sections[PORTRAIT].header
    kinds = [c.get(qn("w:fldCharType")) for c in header._element.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]
    assert [i.text.strip() for i in header._element.iter(qn("w:instrText"))] == ["PAGE"]
    number = header.paragraphs[0]
    assert number.style.paragraph_format.alignment == 1
    assert shape(number) == (14, False, False)
    first = report.sections[PORTRAIT].first_page_header
    assert list(first._element.iter(qn("w:instrText"))) == []
    # the annex takes the same header
    assert report.sections[LANDSCAPE].header.is_linked_to_previous


def test_the_annex_counts_its_pages_from_one(report):
    number = report.sections[LANDSCAPE]._sectPr.find(qn("w:pgNumType"))
    assert number.get(qn("w:start")) == "1"
    assert report.sections[PORTRAIT]._sectPr.find(qn("w:pgNumType")) is None


def test_every_style_that_is_used_is_times_new_roman_for_every_script(report):
    used = {p.style.name for p in paragraphs(report).values()}
    for name in used | {"Normal", "Header", "Footer"}:
        fonts = report.styles[name].element.rPr.rFonts
        assert dict(fonts.attrib) == {
            qn(f"w:{script}"): "Times New Roman"
            for script in ("ascii", "hAnsi", "eastAsia", "cs")
        }, name
    defaults = report.styles.element.find(f".//{qn('w:rPrDefault')}").find(
        f".//{qn('w:rFonts')}"
    )
    assert defaults.get(qn("w:ascii")) == "Times New Roman"
    runs = [r for p in paragraphs(report).values() for r in p.runs]
    assert all(r.font.name is None and r.font.size is None for r in runs)


def test_the_language_is_vietnamese(data):
    styles, settings = parts(data, "word/styles.xml", "word/settings.xml")
    assert '<w:lang w:val="vi-VN" w:eastAsia="vi-VN"' in styles
    assert 'w:themeFontLang w:val="vi-VN"' in settings


@pytest.mark.parametrize(
    ("text", "size", "bold", "italic"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH TRÀ VINH", 12, False, False),
        ("SỞ KẾ HOẠCH VÀ ĐẦU TƯ", 12, True, False),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False),
        ("Số:      /BC-SKHĐT", 13, False, False),
        ("Trà Vinh, ngày      tháng      năm 2025", 13, False, True),
        ("BÁO CÁO", 14, True, False),
        ("Kính gửi: Ủy ban nhân dân tỉnh.", 14, False, False),
        ("I. TÌNH HÌNH CHUNG", 14, True, False),
        ("1. Phát triển kết cấu hạ tầng giao thông", 14, True, False),
        ("Nơi nhận:", 12, True, True),
        ("- Như trên;", 11, False, False),
        ("- Lưu: VT, TH.", 11, False, False),
        ("KT. GIÁM ĐỐC", 14, True, False),
        ("PHÓ GIÁM ĐỐC", 14, True, False),
        ("Nguyễn Văn An", 14, True, False),
        ("PHỤ LỤC", 14, True, False),
    ],
)
def test_each_part_has_the_size_and_face_of_the_decree(report, text, size, bold, italic):
    assert shape(paragraphs(report)[text]) == (size, bold, italic)


def test_text_is_justified_with_a_first_line_and_space_between_paragraphs(report):
    text = report.styles["Body Text"].paragraph_format
    assert text.alignment == 3
    assert round(text.first_line_indent.cm, 2) == 1.27
    assert text.space_after.pt >= 6
    assert 1 <= text.line_spacing <= 1.5
    assert report.styles["Body Text"].font.size.pt == 14


def rules(cell):
    """Return the lengths in mm of the rules drawn in a cell."""
    inner = cell.width.mm
    found = []
    for paragraph in cell.paragraphs:
        if paragraph._p.find(f".//{qn('w:pBdr')}") is not None:
            form = paragraph.paragraph_format
            found.append(inner - form.left_indent.mm - form.right_indent.mm)
    return found


def test_the_letterhead_is_two_blocks_without_borders_with_drawn_rules(report):
    table = report.tables[LETTERHEAD]
    assert table._tbl.tblPr.find(qn("w:tblBorders")) is None
    assert table._tbl.tblPr.find(qn("w:tblStyle")) is None
    order = [child.tag.rpartition("}")[2] for child in table._tbl.tblPr]
    assert order == ["tblW", "jc", "tblLayout", "tblCellMar", "tblLook"]
    (issuer,) = rules(table.cell(0, 0))
    (motto,) = rules(table.cell(0, 1))
    # measured: the issuer in Times New Roman Bold 12 is 53 mm long, the motto in 13 55 mm
    assert 53.3 / 3 <= issuer <= 53.3 / 2
    assert motto == pytest.approx(55.4, abs=1)
    widths = sum(cell.width for cell in table.rows[0].cells)
    assert widths == pytest.approx(Mm(165), abs=2000)


def test_the_title_has_a_rule_of_a_third_to_a_half_of_its_line(report):
    _, rule = [p for p in report.paragraphs if p.style.name == "Dòng kẻ"]
    form = rule.paragraph_format
    assert 165 / 3 <= 165 - form.left_indent.mm - form.right_indent.mm <= 165 / 2


def test_the_table_repeats_its_header_and_keeps_rows_whole(report):
    table = report.tables[TASKS]
    header, *rows = [row._tr.trPr for row in table.rows]
    assert header.find(qn("w:tblHeader")) is not None
    assert all(row.find(qn("w:tblHeader")) is None for row in rows)
    assert all(row.find(qn("w:cantSplit")) is not None for row in (header, *rows))
    assert table.style.name == "Table Grid"
    assert sum(cell.width for cell in table.rows[1].cells) == pytest.approx(Mm(252), abs=4000)


def test_a_row_longer_than_a_page_may_go_on(vi):
    long = "\n".join(["Kết quả."] * 60)
    facts = facts_made.made(tasks=(facts_made.task(result=long),))
    table = Document(io.BytesIO(word.write(facts, vi))).tables[TASKS]
    row = table.rows[1]._tr.trPr
    assert row is None or row.find(qn("w:cantSplit")) is None


def test_the_blocks_at_the_end_stay_together(report):
    table = report.tables[CLOSING]
    assert table.rows[0]._tr.trPr.find(qn("w:cantSplit")) is not None
    last = next(p for p in report.paragraphs if p.text.endswith("./."))
    assert last.paragraph_format.keep_with_next


def test_what_the_author_adds_is_highlighted(report):
    places = [p for p in report.paragraphs if p.text.startswith("[Người soạn bổ sung: ")]
    assert len(places) == 4
    assert len({p.text for p in places}) == 4
    for place in places:
        assert [run.font.highlight_color for run in place.runs] == [7]
    texts = {p.text for p in places}
    others = [r for p in report.paragraphs if p.text not in texts for r in p.runs]
    assert {r.font.highlight_color for r in others} == {None}


def test_the_same_facts_give_the_same_bytes_that_say_the_day_of_the_figures(data, vi):
    assert word.write(facts_made.made(), vi) == data
    (core,) = parts(data, "docProps/core.xml")
    assert core.count("2025-12-14T00:00:00Z") == 2
    assert "python-docx" not in core
    said = Document(io.BytesIO(data)).core_properties
    assert said.title.startswith("Kết quả thực hiện Kế hoạch")
    assert said.author == "Sở Kế hoạch và Đầu tư"
    assert said.language == "vi"
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
