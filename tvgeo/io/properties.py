"""One feature's properties as typed values; every fault becomes a finding, never an exception."""

import unicodedata
from collections.abc import Collection
from typing import Any

from tvgeo.core.findings import Finding

# No amount of a province is larger; beyond it, a float no longer tells whole units apart.
HIGHEST = 1e15
_SHOWN = 80  # characters of a value, perhaps a hostile one, that a finding repeats


class Properties:
    """Reads one feature's properties and remembers in `sound` whether any had an error.

    A method returns `None` (or "") for a property that is missing, null or blank, and, after
    adding a finding, for one that cannot be read. `row` counts the features of a file from 1.
    """

    def __init__(
        self, values: dict[str, Any], *, file: str, row: int, findings: list[Finding]
    ) -> None:
        """Read from `values`; findings are added to `findings`."""
        self.values = values
        self.sound = True
        self._file = file
        self._row = row
        self._findings = findings

    def add(self, severity: str, code: str, column: str, **values: object) -> None:
        """Add a finding about the property `column`; an error makes the feature unsound.

        The finding also names the feature: nobody counts features by eye.
        """
        written = self.values.get(column)
        shown = None if written in (None, "") else str(written)[:_SHOWN]
        feature = str(self.values.get("feature_id") or "")[:_SHOWN]
        self._findings.append(
            Finding(
                severity,
                code,
                self._file,
                self._row,
                column,
                shown,
                {"feature": feature, **values},
            )
        )
        if severity == "error":
            self.sound = False

    def text(self, column: str) -> str | None:
        """Return the property as text, trimmed and NFC."""
        value = self.values.get(column)
        if value is None:
            return None
        if not isinstance(value, str):
            self.add("error", "bad_value", column, allowed="text")
            return None
        return unicodedata.normalize("NFC", value.strip()) or None

    def demanded(self, column: str, code: str) -> str:
        """Return the property as text; a blank one is the error `code`, and ""."""
        before = self.sound
        self.sound = True
        text = self.text(column)
        if text is None and self.sound:
            self.add("error", code, column)
        self.sound = self.sound and before
        return text or ""

    def choice(self, column: str, allowed: Collection[str], *, blank: str, other: str) -> str:
        """Return the property if it is one of `allowed`; `blank`, `other` are the codes."""
        text = self.demanded(column, blank)
        if text and text not in allowed:
            self.add("error", other, column, allowed=", ".join(allowed))
        return text

    def number(self, column: str, *, highest: float = HIGHEST) -> float | None:
        """Return the property as a number within ``0..highest``, inclusive."""
        value = self.values.get(column)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.add("error", "bad_number", column)
            return None
        if not 0 <= value <= highest:
            self.add("error", "out_of_range", column, limit=f"0–{highest:g}")
            return None
        return float(value)
