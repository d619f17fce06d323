"""Native tables on slides: rows as high as their texts need, on as many slides as that takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Inches

from tvgeo.render.documents import measure
from tvgeo.render.documents.slides import paint, writing
from tvgeo.render.documents.slides.places import Box
from tvgeo.render.documents.slides.writing import Paragraph, Run, para

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XMLNS = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SIDE, TOP = 0.06, 0.055  # room around the text of a cell, inches
HEAD = 11.0  # size of column heads, pt
_HATCHED = (
    f'<a:pattFill {_XMLNS} prst="ltUpDiag"><a:fgClr>{paint.xml("track")}</a:fgClr>'
    f"<a:bgClr>{paint.xml('paper')}</a:bgClr></a:pattFill>"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its width in inches, and how its texts stand (l, r, ctr)."""

    head: str
    width: float
    align: str = "l"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; `unknown` ones are hatched: a missing figure is no zero."""

    paragraphs: tuple[Paragraph, ...] = ()
    unknown: bool = False
    fill: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is set: the size of its texts in pt, and whether it has a head."""

    size: float = 11.0
    head: bool = True
    middle: bool = False


Row = tuple[Cell, ...]


def cell(*paragraphs: Paragraph | str, unknown: bool = False, fill: str = "") -> Cell:
    """Return a cell of paragraphs."""
    made = tuple(para(p) if isinstance(p, str) else p for p in paragraphs)
    return Cell(made, unknown, fill)


def inner(column: Column) -> float:
    """Return the room for text in a column, inches."""
    return column.width - 2 * SIDE


def height(row: Row, columns: Sequence[Column], size: float) -> float:
    """Return the height that a row needs, inches."""
    needed = (
        sum(writing.lines(p, inner(column), size) for p in cell.paragraphs)
        for cell, column in zip(row, columns, strict=True)
    )
    return max((*needed, measure.height(1, size))) + 2 * TOP


def head_row(columns: Sequence[Column]) -> Row:
    """Return the row of column heads."""
    return tuple(
        cell(para(Run(column.head, HEAD, bold=True), align=column.align)) for column in columns
    )


def paged(
    rows: Sequence[Row], columns: Sequence[Column], room: float, look: Look
) -> list[list[Row]]:
    """Return the rows in groups that each fit into `room` inches, about equally high.

    A row that is higher than the room stands alone; cells are shortened before, so none is.
    """
    heights = [height(row, columns, look.size) for row in rows]
    room -= height(head_row(columns), columns, HEAD) if look.head else 0.0
    breaks = _breaks(heights, room)
    low, high = max(heights, default=0.0), room
    for _ in range(12):  # the smallest room that takes no more slides
        middle = (low + high) / 2
        if len(_breaks(heights, middle)) <= len(breaks):
            high = middle
        else:
            low = middle
    breaks = _breaks(heights, max(high, low) if len(breaks) > 1 else room)
    ends = [*breaks[1:], len(rows)]
    return [list(rows[a:b]) for a, b in zip(breaks, ends, strict=True)]


def _breaks(heights: Sequence[float], room: float) -> list[int]:
    starts, taken = [0], 0.0
    for number, high in enumerate(heights):
        if taken and taken + high > room:
            starts.append(number)
            taken = 0.0
        taken += high
    return starts


def insert(
    placeholder: Any,
    rows: Sequence[Row],
    columns: Sequence[Column],
    look: Look,
    language: str,
) -> tuple[Any, float]:
    """Put a table in the place of a placeholder; return its frame and height in inches."""
    table_rows = [*([head_row(columns)] if look.head else []), *rows]
    frame = placeholder.insert_table(len(table_rows), len(columns))
    table = frame.table
    _style(table, look)
    for number, column in enumerate(columns):
        table.columns[number].width = Inches(column.width)
    total = 0.0
    elements = frame._element.findall(f".//{_A}tr")  # noqa: SLF001 - cells by index are slow
    for number, (element, row) in enumerate(zip(elements, table_rows, strict=True)):
        is_head = look.head and number == 0
        size = HEAD if is_head else look.size
        high = height(row, columns, size)
        element.set("h", str(Inches(high)))
        total += high
        middle = is_head or look.middle
        for found, content, column in zip(element, row, columns, strict=False):
            _fill(found, content, column, size, language, middle=middle)
    frame.width, frame.height = Inches(sum(c.width for c in columns)), Inches(total)
    return frame, total


def _style(table: Any, look: Look) -> None:
    table.first_row = look.head
    table.horz_banding = False
    properties = table._tbl.tblPr  # noqa: SLF001 - the style has no public setter
    for old in properties.findall(f"{_A}tableStyleId"):
        properties.remove(old)
    style: Any = OxmlElement("a:tableStyleId")
    style.text = paint.STYLE_ID
    properties.append(style)


def _fill(
    element: Any, content: Cell, column: Column, size: float, language: str, *, middle: bool
) -> None:
    paragraphs = [_set(paragraph, column.align, size) for paragraph in content.paragraphs]
    empty = [para(Run("", size), align=column.align)]
    writing.write(element.find(f"{_A}txBody"), paragraphs or empty, language)
    properties = element.find(f"{_A}tcPr")
    if properties is None:
        properties = OxmlElement("a:tcPr")
        element.append(properties)
    for name, room in (("marL", SIDE), ("marR", SIDE), ("marT", TOP), ("marB", TOP)):
        properties.set(name, str(Inches(room)))
    properties.set("anchor", "ctr" if middle else "t")
    if content.unknown:
        properties.append(parse_xml(_HATCHED))
    elif content.fill:
        properties.append(
            parse_xml(f"<a:solidFill {_XMLNS}>{paint.xml(content.fill)}</a:solidFill>")
        )


def _set(paragraph: Paragraph, align: str, size: float) -> Paragraph:
    """Return a paragraph with the size and the direction of its table where it has none."""
    runs = tuple(
        run
        if run.size is not None
        else Run(run.text, size, run.bold, run.italic, run.ink, run.sign)
        for run in paragraph.runs
    )
    return Paragraph(runs, paragraph.align or align, paragraph.indent, paragraph.before)


def bottom(box: Box, high: float) -> float:
    """Return where a table of that height ends, inches from the top of the slide."""
    return box.top + high
