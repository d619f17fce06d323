"""What the live map is told, in two documents of JSON; `tvgeo/web/assets/map_data.js` reads both.

The index changes only with the data or the language. It lies at an address that names its
content, beside the layers, and a browser fetches it once:

    lang, layers, bounds, maxBounds, credits, strings, colours, health, classes
    projects, names     a list each, in one order
    minor, study        one character per project in that order, "1" or "0"

The message is all that a run sends. Where to find things, and what to say when they are lost:
`module`, `leaflet`, `index`, `mapId`, `failed`, `retry`. How the map is shown: `mode`,
`selected`, `layersOn`, `compact`, `caption`, `alt`, `legend`, `ranks`, `noteBox`, `maxLabels`,
`finished`. The figures, in the order of `projects`:

    state    one character per project: the place of its state in `health` as a digit, or as a
             letter ("a" is 0) when it rests on an invented figure; "." is taken out by a filter
    pct      tenths of a percent, packed
    slip     tenths of a percentage point, negative when behind, packed
    note     places in `notes`, the distinct second lines of labels, packed

A packed column is text (`packed`): a plan of 10 000 works must fit into 40 kB.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from tvgeo.locale import Locale, formats
from tvgeo.render import style
from tvgeo.render.legend import MODES, Legend

ROLES = ("base", "plan")
HIDDEN = "."
MARKED = ascii_lowercase  # for the digits 0 to 9 of a state
DIGITS = f"{ascii_uppercase}{ascii_lowercase}{digits}-_"
TENTHS = 10
FULL = 1_000
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
    "hoang_sa": "map.inset.hoang_sa",
    "truong_sa": "map.inset.truong_sa",
}
_LEFT_OPEN = {name: f"{{{name}}}" for name in ("name", "km", "m", "x", "layer")}
_COLOURS = (
    "land", "land_neighbour", "sea", "river_line", "water_label", "province_line",
    "district_line", "district_label", "road_context", "ink", "ink_muted", "ink_faint", "study_line",
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
class Item:
    """One project of the map; `health` None means that a filter has taken it out.

    `pct` is 0-100, `slip` in percentage points, negative when behind; None is "not known".
    `note` replaces the second line of the label, mark included. `minor`: a part of a work,
    named only when there is room. `study`: proposed only, drawn thin.
    """

    project_id: str
    name: str
    health: str | None
    pct: float | None = None
    slip: float | None = None
    illustrative: bool = False
    note: str | None = None
    minor: bool = False
    study: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """Finished stretches of a project: lines of (lon, lat) in WGS 84, cut by chainage."""

    project_id: str
    lines: tuple[tuple[tuple[float, float], ...], ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Payload:
    """What a map is told: `index` is published, `message` is sent with the index's address."""

    index: dict[str, Any]
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the browser finds the module and Leaflet, relative to the page."""

    module: str
    leaflet_js: str
    leaflet_css: str


def build(
    t: Locale,
    *,
    map_id: str,
    addresses: Addresses,
    layers: Sequence[Layer],
    items: Sequence[Item],
    bounds: Box,
    max_bounds: Box,
    legend: Legend,
    alt: str,
    sources: str,
    province: str = "",
    finished: Sequence[Finished] = (),
    mode: str = "health",
    selected: str | None = None,
    layers_on: Collection[str] | None = None,
    compact: bool = False,
    caption: str = "",
    ranks: Sequence[str] = (),
    note_box: Sequence[str] = (),
    max_labels: int | None = None,
) -> Payload:
    """Return what one map is told.

    Parameters
    ----------
    map_id
        Names the map in the browser tab: zoom and place are kept under it.
    bounds, max_bounds
        West, south, east, north in degrees (WGS 84): what is shown first, and the edge of the
        base map, past which nobody can pan.
    alt
        What the map shows, in words (for a screen reader).
    sources, province
        The sources of the base map, for the credit line; the province's name, for the inset.
    layers_on
        The plan layers that are drawn; None draws all.
    compact
        The small map of the overview: no controls but the scale, `ranks` as numbered discs,
        `note_box` in its corner, `caption` under it.
    max_labels
        At most so many works are named; None leaves it to the width (6 on a phone).
    """
    if mode not in MODES:
        msg = f"mode {mode!r} is not one of {MODES}"
        raise ValueError(msg)
    if compact:
        mode = "health"
    notes = list(dict.fromkeys(item.note for item in items if item.note is not None))
    places = {note: place for place, note in enumerate(notes)}
    message = {
        "module": addresses.module,
        "leaflet": {"js": addresses.leaflet_js, "css": addresses.leaflet_css},
        "mapId": map_id,
        "failed": t("map.failed"),
        "retry": t("action.retry"),
        "mode": mode,
        "selected": selected,
        "layersOn": None if layers_on is None else sorted(layers_on),
        "compact": compact,
        "caption": caption,
        "alt": alt,
        "legend": legend.as_json(),
        "ranks": list(ranks),
        "noteBox": list(note_box),
        "maxLabels": max_labels,
        "finished": [
            {"project": f.project_id, "lines": [[list(p) for p in line] for line in f.lines]}
            | ({"label": f.label} if f.label else {})
            for f in finished
        ],
        "state": "".join(map(_state, items)),
        "pct": packed([percent_tenths(item.pct) for item in items]),
        "slip": packed([None if item.slip is None else _tenths(item.slip) for item in items]),
        "note": packed([None if item.note is None else places[item.note] for item in items]),
        "notes": notes,
    }
    index = {
        "lang": t.language,
        "layers": [
            {"id": layer.id, "url": layer.url, "role": layer.role, "name": layer.name}
            for layer in layers
        ],
        "bounds": list(bounds),
        "maxBounds": list(max_bounds),
        "credits": t("map.credit", credits=sources),
        "strings": _strings(t, province),
        "colours": _colours(),
        "health": [_symbol(style.health(c), t(f"health.{c}")) for c in style.HEALTH_ORDER],
        "classes": [_symbol(style.completion(code)) for code in style.COMPLETION_ORDER],
        "projects": [item.project_id for item in items],
        "names": [item.name for item in items],
        "minor": "".join("1" if item.minor else "0" for item in items),
        "study": "".join("1" if item.study else "0" for item in items),
    }
    return Payload(index, message)


def packed(values: Sequence[int | None]) -> str:
    """Return whole numbers as text: every number's first digit, then every second digit ...

    Digits are of base 64 and as many as the largest number needs, so the text is so many times
    as long as `values`. Signs are folded in (0, -1, 1, -2 ... become 0, 1, 2, 3 ...); the highest
    number stands for None. In columns, like stands beside like, and compresses well.
    """
    folded = [-1 if v is None else 2 * v if v >= 0 else -2 * v - 1 for v in values]
    width = 1
    while max(folded, default=0) >= len(DIGITS) ** width - 1:
        width += 1
    missing = len(DIGITS) ** width - 1
    numbers = [missing if n < 0 else n for n in folded]
    return "".join(
        DIGITS[(n >> 6 * place) & 63] for place in reversed(range(width)) for n in numbers
    )


def _state(item: Item) -> str:
    if not item.health:
        return HIDDEN
    place = style.HEALTH_ORDER.index(item.health)
    return MARKED[place] if item.illustrative else str(place)


def _strings(t: Locale, province: str) -> dict[str, str]:
    words = {name: t(key, **_LEFT_OPEN) for name, key in STRINGS.items()}
    return words | {"inset_label": t("map.inset.alt", province=province)}


def percent_tenths(pct: float | None) -> int | None:
    """Return tenths of a percent; 0 and 1000 stand for exactly 0 and 100 and nothing else."""
    if pct is None:
        return None
    tenths = _tenths(pct)
    if tenths <= 0:
        return 0 if pct <= 0 else 1
    return min(tenths, FULL if pct >= FULL / TENTHS else FULL - 1)


@lru_cache(maxsize=4096)
def _tenths(value: float) -> int:
    return int(formats.rounded(value, 1) * TENTHS)


def _symbol(symbol: style.Symbol, label: str | None = None) -> dict[str, str]:
    found = {"code": symbol.code, "fill": symbol.fill, "glyph": symbol.glyph}
    return found if label is None else found | {"label": label}


def _colours() -> dict[str, str]:
    inset = style.PALETTE["inset"]
    return {name: style.SCREEN[name] for name in _COLOURS} | {
        "hatch": style.HATCH_COLOUR,
        "finished": style.health_colour("completed"),
        "inset_ground": inset["ground"],
        "inset_vietnam": inset["vietnam"],
        "inset_line": inset["line"],
    }
