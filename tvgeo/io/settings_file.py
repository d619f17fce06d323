"""`data/tvgeo.toml` as settings; what is wrong in it is a finding, and a default takes its place."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar

from tvgeo.core.findings import Finding
from tvgeo.core.plan import Office, OpenData, Settings
from tvgeo.io import setting_values as form
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
    *(f"opendata.{each.name}" for each in fields(OpenData)),
})  # fmt: skip


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
        title=keys.get("title", form.text, "tvgeo", expected="text"),
        province=keys.get("province", form.text, "", expected="text"),
        period=keys.get(
            "period", form.period, UNKNOWN_PERIOD, expected="YYYY-MM-DD, YYYY-MM-DD"
        ),
        crs=keys.get("crs", form.crs, _DEFAULTS["crs"], expected="EPSG VN-2000 (9209)"),
        timezone=keys.get(
            "timezone", form.timezone, _DEFAULTS["timezone"], expected="Asia/Ho_Chi_Minh"
        ),
        language=keys.get(
            "language", form.one_of("vi", "en"), _DEFAULTS["language"], expected="vi, en"
        ),
        bounds=keys.get("bounds", form.bounds, _DEFAULTS["bounds"], expected="W, S, E, N (°)"),
        slow=slow,
        late=late,
        critical=critical,
        closing=_days(keys, "closing", form.closing_days),
        due=_days(keys, "due", form.month_days),
        consolidated=_days(keys, "consolidated", form.month_days),
        **settings_access.read(keys.get, keys.has, readable=written is not None),
        succession=keys.get("reporting.succession", form.day, None, expected="YYYY-MM-DD"),
        plan_name_vi=keys.get("plan.name_vi", form.text, "", expected="text"),
        plan_name_en=keys.get("plan.name_en", form.text, "", expected="text"),
        plan_short_vi=keys.get("plan.short_vi", form.text, "", expected="text"),
        plan_short_en=keys.get("plan.short_en", form.text, "", expected="text"),
        plan_issuer_vi=keys.get("plan.issuer_vi", form.text, "", expected="text"),
        plan_issuer_en=keys.get("plan.issuer_en", form.text, "", expected="text"),
        plan_issued=keys.get("plan.issued", form.day, None, expected="YYYY-MM-DD"),
        credits=keys.get("map.credits", form.texts, (), expected='["…", "…"]'),
        office=_office(keys),
        open_data=_open_data(keys),
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
        keys.get(f"slippage.{name}", form.points, _DEFAULTS[name], expected="0–100")
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
            each.name: keys.get(
                f"briefing.{each.name}", form.blank_or_text, "", expected="text"
            )
            for each in fields(Office)
            if isinstance(each.default, str)
        },
        recipients=keys.get(
            "briefing.recipients", form.texts_or_none, (), expected='["…", "…"]'
        ),
        inset=keys.get("briefing.inset", form.switch, True, expected="true, false"),
    )


def _open_data(keys: _Keys) -> OpenData:
    """Return under which names open data are published."""
    return OpenData(
        prefix=keys.get(
            "opendata.prefix", form.prefix, OpenData().prefix, expected="oc4ids-a1b2c3"
        ),
        publisher=keys.get("opendata.publisher", form.text, "", expected="text"),
        licence=keys.get("opendata.licence", form.url, "", expected="https://…"),
        policy=keys.get("opendata.policy", form.url, "", expected="https://…"),
    )
