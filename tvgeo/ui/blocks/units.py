"""Then and now of one work: the plan's districts and agencies beside today's."""

from tvgeo.core import reports
from tvgeo.core.plan import Project
from tvgeo.locale import Locale
from tvgeo.render import phrases, present
from tvgeo.render.node import Node, h
from tvgeo.services import units
from tvgeo.services.view import View


def places(t: Locale, view: View, project: Project) -> Node:
    """Return the districts that the plan names and the communes of today, with their shares."""
    base = view.base
    since = base.settings.succession
    then = phrases.place(t, project)
    lines = [t("units.work.before", said=then, since=since) if since else then]
    found = units.where(base).get(project.project_id)
    if units.are_known(base):
        drawn = found is not None and any(one.drawn for one in found.within)
        now = (
            present.shares(t, found)
            if found and drawn
            else units.present_place(t, base, project)
        )
        lines.append(t("units.work.now", said=now))
    doubts = h("p", {"class": "cap"}, present.doubts(t, found)) if found else None
    return h("div", {"class": "stack-4"}, *(h("p", {}, line) for line in lines), doubts)


def agencies(t: Locale, view: View, project: Project) -> Node | None:
    """Return the agencies that the plan names, and who answers for them today."""
    if not project.lead_agency:
        return None
    leads = [reports.agency_of(view.registry, code) for code in project.lead_agency]
    then = "; ".join(t.short_name(one) for one in leads)
    lines = [t("units.work.then", said=then)]
    if units.are_known(view.base):
        now = dict.fromkeys(present.agency(t, view.registry, one) for one in leads)
        lines.append(t("units.work.now", said="; ".join(now)))
    return h("div", {"class": "stack-4"}, *(h("p", {}, line) for line in lines))
