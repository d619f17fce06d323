"""pydeck: deck.gl in the page, with tooltips and a layer of texts."""

import common
import pydeck
import streamlit as st

found = common.chosen()
drawn = found[[*common.FIELDS, "geometry"]].assign(
    rgb=found["colour"].map(lambda c: [int(c[at : at + 2], 16) for at in (1, 3, 5)])
)
works = pydeck.Layer(
    "GeoJsonLayer", data=drawn.__geo_interface__, pickable=True, get_fill_color="properties.rgb",
    get_line_color="properties.rgb", line_width_min_pixels=3,
)  # fmt: skip
labels = common.labelled(found)
names = pydeck.Layer(
    "TextLayer", data=labels, get_position="[lon, lat]", get_text="name", get_size=12,
    character_set=sorted(set("".join(labels["name"]))),
)  # fmt: skip
view = pydeck.ViewState(
    latitude=common.CENTRE[0], longitude=common.CENTRE[1], zoom=common.ZOOM - 1
)
st.pydeck_chart(
    pydeck.Deck(
        layers=[works, names], initial_view_state=view, map_provider="carto",
        map_style="/app/static/empty-style.json", tooltip={"text": "{name}\n{pct}\n{state}"},
    ),
    height=common.HEIGHT,
)  # fmt: skip
common.finish()
