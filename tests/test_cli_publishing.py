"""The commands that publish and look after the store, with their exit codes and their JSON."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.services import stores

TINY = Path(__file__).parent / "tiny_province"
ROAD = "duong-ven-song"
HEAD = "project_id,as_of,physical_pct,disbursed_pct,status\n"
PASSWORD = "song-hau-chay-ra-bien-1\n"
LANGUAGES = pytest.mark.parametrize("language", locale.LANGUAGES)


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture
def file(tmp_path):
    """Return a function that writes a report on the road."""

    def write(pct, day="2025-12-14", name="bao-cao.csv"):
        path = tmp_path / name
        path.write_text(f"{HEAD}{ROAD},{day},{pct},10,in_progress\n", encoding="utf-8")
        return path

    return write


def test_validate_reads_a_file_and_stores_nothing(tvgeo, file, store_path):
    code, out, err = tvgeo("validate", file(71), "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert set(found) == {"verdict", "rows", "findings", "sha256"}
    assert found["verdict"] == "accept"
    assert found["rows"][0]["project_id"] == ROAD
    assert (found["rows"][0]["as_of"], found["rows"][0]["physical_pct"]) == ("2025-12-14", 71.0)
    assert not store_path.exists()


@LANGUAGES
def test_a_refused_file_names_row_column_value_reason_and_remedy(tvgeo, file, language):
    code, out, _ = tvgeo("--lang", language, "validate", file(140), "--json")
    [finding] = [f for f in json.loads(out)["findings"] if f["severity"] == "error"]
    assert code == 1
    assert (finding["code"], finding["row"], finding["column"]) == (
        "E_RANGE",
        2,
        "physical_pct",
    )
    assert finding["value"] == "140"
    assert "140" in finding["message"]
    assert finding["suggestion"]


def test_a_file_is_read_under_the_name_it_was_sent_by(tvgeo, file):
    code, out, _ = tvgeo("validate", file(71), "--name", "tien_do.xlsm", "--json")
    assert (code, json.loads(out)["verdict"]) == (1, "reject")


def test_a_file_that_is_not_there_is_wrong_use(tvgeo):
    code, _, err = tvgeo("validate", "khong-co.csv")
    assert code == 2
    assert "khong-co.csv" in err


def test_diff_shows_each_cell_before_and_after(tvgeo, file):
    code, out, _ = tvgeo("diff", file(71, "2024-12-14"), "--json")
    found = json.loads(out)
    assert (code, found["base"], found["changed"], found["added"]) == (0, 1, 1, 0)
    cells = {c["column"]: (c["old"], c["new"]) for c in found["changes"][0]["cells"]}
    assert cells["physical_pct"] == (32.5, 71.0)
    assert cells["quality"] == ("illustrative", "official")
    assert cells["obstacle"] == ("Thiếu cát, đá", None)


def test_publish_history_show_and_rollback(tvgeo, file):
    code, out, _ = tvgeo("publish", file(71), "--author", "Lan", "--base", "head", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"revision": 2, "changed": 0, "added": 1, "removed": 0},
    )
    code, out, _ = tvgeo("history", "--json")
    newest, first = json.loads(out)
    assert (newest["revision"], newest["author"], first["kind"]) == (2, "Lan", "initial")
    assert len(newest["sha256"]) == 64
    code, out, _ = tvgeo("show", "2", "--json")
    assert json.loads(out)["changes"][0]["kind"] == "added"
    code, out, _ = tvgeo("rollback", "1", "--author", "Minh", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"revision": 3, "changed": 0, "added": 0, "removed": 1},
    )


def test_publishing_the_same_again_returns_the_head(tvgeo, file):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    code, out, _ = tvgeo("publish", file(71), "--author", "Lan", "--base", "2", "--json")
    assert (code, json.loads(out)) == (
        0,
        {"revision": 2, "changed": 0, "added": 0, "removed": 0},
    )


@LANGUAGES
def test_a_moved_base_is_refused_with_who_and_what(tvgeo, file, language):
    tvgeo("publish", file(71), "--author", "Minh", "--base", "head")
    code, out, err = tvgeo(
        "--lang", language, "publish", file(75), "--author", "Lan", "--base", "1"
    )
    assert (code, out) == (1, "")
    assert "Minh" in err
    assert ROAD in err
    assert len(err.splitlines()) == 1


def test_a_base_that_does_not_exist_is_wrong_use(tvgeo, file):
    code, _, err = tvgeo("publish", file(71), "--author", "Lan", "--base", "9")
    assert code == 2
    assert "9" in err


def test_warnings_stop_a_publication_until_they_are_accepted(tvgeo, file):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    lower = file(60)
    code, out, err = tvgeo("publish", lower, "--author", "Lan", "--base", "head")
    assert code == 1
    assert "71" in out
    assert "--accept-warnings" in err
    code, _, _ = tvgeo(
        "publish", lower, "--author", "Lan", "--base", "head", "--accept-warnings"
    )
    assert code == 0


def test_rows_are_removed_only_when_they_are_named(tvgeo, file):
    code, out, _ = tvgeo(
        "publish", file(71), "--author", "Lan", "--base", "head", "--json",
        "--delete", f"{ROAD}@2024-06-14",
    )  # fmt: skip
    assert (code, json.loads(out)["removed"]) == (0, 1)
    code, _, err = tvgeo(
        "publish",
        file(72),
        "--author",
        "Lan",
        "--base",
        "head",
        "--delete",
        f"{ROAD}@2024-06-14",
    )
    assert code == 2
    assert "--delete" in err


def test_dropping_illustrative_rows_leaves_what_was_reported(tvgeo, file):
    code, out, _ = tvgeo(
        "publish",
        file(71),
        "--author",
        "Lan",
        "--base",
        "head",
        "--drop-illustrative",
        "--json",
    )
    assert (code, json.loads(out)) == (
        0,
        {"revision": 2, "changed": 0, "added": 1, "removed": 2},
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_was_exported_comes_back_unchanged(tvgeo, file, tmp_path, kind):
    tvgeo("publish", file(0.7), "--author", "Lan", "--base", "head", "--accept-warnings")
    exported = tmp_path / f"ra.{kind}"
    tvgeo("export", "--format", kind, "-o", exported)
    code, out, _ = tvgeo("publish", exported, "--author", "Lan", "--base", "head", "--json",
                         "--accept-warnings")  # fmt: skip
    assert (code, json.loads(out)["revision"]) == (0, 2)


@pytest.mark.parametrize("kind", [(), ("--xlsx",)])
def test_a_template_is_written(tvgeo, tmp_path, kind):
    path = tmp_path / ("mau.xlsx" if kind else "mau.csv")
    code, out, _ = tvgeo("template", *kind, "-o", path)
    assert code == 0
    assert path.stat().st_size > 0
    assert str(path) in out


def test_accounts_are_made_listed_and_disabled(tvgeo):
    code, out, _ = tvgeo("admin", "create", "Lan", "--role", "admin", typed=PASSWORD)
    assert code == 0
    assert "lan" in out
    code, _, err = tvgeo("admin", "create", "Minh", "--role", "planner", typed="ngan\n")
    assert code in {1, 2}
    assert "12" in err
    tvgeo(
        "admin", "create", "Minh", "--role", "planner", "--scope", "so-xay-dung", typed=PASSWORD
    )
    code, out, _ = tvgeo("admin", "list", "--json")
    assert [(a["name"], a["role"]) for a in json.loads(out)] == [
        ("lan", "admin"), ("minh", "planner"),
    ]  # fmt: skip
    assert PASSWORD.strip() not in out
    assert tvgeo("admin", "disable", "minh")[0] == 0
    assert tvgeo("admin", "unlock", "lan")[0] == 0
    assert json.loads(tvgeo("admin", "list", "--json")[1])[1]["disabled"]


def test_the_last_administrator_stays(tvgeo):
    tvgeo("admin", "create", "Lan", "--role", "admin", typed=PASSWORD)
    assert tvgeo("admin", "disable", "lan")[0] in {1, 2}


def test_without_a_store_the_commands_say_so(tvgeo, store_path):
    code, _, err = tvgeo("admin", "list")
    assert code == 1
    assert str(store_path) in err
    assert not store_path.exists()


def test_the_audit_is_verified_and_a_changed_entry_found(tvgeo, file, store_path):
    import sqlite3

    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    code, out, _ = tvgeo("audit", "verify", "--json")
    assert (code, json.loads(out)["ok"]) == (0, True)
    stores.forget()
    with sqlite3.connect(store_path) as raw:
        for (trigger,) in raw.execute("SELECT name FROM sqlite_master WHERE type='trigger'"):
            raw.execute(f"DROP TRIGGER {trigger}")
        raw.execute("UPDATE audit SET actor = 'Minh' WHERE entry = 1")
    raw.close()
    code, out, _ = tvgeo("audit", "verify", "--json")
    assert (code, json.loads(out)["ok"]) == (1, False)


def test_a_backup_restores_what_was_published(tvgeo, file, tmp_path):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    copy = tmp_path / "sao-luu.sqlite3"
    assert tvgeo("backup", "-o", copy)[0] == 0
    tvgeo("publish", file(75), "--author", "Lan", "--base", "head")
    assert tvgeo("restore", copy)[0] == 0
    assert [r["revision"] for r in json.loads(tvgeo("history", "--json")[1])] == [2, 1]
    broken = tmp_path / "hong.sqlite3"
    broken.write_bytes(copy.read_bytes()[:5000])
    code, _, err = tvgeo("restore", broken)
    assert code == 1
    assert str(broken) in err
    assert [r["revision"] for r in json.loads(tvgeo("history", "--json")[1])] == [2, 1]


def test_check_tells_when_the_file_is_no_longer_what_is_published(tvgeo, file, folder):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    code, out, _ = tvgeo("check", "--json")
    assert json.loads(out)["store"]["revision"] == 2
    assert json.loads(out)["store"]["cells_unlike_file"] == 4
    assert code == 0


def test_check_asks_for_something_only_when_the_file_was_edited(tvgeo, file, folder):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    assert "tvgeo publish" not in tvgeo("check")[1]
    own = folder / "progress.csv"
    own.write_text(own.read_text(encoding="utf-8").replace("in_progress", "paused", 1), "utf-8")
    assert f"tvgeo publish {own} --author TÊN --base head" in tvgeo("check")[1]


@pytest.mark.parametrize("author", ["", "  "])
def test_nobody_publishes_without_a_name(tvgeo, file, author):
    code, _, err = tvgeo("publish", file(71), "--author", author, "--base", "head")
    assert (code, "--author" in err) == (2, True)
    assert tvgeo("history", "--json")[1].strip() == "[]"


@pytest.mark.parametrize("command", ["validate", "diff"])
def test_a_folder_in_the_place_of_a_file_is_told(tvgeo, tmp_path, command):
    code, _, err = tvgeo(command, tmp_path)
    assert code == 2
    assert err.strip() == f"{tmp_path} là thư mục; ghi đường dẫn của một tệp."


def test_without_a_store_history_and_show_tell_how_one_comes_about(tvgeo):
    code, out, _ = tvgeo("history")
    assert (code, "Chưa có kho số liệu" in out) == (0, True)
    code, _, err = tvgeo("show", "1")
    assert (code, "Chưa có kho số liệu" in err) == (1, True)


def test_a_row_to_delete_that_is_not_published_is_named(tvgeo, file):
    command = ("publish", file(71), "--author", "Lan", "--base", "head", "--delete")
    code, _, err = tvgeo(*command, f"{ROAD}@1999-12-14")
    assert (code, f"không có dòng {ROAD}@1999-12-14" in err) == (2, True)


def test_a_list_without_accounts_names_the_command_that_makes_one(tvgeo, file):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    assert "tvgeo admin create TÊN --role admin" in tvgeo("admin", "list")[1]
    assert tvgeo("admin", "list", "--json")[1].strip() == "[]"


def test_what_is_no_store_is_not_restored_and_a_copy_without_a_place_is_told(
    tvgeo, file, tmp_path
):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    code, _, err = tvgeo("restore", file(71))
    assert (code, "không phải kho số liệu" in err) == (1, True)
    code, _, err = tvgeo("backup", "-o", tmp_path / "khong-co" / "b.sqlite3")
    assert (code, "thư mục không tồn tại" in err, "-o" in err) == (1, True, True)


def test_a_refused_file_says_so_once(tvgeo, file):
    _, out, err = tvgeo("diff", file("151,4"))
    assert (out + err).count("Tệp chưa được nhận") == 1


def test_a_file_that_cannot_be_written_is_told_in_the_readers_language(tvgeo, tmp_path):
    nowhere = tmp_path / "khong-co" / "mau.csv"
    code, _, err = tvgeo("template", "-o", nowhere)
    assert (code, "thư mục không tồn tại" in err) == (1, True)


def test_status_names_the_revision_and_when_it_was_published(tvgeo, file):
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    found = json.loads(tvgeo("status", "--json", "--as-of", "2026-01-31")[1])
    assert (found["revision"], found["published"]["author"]) == (2, "Lan")
    assert "số 2, công bố" in tvgeo("status")[1]


def test_the_store_may_be_named_on_the_command_line(tvgeo, file, tmp_path, store_path):
    mine = tmp_path / "rieng" / "kho.sqlite3"
    tvgeo("--database", f"sqlite:///{mine}", "publish", file(71), "--author", "L",
          "--base", "head")  # fmt: skip
    assert mine.exists()
    assert not store_path.exists()


@LANGUAGES
def test_diff_and_show_say_what_the_page_says(tvgeo, file, language):
    t = locale.get(language)
    _, out, _ = tvgeo("--lang", language, "diff", file("71.25", "2024-12-14"))
    assert (
        f"  {t('short.column.physical_pct')}: {t.percent(32.5)}* → {t.percent(71.25, 2)}" in out
    )
    quality = (t(f"short.quality.{code}") for code in ("illustrative", "official"))
    assert f"  {t('short.column.quality')}: {' → '.join(quality)}" in out
    tvgeo("publish", file(71), "--author", "Lan", "--base", "head")
    _, out, _ = tvgeo("--lang", language, "show", "2")
    status = t.status("in_progress", "road")
    assert f"  {t('short.column.status')}: {t('value.blank')} → {status}" in out
    assert t.date(date(2025, 12, 14)) in out
    for code in ("in_progress", "2025-12-14", "None"):
        assert code not in out


def test_what_a_file_holds_does_not_command_the_terminal(tvgeo, tmp_path):
    path = tmp_path / "a.csv"
    head = HEAD.replace("status", "status,note")
    path.write_text(f'{head}{ROAD},2025-12-14,71,10,in_progress,"a\nb"\n', encoding="utf-8")
    _, out, _ = tvgeo("--lang", "vi", "diff", path)
    [line] = [each for each in out.splitlines() if "Ghi chú" in each]
    assert line.endswith("a b")
