"""Findings of one file: all of them counted, so many of each kind kept."""

from collections import Counter

from tvgeo.core.findings import Finding

MOST_OF_A_KIND = 300
ORDER = {"error": 0, "warning": 1, "note": 2}


class Gathering:
    """Collects the findings about one file."""

    def __init__(self, file: str) -> None:
        """Start without a finding; `file` is the name that each will show."""
        self.file = file
        self._found: list[Finding] = []
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        severity: str,
        code: str,
        /,
        *,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        **values: object,
    ) -> None:
        """Add a finding; beyond `MOST_OF_A_KIND` of a code it is only counted."""
        self._counts[severity, code] += 1
        if self._counts[severity, code] <= MOST_OF_A_KIND:
            self._found.append(Finding(severity, code, self.file, row, column, value, values))

    @property
    def errors(self) -> bool:
        """Whether anything refuses the file."""
        return any(severity == "error" for severity, _ in self._counts)

    def codes(self, severity: str) -> set[str]:
        """Return the codes of one severity."""
        return {code for which, code in self._counts if which == severity}

    def rows(self, severity: str) -> set[int]:
        """Return the rows that the listed findings of one severity are about."""
        return {f.row for f in self._found if f.severity == severity and f.row is not None}

    def all(self) -> tuple[Finding, ...]:
        """Return the findings, errors first, each severity by row, with how many are not listed."""
        found = list(self._found)
        for (severity, code), count in self._counts.items():
            if count > MOST_OF_A_KIND:
                more = "E_MORE" if severity == "error" else "W_MORE"
                shown: dict[str, object] = {"suggestion": code}
                left = str(count - MOST_OF_A_KIND)
                found.append(Finding(severity, more, self.file, None, None, left, shown))
        last = 1 << 62
        return tuple(
            sorted(
                found,
                key=lambda f: (
                    ORDER[f.severity],
                    last if f.row is None and f.code.endswith("_MORE") else f.row or 0,
                ),
            )
        )
