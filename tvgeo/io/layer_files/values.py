"""The properties of one feature of a sent file, as values of ours; every fault is a finding."""

import re
from collections.abc import Mapping
from typing import Any

from tvgeo.core import chainage
from tvgeo.errors import ChainageError
from tvgeo.io.layers import HIGHEST_KM
from tvgeo.io.properties import HIGHEST
from tvgeo.io.reading import folding
from tvgeo.io.reading.gathering import Gathering
from tvgeo.io.reading.identities import Identities

NUMBERS = ("from_km", "to_km", "official_length_km", "official_area_ha")
CHAINAGES = ("from_km", "to_km")
LONGEST = 1_000
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def read(
    properties: Mapping[str, Any],
    columns: Mapping[str, str],
    identities: Identities,
    row: int,
    gathering: Gathering,
) -> dict[str, Any]:
    """Return our properties that the feature states; blank ones are absent.

    `columns` says which of theirs is which of ours.
    """
    found: dict[str, Any] = {}
    for theirs, ours in columns.items():
        value = properties.get(theirs)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        if ours in NUMBERS:
            number = _number(value, chainages=ours in CHAINAGES)
            if number is None:
                gathering.add(
                    "error", "E_NUMBER", row=row, column=theirs, value=str(value)[:80],
                    suggestion="41,5",
                )  # fmt: skip
            else:
                found[ours] = number
        else:
            found[ours] = _text(value, row, theirs, gathering)
    if row not in gathering.rows("error"):  # what is no number at all is said already
        _check_km(found, row, gathering)
    written = found.pop("project_id", None)
    if written:
        column = next(theirs for theirs, ours in columns.items() if ours == "project_id")
        project_id = _identity(written, identities, row, column, gathering)
        if project_id:
            found["project_id"] = project_id
    return {name: value for name, value in found.items() if value not in ("", None)}


def _check_km(found: Mapping[str, Any], row: int, gathering: Gathering) -> None:
    """Refuse Km of one end alone, which would mix with those of the old line, and two alike."""
    km = [found.get(name) for name in CHAINAGES]
    if (km[0] is None) != (km[1] is None):
        column = CHAINAGES[km.index(None)]
        gathering.add("error", "E_KM_HALF", row=row, column=column)
    elif km[0] is not None and round(km[0] * 1000, 3) == round(float(km[1] or 0) * 1000, 3):
        gathering.add("error", "E_KM_SAME", row=row, value=f"{km[0]:g}")


def _text(value: Any, row: int, column: str, gathering: Gathering) -> str:
    text, removed = folding.clean(str(value)[: LONGEST + 1])
    if "hidden" in removed:
        gathering.add("warning", "W_INVISIBLE_CHARS", row=row, column=column)
    if "control" in removed:
        gathering.add("warning", "W_CONTROL_CHARS", row=row)
    if len(text) > LONGEST:
        gathering.add(
            "error",
            "E_CELL_TOO_LONG",
            row=row,
            column=column,
            value=text[:80],
            limit=str(LONGEST),
        )
    return text


def _number(value: Any, *, chainages: bool) -> float | None:
    if isinstance(value, bool):
        return None
    number: float
    if isinstance(value, int | float):
        number = value
    elif chainages and "+" in str(value):
        try:
            number = chainage.parse(str(value)) / 1000
        except ChainageError:
            return None
    elif _NUMBER.fullmatch(str(value).strip()):
        number = float(str(value).strip().replace(",", "."))
    else:
        return None
    highest = HIGHEST_KM if chainages else HIGHEST
    # compared first: an integer of JSON may have more digits than any float
    return float(number) if 0 <= number <= highest else None


def _identity(
    written: str, identities: Identities, row: int, column: str, gathering: Gathering
) -> str | None:
    match = identities.find(written)
    if not match.project_id:
        nearest = ", ".join(identities.nearest(written)[:3])
        gathering.add(
            "error", "E_ID_UNKNOWN", row=row, column=column, value=written[:80], nearest=nearest
        )
        return None
    if match.folded:
        gathering.add(
            "warning", "W_ID_NORMALISED", row=row, column=column, value=written[:80],
            suggestion=match.project_id,
        )  # fmt: skip
    return match.project_id
