"""Everything a user reads: sentences, labels, numbers and dates in Vietnamese and English.

    from tvgeo import locale

    t = locale.get("vi")
    t("health.late")                       # "Chậm nhiều"
    t("overview.title.late", late=15, with_data=47)
    t.percent(62.4)                        # "62,4%"
    t.points(-12.5)                        # "chậm 12,5 điểm %"

Sentences are in `vi.po` and `en.po`, by key; Vietnamese is the source, English is complete.
"""

import datetime as dt
import errno
import os
from functools import cache

from tvgeo.core import plan
from tvgeo.core.findings import Finding, Label
from tvgeo.errors import TvgeoError, UsageError
from tvgeo.locale import catalogue, formats
from tvgeo.locale.catalogue import LANGUAGES

__all__ = ["LANGUAGES", "Locale", "get"]

# The text of a thing of the plan, by whichever of these fields its class has.
NAME_FIELDS = ("name", "title", "label", "indicator", "text")
MARK = "*"
# Characters that a finding repeats of a cell, and of the other things it names.
VALUE, DETAIL = 60, 300
# What the system and SQLite say in English of a file that cannot be read or written.
REASONS = {
    os.strerror(code): f"reason.{name}"
    for code, name in (
        (errno.ENOENT, "missing"),
        (errno.ENOTDIR, "missing"),
        (errno.EACCES, "refused"),
        (errno.EPERM, "refused"),
        (errno.EISDIR, "folder"),
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EFBIG, "full"),
        (errno.EROFS, "read_only"),
        (errno.ENAMETOOLONG, "too_long"),
    )
} | {
    "database disk image is malformed": "reason.malformed",
    "file is not a database": "reason.no_database",
}
DASH = "–"


def get(language: str = LANGUAGES[0]) -> "Locale":
    """Return the locale of a language; its catalogue is read once per process."""
    return _read(language)


@cache
def _read(language: str) -> "Locale":
    return Locale(language)


class Locale:
    """One language: sentences by key, and how it writes numbers, units and dates."""

    def __init__(self, language: str = LANGUAGES[0]) -> None:
        """Read the catalogue of `language`, one of `LANGUAGES`."""
        if language not in LANGUAGES:
            raise UsageError(
                "error.bad_value",
                arg="--lang",
                value=language,
                suggestion=", ".join(LANGUAGES),
            )
        self.language = language
        self.sentences = catalogue.read(language)

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the sentence `key` with `values` in its placeholders.

        A value may be text (inserted literally), a whole number (inserted as its digits: a
        count, a year, a row), a decimal number, a date, an aware time, or a list of these.

        Raises
        ------
        KeyError
            If there is no such key, or a placeholder has no value.
        """
        sentence = self.sentences[key]
        try:
            texts = {
                name: self._text(values[name]) for name in catalogue.placeholders(sentence)
            }
        except KeyError as missing:
            msg = f"{key} needs a value for {missing}"
            raise KeyError(msg) from None
        return catalogue.fill(sentence, texts)

    t = __call__

    def __contains__(self, key: str) -> bool:
        """Say whether there is a sentence `key`."""
        return key in self.sentences

    def _text(self, value: object) -> str:
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value).replace("-", formats.MINUS)
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, dt.datetime):
            return self.stamp(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, list | tuple):
            return ", ".join(self._text(part) for part in value)
        msg = f"{value!r} cannot stand in a sentence"
        raise TypeError(msg)

    # Numbers. A missing one is said in words: never 0, never an empty place.

    @property
    def missing(self) -> str:
        """Return "Chưa có số liệu", for a figure that was not reported."""
        return self("missing")

    @property
    def mark(self) -> str:
        """Return the mark of an illustrative figure."""
        return MARK

    @property
    def dash(self) -> str:
        """Return what a narrow cell shows instead of a figure that does not apply."""
        return DASH

    def number(self, value: float | None, digits: int | None = None) -> str:
        """Return "1.234,5"; without `digits`, as many decimals as needed, at most two."""
        return self.missing if value is None else formats.number(self.language, value, digits)

    def percent(self, value: float | None, digits: int = 1) -> str:
        """Return "62,4%"; "0%" and "100%" only for exactly 0 and 100."""
        return self.missing if value is None else formats.percent(self.language, value, digits)

    def signed(self, value: float, digits: int = 1) -> str:
        """Return "−12,5", "+3,0" or "0,0", for a column of differences."""
        return formats.signed(self.language, value, digits)

    def points(self, value: float) -> str:
        """Return a slippage, in percentage points, with its sign in words."""
        difference = formats.rounded(value, 1)
        if difference == 0:
            return self("slippage.on_plan")
        x = formats.number(self.language, abs(value), 1)
        return self("slippage.behind" if difference < 0 else "slippage.ahead", x=x)

    def quantity(self, value: float | None, unit: str, digits: int | None = None) -> str:
        """Return an amount with its unit, "15,14 km", joined by a no-break space.

        `unit` is as in the data; one the catalogue does not know (``unit.<unit>``) stays as
        it is, since another province may count other things.
        """
        if value is None:
            return self.missing
        x = formats.number(self.language, value, digits)
        key = f"unit.{unit}"
        return self(key, x=x) if key in self else f"{x}{formats.NBSP}{unit}".strip()

    # Dates and periods.

    def date(self, value: dt.date) -> str:
        """Return "15/06/2025" or "15 Jun 2025"."""
        return formats.day(self.language, value)

    def day_month(self, value: dt.date) -> str:
        """Return "15/06" or "15 Jun"."""
        return formats.day_month(self.language, value)

    def month(self, value: dt.date) -> str:
        """Return "06/2025" or "Jun 2025"."""
        return formats.month(self.language, value)

    def stamp(self, value: dt.datetime) -> str:
        """Return "14:05, 15/06/2025" in Vietnam time; `value` is aware."""
        return formats.stamp(self.language, value)

    def period(self, code: str, form: str = "label") -> str:
        """Return a period code ("2025-H1", "2025") as people say it.

        `form` is `label` ("Cả năm 2025"), `inline` (inside a sentence), `document` ("năm 2025")
        or `short` (a column head).
        """
        year, _, half = code.partition("-")
        return self(f"period.{form}.{'half' if half else 'year'}", y=year)

    def period_short(self, code: str) -> str:
        """Return a period code for a narrow place."""
        return self.period(code, "short")

    # Things of the plan.

    def name(self, thing: object, field: str | None = None) -> str:
        """Return what a project, agency, task, event… is called in this language.

        The English text where there is one, otherwise the Vietnamese; names are not translated
        by force. `field` chooses a text other than the first of `NAME_FIELDS` that the class
        has, such as `value` of a fact.
        """
        if field is None:
            field = next(name for name in NAME_FIELDS if hasattr(thing, f"{name}_vi"))
        own = getattr(thing, f"{field}_{self.language}", None)
        return str(own or getattr(thing, f"{field}_vi") or "")

    def short_name(self, thing: object) -> str:
        """Return the short name of an agency where it has one, otherwise its name."""
        return str(getattr(thing, f"short_{self.language}", None) or self.name(thing))

    def status(self, code: str, kind: str | None) -> str:
        """Return a status: a bridge is not begun otherwise than a programme is."""
        group = "works" if kind in plan.WORK_KINDS else "rest"
        return self(f"status.{group}.{code}")

    # What went wrong.

    def error(self, error: TvgeoError) -> str:
        """Return what went wrong, where, and what to do."""
        said = {
            name: self.reason(str(error.values[name]))
            for name in ("reason", "place")
            if name in error.values
        }
        return self(error.key, **error.values | said)

    def reason(self, said: str) -> str:
        """Return what the system said of a file in this language, or as it said it."""
        return self(REASONS[said]) if said in REASONS else said

    def problem(self, finding: Finding) -> str:
        """Return what is wrong with the value of a finding."""
        return self._finding(finding, "problem")

    def remedy(self, finding: Finding) -> str:
        """Return what to do about a finding.

        There is another advice where nothing is near, and for a map layer (`of_layer`) where
        that of a table would not help.
        """
        if finding.values.get("of_layer") and f"finding.{finding.code}.remedy_layer" in self:
            return self._finding(finding, "remedy_layer")
        none = not finding.values.get("nearest") and (
            f"finding.{finding.code}.remedy_none" in self
        )
        return self._finding(finding, "remedy_none" if none else "remedy")

    def line(self, finding: Finding) -> str:
        """Return a finding as one line: file, row, column, problem and remedy."""
        place = {
            (True, True): "check.line",
            (True, False): "check.line.row",
            (False, True): "check.line.column",
            (False, False): "check.line.file",
        }[finding.row is not None, finding.column is not None]
        return self(
            place,
            file=finding.file,
            row=finding.row,
            column=finding.column,
            problem=self.problem(finding),
            remedy=self.remedy(finding),
        )

    def _detail(self, value: object) -> object:
        """Return what a finding names besides its value, as it stands in a sentence."""
        if isinstance(value, Label):
            # some labels name the year of the row, which a list of choices does not have
            return self(value, y="").strip()
        if isinstance(value, list | tuple):
            return [self._detail(part) for part in value]
        return catalogue.as_written(value, DETAIL) if isinstance(value, str) else value

    def _finding(self, finding: Finding, part: str) -> str:
        said = {
            "file": finding.file,
            "row": finding.row,
            "column": finding.column,
            "value": catalogue.as_written(finding.value or "", VALUE) or self("value.blank"),
        }
        more = {name: self._detail(value) for name, value in finding.values.items()}
        return self(f"finding.{finding.code}.{part}", **said | more)
