"""What every peer's page has: the same works, colours, tooltips, labels, pickers and button.

All that is no map is prepared once per process and cached, so that what remains is the tool's own
work. The tools run on the data of the dashboard's folder named by BENCH_DATA.
"""

import json
import os
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import streamlit as st

DATA = Path(os.environ["BENCH_DATA"])
CENTRE, ZOOM, HEIGHT = (9.8, 106.275), 10, 600
LABELS = (
    25  # as many names as the dashboard finds room for, about; all at once no tool can show
)
FIELDS = ["name", "pct", "state"]
ALIASES = ["Công trình", "Hoàn thành", "Trạng thái"]
KNOWN = json.loads((DATA / "peers.json").read_text(encoding="utf-8"))
PERIODS: dict[str, str] = KNOWN["periods"]
COLOURS: dict[str, str] = KNOWN["colours"]
WORDS = {
    "no_data": "Chưa có số liệu", "completed": "Hoàn thành", "paused": "Tạm dừng",
    "critical": "Chậm nghiêm trọng", "late": "Chậm nhiều", "slow": "Chậm",
    "on_track": "Đúng tiến độ",
}  # fmt: skip


@st.cache_resource
def works() -> gpd.GeoDataFrame:
    """Return the works with their drawings; the marker is the last one."""
    layers = [
        gpd.read_file(DATA / "geojson" / f"{layer}.geojson")[["project_id", "geometry"]]
        for layer in ("national_highways", "industrial_parks")
    ]
    plan = pd.read_csv(DATA / "plan" / "projects.csv").rename(columns={"name_vi": "name"})
    return pd.concat(layers).merge(plan[["project_id", "name", "sector"]], on="project_id")


@st.cache_resource
def rows() -> pd.DataFrame:
    """Return all reports, in the order of their days."""
    return pd.read_csv(DATA / "progress.csv").sort_values("as_of")


@st.cache_resource
def states(day: str) -> gpd.GeoDataFrame:
    """Return the works as they stand on a day: percentage, state, colour, slippage."""
    known = rows()
    last = known[known["as_of"] <= day].groupby("project_id").last()
    found = works().merge(last, on="project_id", how="left")
    slip = found["physical_pct"] - found["planned_pct"]
    state = pd.cut(
        slip, [-1000, -15, -10, -5, 1000], labels=["critical", "late", "slow", "on_track"]
    ).astype(object)
    state[found["status"] == "paused"] = "paused"
    state[found["status"] == "completed"] = "completed"
    state[found["physical_pct"].isna()] = "no_data"
    found["colour"] = state.map(COLOURS)
    found["state"] = state.map(WORDS)
    said = found["physical_pct"].map("{:.1f}%".format).str.replace(".", ",")
    found["pct"] = said.where(found["physical_pct"].notna(), "")
    found["slip"] = slip.fillna(0)
    return found[["name", "pct", "state", "colour", "slip", "sector", "geometry"]]


def chosen() -> gpd.GeoDataFrame:
    """Show the pickers and the button; return the works to draw."""
    st.set_page_config(layout="wide")
    labels = list(PERIODS)
    label = st.selectbox("Kỳ", labels[::-1])
    wanted = st.pills("Lĩnh vực", KNOWN["sectors"], selection_mode="multi")
    st.button("unrelated")
    found = states(PERIODS[label])
    return found[found["sector"].isin(wanted)] if wanted else found


def labelled(found: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return the works that bear their name on the map: the furthest behind."""
    worst = found.sort_values("slip").head(LABELS)
    place = worst.representative_point()
    return pd.DataFrame({
        "name": worst["name"], "text": worst["pct"] + " · " + worst["state"],
        "lon": place.x.round(5), "lat": place.y.round(5),
    })  # fmt: skip


def finish() -> None:
    """Say how often the page has run; this comes last, when the map has been sent."""
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    st.write(f"clicks: {st.session_state['runs']}")


def local_leaflet(where: str) -> None:
    """Let folium take Leaflet from this server: its own addresses are on the internet."""
    folium.Map.default_js = [("leaflet", f"{where}/leaflet.js")]
    folium.Map.default_css = [("leaflet_css", f"{where}/leaflet.css")]


def empty_map() -> folium.Map:
    """Return a folium map without tiles, which nobody has offline."""
    return folium.Map(location=CENTRE, zoom_start=ZOOM, tiles=None)


def style(feature: dict) -> dict:
    """Return how folium draws one work."""
    colour = feature["properties"]["colour"]
    return {"color": colour, "weight": 3, "fillColor": colour, "fillOpacity": 0.5}


def works_layer(found: gpd.GeoDataFrame) -> folium.GeoJson:
    """Return the works as folium's documentation draws a GeoDataFrame with tooltips."""
    return folium.GeoJson(
        found[[*FIELDS, "colour", "geometry"]],
        style_function=style,
        tooltip=folium.GeoJsonTooltip(fields=FIELDS, aliases=ALIASES),
    )


def label_markers(found: gpd.GeoDataFrame) -> list[folium.Marker]:
    """Return the permanent labels of folium."""
    return [
        folium.Marker(
            (row.lat, row.lon),
            icon=folium.DivIcon(
                html=f"<b>{row.name}</b><br>{row.text}",
                icon_size=(180, 32),
                class_name="bench-label",
            ),
        )
        for row in labelled(found).itertuples(index=False)
    ]
