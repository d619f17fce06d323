"""One record's cells as typed values; every fault becomes a finding, never an exception."""

import math
import re
from collections.abc import Collection
from datetime import date

from tvgeo.core import formula
from tvgeo.core.findings import Finding
from tvgeo.io.csv_tables import Record
from tvgeo.io.properties import HIGHEST

# float() and date.fromisoformat() take more than a file may hold: 7_5, nan, ٧٥, 20250614.
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Cells:
    """Reads one record and remembers in `sound` whether any cell had an error.

    A method returns `None` (or an empty value) for a blank cell, for a column that the file
    does not have, and, after adding a finding, for a cell that cannot be read.
    """

    def __init__(self, record: Record, *, file: str, findings: list[Finding]) -> None:
        """Read from `record`; findings name `file` and are added to `findings`."""
        self.row = record.row
        self.sound = True
        self._cells = record.cells
        self._file = file
        self._findings = findings

    def add(self, severity: str, code: str, column: str, **values: object) -> None:
        """Add a finding about `column`; an error makes the record unsound."""
        written = self._cells.get(column) or None
        self._findings.append(
            Finding(severity, code, self._file, self.row, column, written, dict(values))
        )
        if severity == "error":
            self.sound = False

    def text(self, column: str) -> str | None:
        """Return the cell as text, without the apostrophe that guards a formula-like text."""
        written = self._cells.get(column)
        return formula.unguard(written) if written else None

    def required(self, column: str) -> str:
        """Return the cell as text; a blank one is an error, and ""."""
        text = self.text(column)
        if text is None:
            self.add("error", "blank_required", column)
        return text or ""

    def listed(self, column: str) -> tuple[str, ...]:
        """Return the values between semicolons, without blanks and repeats."""
        parts = (part.strip() for part in (self.text(column) or "").split(";"))
        return tuple(dict.fromkeys(part for part in parts if part))

    def choice(self, column: str, allowed: Collection[str]) -> str | None:
        """Return the cell if it is one of `allowed`."""
        text = self.text(column)
        if text is None or text in allowed:
            return text
        self.add("error", "bad_value", column, allowed=", ".join(allowed))
        return None

    def known(self, column: str, ids: Collection[str] | None) -> str | None:
        """Return the cell if it is one of `ids`; `None` for `ids` means there is no registry."""
        text = self.text(column)
        self._check_known(column, () if text is None else (text,), ids)
        return text

    def all_known(self, column: str, ids: Collection[str] | None) -> tuple[str, ...]:
        """Return the listed values if each is one of `ids`."""
        values = self.listed(column)
        self._check_known(column, values, ids)
        return values

    def yes(self, column: str) -> bool:
        """Return whether the cell says ``yes``; blank is no."""
        return self.choice(column, ("yes", "no")) == "yes"

    def number(
        self, column: str, *, lowest: float = -HIGHEST, highest: float = HIGHEST
    ) -> float | None:
        """Return the cell as a number within ``lowest..highest``, inclusive."""
        text = self._cells.get(column, "")
        if not text:
            return None
        # Adding zero turns -0.0 into 0.0: a figure has no signed zero.
        number = float(text) + 0.0 if _NUMBER.fullmatch(text) else math.nan
        if not math.isfinite(number):
            self.add("error", "bad_number", column)
            return None
        if not lowest <= number <= highest:
            limit = f"{lowest:g}–{highest:g}" if highest < HIGHEST else f"≥ {lowest:g}"
            self.add("error", "out_of_range", column, limit=limit)
            return None
        return number

    def whole(self, column: str) -> int | None:
        """Return the cell as a whole number, 0 or more."""
        text = self._cells.get(column, "")
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            self.add("error", "bad_number", column)
            return None
        return int(text)

    def day(self, column: str) -> date | None:
        """Return the cell as a date, written ``2025-06-14``."""
        text = self._cells.get(column, "")
        if not text:
            return None
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass  # a day that no calendar has, such as 2025-02-30
        self.add("error", "bad_date", column)
        return None

    def _check_known(
        self, column: str, values: tuple[str, ...], ids: Collection[str] | None
    ) -> None:
        unknown = [] if ids is None else [value for value in values if value not in ids]
        if unknown:
            self.add("error", "unknown_id", column, unknown="; ".join(unknown))
