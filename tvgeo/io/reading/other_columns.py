"""Columns of dates, of values from a list, and of text."""

import re
from datetime import date, timedelta

from tvgeo.core import formula
from tvgeo.core.progress import MAX_TEXT
from tvgeo.io.reading import days, folding, legacy, vocabulary
from tvgeo.io.reading.columns import Columns, Meaning, Remark
from tvgeo.io.reading.grid import Cell, as_text

EXAMPLE = date(2025, 6, 14)
# An old clock, or a file sent just after midnight.
TOLERANCE = timedelta(days=1)
OFFICIAL = "official"
_FIRST_SIGNS = frozenset("'=+-@＝＋－＠\t\r")
_BULLET = re.compile(r"[-+]\s+[^\W\d_]")
# Letters that a wrong encoding has turned into question marks: "?ã", "ph?n".
_LOST = re.compile(r"\ufffd|(?<![\w/=&?.])\?(?=[^\W\d_])|(?<=[^\W\d_])\?(?=[a-zà-ỹđ])")


def day(columns: Columns, code: str) -> None:
    """Read the column of dates."""
    zone = columns.settings.timezone
    styles: dict[str, Cell] = {}

    def meaning(cell: Cell) -> Meaning:
        found = days.read(cell, zone=zone, epoch_1904=columns.epoch_1904)
        if found.fault == "E_DATE_ESTIMATE" and (
            found.day is None or found.day > columns.today
        ):
            closing = last_closing(columns)
            return Meaning(
                None, (Remark("error", "E_DATE_ESTIMATE", values={"suggestion": closing}),)
            )
        if found.fault:
            return Meaning(None, (Remark("error", "E_DATE", values={"suggestion": EXAMPLE}),))
        if found.day is None:
            return Meaning()
        if found.style != "cell":
            styles.setdefault(found.style, cell)
        return Meaning(found.day, _of_day(columns, found))

    columns.interpret(code, meaning)
    if len(styles) > 1:
        columns.add_column("warning", "W_DATE_MIXED", code, columns.texts(styles.values()))


def _of_day(columns: Columns, found: days.Day) -> tuple[Remark, ...]:
    assert found.day is not None
    first, last = columns.settings.period
    today = columns.today
    if found.day < first or (found.day > last and found.day.year > today.year + 1):
        return (Remark("error", "E_PERIOD", values={"limit": (first, max(last, today))}),)
    if found.day > today + TOLERANCE:
        return (Remark("error", "E_DATE_FUTURE", values={"limit": today}),)
    remarks = []
    if found.day > today:
        remarks.append(Remark("warning", "W_DATE_FUTURE", values={"limit": today}))
    if found.doubt:
        remarks.append(Remark("warning", found.doubt, values={"suggestion": found.day}))
    if found.ambiguous:
        remarks.append(
            Remark("warning", "W_DATE_DMY_ASSUMED", values={"suggestion": found.day})
        )
    return tuple(remarks)


def last_closing(columns: Columns) -> date:
    """Return the last day, up to today, on which figures are closed."""
    closings = [
        date(year, *map(int, closing.split("-")))
        for year in (columns.today.year - 1, columns.today.year)
        for closing in columns.settings.closing
    ]
    return max(closing for closing in closings if closing <= columns.today)


def choice(columns: Columns, code: str) -> None:
    """Read a column whose values are in a closed list."""
    allowed = vocabulary.choice_labels(code)
    fault = "E_STATUS" if code == "status" else "E_CHOICE"
    folded = "W_STATUS_FOLDED" if code == "status" else "W_CHOICE_FOLDED"

    def meaning(cell: Cell) -> Meaning:
        text = as_text(cell, epoch_1904=columns.epoch_1904)
        if not text.strip() or not folding.clean(text)[0]:
            return Meaning()
        known = vocabulary.choice(code, text)
        if known is None:
            if legacy.is_mojibake(text):
                return Meaning(None, (Remark("error", "E_MOJIBAKE", values={}),))
            nearest = vocabulary.nearest_choice(code, text)
            said: dict[str, object] = {"suggestion": allowed}
            if nearest:
                said["nearest"] = nearest
            return Meaning(None, (Remark("error", fault, said),))
        if known.marks_missing:
            read_as = vocabulary.choice_label(code, known.code)
            return Meaning(
                known.code, (Remark("warning", folded, values={"suggestion": read_as}),)
            )
        return Meaning(known.code)

    columns.interpret(code, meaning)


def quality(columns: Columns, *, any_quality: bool) -> None:
    """Read the quality; what a planner sends is an agency's report, whatever the file says."""
    if any_quality:
        choice(columns, "quality")
        columns.values["quality"] = [said or OFFICIAL for said in columns.values["quality"]]
        return

    def meaning(cell: Cell) -> Meaning:
        text = as_text(cell)
        known = vocabulary.choice("quality", text) if text.strip() else None
        if not text.strip() or (known and known.code == OFFICIAL):
            return Meaning(OFFICIAL)
        label = vocabulary.choice_label("quality", OFFICIAL)
        return Meaning(
            OFFICIAL, (Remark("warning", "W_QUALITY_SET", values={"suggestion": label}),)
        )

    columns.interpret("quality", meaning)


def text(columns: Columns, code: str) -> None:
    """Read a column of free text; nothing in it is run, hidden characters go."""
    template = columns.table.template

    def meaning(cell: Cell) -> Meaning:
        if isinstance(cell, tuple) and cell[0] == "long":
            values = {"value": str(cell[2]), "limit": MAX_TEXT}
            return Meaning(None, (Remark("error", "E_CELL_TOO_LONG", values=values),))
        if isinstance(cell, str) and _is_plain(cell):
            return Meaning(cell or None)
        is_error = isinstance(cell, tuple) and cell[0] == "e"
        written = as_text(cell, epoch_1904=columns.epoch_1904)
        if not written:
            return Meaning()
        cleaned, removed = folding.clean(written, keep_spaces=template)
        guarded = template and formula.unguard(cleaned) != cleaned
        value = formula.unguard(cleaned) if guarded else cleaned
        if legacy.is_mojibake(written):
            return Meaning(None, (Remark("error", "E_MOJIBAKE", values={}),))
        if len(value) > MAX_TEXT:
            values = {"value": str(len(value)), "limit": MAX_TEXT}
            return Meaning(None, (Remark("error", "E_CELL_TOO_LONG", values=values),))
        remarks = [
            Remark("warning", code, values={})
            for code in _doubts(value, removed, lost=is_error)
            if not (guarded and code == "W_FORMULA_TEXT")
        ]
        return Meaning(value or None, tuple(remarks))

    columns.interpret(code, meaning)


def _is_plain(written: str) -> bool:
    """Whether there is nothing to be done or said about a text: most are so."""
    return (
        len(written) <= MAX_TEXT
        and written[:1] not in _FIRST_SIGNS
        and folding.is_tidy(written)
        and not legacy.is_mojibake(written)
    )


def _doubts(value: str, removed: frozenset[str], *, lost: bool) -> list[str]:
    doubts = []
    if "hidden" in removed:
        doubts.append("W_INVISIBLE_CHARS")
    if "control" in removed:
        doubts.append("W_CONTROL_CHARS")
    if (
        value[:1] in _FIRST_SIGNS
        and formula.is_formula_like(value)
        and not _BULLET.match(value)
        and value not in "-+–"
    ):
        doubts.append("W_FORMULA_TEXT")
    if lost or (
        ("?" in value or "\ufffd" in value) and "://" not in value and _LOST.search(value)
    ):
        doubts.append("W_LOSSY_TEXT")
    return doubts
