"""`data/tvgeo.toml` as settings; what is wrong in it is a finding, and a default takes its place."""

import re
import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from tvgeo.core import crs, periods
from tvgeo.core.findings import Finding
from tvgeo.core.plan import Office, Settings
from tvgeo.errors import CrsError
from tvgeo.io import settings_access

T = TypeVar("T")

FILE = "tvgeo.toml"
# Stands in for a period that is missing or unreadable: wide enough to refuse no figure.
UNKNOWN_PERIOD = (date(2000, 1, 1), date(2099, 12, 31))
_DEFAULTS: dict[str, Any] = {each.name: each.default for each in fields(Settings)}
_REQUIRED = ("title", "province", "period", "crs", "timezone")
_KNOWN = frozenset({
    *_REQUIRED, "language", "bounds",
    "slippage.slow", "slippage.late", "slippage.critical",
    "reporting.closing", "reporting.due", "reporting.consolidated", "reporting.succession",
    *settings_access.KNOWN,
    "plan.name_vi", "plan.name_en", "plan.short_vi", "plan.short_en",
    "plan.issuer_vi", "plan.issuer_en", "plan.issued",
    "map.credits",
    *(f"briefing.{each.name}" for each in fields(Office)),
})  # fmt: skip
_MONTH_DAY = re.compile(r"\d{2}-\d{2}", re.ASCII)
_MAX_POINTS = 100.0


def read(data: bytes) -> tuple[Settings, tuple[Finding, ...]]:
    """Read the settings of one province; `data` is the file's bytes.

    A missing title is shown as "tvgeo", a missing period refuses no date, and an `access.view`
    that cannot be read closes the pages instead of opening them.
    """
    findings: list[Finding] = []
    written = _parse(data, findings)
    keys = _Keys(written or {}, findings)
    slow, late, critical = _thresholds(keys)
    settings = Settings(
        title=keys.get("title", _text, "tvgeo", expected="text"),
        province=keys.get("province", _text, "", expected="text"),
        period=keys.get("period", _period, UNKNOWN_PERIOD, expected="YYYY-MM-DD, YYYY-MM-DD"),
        crs=keys.get("crs", _crs, _DEFAULTS["crs"], expected="EPSG VN-2000 (9209)"),
        timezone=keys.get(
            "timezone", _timezone, _DEFAULTS["timezone"], expected="Asia/Ho_Chi_Minh"
        ),
        language=keys.get(
            "language", _one_of("vi", "en"), _DEFAULTS["language"], expected="vi, en"
        ),
        bounds=keys.get("bounds", _bounds, _DEFAULTS["bounds"], expected="W, S, E, N (°)"),
        slow=slow,
        late=late,
        critical=critical,
        closing=_days(keys, "closing", _closing_days),
        due=_days(keys, "due", _month_days),
        consolidated=_days(keys, "consolidated", _month_days),
        **settings_access.read(keys.get, keys.has, readable=written is not None),
        succession=keys.get("reporting.succession", _day, None, expected="YYYY-MM-DD"),
        plan_name_vi=keys.get("plan.name_vi", _text, "", expected="text"),
        plan_name_en=keys.get("plan.name_en", _text, "", expected="text"),
        plan_short_vi=keys.get("plan.short_vi", _text, "", expected="text"),
        plan_short_en=keys.get("plan.short_en", _text, "", expected="text"),
        plan_issuer_vi=keys.get("plan.issuer_vi", _text, "", expected="text"),
        plan_issuer_en=keys.get("plan.issuer_en", _text, "", expected="text"),
        plan_issued=keys.get("plan.issued", _day, None, expected="YYYY-MM-DD"),
        credits=keys.get("map.credits", _texts, (), expected='["…", "…"]'),
        office=_office(keys),
    )
    keys.report_missing_and_unknown(written is not None)
    return settings, tuple(findings)


class _Keys:
    """The document as dotted keys (`slippage.slow`); a bad value is a finding and a default."""

    def __init__(self, document: dict[str, Any], findings: list[Finding]) -> None:
        self._findings = findings
        self._values: dict[str, Any] = {}
        for key, value in document.items():
            if isinstance(value, dict):
                self._values |= {f"{key}.{inner}": each for inner, each in value.items()}
            else:
                self._values[key] = value

    def has(self, key: str) -> bool:
        return key in self._values

    def get(self, key: str, read: Callable[[Any], T], default: T, *, expected: str) -> T:
        """Return the value under `key`; `read` raises `ValueError` for a bad one."""
        if key not in self._values:
            return default
        try:
            return read(self._values[key])
        except ValueError:
            self.refuse(key, expected=expected)
            return default

    def refuse(self, key: str, *, expected: str) -> None:
        """Report a value that cannot be used; `expected` shows the form it should have."""
        value = str(self._values[key])
        self._findings.append(
            Finding("error", "bad_setting", FILE, None, key, value, {"allowed": expected})
        )

    def report_missing_and_unknown(self, readable: bool) -> None:  # noqa: FBT001
        """Report the keys that a province must write, and those that mean nothing here."""
        for key in _REQUIRED if readable else ():
            if key not in self._values:
                self._findings.append(Finding("error", "blank_required", FILE, None, key))
        for key, value in self._values.items():
            if key not in _KNOWN:
                self._findings.append(
                    Finding("warning", "unknown_setting", FILE, None, key, str(value))
                )


def _parse(data: bytes, findings: list[Finding]) -> dict[str, Any] | None:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        findings.append(Finding("error", "bad_encoding", FILE, line))
        return None
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"at line (\d+)", str(error))
        row = int(found[1]) if found else None
        findings.append(Finding("error", "bad_toml", FILE, row, values={"reason": str(error)}))
        return None


def _thresholds(keys: _Keys) -> tuple[float, float, float]:
    names = ("slow", "late", "critical")
    values = tuple(
        keys.get(f"slippage.{name}", _points, _DEFAULTS[name], expected="0–100")
        for name in names
    )
    if all(low < high for low, high in pairwise(values)):
        return values[0], values[1], values[2]
    written = next(f"slippage.{name}" for name in names if keys.has(f"slippage.{name}"))
    keys.refuse(written, expected="slow < late < critical")
    return _DEFAULTS["slow"], _DEFAULTS["late"], _DEFAULTS["critical"]


def _days(keys: _Keys, name: str, read: Callable[[Any], tuple[str, str]]) -> tuple[str, str]:
    default: tuple[str, str] = _DEFAULTS[name]
    return keys.get(f"reporting.{name}", read, default, expected="MM-DD, MM-DD")


def _office(keys: _Keys) -> Office:
    """Return who signs and receives reports; what is not written stays blank in the document."""
    return Office(
        **{
            each.name: keys.get(f"briefing.{each.name}", _blank_or_text, "", expected="text")
            for each in fields(Office)
            if isinstance(each.default, str)
        },
        recipients=keys.get("briefing.recipients", _texts_or_none, (), expected='["…", "…"]'),
        inset=keys.get("briefing.inset", _switch, True, expected="true, false"),
    )


def _blank_or_text(value: Any) -> str:
    return "" if value == "" else _text(value)


def _texts_or_none(value: Any) -> tuple[str, ...]:
    return () if value == [] else _texts(value)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError
    return unicodedata.normalize("NFC", value.strip())


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise ValueError
    return tuple(map(_text, value))


def _one_of(*allowed: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if value not in allowed:
            raise ValueError
        return str(value)

    return read


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(_text(value))


def _pair(value: Any) -> tuple[Any, Any]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    first, second = value
    return first, second


def _period(value: Any) -> tuple[date, date]:
    start, end = (_day(each) for each in _pair(value))
    if start >= end or not {start.year, end.year} <= set(periods.YEARS):
        raise ValueError
    return start, end


def _month_days(value: Any) -> tuple[str, str]:
    first, second = (_text(each) for each in _pair(value))
    for each in (first, second):
        if not _MONTH_DAY.fullmatch(each):
            raise ValueError
        date.fromisoformat(f"2001-{each}")  # not a leap year: the day must exist every year
    return first, second


def _closing_days(value: Any) -> tuple[str, str]:
    # Only these are in the order of the year: a report on December may be due in January.
    first, second = _month_days(value)
    if first >= second:
        raise ValueError
    return first, second


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    return float(value)


def _points(value: Any) -> float:
    points = _number(value)
    if not 0 < points <= _MAX_POINTS:
        raise ValueError
    return points


def _crs(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    try:
        crs.operation_name(value)
    except CrsError as error:
        raise ValueError from error
    return value


def _bounds(value: Any) -> tuple[float, float, float, float]:
    if not isinstance(value, list):
        raise ValueError  # noqa: TRY004 - one kind of fault for the caller
    west, south, east, north = (_number(each) for each in value)
    if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004
        raise ValueError
    return west, south, east, north


def _timezone(value: Any) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (KeyError, OSError) as error:
        raise ValueError from error
