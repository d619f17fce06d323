"""What the written report says: the words of reports, nothing that the facts do not hold."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import facts_made
import pytest
from docx import Document
from facts_made import centre, group, made, part, report, road, task, work

from tvgeo import locale
from tvgeo.core.plan import Office
from tvgeo.render.briefing.facts import Scope
from tvgeo.render.documents import word
from tvgeo.render.documents.word import wording


@pytest.fixture(scope="module")
def vi():
    return locale.get("vi")


@pytest.fixture
def told(vi):
    """Return a function that writes facts and returns every line of the document."""

    def tell(facts):
        document = Document(io.BytesIO(word.write(facts, vi)))
        cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
        found = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
        return [" ".join(p.text.split("\n")).replace("\u00a0", " ") for p in found]

    return tell


def feet(data):
    """Return the text of every header and footer that a page can have."""
    document = Document(io.BytesIO(data))
    section = document.sections[0]
    assert document.sections[-1].footer.is_linked_to_previous
    return [
        "".join(p.text for p in place.paragraphs)
        for place in (section.footer, section.first_page_footer)
    ]


def test_the_sections_stand_in_their_order(told):
    lines = told(made())
    heads = [line for line in lines if re.match(r"[IV]+\. ", line)]
    assert heads == [
        "I. TÌNH HÌNH CHUNG",
        "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ CHỦ YẾU",
        "III. KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN",
        "IV. TÌNH HÌNH CHẤP HÀNH CHẾ ĐỘ BÁO CÁO",
        "V. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI",
        "VI. ĐỀ XUẤT, KIẾN NGHỊ",
    ]
    groups = [line for line in lines if re.match(r"\d\. ", line)]
    assert groups == [
        "1. Phát triển kết cấu hạ tầng giao thông",
        "2. Phát triển hạ tầng thông tin và truyền thông",
    ]


def test_outside_the_calendar_nothing_is_said_of_reports_and_the_numbers_close_up(told):
    lines = told(made(in_calendar=False, reports=()))
    assert "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI" in lines
    assert not any("CHẾ ĐỘ BÁO CÁO" in line or "gửi báo cáo" in line for line in lines)


def test_counts_have_a_zero_before_one_to_nine_and_leave_zeros_out(told):
    assert (
        "Tổng số 03 công trình, nhiệm vụ; trong đó: 01 hoàn thành, 01 đang thực hiện, "
        "01 chưa có số liệu (*)." in told(made())
    )
    assert [wording.count(n) for n in (1, 9, 10, 83)] == ["01", "09", "10", "83"]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 2, 5), "05/02/2026"),
        (date(2025, 6, 15), "15/6/2025"),
        (date(2025, 12, 14), "14/12/2025"),
        (date(2025, 3, 1), "01/3/2025"),
    ],
)
def test_dates_have_a_zero_before_small_days_and_the_first_two_months(day, text):
    assert wording.day(day) == text


def test_results_are_the_sentences_of_the_facts_with_parts_below_their_whole(told):
    lines = told(made(sectors=(group(works=(work(), road(), part())),)))
    at = lines.index(f"- {work().result}")
    assert lines[at + 1] == f"+ {part().result}"
    assert lines[at + 2] == f"- {road().result}"


def test_a_part_of_a_part_is_told_and_a_part_alone_stands_by_itself(told):
    pier = replace(part(), project_id="cau-1a", part_of="cau-1", result="Mố A: đã hoàn thành.")
    lines = told(made(sectors=(group(works=(work(), part(), pier)),)))
    assert "+ Mố A: đã hoàn thành." in lines
    assert f"- {part().result}" in told(made(sectors=(group(works=(part(),)),)))


def test_works_without_figures_are_named_in_one_sentence(told):
    assert "- Trung tâm dữ liệu tỉnh: chưa có số liệu báo cáo." in told(made())
    two = (centre(), replace(centre(), project_id="kho", name="Kho dữ liệu"))
    lines = told(made(sectors=(group("ict", works=two),)))
    assert (
        "- Còn 02 công trình, nhiệm vụ chưa có số liệu báo cáo, gồm: Trung tâm dữ liệu tỉnh; "
        "Kho dữ liệu." in lines
    )


def test_nothing_reported_is_said_so_and_nothing_is_called_on_time(told):
    lines = told(facts_made.empty())
    assert (
        "Tổng số 01 công trình, nhiệm vụ. Đến ngày 14/12/2025, chưa có số liệu báo cáo về kết "
        "quả thực hiện." in lines
    )
    assert "Chưa có số liệu để đánh giá tiến độ các công trình, nhiệm vụ." in lines
    assert not any("Không có công trình" in line for line in lines)
    assert lines.count("PHỤ LỤC") == 0


def test_one_delay_is_told_in_one_sentence(told):
    assert (
        "Có 01 công trình, nhiệm vụ chậm tiến độ hoặc quá hạn hoàn thành (*): Cầu Ven Sông "
        "(Sở Giao thông vận tải), chậm 12,5* điểm phần trăm so với kế hoạch; vướng mắc: Còn 03 "
        "hộ chưa bàn giao mặt bằng*." in told(made())
    )


def test_many_delays_are_a_list_and_a_delay_without_a_cause_says_so(told):
    lines = told(made(behind=(work(), work("b", name="Cầu B", obstacle=""))))
    at = lines.index(
        "Có 02 công trình, nhiệm vụ chậm tiến độ hoặc quá hạn hoàn thành (*), gồm:"
    )
    assert lines[at + 1].startswith("- Cầu Ven Sông (Sở Giao thông vận tải): chậm 12,5*")
    assert lines[at + 2] == (
        "- Cầu B (Sở Giao thông vận tải): chậm 12,5* điểm phần trăm so với kế hoạch; cơ quan "
        "chủ trì chưa báo cáo nguyên nhân."
    )


def test_no_delay_is_told_with_what_cannot_be_judged(told):
    lines = told(facts_made.sourced())
    assert "Không có công trình, nhiệm vụ chậm tiến độ hoặc quá hạn hoàn thành." in lines
    assert "Chưa đủ số liệu để đánh giá tiến độ của 02 công trình, nhiệm vụ." in lines


def test_obstacles_of_works_on_time_are_told_too(told):
    works = (work(), road(obstacle="Thiếu cát san lấp."), part(obstacle="Chờ bản vẽ;"))
    lines = told(made(works=works))
    assert "Khó khăn, vướng mắc khác theo báo cáo của cơ quan chủ trì:" in lines
    assert "- Đường ven biển (Sở Giao thông vận tải): Thiếu cát san lấp." in lines
    assert "- Cầu Ven Sông 1 (Sở Giao thông vận tải): Chờ bản vẽ." in lines


def test_proposals_are_quoted_with_their_agency(told, vi):
    assert (
        "- Sở Giao thông vận tải kiến nghị: Đề nghị Ủy ban nhân dân tỉnh bố trí đủ vốn năm "
        "2026* (Cầu Ven Sông)." in told(made())
    )
    several = (work(), work("b", name="Cầu B", proposal="Giao đất."))
    lines = told(made(works=several))
    at = lines.index("- Sở Giao thông vận tải kiến nghị:")
    assert lines[at + 2] == "+ Giao đất (Cầu B)."
    nobody = work(lead=vi("flag.no_lead"), proposal="Bố trí vốn.")
    assert "- Kiến nghị đối với Cầu Ven Sông: Bố trí vốn." in told(made(works=(nobody,)))
    assert "Trong kỳ, các cơ quan, đơn vị không có kiến nghị." in told(facts_made.sourced())


@pytest.mark.parametrize(
    ("reports", "text"),
    [
        ((report(),), "Các cơ quan, đơn vị đã gửi đủ báo cáo năm 2025."),
        (
            (report(), report("Sở Xây dựng", received=0, state="missing", missing=("a", "b"))),
            "Còn 01 cơ quan, đơn vị chưa gửi báo cáo năm 2025: Sở Xây dựng.",
        ),
        (
            tuple(report(name, state="missing", missing=("a",)) for name in ("Sở A", "Sở B")),
            "Còn 02/02 cơ quan, đơn vị chưa gửi báo cáo năm 2025, gồm: Sở A; Sở B.",
        ),
        (
            (report("Sở A", owed=12, state="partial", missing=("a", "b")),),
            (
                "Có 01 cơ quan, đơn vị gửi báo cáo chưa đầy đủ: Sở A (còn thiếu 02/12 công "
                "trình, nhiệm vụ)."
            ),
        ),
    ],
)
def test_missing_reports_have_the_forms_of_zero_one_and_many(told, reports, text):
    lines = told(made(reports=reports))
    assert text in lines
    assert "Hạn gửi báo cáo năm 2025 là ngày 15/12/2025." in lines
    complete = "Các cơ quan, đơn vị đã gửi đủ báo cáo năm 2025."
    assert (complete in lines) == (text == complete)


def test_targets_are_told_by_amount_and_by_state(told):
    lines = told(made())
    assert "- Số cầu đạt 74 cầu*, bằng 64,3%* chỉ tiêu đến năm 2025." in lines
    assert "- Không định lượng: Phổ cập dịch vụ mạng di động 5G." in lines


def test_invented_figures_are_marked_in_the_text_and_at_the_foot_of_every_page(told, vi):
    facts = made()
    assert facts_made.NOTE in told(facts)
    said = f"{facts_made.MARK}. {facts_made.NOTE}"
    assert feet(word.write(facts, vi)) == [said, said]


def test_a_report_of_sourced_figures_has_no_mark_and_says_what_it_rests_on(told, vi):
    facts = facts_made.sourced()
    lines = told(facts)
    assert not any("*" in line or "minh họa" in line for line in lines)
    assert "Báo cáo chỉ dùng số liệu có nguồn: 1/3 công trình, nhiệm vụ có số liệu." in lines
    assert feet(word.write(facts, vi)) == ["", ""]


def test_the_annex_has_a_row_for_each_task_and_names_the_sources(told, vi):
    document = Document(io.BytesIO(word.write(made(), vi)))
    rows = [[cell.text for cell in row.cells] for row in document.tables[2].rows]
    assert rows[0] == [
        "TT", "Nội dung công việc", "Cơ quan chủ trì", "Kết quả đến ngày 14/12/2025",
        "Tình trạng", "Khó khăn, vướng mắc, kiến nghị", "Ghi chú",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    assert rows[1][5] == (
        "Còn 03 hộ chưa bàn giao mặt bằng.*\n"
        "Kiến nghị: Đề nghị Ủy ban nhân dân tỉnh bố trí đủ vốn năm 2026.*"
    )
    assert rows[2][5:] == ["", ""]
    lines = told(made())
    assert "KẾT QUẢ THỰC HIỆN 02 NHIỆM VỤ CỦA KẾ HOẠCH SỐ 16/KH-UBND" in lines
    assert (
        "(Kèm theo Báo cáo số      /BC-SKHĐT ngày      tháng      năm 2025 của Sở Kế hoạch và "
        "Đầu tư)" in lines
    )
    assert lines.index("Chính thức – cơ quan báo cáo:") + 1 == lines.index(
        "- Báo cáo số 12/BC-SGTVT (01 công trình, nhiệm vụ)."
    )
    assert made().stamp in lines


def test_a_long_note_is_whole_below_the_table(told):
    note = "Ghi chú rất dài " * 249 + "hết"
    lines = told(made(tasks=(task(note=note),)))
    (cell,) = [line for line in lines if line.endswith("… (xem tiếp dưới bảng)")]
    assert len(cell) < 600
    assert f"Nhiệm vụ 1, cột “Ghi chú”: {note}." in lines


@pytest.mark.parametrize(
    ("scope", "title"),
    [
        (
            Scope("sector", "transport", "Giao thông"),
            "(nội dung: Phát triển kết cấu hạ tầng giao thông)",
        ),
        (Scope("agency", "so-gtvt", "Sở GTVT"), "(phần việc của Sở GTVT)"),
        (Scope("work", "cau", "Cầu Ven Sông"), "(công trình, nhiệm vụ: Cầu Ven Sông)"),
    ],
)
def test_a_report_on_a_part_says_what_it_is_about(told, scope, title):
    facts = made(scope=scope, sectors=(group(),), works=(work(), part()), total=1, parts=1)
    lines = told(facts)
    assert f"Kết quả thực hiện {facts.office.plan} năm 2025 {title}" in lines
    assert f"- {work().result}" in lines
    if scope.kind == "work":
        assert "Cơ quan chủ trì: Sở Giao thông vận tải." in lines
        assert "Hạn hoàn thành: ngày 30/6/2026." in lines
        assert not any(line.startswith("Tổng số") for line in lines)


def test_a_half_year_is_said_as_reports_say_it(told):
    lines = told(
        made(
            period=facts_made.HALF,
            period_words="6 tháng đầu năm 2025",
            day=date(2025, 6, 14),
        )
    )
    assert any("báo cáo kết quả thực hiện 6 tháng đầu năm 2025 (số liệu đến ngày 14/6/2025) "
               "như sau:" in line for line in lines)  # fmt: skip
    assert "Hạn gửi báo cáo 6 tháng đầu năm 2025 là ngày 15/6/2025." in lines


def test_a_setting_that_is_blank_leaves_room_to_write_by_hand(told):
    lines = told(made(office=Office()))
    dots = wording.DOTS
    assert f"Số:      /BC-{dots}" in lines
    assert f"{dots}, ngày      tháng      năm 2025" in lines
    assert f"- Lưu: VT, {dots}." in lines
    assert not any(line.startswith("Kính gửi") or line == "- Như trên;" for line in lines)
    assert lines.count(dots) >= 4
    assert not any("None" in line for line in lines)


def test_the_plan_has_its_whole_name_and_in_the_end_its_number(told):
    lines = told(made())
    assert (
        "Kết quả thực hiện Kế hoạch số 16/KH-UBND ngày 24/02/2022 của Ủy ban nhân dân tỉnh Trà "
        "Vinh năm 2025" in lines
    )
    assert (
        "Thực hiện Kế hoạch số 16/KH-UBND ngày 24/02/2022 của Ủy ban nhân dân tỉnh Trà Vinh "
        "triển khai thực hiện Chương trình số 19-CTr/TU ngày 23/9/2021, Sở Kế hoạch và Đầu tư "
        "báo cáo kết quả thực hiện năm 2025 (số liệu đến ngày 14/12/2025) như sau:" in lines
    )
    assert (
        "Trên đây là báo cáo kết quả thực hiện Kế hoạch số 16/KH-UBND năm 2025, Sở Kế hoạch và "
        "Đầu tư kính báo cáo Ủy ban nhân dân tỉnh xem xét, chỉ đạo./." in lines
    )


def test_another_plan_is_called_by_its_own_name(told):
    lines = told(made(plan_name="Kế hoạch 5/KH-UBND", office=Office()))
    assert "Kết quả thực hiện Kế hoạch 5/KH-UBND năm 2025" in lines
    assert not any("16/KH" in line or "19-CTr" in line for line in lines)


def test_agencies_have_their_whole_names_without_brackets_in_brackets(told):
    full = "Sở Xây dựng tỉnh Vĩnh Long (tiếp nhận nhiệm vụ của Sở Giao thông vận tải)"
    bridge = work(lead="Sở GTVT", lead_full=full)
    lines = told(made(works=(bridge,), behind=(bridge,), reports=(
        report("Sở GTVT", agency_full=full, state="missing", missing=("a",)),)))  # fmt: skip
    said = "Sở Xây dựng tỉnh Vĩnh Long, tiếp nhận nhiệm vụ của Sở Giao thông vận tải"
    assert any(f"Cầu Ven Sông ({said}), chậm" in line for line in lines)
    assert any(line.startswith(f"- {full} kiến nghị: ") for line in lines)
    assert f"Còn 01 cơ quan, đơn vị chưa gửi báo cáo năm 2025: {full}." in lines


def test_who_signs_for_a_committee_stands_in_lines_of_its_own(told):
    office = replace(
        facts_made.OFFICE,
        parent_agency="",
        issuer="ỦY BAN NHÂN DÂN TỈNH",
        signs_for="TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH",
        post="PHÓ CHỦ TỊCH",
    )
    lines = told(made(office=office))
    at = lines.index("TM. ỦY BAN NHÂN DÂN")
    assert lines[at : at + 3] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert wording.DOTS not in lines


def test_whom_the_report_is_addressed_to_is_not_named_twice_among_the_copies(told):
    lines = told(made())
    at = lines.index("Nơi nhận:")
    assert lines[at + 1 : at + 4] == [
        "- Như trên;",
        "- Ban Thường vụ Tỉnh ủy;",
        "- Lưu: VT, TH.",
    ]


@pytest.mark.parametrize("text", [None, *facts_made.HOSTILE])
def test_hostile_text_comes_out_as_text(vi, text):
    facts = facts_made.hostile(text)
    data = word.write(facts, vi)
    document = Document(io.BytesIO(data))
    said = "\n".join(p.text for p in document.paragraphs)
    for literal in (
        "=HYPERLINK(",
        "{{ 7*7 }}",
        "<b>&amp;</b>",
        "$x^2$",
        "[U+202E]",
        "[U+0000]",
    ):
        if text is None:
            assert literal in said
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                xml = file.read(name).decode()
                ET.fromstring(xml)
                assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b\ufffe]", xml), name
            assert "a.example" not in (file.read(name).decode() if ".rels" in name else "")


def test_nothing_is_missing_in_english_words_either(vi):
    assert word.write(made(), vi)[:2] == b"PK"
    said = {key for key in vi.sentences if key.startswith("report.")}
    assert said == {key for key in locale.get("en").sentences if key.startswith("report.")}
