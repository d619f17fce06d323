"""Places and agencies as a reader wants them named: as in the plan, or as they are today.

A view carries the choice (`View.units`). Whatever shows a place or an agency asks here.
"""

from collections.abc import Iterable, Mapping, Sequence

from tvgeo.core import communes, reports, units
from tvgeo.core.communes import Where
from tvgeo.core.features import Feature
from tvgeo.core.metrics import Standing
from tvgeo.core.periods import Period
from tvgeo.core.plan import Agency, Project
from tvgeo.core.reports import AgencyReport
from tvgeo.core.units import NOW, Units
from tvgeo.locale import Locale
from tvgeo.render import phrases, present
from tvgeo.render.briefing import sentences
from tvgeo.services.base import Base
from tvgeo.services.shared import shared
from tvgeo.services.view import View


@shared(most=4)
def communes_of(base: Base) -> tuple[Feature, ...]:
    """Return today's communes that the folder has outlines of."""
    features = base.folder.features
    return tuple(f for f in features if f.layer == communes.LAYER and f.shape == "area")


@shared(most=4)
def where(base: Base) -> Mapping[str, Where]:
    """Return the communes of every located work; joined once per base, when first asked for."""
    return communes.join(base.join.located, communes_of(base), base.settings.crs)


@shared(most=4)
def used(base: Base) -> tuple[Feature, ...]:
    """Return the communes that some work lies in, or may lie in, in the order of the layer."""
    ids = {one.commune.feature_id for found in where(base).values() for one in found.within}
    return tuple(commune for commune in communes_of(base) if commune.feature_id in ids)


@shared(most=4)
def are_known(base: Base) -> bool:
    """Whether a folder knows anything of today's units: outlines of communes, or successors."""
    agencies = base.registry.agencies.values()
    return bool(communes_of(base)) or any(a.successor_id for a in agencies)


def seen(view: View, wanted: Units) -> View:
    """Return a view with its places and agencies named as wanted."""
    return view.today if wanted == NOW and view.units != NOW else view


def leads(view: View, project: Project) -> tuple[str, ...]:
    """Return the agencies that a project is counted and filtered by."""
    return shown(view, project.lead_agency)


def shown(view: View, codes: Iterable[str]) -> tuple[str, ...]:
    """Return agencies as the reader wants them named, each once: today's ones, or the same."""
    return units.codes(view.registry, codes) if view.units == NOW else tuple(codes)


def owed(view: View, period: Period) -> tuple[AgencyReport, ...]:
    """Return what every agency owes for a period."""
    found = reports.owed(view.registry, view.rows, period)
    return units.merged(view.registry, found) if view.units == NOW else found


def place(t: Locale, view: View, project: Project) -> str:
    """Return where a project lies: the plan's districts, or today's communes."""
    return (
        present_place(t, view.base, project) if view.units == NOW else phrases.place(t, project)
    )


def present_place(t: Locale, base: Base, project: Project) -> str:
    """Return the communes of a project, whatever the reader wants named."""
    missing = t("units.no_location" if communes_of(base) else "units.no_communes")
    found = where(base).get(project.project_id)
    former = base.settings.province if base.settings.succession else ""
    return present.place(t, project, found, missing, former)


def name(t: Locale, view: View, agency: Agency) -> str:
    """Return an agency by its short name, as a heading has it: today's, or the plan's alone."""
    if view.units == NOW:
        return present.agency(t, view.registry, agency)
    return t.short_name(agency)


def name_full(t: Locale, view: View, agency: Agency) -> str:
    """Return an agency by its whole name, as a heading of a document has it."""
    if view.units == NOW:
        return present.agency(t, view.registry, agency, full=True)
    return t.name(agency)


def agency(t: Locale, view: View, one: Agency) -> str:
    """Return who answers for an agency: today's, or the plan's and who followed it since."""
    if view.units == NOW:
        return present.agency(t, view.registry, one)
    return phrases.agency(t, view.registry, one, view.day)


def lead(t: Locale, view: View, item: Standing) -> str:
    """Return who answers for a work."""
    return agencies(t, view, item.project.lead_agency) or t("flag.no_lead")


def agencies(t: Locale, view: View, codes: Sequence[str]) -> str:
    """Return who answers for several agencies, nothing for none."""
    said = (agency(t, view, reports.agency_of(view.registry, code)) for code in codes)
    return "; ".join(dict.fromkeys(said))


def agency_full(t: Locale, view: View, one: Agency) -> str:
    """Return who answers for an agency by its whole name, for documents."""
    if view.units == NOW:
        return present.agency(t, view.registry, one, full=True)
    return sentences.agency(t, view.registry, one, view.day)


def leads_full(t: Locale, view: View, codes: Sequence[str]) -> str:
    """Return the agencies that lead something by their whole names, for documents."""
    named = (agency_full(t, view, reports.agency_of(view.registry, code)) for code in codes)
    return "; ".join(dict.fromkeys(named)) or t("flag.no_lead")


def note(t: Locale, view: View) -> str:
    """Return what today's names rest on; nothing where the plan's are shown."""
    if view.units != NOW:
        return ""
    known = communes_of(view.base)
    if not known:
        return t("units.note_agencies")
    m = present.distance(t, max(commune.accuracy_m for commune in known))
    since = view.base.settings.succession
    return t("units.note", since=since, m=m) if since else t("units.note_plain", m=m)
