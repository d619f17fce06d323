"""The few rules that fit Streamlit's own frame to ours; constant text, nothing from data."""

import streamlit as st

# Side padding and gaps of the page, the header with the language switch, the notice strip.
CSS = """
.stMainBlockContainer { padding-inline: clamp(1rem, 2.4vw, 2rem); padding-bottom: 2rem; }
.stMainBlockContainer > div > .stVerticalBlock { gap: 1rem; }
.st-key-tv-language { position: fixed; top: 12px; right: 16px; z-index: 999999; width: auto; }
.st-key-tv-strip { border: 1px solid #D5DBDF; border-radius: 4px; background: #F3F5F6;
  padding: 0 1rem 0 0; min-height: 40px; overflow: clip; }
.st-key-tv-strip > .stVerticalBlock, .st-key-tv-strip { gap: .5rem 1rem; }
[data-testid="stToolbarActions"], [data-testid="stMainMenu"], .stAppDeployButton { display: none; }
@media (max-width: 640px) {
  .stMainBlockContainer > div > .stVerticalBlock { gap: .5rem; }
  .st-key-tv-language { top: 14px; right: 8px; }
}
"""


def style() -> None:
    """Add the rules to the page."""
    st.html(f"<style>{CSS}</style>")
