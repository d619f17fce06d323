"""How OC4IDS writes days, and who says what a figure says."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from tvgeo.core.progress import Figure
from tvgeo.services.view import View


def moment(view: View, day: date) -> str:
    """Return the beginning of a day in the province as RFC 3339, which OC4IDS asks for."""
    zone = ZoneInfo(view.base.settings.timezone)
    return datetime.combine(day, time(), zone).isoformat()


def present(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known: OC4IDS has no null, no empty text and no empty list."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}


def said(figure: Figure[Any]) -> dict[str, Any]:
    """Return who says a figure: its day, its quality and its source (of the extension)."""
    return present(
        {
            "asOf": figure.as_of.isoformat(),
            "quality": figure.quality,
            "source": figure.source,
        }
    )
