"""What a reader may take along from the map: tables and layers of the day that is shown."""

import tempfile
from functools import partial
from pathlib import Path

import streamlit as st

from tvgeo.locale import Locale
from tvgeo.services import exporting
from tvgeo.services.view import View

TYPES = {
    "html": "text/html",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


def show(t: Locale, view: View) -> None:
    """Show the menu of downloads; a file is made when it is asked for."""
    with st.popover(t("map.download")):
        for kind, media_type in TYPES.items():
            name = f"tvgeo-{view.day.isoformat()}.{kind}"
            st.download_button(
                t(f"map.download.{kind}"),
                partial(made, t, view, kind),
                file_name=name,
                mime=media_type,
                key=f"download-{kind}",
                width="stretch",
            )


def made(t: Locale, view: View, kind: str) -> bytes:
    """Make a file and return its bytes."""
    if kind == "html":
        # folium takes a second to import: only when the file is asked for
        from tvgeo.services import html_map  # noqa: PLC0415

        return html_map.html_map(view, t).encode()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"tvgeo.{kind}"
        exporting.export(view, kind, path)
        return path.read_bytes()
