"""The raw table of a file as text, for showing a planner's own cells back."""

from dataclasses import dataclass

from tvgeo.io.reading import file_kind, sources
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.grid import as_text
from tvgeo.io.upload import MAX_ROWS


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that hold anything: number as seen in the file, and the cells from the first column on.

    `sheet` is the title of the worksheet that was read, `None` for a text file. A file that
    cannot be parsed has no rows.
    """

    sheet: str | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def grid(data: bytes, name: str) -> Grid:
    """Return the cells of a file as `upload.read` sees them; never raises, whatever the bytes are."""
    gathering = Gathering(file_kind.shown(name))
    found = sources.grid(data, name, gathering, most_rows=MAX_ROWS)
    if found is None:
        return Grid(None, ())
    sources.convert_legacy(found, gathering)
    return Grid(
        found.sheet,
        tuple(
            (number, tuple(as_text(cell, epoch_1904=found.epoch_1904) for cell in cells))
            for number, cells in found.rows
        ),
    )
