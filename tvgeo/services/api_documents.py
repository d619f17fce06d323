"""What the programming interface hands out: the pages' figures, filtered and cut into pages.

Every document names its day and its revision; what leads on to the next page names both, so that
a publication in between mixes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from tvgeo.core.access import Actor
from tvgeo.core.metrics import Standing
from tvgeo.errors import UsageError
from tvgeo.io import exports, progress_table
from tvgeo.locale import Locale
from tvgeo.services import change_documents, documents, exporting, filtering, history
from tvgeo.services.access import check_read
from tvgeo.services.base import Base, at_revision, open_base
from tvgeo.services.filtering import Filters
from tvgeo.services.view import View, view_on

T = TypeVar("T")
# Which file was published, and which warnings were waved through, the pages tell.
_NOT_TOLD = frozenset({"file_name", "layers", "confirmed"})


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted; `limit` `None` is all of it."""

    limit: int | None
    offset: int = 0

    def of(self, found: Sequence[T]) -> Sequence[T]:
        """Return the part of a list."""
        end = None if self.limit is None else self.offset + self.limit
        return found[self.offset : end]

    def following(self, total: int) -> int | None:
        """Return where the next part begins, or `None` after the last one."""
        if self.limit is None or self.offset + self.limit >= total:
            return None
        return self.offset + self.limit


def view(
    actor: Actor | None,
    day: date | None = None,
    *,
    revision: int | None = None,
    sourced_only: bool = False,
) -> View:
    """Return what is published, of a day and a revision somebody asks for.

    Raises
    ------
    AccessError
        If reading needs a session, and nobody is signed in.
    UsageError
        If there is no such day or revision.
    """
    base = readable(actor)
    if revision is not None and revision != base.revision:
        # without a store there is one revision, and `history` says so
        base = at_revision(base, history.revision(base, revision).revision)
    return view_on(base, day, sourced_only=sourced_only)


def readable(actor: Actor | None) -> Base:
    """Return what is published, to whom it may be shown.

    Raises
    ------
    AccessError
        If reading needs a session, and nobody is signed in.
    """
    base = open_base()
    check_read(base.settings, actor)
    return base


def check_filters(view: View, filters: Filters) -> None:
    """Refuse an agency that the plan does not know.

    Raises
    ------
    UsageError
        With the agencies there are.
    """
    for agency_id in filters.agencies:
        if agency_id not in view.registry.agencies:
            known = ", ".join(sorted(view.registry.agencies))
            raise UsageError("error.bad_value", arg="agency", value=agency_id, suggestion=known)


def projects(view: View, t: Locale, filters: Filters, page: Page) -> dict[str, Any]:
    """Return works with their figures, in the order of the plan."""
    kept = filtering.left(view, filters).ids
    found = [item for item in view.standings.values() if item.project.project_id in kept]
    return {
        **_head(view),
        "total": len(found),
        "offset": page.offset,
        "projects": [_project(view, t, item) for item in page.of(found)],
    }


def project(view: View, t: Locale, project_id: str) -> dict[str, Any] | None:
    """Return one work with its reports, its places and its parts; `None` if there is none."""
    item = view.standings.get(project_id)
    if item is None:
        return None
    revisions = history.row_revisions(view.base, project_id)
    work = item.project
    return {
        **_head(view),
        "project": _project(view, t, item)
        | {
            "citation": work.citation,
            "note": work.note,
            "start_date": _iso(work.start_date),
            "cost_bn_vnd": work.cost_bn_vnd,
            "length_km": work.length_km,
            "area_ha": work.area_ha,
            "districts": list(work.districts),
            "parts": [part.project_id for part in view.registry.parts(project_id)],
            "features": [f.feature_id for f in view.base.join.located.get(project_id, ())],
        },
        "history": [
            {name: _plain(value) for name, value in progress_table.record(row).items()}
            | {"revision": revisions.get(row.key, view.base.revision)}
            for row in view.rows.get(project_id, ())
            if row.as_of <= view.day
        ],
    }


def features(view: View, filters: Filters, page: Page) -> dict[str, Any]:
    """Return located works as GeoJSON with the pages' figures, for QGIS and others."""
    kept = filtering.left(view, filters).ids
    found = [
        (feature, view.standings[project_id])
        for project_id, members in view.base.join.located.items()
        if project_id in kept
        for feature in members
    ]
    # figures only of what is sent: a page of a large province is as quick as one of a small one
    collection = exports.feature_collection(
        (feature, exporting.record(view, item)) for feature, item in page.of(found)
    )
    return {
        "type": collection["type"],
        "as_of": view.day.isoformat(),
        "revision": view.base.revision,
        "numberMatched": len(found),
        "numberReturned": len(collection["features"]),
        "features": collection["features"],
    }


def revisions(base: Base, page: Page, actor: Actor | None) -> dict[str, Any]:
    """Return the revisions, the newest first; none where the folder has no store.

    Who published is told to those with an account: whoever may only guess names of accounts
    should not find them in a list for programs.
    """
    found = history.revisions(base)
    left_out = _NOT_TOLD if actor else _NOT_TOLD | {"author"}
    return {
        "revision": base.revision,
        "total": len(found),
        "offset": page.offset,
        "revisions": [
            {
                name: value
                for name, value in change_documents.revision(each).items()
                if name not in left_out
            }
            for each in page.of(found)
        ],
    }


def _head(view: View) -> dict[str, Any]:
    published = view.base.published
    return {
        "as_of": view.day.isoformat(),
        "period": view.period.code,
        "revision": view.base.revision,
        "published_at": published.created_at.isoformat() if published else None,
        "sourced_only": view.sourced_only,
    }


def _project(view: View, t: Locale, item: Standing) -> dict[str, Any]:
    """Return one standing as the command line does, with its words in the reader's language."""
    return documents.project(view, item) | {
        "name": t.name(item.project),
        "kind": item.project.kind,
        "sector_label": t(f"sector.{item.project.sector}"),
        "health_label": t(f"health.{item.health}"),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
