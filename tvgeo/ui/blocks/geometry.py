"""How a work is drawn, in words: method, accuracy, and how it measures against the official."""

from tvgeo.locale import Locale
from tvgeo.render.node import Child, Node, h
from tvgeo.services.measuring import Measure
from tvgeo.services.view import View


def caption(t: Locale, view: View, project_id: str) -> str:
    """Say in one line how a work is drawn: method, accuracy, measured and official."""
    features = view.base.join.located.get(project_id, ())
    if not features:
        reason = view.base.join.unlocated.get(project_id, "no_source")
        return t("map.detail.no_location", reason=t(f"no_location.{reason}"))
    worst = max(features, key=lambda f: f.accuracy_m)
    values = {
        "method": t(f"method.{worst.method}"),
        "accuracy": accuracy(t, worst.accuracy_m),
    }
    found = [m for m in view.base.measures if m.project_id == project_id]
    if len(found) != 1:
        return t("map.detail.geometry", **values)
    unit = "km" if found[0].quantity == "length_km" else "ha"
    return t(
        "map.detail.geometry_measured",
        measured=t.quantity(found[0].measured, unit),
        official=t.quantity(found[0].official, unit),
        **values,
    )


def drawn(t: Locale, view: View, project_id: str) -> Node | None:
    """Say how the work is drawn, how far off it may be, and how it measures."""
    features = view.base.join.located.get(project_id, ())
    if not features:
        reason = view.base.join.unlocated[project_id]
        return h("span", {}, t("map.detail.no_location", reason=t(f"no_location.{reason}")))
    measured = {m.feature_id: m for m in view.base.measures}
    lines: list[Child] = []
    for feature in features:
        text = t(
            "map.detail.geometry",
            method=t(f"method.{feature.method}"),
            accuracy=accuracy(t, feature.accuracy_m),
        )
        name = f"{t.name(feature)}: " if len(features) > 1 and feature.name_vi else ""
        found = measured.get(feature.feature_id)
        more = f" · {compare(t, found)}" if found else ""
        lines.append(h("p", {}, f"{name}{text}{more}"))
        if feature.official_note:
            lines.append(h("p", {"class": "cap"}, feature.official_note))
    return h("div", {"class": "stack-4"}, *lines)


def accuracy(t: Locale, metres: float) -> str:
    """Return an accuracy as people say it: metres below a kilometre, kilometres above."""
    if metres < 1000:  # noqa: PLR2004 - a kilometre
        return t.quantity(metres, "m")
    return t.quantity(metres / 1000, "km")


def compare(t: Locale, found: Measure) -> str:
    """Put the measured figure beside the official one, with the difference."""
    unit = "km" if found.quantity == "length_km" else "ha"
    return t(
        "geometry.compare",
        measured=t.quantity(found.measured, unit),
        official=t.quantity(found.official, unit),
        diff=f"{t.signed(found.difference, 2)} {unit}",
    )
