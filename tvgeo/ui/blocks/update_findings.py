"""What was found in a file: level, row, column, value, and what to do, in one line each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from tvgeo.core.findings import Finding
from tvgeo.locale import Locale, catalogue
from tvgeo.render import glyphs
from tvgeo.render.node import Node, h

LEVELS = ("error", "warning", "note")
GLYPH_OF = {"error": "critical", "warning": "late", "note": "no_plan"}
# A file of thousands of faults has one cause; the list to take along holds all of them.
MOST_ROWS = 200
MOST_VALUE = 60
_PLACES = ("findings.place.cell", "findings.place.row", "findings.place.column")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings are shown: of one level, of one column; `None` is all."""

    level: str | None = None
    column: str | None = None

    def keeps(self, finding: Finding) -> bool:
        """Whether the finding passes."""
        return (self.level is None or finding.severity == self.level) and (
            self.column is None or finding.column == self.column
        )


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """Return how many findings there are of each level."""
    return {level: sum(f.severity == level for f in findings) for level in LEVELS}


def columns(findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the columns with findings, as written in the file."""
    return tuple(dict.fromkeys(f.column for f in findings if f.column))


def table(
    t: Locale,
    findings: Sequence[Finding],
    *,
    rows: Collection[int] = (),
    chosen: int | None = None,
) -> Node:
    """Return the findings as a table; on a phone each becomes a short paragraph.

    Choosing a line about one of `rows` answers ``row:<number>``, to correct it in the page.
    """
    heads = [("level", ""), ("row", "r"), ("column", ""), ("value", ""), ("text", "")]
    rest = len(findings) - MOST_ROWS
    return h(
        "div",
        {"class": "card plain list-scroll tall-list", "data-key": "findings-list"},
        h(
            "table",
            {"class": "grid findings", "aria-label": t("access.table.findings")},
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    *(
                        h("th", {"scope": "col", "class": c}, t(f"findings.column.{name}"))
                        for name, c in heads
                    ),
                ),
            ),
            h("tbody", {}, *(_row(t, f, rows, chosen) for f in findings[:MOST_ROWS])),
        ),
        h("p", {"class": "cap card-pad"}, t("findings.more", n=rest)) if rest > 0 else None,
    )


def _row(t: Locale, finding: Finding, rows: Collection[int], chosen: int | None) -> Node:
    level = t(f"severity.{finding.severity}")
    row = finding.row
    column = short_header(finding.column)
    place = " · ".join(
        text for text in (t("findings.row", row=row) if row else "", column) if text
    )
    value = _value(t, finding)
    opens = row is not None and row in rows
    selected = row is not None and row == chosen
    return h(
        "tr",
        {
            "class": "chosen" if selected else None,
            "go": {"select": f"row:{row}"} if opens else None,
            "aria-selected": "true" if selected else None,
            "title": t("findings.open_row", row=row) if opens else None,
        },
        h(
            "td",
            {"class": "level"},
            h(
                "span",
                {"class": "state"},
                glyphs.glyph(GLYPH_OF.get(finding.severity, "no_plan"), 14),
                h("span", {}, level),
            ),
        ),
        h("td", {"class": "r only-wide"}, str(row) if row else ""),
        h("td", {"class": "only-wide col"}, column),
        h("td", {"class": "place only-narrow"}, place),
        h("td", {"class": "only-wide sent"}, value),
        h(
            "td",
            {"class": "text"},
            h("b", {"class": "only-narrow"}, f"{value} · ") if value else None,
            said(t, finding),
            " ",
            h("span", {"class": "muted"}, t.remedy(finding)),
        ),
    )


def short_header(column: str | None) -> str:
    """Return a header as written, cut where it would fill the table."""
    return catalogue.as_written(column or "", MOST_VALUE)


def _value(t: Locale, finding: Finding) -> str:
    if finding.value is None or finding.column is None:
        return ""
    return catalogue.as_written(finding.value, MOST_VALUE) or t("value.blank")


def said(t: Locale, finding: Finding) -> str:
    """Return what is wrong without the place, which has its own columns here."""
    sentence = t.problem(finding)
    row, column = finding.row, finding.column or ""
    for key in _PLACES:
        opening = t(key, row=str(row), column=column)
        if sentence.startswith(opening):
            rest = sentence.removeprefix(opening).strip()
            sentence = rest[:1].upper() + rest[1:]
    return sentence if sentence.endswith((".", "?", "…")) else f"{sentence}."


def none(t: Locale, *, filtered: bool) -> Node:
    """Say that there is no finding, or none that passes the filters."""
    key = "findings.none_filtered" if filtered else "findings.none"
    return h("p", {"class": "muted"}, t(key))


def title(t: Locale, n: int) -> Node:
    """Return the heading of the section with its count."""
    return h("h2", {"class": "h2"}, t("findings.title", n=n))
