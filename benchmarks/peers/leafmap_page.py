"""leafmap with its folium half, without the controls that come from the internet."""

import common
import leafmap.foliumap as leafmap
import streamlit as st

common.local_leaflet("app/static/leaflet")
found = common.chosen()
m = leafmap.Map(
    center=common.CENTRE, zoom=common.ZOOM, tiles=None, draw_control=False, measure_control=False,
    fullscreen_control=False, locate_control=False, search_control=False,
    attribution_control=False, minimap_control=False, layers_control=False,
)  # fmt: skip
m.add_gdf(
    found[[*common.FIELDS, "colour", "geometry"]],
    layer_name="works",
    style_function=common.style,
    info_mode="on_hover",
    fields=common.FIELDS,
)
for marker in common.label_markers(found):
    marker.add_to(m)
st.iframe(m.to_html(), height=common.HEIGHT)
common.finish()
