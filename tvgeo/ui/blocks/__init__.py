"""Page blocks as plain trees: a view and a locale in, nodes out. No Streamlit, so testable."""
