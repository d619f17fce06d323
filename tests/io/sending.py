"""Files as offices send them, made in code: one clean table, and what tests change of it."""

import csv
import io
import warnings
import zipfile
from dataclasses import replace
from datetime import date, datetime

import openpyxl

from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import Row
from tvgeo.io import upload

TODAY = date(2026, 7, 5)
SETTINGS = Settings("T", "P", (date(2021, 1, 1), date(2030, 12, 31)))
CODES = ["project_id", "as_of", "physical_pct", "disbursed_pct", "status", "note"]
NAMES = [
    "Mã dự án", "Ngày báo cáo", "Khối lượng thực hiện (%)", "Tỷ lệ giải ngân (%)", "Tình trạng", "Ghi chú",
]  # fmt: skip
ROWS = [
    ["DA-001", "2026-06-30", "75.5", "60.25", "Đang thi công", "Đã xong phần móng"],
    ["DA-002", "2026-06-30", "100", "98.7", "Hoàn thành", "Nghiệm thu ngày 15/6"],
    ["DA-003", "2026-06-30", "0", "0", "Chưa khởi công", "Chờ mặt bằng"],
    ["DA-004", "2026-06-30", "42", "35.4", "Đang thi công", ""],
]
PROJECTS = {
    f"DA-{n:03d}": Project(f"DA-{n:03d}", name, "transport", aliases=aliases)
    for n, (name, aliases) in enumerate(
        [
            ("Cầu Đại Ngãi", ("Cầu ĐN",)), ("Quốc lộ 53, đoạn Long Hồ – Ba Si", ()),
            ("Quốc lộ 54", ()), ("Luồng cho tàu biển vào sông Hậu", ()), ("Khu kinh tế Định An", ()),
        ],
        start=1,
    )
}  # fmt: skip
CONTEXT = upload.Context(projects=PROJECTS, settings=SETTINGS, today=TODAY, any_quality=True)


def table(changes=None, *, header=CODES, rows=ROWS, delimiter=",", end="\r\n") -> str:
    """Return the clean table as text, with cells changed: {(row from 1, column): text}."""
    rows = [list(row) for row in rows]
    for (row, column), text in (changes or {}).items():
        rows[row - 1][CODES.index(column)] = text
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator=end).writerows([header, *rows])
    return stream.getvalue()


def column(name: str, *texts: str, delimiter: str = ";") -> str:
    """Return the clean table with other cells in a column, the rest of them as they are."""
    return table({(i, name): text for i, text in enumerate(texts, 1)}, delimiter=delimiter)


def lines(*texts: str) -> str:
    return "".join(f"{text}\r\n" for text in texts)


def read(content, name="a.csv", **context) -> upload.Reading:
    data = content.encode() if isinstance(content, str) else content
    return upload.read(data, name, replace(CONTEXT, **context))


def errors(reading):
    return {f.code for f in reading.findings if f.severity == "error"}


def warned(reading):
    return {f.code for f in reading.findings if f.severity == "warning"}


def only(reading, code):
    """Return the one finding of a code."""
    (finding,) = [f for f in reading.findings if f.code == code]
    return finding


def values(reading, name="physical_pct"):
    return [getattr(row, name) for row in reading.rows]


def book(change=None, *, header=CODES) -> bytes:
    """Return the clean table as a workbook; `change` is called with book and sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Tiến độ"
    sheet.append(header)
    for project, _, done, paid, status, note in ROWS:
        day = datetime(2026, 6, 30)  # noqa: DTZ001 - a cell has no zone
        sheet.append([project, day, float(done), float(paid), status, note or None])
    for cell in sheet["B"][1:]:
        cell.number_format = "dd/mm/yyyy"
    if change is not None:
        change(made, sheet)
    stream = io.BytesIO()
    made.save(stream)
    made.close()
    return stream.getvalue()


def rezipped(change, *, compression=zipfile.ZIP_DEFLATED, more=()) -> bytes:
    """Return the clean workbook with parts changed (`None` drops one) and `more` members added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book())) as old,
        zipfile.ZipFile(stream, "w", compression) as new,
        warnings.catch_warnings(),
    ):
        warnings.simplefilter("ignore", UserWarning)  # a name that is there already
        for member in old.infolist():
            content = change(member.filename, old.read(member))
            if content is not None:
                new.writestr(member.filename, content)
        for name, content in more:
            new.writestr(name, content)
    return stream.getvalue()


def same(_, content):
    return content


def row(project_id="DA-001", as_of=date(2026, 5, 31), **more) -> Row:
    return Row(project_id, as_of, **more)
