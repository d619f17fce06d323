"""Keeping the tables that QGIS reads in step with the plan, its layers and what is published.

The figures need no keeping: the view `works_as_of` reads them where they are published. The plan and
the drawn features are copied into the database when they differ from those of before.
"""

import logging
import os
from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import shapely

from tvgeo.core.features import Feature
from tvgeo.core.metrics import target_amount
from tvgeo.core.plan import Project
from tvgeo.errors import TvgeoError
from tvgeo.services import stores
from tvgeo.services.base import Base, open_base
from tvgeo.services.shared import shared
from tvgeo.store import digests, gis, repository
from tvgeo.store.gis import Shown

_LOG = logging.getLogger(__name__)
# Whether there is a view: none of a file; PostGIS is not installed; nobody may make it yet; it is.
State: TypeAlias = Literal["no_server", "no_postgis", "no_right", "ready"]


def keep_in_step(path: str | os.PathLike[str] | None = None) -> State:
    """Make tables and view where they are missing, and fill them anew where something differs.

    Raises
    ------
    DataError, StoreError
        If the folder or the store cannot be used.
    """
    base = open_base(path)
    store = stores.find(base.folder.folder)
    if store is None or not stores.on_server():
        return "no_server"
    new = _shown(base)
    with store.reading() as conn:
        schema = gis.schema_of_postgis(conn)
        if schema is None:
            return "no_postgis"
        is_there = gis.exists(conn)
        is_to_make = not gis.is_of_today(conn, schema) and gis.may_make(conn)
        if not is_to_make and not is_there:
            return "no_right"
        if not is_to_make and gis.shown(conn) == new.sha256:
            return "ready"
    with store.writing() as conn:
        if repository.head_number(conn) != base.revision:
            return "ready"  # whoever published since brings the newer lines
        if is_to_make:
            gis.make(conn, schema)
        gis.fill(conn, schema, new)
    return "ready"


def follow(path: str | os.PathLike[str] | None = None) -> None:
    """Bring the lines of what was just published; where that fails, the next look does it."""
    if not stores.on_server():
        return
    try:
        keep_in_step(path)
    except TvgeoError as error:
        _LOG.warning("the tables for QGIS wait: %s", error)


@shared(most=2)
def _shown(base: Base) -> Shown:
    settings = {
        name: getattr(base.settings, name) for name in ("timezone", "slow", "late", "critical")
    }
    works = [
        _work(place, project) for place, project in enumerate(base.registry.projects.values())
    ]
    features = [_feature(each) for each in base.folder.features]
    written = [{**each, "geom": each["geom"].hex()} for each in features]
    sha256 = digests.of_text(digests.canonical([settings, works, written]))
    return Shown(sha256, settings, works, features)


def _work(place: int, project: Project) -> Mapping[str, Any]:
    told = (
        "project_id",
        "name_vi",
        "name_en",
        "sector",
        "kind",
        "part_of",
        "start_date",
        "due_date",
    )
    return {
        "place": place,
        **{name: getattr(project, name) for name in told},
        "lead_agency": "; ".join(project.lead_agency) or None,
        "target": target_amount(project),
    }


def _feature(feature: Feature) -> Mapping[str, Any]:
    told = ("feature_id", "project_id", "layer", "name_vi", "name_en", "ref", "source", "licence",
            "accuracy_m", "method")  # fmt: skip
    return {
        **{name: getattr(feature, name) for name in told},
        "geom": shapely.to_wkb(feature.geometry_4326),
    }
