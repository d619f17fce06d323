"""geopandas: `explore()` shown in a frame."""

import common
import streamlit as st

common.local_leaflet("app/static/leaflet")
found = common.chosen()
m = found[[*common.FIELDS, "geometry"]].explore(
    color=found["colour"].tolist(),
    tooltip=common.FIELDS,
    tooltip_kwds={"aliases": common.ALIASES},
    style_kwds={"weight": 3, "fillOpacity": 0.5},
    m=common.empty_map(),
)
for marker in common.label_markers(found):
    marker.add_to(m)
st.iframe(m.get_root().render(), height=common.HEIGHT)
common.finish()
