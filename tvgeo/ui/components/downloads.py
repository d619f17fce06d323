"""What a reader may take along: tables and layers of the day shown, the whole of a difference."""

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from tvgeo.core.units import NOW
from tvgeo.locale import Locale
from tvgeo.services import exporting
from tvgeo.services.comparison import Comparison
from tvgeo.services.view import View

TYPES = {
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "oc4ids": "application/json",
    "archive": "application/zip",
}
# Where a file does not end in the name of its form.
ENDINGS = {"oc4ids": "oc4ids.json", "archive": "zip"}


def show(t: Locale, view: View, found: Comparison | None = None) -> None:
    """Show the menu of downloads, of two periods compared first; made when asked for."""
    with st.popover(t("map.download")):
        if found is not None:
            _compared(t, found)
        for kind, media_type in TYPES.items():
            named = "hien-nay-" if kind == "html" and view.units == NOW else ""
            name = f"tvgeo-{named}{view.day.isoformat()}.{ENDINGS.get(kind, kind)}"
            st.download_button(
                t(f"map.download.{kind}"),
                partial(made, t, view, kind),
                file_name=name,
                mime=media_type,
                key=f"download-{kind}",
                width="stretch",
            )


def _compared(t: Locale, found: Comparison) -> None:
    """Offer two periods compared as a table."""
    for kind in ("csv", "xlsx"):
        st.download_button(
            t(f"compare.download.{kind}"),
            partial(_made, kind, partial(exporting.export_comparison, found)),
            file_name=f"tvgeo-so-sanh-{found.earlier.code}-{found.later.code}.{kind}",
            mime=TYPES[kind],
            key=f"download-compared-{kind}",
            width="stretch",
        )


def changes(t: Locale, make: Callable[[], bytes], old: int, new: int) -> None:
    """Offer the whole of a difference of which the page shows only the first lines."""
    st.download_button(
        t("changes.download"),
        make,
        file_name=f"tvgeo-thay-doi-{old}-{new}.csv",
        mime=TYPES["csv"],
        on_click="ignore",
        key="changes-csv",
    )


def made(t: Locale, view: View, kind: str) -> bytes:
    """Make a file and return its bytes."""
    if kind == "html":
        # folium takes a second to import: only when the file is asked for
        from tvgeo.services import html_map  # noqa: PLC0415

        return html_map.html_map(view, t).encode()
    return _made(kind, partial(exporting.export, view, t=t))


def _made(kind: str, write: Callable[[str, Path], int]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tvgeo.{kind}"
        write(kind, path)
        return path.read_bytes()
