"""From a file to a revision and back, on a province of two works and a real store."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError, ConflictError, StoreError, UsageError
from tvgeo.io import upload
from tvgeo.services import base as bases
from tvgeo.services import drafts, history, office_names, publishing, stores
from tvgeo.services.base import open_base
from tvgeo.services.view import open_view

TINY = Path(__file__).parents[1] / "tiny_province"
ROAD = "duong-ven-song"
HEAD = "project_id,as_of,physical_pct,disbursed_pct,status\n"
OPERATOR = Actor(name="Lan", role="admin", account=False)
OTHER = Actor(name="Minh", role="admin", account=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path / "data"))
    return Path(shutil.copytree(TINY, tmp_path / "data"))


def draft(pct, day="2025-12-14", actor=OPERATOR, base=None):
    data = f"{HEAD}{ROAD},{day},{pct},10,in_progress\n".encode()
    return drafts.preview(base or open_base(), data, "bao-cao.csv", actor)


def physical():
    return open_view(as_of=date(2026, 1, 31)).standings[ROAD].physical.value


def test_of_twenty_files_sent_at_once_two_are_read_side_by_side(folder, monkeypatch):
    lock, inside, most, read = threading.Lock(), [0], [0], upload.read

    def counted(*arguments):
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        try:
            time.sleep(0.02)
            return read(*arguments)
        finally:
            with lock:
                inside[0] -= 1

    monkeypatch.setattr(upload, "read", counted)
    base = open_base()
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda pct: draft(pct, base=base), range(71, 91)))
    assert [each.reading.rows[0].physical_pct for each in made] == list(range(71, 91))
    assert most[0] == drafts.AT_ONCE


def test_looking_never_makes_a_store(folder, store_path):
    draft(71)
    assert open_base().published is None
    assert open_base().revision == 1
    assert not store_path.exists()


def test_the_first_publication_keeps_the_folders_figures_as_revision_1(folder, store_path):
    made = publishing.publish(draft(71), OPERATOR, note="kỳ cuối năm")
    assert (made.revision, made.added, made.author) == (2, 1, "Lan")
    assert store_path.exists()
    first, second = sorted(history.revisions(open_base()), key=lambda r: r.revision)
    assert (first.kind, second.kind) == ("initial", "publish")
    assert bases.at_revision(open_base(), 1).rows == open_base().folder.rows
    assert (
        history.original(open_base(), 1, OPERATOR)[1] == (folder / "progress.csv").read_bytes()
    )


def test_a_new_revision_is_what_everybody_sees_next(folder):
    publishing.publish(draft(71), OPERATOR)
    assert open_base().revision == 2
    assert physical() == 71.0


def test_what_was_published_is_not_changed_by_an_edited_file(folder):
    publishing.publish(draft(71), OPERATOR)
    (folder / "progress.csv").write_text(HEAD + f"{ROAD},2025-12-14,5,5,in_progress\n")
    assert physical() == 71.0


def test_the_second_of_two_on_the_same_revision_is_told_who_was_first(folder):
    mine, theirs = draft(71), draft(72, actor=OTHER)
    publishing.publish(theirs, OTHER)
    with pytest.raises(ConflictError) as refused:
        publishing.publish(mine, OPERATOR)
    assert refused.value.key == "error.base_moved"
    assert refused.value.values["author"] == "Minh"
    assert physical() == 72.0


def test_the_loser_goes_on_from_the_new_revision_without_a_new_upload(folder):
    mine = draft(71)
    publishing.publish(draft(72, actor=OTHER), OTHER)
    now = open_base()
    assert drafts.overlap(mine, now) == 1  # 71 or 72; on the rest both agree
    again = drafts.again(mine, now, OPERATOR)
    assert [c.kind for c in again.difference.changes] == ["changed"]
    publishing.publish(again, OPERATOR, confirmed=True)
    assert physical() == 71.0


def test_a_double_click_publishes_once(folder):
    twice = draft(71)
    assert publishing.publish(twice, OPERATOR) == publishing.publish(twice, OPERATOR)
    assert len(history.revisions(open_base())) == 2


def test_a_file_that_changes_nothing_makes_no_revision(folder):
    publishing.publish(draft(71), OPERATOR)
    same = draft(71)
    assert not same.publishable
    assert publishing.publish(same, OPERATOR).revision == 2


def test_a_refused_file_stores_nothing_but_its_refusal(folder):
    publishing.publish(draft(71), OPERATOR)
    bad = draft(140)
    assert (bad.reading.verdict, bad.difference.changes) == ("reject", ())
    with pytest.raises(ConflictError, match="refused_file"):
        publishing.publish(bad, OPERATOR, confirmed=True)
    publishing.refused(bad, OPERATOR)
    entry = history.audit_entries(open_base(), OPERATOR)[0]
    assert (entry.action, entry.actor) == ("refused", "Lan")
    assert "E_RANGE" in str(entry.details)
    assert open_base().revision == 2


def test_warnings_must_be_confirmed(folder):
    publishing.publish(draft(71), OPERATOR)
    lower = draft(60)
    assert lower.warnings >= 1
    with pytest.raises(ConflictError, match="unconfirmed"):
        publishing.publish(lower, OPERATOR)
    made = publishing.publish(lower, OPERATOR, confirmed=True)
    assert "W_PROGRESS_DECREASED" in {finding["code"] for finding in made.findings}


def test_undo_is_a_new_revision_with_the_figures_of_before(folder):
    before = open_base().rows
    publishing.publish(draft(71), OPERATOR)
    undone = publishing.undo(2, OPERATOR)
    assert (undone.revision, undone.kind, undone.restores) == (3, "rollback", 1)
    assert open_base().rows == before


def test_what_has_been_built_upon_is_not_undone_by_a_click(folder):
    publishing.publish(draft(71), OPERATOR)
    publishing.publish(draft(75), OTHER)
    with pytest.raises(ConflictError, match="undo_moved"):
        publishing.undo(2, OPERATOR)
    assert physical() == 75.0


def test_any_revision_can_be_restored(folder):
    for pct in (71, 75, 80):
        publishing.publish(draft(pct), OPERATOR)
    publishing.rollback(2, OPERATOR)
    assert physical() == 71.0
    assert [r.revision for r in history.revisions(open_base())] == [5, 4, 3, 2, 1]
    with pytest.raises(UsageError, match="no_revision"):
        publishing.rollback(9, OPERATOR)


def test_starting_for_real_removes_every_invented_row_and_can_be_undone(folder):
    invented = publishing.illustrative_rows(open_base())
    made = publishing.start_for_real(OPERATOR)
    assert (made.removed, publishing.illustrative_rows(open_base())) == (invented, 0)
    assert made.note == "Bắt đầu dùng thật"
    publishing.undo(made.revision, OPERATOR)
    assert publishing.illustrative_rows(open_base()) == invented


def test_a_published_row_can_be_removed_without_a_file(folder):
    key = open_base().rows[0].key
    publishing.publish(drafts.removal(open_base(), [key], OPERATOR), OPERATOR)
    assert key not in {row.key for row in open_base().rows}


def test_a_row_typed_into_the_page_is_read_by_the_rules_of_a_file(folder):
    typed = {
        "project_id": ROAD, "as_of": "2025-12-14", "physical_pct": "0,7", "status": "in_progress",
        "note": "=1+1",
    }  # fmt: skip
    made = drafts.preview(open_base(), drafts.edit_file([typed]), drafts.TYPED_FILE, OPERATOR)
    [row] = made.reading.rows
    assert (row.physical_pct, row.disbursed_pct, row.note) == (0.7, None, "=1+1")


def test_a_viewer_publishes_nothing(folder):
    with pytest.raises(AccessError, match="may_not"):
        draft(71, actor=Actor(name="An", role="viewer"))


def test_an_offices_own_names_are_asked_for_once(folder):
    data = f"{HEAD}Đường cũ của xã,2025-12-14,71,10,in_progress\n".encode()
    first = drafts.preview(open_base(), data, "bao-cao.csv", OPERATOR)
    [unknown] = first.reading.unknown
    assert (first.reading.verdict, unknown.written) == ("reject", "Đường cũ của xã")
    office_names.remember(open_base(), OPERATOR, {unknown.written: ROAD})
    again = drafts.preview(open_base(), data, "bao-cao.csv", OPERATOR)
    assert [row.project_id for row in again.reading.rows] == [ROAD]


def test_a_store_of_another_folder_is_looked_past_and_never_written(folder, tmp_path):
    publishing.publish(draft(71), OPERATOR)
    other = Path(shutil.copytree(TINY, tmp_path / "other"))
    assert open_base(other).published is None
    with pytest.raises(StoreError, match="other_store"):
        publishing.publish(draft(75, base=open_base(other)), OPERATOR)


def test_a_store_that_vanishes_is_not_taken_for_none(folder, store_path):
    publishing.publish(draft(71), OPERATOR)
    for file in store_path.parent.iterdir():
        file.unlink()
    with pytest.raises(StoreError):
        open_base()
    with pytest.raises(StoreError):
        open_base()
    assert stores.url().endswith("tvgeo.sqlite3")
