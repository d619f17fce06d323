"""The project package: all works of a day with who publishes them, and the extension."""

import uuid
from pathlib import Path
from typing import Any

from tvgeo.core.plan import NOT_BUILT
from tvgeo.errors import DataError
from tvgeo.locale import Locale
from tvgeo.services.base import Base
from tvgeo.services.oc4ids import project
from tvgeo.services.oc4ids.stamps import moment, present
from tvgeo.services.shared import shared
from tvgeo.services.view import View, view_on

VERSION = "0.9"
EXTENSION = Path(__file__).parent / "extension"
EXTENSION_FILES = ("extension.json", "project-schema.json")
EXTENSION_FOLDER = "oc4ids-extension"


@shared(most=4)
def build(view: View, t: Locale) -> dict[str, Any]:
    """Return the works as of the day of the view as an OC4IDS project package.

    Made once for all who ask, so nobody may change it. Duties, rules and marks of the plan (`plan.NOT_BUILT`) are no infrastructure and are left out.

    Raises
    ------
    DataError
        If there is no work at all: a package of none is not one.
    """
    return _package(view, t)


@shared(most=2)  # both languages: no day that somebody asks for takes their place
def usual(base: Base, t: Locale) -> dict[str, Any]:
    """Return the package of what the pages open on.

    Raises
    ------
    DataError
        As for `build`.
    """
    return _package(view_on(base, None), t)


def _package(view: View, t: Locale) -> dict[str, Any]:
    projects = [
        project.document(view, t, item)
        for item in view.standings.values()
        if item.project.kind not in NOT_BUILT and item.project.sector != "cross_cutting"
    ]
    if not projects:
        raise DataError("error.oc4ids_empty", folder=str(view.base.folder.folder))
    settings = view.base.settings
    names = settings.open_data
    return present(
        {
            "version": VERSION,
            "uri": _address(view),
            "publishedDate": _published(view),
            "publisher": present(
                {
                    "name": names.publisher or settings.office.agency or settings.province,
                    "uri": settings.public_url,
                }
            ),
            "license": names.licence,
            "publicationPolicy": names.policy,
            "extensions": [_extension(view)],
            "projects": projects,
        }
    )


def _address(view: View) -> str:
    """Return where the package can be had; without a public address, a name of its content."""
    sourced = "&sourced_only=true" if view.sourced_only else ""
    query = f"as_of={view.day.isoformat()}{sourced}"
    public = view.base.settings.public_url.rstrip("/")
    if public:
        return f"{public}/api/v1/oc4ids?{query}"
    name = f"{view.base.settings.open_data.prefix}/{view.base.revision}?{query}"
    return uuid.uuid5(uuid.NAMESPACE_URL, name).urn


def _published(view: View) -> str:
    """Return when the figures last changed: their publication, or the latest of their days."""
    if view.base.published is not None:
        return view.base.published.created_at.isoformat()
    known = [row.as_of for row in view.base.rows if row.as_of <= view.day]
    return moment(view, max(known, default=view.base.settings.period[0]))


def _extension(view: View) -> str:
    """Return where the extension is: on this server, or beside the file in an archive."""
    public = view.base.settings.public_url.rstrip("/")
    path = f"{EXTENSION_FOLDER}/{EXTENSION_FILES[0]}"
    return f"{public}/api/v1/{path}" if public else path
