"""Date and revision, as they stand on every page."""

from datetime import date

from tvgeo.locale import Locale
from tvgeo.render.node import Node, h
from tvgeo.services import units
from tvgeo.services.base import Base
from tvgeo.services.stamps import is_initial
from tvgeo.services.view import View


def stamp(t: Locale, view: View, *, period: bool = True) -> str:
    """Return "Số liệu đến 14/12/2025 · kỳ cả năm 2025 · phiên bản số liệu số 7, công bố …"."""
    if view.latest is None:
        return t("frame.no_figures", date=view.day)
    key = "frame.stamp_period" if period else "frame.stamp"
    return _said(t, view.base, key, date=view.day, period=_period(t, view))


def stamps(t: Locale, view: View, *, period: bool = True) -> Node:
    """Return the stamp in full, and shorter for a phone."""
    if view.latest is None:
        return h("span", {}, stamp(t, view))
    key = "frame.stamp_phone_initial" if is_initial(view.base) else "frame.stamp_phone"
    return h(
        "span",
        {},
        h("span", {"class": "only-wide"}, stamp(t, view, period=period)),
        h(
            "span",
            {"class": "only-narrow"},
            t(key, date=view.day, period=_period(t, view), rev=view.base.revision),
        ),
    )


def work_stamp(t: Locale, view: View, day: date) -> str:
    """Return the date of a work's own figures, and the revision they are of."""
    return _said(t, view.base, "work.lead_as_of", date=day, period="")


def revision(t: Locale, base: Base, key: str) -> str:
    """Say `key`, a sentence about the revision alone."""
    found = base.published
    if found is None or is_initial(base):
        return t(f"{key}_initial", rev=base.revision)
    return t(key, rev=found.revision, published=found.created_at)


def _said(t: Locale, base: Base, key: str, *, date: date, period: str) -> str:
    found = base.published
    if found is None or is_initial(base):
        return t(f"{key}_initial", date=date, period=period, rev=base.revision)
    return t(key, date=date, period=period, rev=found.revision, published=found.created_at)


def _period(t: Locale, view: View) -> str:
    return t.period(view.period.code, "inline")


def with_illustrative(t: Locale, view: View, text: str) -> str:
    """Append the illustrative note to a line of a page that shows invented figures."""
    return f"{text} · {t('illustrative.note')}" if view.illustrative else text


def map_stamp(t: Locale, view: View) -> str:
    """Return the line under the map: date, revision, and how to read and use it."""
    said = (stamp(t, view), t("map.hint.linked"), units.note(t, view))
    return " · ".join(text for text in said if text)
