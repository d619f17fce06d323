"""The schemas of what the programming interface answers with (JSON Schema 2020-12)."""

from collections.abc import Collection
from typing import Any

from tvgeo.core import metrics, plan, progress
from tvgeo.services.documents import FIGURES

_TEXT: dict[str, Any] = {"type": "string"}
_TEXT_OR_NONE = {"type": ["string", "null"]}
_NUMBER_OR_NONE = {"type": ["number", "null"]}
_DAY = {"type": "string", "format": "date"}
_DAY_OR_NONE = {"type": ["string", "null"], "format": "date"}
_MOMENT_OR_NONE = {"type": ["string", "null"], "format": "date-time"}
_COUNT = {"type": "integer", "minimum": 0}
_SWITCH = {"type": "boolean"}
_CODES = {"type": "array", "items": _TEXT}
_LINK = {"type": ["string", "null"], "format": "uri-reference"}


def _object(
    properties: dict[str, Any], optional: Collection[str] = (), **more: Any
) -> dict[str, Any]:
    """Return the schema of an object that always has all its properties but `optional` ones."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "required": required, "properties": properties, **more}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_HEAD = {
    "as_of": _DAY,
    "period": _TEXT,
    "revision": _COUNT,
    "published_at": _MOMENT_OR_NONE,
    "sourced_only": _SWITCH,
}
_PAGE = {"total": _COUNT, "offset": _COUNT, "limit": _COUNT, "next": _LINK}
_PROJECT = {
    "project_id": _TEXT,
    "name": _TEXT,
    "part_of": _TEXT_OR_NONE,
    "sector": {"type": "string", "enum": list(plan.SECTORS)},
    "sector_label": _TEXT,
    "kind": _TEXT_OR_NONE,
    "lead_agency": _CODES,
    "health": {"type": "string", "enum": list(metrics.HEALTHS)},
    "health_label": _TEXT,
    "slippage": _NUMBER_OR_NONE,
    "illustrative": _SWITCH,
    "report_missing": _SWITCH,
    "stale": _SWITCH,
    "due_date": _DAY_OR_NONE,
    "communes": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Communes"}]},
    "successor": _list("Successor"),
    "figures": _object(
        {
            name: {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Figure"}]}
            for name in FIGURES
        }
    ),
}
_DETAIL = {
    "citation": _TEXT_OR_NONE,
    "note": _TEXT_OR_NONE,
    "start_date": _DAY_OR_NONE,
    "cost_bn_vnd": _NUMBER_OR_NONE,
    "length_km": _NUMBER_OR_NONE,
    "area_ha": _NUMBER_OR_NONE,
    "districts": _CODES,
    "parts": _CODES,
    "features": _CODES,
}
_QUALITY = {"type": "string", "enum": list(progress.QUALITIES)}
_NUMBERS = (
    "physical_pct",
    "disbursed_pct",
    "planned_pct",
    "actual_value",
    "site_clearance_pct",
)
_REPORT = {
    name: _NUMBER_OR_NONE if name in _NUMBERS else _TEXT_OR_NONE for name in progress.COLUMNS
} | {"project_id": _TEXT, "as_of": _DAY, "quality": _QUALITY, "revision": _COUNT}

SCHEMAS: dict[str, Any] = {
    "Description": {"type": "object"},
    "Archive": {"type": "string", "contentMediaType": "application/zip"},
    "Figure": _object(
        {
            "value": {"type": ["number", "string"]},
            "as_of": _DAY,
            "quality": _QUALITY,
            "source": _TEXT_OR_NONE,
            "basis": _TEXT_OR_NONE,
            "derived": {
                "type": ["string", "null"],
                "enum": ["completed", "target", "linear", None],
            },
        }
    ),
    "Communes": _object(
        {
            "within": {
                "type": "array",
                "items": _object(
                    {
                        "ref": _TEXT_OR_NONE,
                        "name": _TEXT_OR_NONE,
                        "certain": _SWITCH,
                        "share_pct": _NUMBER_OR_NONE,
                        "length_km": _NUMBER_OR_NONE,
                        "area_ha": _NUMBER_OR_NONE,
                    }
                ),
            },
            "outside": _SWITCH,
            "outside_pct": _NUMBER_OR_NONE,
            "reach_m": {"type": "number"},
            "schematic": _SWITCH,
        }
    ),
    "Successor": _object(
        {
            "agency": _TEXT,
            "successor": _TEXT_OR_NONE,
            "verified": _SWITCH,
            "basis": _TEXT_OR_NONE,
        }
    ),
    "Project": _object(_PROJECT),
    "Projects": _object(_HEAD | _PAGE | {"projects": _list("Project")}),
    "Report": _object(_REPORT),
    "ProjectDetail": _object(
        _HEAD | {"project": _object(_PROJECT | _DETAIL), "history": _list("Report")}
    ),
    "Features": _object(
        {
            "type": {"const": "FeatureCollection"},
            "as_of": _DAY,
            "revision": _COUNT,
            "numberMatched": _COUNT,
            "numberReturned": _COUNT,
            "limit": {"type": ["integer", "null"]},
            "next": _LINK,
            "features": {
                "type": "array",
                "items": _object(
                    {
                        "type": {"const": "Feature"},
                        "id": _TEXT,
                        "properties": {"type": "object"},
                        "geometry": _object({"type": _TEXT, "coordinates": {"type": "array"}}),
                    }
                ),
            },
        }
    ),
    "Revision": _object(
        {
            "revision": _COUNT,
            "parent": {"type": ["integer", "null"]},
            "kind": {
                "type": "string",
                "enum": ["initial", "publish", "layers", "rollback"],
            },
            "restores": {"type": ["integer", "null"]},
            "author": _TEXT,
            "created_at": {"type": "string", "format": "date-time"},
            "note": _TEXT_OR_NONE,
            "sha256": _TEXT_OR_NONE,
            "changed": _COUNT,
            "added": _COUNT,
            "removed": _COUNT,
        },
        optional=("author",),  # told to who is signed in
        additionalProperties=False,
    ),
    "Revisions": _object({"revision": _COUNT} | _PAGE | {"revisions": _list("Revision")}),
    "ProjectPackage": _object(
        {
            "version": {"const": "0.9"},
            "uri": {"type": "string", "format": "uri"},
            "publishedDate": {"type": "string", "format": "date-time"},
            "publisher": {"type": "object"},
            "extensions": _CODES,
            "projects": {"type": "array", "items": {"type": "object"}},
        }
    ),
    "Problem": _object({"error": _TEXT, "message": _object({"vi": _TEXT, "en": _TEXT})}),
}
