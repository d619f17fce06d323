"""A finding: one failed rule, with the place, the value as written, and what to do."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """One failed rule. `code` names the sentence in the catalogue (`finding.<code>`).

    `severity` is `error` (left out), `warning` (kept, look at it) or `note` (for information).
    `row` is the line or feature as a person counts it in the file, headers included; `column`
    the header or property; `value` the value as written. `values` fill further placeholders.
    """

    severity: str
    code: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    values: dict[str, object] = field(default_factory=dict)
