"""Numbers, units and dates as each language writes them (Babel), with the house's own rules.

Rounding is half away from zero on the decimal value, as a reader would check it by hand;
Babel's own half-even rounding would print 12,25 as 12,2.

A page writes the same few hundred numbers and dates for every viewer, and Babel takes a tenth of
a millisecond for each: what was written once is kept.
"""

import math
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from babel import dates, numbers

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
TIMEZONE = "Asia/Ho_Chi_Minh"
_DATE = {"vi": "dd/MM/yyyy", "en": "d MMM yyyy"}
_DAY_MONTH = {"vi": "dd/MM", "en": "d MMM"}
_MONTH = {"vi": "MM/yyyy", "en": "MMM yyyy"}
# A float has up to 309 digits before its point; the usual 28 would refuse a slip of the keys.
_EVERY_FLOAT = Context(prec=330)
_kept = lru_cache(maxsize=8192)


def rounded(value: float, digits: int) -> Decimal:
    """Round half away from zero; the binary noise of a sum (0.1 + 0.2) is dropped first."""
    if not math.isfinite(value):
        msg = f"{value!r} is not a number that can be shown"
        raise ValueError(msg)
    exact = Decimal(str(round(value, 9)))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EVERY_FLOAT)


def _decimal(language: str, value: Decimal, pattern: str) -> str:
    with localcontext(_EVERY_FLOAT):
        said = numbers.format_decimal(value, pattern, locale=language)
    return said.replace("-", MINUS)


@_kept
def number(language: str, value: float, digits: int | None) -> str:
    """Return "1.234,5"; without `digits`, as many decimals as needed, at most two."""
    pattern = "#,##0.##" if digits is None else _fixed(digits)
    return _decimal(language, rounded(value, 2 if digits is None else digits), pattern)


@_kept
def percent(language: str, value: float, digits: int) -> str:
    """Return "62,4%"; whole only at 0 and 100, which nothing else is rounded to.

    99,97 prints as 99,9%, since 100 would say that the work is done.
    """
    exact = rounded(value, 6)
    if exact in {0, 100}:
        return f"{int(exact)}%"
    result = rounded(value, digits)
    if result in {0, 100}:
        step = Decimal(1).scaleb(-digits)
        result += step if exact > result else -step
    return f"{_decimal(language, result, _fixed(digits))}%"


def _fixed(digits: int) -> str:
    return f"#,##0.{'0' * digits}"


@_kept
def signed(language: str, value: float, digits: int) -> str:
    """Return "−12,5", "+3,0" or "0,0": for tables, with a true minus."""
    result = rounded(value, digits)
    if result == 0:
        return _decimal(language, abs(result), _fixed(digits))
    return ("+" if result > 0 else "") + _decimal(language, result, _fixed(digits))


@_kept
def day(language: str, value: date) -> str:
    """Return "15/06/2025" or "15 Jun 2025"."""
    return dates.format_date(value, _DATE[language], locale=language)


def day_month(language: str, value: date) -> str:
    """Return "15/06" or "15 Jun"."""
    return dates.format_date(value, _DAY_MONTH[language], locale=language)


def month(language: str, value: date) -> str:
    """Return "06/2025" or "Jun 2025"."""
    return dates.format_date(value, _MONTH[language], locale=language)


def stamp(language: str, value: datetime) -> str:
    """Return "14:05, 15/06/2025", Vietnam time, for an aware time."""
    if value.tzinfo is None:
        msg = "a time without a zone cannot be shown"
        raise ValueError(msg)
    zone = dates.get_timezone(TIMEZONE)
    return dates.format_datetime(
        value, f"HH:mm, {_DATE[language]}", tzinfo=zone, locale=language
    )
