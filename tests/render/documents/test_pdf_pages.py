"""The PDF pack: the numbers of the facts on pages that hold, whatever the texts are."""

import re
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO

import facts_made
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from tvgeo import locale
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.documents import pages
from tvgeo.render.documents.pages import flow, fonts, tables

T = locale.get("vi")
VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
A4_LANDSCAPE = (841.9, 595.3)
FOOT_MARK = "* Số liệu minh họa"


def plate_pdf(text, size=(841.89, 595.28)):
    """Return a page as a plate is one: text in the middle, a frame near its edge."""
    fonts.register()
    target = BytesIO()
    canvas = Canvas(target, pagesize=size, initialFontName=fonts.REGULAR)
    canvas.setFont(fonts.REGULAR, 14)
    canvas.drawString(100, 300, text)
    canvas.rect(23, 23, size[0] - 46, size[1] - 46)
    canvas.save()
    return target.getvalue()


def written(facts, plates=None, t=T):
    return PdfReader(BytesIO(pages.write(facts, t, plates or {})))


@cache
def small():
    """Return the pack of the small briefing, which several tests read."""
    return written(facts_made.made())


def texts(reader):
    """Return the text of each page in one line with single spaces."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def whole(facts, t=T):
    return " ".join(texts(written(facts, t=t)))


def squeezed(text):
    """Return a text without white space: where a line ends is not what is tested."""
    return re.sub(r"\s", "", text)


def fonts_of(page):
    """Return every font that a page may set text in, those of a plate on it too."""
    found = []
    todo = [page["/Resources"]]
    while todo:
        resources = todo.pop().get_object()
        found += [f.get_object() for f in resources.get("/Font", {}).values()]
        todo += [
            form.get_object()["/Resources"]
            for form in resources.get("/XObject", {}).values()
            if "/Resources" in form.get_object()
        ]
    return found


def test_the_numbers_of_the_facts_stand_in_the_pack():
    said = " ".join(texts(small()))
    for number in (
        "52,0%*", "64,5%*", "−12,5*", "58,3%*", "31,0%*", "96,4%", "62,4%*", "74 cầu*", "64,3%*",
        "2/3 công trình, nhiệm vụ có số liệu", "30/06/2026", "phiên bản số liệu số 3",
    ):  # fmt: skip
        assert number in said


def test_it_says_what_is_late_who_leads_and_what_holds_it():
    said = " ".join(texts(small()))
    for text in (
        "1 công trình, nhiệm vụ chậm hoặc quá hạn: Cầu Ven Sông*",
        "1/2 công trình, nhiệm vụ có số liệu đang chậm hoặc quá hạn",
        "Còn 03 hộ chưa bàn giao mặt bằng.*",
        "Đề nghị Ủy ban nhân dân tỉnh bố trí đủ vốn năm 2026.*",
        "huyện Càng Long · Sở Giao thông vận tải",
        "1/2 cơ quan, đơn vị chưa gửi đủ báo cáo năm 2025",
        "Báo cáo số 12/BC-SGTVT",
        "chậm nhiều: từ 10",
    ):
        assert text in said


def test_every_page_is_a4_landscape_and_numbered():
    reader = small()
    total = len(reader.pages)
    assert total > 5
    for n, page in enumerate(reader.pages, start=1):
        size = (round(float(page.mediabox.width), 1), round(float(page.mediabox.height), 1))
        assert size == A4_LANDSCAPE
        assert f"{n}/{total}" in page.extract_text()


def test_the_same_facts_are_the_same_bytes_and_no_clock_is_read():
    facts = facts_made.made()
    assert pages.write(facts, T, {}) == pages.write(facts, T, {})
    known = written(facts).metadata
    assert known.title == facts.title
    assert known.creation_date.date() == known.modification_date.date() == facts.day


def test_the_outline_leads_to_every_section():
    reader = small()

    def entries(level):
        for entry in level:
            if isinstance(entry, list):
                yield from entries(entry)
            else:
                yield entry.title, reader.get_destination_page_number(entry)

    found = list(entries(reader.outline))
    titles = [title for title, _ in found]
    assert titles[0] == "Tổng quan"
    assert titles[-2:] == ["Nguồn số liệu", "Cách đọc"]
    numbers = [number for _, number in found]
    assert numbers == sorted(numbers)
    first = texts(reader)[0]
    for title, number in found:
        assert f"{title} {number + 1}" in first, "the contents name the page"
    notes = [note.get_object() for note in reader.pages[0]["/Annots"]]
    indices = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    targets = [note["/Dest"][0] for note in notes if "/Dest" in note]
    assert [
        t if isinstance(t, int) else indices[t.indirect_reference.idnum] for t in targets
    ] == numbers, "and lead there"


def test_the_fonts_of_every_page_are_embedded():
    facts = facts_made.made(plates=(facts_made.plate(),))
    for page in written(facts, {"plan": plate_pdf("Bản đồ")}).pages:
        found = fonts_of(page)
        assert found
        for font in found:
            assert "/FontFile2" in font["/FontDescriptor"], font["/BaseFont"]


@pytest.mark.parametrize("face", list(fonts.FACES))
def test_no_vietnamese_letter_is_an_empty_box(face):
    letters = VIETNAMESE + VIETNAMESE.upper() + "đĐ₫≥≤m³–−·…“”*%"
    fonts.register()
    assert not [c for c in letters if ord(c) not in fonts._letters(face)]


def test_a_letter_that_the_face_lacks_stands_in_another_or_as_its_code():
    assert fonts.markup("Sở A → Sở B") == 'Sở A <font name="tvgeo-regular-more">→</font> Sở B'
    assert fonts.markup("中") == "[U+4E2D]"
    assert "Sở A → Sở B" in whole(
        facts_made.made(behind=(facts_made.work(lead="Sở A → Sở B"),))
    )


def test_hidden_characters_are_seen_and_marks_of_letters_are_joined():
    assert fonts.markup("a\u202eb\u200b\x07") == "a[U+202E]b[U+200B][U+0007]"
    assert fonts.markup("e\u0302\u0301<b>") == "ế&lt;b&gt;"


def test_letters_come_out_as_they_went_in():
    name = VIETNAMESE + VIETNAMESE.upper() + " ₫ ≥ ≤ m³"
    facts = facts_made.made(behind=(facts_made.work(name=name),))
    assert squeezed(name) in squeezed(whole(facts))


# Marks


def test_every_page_with_an_invented_figure_bears_the_mark():
    invented = re.compile(
        r"\d\*|\*\.|(Chậm nhiều|Đúng tiến độ|Đang thi công|chưa đạt)\*|hộ chưa"
    )
    said = texts(small())
    assert [n for n, text in enumerate(said) if invented.search(text)] == [
        n for n, text in enumerate(said) if invented.search(text) and FOOT_MARK in text
    ]
    bands = [text for text in said if "SỐ LIỆU MINH HỌA" in text]
    assert [text for text in said if FOOT_MARK in text] == bands
    assert 0 < len(bands) < len(said), "a page that shows nothing invented has no mark"


def test_a_long_text_of_an_invented_work_is_marked_on_all_its_pages():
    work = facts_made.work(obstacle="Ghi chú dài. " * 900, reason="Ghi chú dài. " * 900)
    said = texts(written(facts_made.made(behind=(work,))))
    long = [text for text in said if text.count("Ghi chú dài.") > 20]
    assert len(long) >= 3
    assert all(FOOT_MARK in text for text in long)


def test_sourced_figures_alone_bear_no_mark_and_still_say_something():
    said = texts(written(facts_made.sourced()))
    assert not [text for text in said if "minh họa" in text.casefold()]
    assert "Không có công trình, nhiệm vụ chậm hoặc quá hạn" in said[0]
    assert "Việc có số liệu Đường ven biển Hoàn thành 100%" in said[0]
    assert "1/3 công trình, nhiệm vụ có số liệu" in said[0]


def test_a_figure_that_is_not_known_is_said_so_and_never_zero():
    said = whole(facts_made.empty())
    assert "Trung tâm dữ liệu tỉnh" in said
    assert "Chưa có số liệu" in said
    assert "0%" not in said


def test_a_plan_without_works_says_so():
    blank = facts_made.empty(
        total=0, sectors=(), agencies=(), works=(), counts=facts_made.counts(), messages={}
    )
    said = whole(blank)
    assert "Chưa có số liệu để đánh giá" in said
    assert "Chưa có công trình, nhiệm vụ trong danh mục." in said


# Plates


def test_a_plate_fills_a_page_before_the_works_of_its_sector():
    facts = facts_made.made(
        plates=(facts_made.plate("giao-thong", title="Bản đồ giao thông", works=()),)
    )
    placed = replace(facts.plates[0], code="transport")
    said = texts(
        written(replace(facts, plates=(placed,)), {"transport": plate_pdf("ĐÂY LÀ BẢN ĐỒ")})
    )
    (at,) = [n for n, text in enumerate(said) if "ĐÂY LÀ BẢN ĐỒ" in text]
    assert "Giao thông: 1 công trình, nhiệm vụ chậm hoặc quá hạn" in said[at + 1]
    assert said[at].endswith(f"{at + 1}/{len(said)}") or f"{at + 1}/{len(said)}" in said[at]
    assert FOOT_MARK in said[at]
    assert "SỐ LIỆU MINH HỌA" not in said[at], "a plate bears its own mark"


def test_a_plate_stays_a_drawing_and_nothing_is_put_over_it():
    facts = facts_made.made(plates=(facts_made.plate(),))
    page = next(
        p for p in written(facts, {"plan": plate_pdf("Bản đồ")}).pages
        if "/XObject" in p["/Resources"]
    )  # fmt: skip
    (form,) = page["/Resources"]["/XObject"].values()
    assert form["/Subtype"] == "/Form"
    assert page["/Contents"][0].get_object().get_data().split()[-2:] == [b"Do", b"Q"]
    above = b"".join(c.get_object().get_data() for c in page["/Contents"][1:])
    heights = [float(y) for y in re.findall(rb"1 0 0 1 [\d.]+ ([\d.]+) Tm", above)]
    assert heights
    assert max(heights) < 20, "page number and mark stand below the frame of a plate"


def test_a_plate_of_another_size_is_fitted_to_the_page():
    facts = facts_made.made(plates=(facts_made.plate(),))
    a3 = plate_pdf("A3", (1190.55, 841.89))
    page = next(p for p in written(facts, {"plan": a3}).pages if "/XObject" in p["/Resources"])
    assert page["/Contents"][0].get_object().get_data().startswith(b"q 0.7071")


def test_a_plate_that_was_not_drawn_has_no_page():
    facts = facts_made.made(plates=(facts_made.plate(title="Không vẽ"),))
    assert "Không vẽ" not in whole(facts)


def test_a_sketch_on_a_plate_is_said_on_its_page(monkeypatch):
    plate = facts_made.plate()
    monkeypatch.setattr(type(plate), "schematic", property(lambda _: True))
    said = texts(written(facts_made.made(plates=(plate,)), {"plan": plate_pdf("BẢN ĐỒ")}))
    (page,) = [text for text in said if "BẢN ĐỒ" in text]
    assert "có hình vẽ sơ đồ" in page


# Hostile texts


def test_hostile_texts_stand_in_the_pack_as_they_are():
    said = squeezed(whole(facts_made.hostile()))
    for text in (
        '=HYPERLINK("http://a.example","x")', "{{7*7}}{x}${y}%s",
        "<b>&amp;</b><script>alert(1)</script>", "$x^2$\\frac{1}{2}",
        "a[U+0000]b[U+0008]c[U+001B][31m[U+FFFE][U+D800]", "[U+202E]evil[U+2066][U+200B]x",
    ):  # fmt: skip
        assert squeezed(text) in said


def test_nothing_in_the_pack_runs():
    data = pages.write(facts_made.hostile(), T, {})
    reader = PdfReader(BytesIO(data))
    assert "/OpenAction" not in reader.trailer["/Root"]
    assert "/AcroForm" not in reader.trailer["/Root"]
    actions = [
        note.get_object()["/A"]
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    assert all(str(action["/URI"]).startswith("http") for action in actions)


@pytest.mark.parametrize(
    "text", ["ạ" * 4000, "Ghi chú. " * 444, "\n".join("dòng" for _ in range(150)), "\x00" * 250]
)
@pytest.mark.parametrize("kind", ["plan", "work"])
def test_a_text_of_any_length_flows_over_pages(text, kind):
    work = facts_made.work(name=text, lead=text, obstacle=text, reason=text, proposal=text)
    task = facts_made.task(result=f"{text}\n{text}", obstacles=text)
    facts = facts_made.made(
        scope=Scope(kind, "cau", text), message=text, title=text, works=(work,), behind=(work,),
        sectors=(facts_made.group(works=(work,)),), tasks=(task,), parts=0,
    )  # fmt: skip
    said = squeezed(whole(facts))
    held = squeezed(text.replace("\x00", "[U+0000]"))
    # column heads stand between the parts of a long text, so letters are counted
    for letter in set(held) - set("0123456789[]U+"):
        assert said.count(letter) >= 4 * held.count(letter)


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["ạ" * 4000, "\n".join("dòng" for _ in range(800)), "\x00" * 4000]
)
def test_a_text_of_any_length_flows_wherever_it_stands(text):
    assert len(written(facts_made.hostile(text)).pages) > 5


def test_the_head_of_a_table_stands_on_each_of_its_pages():
    works = tuple(facts_made.work(f"cau-{i}", name=f"Cầu số {i}") for i in range(60))
    facts = facts_made.made(sectors=(facts_made.group(works=works),), works=works, parts=0)
    said = [text for text in texts(written(facts)) if "Bảng công trình, nhiệm vụ" in text][1:]
    assert len(said) >= 3
    for text in said:
        assert "Cơ quan chủ trì" in text
    for i in range(60):
        assert sum(f"Cầu số {i} Sở" in text for text in said) == 1


def test_rows_draw_together_rather_than_leave_the_last_ones_a_page_of_their_own():
    def table():
        rows = [tables.Row([[flow.Text(f"dòng {i}")]]) for i in range(20)]
        return tables.table(tables.columns_of(("Cột", 100)), rows)

    made = table()
    _, height = made.wrap(0, 0)
    parts = made.split(0, height - tables.SPARED * 20)
    assert [len(part.rows) for part in parts] == [20]
    assert parts[0].wrap(0, 0)[1] == pytest.approx(height - tables.SPARED * 20)
    parts = table().split(0, height - tables.SPARED * 20 - 1)
    assert sum(len(part.rows) for part in parts) == 20
    assert len(parts) == 2
    assert not any(row.tight for part in parts for row in part.rows)


def test_a_part_stands_under_its_whole_wherever_the_plan_has_it():
    late, piece, done = facts_made.work(), facts_made.part(), facts_made.road()
    facts = facts_made.made(sectors=(facts_made.group(works=(late, done, piece)),))
    table = next(
        text for text in texts(written(facts)) if text.startswith("Bảng công trình, nhiệm vụ")
    )
    places = [table.index(name) for name in ("Cầu Ven Sông Sở", "Cầu Ven Sông 1", "Đường ven")]
    assert places == sorted(places)


# Scopes and languages


def test_a_briefing_on_one_work_begins_with_the_work():
    facts = facts_made.made(
        scope=Scope("work", "cau", "Cầu Ven Sông"),
        message="Cầu Ven Sông: chậm 12,5* điểm phần trăm so với kế hoạch",
        works=(facts_made.work(), facts_made.part()),
    )
    said = texts(written(facts))
    for text in (
        "Chậm nhiều*", "Kế hoạch đến kỳ 64,5%*", "Khối lượng thực hiện 52,0%*",
        "Giải ngân 58,3%*", "Km0+000 - Km1+500", "Khối lượng là số ước.", "Cầu Ven Sông 1",
    ):  # fmt: skip
        assert text in said[0]


@pytest.mark.parametrize("kind", ["sector", "agency"])
def test_a_briefing_on_a_part_of_the_plan_has_one_table_of_its_works(kind):
    facts = facts_made.made(scope=Scope(kind, "x", "X"), sectors=facts_made.made().sectors[:1])
    said = texts(written(facts))
    assert "Theo cơ quan chủ trì" in said[0]
    assert sum("Đường ven biển" in text for text in said) == 2, "the table, and its task"


def test_a_period_outside_the_calendar_asks_for_no_reports():
    assert "chưa gửi đủ báo cáo" not in whole(facts_made.made(in_calendar=False))


def test_a_public_address_is_a_code_and_a_link():
    facts = facts_made.made(link="https://tvgeo.example/tong-quan?as_of=2025-12-14")
    reader = written(facts)
    assert "Quét mã để xem trực tuyến" in texts(reader)[0]
    links = [
        str(note.get_object()["/A"]["/URI"])
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    assert facts.link in links


@pytest.mark.parametrize("longer", [600, 5000])
def test_an_address_too_long_for_a_code_has_none(longer):
    reader = written(facts_made.made(link="https://tvgeo.example/" + "a" * longer))
    assert "Quét mã" not in texts(reader)[0]


def test_the_pack_in_english_has_no_vietnamese_heading():
    said = whole(facts_made.made(language="en"), locale.get("en"))
    for text in ("In this pack", "Lead agency", "What the figures rest on", "How to read"):
        assert text in said
    for text in ("Cách đọc", "Trong tập này", "Cơ quan chủ trì", "Nguồn số liệu"):
        assert text not in said


def test_a_date_that_is_not_known_is_no_date():
    work = facts_made.work(due=None, as_of=None)
    said = whole(facts_made.made(behind=(work,), works=(work,)))
    assert "None" not in said
    assert str(date.min.year) not in re.findall(r"\d{4}", said)
