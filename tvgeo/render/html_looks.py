"""How the stand-alone HTML map draws its lines and areas, as options of Leaflet's paths."""

from tvgeo.core.features import CONTEXT_LAYERS, Feature
from tvgeo.render import style

HATCH_ID = "tv-hatch"
# How a line is drawn on the map and in the legend, as Leaflet names it.
LINES: dict[str, dict[str, object]] = {
    "plain": {"weight": 5, "lineCap": "round"},
    "dots": {"weight": 4, "dashArray": "0.1 7", "lineCap": "round"},
    "ticks": {"weight": 6, "dashArray": "1.5 4", "lineCap": "butt"},
    "finished": {"weight": 8, "lineCap": "butt"},
}
_WHITE = "#FFFFFF"


def work(feature: Feature, health: str) -> dict[str, object]:
    """Return how a line or an area of a work is drawn: dotted where it is only a scheme."""
    colour = style.health_colour(health)
    dotted = feature.method == "schematic"
    if feature.shape == "line":
        return {**LINES[_kind(feature, health)], "color": colour}
    filled = f"url(#{HATCH_ID})" if health == "no_data" else colour
    look: dict[str, object] = {"weight": 2, "color": colour, "fillColor": filled}
    look["fillOpacity"] = 1 if health == "no_data" else 0.14
    return look | ({"dashArray": "0.1 6", "lineCap": "round"} if dotted else {})


def _kind(feature: Feature, health: str) -> str:
    if feature.method == "schematic":
        return "dots"
    return "ticks" if health == "no_data" else "plain"


def casing() -> dict[str, object]:
    """Return the white line under the line of a work: it stays clear of roads and waters."""
    return {"weight": 9, "color": _WHITE, "lineCap": "round"}


def core(feature: Feature, health: str) -> dict[str, object] | None:
    """Return the white line inside that of a work without a plan to compare with, if it is one."""
    if health != "no_plan" or _kind(feature, health) != "plain":
        return None
    return {"weight": 2, "color": _WHITE, "lineCap": "round"}


def ring(radius_m: float) -> dict[str, object]:
    """Return the circle of what is only approximately known; `radius_m` in metres."""
    return {
        "radius": radius_m,
        "color": style.SCREEN["ink_faint"],
        "weight": 1.5,
        "dashArray": "0.1 5",
        "lineCap": "round",
        "fillColor": _WHITE,
        "fillOpacity": 0.3,
    }


def ground(feature: Feature) -> dict[str, object]:
    """Return how the base map is drawn, and the features of a layer that are not of the plan."""
    colours = style.SCREEN
    if feature.layer == "water":
        if feature.shape == "line":
            return {"color": colours["river_line"], "weight": 1.6}
        return {"stroke": False, "fillColor": colours["sea"], "fillOpacity": 1}
    if feature.layer == "province":
        own = feature.ref != "neighbour"
        return {
            "stroke": own,  # a neighbour ends where the base map was cut
            "color": colours["province_line"],
            "weight": 1.4,
            "fillColor": colours["land" if own else "land_neighbour"],
            "fillOpacity": 1,
        }
    if feature.layer in CONTEXT_LAYERS:
        return {"color": colours["district_line"], "weight": 0.8, "fill": False,
                "dashArray": "5 2 1 2"}  # fmt: skip
    if feature.shape == "line":
        colour = "river_line" if feature.ref == "river" else "road_context"
        return {"color": colours[colour], "weight": 1.5}
    return {"color": colours["ink_faint"], "weight": 1, "fillOpacity": 0.04}


def finished() -> tuple[dict[str, object], dict[str, object]]:
    """Return how a finished stretch is drawn over its line: a white casing, then its colour."""
    line = LINES["finished"]
    return (
        {**line, "weight": 13, "color": _WHITE},
        {**line, "color": style.health_colour("completed")},
    )
