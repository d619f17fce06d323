"""Date and revision, as they stand on every page."""

from tvgeo.locale import Locale
from tvgeo.render.node import Node, h
from tvgeo.services.view import View


def stamp(t: Locale, view: View, *, period: bool = True) -> str:
    """Return "Số liệu đến 14/12/2025 · kỳ cả năm 2025 · phiên bản số liệu số 1 …"."""
    if view.latest is None:
        return t("frame.no_figures", date=view.day)
    key = "frame.stamp_period_initial" if period else "frame.stamp_initial"
    return t(
        key,
        date=view.day,
        period=t.period(view.period.code, "inline"),
        rev=view.base.revision,
    )


def stamps(t: Locale, view: View) -> Node:
    """Return the stamp in full, and shorter for a phone."""
    if view.latest is None:
        return h("span", {}, stamp(t, view))
    period = t.period(view.period.code, "inline")
    short = t("frame.stamp_phone_initial", date=view.day, period=period, rev=view.base.revision)
    return h(
        "span",
        {},
        h("span", {"class": "only-wide"}, stamp(t, view)),
        h("span", {"class": "only-narrow"}, short),
    )


def with_illustrative(t: Locale, view: View, text: str) -> str:
    """Append the illustrative note to a line of a page that shows invented figures."""
    return f"{text} · {t('illustrative.note')}" if view.illustrative else text


def map_stamp(t: Locale, view: View) -> str:
    """Return the line under the map: date, revision, and how to read and use it."""
    return f"{stamp(t, view)} · {t('map.hint.linked')}"
