"""How a value of `data/tvgeo.toml` is read; a value of any other form raises `ValueError`."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from tvgeo.core import crs as reference
from tvgeo.core import periods
from tvgeo.errors import CrsError

_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
_MAX_POINTS = 100.0
_PREFIX = re.compile(r"oc4ids-[a-z0-9]{6}", re.ASCII)


def blank_or_text(value: Any) -> str:
    """Return text that may be left blank."""
    return "" if value == "" else text(value)


def texts_or_none(value: Any) -> tuple[str, ...]:
    """Return a list of texts that may be empty."""
    return () if value == [] else texts(value)


def switch(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    return value


def text(value: Any) -> str:
    """Return text that is not blank, NFC."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return unicodedata.normalize("NFC", value.strip())


def texts(value: Any) -> tuple[str, ...]:
    """Return a list of at least one text."""
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(map(text, value))


def one_of(*allowed: str) -> Callable[[Any], str]:
    """Return the reader of one of `allowed`."""

    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError
        return str(value)

    return read


def day(value: Any) -> date:
    """Return a date, written as one or as ISO text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(text(value))


def pair(value: Any) -> tuple[Any, Any]:
    """Return the two values of a list."""
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    first, second = value
    return first, second


def period(value: Any) -> tuple[date, date]:
    """Return two days, the first before the second."""
    start, end = (day(each) for each in pair(value))
    if start >= end or not {start.year, end.year} <= set(periods.YEARS):
        raise ValueError
    return start, end


def month_days(value: Any) -> tuple[str, str]:
    """Return two days of every year, "MM-DD"."""
    first, second = (text(each) for each in pair(value))
    for each in (first, second):
        if not _MONTH_DAY.fullmatch(each):
            raise ValueError
        date.fromisoformat(f"2001-{each}")  # not a leap year: the day must exist every year
    return first, second


def closing_days(value: Any) -> tuple[str, str]:
    """Return two days of every year, in the order of the year."""
    # Only these are in the order of the year: a report on December may be due in January.
    first, second = month_days(value)
    if first >= second:
        raise ValueError
    return first, second


def number(value: Any) -> float:
    """Return a number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    return float(value)


def points(value: Any) -> float:
    """Return percentage points, above 0."""
    found = number(value)
    if not 0 < found <= _MAX_POINTS:
        raise ValueError
    return found


def crs(value: Any) -> int:
    """Return the EPSG code of a VN-2000 zone."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    try:
        reference.operation_name(value)
    except CrsError as error:
        raise ValueError from error
    return value


def bounds(value: Any) -> tuple[float, float, float, float]:
    """Return west, south, east, north in degrees."""
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    west, south, east, north = (number(each) for each in value)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004
        raise ValueError
    return west, south, east, north


def timezone(value: Any) -> str:
    """Return the name of a time zone."""
    try:
        return ZoneInfo(text(value)).key
    except (KeyError, OSError) as error:
        raise ValueError from error


def url(value: Any) -> str:
    """Return an address of the web, or none."""
    if value == "":
        return ""
    found = text(value)
    if urlsplit(found).scheme not in {"http", "https"} or not urlsplit(found).hostname:
        raise ValueError
    return found


def prefix(value: Any) -> str:
    """Return a prefix that the Open Contracting Partnership has registered."""
    found = text(value)
    if not _PREFIX.fullmatch(found):
        raise ValueError
    return found
