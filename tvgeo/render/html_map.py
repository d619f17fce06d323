"""The map as one HTML file that opens without this program and without a network.

This is the only module that may import folium, and a lint rule holds it to that: folium compiles
the page it has written once more as a Jinja template, so a cell that holds ``{{ … }}`` would run
on this machine, and its tooltips are parsed as HTML. Here every text from data is encoded
(`encode`) before folium sees it, fields have names of our own, and no tiles are asked for.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import folium
import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core.features import CONTEXT_LAYERS, Feature
from tvgeo.locale import Locale
from tvgeo.render import html_looks, html_page, style
from tvgeo.render.html_page import encode
from tvgeo.render.legend import Legend

__all__ = ["HtmlMap", "Work", "encode", "render"]

Box = tuple[float, float, float, float]
GLYPH_PX, PART_PX = 22, 16
# How many of the columns a tooltip shows: name, state, percentage. A click shows them all.
TOOLTIP_COLUMNS = 3
# Places that are named, by the `ref` of the feature.
_PLACES = ("city", "town")
_GEOMETRY = "c_geometry"


class _OfflineMap(folium.Map):
    """A map that asks for nothing: Leaflet stands in the page itself."""

    default_js = []  # noqa: RUF012
    default_css = []  # noqa: RUF012


@dataclass(frozen=True, slots=True)
class Work:
    """What the map says of one project: its state, and a text for each column, marks included.

    The first three columns are the name, the state and the percentage. The sign of a `part` is
    smaller and lies below that of its whole.
    """

    health: str
    texts: tuple[str, ...]
    part: bool = False


@dataclass(frozen=True, slots=True)
class HtmlMap:
    """All that the file shows; texts are localised, geometries lon/lat in WGS 84.

    `features` are in drawing order, bottom first; `works` belong to them by project id and make
    the table, where a work without a place stands too. `finished` are stretches cut by chainage.
    `bounds` and the `edge` of the base map are west, south, east, north in degrees.
    """

    title: str
    stamp: str
    note: str
    credit: str
    alt: str
    table_title: str
    columns: tuple[str, ...]
    works: Mapping[str, Work]
    features: Sequence[Feature]
    layer_names: Mapping[str, str]
    legend: Legend
    bounds: Box
    edge: Box
    finished: Sequence[BaseGeometry] = ()


def render(t: Locale, shown: HtmlMap) -> str:
    """Return the document; `t` gives the words of the controls and of the accuracy."""
    chart = _OfflineMap(
        tiles=None,
        control_scale=True,
        attributionControl=False,
        zoomSnap=0.25,
        maxBounds=_corners(shown.edge),
        maxBoundsViscosity=1,
    )
    chart.fit_bounds(_corners(shown.bounds))
    for layer in dict.fromkeys(f.layer for f in shown.features):
        features = [f for f in shown.features if f.layer == layer]
        _add_layer(t, chart, layer, features, shown)
    for geometry in shown.finished:
        look = html_looks.finished()
        _geojson([(geometry, {})], lambda _, look=look: look, interactive=False).add_to(chart)
    folium.LayerControl(collapsed=True).add_to(chart)

    figure: Any = chart.get_root()
    figure.render()
    return html_page.page(
        language=t.language,
        title=shown.title,
        stamp=shown.stamp,
        note=shown.note,
        credit=shown.credit,
        alt=shown.alt,
        legend=shown.legend,
        table=html_page.table(
            shown.table_title,
            shown.columns,
            [(work.health, work.texts) for work in shown.works.values()],
        ),
        words={
            "zoom_in": t("action.zoom_in"),
            "zoom_out": t("action.zoom_out"),
            "layers": t("map.filter.layers"),
        },
        head=figure.header.render(),
        body=figure.html.render(),
        script=figure.script.render(),
    )


def _corners(box: Box) -> list[list[float]]:
    west, south, east, north = box
    return [[south, west], [north, east]]


def _add_layer(
    t: Locale, chart: Any, layer: str, features: Sequence[Feature], shown: HtmlMap
) -> None:
    base = layer in CONTEXT_LAYERS
    group = folium.FeatureGroup(
        name=encode(shown.layer_names.get(layer, layer)), control=not base
    ).add_to(chart)
    if layer == "places":
        for feature in features:
            if feature.ref in _PLACES:
                _place(t, feature).add_to(group)
        return
    planned = [f for f in features if f.project_id in shown.works]
    ground = [f for f in features if f not in planned and f.shape != "point"]
    if ground:
        looks = [html_looks.ground(f) for f in ground]
        _geojson(
            [(f.geometry_4326, {}) for f in ground],
            lambda feature: looks[int(feature["id"])],
            interactive=False,
        ).add_to(group)
    if planned:
        _add_works(t, group, planned, shown)


def _add_works(t: Locale, group: Any, features: Sequence[Feature], shown: HtmlMap) -> None:
    """Add the shapes of works, the circles of what is only approximately known, and the signs."""
    works = [shown.works[str(f.project_id)] for f in features]
    records = [_record(t, f, work) for f, work in zip(features, works, strict=True)]
    aliases = [encode(column) for column in shown.columns]

    shapes = [i for i, f in enumerate(features) if f.shape != "point"]
    circles = [i for i, f in enumerate(features) if f.shape == "point"]
    if shapes:
        looks = [html_looks.work(features[i], works[i].health) for i in shapes]
        layer = _geojson(
            [(features[i].geometry_4326, records[i]) for i in shapes],
            lambda feature: looks[int(feature["id"])],
        )
        _add_texts(layer, aliases)
        layer.add_to(group)
    if circles:
        rings = [html_looks.ring(features[i].accuracy_m) for i in circles]
        _geojson(
            [(features[i].geometry_4326, {}) for i in circles],
            lambda feature: rings[int(feature["id"])],
            marker=folium.Circle(),
            interactive=False,
        ).add_to(group)
    # the worse a state, the further up its sign; a part lies below every whole
    for part, health in sorted({(work.part, work.health) for work in works}):
        own = [i for i, work in enumerate(works) if (work.part, work.health) == (part, health)]
        layer = _geojson(
            [(_middle(features[i]), records[i]) for i in own],
            marker=_sign(health, part=part),
        )
        _add_texts(layer, aliases)
        layer.add_to(group)


def _sign(health: str, *, part: bool) -> Any:
    size = PART_PX if part else GLYPH_PX
    return folium.Marker(
        icon=folium.DivIcon(
            html=html_page.to_html(html_page.glyph(health, round(size * 0.64))),
            icon_size=(size, size),
            class_name="tv-glyph",
        ),
        z_index_offset=-1000 * (style.HEALTH_ORDER.index(health) + (10 if part else 0)),
    )


def _middle(feature: Feature) -> BaseGeometry:
    """Return where the sign of a feature stands, lon/lat."""
    if feature.geometry_4326.geom_type == "LineString":
        return feature.geometry_4326.interpolate(0.5, normalized=True)
    return feature.geometry_4326.representative_point()


def _record(t: Locale, feature: Feature, work: Work) -> dict[str, str]:
    """Return what a click on a feature shows, named by place: `c0`, `c1` and so on."""
    texts = {f"c{i}": encode(text) for i, text in enumerate(work.texts)}
    km = t.number(feature.accuracy_m / 1000, 1)
    known = (
        t("geometry.schematic", km=km)
        if feature.method == "schematic"
        else t("geometry.accuracy", m=t.number(feature.accuracy_m, 0))
    )
    return texts | {_GEOMETRY: encode(known)}


def _add_texts(layer: Any, aliases: Sequence[str]) -> None:
    names = [f"c{i}" for i in range(len(aliases))]
    folium.GeoJsonTooltip(
        names[:TOOLTIP_COLUMNS], list(aliases[:TOOLTIP_COLUMNS]), class_name="tv-detail"
    ).add_to(layer)
    folium.GeoJsonPopup(
        [*names, _GEOMETRY],
        [*aliases, ""],
        class_name="tv-detail",
        localize=False,
        close_button=False,
    ).add_to(layer)


def _geojson(
    items: Sequence[tuple[BaseGeometry, Mapping[str, str]]], look: Any = None, **options: Any
) -> Any:
    """Return a layer; `look` is asked for each feature, whose `id` is its place in `items`."""
    collection = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": str(i),
                "properties": dict(properties),
                "geometry": json.loads(shapely.to_geojson(geometry)),
            }
            for i, (geometry, properties) in enumerate(items)
        ],
    }
    return folium.GeoJson(collection, style_function=look, control=False, **options)


def _place(t: Locale, feature: Feature) -> Any:
    point = feature.geometry_4326.representative_point()
    text = encode(t.name(feature))
    return folium.Marker(
        [point.y, point.x],
        icon=folium.DivIcon(html=text, class_name="tv-place", icon_size=(0, 0)),
        interactive=False,
        keyboard=False,
    )
