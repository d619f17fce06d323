"""The dashboard: `streamlit run app.py`, or `python -m tvgeo serve`."""

import streamlit as st

from tvgeo.web.app import SHELL, app_options

# Streamlit finds this line by its syntax, without running the file. A factory call such as
# `app = build()` is not recognised: the server would start without routes and without gate.
app = st.App(SHELL, **app_options())
