"""Columns of percentages and amounts."""

from collections.abc import Mapping
from decimal import Decimal

from tvgeo.io.reading import figures, scales
from tvgeo.io.reading.columns import Columns, Meaning, Remark
from tvgeo.io.reading.figures import Figure
from tvgeo.io.reading.grid import Cell
from tvgeo.io.reading.scales import Scale

FULL = "0–100"
EXAMPLE = "75,5"
GROUP = 3


def percent(columns: Columns, code: str) -> None:
    """Read a column of percentages; the scale is guessed only under a foreign header."""
    read = _figures(columns, code)
    cells = columns.cells(code)
    scale = Scale() if columns.table.template else scales.decide([read[c] for c in cells])
    _say_column(columns, code, read, scale)

    def meaning(cell: Cell) -> Meaning:
        return _percent(read[cell], scale)

    columns.interpret(code, meaning)
    if scale.fault:
        columns.broken.update(range(len(cells)))


def amount(columns: Columns, code: str) -> None:
    """Read a column of amounts in the unit of each work's target."""
    read = _figures(columns, code)
    template = columns.table.template

    def meaning(cell: Cell) -> Meaning:
        figure = read[cell]
        if figure.fault:
            return _wrong(figure)
        if figure.value is None:
            return Meaning()
        value = figures.amount(figure.value)
        if value is None:
            return Meaning(None, (Remark("error", "E_RANGE", values={"limit": "±10¹⁵"}),))
        if not template and isinstance(cell, str) and figure.mark:
            whole, _, rest = cell.strip().rpartition(figure.mark)
            if len(rest) == GROUP and whole.isdecimal():
                # 18.000 is eighteen to some who write it and eighteen thousand to others
                either = f"{whole}{rest}; {whole},{rest.rstrip('0') or '0'}"
                return Meaning(
                    None, (Remark("error", "E_NUMBER", values={"suggestion": either}),)
                )
        if figure.odd or figure.scale:
            return Meaning(
                value, (Remark("warning", "W_NUMBER_NORMALISED", values={"suggestion": value}),)
            )
        return Meaning(value)

    columns.interpret(code, meaning)


def _figures(columns: Columns, code: str) -> Mapping[Cell, Figure]:
    cells = columns.cells(code)
    read = {cell: figures.read(cell) for cell in dict.fromkeys(cells)}
    columns.blank_words[code] = {
        place for place, cell in enumerate(cells) if read[cell].blank
    } if any(figure.blank for figure in read.values()) else set()  # fmt: skip
    return read


def _say_column(columns: Columns, code: str, read: Mapping[Cell, Figure], scale: Scale) -> None:
    marks: dict[str, Cell] = {}
    for cell, figure in read.items():
        if figure.mark:
            marks.setdefault(figure.mark, cell)
    if len(marks) > 1:
        columns.add_column("warning", "W_MIXED_DECIMAL", code, columns.texts(marks.values()))
    small = [cell for cell, f in read.items() if _is_share(f)]
    large = [
        cell for cell, f in read.items() if f.value is not None and (f.scale or f.value > 1)
    ]
    if scale.fault:
        columns.add_column("error", scale.fault, code, columns.texts([*small[:2], *large[:2]]))
    if scale.doubt:
        value = read[small[0]].value
        shown = float(value * scale.factor) if value is not None else 0.0
        columns.add_column(
            "warning", scale.doubt, code, columns.texts(small[:1]), suggestion=shown
        )


def _is_share(figure: Figure) -> bool:
    return figure.value is not None and not figure.scale and Decimal(0) < figure.value < 1


def _percent(figure: Figure, scale: Scale) -> Meaning:
    if figure.fault:
        return _wrong(figure)
    if figure.value is None:
        return Meaning()
    value = figures.percentage(figure.value if figure.scale else figure.value * scale.factor)
    if value is None:
        return Meaning(None, (Remark("error", "E_RANGE", values={"limit": FULL}),))
    remarks = []
    read_as = {"suggestion": value}
    if figure.odd:
        remarks.append(Remark("warning", "W_NUMBER_NORMALISED", values=read_as))
    if scale.formats_differ and figure.scale == "format":
        remarks.append(Remark("warning", "W_MIXED_SCALE", values=read_as))
    if scale.small and _is_share(figure):
        remarks.append(Remark("warning", "W_SMALL_PCT", values=read_as))
    return Meaning(value, tuple(remarks))


def _wrong(figure: Figure) -> Meaning:
    return Meaning(None, (Remark("error", figure.fault, values={"suggestion": EXAMPLE}),))
