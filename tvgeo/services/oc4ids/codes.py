"""Which codes of OC4IDS stand for the plan's own; what has no code is left out, never guessed."""

from collections.abc import Sequence
from datetime import date

from tvgeo.core.plan import Project
from tvgeo.core.progress import Row, figure_as_of

ROAD = ("transport", "transport.road")
WATER = ("transport", "transport.water")
_SECTOR_OF_KIND = {
    "bridge": ROAD,
    "national_road": ROAD,
    "bypass": ROAD,
    "road": ROAD,
    "expressway_study": ROAD,
    "waterway": WATER,
    "port": WATER,
    "port_study": WATER,
    "wastewater": ("waterAndWaste",),
    "greenery": ("cultureSportsAndRecreation",),
}
_SECTOR = {
    "transport": ("transport",),
    "ict": ("communications",),
    "economic_zone": ("economy",),
}
# Only what is built where nothing stood; the plan rarely says whether a road is widened or new.
_TYPE_OF_KIND = dict.fromkeys(("bridge", "bypass", "port"), "construction")
_PHASE = {
    "preparation": "preparation",
    "in_progress": "implementation",
    # handed over, but whether its accounts are closed ("completed") is not reported
    "completed": "completion",
    "cancelled": "cancelled",
}
_STUDY = "_study"


def sector(work: Project) -> tuple[str, ...]:
    """Return the codes of `projectSector`, the broader first; none where none fits."""
    return _SECTOR_OF_KIND.get(work.kind or "", _SECTOR.get(work.sector, ()))


def project_type(work: Project) -> str | None:
    """Return the code of `projectType`."""
    return _TYPE_OF_KIND.get(work.kind or "")


def phase(project: Project, rows: Sequence[Row], day: date) -> str | None:
    """Return the code of `projectStatus` by the last sourced report up to `day`, or `None`.

    `rows` are the project's, in order of date. A study is preparation however far it is. A work
    that has not begun or is paused may be in more than one phase.
    """
    sourced = [row for row in rows if row.quality != "illustrative"]
    status = figure_as_of(sourced, "status", day)
    if status is None:
        return None
    if (project.kind or "").endswith(_STUDY) and status.value != "cancelled":
        return "preparation"
    return _PHASE.get(str(status.value))
