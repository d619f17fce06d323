"""The corpus of dirty files: what each must become, and what pandas' defaults make of it.

    python tests/io/corpus.py       # both counts, for the README

Files that are made on demand, because they are large, have a test of their own.
"""

import csv
import json
import sys
import unicodedata
import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "tests" / "corpus"
TABLES = FOLDER / "tables"
TODAY = date(2026, 7, 5)
COLUMNS = ("project_id", "as_of", "physical_pct", "disbursed_pct", "status", "note")
LABELS = {
    "Chưa khởi công": "not_started", "Đang thi công": "in_progress",
    "Hoàn thành": "completed", "Tạm dừng": "paused",
}  # fmt: skip


@dataclass(frozen=True)
class Case:
    """One file: the name it is sent under, the outcomes that are right, and the exact rows.

    `rows` holds the accepted readings, one or two; `codes` what the findings must be about, one
    code at least.
    """

    file: str
    name: str
    expected: str
    allowed: frozenset[str]
    codes: frozenset[str]
    rows: tuple[tuple[tuple, ...], ...]

    @property
    def data(self) -> bytes:
        return (TABLES / self.file).read_bytes()


def cases() -> list[Case]:
    with (TABLES / "expect.csv").open(encoding="utf-8", newline="") as stream:
        records = list(csv.DictReader(stream))
    return [
        Case(
            file=record["file"],
            name=json.loads(record["upload_name"]),
            expected=record["expected"],
            allowed=frozenset(
                {record["expected"], *filter(None, record["also_ok"].split("|"))}
            ),
            codes=frozenset(filter(None, record["codes"].split("|"))),
            rows=tuple(
                tuple(normal(row) for row in json.loads(record[column]))
                for column in ("rows_json", "alt_rows_json")
                if record[column]
            ),
        )
        for record in records
        if record["on_demand"] == "0"
    ]


def normal(row: dict) -> tuple:
    """Return a row as a tuple: status as a code, text NFC, numbers within 1e-9."""
    values = []
    for column in COLUMNS:
        value = row.get(column)
        if column == "status":
            value = LABELS.get(value, value)
        elif column.endswith("_pct") and value is not None:
            value = round(float(value), 9)
        if isinstance(value, str):
            value = unicodedata.normalize("NFC", value) or None
        values.append(value)
    return tuple(values)


def of_pandas(case: Case) -> str:
    """Return what `pandas.read_csv` or `read_excel` makes of a file: `right`, `wrong` or `failed`."""
    path = TABLES / case.file
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            frame = pd.read_excel(path) if path.suffix == ".xlsx" else pd.read_csv(path)
            rows = [
                {c: None if pd.isna(v) else _plain(v) for c, v in record.items()}
                for record in frame.to_dict("records")
            ]
    except Exception:  # noqa: BLE001 - whatever it raises, it has not read the file
        return "failed"
    try:
        return "right" if tuple(normal(row) for row in rows) in case.rows else "wrong"
    except (TypeError, ValueError):
        return "wrong"


def _plain(value):
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value


def main() -> None:
    """Print how many files are read right, by the reader and by pandas' defaults."""
    sys.path.insert(0, str(ROOT))
    from tvgeo.io import data_folder, upload

    folder = data_folder.load(FOLDER / "data", today=TODAY)
    context = upload.Context(
        projects=folder.registry.projects, settings=folder.registry.settings,
        published=folder.rows, today=TODAY, any_quality=True,
    )  # fmt: skip
    accepts, rejects = [], []
    for case in cases():
        reading = upload.read(case.data, case.name, context)
        right = reading.verdict in case.allowed and (
            reading.verdict == "reject" or tuple(map(of_row, reading.rows)) in case.rows
        )
        (rejects if case.expected == "reject" else accepts).append((right, of_pandas(case)))
    for name, right, refused in (
        ("tvgeo", sum(right for right, _ in accepts), sum(right for right, _ in rejects)),
        (
            "pandas",
            sum(outcome == "right" for _, outcome in accepts),
            sum(outcome == "failed" for _, outcome in rejects),
        ),
    ):
        sys.stdout.write(
            f"{name}: {right} of {len(accepts)} files to accept read exactly, "
            f"{refused} of {len(rejects)} files to refuse refused\n"
        )


def of_row(row) -> tuple:
    """Return a progress row in the form of `normal`."""
    values = {column: getattr(row, column) for column in COLUMNS}
    return normal(values | {"as_of": row.as_of.isoformat()})


if __name__ == "__main__":
    main()
