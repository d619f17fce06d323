"""The tables of docs/scaling.md: measured numbers, and how they grow with a province's rows."""

import math
from pathlib import Path
from typing import Any

BEGIN, END = "<!-- measured -->", "<!-- /measured -->"
GROWING = (
    ("figures_s", "Figures as of a day nobody asked for yet"),
    ("view_s", "The same, by the database alone (`works_as_of`)"),
    ("publish_s", "Publishing 5,000 rows"),
    ("compare_s", "Reading the file of 5,000 rows and comparing it"),
    ("show_s", "The publisher's next page"),
    ("see_s", "Another dashboard shows it"),
    ("history_s", "History of one work"),
    ("open_s", "First opening in a new process"),
)
SHARES = (
    ("folder_s", "reading plan and layers of the folder"),
    ("fetch_s", "fetching all rows from the database"),
    ("hash_s", "hashing every row again"),
)


def write(found: dict[str, Any], page: Path) -> None:
    """Put the tables between the marks of the page; what a person wrote around them stays."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n\n{tables(found)}\n{END}{after}"
    page.write_text(text, encoding="utf-8")


def tables(found: dict[str, Any]) -> str:
    """Return the tables as Markdown."""
    growth, nation = found["growth"], found["nation"]
    heads = [f"{one['rows']:,} rows" for one in growth]
    lines = [
        _said(found),
        "",
        f"| seconds | {' | '.join(heads)} | growth | one of the nation | alone in the database |",
    ]
    lines += [f"|---|{'---:|' * (len(heads) + 3)}"]
    for key, name in GROWING:
        cells = " | ".join(f"{one[key]:.3f}" for one in growth)
        rest = f"{exponent(growth, key):.2f} | {nation[key]:.3f} | {found['alone'][key]:.3f}"
        lines.append(f"| {name} | {cells} | {rest} |")
    shares = ", ".join(f"{name} {nation[key]:.2f} s" for key, name in SHARES)
    lines += ["", f"Where the time of a first opening goes, in the nation: {shares}."]
    first = found["map"]
    lines += [
        "",
        (f"First map of one province of the nation: {first['healthz_s']:.1f} s from the start "
        f"to `/healthz`, {first['map_s']:.1f} s more until the map is painted in Chromium."),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def exponent(growth: list[dict[str, Any]], key: str) -> float:
    """Return b of ``seconds = a · rows^b``, by least squares of the logarithms; 1 is linear."""
    points = [(math.log(one["rows"]), math.log(max(one[key], 1e-6))) for one in growth]
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    over = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return over / sum((x - mean_x) ** 2 for x, _ in points)


def _said(found: dict[str, Any]) -> str:
    on, database = found["machine"], found["database"]
    return (
        f"{found['provinces']} provinces, {found['rows']:,} rows in all, "
        f"{database['bytes'] / 1e9:.1f} GB in PostgreSQL {database['version']} "
        f"(shared_buffers {database['shared_buffers']}); {on['cores']} cores, {on['processor']}, "
        f"Python {on['python']}; commit {on['commit']}, {on['date'][:10]}. "
        "Each number is the middle of three runs, each in a new process."
    )
