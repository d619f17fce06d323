"""The grid that comes from the parsing process: in pieces, whole or not at all."""

import threading
import time

import pytest
from sending import CODES, read, table

from tvgeo.io.parsing import child, plain_text
from tvgeo.io.reading import process


def answering(tmp_path, monkeypatch, text):
    file = tmp_path / "child.py"
    file.write_text(f"import sys\nsys.stdout.write({text!r})\n", encoding="utf-8")
    monkeypatch.setattr(process, "CHILD", file)
    return process.parse(b"a", kind="text", most_rows=9)


def grid(rows):
    return {"encoding": "utf-8", "rows": rows, "total": len(rows)}


@pytest.mark.parametrize("rows", [0, 1, 199, 200, 201, 1000])
def test_a_grid_arrives_whole_whatever_its_length(tmp_path, monkeypatch, rows):
    sent = grid([[number, ["]}", ',\n"rows":[\n', ""]] for number in range(rows)])
    assert answering(tmp_path, monkeypatch, child.written(dict(sent))) == sent


def test_a_grid_that_breaks_off_is_refused_wherever_it_breaks(tmp_path, monkeypatch):
    text = child.written(grid([[number, ["x"]] for number in range(450)]))
    ends = [place + 1 for place, sign in enumerate(text) if sign == "\n"]
    for end in (*ends, len(text) - 1, len(text) - 2, 30):
        answer = answering(tmp_path, monkeypatch, text[:end])
        assert answer["refused"][0] == "E_PARSE_LIMIT", end


def test_of_millions_of_stray_quotation_marks_the_first_are_kept():
    lines = ",".join(CODES) + "\n" + ('a"b,' * 60 + "x\n") * 1000
    found = plain_text.parse(lines.encode(), words=frozenset(CODES), most_rows=2000)
    assert len(found["quotes"]) == plain_text.MAX_QUOTES
    assert read(lines).verdict == "reject"


@pytest.mark.slow
@pytest.mark.parametrize("cell", ['a"b', "1", "ab"])
def test_the_largest_file_never_holds_up_the_readers_for_a_second(cell):
    row = ",".join([cell] * 500) + "\n"
    head = table(rows=[]).encode()
    data = head + row.encode() * ((20 * 1024 * 1024 - len(head)) // len(row))
    longest, over = [0.0], threading.Event()

    def beat():
        last = time.perf_counter()
        while not over.wait(0.005):
            now = time.perf_counter()
            longest[0], last = max(longest[0], now - last), now

    beating = threading.Thread(target=beat)
    beating.start()
    try:
        assert read(data).verdict == "reject"
    finally:
        over.set()
        beating.join()
    assert longest[0] < 1
