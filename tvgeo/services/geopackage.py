"""The located works as a GeoPackage: named in the reader's language, styled as on the map."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import groupby
from pathlib import Path

from tvgeo.io import exports, geopackage
from tvgeo.locale import Locale
from tvgeo.render import qgis_style
from tvgeo.services import fields, stamps
from tvgeo.services.view import View

_SHAPES = ("area", "line", "point")


def write(
    view: View, t: Locale, path: Path, pairs: Sequence[exports.Pair], *, crs: int
) -> None:
    """Write features with their figures; `crs` is 4326 or a VN-2000 zone (EPSG).

    Raises
    ------
    CrsError
        If `crs` is neither.
    """
    tables = list(_tables(view, t, pairs))
    geopackage.write(path, tables, at=changed(view), crs=crs, about=_about(view, t))


def changed(view: View) -> datetime:
    """Return when the figures last changed, UTC: their publication, or the day of the view."""
    if view.base.published is not None:
        return view.base.published.created_at.astimezone(UTC)
    return datetime.combine(view.day, time(), UTC)


def _tables(view: View, t: Locale, pairs: Sequence[exports.Pair]) -> Iterator[geopackage.Table]:
    """Return one table per layer and shape: QGIS draws a table with symbols of one kind.

    The first shape of a layer has the layer's name, a further one has its own behind it.
    """
    layers: dict[str, list[exports.Pair]] = {}
    for pair in pairs:
        layers.setdefault(pair[0].layer, []).append(pair)
    columns = list(exports.attributes(*pairs[0])) if pairs else []
    aliases = {column: fields.label(t, column) for column in columns}
    for layer, members in layers.items():
        members.sort(key=lambda pair: _SHAPES.index(pair[0].shape))
        title = t(f"layer.{layer}") if f"layer.{layer}" in t else layer
        for number, (shape, group) in enumerate(groupby(members, lambda pair: pair[0].shape)):
            of_shape = list(group)
            sources = sorted({feature.source for feature, _ in of_shape})
            licences = sorted({feature.licence for feature, _ in of_shape})
            yield geopackage.Table(
                name=f"{layer}_{shape}" if number else layer,
                title=t(f"gpkg.title.{shape}", layer=title) if number else title,
                description=t(
                    "gpkg.description",
                    stamp=stamps.stamp(t, view),
                    sources=" | ".join(sources),
                    licences=licences,
                ),
                pairs=of_shape,
                style=qgis_style.qml(t, view.base.settings, shape, aliases),
            )


def _about(view: View, t: Locale) -> dict[str, str]:
    """Return what the file says of itself; names are those of Dublin Core where it has one."""
    licences = sorted({f.licence for f in view.base.folder.features if f.project_id})
    return {
        "TITLE": view.base.settings.title,
        "DESCRIPTION": stamps.stamp(t, view),
        "SOURCE": " | ".join(view.base.settings.credits),
        "LICENSE": ", ".join(licences),
        "AS_OF": view.day.isoformat(),
        "REVISION": str(view.base.revision),
        "SOURCED_ONLY": "yes" if view.sourced_only else "no",
    }
