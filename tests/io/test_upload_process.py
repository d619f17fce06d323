"""The process that parses uploads: its limits hold, and whatever it does the reader answers."""

import json
import os
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import pytest
from sending import CODES, book, errors, read, rezipped, same, table, values, warned

from tvgeo.io import upload
from tvgeo.io.reading import process, sources

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
RIGHT = [75.5, 100.0, 0.0, 42.0]
linux = pytest.mark.skipif(sys.platform != "linux", reason="the limits are those of Linux")
# Everything that the process needs is imported before it becomes nobody: the interpreter itself
# may lie where nobody can read it.
BEGINNING = f"""
import ctypes, heapq, json, os, resource, socket, sys, threading
sys.path.insert(0, {str(ROOT)!r})
from tvgeo.io.parsing import child, plain_text, workbook
for codec in ("cp437", "utf-8-sig", "latin-1", "utf-16-le"):
    "".encode(codec)
nobody = {NOBODY}
def become_nobody():
    if os.getuid() == 0:
        os.setgroups([])
        os.setgid(nobody)
        os.setuid(nobody)
def tried(what):
    try:
        return str(what())
    except BaseException as error:
        return type(error).__name__
"""


def isolated(code: str, data: bytes = b"") -> str:
    ended = subprocess.run(
        [sys.executable, "-I", "-c", BEGINNING + code],
        input=data, capture_output=True, timeout=60, check=False, env={"LANG": "C.UTF-8"},
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode()


@linux
def test_an_ordinary_user_can_neither_take_memory_nor_files_nor_processes():
    found = isolated("""
become_nobody()
child.limit()
end = os.open("/dev/null", os.O_WRONLY)
print(json.dumps({
    "memory": tried(lambda: len(bytearray(2_000_000_000))),
    "process": tried(os.fork),
    "files": tried(lambda: [os.dup(end) for _ in range(100)]),
    "limits": [resource.getrlimit(w)[0] for w in (
        resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE, resource.RLIMIT_NPROC)],
}))
""")
    assert json.loads(found) == {
        "memory": "MemoryError", "process": "BlockingIOError", "files": "OSError",
        "limits": [20, 0, 0, 0],
    }  # fmt: skip


@linux
def test_it_has_no_network_and_may_not_ask_for_one():
    found = json.loads(
        isolated("""
left = child.disconnect()
reached = tried(lambda: socket.create_connection(("127.0.0.1", 9), timeout=2))
sys.addaudithook(child.forbid)
print(json.dumps({"left": left, "reached": reached, "socket": tried(socket.socket),
    "write": tried(lambda: open("/tmp/tvgeo-never", "w")), "run": tried(lambda: os.system("true")),
    "fork": tried(os.fork)}))
""")
    )
    assert (
        found["socket"] == found["write"] == found["run"] == found["fork"] == "PermissionError"
    )
    # where the system lets it, there is not even a way to this machine
    assert found["reached"] == ("OSError" if found["left"] else "ConnectionRefusedError")


@linux
@pytest.mark.parametrize(("kind", "data"), [("text", table().encode()), ("xlsx", book())])
def test_an_ordinary_user_gets_the_same_grid(kind, data):
    request = json.dumps({"kind": kind, "words": CODES, "sheet": None, "rows": 99}).encode()
    answer = json.loads(isolated("become_nobody()\nchild.main()", request + b"\n" + data))
    assert [row[1][0] for row in answer["rows"]] == [
        "project_id",
        "DA-001",
        "DA-002",
        "DA-003",
        "DA-004",
    ]


def child_that(tmp_path, monkeypatch, code: str) -> None:
    file = tmp_path / "child.py"
    file.write_text(code, encoding="utf-8")
    monkeypatch.setattr(process, "CHILD", file)


@pytest.mark.parametrize(
    "code",
    [
        "raise SystemExit(1)", "import os; os.abort()", "import os; os.kill(os.getpid(), 9)", "print('x')",
        "import sys; sys.stdin.close(); print('[]')", "raise MemoryError",
    ],
)  # fmt: skip
def test_whatever_way_it_dies_the_file_is_refused(tmp_path, monkeypatch, code):
    child_that(tmp_path, monkeypatch, code)
    assert errors(read(table())) in ({"E_PARSE_LIMIT"}, {"E_CORRUPT"})


def test_an_endless_one_is_stopped_by_the_clock(tmp_path, monkeypatch):
    child_that(tmp_path, monkeypatch, "while True: pass")
    start = time.monotonic()
    answer = process.parse(b"a", kind="text", most_rows=1, wall_seconds=0.5)
    assert answer == {"refused": ["E_PARSE_LIMIT", {"limit": "0.5 s"}]}
    assert time.monotonic() - start < 10


def test_an_endless_answer_is_cut_off(tmp_path, monkeypatch):
    child_that(
        tmp_path, monkeypatch, "import sys\nwhile True: sys.stdout.write('x' * 1_000_000)"
    )
    monkeypatch.setattr(process, "MAX_ANSWER", 3_000_000)
    assert errors(read(table())) == {"E_PARSE_LIMIT"}


def test_nothing_of_the_servers_environment_reaches_it(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_DATABASE_URL", "secret")
    child_that(
        tmp_path,
        monkeypatch,
        "import json, os; print(json.dumps({'refused': ['E_CORRUPT', dict(os.environ)]}))",
    )
    seen = process.parse(b"a", kind="text", most_rows=1)["refused"][1]
    assert "TVGEO_DATABASE_URL" not in seen
    assert set(seen) <= {"LANG", "PYTHONIOENCODING", "SYSTEMROOT", "LC_CTYPE", "HOME"}
    assert seen["HOME"] == process.NOWHERE


def ended_and_not_fetched():
    """Return the children of this process that have ended and were never waited for."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # one that ends meanwhile
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if (state, int(parent)) == ("Z", os.getpid()):
                found.append(path.parent.name)
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="asks Linux for its processes")
def test_none_is_left_behind(tmp_path, monkeypatch):
    child_that(tmp_path, monkeypatch, "import os, sys; sys.stderr.close(); print(os.getpid())")
    process.parse(b"a", kind="text", most_rows=1)
    assert ended_and_not_fetched() == []


def test_files_that_come_together_are_parsed_two_at_a_time(tmp_path, monkeypatch):
    told = tmp_path / "told"
    child_that(
        tmp_path,
        monkeypatch,
        f"""
import os, time
def tell(sign):
    with open({str(told)!r}, "a") as file:
        file.write(sign)
tell("+")
time.sleep(0.3)
tell("-")
print("{{}}")
""",
    )
    with ThreadPoolExecutor(6) as office:
        answers = list(
            office.map(lambda _: process.parse(b"a", kind="text", most_rows=1), "123456")
        )
    assert answers == [{}] * 6
    running = list(accumulate(1 if sign == "+" else -1 for sign in told.read_text()))
    assert (max(running), running[-1]) == (2, 0)


# Large files


def measured(content, name="a.csv"):
    start = time.process_time()
    reading = read(content, name)
    return reading, time.process_time() - start


def test_millions_of_blank_lines_are_skipped_at_once():
    reading, seconds = measured(table().encode() + b"\r\n" * 5_000_000)
    assert values(reading) == RIGHT
    assert warned(reading) == {"W_BLANK_LINES"}
    assert seconds < 5


def test_the_size_limit_is_exact():
    whole = table().encode()
    whole += b" " * (sources.MAX_BYTES - len(whole))
    assert errors(read(whole)) != {"E_TOO_LARGE"}
    assert errors(read(whole + b" ")) == {"E_TOO_LARGE"}


def test_the_row_after_the_last_one_is_refused():
    rows = [
        f"DA-{i % 5 + 1:03d},{2021 + i // 12 % 5}-{i % 12 + 1:02d}-01,5,5,Đang thi công,\n"
        for i in range(upload.MAX_ROWS)
    ]
    whole = ",".join(CODES) + "\n" + "".join(rows)
    assert "E_TOO_MANY_ROWS" not in errors(read(whole))
    assert errors(read(whole + rows[0])) == {"E_TOO_MANY_ROWS"}
    assert errors(read(table() + "DA-001,2026-06-30,1,1,x,\n" * 700_000)) == {"E_TOO_MANY_ROWS"}


def test_a_million_rows_in_a_small_workbook_are_refused():
    row = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'
    rows = "".join(row.format(i) for i in range(10, 1_000_000)).encode()

    def grown(name, content):
        return (
            content.replace(b"</sheetData>", rows + b"</sheetData>")
            if "sheet1" in name
            else content
        )

    assert errors(read(rezipped(grown), "a.xlsx")) <= {"E_TOO_MANY_ROWS", "E_ZIP_BOMB"}


def test_a_gigabyte_of_zeros_is_counted_while_it_unfolds():
    stream = BytesIO(rezipped(same))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/zeros.xml", "w") as part,
    ):
        for _ in range(1_024):
            part.write(bytes(1 << 20))
    assert errors(read(stream.getvalue(), "a.xlsx")) == {"E_ZIP_BOMB"}


def test_one_long_text_in_every_cell_does_not_unfold():
    cells = "".join(f'<c r="{chr(65 + i)}{{0}}" t="s"><v>0</v></c>' for i in range(20))
    rows = "".join(f'<row r="{i}">{cells.format(i)}</row>' for i in range(10, 20_000)).encode()
    strings = b"<sst><si><t>" + b"A" * 4_000 + b"</t></si></sst>"

    def grown(name, content):
        if name.endswith("workbook.xml.rels"):
            more = b'<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
            return content.replace(b"</Relationships>", more)
        return (
            content.replace(b"</sheetData>", rows + b"</sheetData>")
            if "sheet1" in name
            else content
        )

    data = rezipped(
        lambda n, c: None if "sharedStrings" in n else grown(n, c),
        more=[("xl/sharedStrings.xml", strings)],
    )
    assert errors(read(data, "a.xlsx")) == {"E_PARSE_LIMIT"}
