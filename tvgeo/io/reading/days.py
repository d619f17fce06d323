"""Dates as offices write them: ISO, day first, in words, as a spreadsheet's number.

The month never comes first; two-digit years and parts of dates are refused.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tvgeo.io.reading import folding

LAST_SERIAL = 2_958_465  # 31/12/9999
LEAP_THAT_NEVER_WAS = 60  # 29/02/1900, which Lotus 1-2-3 counted and Excel kept
FIRST_LIKELY_SERIAL = 36_526  # 01/01/2000
HALF_A_SECOND = 0.5 / 86_400
FIRST_YEAR = 1900
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_TIME = r"(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME, re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})" + _TIME, re.ASCII)
_WORDS = re.compile(r"(?:ngày )?(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.ASCII)
_BEFORE = re.compile(r"(?:đến |tính đến )?ngày[: ]\s*")
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_ESTIMATE = re.compile(r"\b(ước|ưth|uoc|dự kiến)\b")


class Day(NamedTuple):
    """A cell read as a date; `fault` and `doubt` are codes of the findings, or empty.

    `style` tells ways of writing apart; `ambiguous` that day and month could be swapped.
    """

    day: date | None = None
    style: str = ""
    doubt: str = ""
    ambiguous: bool = False
    fault: str = ""


NOTHING = Day()
NO_DATE = Day(fault="E_DATE")


def read(cell: object, *, zone: str, epoch_1904: bool = False) -> Day:
    """Return a cell as a date; `zone` is the time zone of the province."""
    if isinstance(cell, tuple):
        if cell[0] == "d" and isinstance(cell[1], float):
            return _from_serial(cell[1], epoch_1904=epoch_1904)
        return NO_DATE
    if isinstance(cell, float):
        likely = cell.is_integer() and FIRST_LIKELY_SERIAL <= cell <= LAST_SERIAL
        if not likely:
            return NO_DATE
        return _from_serial(cell, epoch_1904=epoch_1904)._replace(doubt="W_DATE_SERIAL")
    return _read_text(str(cell), zone)


def _from_serial(serial: float, *, epoch_1904: bool) -> Day:
    whole = int(serial)
    if not 0 <= serial <= LAST_SERIAL or (not epoch_1904 and whole in {0, LEAP_THAT_NEVER_WAS}):
        return NO_DATE
    timed = serial - whole > HALF_A_SECOND
    if epoch_1904:
        day = _EPOCH_1904 + timedelta(days=whole)
    else:
        day = _EPOCH_1900 + timedelta(days=whole + (whole < LEAP_THAT_NEVER_WAS))
    return Day(day, style="cell", doubt="W_DATE_TIME" if timed else "")


def _read_text(written: str, zone: str) -> Day:
    text = " ".join(folding.clean(written)[0].split()).casefold()
    if not text:
        return NOTHING
    if _ESTIMATE.search(text):
        return _estimate(text, zone)
    before = _BEFORE.match(text)
    if before is None or _WORDS.fullmatch(text):
        return _bare(text, zone)
    found = _bare(text[before.end() :], zone)
    return found._replace(doubt="W_DATE_FORMAT") if found.day else NO_DATE


def _bare(text: str, zone: str) -> Day:
    """Return a date without words before it."""
    if match := _ISO.fullmatch(text.upper()):
        year, _, month, day, *time = match.groups()
        return _dated(int(year), int(month), int(day), style="iso", time=time, zone=zone)
    if match := _DAY_FIRST.fullmatch(text.upper()):
        day, mark, month, year, *time = match.groups()
        return _dated(int(year), int(month), int(day), style=f"d{mark}m", time=time, zone=zone)
    if match := _WORDS.fullmatch(text):
        day, month, year = match.groups()
        found = _dated(int(year), int(month), int(day), style="words")
        return found._replace(doubt="W_DATE_FORMAT") if found.day else NO_DATE
    if _SERIAL.fullmatch(text) and int(text) >= FIRST_LIKELY_SERIAL:
        return _from_serial(float(text), epoch_1904=False)._replace(doubt="W_DATE_SERIAL")
    return NO_DATE


def _estimate(text: str, zone: str) -> Day:
    """Return when an estimate is for, if the year is written; an estimate is always refused."""
    match = re.search(r"\d[\d/.-]*\d", text)
    found = _bare(match[0], zone) if match else NO_DATE
    return Day(found.day, fault="E_DATE_ESTIMATE")


def _dated(
    year: int,
    month: int,
    day: int,
    *,
    style: str,
    time: list[str | None] | None = None,
    zone: str = "",
) -> Day:
    if year < FIRST_YEAR:
        return NO_DATE
    hour, minute, second, offset = time or (None,) * 4
    try:
        moment = datetime(
            year,
            month,
            day,
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            tzinfo=_offset(offset),
        )
        doubt = ""
        if offset:
            moment, doubt = moment.astimezone(ZoneInfo(zone)), "W_DATE_TZ"
        elif moment.hour or moment.minute or moment.second:
            doubt = "W_DATE_TIME"
    except (ValueError, OverflowError):
        return NO_DATE
    swapped = style.startswith("d") and day <= 12 and day != month  # noqa: PLR2004 - months
    return Day(moment.date(), style=style, doubt=doubt, ambiguous=swapped)


def _offset(written: str | None) -> timezone:
    if written is None or written == "Z":
        return UTC
    digits = written[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    return timezone(timedelta(minutes=-minutes if written[0] == "-" else minutes))
