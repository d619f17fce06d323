"""Data out: CSV, XLSX, GeoJSON, and what the others share. A file appears whole or not at all.

No cell of an export is ever a formula: text that looks like one is guarded, and XLSX strings are
written as strings (OWASP ASVS 5.0, 1.2.10).
"""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import shapely
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from tvgeo.core import formula
from tvgeo.core.features import Feature
from tvgeo.io import csv_tables, geometry_json

Record: TypeAlias = Mapping[str, Any]
Pair: TypeAlias = tuple[Feature, Record]

# What a layer file says of a feature beside the figures; figures win where names meet.
OF_FEATURE = (
    "feature_id", "layer", "project_id", "name_vi", "name_en", "ref", "from_km", "to_km",
    "official_length_km", "official_area_ha", "official_note",
    "source", "licence", "accuracy_m", "method",
)  # fmt: skip
_WIDEST = 60
_NARROWEST = 10
# XML 1.0 has no place for these, whatever the escaping; the reader of the file would refuse it.
_NOT_IN_XML = dict.fromkeys([*(c for c in range(32) if c not in b"\t\n"), 0xFFFE, 0xFFFF])


def write_csv(path: Path, records: Iterable[Record], columns: Sequence[str]) -> None:
    """Write records as UTF-8 CSV in our own canonical form."""
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="") as stream,
    ):
        csv_tables.write(records, columns, stream)


def write_xlsx(
    path: Path,
    records: Iterable[Record],
    columns: Sequence[str],
    *,
    dates_as_text: bool = False,
) -> None:
    """Write records as a workbook of one sheet; numbers are numbers.

    With `dates_as_text` dates stay ISO text, so that a workbook in the upload format comes back
    unchanged whatever the office suite makes of dates.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and only exports need it
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    sheet.title = "tvgeo"
    widths = [len(column) for column in columns]
    table: list[list[Any]] = [
        list(columns),
        *([record.get(column) for column in columns] for record in records),
    ]
    for row, values in enumerate(table, start=1):
        for number, value in enumerate(values, start=1):
            shown = _xlsx_value(value, dates_as_text=dates_as_text)
            if shown is None:
                continue
            cell = sheet.cell(row, number)
            cell.value = shown
            if isinstance(shown, str):
                cell.data_type = "s"  # openpyxl would take a leading "=" for a formula
            elif isinstance(shown, date):
                cell.number_format = "dd/mm/yyyy"
            widths[number - 1] = max(widths[number - 1], len(str(shown).partition("\n")[0]))
    for number, width in enumerate(widths, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = min(max(width + 2, _NARROWEST), _WIDEST)
        sheet.cell(1, number).font = Font(bold=True)
    sheet.freeze_panes = "B2"
    with replacing(path) as temporary:
        book.save(temporary)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a finished file."""
    with replacing(path) as temporary:
        temporary.write_bytes(content)


def feature_collection(pairs: Iterable[Pair]) -> dict[str, Any]:
    """Return features with their figures as GeoJSON (RFC 7946): lon/lat in WGS 84, degrees."""
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": feature.feature_id,
                "properties": attributes(feature, record),
                "geometry": geometry(feature.geometry_4326),
            }
            for feature, record in pairs
        ],
    }


def write_geojson(path: Path, pairs: Iterable[Pair]) -> None:
    """Write features with their figures as GeoJSON (RFC 7946)."""
    write_json(path, feature_collection(pairs))


def write_json(path: Path, document: Mapping[str, Any], *, indent: int | None = None) -> None:
    """Write a document as JSON, UTF-8."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=indent)
    with replacing(path) as temporary:
        temporary.write_text(text + "\n", encoding="utf-8")


def attributes(feature: Feature, record: Record) -> dict[str, Any]:
    """Return what is known of a feature, dates as ISO text: not every GIS reads GPKG dates."""
    known = {name: getattr(feature, name) for name in OF_FEATURE} | dict(record)
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in known.items()
    }


def geometry(geometry_4326: BaseGeometry) -> dict[str, Any]:
    """Return a geometry as GeoJSON with exterior rings counter-clockwise, as RFC 7946 asks."""
    if "Polygon" in geometry_4326.geom_type:
        geometry_4326 = shapely.orient_polygons(geometry_4326, exterior_cw=False)
    rounded = shapely.transform(geometry_4326, lambda xy: xy.round(geometry_json.DECIMALS))
    document: dict[str, Any] = mapping(rounded)
    return document


def _xlsx_value(value: Any, *, dates_as_text: bool) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat() if dates_as_text else value
    if isinstance(value, str):
        return formula.guard(value).translate(_NOT_IN_XML)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a new file beside `path` to write, then put it in its place in one step."""
    if path.exists() and not path.is_file():
        # A pipe or a device has no place to be put in, and must not be replaced by a file.
        with tempfile.TemporaryDirectory() as folder:
            written = Path(folder) / f"export{path.suffix}"
            yield written
            path.write_bytes(written.read_bytes())
        return
    path = path.resolve()  # through a link, so that the link stays one
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
