"""streamlit-folium as its first example shows it: the whole map is made anew in every run."""

import common
from streamlit_folium import st_folium

common.local_leaflet("../../app/static/leaflet")
found = common.chosen()
m = common.empty_map()
common.works_layer(found).add_to(m)
for marker in common.label_markers(found):
    marker.add_to(m)
st_folium(m, height=common.HEIGHT, use_container_width=True)
common.finish()
