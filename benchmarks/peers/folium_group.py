"""streamlit-folium with a fixed map and a group that changes: its documentation's quick way."""

import common
import folium
from streamlit_folium import st_folium

common.local_leaflet("../../app/static/leaflet")
found = common.chosen()
group = folium.FeatureGroup(name="works")
common.works_layer(found).add_to(group)
for marker in common.label_markers(found):
    marker.add_to(group)
st_folium(
    common.empty_map(),
    feature_group_to_add=group,
    returned_objects=[],
    height=common.HEIGHT,
    use_container_width=True,
)
common.finish()
