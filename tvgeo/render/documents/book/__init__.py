"""The workbook of a briefing, to be calculated with and printed: `write` makes it."""

from tvgeo.render.documents.book.sheets import write

__all__ = ["write"]
