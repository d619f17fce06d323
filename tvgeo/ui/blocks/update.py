"""Cập nhật: what a file says, how far its publication has come, and what happened to it."""

from dataclasses import dataclass
from datetime import date

from tvgeo.locale import Locale, catalogue
from tvgeo.render import glyphs
from tvgeo.render.node import Child, Node, h

_FILE, _CHECK, _DIFFERENCE, _PUBLISH = range(1, 5)
MOST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the page tells of a draft, in numbers.

    `head` is the revision it stands on, `day` the day that this shows by itself; `touched` are the works that change, `blanks` the published values that a blank cell clears.
    """

    name: str
    sheet: str | None
    rows: int
    columns: int
    errors: int
    warnings: int
    day: date
    unknown: int = 0
    head: int = 1
    cells: int = 0
    touched: tuple[str, ...] = ()
    blanks: int = 0
    removed: int = 0
    illustrative: bool = False
    in_page: bool = False
    published: int | None = None
    author: str = ""

    @property
    def works(self) -> int:
        """How many works the draft changes."""
        return len(self.touched)

    @property
    def step(self) -> int:
        """The step that is now to be done."""
        if self.published is not None:
            return _PUBLISH
        return _CHECK if self.errors or self.unknown else _DIFFERENCE


def head(t: Locale, s: Summary) -> Node:
    """Return the verdict as the title, and below it file, sheet, size and base."""
    return h(
        "header",
        {"class": "page-head update-head"},
        h("h1", {"class": "title"}, verdict(t, s)),
        h("p", {"class": "lead only-wide"}, *_origin(t, s, full=True)),
        h(
            "p",
            {"class": "cap only-narrow stamp"},
            t("update.base_by", rev=s.head, date=s.day, author=s.author),
        ),
    )


def verdict(t: Locale, s: Summary) -> str:
    """Return what the file came to, as one sentence with the numbers."""
    counts = {
        "rows": t.number(s.rows),
        "errors": t.number(s.errors),
        "warnings": t.number(s.warnings),
    }
    if s.published is not None:
        return t("update.published", rev=s.published)
    if s.in_page:
        return t("update.title_rows", **counts)
    if not s.rows:
        return t("update.title_unread", errors=counts["errors"])
    if s.unknown and not s.errors:
        return t("update.title_unknown", rows=counts["rows"], n=t.number(s.unknown))
    return t("update.title", **counts)


def _origin(t: Locale, s: Summary, *, full: bool) -> list[Child]:
    """Return "Tệp **a.xlsx**, trang “Tổng hợp”, 13 dòng × 9 cột · cơ sở: …"."""
    name = short(s.name) or t.dash
    values = {"rows": t.number(s.rows), "columns": s.columns}
    if s.in_page:
        parts: list[Child] = [t("update.in_page")]
    elif not s.rows:
        parts = _bold(t("update.file_only", file=name), name)
    elif s.sheet:
        sentence = t("update.file_sheet", file=name, sheet=short(s.sheet), **values)
        parts = _bold(sentence, name)
    else:
        parts = _bold(t("update.file", file=name, **values), name)
    if full:
        revision = t("term.revision", rev=s.head)
        based = t("update.base", revision=revision, date=s.day)
        parts += [" · ", *_bold(based, revision)]
        parts += [" · ", t("update.nothing_published")] if s.published is None else []
    if s.illustrative:
        parts += [" · ", h("b", {}, t("illustrative.note"))]
    return parts


def short(name: str) -> str:
    """Return a name from a file as it can be shown."""
    return catalogue.as_written(name, MOST_NAME)


def _bold(sentence: str, value: str) -> list[Child]:
    before, found, after = sentence.partition(value)
    return [before, h("b", {}, found), after]


def steps(t: Locale, s: Summary) -> Node:
    """Return the four steps in one strip, each with what it has come to."""
    findings = [
        t("update.errors", n=t.number(s.errors)),
        t("update.warnings", n=t.number(s.warnings)),
    ]
    if s.unknown:
        findings.insert(0, t("update.unknown", n=t.number(s.unknown)))
    waiting = "update.step_names" if s.unknown else "update.step_blocked"
    said = {
        _FILE: t("update.in_page_short") if s.in_page else (short(s.name) or t.dash),
        _CHECK: " · ".join(findings),
        _DIFFERENCE: t(waiting)
        if s.errors or s.unknown
        else t("update.step_cells", cells=t.number(s.cells), works=s.works),
        _PUBLISH: t("update.step_waiting")
        if s.published is None
        else t("term.revision", rev=s.published),
    }
    return h(
        "div",
        {"class": "stack-4"},
        h("ol", {"class": "steps"}, *(_step(t, s, n, text) for n, text in said.items())),
        h("p", {"class": "cap only-narrow"}, *_origin(t, s, full=False)),
    )


def _step(t: Locale, s: Summary, number: int, text: str) -> Node:
    now = number == s.step
    return h(
        "li",
        {"class": "now" if now else None, "aria-current": "step" if now else None},
        h("span", {"class": "cap only-wide"}, t("update.step", n=number)),
        h("b", {"class": "only-narrow"}, str(number)),
        h(
            "span",
            {"class": "step"},
            h("span", {"class": "word"}, t(f"update.step.{number}")),
            h("span", {"class": "only-wide"}, f" · {text}"),
        ),
    )


def refused(t: Locale, s: Summary) -> Node:
    """Say that the file is not accepted and that nothing changed."""
    if s.in_page:
        return _box(t("update.refused_rows", e=s.errors))
    return _box(t("update.refused" if s.rows else "update.refused_file", e=s.errors))


def unchanged(t: Locale, s: Summary) -> Node:
    """Say that the file holds nothing new, so that there is nothing to publish."""
    return h("div", {"class": "card empty"}, h("p", {}, t("update.no_change", rev=s.head)))


def _box(sentence: str, *more: Child) -> Node:
    return h(
        "div",
        {"class": "error-box stack-4", "role": "alert"},
        h("div", {"class": "state"}, glyphs.glyph("critical"), h("span", {}, sentence)),
        *more,
    )


def conflict(sentence: str, overlap: str | None) -> Node:
    """Say who published first and how many of the same cells are touched."""
    return _box(sentence, h("p", {}, overlap) if overlap else None)


def alert(sentence: str) -> Node:
    """Say that something was refused, in one sentence."""
    return _box(sentence)


def publish_text(t: Locale, displaced: int, *, blanks: int, dropped: int) -> Node:
    """Return the heading of the publish card and what publishing brings with it."""
    notes = [
        t("update.displaced", n=displaced) if displaced else "",
        t("update.blanks", n=blanks) if blanks else "",
        t("update.dropped", n=dropped) if dropped else "",
    ]
    said = [text for text in notes if text] or [t("update.publish_plain")]
    return h(
        "div",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("action.publish")),
        *(h("p", {"class": "muted"}, text) for text in said),
    )
