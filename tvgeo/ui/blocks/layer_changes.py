"""Old beside new, feature by feature: how far it moved, what it measures, what its Km do."""

from collections.abc import Iterable, Mapping

from tvgeo.core.features import Feature
from tvgeo.locale import Locale, catalogue
from tvgeo.render.node import Child, Node, h
from tvgeo.services.layer_changes import FeatureChange
from tvgeo.services.layer_drafts import LayerDraft
from tvgeo.ui.blocks import layers

MOST_ROWS = 200
MOST_NAME = 80
_ROW = "change:"
_COLUMNS = ("feature", "kind", "moved", "old", "new", "official", "chainage")


def title(t: Locale, draft: LayerDraft) -> Node:
    """Head the comparison with its counts."""
    return h(
        "div",
        {"class": "stack-4"},
        h(
            "div",
            {"class": "spread"},
            h(
                "h2",
                {"class": "h2"},
                t("layers.changes", layer=layers.name(t, draft.request.layer)),
            ),
            h("span", {"class": "cap"}, layers.counts(t, draft)),
        ),
        h("p", {"class": "muted"}, t("layers.changes_hint")),
    )


def table(t: Locale, draft: LayerDraft, chosen: int | None) -> Node:
    """Return one line a change; choosing it shows it on the map."""
    rest = len(draft.changes) - MOST_ROWS
    return h(
        "div",
        {"class": "card plain list-scroll tall-list", "data-key": "layer-changes"},
        h(
            "table",
            {"class": "grid moves", "aria-label": t("layers.changes_table")},
            h(
                "thead",
                {},
                h(
                    "tr",
                    {},
                    *(h("th", {"scope": "col"}, t(f"layers.head.{c}")) for c in _COLUMNS),
                ),
            ),
            h(
                "tbody",
                {},
                *(
                    _row(t, n, each, selected=n == chosen)
                    for n, each in enumerate(draft.changes[:MOST_ROWS])
                ),
            ),
        ),
        h("p", {"class": "cap card-pad"}, t("layers.changes_more", n=t.number(rest)))
        if rest > 0
        else None,
    )


def chosen(answer: Mapping[str, object] | None, draft: LayerDraft) -> int | None:
    """Return which change was chosen; the answer comes from a browser."""
    said = str((answer or {}).get("select") or "")
    number = said.removeprefix(_ROW)
    if not said.startswith(_ROW) or not number.isascii() or not number.isdecimal():
        return None
    shown = min(len(draft.changes), MOST_ROWS)
    return int(number) if len(number) < len(str(10**6)) and int(number) < shown else None


def _row(t: Locale, n: int, each: FeatureChange, *, selected: bool) -> Node:
    change = each.change
    moved: Child = t.dash
    if each.moved is not None:
        farthest = t("layers.farthest", maximum=layers.metres(t, each.moved.max_m))
        median = layers.metres(t, each.moved.median_m)
        moved = h("div", {}, median, h("span", {"class": "sub"}, farthest))
    texts: tuple[Child, ...] = (
        _feature(t, each),
        t(f"layers.change.{change.kind}"),
        moved,
        figure(t, each.old),
        h("b", {}, figure(t, each.new)),
        _official(t, change.named),
        chainage(t, each),
    )
    return h(
        "tr",
        {
            "class": "chosen" if selected else None,
            "go": {"select": f"{_ROW}{n}"},
            "aria-selected": "true" if selected else None,
            "data-key": f"{_ROW}{n}",
        },
        *(
            h("td", {"class": column, "data-label": t(f"layers.head.{column}")}, text)
            for column, text in zip(_COLUMNS, texts, strict=True)
        ),
    )


def _feature(t: Locale, each: FeatureChange) -> Child:
    """Return the name, and below it which feature takes the place of which."""
    change = each.change
    title = shown(t, change.named)
    old, new = _ids(change.old), _ids(change.new)
    ids = old if old == new or not new else new if not old else f"{old} → {new}"
    return h("div", {}, h("b", {}, title), h("span", {"class": "sub"}, ids))


def shown(t: Locale, feature: Feature) -> str:
    """Return what a feature is called, as it can be shown."""
    return catalogue.as_written(t.name(feature) or feature.feature_id, MOST_NAME)


def _ids(features: Iterable[Feature]) -> str:
    return catalogue.as_written(", ".join(f.feature_id for f in features), MOST_NAME)


def figure(t: Locale, found: tuple[str, float] | None) -> str:
    """Return a measured length or area, a dash where there is none."""
    if found is None:
        return t.dash
    quantity, value = found
    kilometres = quantity == "length_km"
    return t.quantity(value, "km" if kilometres else "ha", 2 if kilometres else 1)


def _official(t: Locale, feature: Feature) -> str:
    if feature.official_length_km is not None:
        return t.quantity(feature.official_length_km, "km")
    if feature.official_area_ha is not None:
        return t.quantity(feature.official_area_ha, "ha")
    return t.dash


def chainage(t: Locale, each: FeatureChange) -> str:
    """Return what becomes of the Km."""
    change = each.change
    route = change.new[0].route if change.new else None
    factor = each.factor[1]
    return t(
        f"layers.chainage.{change.chainage}",
        km=str(route.limits) if route else t.dash,
        factor=t.dash if factor is None else t.number(factor, 4),
    )
