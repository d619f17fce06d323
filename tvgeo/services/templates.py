"""The file that planners fill in, and their own file with what is wrong marked in it."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from tvgeo.core import access, periods
from tvgeo.core.metrics import Standing
from tvgeo.core.periods import Period
from tvgeo.core.plan import Project, Settings
from tvgeo.core.progress import Figure, Row
from tvgeo.errors import DataError, UsageError
from tvgeo.io import exports, template, upload
from tvgeo.locale import Locale
from tvgeo.render import style
from tvgeo.services import base as bases
from tvgeo.services import view
from tvgeo.services.base import Base
from tvgeo.services.drafts import Draft

# A report is prepared before its period closes: from so many days before the closing day on, the
# coming period may be chosen too.
PREPARED_BEFORE = timedelta(days=31)
# How much of its colour a marked cell has; text on it stays well above 4.5:1.
_FILL = 0.16


def write(
    base: Base, t: Locale, output: Path, *, xlsx: bool = False, scope: str | None = None
) -> int:
    """Write the template to a file and return how many projects it holds.

    Raises
    ------
    UsageError
        If `scope` is no agency of the plan.
    DataError
        If the file cannot be written.
    """
    form = _form(base, t, scope, None)
    content = template.xlsx_content(form, t, colours()) if xlsx else template.csv_content(form)
    try:
        exports.write_bytes(output, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError("error.cannot_write", path=str(output), reason=reason) from error
    return len(form.lines)


def template_csv(
    base: Base, t: Locale, scope: str | None = None, *, period: Period | None = None
) -> bytes:
    """Return the template as CSV, for the works of the agency `scope` or for all.

    `period` is the one reported on, by default the last closed one.
    """
    return template.csv_content(_form(base, t, scope, period))


def template_xlsx(
    base: Base, t: Locale, scope: str | None = None, *, period: Period | None = None
) -> bytes:
    """Return the template as a workbook; the arguments are those of `template_csv`."""
    return template.xlsx_content(_form(base, t, scope, period), t, colours())


def template_name(base: Base, suffix: str, *, period: Period | None = None) -> str:
    """Return the name under which the template is downloaded, "tvgeo-mau-2025-12-14.xlsx"."""
    return f"tvgeo-mau-{(period or periods_to_report(base)[0]).end}.{suffix}"


def periods_to_report(base: Base) -> tuple[Period, ...]:
    """Return the last closed period and, in the month before it closes, the running one.

    Figures of the running one are accepted from its closing day on.
    """
    return _periods(bases.today(base.settings), base.settings)


def _periods(today: date, settings: Settings) -> tuple[Period, ...]:
    closed, running = periods.last_closed(today, settings), periods.of(today, settings)
    soon = running.end > today >= running.end - PREPARED_BEFORE
    return (closed, running) if soon else (closed,)


def owed(base: Base, scope: str | None = None) -> tuple[Project, ...]:
    """Return the projects that owe a report, parts that report too, in the order of the plan.

    Raises
    ------
    UsageError
        If `scope` is no agency of the plan.
    """
    registry = base.registry
    if scope is not None and scope not in registry.agencies:
        raise UsageError(
            "error.bad_value",
            arg="--scope",
            value=scope,
            suggestion=", ".join(list(registry.agencies)[:3]) + "…",
        )
    limits = access.scope_of(registry, scope)
    return tuple(
        project
        for project in registry.projects.values()
        if project.reports and (limits is None or project.project_id in limits.projects)
    )


def findings_xlsx(draft: Draft, t: Locale) -> bytes:
    """Return the findings about a file as a workbook."""
    from tvgeo.io import marked  # noqa: PLC0415 - openpyxl is slow to load

    return marked.listed(draft.reading.file, draft.reading.findings, t, colours())


def marked_xlsx(draft: Draft, t: Locale) -> bytes:
    """Return the planner's own table with the bad cells marked, and the findings.

    What was corrected in the page stands in it. Of a file that could not be read as a table
    there are the findings alone.
    """
    from tvgeo.io import marked, sent  # noqa: PLC0415

    reading = draft.reading
    grid = upload.grid(draft.data, draft.name)
    if grid is None:
        return findings_xlsx(draft, t)
    table = sent.sent_from(
        grid,
        file=reading.file,
        header_row=reading.header_row,
        places=reading.places,
        corrections=draft.corrections,
    )
    return marked.marked(table, reading.findings, t, colours())


def colours() -> dict[str, str]:
    """Return the colours of workbooks: those of pages and pictures."""
    error, warning, paper = (
        *map(style.health_colour, ("critical", "late")),
        style.SCREEN["paper"],
    )
    return style.SCREEN | {
        "critical": error,
        "late": warning,
        "error_fill": _tint(error, paper),
        "warning_fill": _tint(warning, paper),
    }


def _tint(colour: str, paper: str) -> str:
    """Return a light fill of a colour, both #RRGGBB."""
    parts = (
        (int(colour[at : at + 2], 16), int(paper[at : at + 2], 16)) for at in range(1, 7, 2)
    )
    return "#" + "".join(f"{round(_FILL * a + (1 - _FILL) * b):02X}" for a, b in parts)


def _form(base: Base, t: Locale, scope: str | None, period: Period | None) -> template.Form:
    closing = (period or periods_to_report(base)[0]).end
    day = bases.today(base.settings)
    seen = view.view_as_of(base, day)
    projects = owed(base, scope)
    reported = {
        row.key: row for row in base.rows if row.as_of == closing and row.quality == "official"
    }
    agency = None if scope is None else t.name(base.registry.agencies[scope])
    return template.Form(
        lines=[
            template.Line(
                row=reported.get((p.project_id, closing)) or Row(p.project_id, closing),
                name=t.name(p),
                kind=p.kind,
                last=_last(seen.standings[p.project_id], t),
            )
            for p in projects
        ],
        as_of=closing,
        first_day=base.settings.period[0],
        scope=agency,
        published=_published(base, t, day, [seen.standings[p.project_id] for p in projects]),
    )


def _last(item: Standing, t: Locale) -> str:
    """Return the figures a planner starts from in one line, each with its own date."""
    if item.as_of is None:
        return t.missing

    def dated(shown: str, figure: Figure[float] | Figure[str] | None) -> str:
        return (
            t("template.dated", value=shown, date=figure.as_of) if figure is not None else shown
        )

    return t(
        "template.last",
        physical=dated(_percent(item.physical, t), item.physical),
        disbursed=dated(_percent(item.disbursed, t), item.disbursed),
        status=dated(_status(item, t), item.status),
    )


def _published(
    base: Base, t: Locale, day: date, standings: Iterable[Standing]
) -> template.Table:
    standings = list(standings)
    illustrative = any(figure.illustrative for item in standings for figure in item.figures)
    # other words than the first sheet's: the reader takes a sheet with those for a second table
    heads = (
        t("template.published.code"), t("column.name"), t("column.lead"),
        t("template.published.physical"), t("template.published.date"),
        t("template.published.disbursed"), t("template.published.date"),
        t("template.published.status"), t("template.published.planned"),
        t("template.published.quality"), t("template.published.obstacle"),
        t("template.published.source"),
    )  # fmt: skip
    return template.Table(
        title=t("template.published.title", date=day, rev=base.revision),
        note=t("template.published.illustrative") if illustrative else None,
        heads=heads,
        rows=[_published_row(base, t, item) for item in standings],
    )


def _published_row(base: Base, t: Locale, item: Standing) -> tuple[str, ...]:
    agencies = (base.registry.agencies.get(a) for a in item.project.lead_agency)
    main = item.physical or item.status
    obstacle = item.obstacle
    planned = item.planned if item.planned and item.planned.derived is None else None
    return (
        item.project.project_id,
        t.name(item.project),
        ", ".join(t.short_name(agency) for agency in agencies if agency is not None),
        _percent(item.physical, t),
        t.date(item.physical.as_of) if item.physical else "",
        _percent(item.disbursed, t),
        t.date(item.disbursed.as_of) if item.disbursed else "",
        _status(item, t),
        _percent(planned, t),
        t(f"choice.quality.{main.quality}") if main else "",
        f"{obstacle.value}{_mark(obstacle, t)}" if obstacle else "",
        (main.source or "") if main else "",
    )


def _percent(figure: Figure[float] | None, t: Locale) -> str:
    return t.dash if figure is None else t.percent(figure.value) + _mark(figure, t)


def _status(item: Standing, t: Locale) -> str:
    if item.status is None:
        return t.dash
    return t.status(item.status.value, item.project.kind) + _mark(item.status, t)


def _mark(figure: Figure[float] | Figure[str], t: Locale) -> str:
    return t.mark if figure.illustrative else ""
