"""What a reader has chosen: the address first, then the session, then the default."""

import pytest
from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from tvgeo.ui import state

st.session_state.one = state.get("one", ("a", "b", "c"), "a")
st.session_state.many = state.get_many("many", ("x", "y", "z"))
st.selectbox("widget", ("p", "q"), **state.bound("widget", "p"))
if st.button("drop"):
    state.put("one", None)
if st.button("clear"):
    st.query_params.clear()
"""


@pytest.fixture
def app():
    return AppTest.from_string(SCRIPT)


def test_without_a_choice_it_is_the_default_and_the_address_says_so(app, address):
    app.run()
    assert app.session_state.one == "a"
    assert address(app)["one"] == "a"
    assert "many" not in app.query_params


def test_the_address_comes_first(app, address):
    app.query_params["one"] = "b"
    app.query_params["many"] = "z,x"
    app.run()
    assert app.session_state.one == "b"
    assert app.session_state.many == ["x", "z"]
    assert address(app) | {"one": "b", "many": "x,z"} == address(app)


@pytest.mark.parametrize("value", ["", "d", "A", "a,b", "../a", "<script>", "0" * 10_000])
def test_a_value_that_is_no_option_is_never_kept(app, address, value):
    app.query_params["one"] = value
    app.query_params["many"] = value
    app.run()
    assert app.session_state.one == "a"
    assert app.session_state.many == []
    assert value not in {*address(app).values()} - {"a"}


def test_a_choice_outlives_an_address_that_was_cleared(app, address):
    app.query_params["one"] = "c"
    app.query_params["many"] = "y"
    app.run()
    app.button[1].click().run()
    app.run()
    assert (app.session_state.one, app.session_state.many) == ("c", ["y"])
    assert address(app)["one"] == "c"


def test_what_is_put_away_is_the_default_again(app):
    app.query_params["one"] = "c"
    app.run()
    app.button[0].click().run()
    assert "one" not in app.query_params
    app.run()
    assert app.session_state.one == "a"


def test_a_change_of_a_widget_is_in_the_address_before_the_page_runs(app, address):
    app.run()
    app.selectbox[0].select("q").run()
    assert address(app)["widget"] == "q"
