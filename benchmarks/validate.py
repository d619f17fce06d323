"""How long the reader takes for the largest file it accepts: 50,000 rows of every column.

    python benchmarks/validate.py [--rows 50000] [--rounds 3]

The same rows are written as CSV and as XLSX (strings in the sheet, as a download of the template
would be), under the codes of the template and under Vietnamese headers as an office writes them
(decimal commas, dates day first, percent formats). Memory is the peak of the process, of which
the bytes of the file are a part, and of the process that parses.
"""

import argparse
import csv
import io
import json
import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tvgeo.core.plan import Project, Settings  # noqa: E402
from tvgeo.core.progress import COLUMNS  # noqa: E402
from tvgeo.io import upload  # noqa: E402
from tvgeo.io.reading import vocabulary  # noqa: E402

FIRST, TODAY = date(2021, 1, 1), date(2026, 1, 31)
PERIOD = (FIRST, date(2025, 12, 31))
DATES = 100
STEP = timedelta(days=18)
BUDGET = {"csv": 2.0, "xlsx": 10.0}
BUDGET_MB = 512
NOTES = (
    "Vướng mặt bằng đoạn qua xã {}",
    "Đã nghiệm thu gói thầu XL-{}",
    "Chờ bố trí vốn đợt {}",
)


def made(count: int) -> list[list[object]]:
    """Return rows that follow from each other: as many projects as are needed."""
    rows: list[list[object]] = []
    for number in range(count):
        project, step = divmod(number, DATES)
        pct = round(step * 0.97 + project % 3 * 0.25, 2)
        rows.append([
            f"ct-{project:04d}", FIRST + STEP * step, pct, round(pct * 0.8, 2), "in_progress",
            round(min(pct + 3.5, 100), 2), None, None, 50 + step / 2, "total", "total",
            NOTES[number % 3].format(number % 977), None, f"Ghi chú số {number}", f"{number}/BC-SGTVT", "official",
        ])  # fmt: skip
    return rows


def as_csv(rows: list[list[object]], *, foreign: bool) -> bytes:
    """Return the rows as CSV: canonical, or as an office's spreadsheet writes them."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";" if foreign else ",")
    writer.writerow([vocabulary.label(c) if foreign else c for c in COLUMNS])
    for row in rows:
        writer.writerow([cell_text(cell, foreign=foreign) for cell in row])
    return stream.getvalue().encode("utf-8-sig" if foreign else "utf-8")


def cell_text(cell: object, *, foreign: bool) -> str:
    """Return a cell as CSV holds it."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}" if foreign else cell.isoformat()
    if isinstance(cell, float) and foreign:
        return f"{cell}".replace(".", ",")
    return str(cell)


def as_xlsx(rows: list[list[object]], *, foreign: bool) -> bytes:
    """Return the rows as a workbook, with dates as dates and, if foreign, percent formats."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tiến độ")
    sheet.append([vocabulary.label(c) if foreign else c for c in COLUMNS])
    for row in rows:
        cells: list[object] = [
            c.isoformat() if isinstance(c, date) and not foreign else c for c in row
        ]
        if foreign:
            for column in (2, 3, 5, 8):
                cell = WriteOnlyCell(sheet, float(row[column] or 0) / 100)  # type: ignore[arg-type]
                cell.number_format = "0.00%"
                cells[column] = cell
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def measured(data: bytes, name: str, projects: int, rounds: int) -> dict[str, object]:
    """Return seconds and peak memory of reading, in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (data, name, projects, rounds))


def _measure(data: bytes, name: str, projects: int, rounds: int) -> dict[str, object]:
    known = {
        f"ct-{n:04d}": Project(f"ct-{n:04d}", f"Công trình {n}", "transport")
        for n in range(projects)
    }
    context = upload.Context(
        projects=known, settings=Settings("T", "P", PERIOD), today=TODAY, any_quality=True
    )
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        reading = upload.read(data, name, context)
        seconds.append(time.perf_counter() - start)
    kilobytes = 1024 if sys.platform != "darwin" else 1024 * 1024
    return {
        "verdict": reading.verdict,
        "rows": len(reading.rows),
        "findings": len(reading.findings),
        "seconds": round(statistics.median(seconds), 2),
        "own_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / kilobytes),
        "parser_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / kilobytes),
        "file_mb": round(len(data) / 1e6, 1),
    }


def main() -> None:
    """Print one line per file, and the machine."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    rows = made(arguments.rows)
    projects = arguments.rows // DATES + 1
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    for extension, write in (("csv", as_csv), ("xlsx", as_xlsx)):
        for foreign in (False, True):
            found = measured(
                write(rows, foreign=foreign), f"tien-do.{extension}", projects, arguments.rounds
            )
            form = "office" if foreign else "template"
            within = (
                found["seconds"] <= BUDGET[extension]
                and max(found["own_mb"], found["parser_mb"]) <= BUDGET_MB
            )  # type: ignore[operator,type-var]
            print(
                f"{extension:5}{form:9}",
                json.dumps(found),
                "within the budget" if within else "OVER",
            )


if __name__ == "__main__":
    main()
