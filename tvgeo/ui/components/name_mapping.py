"""The names an office uses for works, matched once to those of the plan."""

import streamlit as st

from tvgeo.core.access import Actor, scope_of
from tvgeo.io.upload import UnknownName
from tvgeo.locale import Locale
from tvgeo.render.node import h
from tvgeo.services.drafts import Draft
from tvgeo.ui.blocks import frame, update
from tvgeo.ui.components import block, drafting, labels

NOT_IN_THE_PLAN = ""


def show(t: Locale, actor: Actor, draft: Draft) -> None:
    """Show a choice for each unknown name; all of them are confirmed in one step."""
    unknown = draft.reading.unknown
    registry = draft.base.registry
    agency = registry.agencies.get(actor.scope or "")
    remembered_for = t.short_name(agency) if agency else t("mapping.every_agency")
    with st.container(border=True, key="tv-mapping"):
        block.show(
            h(
                "div",
                {"class": "stack-4"},
                h("h2", {"class": "h2"}, t("mapping.title", n=len(unknown))),
                h("p", {}, t("mapping.text", n=len(unknown), agency=remembered_for)),
            ),
            key="mapping-head",
        )
        with st.form("mapping", border=False):
            chosen = {name.written: _choice(t, actor, draft, name) for name in unknown}
            confirmed = st.form_submit_button(
                t("mapping.confirm"), type="primary", key="mapping-confirm"
            )
        if not confirmed:
            return
        open_names = sum(choice is None for choice in chosen.values())
        if open_names:
            block.show(update.alert(t("mapping.open", n=open_names)), key="mapping-open")
            return
    drafting.name_works(
        actor, {w: choice for w, choice in chosen.items() if choice is not None}
    )
    st.rerun()


def _choice(t: Locale, actor: Actor, draft: Draft, name: UnknownName) -> str | None:
    """Show the works for one name, the most similar first; return the choice."""
    registry = draft.base.registry
    projects, scope = registry.projects, scope_of(registry, actor.scope)
    mine = [p for p in projects if scope is None or p in scope.projects]
    nearest = [p for p in name.nearest if p in mine]
    rows = ", ".join(str(row) for row in name.rows)
    written = update.short(name.written)
    chosen = st.selectbox(
        labels.plain(t("mapping.where", written=written, rows=rows)),
        [*nearest, NOT_IN_THE_PLAN, *(p for p in mine if p not in nearest)],
        index=None,
        format_func=lambda p: t.name(projects[p]) if p else t("mapping.none"),
        placeholder=t("mapping.choose"),
        key=f"name-{name.written}",
    )
    if nearest:
        said = "; ".join(t.name(projects[p]) for p in nearest)
        hint = frame.caption(t("mapping.nearest", nearest=said))
        block.show(hint, key=f"nearest-{name.written}")
    return chosen
