"""The page of planners: who comes in, a file from upload to revision, rows typed in the page."""

import json
from datetime import date

import pytest

from tvgeo import locale
from tvgeo.core import reports
from tvgeo.core.access import Actor
from tvgeo.errors import StoreError
from tvgeo.services import accounts, history, office_names, publishing, stores
from tvgeo.services.base import open_base
from tvgeo.services.signing_in import Looked
from tvgeo.store.file_store import FileStore
from tvgeo.ui import session
from tvgeo.ui.blocks import changes
from tvgeo.ui.components import drafting, name_mapping

DAY = date(2025, 12, 14)
HEAD = "project_id,as_of,physical_pct,disbursed_pct,status,obstacle\n"
GOOD = HEAD + "cau-dai-ngai,2025-12-14,51.4,40,in_progress,Chậm bàn giao mặt bằng\n"
WRONG = HEAD + "cau-dai-ngai,2025-12-14,151.4,40,in_progress,\n"
WARNED = GOOD.replace("obstacle\n", "quality\n").replace("Chậm bàn giao mặt bằng", "public")
PLANNER = Actor("so-gtvt", "planner", account=False)
SCOPED = Actor("so-gtvt", "planner", scope="so-gtvt", account=False)


@pytest.fixture
def sign(monkeypatch):
    """Return a function that signs somebody in, for every session of the test."""

    def in_as(actor):
        monkeypatch.setattr(session, "_looked", lambda: Looked(actor, None))

    in_as(None)
    return in_as


@pytest.fixture
def planner(page, sign):
    """Return a planner who has opened the page."""
    sign(PLANNER)
    return page(lang="vi").open("cap-nhat")


def send(reader, text, name="a.csv"):
    reader.app.get("file_uploader")[0].upload(name, text.encode(), "text/csv").run()
    assert not reader.failed
    return reader


def button(reader, label):
    [found] = [b for b in reader.app.button if b.label == label]
    return found


def press(reader, label):
    button(reader, label).click().run()
    assert not reader.failed
    return reader


def desk(reader):
    return reader.app.session_state["update-desk"]


def said(reader):
    return " ".join(reader.texts)


# The door


def test_without_an_account_the_page_says_how_the_first_one_is_made(page, sign):
    reader = page(lang="vi").open("cap-nhat")
    assert "Đăng nhập để cập nhật số liệu" in reader.texts
    assert "tvgeo admin create TÊN --role admin" in reader.texts
    assert not reader.app.get("file_uploader")


def test_with_accounts_only_the_form_is_shown(page, sign, store_path):
    store = stores.ensure(open_base().folder.folder, (), None)
    admin = Actor("tvgeo", "admin", account=False)
    accounts.create(store, "lan", "Cau-Dai-Ngai-2028 x", role="planner", actor=admin)
    reader = page(lang="vi").open("cap-nhat")
    assert not any("tvgeo admin" in text for text in reader.texts)
    assert "sign-in" in reader.trees


def test_a_viewer_is_told_that_the_account_may_not(page, sign):
    sign(Actor("khach", "viewer"))
    reader = page(lang="vi").open("cap-nhat")
    assert any("không có quyền công bố" in text for text in reader.texts)
    assert not reader.app.get("file_uploader")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("actor", [None, Actor("khach", "viewer"), PLANNER])
def test_pages_for_accounts_run_for_everybody(page, sign, language, actor):
    sign(actor)
    for address in ("cap-nhat", "lich-su", "quan-tri"):
        assert not page(lang=language).open(address).failed


# A file


def test_a_file_goes_from_upload_to_revision(planner):
    send(planner, GOOD)
    assert any(text.startswith("Đọc được 1 dòng, 0 lỗi") for text in planner.texts)
    assert "52,0%*" in planner.texts
    assert "51,4%" in planner.texts
    assert open_base().revision == 1
    for box in planner.app.checkbox:
        box.check()
    planner.app.text_area(key="publish-note").input("Báo cáo năm").run()
    press(planner, "Công bố phiên bản số 2")
    assert "Đã công bố phiên bản số liệu số 2" in planner.texts
    assert open_base().published.note == "Báo cáo năm"
    assert open_base().published.author == "so-gtvt"
    assert "draft" not in planner.address


def test_what_was_published_is_shown_in_its_own_period(planner):
    send(planner, GOOD.replace("2025-12-14", "2025-06-14"))
    for box in planner.app.checkbox:
        box.check().run()
    press(planner, "Công bố phiên bản số 2")
    assert '"period": "2025-H1"' in json.dumps(planner.trees["links"])
    assert "14/06/2025" in said(planner)


def test_the_uploader_lets_go_of_the_bytes(planner):
    before = planner.app.get("file_uploader")[0].key
    send(planner, GOOD)
    assert not planner.app.get("file_uploader")
    press(planner, "Tải lại tệp khác")
    assert planner.app.get("file_uploader")[0].key != before


def test_a_refused_file_publishes_nothing_and_is_in_the_audit(planner):
    stores.ensure(open_base().folder.folder, open_base().rows, None)
    send(planner, WRONG)
    assert any("1 lỗi" in text for text in planner.texts)
    assert button(planner, "Công bố phiên bản số 2").disabled
    admin = Actor("tvgeo", "admin", account=False)
    assert "refused" in {e.action for e in history.audit_entries(open_base(), admin)}


def test_a_wrong_cell_is_corrected_in_the_page(planner):
    send(planner, WRONG)
    desk(planner).row = 2
    planner.app.run()
    [field] = [f for f in planner.app.text_input if f.key == "row-2-physical_pct"]
    assert field.value == "151.4"
    field.input("51,4")
    press(planner, "Kiểm tra lại")
    assert desk(planner).draft.errors == 0
    assert "51,4%" in planner.texts
    press(planner, "Lấy lại như trong tệp")
    assert desk(planner).draft.errors == 1


def test_any_cell_of_a_row_with_a_finding_is_corrected(planner):
    send(planner, WRONG)
    desk(planner).row = 2
    planner.app.run()
    fields = {f.key.removeprefix("row-2-"): f for f in planner.app.text_input if f.key}
    fields |= {f.key.removeprefix("row-2-"): f for f in planner.app.text_area}
    assert {code: fields[code].value for code in HEAD.strip().split(",")} == {
        "project_id": "cau-dai-ngai", "as_of": "2025-12-14", "physical_pct": "151.4",
        "disbursed_pct": "40", "status": "in_progress", "obstacle": "",
    }  # fmt: skip
    fields["physical_pct"].input("51,4")
    fields["status"].input("Tạm dừng")
    fields["obstacle"].input("Chờ mặt bằng")
    press(planner, "Kiểm tra lại")
    # what was not touched stays the cell of the file
    assert set(desk(planner).draft.corrections) == {
        (2, "physical_pct"), (2, "status"), (2, "obstacle"),
    }  # fmt: skip
    [row] = desk(planner).draft.reading.rows
    assert (row.physical_pct, row.status, row.obstacle) == (51.4, "paused", "Chờ mặt bằng")
    assert row.disbursed_pct == 40.0


def test_a_check_without_a_correction_reads_nothing_again(planner):
    send(planner, WRONG)
    desk(planner).row = 2
    planner.app.run()
    before = desk(planner).draft
    press(planner, "Kiểm tra lại")
    assert desk(planner).draft is before


def test_a_wrong_row_can_be_left_out(planner):
    send(planner, GOOD + WRONG.removeprefix(HEAD).replace("cau-dai-ngai", "ben-cang-tra-cu"))
    assert desk(planner).draft.errors == 1
    desk(planner).row = 3
    planner.app.run()
    press(planner, "Bỏ dòng này")
    assert desk(planner).draft.errors == 0
    assert "ben-cang-tra-cu" not in desk(planner).draft.difference.projects


def test_publishing_waits_until_the_warnings_are_read(planner):
    send(planner, WARNED)
    assert desk(planner).draft.warnings
    assert button(planner, "Công bố phiên bản số 2").disabled
    planner.app.checkbox[0].check().run()
    assert not button(planner, "Công bố phiên bản số 2").disabled


def test_a_file_without_news_makes_no_revision(planner):
    publishing.publish(drafting.drafts.preview(open_base(), GOOD.encode(), "a.csv", PLANNER), PLANNER, confirmed=True)  # fmt: skip
    send(planner, GOOD)
    assert any("không tạo phiên bản mới" in text for text in planner.texts)
    assert button(planner, "Công bố phiên bản số 3").disabled


def test_a_publication_is_undone_where_it_was_made(planner):
    publish(planner)
    press(planner, "Hoàn tác")
    assert any("phiên bản số 3 lấy lại số liệu của phiên bản số 1" in t for t in planner.texts)
    assert set(open_base().rows) == set(open_base().folder.rows)


def publish(reader):
    send(reader, GOOD)
    for box in reader.app.checkbox:
        box.check().run()
    press(reader, "Công bố phiên bản số 2")


def test_who_comes_second_is_told_and_goes_on_without_a_new_upload(page, planner, sign):
    sign(Actor("phong-tong-hop", "planner", account=False))
    second = page(lang="vi").open("cap-nhat")
    other = GOOD.replace("51.4", "61")
    send(second, other)
    for box in second.app.checkbox:
        box.check().run()
    sign(PLANNER)
    publish(planner)
    press(second, "Công bố phiên bản số 2")
    [sentence] = [t for t in second.texts if t.startswith("so-gtvt đã công bố phiên bản số 2")]
    assert "Cầu Đại Ngãi" in sentence
    assert any(t.startswith("Trùng ") for t in second.texts)
    press(second, "Xem lại trên phiên bản mới")
    assert "61,0%" in second.texts
    assert "51,4%" in second.texts
    assert button(second, "Công bố phiên bản số 3") is not None


@pytest.mark.parametrize(
    ("restarted", "reason"),
    [(False, "phiên làm việc trước"), (True, "Máy chủ đã khởi động lại")],
)
def test_a_lost_draft_asks_for_the_file_again_and_says_why(
    page, planner, monkeypatch, restarted, reason
):
    send(planner, GOOD)
    address = planner.address
    if restarted:
        monkeypatch.setattr(drafting, "OF_THIS_SERVER", "another")
    later = page(**address).open("cap-nhat")
    [sentence] = [t for t in later.texts if "Vui lòng tải tệp lên lại" in t]
    assert reason in sentence
    assert "draft" not in later.address
    press(planner, "Tải lại tệp khác")
    assert "draft" not in planner.address


def test_two_clicks_publish_once(planner):
    send(planner, GOOD)
    for box in planner.app.checkbox:
        box.check().run()
    twin = desk(planner).draft
    press(planner, "Công bố phiên bản số 2")
    assert publishing.publish(twin, PLANNER, confirmed=True).revision == 2
    assert open_base().revision == 2


# Large files


def rows_of(n, work=None):
    works = list(open_base().registry.projects)
    start = date(2021, 1, 1).toordinal()
    for k in range(n):
        step, which = divmod(k, len(works))
        day = date.fromordinal(start + step)
        yield f"{work(k) if work else works[which]},{day},{k % 100},10,in_progress,\n"


def test_what_a_draft_says_is_worked_out_once_however_often_the_page_runs(planner, monkeypatch):
    counted = []
    count = changes.count
    monkeypatch.setattr(changes, "count", lambda found: counted.append(1) or count(found))
    send(planner, HEAD + "".join(rows_of(600)))
    at_first = len(counted)
    for _ in range(3):
        planner.app.run()
    assert len(counted) == at_first
    press(planner, "Tải lại tệp khác")
    assert not desk(planner).told


def test_of_a_long_difference_the_page_shows_the_beginning_and_offers_the_whole(planner):
    send(planner, HEAD + "".join(rows_of(600)))
    n = changes.count(desk(planner).draft.difference)
    assert f"Còn {locale.get('vi').number(n - changes.MOST_LINES)} ô" in said(planner)
    labels = [b.proto.label for b in planner.app.get("download_button")]
    assert "Tải toàn bộ thay đổi (.csv)" in labels


def test_thousands_of_unknown_names_are_asked_for_a_few_at_a_time(planner):
    send(planner, HEAD + "".join(rows_of(900, lambda k: f"Công trình lạ {k // 18}")))
    choices = [s for s in planner.app.selectbox if (s.key or "").startswith("name-")]
    assert len(choices) == name_mapping.MOST_NAMES
    assert choices[0].label.replace("\\", "") == (
        "“Công trình lạ 0” (dòng 2, 3, 4, 5, 6, 7 và 12 dòng khác)"
    )
    assert any("30 tên còn lại" in text for text in planner.texts)
    # nothing but the names stands in the way
    assert "0 lỗi" in said(planner)
    for choice in choices:
        choice.set_value("")
    press(planner, "Xác nhận và ghi nhớ")
    assert len(desk(planner).draft.reading.unknown) == 30


# A store that cannot be written


def test_a_read_only_store_is_told_before_anybody_tries(page, sign, monkeypatch):
    stores.ensure(open_base().folder.folder, open_base().rows, None)
    refusal = StoreError("error.read_only", path="/srv/kho.sqlite3")
    monkeypatch.setattr(FileStore, "refusal", property(lambda _: refusal))
    for actor in (None, PLANNER, Actor("an", "admin", account=False)):
        sign(actor)
        for address in ("cap-nhat", "lich-su", "quan-tri"):
            reader = page(lang="vi").open(address)
            assert not reader.failed
            told = "Kho số liệu đang ở chế độ chỉ đọc: xem được, chưa công bố được."
            assert (told in reader.texts) == (actor != PLANNER or address != "quan-tri")


def test_the_store_of_another_folder_is_named_instead_of_a_form(
    page, sign, tmp_path, store_path
):
    other = tmp_path / "other"
    other.mkdir()
    stores.ensure(other, (), None)
    reader = page(lang="vi").open("cap-nhat")
    [sentence] = [t for t in reader.texts if "thuộc thư mục dữ liệu" in t]
    assert "other" in sentence
    assert str(tmp_path) not in sentence
    assert not {"sign-in", "no-account"} & reader.trees.keys()


# Date and revision


@pytest.mark.parametrize("language", ["vi", "en"])
def test_date_and_revision_stand_right_under_the_title(page, sign, language):
    sign(Actor("an", "admin", account=False))
    t = locale.get(language)
    for revision in (1, 2):
        for address in ("cap-nhat", "lich-su", "quan-tri"):
            title, stamp, *_ = page(lang=language).open(address).trees["head"][2:]
            assert title[0] == "h1"
            assert t.date(DAY) in str(stamp)
            assert t("term.revision", rev=revision) in str(stamp)
        draft = drafting.drafts.preview(open_base(), GOOD.encode(), "a.csv", PLANNER)
        publishing.publish(draft, PLANNER, confirmed=True)


def test_who_reads_finds_the_way_to_sign_in_in_the_header(page, sign):
    def links(reader):
        return [link.proto.label for link in reader.app.get("page_link")]

    assert links(page(lang="vi")) == ["Đăng nhập"]
    sign(PLANNER)
    assert links(page(lang="vi")) == []


# Names of the office


def test_an_unknown_name_is_chosen_once_and_goes_straight_through_the_next_time(page, sign):
    sign(SCOPED)
    reader = page(lang="vi").open("cap-nhat")
    file = GOOD.replace("cau-dai-ngai,", "Cau Dai Ngai hai nhanh song Hau,")
    send(reader, file)
    [choice] = [s for s in reader.app.selectbox if s.key.startswith("name-")]
    assert choice.value is None
    press(reader, "Xác nhận và ghi nhớ")
    assert any("Còn 1 tên chưa chọn" in text for text in reader.texts)
    [choice] = [s for s in reader.app.selectbox if s.key.startswith("name-")]
    choice.set_value("cau-dai-ngai")
    press(reader, "Xác nhận và ghi nhớ")
    assert not desk(reader).draft.reading.unknown
    assert set(office_names.remembered(open_base(), SCOPED).values()) == {"cau-dai-ngai"}
    again = page(lang="vi").open("cap-nhat")
    send(again, file)
    assert not desk(again).draft.reading.unknown


# Rows typed in the page


def test_a_row_is_typed_and_published_without_a_file(page, sign):
    sign(PLANNER)
    reader = page(lang="vi", project="cau-dai-ngai", as_of="2025-12-14", edit="1")
    reader.open("cap-nhat")
    [field] = [f for f in reader.app.text_input if (f.key or "").endswith("physical_pct")]
    assert not field.value  # what was invented is not typed again
    field.input("53,5")
    press(reader, "Lưu vào bản nháp")
    draft = desk(reader).draft
    assert draft.errors == 0, draft.reading.findings
    assert "53,5%" in reader.texts
    assert "Đã lưu vào bản nháp; bấm Công bố để áp dụng." in reader.texts
    assert not any("disbursed_pct" in text for text in reader.texts)
    for box in reader.app.checkbox:
        box.check().run()
    press(reader, "Công bố phiên bản số 2")
    assert "Đã công bố phiên bản số liệu số 2" in reader.texts


def test_a_wrong_typed_row_is_corrected_or_left_out(page, sign):
    sign(PLANNER)
    reader = page(lang="vi", project="cau-dai-ngai", as_of="new", edit="1").open("cap-nhat")
    [day] = [f for f in reader.app.text_input if f.label == "Ngày số liệu"]
    day.input("31/02/2025")
    press(reader, "Lưu vào bản nháp")
    assert desk(reader).draft.errors
    desk(reader).row = 2
    reader.app.run()
    [day] = [f for f in reader.app.text_input if f.key == "row-2-as_of"]
    day.input("28/02/2025")
    press(reader, "Kiểm tra lại")
    assert "as_of" not in {f.values.get("code") for f in desk(reader).draft.reading.findings}
    desk(reader).row = 2
    reader.app.run()
    press(reader, "Bỏ dòng này")
    assert desk(reader).draft is None


def test_a_published_row_is_deleted_after_a_question(page, sign):
    sign(PLANNER)
    reader = page(lang="vi", project="cau-dai-ngai", as_of="2025-12-14", edit="1")
    reader.open("cap-nhat")
    assert "Xóa số liệu ngày 14/12/2025 của Cầu Đại Ngãi?" in reader.texts
    press(reader, "Xác nhận xóa")
    assert desk(reader).draft.delete == (("cau-dai-ngai", DAY),)
    assert "Xóa dòng" in said(reader)
    press(reader, "Công bố phiên bản số 2")
    assert ("cau-dai-ngai", DAY) not in {row.key for row in open_base().rows}


def test_a_planner_of_an_agency_sees_only_its_works(page, sign):
    sign(SCOPED)
    reader = page(lang="vi", edit="1").open("cap-nhat")
    [works] = [s for s in reader.app.selectbox if s.label == "Công trình, nhiệm vụ"]
    registry = open_base().registry
    mine = reports.works_of(registry, "so-gtvt")
    assert len(works.options) == len(mine) < len(registry.projects)
