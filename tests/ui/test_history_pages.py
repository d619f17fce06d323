"""Lịch sử and Quản trị without a browser: revisions, ways back, accounts, the log."""

import pytest

from tvgeo.core.access import Actor
from tvgeo.core.difference import between
from tvgeo.services import accounts, drafts, publishing, stores
from tvgeo.services.base import open_base
from tvgeo.services.signing_in import Looked
from tvgeo.ui import session
from tvgeo.ui.blocks import log

PLANNER = Actor("so-gtvt", "planner", account=False)
ADMIN = Actor("quan-tri", "admin", account=False)
HEAD = "project_id,as_of,physical_pct,disbursed_pct,status\n"
PASSWORD = "Cau-Dai-Ngai-2028 x"


def publish(pct, note=None):
    data = f"{HEAD}cau-dai-ngai,2025-12-14,{pct},40,in_progress\n".encode()
    draft = drafts.preview(open_base(), data, "bao-cao.csv", PLANNER)
    return publishing.publish(draft, PLANNER, confirmed=True, note=note)


@pytest.fixture
def sign(monkeypatch):
    def in_as(actor):
        monkeypatch.setattr(session, "_looked", lambda: Looked(actor))

    in_as(None)
    return in_as


@pytest.fixture
def three():
    """Publish twice over the initial figures."""
    publish(51.4, note="Văn bản <b>số</b> 12")
    publish(53)


def press(reader, label):
    [found] = [b for b in reader.app.button if b.label == label]
    found.click().run()
    assert not reader.failed


def labels(reader):
    return {b.label for b in reader.app.button}


def test_without_a_store_the_history_says_that_nothing_was_published(page, sign):
    reader = page(lang="vi").open("lich-su")
    assert "Đang công bố: phiên bản số liệu số 1" in reader.texts
    assert any("chưa có phiên bản nào được công bố" in text for text in reader.texts)


def test_revisions_stand_newest_first_with_author_file_and_note(page, sign, three):
    reader = page(lang="vi").open("lich-su")
    rows = reader.trees["revisions"][2][3][2:]
    assert [row[1]["data-key"] for row in rows] == ["revision-3", "revision-2", "revision-1"]
    assert "Văn bản <b>số</b> 12 · bao-cao.csv" in reader.texts
    assert "51,4%" in reader.texts
    assert "53,0%" in reader.texts
    assert {"a": "2", "b": "3"}.items() <= reader.address.items()


def test_any_two_revisions_are_compared_by_the_address(page, sign, three):
    reader = page(lang="vi", a="1", b="3").open("lich-su")
    assert "52,0%*" in reader.texts
    assert "+1,0" in reader.texts
    back = page(lang="vi", a="3", b="1").open("lich-su")
    assert "−1,0" in back.texts
    assert not page(lang="vi", a="9", b="<x>").open("lich-su").failed


def test_who_only_reads_sees_no_addresses_files_or_ways_back(page, sign, three):
    reader = page(lang="vi").open("lich-su")
    assert "audit" not in reader.trees
    assert "original" not in reader.trees
    assert "Xác nhận" not in labels(reader)


def test_a_planner_brings_an_old_revision_back(page, sign, three):
    sign(PLANNER)
    reader = page(lang="vi", a="1", b="2").open("lich-su")
    assert reader.trees["original"][1]["href"] == "download/2"
    press(reader, "Xác nhận")
    assert open_base().revision == 4
    assert "Đang công bố: phiên bản số liệu số 4" in reader.texts
    assert any("phiên bản số 4 lấy lại số liệu của phiên bản số 2" in t for t in reader.texts)


def test_a_revision_is_not_restored_over_one_the_planner_has_not_seen(page, sign, three):
    sign(PLANNER)
    reader = page(lang="vi", a="1", b="2").open("lich-su")
    publish(60)
    press(reader, "Xác nhận")
    assert open_base().revision == 4
    assert "restored" in reader.trees


def test_the_log_is_for_administrators_and_in_words(page, sign, three):
    sign(ADMIN)
    reader = page(lang="vi").open("lich-su")
    assert any(text.startswith("Nhật ký nguyên vẹn") for text in reader.texts)
    assert any("phiên bản: 2" in text and "tệp: bao-cao.csv" in text for text in reader.texts)
    assert not any("sha256" in text or "None" in text for text in reader.texts)


def test_a_log_says_names_and_roles_as_people_do():
    from tvgeo import locale

    t, registry = locale.get("vi"), open_base().registry
    found = {"user": "lan", "role": "planner", "scope": "so-gtvt", "names": {"Cầu ĐN": ""}}
    said = log.details(t, registry, found)
    assert said == (
        "tài khoản: lan · vai trò: Người cập nhật · phạm vi: Sở GTVT · "
        "tên: Cầu ĐN → Không thuộc Kế hoạch"
    )


def test_each_figure_of_a_work_names_the_revision_it_comes_from(page, sign, three):
    reader = page(lang="vi", project="cau-dai-ngai", period="2025").open("cong-trinh")
    said = " ".join(map(str, reader.trees["history"]))
    rows = reader.trees["history"][3][2][3][2:]
    assert "53,0" in str(rows[0])
    assert "số 3" in str(rows[0])
    assert "số 1" in str(rows[-1])
    assert "số 2" not in said


# Quản trị


@pytest.fixture
def admin(page, sign):
    sign(ADMIN)
    store = stores.ensure(open_base().folder.folder, open_base().rows, None)
    for name, role in (("quan-tri", "admin"), ("lan", "planner")):
        accounts.create(store, name, PASSWORD, role=role, actor=ADMIN)
    return page


@pytest.mark.parametrize("actor", [None, PLANNER])
def test_the_administration_is_closed_to_others(page, sign, actor):
    sign(actor)
    reader = page(lang="vi").open("quan-tri")
    assert not {"accounts", "check", "self-test"} & reader.trees.keys()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("tab", ["accounts", "check", "system"])
def test_every_part_of_the_administration_runs(admin, tab, language):
    reader = admin(lang=language, tab=tab).open("quan-tri")
    assert not reader.failed
    assert {"accounts": "accounts", "check": "check", "system": "self-test"}[
        tab
    ] in reader.trees


def test_an_account_is_disabled_and_enabled_again(admin):
    reader = admin(lang="vi", account="lan").open("quan-tri")
    press(reader, "Vô hiệu hóa")
    assert "Đã vô hiệu hóa lan" in reader.texts
    assert "Đã vô hiệu hóa" in reader.texts
    press(reader, "Cho dùng lại")
    assert "Đã cho lan dùng lại" in reader.texts


def test_the_last_administrator_stays(admin):
    reader = admin(lang="vi", account="quan-tri").open("quan-tri")
    press(reader, "Vô hiệu hóa")
    store = stores.required(open_base().folder.folder)
    assert not any(each.disabled for each in accounts.listed(store))
    assert "account-said" in reader.trees


def test_a_role_and_its_scope_change_together(admin):
    reader = admin(lang="vi", account="lan").open("quan-tri")
    [scope] = [s for s in reader.app.selectbox if s.key == "scope-lan"]
    scope.set_value("so-gtvt").run()
    press(reader, "Lưu vai trò")
    store = stores.required(open_base().folder.folder)
    assert {a.name: a.scope for a in accounts.listed(store)}["lan"] == "so-gtvt"


def test_the_start_for_real_names_the_rows_and_can_be_undone(admin):
    before = open_base().rows
    reader = admin(lang="vi", tab="system").open("quan-tri")
    n = publishing.illustrative_rows(open_base())
    assert any(f"Xóa {n} dòng số liệu minh họa" in text for text in reader.texts)
    press(reader, "Xác nhận")
    assert publishing.illustrative_rows(open_base()) == 0
    assert "Không còn số liệu minh họa." in reader.texts
    publishing.undo(open_base().revision, ADMIN)
    assert not between(before, open_base().rows).changes


def test_no_password_field_stands_on_the_page(admin):
    reader = admin(lang="vi").open("quan-tri")
    assert not [f for f in reader.app.text_input if f.proto.type == 1]
    assert "tvgeo admin create TÊN --role planner" in reader.texts
