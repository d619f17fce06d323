"""How long the reader takes for the largest file it accepts: 50,000 rows of every column.

The same rows are written as CSV and as XLSX (strings in the sheet, as a download of the template
would be), under the codes of the template and under Vietnamese headers as an office writes them
(decimal commas, dates day first, percent formats). Beside it pandas reads the file and pandera
checks it against the same rules (`peers/read_pandera.py`). Memory is the peak of the process that
reads, of which the bytes of the file are a part, and of the process that parses for it.
"""

import csv
import io
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from benchmarks import machine, report, results, tools
from benchmarks.options import Options
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import COLUMNS
from tvgeo.io import upload
from tvgeo.io.reading import vocabulary

FIRST, TODAY = date(2021, 1, 1), date(2026, 1, 31)
PERIOD = (FIRST, date(2025, 12, 31))
DATES = 100
THEIR_ROUNDS = 3
STEP = timedelta(days=18)
NOTES = (
    "Vướng mặt bằng đoạn qua xã {}",
    "Đã nghiệm thu gói thầu XL-{}",
    "Chờ bố trí vốn đợt {}",
)


def measure(options: Options, found: results.Numbers) -> None:
    """Read the four files, ours and theirs in turn."""
    count, rounds = (1_000, 1) if options.quick else (50_000, 5)
    rows = made(count)
    part: dict[str, Any] = {"machine": machine.described(), "rows": count, "files": {}}
    found["read"] = part
    with tempfile.TemporaryDirectory() as name:
        for extension, write in (("csv", as_csv), ("xlsx", as_xlsx)):
            for foreign in (False, True):
                path = Path(name) / f"{'office' if foreign else 'template'}.{extension}"
                path.write_bytes(write(rows, foreign=foreign))
                ours = measured(path, count // DATES + 1, rounds)
                theirs = compared(path, count // DATES + 1, min(rounds, THEIR_ROUNDS))
                part["files"][path.name] = {"tvgeo": ours, "pandera": theirs}
                options.say(
                    f"read {path.name}: {ours['seconds']} s, pandera {theirs['seconds']} s"
                )
                if ours["rows"] != count or theirs["rows"] != count:
                    options.failed.append(f"read {path.name}")
                report.keep(found, options)


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


def measured(path: Path, projects: int, rounds: int) -> dict[str, Any]:
    """Return seconds and peak memory of our reading, in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (path, projects, rounds))


def _measure(path: Path, projects: int, rounds: int) -> dict[str, Any]:
    data = path.read_bytes()
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
        reading = upload.read(data, path.name, context)
        seconds.append(round(time.perf_counter() - start, 3))
    kilobytes = 1024 if sys.platform != "darwin" else 1024 * 1024
    return {
        "verdict": reading.verdict,
        "rows": len(reading.rows),
        "findings": len(reading.findings),
        "seconds": seconds,
        "own_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / kilobytes),
        "parser_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / kilobytes),
        "file_mb": round(len(data) / 1e6, 1),
    }


def compared(path: Path, projects: int, rounds: int) -> dict[str, Any]:
    """Return the same of pandas and pandera, in a fresh process of their environment."""
    script = tools.PEERS / "read_pandera.py"
    headers = json.dumps({column: vocabulary.label(column) for column in COLUMNS})
    command = [tools.PEER_PYTHON, script, path, str(projects), str(rounds), headers]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))
