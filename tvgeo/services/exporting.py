"""Data out: the upload format unchanged, or the figures of a day, as tables and as layers."""

from pathlib import Path
from typing import Any

from tvgeo.core import metrics, progress
from tvgeo.errors import UsageError
from tvgeo.io import exports, progress_table
from tvgeo.services.view import View

FORMATS = ("csv", "xlsx", "geojson", "gpkg")
WGS84 = 4326
FIGURES_OF_A_DAY = (
    "project_id", "name_vi", "name_en", "sector", "kind", "lead_agency", "districts", "due_date",
    "health", "status", "physical_pct", "physical_as_of", "physical_quality", "physical_source",
    "planned_pct", "planned_basis", "slippage_points", "disbursed_pct", "disbursed_as_of",
    "disbursed_basis", "completed_chainage", "obstacle", "proposal", "illustrative",
    "report_missing", "as_of", "revision",
)  # fmt: skip


def export(
    view: View, kind: str, output: Path, *, crs: int = WGS84, upload_format: bool = False
) -> int:
    """Write one file and return the number of rows or features in it.

    Raises
    ------
    UsageError
        If the CRS does not fit the format: GeoJSON is WGS 84 only (RFC 7946).
    """
    if kind == "geojson" and crs != WGS84:
        raise UsageError("error.geojson_crs", crs=str(crs))
    if kind in {"geojson", "gpkg"}:
        rows = records(view)
        features = [f for found in view.base.join.located.values() for f in found]
        by_id = {row["project_id"]: row for row in rows}
        pairs = [(f, by_id[f.project_id]) for f in features if f.project_id]
        if kind == "geojson":
            exports.write_geojson(output, pairs)
        else:
            exports.write_gpkg(output, pairs, crs=crs)
        return len(pairs)
    if upload_format:
        table = [progress_table.record(row) for row in view.base.folder.rows]
        columns: tuple[str, ...] = progress.COLUMNS
    else:
        table, columns = records(view), FIGURES_OF_A_DAY
    if kind == "csv":
        exports.write_csv(output, table, columns)
    else:
        exports.write_xlsx(output, table, columns, dates_as_text=upload_format)
    return len(table)


def records(view: View) -> list[dict[str, Any]]:
    """Return one flat record per project, parts too, with the columns `FIGURES_OF_A_DAY`."""
    return [_record(view, item) for item in view.standings.values()]


def _record(view: View, item: metrics.Standing) -> dict[str, Any]:
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


def projects_geojson(view: View) -> dict[str, Any]:
    """Return the located projects as GeoJSON with the pages' figures, for QGIS and others."""
    features = [f for found in view.base.join.located.values() for f in found]
    by_id = {row["project_id"]: row for row in records(view)}
    return exports.feature_collection(
        [(f, by_id[f.project_id]) for f in features if f.project_id]
    )
