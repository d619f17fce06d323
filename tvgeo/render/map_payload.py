"""What the live map is told, in two documents of JSON; `tvgeo/web/assets/map_data.js` reads both.

The index changes only with the data or the language. It lies at an address that names its
content, beside the layers, and a browser fetches it once:

    lang, layers, bounds, maxBounds, credits, inset, strings, colours, health, classes, changes
    projects, names     a list each, in one order
    minor, study        one character per project in that order, "1" or "0"

The message is all that a run sends. Where to find things, and what to say when they are lost:
`module`, `leaflet`, `index`, `mapId`, `failed`, `retry`. How the map is shown: `mode`,
`selected`, `layersOn`, `compact`, `caption`, `alt`, `legend`, `ranks`, `noteBox`, `maxLabels`,
`finished`, `picture` (what only the saved picture says: `title`, `stamp`, `file`, its name; None
where none can be saved), `player` (`map_frames`). The figures stand in columns, in the order of `projects` (`map_columns`): `state`,
`pct`, `slip`, `note`, and the texts that `note` points to, `notes`; two periods compared have
three more (`change_columns`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tvgeo.locale import Locale
from tvgeo.render import phrases, style
from tvgeo.render.legend import MODES, Legend

ROLES = ("base", "plan")
# Words the component needs, by the name it knows them under; what stands in braces is filled in
# the browser.
STRINGS = {
    "list_label": "map.column.name",
    "zoom_in": "action.zoom_in",
    "zoom_out": "action.zoom_out",
    "full_screen": "action.full_screen",
    "leave_full_screen": "action.leave_full_screen",
    "legend": "map.legend.button",
    "sources": "map.credit.sources",
    "loading": "frame.loading",
    "layer_failed": "empty.layer",
    "mark_note": "illustrative.note",
    "dots_note": "map.credit_short",
    "name_schematic": "geometry.name_schematic",
    "name_uncertain": "geometry.name_approximate",
    "accuracy": "geometry.accuracy",
    "schematic": "geometry.schematic",
    "uncertain": "geometry.approximate",
    "no_data": "legend.no_data",
    "behind": "map.label.behind",
    "ahead": "map.label.ahead",
    "behind_long": "slippage.behind",
    "ahead_long": "slippage.ahead",
    "on_plan": "slippage.on_plan",
    "missing": "missing",
    "change_signed": "change.label.signed",
    "change_more": "change.more",
    "change_less": "change.less",
    "change_pair": "change.pair",
    "play": "action.play",
    "stop": "action.stop",
    "back": "time.back",
    "forward": "time.forward",
    "slider": "time.slider",
    "playing": "time.playing",
    "period_shown": "time.shown",
    "hoang_sa": "inset.hoang_sa",
    "truong_sa": "inset.truong_sa",
    "inset_country": "inset.country",
    "mark_word": "brief.mark",
    "picture_save": "picture.save",
    "picture_saved": "picture.saved",
    "picture_failed": "picture.failed",
    "picture_note": "picture.note",
    "picture_shown": "picture.shown",
    "picture_filtered": "picture.filtered",
    "picture_schematic": "picture.schematic",
}
_LEFT_OPEN = {
    name: f"{{{name}}}"
    for name in (
        "name", "km", "m", "x", "layer", "file", "n", "total",
        "points", "before", "after", "period",
    )
}  # fmt: skip
_COLOURS = (
    "land", "land_neighbour", "sea", "river_line", "water_label", "province_line",
    "district_line", "district_label", "road_context", "ink", "ink_muted", "ink_faint", "study_line",
    "illustrative", "illustrative_bg",
)  # fmt: skip

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer at its address; `role` is "base" (context) or "plan"; `name` in the language."""

    id: str
    url: str
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Work:
    """One project of the map, as its names stand in the index.

    `minor`: a part of a work, named only when there is room. `study`: proposed only, drawn thin.
    """

    project_id: str
    name: str
    minor: bool = False
    study: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """Finished stretches of a project: lines of (lon, lat) in WGS 84, cut by chainage."""

    project_id: str
    lines: tuple[tuple[tuple[float, float], ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What a saved picture says beside the map: title, date and revision; and its file name."""

    title: str
    stamp: str
    file: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the browser finds the module, Leaflet and the index, relative to the page."""

    module: str
    leaflet_js: str
    leaflet_css: str
    index: str


def index(
    t: Locale,
    *,
    layers: Sequence[Layer],
    works: Sequence[Work],
    bounds: Box,
    max_bounds: Box,
    sources: str,
    province: str = "",
    inset: bool = True,
) -> dict[str, Any]:
    """Return what changes only with the data or the language.

    Parameters
    ----------
    works
        The projects on the map; their order is that of the columns.
    bounds, max_bounds
        West, south, east, north in degrees (WGS 84): what is shown first, and the edge of the
        base map, past which nobody can pan.
    sources, province
        The sources of the base map, for the credit line; the province's name, for the inset.
    inset
        Whether a saved picture shows the country with its archipelagos.
    """
    return {
        "lang": t.language,
        "layers": [
            {"id": layer.id, "url": layer.url, "role": layer.role, "name": layer.name}
            for layer in layers
        ],
        "bounds": list(bounds),
        "maxBounds": list(max_bounds),
        "credits": phrases.credit(t, sources),
        "inset": inset,
        "strings": _strings(t, province),
        "colours": colours(),
        "health": [_symbol(style.health(c), t(f"health.{c}")) for c in style.HEALTH_ORDER],
        "classes": [_symbol(style.completion(code)) for code in style.COMPLETION_ORDER],
        "changes": [_symbol(style.change(c), _change(t, c)) for c in style.CHANGE_ORDER],
        "projects": [work.project_id for work in works],
        "names": [work.name for work in works],
        "minor": "".join("1" if work.minor else "0" for work in works),
        "study": "".join("1" if work.study else "0" for work in works),
    }


def message(
    t: Locale,
    *,
    map_id: str,
    addresses: Addresses,
    columns: Mapping[str, Any],
    legend: Legend,
    alt: str,
    finished: Sequence[Finished] = (),
    mode: str = "health",
    selected: str | None = None,
    layers_on: Collection[str] | None = None,
    compact: bool = False,
    caption: str = "",
    ranks: Sequence[str] = (),
    note_box: Sequence[str] = (),
    max_labels: int | None = None,
    picture: Picture | None = None,
    player: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return what one run tells one map.

    Parameters
    ----------
    map_id
        Names the map in the browser tab: zoom and place are kept under it.
    columns
        The figures, as `map_columns.columns` returns them.
    alt
        What the map shows, in words (for a screen reader).
    layers_on
        The plan layers that are drawn; None draws all.
    compact
        The small map of the overview: no controls but the scale, `ranks` as numbered discs,
        `note_box` in its corner, `caption` under it.
    max_labels
        At most so many works are named; None leaves it to the width (6 on a phone).
    picture
        Allows a picture of the map to be saved; the small map of the overview has none.
    player
        Plays the periods (`map_frames`): columns and finished stretches are then those of the
        frames, and the message has none.
    """
    if mode not in MODES:
        msg = f"mode {mode!r} is not one of {MODES}"
        raise ValueError(msg)
    return {
        "module": addresses.module,
        "leaflet": {"js": addresses.leaflet_js, "css": addresses.leaflet_css},
        "index": addresses.index,
        "mapId": map_id,
        "failed": t("map.failed"),
        "retry": t("action.retry"),
        "mode": "health" if compact else mode,
        "selected": selected,
        "layersOn": None if layers_on is None else sorted(layers_on),
        "compact": compact,
        "caption": caption,
        "alt": alt,
        "legend": legend.as_json(),
        "ranks": list(ranks),
        "noteBox": list(note_box),
        "maxLabels": max_labels,
        "picture": None if compact or picture is None else asdict(picture),
        "finished": [stretches(f) for f in finished],
        "player": player,
        **columns,
    }


def stretches(found: Finished) -> dict[str, Any]:
    """Return finished stretches as the map reads them."""
    lines = [[list(point) for point in line] for line in found.lines]
    label = {"label": found.label} if found.label else {}
    return {"project": found.project_id, "lines": lines} | label


def _strings(t: Locale, province: str) -> dict[str, str]:
    words = {name: t(key, **_LEFT_OPEN) for name, key in STRINGS.items()}
    return words | {"inset_label": t("map.inset.alt", province=province)}


def _change(t: Locale, code: str) -> str:
    """Return what a change is called where it is no number of points."""
    return t(f"change.{code}") if f"change.{code}" in t else ""


def _symbol(symbol: style.Symbol, label: str | None = None) -> dict[str, str]:
    found = {"code": symbol.code, "fill": symbol.fill, "glyph": symbol.glyph}
    return found if label is None else found | {"label": label}


def colours() -> dict[str, str]:
    """Return the colours that a map component draws with, by name, as #RRGGBB."""
    inset = style.PALETTE["inset"]
    return {name: style.SCREEN[name] for name in _COLOURS} | {
        "hatch": style.HATCH_COLOUR,
        "finished": style.health_colour("completed"),
        "inset_ground": inset["ground"],
        "inset_vietnam": inset["vietnam"],
        "inset_line": inset["line"],
    }
