"""What the preview map of a layer draft is told: shapes old and new, what is around, words.

module, leaflet, mapId, lang, failed, retry, strings   as of the live map
layers      the base map that is published, at its addresses
changes     of each change `kind`, `old` and `new`: GeoJSON geometries, lon/lat in WGS 84
chosen      which change stands out, -1 for none
bounds      what to look at: west, south, east, north
ring        where the chosen change moves farthest, lon/lat, null without one
legend, colours, alt
"""

from typing import Any

from tvgeo.locale import Locale
from tvgeo.render import map_payload, style
from tvgeo.services import layer_preview, map_layers
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.web import assets, geometry

_AROUND = ("province", "water", "districts")


def message(
    t: Locale, draft: LayerDraft, *, chosen: int | None, closely: bool = False
) -> dict[str, Any] | None:
    """Return what the map is told, `None` where nothing changes.

    `chosen` is zoomed to; `closely` to where it moves farthest.
    """
    looked_at = draft.changes if chosen is None else (draft.changes[chosen],)
    bounds = layer_preview.box(looked_at)
    if bounds is None:
        return None
    ring = None
    if chosen is not None:
        each = draft.changes[chosen]
        ring = layer_preview.farthest(each, draft.base.settings.crs)
        if closely and ring is not None and each.moved is not None:
            bounds = layer_preview.around(ring, each.moved.max_m)
    urls = geometry.publish(map_layers.drawn_layers(draft.base))
    kinds = {"old": t("layers.map.old"), "new": t("layers.map.new")}
    if ring is not None:
        kinds["ring"] = t("layers.map.farthest")
    return {
        "module": assets.url("layer_preview.js"),
        "leaflet": {"js": assets.url("leaflet.js"), "css": assets.url("leaflet.css")},
        "mapId": f"layer-{t.language}",
        "lang": t.language,
        "failed": t("map.failed"),
        "retry": t("action.retry"),
        "strings": {name: t(f"action.{name}") for name in ("zoom_in", "zoom_out")},
        "layers": [
            {"id": name, "url": urls[name], "role": "base"} for name in _AROUND if name in urls
        ],
        "changes": layer_preview.shapes(draft),
        "chosen": -1 if chosen is None else chosen,
        "bounds": list(bounds),
        "ring": ring,
        "legend": [{"side": side, "label": label} for side, label in kinds.items()],
        "colours": map_payload.colours()
        | {"old": style.SCREEN["ink_muted"], "new": style.change("up_much").fill},
        "alt": t("layers.map.alt", n=len(draft.changes)),
    }
