"""What explains an open-data archive: its README, the dictionary of its columns, its contents."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tvgeo import locale
from tvgeo.io import exports
from tvgeo.locale import Locale
from tvgeo.services import fields, geopackage, stamps
from tvgeo.services.view import View

DICTIONARY = ("file", "column", "type", "label_vi", "label_en")
_NUMBERS = ("_pct", "_km", "_ha", "_bn_vnd", "_points", "_m", "actual_value")
_DAYS = ("_date", "as_of")
_WHOLE = frozenset({"revision", "task_no", "tt", "year"})
_PARTS = (
    "figures", "progress", "plan", "layers", "projects", "oc4ids", "dictionary", "checksums",
)  # fmt: skip
# Media type of a file by its ending, and how a reader of Frictionless packages is to take it.
_FORMS = {
    "csv": ("text/csv", "table"),
    "json": ("application/json", "json"),
    "geojson": ("application/geo+json", "json"),
    "gpkg": ("application/geopackage+sqlite3", "file"),
    "md": ("text/markdown", "text"),
}


def readme(view: View, *, invented: bool) -> str:
    """Return what the archive is, in Vietnamese and in English."""
    return "\n---\n\n".join(
        _readme(view, locale.get(each), invented=invented) for each in locale.LANGUAGES
    )


def _readme(view: View, t: Locale, *, invented: bool) -> str:
    lines = [
        f"# {t('archive.title', title=view.base.settings.title)}",
        "",
        stamps.stamp(t, view) + ".",
        "",
        t("archive.illustrative" if invented else "archive.sourced"),
        t("archive.quality"),
        t("archive.missing"),
        t("archive.licences"),
        "",
        *(f"- {t(f'archive.part.{part}')}" for part in _PARTS),
        "",
        t("archive.verify"),
        "",
    ]
    return "\n".join(lines)


def dictionary(columns: Mapping[str, Sequence[str]]) -> list[dict[str, object]]:
    """Return every column of every table and layer: its type and what it is called."""
    vi, en = (locale.get(each) for each in locale.LANGUAGES)
    described = {**columns, "geojson/*.geojson": exports.OF_FEATURE}
    return [
        {
            "file": file,
            "column": column,
            "type": kind(column),
            "label_vi": fields.label(vi, column),
            "label_en": fields.label(en, column),
        }
        for file, names in described.items()
        for column in names
    ]


def kind(column: str) -> str:
    """Return the type of a column, as Frictionless names it; text holds everything else."""
    if column in _WHOLE:
        return "integer"
    if column.endswith(_DAYS):
        return "date"
    return "number" if column.endswith(_NUMBERS) else "string"


def package(
    view: View, columns: Mapping[str, Sequence[str]], files: Mapping[str, bytes]
) -> dict[str, Any]:
    """Return the contents as a Frictionless data package."""
    t = locale.get(view.base.settings.language)
    names = view.base.settings.open_data
    return {
        "name": "tvgeo-open-data",
        "title": t("archive.title", title=view.base.settings.title),
        "description": stamps.stamp(t, view),
        "created": geopackage.changed(view).isoformat(),
        "version": f"{view.base.revision}.{view.day.isoformat()}",
        **({"licenses": [{"path": names.licence}]} if names.licence else {}),
        "resources": list(_resources(t, columns, files)),
    }


def _resources(
    t: Locale, columns: Mapping[str, Sequence[str]], files: Mapping[str, bytes]
) -> Iterator[dict[str, Any]]:
    for path, content in sorted(files.items()):
        suffix = path.rpartition(".")[2]
        media_type, form = _FORMS[suffix]
        resource: dict[str, Any] = {
            # a name may hold fewer characters than a path does
            "name": f"{hashlib.sha256(path.encode()).hexdigest()[:8]}-{suffix}",
            "path": path,
            "type": form,
            "format": suffix,
            "mediatype": media_type,
            "encoding": "utf-8",
            "bytes": len(content),
            "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        }
        if path in columns:
            resource["profile"] = "tabular-data-resource"
            resource["schema"] = {
                "fields": [
                    {"name": c, "type": kind(c), "title": fields.label(t, c)}
                    for c in columns[path]
                ]
            }
        yield resource
