"""One work or duty: its state, three numbers, reason, parts and history."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tvgeo.core.difference import Key
from tvgeo.core.metrics import BEHIND, Standing, target_amount
from tvgeo.core.plan import Project
from tvgeo.core.progress import Figure, Row
from tvgeo.locale import Locale
from tvgeo.render import bars, cards, phrases, ring
from tvgeo.render.node import Child, Node, h
from tvgeo.services import units
from tvgeo.services.view import View
from tvgeo.ui.blocks import stamps

# Without a store every row is of the revision that is shown.
_NONE: Mapping[Key, int] = MappingProxyType({})


def head(t: Locale, view: View, item: Standing) -> Node:
    """Return name and state, then sector, place, lead, date and revision."""
    project = item.project
    word = t(f"health.{item.health}")
    line = t(
        "work.line",
        sector=t(f"sector.{project.sector}"),
        place=units.place(t, view, project),
        lead=units.lead(t, view, item),
    )
    stamp = stamps.work_stamp(t, view, item.as_of or view.day)
    if any(f.illustrative for f in item.figures):
        stamp = f"{stamp} · {t('illustrative.note')}"
    return h(
        "header",
        {"class": "page-head"},
        h(
            "div",
            {"class": "row"},
            h("h1", {"class": "title"}, t.name(project)),
            h("strong", {}, cards.state(item.health, _verdict(t, item, word))),
        ),
        h("p", {"class": "lead"}, line),
        h("p", {"class": "lead"}, stamp),
    )


def _verdict(t: Locale, item: Standing, word: str) -> str:
    if item.health not in BEHIND or item.slippage is None:
        return word + phrases.verdict_mark(t, item)
    said = t.points(item.slippage)
    return t("work.verdict", health=word, slippage=said) + phrases.verdict_mark(t, item)


def numbers(t: Locale, item: Standing, *, framed: bool = True) -> Node:
    """Return planned, done and paid as one ring with the three numbers beside it."""
    planned, done, paid = item.planned, item.physical, item.disbursed
    texts = [phrases.percent(t, figure) for figure in (planned, done, paid)]
    said = [text or t.missing for text in texts]
    label = t("work.ring.alt", planned=said[0], physical=said[1], disbursed=said[2])
    drawing = ring.ring(
        *(figure.value if figure else None for figure in (planned, done, paid)),
        label=label,
        size=92 if framed else 76,
    )
    rows = [
        ("plan", t("work.ring.planned"), texts[0]),
        ("done", t("work.ring.physical"), texts[1]),
        ("paid", _paid_name(t, paid), texts[2]),
    ]
    note = _note(t, item) if framed else ""
    card = cards.ring_card(drawing, rows, missing=t.missing, note=note)
    # inside another card the ring stands without a frame of its own
    return card if framed else card[2]


def _paid_name(t: Locale, paid: Figure[float] | None) -> str:
    if paid is None:
        return t("work.ring.disbursed")
    if paid.basis == "year_plan":
        return t("work.ring.disbursed_year", y=str(paid.as_of.year))
    return t(f"work.ring.disbursed_{paid.basis}")


def _note(t: Locale, item: Standing) -> str:
    project, planned, done = item.project, item.planned, item.physical
    notes = []
    if planned is None:
        notes.append(t("work.note.no_plan"))
    elif planned.derived == "linear":
        notes.append(t("work.note.linear", start=project.start_date, due=project.due_date))
    else:
        notes.append(t("work.note.planned", date=planned.as_of))
    if done is not None and done.derived == "completed":
        notes.append(t("work.note.derived"))
    if done is not None and done.derived == "target" and item.actual is not None:
        unit = project.target_unit or ""
        target = target_amount(project)
        values = {
            "actual": t.quantity(item.actual.value, unit),
            "target": t.quantity(target, unit),
        }
        notes.append(t("work.note.derived_target", **values))
    if done is not None and done.basis == "contract":
        notes.append(t("work.note.contract"))
    if item.disbursed is not None and item.disbursed.basis == "year_plan":
        notes.append(t("work.note.year_plan"))
    return " ".join(notes)


def reason(t: Locale, view: View, item: Standing, revisions: Mapping[Key, int] = _NONE) -> Node:
    """Return what holds the work up and what is asked for, each with its source."""
    behind = item.health in BEHIND
    title = t("work.reason.title" if behind else "work.reason.title_neutral")
    parts: list[Child] = [h("h2", {"class": "h2"}, title)]
    if item.obstacle is not None:
        parts.append(h("p", {}, item.obstacle.value + phrases.mark(t, item.obstacle)))
    else:
        parts.append(h("p", {"class": "muted"}, t("empty.obstacle")))
    if item.proposal is not None:
        said = item.proposal.value + phrases.mark(t, item.proposal)
        parts.append(h("p", {}, t("work.reason.proposal", proposal=said)))
    source = item.obstacle or item.proposal
    if source is not None and source.source:
        n = revisions.get((item.project.project_id, source.as_of), view.base.revision)
        rev = f"{t('work.history.revision')} {t('work.history.revision_value', rev=n)}"
        said = f" · {rev.lower()}"
        parts.append(h("p", {"class": "cap"}, phrases.sources(source.source), said))
    return h("section", {"class": "stack"}, *parts)


def parts(t: Locale, view: View, item: Standing) -> Node | None:
    """Return the parts of a work, each with its own bar; a part is not counted beside it."""
    found = view.registry.parts(item.project.project_id)
    if not found:
        return None
    rows: list[Child] = []
    for part in found:
        standing = view.standings[part.project_id]
        rows.append(
            h(
                "div",
                {"class": "section-row"},
                h(
                    "div",
                    {"class": "spread"},
                    h(
                        "span",
                        {"class": "state"},
                        *cards.state(standing.health, "")[2:3],
                        cards.link(t.name(part), "cong-trinh", project=part.project_id),
                    ),
                    bars.completion_chip(phrases.percent(t, standing.physical), t.missing),
                ),
                bars.bullet(
                    standing.physical.value if standing.physical else None,
                    standing.planned.value if standing.planned else None,
                    phrases.pair(t, standing),
                ),
                h("div", {"class": "cap"}, _part_line(t, part)),
            )
        )
    return h(
        "section",
        {"class": "stack"},
        h("h2", {"class": "h2"}, t("work.section.parts")),
        h("div", {"class": "card card-pad"}, *rows),
        h("p", {"class": "cap"}, t("work.parts.note")),
    )


def _part_line(t: Locale, part: Project) -> str:
    length = t.quantity(part.length_km, "km") if part.length_km else None
    dates = " → ".join(t.month(day) for day in (part.start_date, part.due_date) if day)
    return " · ".join(text for text in (length, part.note, dates) if text)


def history(
    t: Locale,
    view: View,
    rows: Sequence[Row],
    project: Project,
    revisions: Mapping[Key, int] = _NONE,
) -> Node:
    """Return every row of the work, latest first, with revision, quality and source."""
    rev = view.base.revision
    shown = [row for row in reversed(rows) if row.as_of <= view.day]
    title = h("h2", {"class": "h2"}, t("work.section.history"))
    if not shown:
        return h("section", {"class": "stack"}, title, cards.empty(t("empty.history")))
    heads = [
        ("work.history.as_of", ""),
        ("work.history.physical", "r"),
        ("work.history.planned", "r only-wide"),
        ("work.history.disbursed", "r"),
        ("work.history.status", "only-wide"),
        ("work.history.source", ""),
    ]
    return h(
        "section",
        {"class": "stack"},
        title,
        h(
            "div",
            {"class": "card scroll"},
            h(
                "table",
                {"class": "grid", "aria-label": t("work.section.history")},
                h(
                    "thead",
                    {},
                    h(
                        "tr",
                        {},
                        *(h("th", {"class": c, "scope": "col"}, t(k)) for k, c in heads),
                    ),
                ),
                h(
                    "tbody",
                    {},
                    *(
                        _history_row(t, row, project, revisions.get(row.key, rev))
                        for row in shown
                    ),
                ),
            ),
        ),
    )


def _history_row(t: Locale, row: Row, project: Project, rev: int) -> Node:
    mark = t.mark if row.quality == "illustrative" else ""

    def cell(value: float | None) -> str:
        return t.dash if value is None else t.number(value, 1) + mark

    status = t.status(row.status, project.kind) if row.status else t.dash
    revision = t("work.history.revision_value", rev=rev)
    source = row.source or t(f"short.quality.{row.quality}")
    return h(
        "tr",
        {},
        h("td", {"class": "nowrap"}, t.date(row.as_of)),
        h("td", {"class": "r"}, cell(row.physical_pct)),
        h("td", {"class": "r only-wide"}, cell(row.planned_pct)),
        h("td", {"class": "r"}, cell(row.disbursed_pct)),
        h("td", {"class": "only-wide"}, status + mark),
        h(
            "td",
            {},
            phrases.sources(source),
            h("span", {"class": "sub"}, f"{t('work.history.revision')} {revision}"),
        ),
    )
