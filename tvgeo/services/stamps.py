"""Date and revision of what is shown, said in one way by commands, files and pages."""

from tvgeo.locale import Locale
from tvgeo.services.base import Base
from tvgeo.services.view import View


def stamp(t: Locale, view: View) -> str:
    """Return the day, the revision, and when it was published if it is not the initial one."""
    found = view.base.published
    if found is None or is_initial(view.base):
        return t("stamp.initial", date=view.day, rev=view.base.revision)
    return t("frame.stamp", date=view.day, rev=found.revision, published=found.created_at)


def is_initial(base: Base) -> bool:
    """Whether nothing was published yet beyond the figures a folder came with."""
    return base.published is None or base.published.parent is None
