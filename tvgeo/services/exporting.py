"""Data out: the upload format unchanged, or the figures of a day as tables, layers or a map."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tvgeo import locale
from tvgeo.core import metrics, progress
from tvgeo.errors import DataError, UsageError
from tvgeo.io import exports, progress_table
from tvgeo.locale import Locale
from tvgeo.services import comparison, geopackage
from tvgeo.services.comparison import Comparison
from tvgeo.services.oc4ids import package
from tvgeo.services.view import View

FORMATS = ("csv", "xlsx", "geojson", "gpkg", "html", "oc4ids", "archive")
WGS84 = 4326
WGS84_ONLY = {
    "geojson": "error.geojson_crs",
    "html": "error.html_crs",
    "oc4ids": "error.oc4ids_crs",
    "archive": "error.archive_crs",
}
FIGURES_OF_A_DAY = (
    "project_id", "name_vi", "name_en", "sector", "kind", "lead_agency", "districts", "due_date",
    "health", "status", "physical_pct", "physical_as_of", "physical_quality", "physical_source",
    "planned_pct", "planned_basis", "slippage_points", "disbursed_pct", "disbursed_as_of",
    "disbursed_basis", "completed_chainage", "obstacle", "proposal", "illustrative",
    "report_missing", "as_of", "revision",
)  # fmt: skip


def export(
    view: View,
    kind: str,
    output: Path,
    *,
    crs: int = WGS84,
    upload_format: bool = False,
    t: Locale | None = None,
) -> int:
    """Write one file and return the number of rows, features or works in it.

    In the upload format the view says only whether illustrative rows are left out. gpkg,
    html, oc4ids and archive speak the language of `t`, by default that of the data folder.

    Raises
    ------
    UsageError
        If the CRS does not fit the format: GeoJSON is WGS 84 only (RFC 7946), and so are html,
        oc4ids and archive.
    CrsError
        If `crs` is neither 4326 nor a VN-2000 zone.
    DataError
        If the file cannot be written.
    """
    if kind in WGS84_ONLY and crs != WGS84:
        raise UsageError(WGS84_ONLY[kind], crs=str(crs))
    t = t or locale.get(view.base.settings.language)
    with _told(output):
        if kind == "html":
            return _write_map(view, t, output)
        if kind == "oc4ids":
            return _write_oc4ids(view, t, output)
        if kind == "archive":
            return _write_archive(view, t, output)
        if kind == "gpkg":
            pairs = located(view)
            geopackage.write(view, t, output, pairs, crs=crs)
            return len(pairs)
        return _write(view, kind, output, upload_format=upload_format)


def export_comparison(found: Comparison, kind: str, output: Path) -> int:
    """Write two periods compared as csv or xlsx; return the number of works in it.

    Raises
    ------
    DataError
        If the file cannot be written.
    """
    table = comparison.records(found)
    write = exports.write_csv if kind == "csv" else exports.write_xlsx
    with _told(output):
        write(output, table, comparison.COLUMNS)
    return len(table)


@contextmanager
def _told(output: Path) -> Iterator[None]:
    """Say which file could not be written, and why."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise DataError("error.cannot_write", path=str(output), reason=reason) from error


def _write(view: View, kind: str, output: Path, *, upload_format: bool) -> int:
    if kind == "geojson":
        pairs = located(view)
        exports.write_geojson(output, pairs)
        return len(pairs)
    columns = progress.COLUMNS if upload_format else FIGURES_OF_A_DAY
    table = upload_records(view) if upload_format else records(view)
    if kind == "csv":
        exports.write_csv(output, table, columns)
    else:
        exports.write_xlsx(output, table, columns, dates_as_text=upload_format)
    return len(table)


def _write_map(view: View, t: Locale, output: Path) -> int:
    # folium takes a second to import: only when the map is asked for
    from tvgeo.services import html_map  # noqa: PLC0415

    output.write_text(html_map.html_map(view, t), encoding="utf-8")
    return len(view.standings)


def _write_oc4ids(view: View, t: Locale, output: Path) -> int:
    document = package.build(view, t)
    exports.write_json(output, document)
    return len(document["projects"])


def _write_archive(view: View, t: Locale, output: Path) -> int:
    # made of the other exports, which it asks of this module
    from tvgeo.services import open_data  # noqa: PLC0415

    exports.write_bytes(output, open_data.build(view, t))
    return len(view.standings)


def upload_records(view: View) -> list[dict[str, Any]]:
    """Return the rows as they were sent, also those that an official row hides from the pages."""
    rows = view.base.rows
    sourced = progress.visible(rows, sourced_only=True)
    return [progress_table.record(row) for row in (sourced if view.sourced_only else rows)]


def records(view: View) -> list[dict[str, Any]]:
    """Return one flat record per project, parts too, with the columns `FIGURES_OF_A_DAY`."""
    return [record(view, item) for item in view.standings.values()]


def record(view: View, item: metrics.Standing) -> dict[str, Any]:
    """Return the record of one project, with the columns `FIGURES_OF_A_DAY`."""
    work, physical, disbursed = item.project, item.physical, item.disbursed
    return {
        "project_id": work.project_id,
        "name_vi": work.name_vi,
        "name_en": work.name_en,
        "sector": work.sector,
        "kind": work.kind,
        "lead_agency": ";".join(work.lead_agency),
        "districts": ";".join(work.districts),
        "due_date": work.due_date,
        "health": item.health,
        "status": item.status.value if item.status else None,
        "physical_pct": physical.value if physical else None,
        "physical_as_of": physical.as_of if physical else None,
        "physical_quality": physical.quality if physical else None,
        "physical_source": physical.source if physical else None,
        "planned_pct": item.planned.value if item.planned else None,
        "planned_basis": (item.planned.derived or "reported") if item.planned else None,
        "slippage_points": item.slippage,
        "disbursed_pct": disbursed.value if disbursed else None,
        "disbursed_as_of": disbursed.as_of if disbursed else None,
        "disbursed_basis": disbursed.basis if disbursed else None,
        "completed_chainage": item.chainage.value if item.chainage else None,
        "obstacle": item.obstacle.value if item.obstacle else None,
        "proposal": item.proposal.value if item.proposal else None,
        "illustrative": "yes" if any(f.illustrative for f in item.figures) else "no",
        "report_missing": "yes" if work.project_id in view.missing else "no",
        "as_of": view.day,
        "revision": view.base.revision,
    }


def located(view: View) -> list[exports.Pair]:
    """Return every feature of a project with the record of the project."""
    by_id = {row["project_id"]: row for row in records(view)}
    return [
        (feature, by_id[project_id])
        for project_id, features in view.base.join.located.items()
        for feature in features
    ]
