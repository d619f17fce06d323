"""Read a file of progress as pandas and pandera would: the rules of the template, all faults at once.

    read_pandera.py FILE PROJECTS ROUNDS {column: Vietnamese header}

What our reader does beyond it is not done here: finding out the encoding, the separator and the
header's language, units and scales, words of a status, and a finding with the planner's own row.
"""

import json
import resource
import sys
import time
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

PERCENTS = ("physical_pct", "disbursed_pct", "planned_pct", "site_clearance_pct")
STATUS = {
    "Chưa khởi công": "not_started", "Chuẩn bị đầu tư": "preparation",
    "Đang thi công": "in_progress", "Hoàn thành": "completed", "Tạm dừng": "paused",
    "Dừng thực hiện": "cancelled",
}  # fmt: skip


def schema(projects: int) -> pa.DataFrameSchema:
    """Return the rules of an upload that a schema can say."""
    percent = pa.Check.in_range(0, 100)
    text = pa.Column(str, pa.Check.str_length(max_value=4000), nullable=True, coerce=True)
    return pa.DataFrameSchema(
        {
            "project_id": pa.Column(
                str, pa.Check.isin([f"ct-{n:04d}" for n in range(projects)])
            ),
            "as_of": pa.Column(
                "datetime64[ns]", pa.Check.in_range("2021-01-01", "2026-01-31"), coerce=True
            ),
            **{
                name: pa.Column(float, percent, nullable=True, coerce=True) for name in PERCENTS
            },
            "status": pa.Column(str, pa.Check.isin(list(STATUS.values()))),
            "actual_value": pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True),
            "physical_basis": pa.Column(
                str, pa.Check.isin(["total", "contract"]), nullable=True
            ),
            "disbursed_basis": pa.Column(
                str, pa.Check.isin(["year_plan", "total", "contract"]), nullable=True
            ),
            **dict.fromkeys(("obstacle", "proposal", "note", "source"), text),
            "quality": pa.Column(str, pa.Check.isin(["official", "public", "illustrative"])),
        },
        checks=pa.Check(
            lambda frame: ~frame["obstacle"].astype(str).str.match(r"^[=+@]"), name="formula"
        ),
        unique=["project_id", "as_of"],
    )


def read(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Return the rows under the template's codes."""
    office = path.name.startswith("office")
    if path.suffix == ".xlsx":
        frame = pd.read_excel(path, engine="openpyxl")
    elif office:
        frame = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
    else:
        frame = pd.read_csv(path)
    if not office:
        return frame
    frame = frame.rename(columns={header: code for code, header in columns.items()})
    if path.suffix == ".xlsx":
        frame[list(PERCENTS)] *= 100
    else:
        frame["as_of"] = pd.to_datetime(frame["as_of"], dayfirst=True)
    frame["status"] = frame["status"].replace(STATUS)
    return frame


def main() -> None:
    """Read and check, again and again; print the numbers."""
    path, projects, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    columns = json.loads(sys.argv[4])
    rules, seconds = schema(projects), []
    for _ in range(rounds):
        begun = time.perf_counter()
        checked = rules.validate(read(path, columns), lazy=True)
        seconds.append(round(time.perf_counter() - begun, 3))
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps({"rows": len(checked), "seconds": seconds, "own_mb": peak}))


if __name__ == "__main__":
    main()
