"""Date and revision of what is shown, said in one way by commands, files and pages."""

from tvgeo.locale import Locale
from tvgeo.services.base import Base
from tvgeo.services.comparison import Comparison
from tvgeo.services.view import View


def stamp(t: Locale, view: View) -> str:
    """Return the day, the revision, and when it was published if it is not the initial one."""
    found = view.base.published
    if found is None or is_initial(view.base):
        return t("stamp.initial", date=view.day, rev=view.base.revision)
    return t("frame.stamp", date=view.day, rev=found.revision, published=found.created_at)


def compared_periods(t: Locale, found: Comparison) -> dict[str, str]:
    """Return two periods as a sentence names them: `b` is the later one, `a` the earlier."""
    return {
        "b": t.period(found.later.code),
        "a": t.period(found.earlier.code, "inline"),
    }


def compared(t: Locale, found: Comparison) -> str:
    """Return both periods with the days they are shown of, and the revision of both."""
    base = found.after.base
    values = compared_periods(t, found) | {
        "later": t.date(found.after.day),
        "earlier": t.date(found.before.day),
    }
    if base.published is None or is_initial(base):
        return t("compare.stamp_initial", rev=base.revision, **values)
    published = base.published.created_at
    return t("compare.stamp", rev=base.revision, published=published, **values)


def is_initial(base: Base) -> bool:
    """Whether nothing was published yet beyond the figures a folder came with."""
    return base.published is None or base.published.parent is None
