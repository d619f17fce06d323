"""The open-data archive: plan, figures, layers, OC4IDS and what explains them, in one ZIP.

Reproducible: the same revision, day and folder give the same bytes, so that two offices can
compare what they hold by one checksum.
"""

import io
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tvgeo.core import progress
from tvgeo.core.features import Feature
from tvgeo.core.progress import Row
from tvgeo.io import archive, csv_tables, exports, progress_table
from tvgeo.locale import Locale
from tvgeo.services import exporting, geopackage, open_data_words
from tvgeo.services.base import Base
from tvgeo.services.oc4ids import package
from tvgeo.services.shared import shared
from tvgeo.services.view import View, view_on

LICENCES = "LICENSES.md"
PLAN = ("projects.csv", "agencies.csv", "tasks.csv", "targets.csv")


@shared(most=2)
def build(view: View, t: Locale) -> bytes:
    """Return the archive of a day; names in it are in the language of `t`, its README in both.

    Raises
    ------
    DataError
        If there is no work to put into it.
    """
    return _zipped(view, t)


@shared(most=2)  # both languages: no day that somebody asks for takes their place
def usual(base: Base, t: Locale) -> bytes:
    """Return the archive of what the pages open on.

    Raises
    ------
    DataError
        As for `build`.
    """
    return _zipped(view_on(base, None), t)


def _zipped(view: View, t: Locale) -> bytes:
    return archive.zipped(files(view, t), geopackage.changed(view))


def files(view: View, t: Locale) -> dict[str, bytes]:
    """Return the files by their path in the archive, but for the list of checksums."""
    tables = dict(_tables(view))
    invented = any(row.quality == "illustrative" for row in reports(view))
    found = {
        "README.md": open_data_words.readme(view, invented=invented).encode(),
        **_licences(view),
        **{path: _csv(columns, records) for path, (columns, records) in tables.items()},
        **_layers(view.base.folder.features),
        "projects.geojson": _json(exports.feature_collection(exporting.located(view))),
        "projects.gpkg": _gpkg(view, t),
        "oc4ids.json": _json(package.build(view, t)),
        **{
            f"{package.EXTENSION_FOLDER}/{name}": (package.EXTENSION / name).read_bytes()
            for name in package.EXTENSION_FILES
        },
    }
    columns = {path: table[0] for path, table in tables.items()}
    dictionary = open_data_words.dictionary(columns)
    found["data-dictionary.csv"] = _csv(open_data_words.DICTIONARY, dictionary)
    found["datapackage.json"] = _json(open_data_words.package(view, columns, found))
    return dict(sorted(found.items()))


def reports(view: View) -> list[Row]:
    """Return the reports that the pages show up to the day of the view, by work and day."""
    return [row for rows in view.rows.values() for row in rows if row.as_of <= view.day]


def _licences(view: View) -> dict[str, bytes]:
    """Return what the folder says of the rights in its data, where it says so."""
    path = view.base.folder.folder / LICENCES
    return {LICENCES: path.read_bytes()} if path.is_file() else {}


def _tables(
    view: View,
) -> Iterable[tuple[str, tuple[Sequence[str], Iterable[Mapping[str, object]]]]]:
    """Return the tables by path, each with its columns; the plan's are read and written anew."""
    yield "figures.csv", (exporting.FIGURES_OF_A_DAY, exporting.records(view))
    yield "progress.csv", (progress.COLUMNS, [progress_table.record(r) for r in reports(view)])
    for name in PLAN:
        path = view.base.folder.folder / "plan" / name
        if path.is_file():
            table = csv_tables.read(path.read_bytes(), file=name, required=())
            if table.columns:
                yield f"plan/{name}", (table.columns, [row.cells for row in table.records])


def _csv(columns: Sequence[str], records: Iterable[Mapping[str, object]]) -> bytes:
    """Return a table as CSV; text that looks like a formula is guarded."""
    stream = io.StringIO(newline="")
    csv_tables.write(records, columns, stream)
    return stream.getvalue().encode("utf-8", "replace")


def _layers(features: Iterable[Feature]) -> dict[str, bytes]:
    """Return every layer of the folder as it was read and checked, without figures."""
    layers: dict[str, list[exports.Pair]] = {}
    for feature in features:
        layers.setdefault(feature.layer, []).append((feature, {}))
    return {
        f"geojson/{layer}.geojson": _json(exports.feature_collection(pairs))
        for layer, pairs in layers.items()
    }


def _gpkg(view: View, t: Locale) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "projects.gpkg"
        exporting.export(view, "gpkg", path, t=t)
        return path.read_bytes()


def _json(document: Mapping[str, Any]) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode("utf-8", "replace")
