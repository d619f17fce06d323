"""One published row, corrected, added or deleted in the page by the rules of a file."""

from datetime import date
from decimal import Decimal

import streamlit as st

from tvgeo.core import progress
from tvgeo.core.access import Actor, scope_of
from tvgeo.core.difference import Key
from tvgeo.core.plan import Project
from tvgeo.core.progress import COLUMNS, Row
from tvgeo.locale import Locale
from tvgeo.services.base import Base
from tvgeo.ui import state
from tvgeo.ui.blocks import frame
from tvgeo.ui.components import block, drafting

CHOICES = {
    "status": progress.STATUSES,
    "physical_basis": progress.PHYSICAL_BASES,
    "disbursed_basis": progress.DISBURSED_BASES,
    "quality": progress.QUALITIES,
}
LONG = ("obstacle", "proposal", "note", "source")
NEW = "new"
_BESIDE = 3
DATE = "as_of"


def show(t: Locale, actor: Actor) -> None:
    """Show the pickers of work and date, and the form of that row."""
    base = state.base()
    scope = scope_of(base.registry, actor.scope)
    works = [p for p in base.registry.projects if scope is None or p in scope.projects]
    with st.expander(t("edit.title"), expanded=state.get("edit", ("1",)) == "1"):
        if not works:
            block.show(frame.nothing(t("edit.none_in_scope")), key="edit-none")
            return
        if (on := drafting.desk()).draft is not None and not drafting.is_typed(on):
            block.show(frame.caption(t("edit.file_draft")), key="edit-file")
        project, row, chosen = _picked(t, base, works)
        day = row.as_of if row else None
        _form(t, actor, project, row, day)
        if row is not None and chosen != NEW:
            _deletion(t, actor, project, row.key)


def _picked(t: Locale, base: Base, works: list[str]) -> tuple[Project, Row | None, str]:
    """Show which work and date, and return the row that stands there."""
    current = state.get(state.PROJECT, works, works[0]) or works[0]
    mine = {row.as_of.isoformat(): row for row in base.rows if row.project_id == current}
    days = [*sorted(mine, reverse=True), NEW]
    day = state.get(DATE, days, days[0]) or NEW
    projects = base.registry.projects
    with st.container(horizontal=True, key="tv-edit"):
        st.selectbox(
            t("edit.work"),
            works,
            index=works.index(current),
            format_func=lambda p: t.name(projects[p]),
            width=480,
            **state.bound(state.PROJECT, current),
        )
        st.selectbox(
            t("edit.date"),
            days,
            index=days.index(day),
            format_func=lambda d: (
                t("edit.new_date") if d == NEW else t.date(date.fromisoformat(d))
            ),
            width=200,
            **state.bound(DATE, day),
        )
    return projects[current], mine.get(day), day


def _form(t: Locale, actor: Actor, project: Project, row: Row | None, day: date | None) -> None:
    """Show the columns of a row; saving puts them into the draft."""
    typed = drafting.desk().typed.get((project.project_id, day.isoformat() if day else ""))
    before = typed or _texts(t, row)
    at = f"{project.project_id}-{day or NEW}"
    columns = [c for c in COLUMNS[2:] if c != "quality" or actor.role == "admin"]
    block.show(frame.caption(t("edit.help")), key="edit-help")
    with st.form("edit", border=False):
        said = t.date(day) if day else ""
        if day is None:
            said = st.text_input(
                t("edit.other_date"), placeholder=t("edit.date_form"), key=f"edit-{at}-day"
            )
        cells = {"project_id": project.project_id, "as_of": said}
        short = [column for column in columns if column not in LONG]
        for start in range(0, len(short), _BESIDE):
            sides = st.columns(_BESIDE, gap="small")
            for side, column in zip(sides, short[start : start + _BESIDE], strict=False):
                with side:
                    cells[column] = _field(t, project, column, before.get(column, ""), at)
        for column in LONG:
            cells[column] = st.text_area(
                t(f"column.{column}"),
                before.get(column, ""),
                max_chars=progress.MAX_TEXT,
                height=68,
                key=f"edit-{at}-{column}",
            )
        saved = st.form_submit_button(t("edit.save"), type="primary", key="edit-save")
    if saved:
        key = (project.project_id, day.isoformat() if day else said)
        drafting.type_row(actor, key, cells)
        st.rerun()


def _field(t: Locale, project: Project, column: str, before: str, at: str) -> str:
    """Show one short column: a choice where the column has a list, else a text."""
    key = f"edit-{at}-{column}"
    if column not in CHOICES:
        return st.text_input(t(f"column.{column}"), before, key=key)
    options = ["", *CHOICES[column]]
    return st.selectbox(
        t(f"column.{column}"),
        options,
        index=options.index(before) if before in options else 0,
        format_func=lambda code: _word(t, project, column, code),
        filter_mode=None,
        key=key,
    )


def _word(t: Locale, project: Project, column: str, code: str) -> str:
    if not code:
        return t("edit.unchosen")
    if column == "status":
        return t.status(code, project.kind)
    return t(f"choice.{column}.{code}")


def _texts(t: Locale, row: Row | None) -> dict[str, str]:
    """Return a published row as it would be typed; what was invented is not typed again."""
    if row is None or row.quality == "illustrative":
        return {}
    values = {column: getattr(row, column) for column in COLUMNS[2:]}
    return {column: typed(t, value) for column, value in values.items() if value is not None}


def typed(t: Locale, value: object) -> str:
    """Return a value as a person of this language types it, exactly."""
    if isinstance(value, float | int):
        exact = f"{Decimal(str(value)).normalize():f}"
        return exact.replace(".", ",") if t.language == "vi" else exact
    return str(value)


def _deletion(t: Locale, actor: Actor, project: Project, key: Key) -> None:
    """Offer to delete the row, and ask once more."""
    with st.popover(t("edit.delete")):
        sentence = t("edit.delete_sure", date=key[1], name=t.name(project))
        block.show(frame.caption(sentence), key="edit-sure")
        st.button(
            t("edit.delete_confirm"),
            on_click=drafting.remove_row,
            args=(actor, key),
            key="edit-delete",
        )
