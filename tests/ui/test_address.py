"""One entry of the history for each choice: what a page adds by itself completes the entry."""

import pytest
from streamlit.runtime.state.query_params import QueryParams
from streamlit.testing.v1 import AppTest

SCRIPT = """
import streamlit as st
from tvgeo.ui import address, state

state.get("one", ("a", "b", "c"), "a")
st.selectbox("two", ("x", "y"), **state.bound("two", state.get("two", ("x", "y"), "x")))
st.selectbox("three", ("p", "q"), **state.bound("three", state.get("three", ("p", "q"), "p")))
if st.button("take"):
    st.session_state.taken = address.take("one")
if st.button("twice"):
    state.put("one", "b")
    state.put("two", "y")
    st.rerun()
st.session_state.completed = address.settle()
"""


@pytest.fixture
def pushed(monkeypatch):
    """Collect the addresses that Streamlit would make an entry of."""
    found = []
    original = QueryParams._send_query_param_msg

    def send(self):
        found.append({name: self[name] for name in self})
        original(self)

    monkeypatch.setattr(QueryParams, "_send_query_param_msg", send)
    return found


@pytest.fixture
def app(pushed):
    return AppTest.from_string(SCRIPT)


def test_what_a_page_adds_makes_no_entry(app, pushed):
    app.run()
    assert pushed == []
    assert app.session_state.completed == "one=a&two=x&three=p"


def test_an_address_that_says_all_is_left_alone(app, pushed):
    for name, value in {"one": "b", "two": "y", "three": "q"}.items():
        app.query_params[name] = value
    app.run()
    assert (pushed, app.session_state.completed) == ([], None)


def test_a_choice_makes_one_entry_with_all_of_the_page(app, pushed):
    app.run()
    app.selectbox[1].select("q").run()
    assert pushed == [{"one": "a", "two": "x", "three": "q"}]
    assert app.session_state.completed is None


def test_several_choices_of_one_click_make_one_entry_also_over_a_rerun(app, pushed):
    app.run()
    app.button[1].click().run()
    assert pushed == [{"one": "b", "two": "y", "three": "p"}]


def test_what_is_taken_out_is_read_once_and_makes_no_entry(app, pushed):
    app.query_params["one"] = "c"
    app.run()
    app.button[0].click().run()
    assert app.session_state.taken == "c"
    assert pushed == []
    assert "one" not in app.session_state.completed


def says(app, **address):
    """Let the browser ask for the next run with this address."""
    app.query_params.clear()
    for name, value in address.items():
        app.query_params[name] = value
    return app


def shown(app):
    return [app.selectbox[0].value, app.selectbox[1].value]


OLD = {"one": "a", "two": "x", "three": "p"}


def test_of_two_quick_clicks_both_count_though_the_second_is_sent_with_the_address_of_before(
    app, pushed
):
    says(app, **OLD).run()
    app.selectbox[0].select("y").run()
    says(app, **OLD).selectbox[1].select("q").run()
    assert shown(app) == ["y", "q"]
    assert pushed[-1] == {"one": "a", "two": "y", "three": "q"}
    # and a third, when the browser knows of the first
    says(app, **OLD | {"two": "y"}).run()
    assert shown(app) == ["y", "q"]


def test_of_two_quick_clicks_both_count_on_a_page_that_was_opened_without_a_word(app, pushed):
    says(app).run()
    says(app, **OLD).selectbox[0].select("y").run()
    says(app, **OLD).selectbox[1].select("q").run()
    assert shown(app) == ["y", "q"]
    assert pushed[-1] == {"one": "a", "two": "y", "three": "q"}


def test_an_address_that_was_lost_on_its_way_is_told_again(app, pushed):
    says(app, **OLD).run()
    app.selectbox[0].select("y").run()
    assert app.session_state.completed is None
    says(app, **OLD).run()
    assert app.session_state.completed == "one=a&two=y&three=p"
    says(app, **OLD | {"two": "y"}).run()
    assert app.session_state.completed is None


def test_a_click_that_takes_the_one_before_back_counts_though_the_address_is_of_before_both(
    app, pushed
):
    says(app, **OLD).run()
    app.selectbox[0].select("y").run()
    says(app, **OLD).selectbox[0].select("x").run()
    assert shown(app) == ["x", "p"]
    says(app, **OLD | {"two": "y"}).run()
    assert shown(app) == ["x", "p"]


def test_a_click_after_one_that_ran_the_page_twice_takes_nothing_back(app, pushed):
    says(app, **OLD).run()
    app.button[1].click().run()
    says(app, **OLD).selectbox[1].select("q").run()
    assert pushed[-1] == {"one": "b", "two": "y", "three": "q"}


def test_an_address_of_another_place_counts_alone(app, pushed):
    says(app, **OLD).run()
    app.selectbox[0].select("y").run()
    says(app, one="c", two="x", three="p").run()
    assert shown(app) == ["x", "p"]
    # the place it came from is another place again
    says(app, **OLD | {"three": "q"}).run()
    assert shown(app) == ["x", "q"]


def test_what_was_taken_out_is_not_told_again_while_the_browser_still_says_it(pushed):
    app = AppTest.from_string("""
import streamlit as st
from tvgeo.ui import address

st.session_state.setdefault("taken", []).append(address.take("code"))
address.settle()
""")
    for _ in range(2):
        says(app, code="gone").run()
    assert app.session_state.taken == ["gone", None]
