"""What the page tells of a draft: its numbers, its findings, and who published meanwhile."""

from tvgeo.core.access import Actor
from tvgeo.core.difference import Difference
from tvgeo.core.findings import Finding
from tvgeo.locale import Locale
from tvgeo.render import cells
from tvgeo.services import drafts, history
from tvgeo.services import view as views
from tvgeo.services.drafts import Draft
from tvgeo.ui import state
from tvgeo.ui.blocks import changes, update

MOST_NAMES = 4
_UNKNOWN, _MORE = "E_ID_UNKNOWN", "E_MORE"


def findings(draft: Draft) -> tuple[Finding, ...]:
    """Return the findings to look at; unknown names have a panel of their own."""
    named = {row for name in draft.reading.unknown for row in name.rows}
    return tuple(
        f
        for f in draft.reading.findings
        if not (f.code == _UNKNOWN and f.row in named)
        and not (f.code == _MORE and f.values.get("suggestion") == _UNKNOWN)
    )


def summary(draft: Draft, actor: Actor, *, in_page: bool) -> update.Summary:
    """Return the numbers of a draft as the page tells them."""
    reading = draft.reading
    rows, columns = reading.shape
    marked = any(
        row is not None and row.quality == "illustrative"
        for change in draft.difference.changes
        for row in (change.old, change.new)
    )
    return update.Summary(
        name=reading.file or draft.name,
        sheet=reading.sheet,
        rows=len(draft.difference.changes) if in_page and not rows else rows,
        columns=columns,
        errors=sum(f.severity == "error" for f in findings(draft)),
        warnings=draft.warnings,
        day=views.view_on(draft.base, None).day,
        unknown=len(reading.unknown),
        head=draft.base.revision,
        cells=changes.count(draft.difference),
        touched=draft.difference.projects,
        blanks=blanks(draft.difference),
        removed=draft.difference.count("removed"),
        illustrative=marked,
        in_page=in_page,
        author=actor.name,
    )


def blanks(difference: Difference) -> int:
    """Return how many published values a blank cell clears."""
    return sum(
        cell.new is None
        for change in difference.changes
        if change.kind == "changed" and not cells.gives_way(change)
        for cell in change.cells
    )


def conflict(t: Locale, draft: Draft | None) -> tuple[str, str | None]:
    """Say who published meanwhile, what it changed, and how many of the same cells."""
    now = state.base()
    if draft is None or now.published is None:
        return "", None
    author = now.published.author
    sentence = t(
        "update.conflict",
        author=author,
        rev=now.revision,
        time=now.published.created_at,
        summary=_names(t, history.between(now, draft.base.revision, now.revision).projects),
    )
    n = drafts.overlap(draft, now)
    return sentence, t("update.overlap", n=n, author=author) if n else None


def _names(t: Locale, ids: tuple[str, ...]) -> str:
    """Return the names of a few works, and how many more there are."""
    projects = state.base().registry.projects
    names = "; ".join(t.name(projects[p]) if p in projects else p for p in ids[:MOST_NAMES])
    rest = len(ids) - MOST_NAMES
    return t("update.conflict_more", names=names, n=rest) if rest > 0 else names
