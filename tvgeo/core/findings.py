"""A finding: one failed rule, with the place, the value as written, and what to do."""

from dataclasses import dataclass, field


class Label(str):
    """The key of a word in the catalogues: each reader reads it in their own language."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One failed rule. `code` names the sentence in the catalogue (`finding.<code>`).

    `severity` is `error` (left out), `warning` (kept, look at it) or `note` (for information).
    `row` is the line or feature as a person counts it in the file, headers included; `column`
    the header or property; `value` the value as written. `values` fill further placeholders: text
    as written, numbers, dates, a `Label`, or several of these.
    """

    severity: str
    code: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    values: dict[str, object] = field(default_factory=dict)
