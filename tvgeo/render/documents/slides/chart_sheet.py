"""The sheet behind a chart: its figures, formats and texts, none of which is ever run."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter

from tvgeo.core import formula
from tvgeo.locale import Locale
from tvgeo.render.briefing import plain

# Decimal commas also in programs that follow the format, not the language of their user.
_DECIMALS = {"vi": "[$-42A]", "en": ""}


class _Writer(CategoryWorkbookWriter):
    """Writes the sheet of a chart with texts as texts, whatever they look like."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
        with super()._open_worksheet(xlsx_file) as (workbook, worksheet):
            worksheet.strings_to_formulas = worksheet.strings_to_urls = False
            yield workbook, worksheet


class _Data(CategoryChartData):
    """Figures of a chart, kept in a sheet that `_Writer` writes."""

    @property
    def _workbook_writer(self) -> Any:
        make: Any = _Writer
        return make(self)


def data(t: Locale, number_format: str, categories: Sequence[str]) -> Any:
    """Return an empty sheet with these categories; percentages without another format."""
    make: Any = _Data
    sheet = make(number_format=number_format or percent(t))
    sheet.categories = [label(text) for text in categories]
    return sheet


def percent(t: Locale, *, invented: bool = False) -> str:
    """Return the format of a percentage: whole only at 0 and 100, with the mark if invented."""
    unit = f'"%{t.mark if invented else ""}"'
    told = _DECIMALS[t.language]
    return f"[=0]{told}0{unit};[=100]{told}0{unit};{told}0.0{unit}"


def label(text: str) -> str:
    """Return a text as a cell of the sheet can hold it."""
    return formula.guard(plain.line(text)) or "–"
