"""The map played through the reporting periods."""

from tvgeo.locale import Locale
from tvgeo.services.view import View
from tvgeo.ui.components import map_period
from tvgeo.ui.components.map_filters import Chosen


def show(t: Locale, view: View, chosen: Chosen, selected: str | None) -> None:
    """Show the map and what stands beside it."""
    map_period.show(t, view, chosen, selected)
