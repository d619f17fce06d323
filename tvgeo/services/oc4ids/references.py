"""What a project of OC4IDS refers to: places, parties and documents."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tvgeo.core.features import Feature
from tvgeo.core.plan import Project
from tvgeo.io import exports
from tvgeo.locale import Locale
from tvgeo.services import units
from tvgeo.services.oc4ids.stamps import moment, present
from tvgeo.services.view import View

COUNTRY = {"vi": "Việt Nam", "en": "Viet Nam"}
# The codes of communes in force since 1 July 2025, as the layer has them (`ref`).
COMMUNES = "VN-DVHC-2025"
# A source names one publication after the other, each with its day and its address. An address
# is ASCII: other characters in it might only change how the line around it is read.
_CITED = re.compile(r"([^;]*?),?\s*(https?://[!-+\--:<-~]+)")
_DAY = re.compile(r"(\d{2})/(\d{2})/(\d{4})")


def locations(view: View, t: Locale, project: Project) -> list[dict[str, Any]]:
    """Return where a project is: its geometry, or the names of the places the plan gives."""
    region = {"region": view.base.settings.province, "countryName": COUNTRY[t.language]}
    found = [
        _place(t, feature, region)
        for feature in view.base.join.located.get(project.project_id, ())
    ]
    named = [
        {
            "id": f"district-{number}",
            "description": name,
            "address": present({"locality": name, **region}),
        }
        for number, name in enumerate(project.districts, start=1)
    ]
    return found + _communes(view, t, project) + named


def _communes(view: View, t: Locale, project: Project) -> list[dict[str, Any]]:
    """Return today's communes that a project lies in for certain, by their official code."""
    found = units.where(view.base).get(project.project_id)
    return [
        {
            "id": f"commune-{one.commune.feature_id}",
            "description": t("oc4ids.commune", name=t.name(one.commune)),
            "gazetteer": {"scheme": COMMUNES, "identifiers": [one.commune.ref]},
            "address": {"locality": t.name(one.commune), "countryName": COUNTRY[t.language]},
        }
        for one in (found.certain if found else ())
        if one.commune.ref
    ]


def _place(t: Locale, feature: Feature, region: dict[str, str]) -> dict[str, Any]:
    name = t.name(feature) or feature.feature_id
    described = t(
        f"oc4ids.place.{'schematic' if feature.method == 'schematic' else 'drawn'}",
        name=name,
        accuracy=t.quantity(feature.accuracy_m, "m"),
    )
    return {
        "id": feature.feature_id,
        "description": described,
        "geometry": exports.geometry(feature.geometry_4326),
        "address": present(region),
        "geometrySource": {
            "source": feature.source,
            "licence": feature.licence,
            "accuracyMetres": feature.accuracy_m,
            "method": feature.method,
        },
    }


def parties(view: View, t: Locale, project: Project) -> list[dict[str, Any]]:
    """Return the agencies of a project, each with its roles; leading ones come first."""
    agencies = view.registry.agencies
    roles: dict[str, list[str]] = {}
    for agency_id in project.lead_agency:
        roles.setdefault(agency_id, []).append("publicAuthority")
    for agency_id in project.lead_agency:
        heir = agencies.get(agency_id)
        if heir and heir.successor_id and heir.successor_verified and _succeeded(view):
            roles.setdefault(heir.successor_id, []).append("successorAuthority")
    for agency_id in project.coop_agencies:
        roles.setdefault(agency_id, []).append("coordinatingAgency")
    found = [
        {
            "id": agency_id,
            "name": t.name(agencies[agency_id]) if agency_id in agencies else agency_id,
            "roles": list(dict.fromkeys(held)),
        }
        for agency_id, held in roles.items()
    ]
    if project.owner:
        owner = {"id": "owner", "name": project.owner, "roles": ["procuringEntity", "buyer"]}
        found.append(owner)
    return found


def _succeeded(view: View) -> bool:
    """Whether the successors of the plan's agencies answer on the day of the view."""
    since = view.base.settings.succession
    return since is None or view.day >= since


def public_authority(found: list[dict[str, Any]]) -> dict[str, str] | None:
    """Return the first party that answers for the project."""
    party = next((each for each in found if "publicAuthority" in each["roles"]), None)
    return None if party is None else {"id": party["id"], "name": party["name"]}


def documents(view: View, t: Locale, project: Project) -> list[dict[str, Any]]:
    """Return the pages that figures and facts of a project cite, each once, the plan first."""
    settings = view.base.settings
    found = [
        present(
            {
                "id": "plan",
                "title": t.name(settings, "plan_name") or settings.title,
                "description": project.citation,
                "datePublished": settings.plan_issued and moment(view, settings.plan_issued),
                "language": "vi",
            }
        )
    ]
    cited = dict(_cited(view, project))
    for number, (url, title) in enumerate(cited.items(), start=1):
        day = _published(title)
        entry = {
            "id": f"source-{number}",
            "title": title or url,
            "url": url,
            "datePublished": day and moment(view, day),
        }
        found.append(present(entry))
    return found


def _cited(view: View, project: Project) -> Iterator[tuple[str, str]]:
    for fact in view.registry.facts:
        if fact.project_id == project.project_id and fact.source_url.startswith("http"):
            yield fact.source_url, fact.publisher
    for row in view.rows.get(project.project_id, ()):
        if row.as_of <= view.day:
            for title, url in _CITED.findall(row.source or ""):
                yield url.rstrip(".)"), title.strip()


def _published(title: str) -> date | None:
    """Return the day that a citation names, if it names one that exists."""
    named = _DAY.search(title)
    try:
        return date(*map(int, reversed(named.groups()))) if named else None
    except ValueError:
        return None
