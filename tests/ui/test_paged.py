"""Long lists come a page at a time; every work is on one of the pages."""

import pytest
from streamlit.testing.v1 import AppTest

from tvgeo.ui.components import paged

SCRIPT = """
import streamlit as st
from tvgeo import locale
from tvgeo.ui.components import paged
shown = paged.page(locale.get("vi"), list(range(st.session_state.get("n", 250))), key="x")
st.text(f"{shown[0]} {shown[-1]} {len(shown)}")
"""


@pytest.fixture
def listing():
    return AppTest.from_string(SCRIPT).run()


def shown(app):
    return app.text[0].value


def test_a_short_list_is_shown_whole_and_without_a_picker(listing):
    listing.session_state["n"] = paged.ROWS
    listing.run()
    assert shown(listing) == "0 99 100"
    assert not listing.selectbox


def test_each_page_says_which_rows_it_has_and_all_pages_have_all_rows(listing):
    picker = listing.selectbox[0]
    assert picker.options == [
        "Dòng 1–100 trên 250", "Dòng 101–200 trên 250", "Dòng 201–250 trên 250"
    ]  # fmt: skip
    picker.set_value(200)
    assert shown(listing.run()) == "200 249 50"


def test_a_list_that_became_shorter_starts_again_at_its_first_page(listing):
    listing.selectbox[0].set_value(200)
    listing.run()
    listing.session_state["n"] = 150
    assert shown(listing.run()) == "0 99 100"
