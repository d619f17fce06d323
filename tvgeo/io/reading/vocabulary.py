"""The closed lists by which headers, statuses and other choices are recognised.

Codes and the labels of both catalogues; what is not in a list is suggested, never guessed.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from tvgeo import locale
from tvgeo.core.findings import Label
from tvgeo.core.progress import (
    COLUMNS,
    DISBURSED_BASES,
    PHYSICAL_BASES,
    QUALITIES,
    STATUSES,
)
from tvgeo.io import template
from tvgeo.io.reading import folding

NAME = "name"
ALIKE = 60.0
# No label is longer.
LONGEST = 80
CHOICES = ("status", "physical_basis", "disbursed_basis", "quality")
PERCENTS = ("physical_pct", "disbursed_pct", "planned_pct", "site_clearance_pct")
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "as_of": ("Ngày báo cáo",),
    # Read as the column of ids where there is none: each name must be known, or is asked about.
    NAME: (
        "Tên công trình", "Tên dự án", "Tên nhiệm vụ", "Danh mục dự án", "Danh mục công trình",
        "Danh mục công trình, dự án", "Danh mục dự án, công trình", "Công trình", "Dự án",
        "Công trình, dự án", "Dự án, công trình", "Tên công trình, dự án", "Tên dự án, công trình",
        "Công trình, nhiệm vụ", "Tên công trình, nhiệm vụ", "Tên công trình/dự án",
        "Tên dự án/công trình", "Danh mục", "Nội dung công việc", "Hạng mục",
        "Name of the work", "Work", "Project", "Project name",
    ),
}  # fmt: skip
OTHER_STATUSES = {"đã hoàn thành": "completed"}
SHORT_BASES = {
    "physical_basis": {"toàn bộ dự án": "total", "theo hợp đồng": "contract"},
    "disbursed_basis": {
        "kế hoạch vốn năm": "year_plan", "kế hoạch vốn": "year_plan", "hợp đồng": "contract",
        "capital plan of the year": "year_plan", "capital plan": "year_plan",
    },
}  # fmt: skip


class Known(NamedTuple):
    """What a written word stands for, and whether diacritics were missing in it."""

    code: str
    marks_missing: bool


@cache
def headers() -> dict[str, str]:
    """Return the known headers in comparing form, each with the code of its column."""
    known: dict[str, str] = {}
    for language in locale.LANGUAGES:
        t = locale.get(language)
        for code in COLUMNS:
            known[folding.plain(t(f"column.{code}"))] = code
    for code, others in SYNONYMS.items():
        known |= {folding.plain(other): code for other in others}
    return known | {code: code for code in (*COLUMNS, *template.REFERENCE_COLUMNS)}


@cache
def choices(column: str) -> dict[str, str]:
    """Return the known values of a column with a list, in comparing form, with their codes."""
    codes, keys = _catalogue(column)
    known: dict[str, str] = {}
    for language in locale.LANGUAGES:
        t = locale.get(language)
        for code in codes:
            for key in keys:
                text = t.sentences[f"{key}.{code}"]
                known[folding.plain(text.replace("{y}", ""))] = code
                if column == "quality":
                    known[folding.plain(text.partition("–")[0])] = code
    if column == "status":
        known |= OTHER_STATUSES
    return known | SHORT_BASES.get(column, {}) | {code: code for code in codes}


def _catalogue(column: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return {
        "status": (STATUSES, ("status.works", "status.rest")),
        "physical_basis": (PHYSICAL_BASES, ("basis.physical",)),
        "disbursed_basis": (DISBURSED_BASES, ("basis.disbursed",)),
        "quality": (QUALITIES, ("quality",)),
    }[column]


def header(written: str) -> Known | None:
    """Return the column that a header names."""
    return _find("", folding.plain(written).strip(" *:"))


def choice(column: str, written: str) -> Known | None:
    """Return the code that a cell of a column with a list names."""
    text = folding.plain(written)
    if column == "disbursed_basis":
        text = " ".join(word for word in text.split() if not word.isdigit())
    return _find(column, text)


# Headers are looked for in many rows, and most cells of a file are no header.
@lru_cache(maxsize=4_096)
def _find(column: str, text: str) -> Known | None:
    """Return what a text of a column with a list, or of a header (""), stands for."""
    known = choices(column) if column else headers()
    if len(text) > LONGEST:
        return None
    code = known.get(text) or _wherever_tones_stand(column).get(folding.tones_last(text))
    if code:
        return Known(code, marks_missing=False)
    codes = {code for label, code in known.items() if folding.lacks_marks_of(text, label)}
    return Known(codes.pop(), marks_missing=True) if len(codes) == 1 else None


@cache
def _wherever_tones_stand(column: str) -> dict[str, str]:
    known = choices(column) if column else headers()
    return {folding.tones_last(label): code for label, code in known.items()}


def label(column: str) -> str:
    """Return the header of a column as the template writes it."""
    return locale.get()(f"column.{column}")


def choice_labels(column: str) -> tuple[Label, ...]:
    """Return what may be written in a column with a list."""
    return tuple(choice_label(column, code) for code in _catalogue(column)[0])


def choice_label(column: str, code: str) -> Label:
    """Return a value of a column with a list."""
    return Label(f"{_catalogue(column)[1][0]}.{code}")


def nearest_choice(column: str, written: str) -> Label | None:
    """Return the known value that `written` is most like, if one is."""
    known = choices(column)
    near = process.extractOne(
        folding.plain(written)[:100], list(known), scorer=fuzz.ratio, score_cutoff=ALIKE
    )
    return choice_label(column, known[near[0]]) if near else None
