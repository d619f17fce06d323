"""The rules of tvgeo, pure: no files, no clock, no network, no Streamlit."""
