"""The style of a layer as QGIS keeps it (QML): the one palette and the one legend, once more.

A state is told by colour and, on points, by shape; a schematic geometry is dotted and a work
without data hatched or dashed, as on the map. QGIS applies the style by itself when it lies in the
`layer_styles` table of a GeoPackage.
"""

from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from tvgeo.core.plan import Settings
from tvgeo.locale import Locale
from tvgeo.render import legend, style

VERSION = "3.22.0"
ATTRIBUTE = "health"
SYMBOL_TYPES = {"line": "line", "area": "fill", "point": "marker"}
_GEOMETRY_TYPES = {"point": "0", "line": "1", "area": "2"}
_DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
# Half of what lies below an area stays to be seen.
_AREA_ALPHA = 150
_OPAQUE = 255
_LINE_MM, _OUTLINE_MM, _POINT_MM = 1.0, 0.4, 3.6
_EXPRESSION = "3"  # QgsProperty::ExpressionBasedProperty
_MARKERS = {
    "square": ("square", 0),
    "diamond": ("diamond", 0),
    "triangle": ("triangle", 180),
    "triangle-hollow": ("triangle", 180),
    "cross": ("cross2", 0),
}


def qml(t: Locale, settings: Settings, shape: str, aliases: Mapping[str, str]) -> str:
    """Return the style of a layer whose features are of one `shape`: point, line or area.

    `aliases` are what its columns are called, by name, in their order.
    """
    entries = legend.build(t, settings, shown=style.HEALTH_ORDER).entries
    states = [entry for entry in entries if entry.kind == "state"]
    root = ET.Element(
        "qgis", version=VERSION, styleCategories="Symbology|Fields|MapTips", labelsEnabled="0"
    )
    renderer = ET.SubElement(
        root,
        "renderer-v2",
        type="categorizedSymbol",
        attr=ATTRIBUTE,
        symbollevels="0",
        forceraster="0",
        enableorderby="0",
        referencescale="-1",
    )
    categories = ET.SubElement(renderer, "categories")
    symbols = ET.SubElement(renderer, "symbols")
    for number, entry in enumerate(states):
        ET.SubElement(
            categories,
            "category",
            render="true",
            symbol=str(number),
            value=entry.code,
            label=entry.label,
        )
        _symbol(symbols, str(number), shape, entry)
    named = ET.SubElement(root, "aliases")
    for number, (column, alias) in enumerate(aliases.items()):
        ET.SubElement(named, "alias", index=str(number), field=column, name=alias)
    ET.SubElement(root, "previewExpression").text = '"name_vi"'
    ET.SubElement(root, "layerGeometryType").text = _GEOMETRY_TYPES[shape]
    return _DOCTYPE + ET.tostring(root, encoding="unicode")


def _symbol(symbols: ET.Element, name: str, shape: str, entry: legend.Entry) -> None:
    symbol = ET.SubElement(
        symbols,
        "symbol",
        type=SYMBOL_TYPES[shape],
        name=name,
        alpha="1",
        clip_to_extent="1",
        force_rhr="0",
    )
    kind, options, plain = _layer(shape, entry)
    layer = ET.SubElement(
        symbol, "layer", {"class": kind, "enabled": "1", "locked": "0", "pass": "0"}
    )
    _map(layer, options.items())
    for key, value in options.items():
        # what QGIS before 3.20 reads
        ET.SubElement(layer, "prop", k=key, v=value)
    _dotted_where_schematic(layer, plain)


def _layer(shape: str, entry: legend.Entry) -> tuple[str, dict[str, str], str]:
    """Return the class of a symbol layer, its options, and its line style if not schematic."""
    unknown = entry.code == "no_data"
    plain = "dash" if unknown else "solid"
    if shape == "line":
        return (
            "SimpleLine",
            {
                "line_color": _rgba(entry.fill),
                "line_style": plain,
                "line_width": str(_LINE_MM),
                "line_width_unit": "MM",
                "capstyle": "flat",
                "joinstyle": "round",
            },
            plain,
        )
    outline = {
        "outline_color": _rgba(entry.fill if shape == "area" else style.SCREEN["ink"]),
        "outline_style": plain,
        "outline_width": str(_OUTLINE_MM),
        "outline_width_unit": "MM",
    }
    if shape == "area":
        hatch = style.HATCH_COLOUR if unknown else entry.fill
        fill = {
            "color": _rgba(hatch, _OPAQUE if unknown else _AREA_ALPHA),
            "style": "b_diagonal" if unknown else "solid",
            "joinstyle": "bevel",
        }
        return "SimpleFill", fill | outline, plain
    marker, angle = _MARKERS.get(entry.glyph, ("circle", 0))
    hollow = entry.glyph in {"triangle-hollow", "ring", "hatch"}
    return (
        "SimpleMarker",
        {
            "name": marker,
            "angle": str(angle),
            "color": _rgba(style.SCREEN["paper"] if hollow else entry.fill),
            "size": str(_POINT_MM),
            "size_unit": "MM",
        }
        | outline
        | {"outline_color": _rgba(entry.fill)},
        plain,
    )


def _dotted_where_schematic(layer: ET.Element, plain: str) -> None:
    """Let each feature say how its line is drawn: a sketch must not look like a survey."""
    properties = ET.SubElement(layer, "data_defined_properties")
    outer = ET.SubElement(properties, "Option", type="Map")
    ET.SubElement(outer, "Option", type="QString", name="name", value="")
    inner = ET.SubElement(outer, "Option", type="Map", name="properties")
    defined = ET.SubElement(inner, "Option", type="Map", name="outlineStyle")
    expression = f"if(\"method\" = 'schematic', 'dot', '{plain}')"
    ET.SubElement(defined, "Option", type="bool", name="active", value="true")
    ET.SubElement(defined, "Option", type="QString", name="expression", value=expression)
    ET.SubElement(defined, "Option", type="int", name="type", value=_EXPRESSION)
    ET.SubElement(outer, "Option", type="QString", name="type", value="collection")


def _map(parent: ET.Element, values: Iterable[tuple[str, str]]) -> None:
    options = ET.SubElement(parent, "Option", type="Map")
    for name, value in values:
        ET.SubElement(options, "Option", type="QString", name=name, value=value)


def _rgba(colour: str, alpha: int = _OPAQUE) -> str:
    """Return #RRGGBB as QGIS writes it: "43,10,30,255"."""
    return ",".join(map(str, (*bytes.fromhex(colour.removeprefix("#")), alpha)))
