"""The map as one HTML file that opens without this program and without a network.

This is the only module that may import folium, and a lint rule holds it to that: folium compiles
the page it has written once more as a Jinja template, so a cell that holds ``{{ … }}`` would run
on this machine, and its tooltips are parsed as HTML. Here every text from data is encoded
(`encode`) before folium sees it, fields have names of our own, and no tiles are asked for.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import folium
import shapely
from shapely.geometry.base import BaseGeometry

from tvgeo.core.features import Feature
from tvgeo.locale import Locale
from tvgeo.render import html_content, html_looks, html_page, html_parts, style
from tvgeo.render.html_content import HtmlMap, Sign, Stretch, Work
from tvgeo.render.html_page import Drawing, encode

__all__ = ["HtmlMap", "Stretch", "Work", "encode", "render"]

GLYPH_PX, PART_PX = 22, 16
# How many of the columns a tooltip shows: name, state, percentage. A click shows them all.
TOOLTIP_COLUMNS = 3


class _OfflineMap(folium.Map):
    """A map that asks for nothing: Leaflet stands in the page itself."""

    default_js = []  # noqa: RUF012
    default_css = []  # noqa: RUF012


def render(t: Locale, shown: HtmlMap) -> str:
    """Return the document; `t` gives the words of the controls and the names of places."""
    chart = _OfflineMap(
        tiles=None,
        control_scale=True,
        attributionControl=False,
        zoomSnap=0.25,
        zoomDelta=0.5,
        maxZoom=14,
        maxBounds=html_content.corners(shown.edge),
        maxBoundsViscosity=1,
    )
    chart.fit_bounds(html_content.corners(shown.bounds))
    places = {project_id: k for k, project_id in enumerate(html_content.on_map(shown))}
    signs = html_content.signs(shown)
    for layer in dict.fromkeys(f.layer for f in shown.features):
        features = [f for f in shown.features if f.layer == layer]
        _add_layer(chart, layer, features, shown, signs)
    if signs:
        folium.LayerControl(collapsed=True).add_to(chart)

    marked = [html_parts.mark(shown.mark, shown.note)] if shown.mark else []
    paper = " · ".join(text for text in (shown.title, shown.stamp, shown.note) if text)
    return html_page.page(
        language=t.language,
        title=shown.title,
        head=[html_parts.head(shown.title, shown.message, shown.stamp), *marked],
        beside=[
            html_parts.side(shown.legend, shown.inset, shown.bounds),
            html_parts.credit(shown.counts, shown.credit),
        ],
        below=[html_parts.table(html_content.table(shown, places), paper=paper)],
        words={
            "zoom_in": t("action.zoom_in"),
            "zoom_out": t("action.zoom_out"),
            "layers": t("map.filter.layers"),
            "alt": shown.alt,
        },
        drawing=_drawing(t, chart, shown, places),
    )


def _drawing(t: Locale, chart: Any, shown: HtmlMap, places: Mapping[str, int]) -> Drawing:
    """Return the map as written; folium's random names give way to numbers."""
    figure: Any = chart.get_root()
    figure.render()
    names = {name: f"{number:x}" for number, name in enumerate(_names(figure))}

    def numbered(text: str) -> str:
        for name, number in names.items():
            text = text.replace(name, number)
        return text

    told = {
        "map": numbered(chart.get_name()),
        "works": [{"lines": [*map(encode, shown.works[p].label)]} for p in places],
        "places": list(_places(t, shown.features)),
        "bounds": html_content.corners(shown.bounds),
        "edge": html_content.corners(shown.edge),
    }
    return Drawing(
        head=numbered(figure.header.render()),
        body=numbered(figure.html.render()),
        script=numbered(figure.script.render()),
        told=told,
    )


def _names(element: Any) -> Iterator[str]:
    """Yield the random name of an element and of all inside it, in their order."""
    yield element._id  # noqa: SLF001 - branca has no other word for it
    for child in element._children.values():  # noqa: SLF001
        yield from _names(child)


def _places(t: Locale, features: Sequence[Feature]) -> Iterator[dict[str, Any]]:
    for feature in html_content.named(features):
        point = feature.geometry_4326.representative_point()
        text = encode(t.name(feature))
        yield {"at": [point.y, point.x], "text": text, "kind": feature.ref}


def _add_layer(
    chart: Any,
    layer: str,
    features: Sequence[Feature],
    shown: HtmlMap,
    signs: Mapping[str, Sign],
) -> None:
    if layer == "places":
        return
    planned = [f for f in features if f.feature_id in signs]
    # lines of other works stay as roads and waters; their areas and points would say nothing
    ground = [
        f
        for f in features
        if f not in planned
        and (f.shape == "line" or (f.shape == "area" and f.project_id is None))
    ]
    if not planned and not ground:
        return
    group = folium.FeatureGroup(
        name=encode(shown.layer_names.get(layer, layer)), control=bool(planned)
    ).add_to(chart)
    _lines(group, [(f, html_looks.ground(f)) for f in ground])
    works = [shown.works[str(f.project_id)] for f in planned]
    texts = _Texts([encode(column) for column in shown.columns], [*map(_record, works)])
    _add_shapes(group, planned, works, texts)
    _add_circles(group, [f for f in planned if f.shape == "point"])
    for stretch in shown.finished:
        if stretch.layer == layer:
            _add_stretch(group, stretch)
    _add_signs(group, works, texts, [signs[f.feature_id] for f in planned])


class _Texts(NamedTuple):
    """What a tooltip and a popup say: the names of the columns, and the texts of each feature."""

    aliases: Sequence[str]
    records: Sequence[dict[str, Any]]


def _add_shapes(
    group: Any, features: Sequence[Feature], works: Sequence[Work], texts: _Texts
) -> None:
    lines = [(f, work) for f, work in zip(features, works, strict=True) if f.shape == "line"]
    _lines(group, [(f, html_looks.casing()) for f, _ in lines])
    # areas first: a road through a town stays in reach
    for shape in ("area", "line"):
        own = [i for i, f in enumerate(features) if f.shape == shape]
        if own:
            looks = [html_looks.work(features[i], works[i].health) for i in own]
            layer = _geojson(
                [(features[i].geometry_4326, texts.records[i]) for i in own],
                lambda feature, looks=looks: looks[int(feature["id"])],
            )
            _add_texts(layer, texts.aliases)
            layer.add_to(group)
    cores = [(f, html_looks.core(f, work.health)) for f, work in lines]
    _lines(group, [(f, look) for f, look in cores if look])


def _add_circles(group: Any, features: Sequence[Feature]) -> None:
    """Add the circles of what is only approximately known."""
    if not features:
        return
    rings = [html_looks.ring(f.accuracy_m) for f in features]
    _geojson(
        [(f.geometry_4326, {}) for f in features],
        lambda feature: rings[int(feature["id"])],
        marker=folium.Circle(),
        interactive=False,
    ).add_to(group)


def _add_signs(group: Any, works: Sequence[Work], texts: _Texts, signs: Sequence[Sign]) -> None:
    # the worse a state, the further up its sign; a part lies below every whole
    for part, health in sorted({(work.part, work.health) for work in works}):
        own = [i for i, work in enumerate(works) if (work.part, work.health) == (part, health)]
        known = [{"k": signs[i].k} | ({"m": 1} if signs[i].main else {}) for i in own]
        layer = _geojson(
            [
                (signs[i].point, texts.records[i] | more)
                for i, more in zip(own, known, strict=True)
            ],
            marker=_sign(health, part=part),
        )
        _add_texts(layer, texts.aliases)
        layer.add_to(group)


def _add_stretch(group: Any, stretch: Stretch) -> None:
    casing, line = html_looks.finished()
    geometry = stretch.geometry_4326
    _geojson([(geometry, {})], lambda _: casing, interactive=False).add_to(group)
    layer = _geojson([(geometry, {"c0": encode(stretch.text)})], lambda _: line)
    folium.GeoJsonTooltip(["c0"], [""], labels=False, class_name="tv-detail").add_to(layer)
    layer.add_to(group)


def _lines(group: Any, looks: Sequence[tuple[Feature, dict[str, object]]]) -> None:
    """Add features that answer to nothing."""
    if not looks:
        return
    _geojson(
        [(feature.geometry_4326, {}) for feature, _ in looks],
        lambda feature: looks[int(feature["id"])][1],
        interactive=False,
    ).add_to(group)


def _sign(health: str, *, part: bool) -> Any:
    size = PART_PX if part else GLYPH_PX
    return folium.Marker(
        icon=folium.DivIcon(
            html=html_page.to_html(html_parts.glyph(health, round(size * 0.64))),
            icon_size=(size, size),
            class_name="tv-glyph",
        ),
        z_index_offset=-1000 * (style.HEALTH_ORDER.index(health) + (10 if part else 0)),
    )


def _record(work: Work) -> dict[str, Any]:
    """Return what a click on a feature shows, named by place: `c0`, `c1` and so on."""
    return {f"c{i}": encode(text) for i, text in enumerate(work.texts)}


def _add_texts(layer: Any, aliases: Sequence[str]) -> None:
    names = [f"c{i}" for i in range(len(aliases))]
    folium.GeoJsonTooltip(
        names[:TOOLTIP_COLUMNS], list(aliases[:TOOLTIP_COLUMNS]), class_name="tv-detail"
    ).add_to(layer)
    folium.GeoJsonPopup(
        names, list(aliases), class_name="tv-detail", localize=False, close_button=False
    ).add_to(layer)


def _geojson(
    items: Sequence[tuple[BaseGeometry, Mapping[str, Any]]], look: Any = None, **options: Any
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
