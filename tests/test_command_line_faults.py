"""The command line, used wrongly or on hostile data: one line, nothing hidden, no trace."""

import csv
import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TINY = Path(__file__).parent / "tiny_province"


@pytest.fixture
def folder(tmp_path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture
def tvgeo(folder):
    """Return a function that runs a command on the tiny province; warnings are shown."""

    def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        env = os.environ | {"PYTHONPATH": str(ROOT), "TVGEO_TODAY": "2026-01-31"} | environment
        command = [sys.executable, "-W", "default", "-m", "tvgeo", "--data", str(folder)]
        return subprocess.run(
            [*command, *arguments], capture_output=True, text=True, encoding="utf-8",
            check=False, env=env, cwd=folder.parent,
        )  # fmt: skip

    return run


def hidden(text: str) -> set[str]:
    """Return the control and direction-changing characters in a text, line ends left out."""
    return {c for c in text if unicodedata.category(c)[0] == "C" and c != "\n"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["status", "--as-of", "2025-1-1"], "2025-1-1"),
        (["status", "--as-of", "20250101"], "20250101"),
        (["status", "--as-of", "9999-12-31"], "9999-12-31"),
        (["status", "--as-of", "2022-12-31"], "≥ 2023-01-01"),
        (["--lang", "fr", "check"], "vi, en"),
        (["chek"], "backup, brief, check, compare, db, diff, export, history"),
        (["check", "--jsn"], "--json"),
        (["brief", "--format", "gif", "-o", "x"], "png,pdf,pptx,docx,xlsx,html"),
        (["brief", "--scope", "sector:x", "-o", "x"], "transport, ict"),
        (["brief", "--revision", "0", "-o", "x"], "1, 2, …"),
        (["export", "--format", "pdf", "-o", "x"], "csv, xlsx, geojson, gpkg, html"),
        (["export", "--format", "csv"], "--output"),
        (["export", "--format", "csv", "-o", "."], "là thư mục"),
        (["brief", "-o", __file__], "là tệp; ghi đường dẫn của một thư mục"),
        (["export", "--format", "gpkg", "--crs", "abc", "-o", "x"], "abc"),
        (["serve", "--port", "99999"], "1–65535"),
        (["check", "\x1b]0;title\x07"], "[U+001B]"),
        ([], "COMMAND"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(tvgeo, arguments, told):
    answer = tvgeo(*arguments)
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (2, "", 1)
    assert told in answer.stderr
    assert hidden(answer.stderr) == set()


def test_a_today_that_is_no_date_is_wrong_use(tvgeo):
    answer = tvgeo("status", TVGEO_TODAY="tomorrow")
    assert (answer.returncode, answer.stderr.count("\n")) == (2, 1)
    assert "TVGEO_TODAY: “tomorrow”" in answer.stderr


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(tvgeo, folder):
    wanted = folder / "nowhere" / "out.csv"
    answer = tvgeo("--lang", "en", "export", "--format", "csv", "-o", str(wanted))
    assert (answer.returncode, answer.stderr.count("\n")) == (1, 1)
    assert str(wanted) in answer.stderr


def test_names_cannot_command_the_terminal_or_break_a_line(tvgeo, folder):
    hostile = "Đường \x1b]0;title\x07\n\x9b2J\u202eđảo"
    with (folder / "plan/projects.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["moi", "", hostile, "", "transport", "road", *[""] * 8])
    with (folder / "progress.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(["moi", "2024-12-14", "0", "", "", "90", *[""] * 10])
    shutil.copy(folder / "geojson/roads.geojson", folder / "geojson/\x1b]0;x\n.geojson")
    for command in ("check", "status"):
        answer = tvgeo(command)
        assert answer.stderr == ""
        assert hidden(answer.stdout) == set()
    assert "Đường [U+001B]]0;title[U+0007][U+000A][U+009B]2J[U+202E]đảo" in answer.stdout
    for command in ("check", "status"):
        answer = tvgeo(command, "--json")
        assert answer.stderr == ""
        json.loads(answer.stdout)


def test_sourced_only_in_the_upload_format_leaves_out_rows_and_nothing_else(tvgeo, folder):
    with (folder / "progress.csv").open("a", encoding="utf-8") as file:
        file.write("cong-du-lieu,2024-12-14,50,,,,,,,,,,,,Báo X,public\n")
    out = folder.parent / "out.csv"
    assert tvgeo("export", "--format", "csv", "--sourced-only", "-o", str(out)).returncode == 0
    published = (folder / "progress.csv").read_text(encoding="utf-8").splitlines()
    assert out.read_text(encoding="utf-8").splitlines() == [published[0], published[-1]]


def test_an_export_follows_a_link_and_leaves_it(tvgeo, folder):
    target, link = folder.parent / "target.csv", folder.parent / "link.csv"
    target.write_text("old")
    link.symlink_to(target)
    assert tvgeo("export", "--format", "csv", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert target.read_bytes() == (folder / "progress.csv").read_bytes()


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
def test_an_export_into_a_pipe_does_not_replace_it(tvgeo, folder):
    before = os.lstat("/dev/stdout")
    answer = tvgeo("export", "--format", "csv", "-o", "/dev/stdout")
    assert answer.stdout.startswith((folder / "progress.csv").read_text(encoding="utf-8"))
    assert os.path.samestat(os.lstat("/dev/stdout"), before)


def test_a_reader_that_has_read_enough_sees_no_trace(folder):
    command = [sys.executable, "-m", "tvgeo", "--data", str(folder), "check"]
    env = os.environ | {"PYTHONPATH": str(ROOT), "TVGEO_TODAY": "2026-01-31"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as p:
        p.stdout.close()
        assert p.stderr.read() == b""
