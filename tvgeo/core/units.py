"""Former units and today's: which agency answers now for what the plan gave to another.

The plan keeps its names. A reader may ask for those of today instead; nothing that shows a place
or an agency decides by itself which of the two it is.
"""

from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from tvgeo.core.plan import Agency, Registry
from tvgeo.core.reports import AgencyReport, agency_of

Units: TypeAlias = Literal["then", "now"]
THEN: Units = "then"
NOW: Units = "now"
UNITS: tuple[Units, ...] = (THEN, NOW)

Heir: TypeAlias = Literal["agency", "communes", "text", "unknown"]


def code(registry: Registry, agency_id: str) -> str:
    """Return the agency that answers today: the successor where one is known, else itself."""
    agency = registry.agencies.get(agency_id)
    heir = agency.successor_id if agency else None
    return heir if heir in registry.agencies and heir is not None else agency_id


def codes(registry: Registry, agency_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the agencies that answer today for several, each once, in their order."""
    return tuple(dict.fromkeys(code(registry, agency_id) for agency_id in agency_ids))


def former(registry: Registry, agency_id: str) -> tuple[Agency, ...]:
    """Return the agencies whose duties this one has taken over."""
    return tuple(a for a in registry.agencies.values() if a.successor_id == agency_id)


def is_verified(registry: Registry, agency_id: str) -> bool:
    """Whether a source says, for each of those agencies, that this one has taken over."""
    return all(agency.successor_verified for agency in former(registry, agency_id))


def heir(registry: Registry, agency: Agency) -> Heir:
    """Return what is known of who answers today for an agency without a successor of its own.

    `agency` is one that is itself of today; `communes` the new communes, where the level of
    the agency has ended; `text` words of the register that name no agency of it.
    """
    if agency.kind == "successor" or former(registry, agency.agency_id):
        return "agency"
    kinds = {agency_of(registry, member).kind for member in agency.members} or {agency.kind}
    if kinds == {"district"}:
        return "communes"
    return "text" if agency.successor_text else "unknown"


def merged(registry: Registry, reports: Sequence[AgencyReport]) -> tuple[AgencyReport, ...]:
    """Return what today's agencies owe: each what all its former ones owed."""
    groups: dict[str, list[AgencyReport]] = {}
    for report in reports:
        groups.setdefault(code(registry, report.agency.agency_id), []).append(report)
    return tuple(
        AgencyReport(
            agency=agency_of(registry, agency_id),
            owed=_once(group.owed for group in groups[agency_id]),
            received=_once(group.received for group in groups[agency_id]),
            illustrative=any(group.illustrative for group in groups[agency_id]),
        )
        for agency_id in groups
    )


def _once(several: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one for some in several for one in some))
