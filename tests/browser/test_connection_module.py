"""What the page asks of Streamlit after a loss, in whatever state the loss left it."""

import harness
import pytest

from tvgeo.web import assets

pytestmark = pytest.mark.browser
# Stands in for Streamlit's page: its two states, and what it is asked for; a run that it is asked
# for while another one comes in goes unheard there, as in Streamlit.
STREAMLIT = """async (module) => {
  const app = document.createElement("div");
  app.dataset.testid = "stApp";
  document.body.append(app);
  window.asked = 0;
  window.into = async (connection, script) => {
    app.dataset.testConnectionState = connection;
    app.dataset.testScriptState = script;
    await new Promise((seen) => setTimeout(seen, 20));
  };
  window.back = async () => {
    postMessage({ stCommVersion: 1, type: "WEBSOCKET_CONNECTED" }, location.origin);
    await new Promise((seen) => setTimeout(seen, 20));
  };
  addEventListener("message", ({ data }) => { if (data.type === "RERUN_SCRIPT") window.asked += 1; });
  await into("CONNECTED", "notRunning");
  const { default: watch } = await import(new URL(module, document.baseURI).href);
  const parentElement = document.createElement("div");
  parentElement.innerHTML = "<div class='tvb'></div>";
  watch({ parentElement, data: { module, page: "x", query: null, lang: "vi", more: "", revision: 1,
    offline: "Mất kết nối", show: "", away: "", every: 30000 } });
}"""


@pytest.fixture(scope="module")
def address():
    with harness.serve() as found:
        yield found


@pytest.fixture
def page(chromium_page, address):
    chromium_page.goto(address)
    chromium_page.evaluate(STREAMLIT, assets.url("connection.js"))
    return chromium_page


def goes(page, *states):
    """Let the page be in these states of its script one after another; return what it asked."""
    for state in states:
        page.evaluate("(state) => into('CONNECTED', state)", state)
    return page.evaluate("asked")


def comes_back(page, script):
    page.evaluate("(script) => into('CONNECTED', script)", script)
    page.evaluate("back()")


def test_a_line_that_is_back_brings_the_page_up_to_date_once(page):
    assert goes(page, "notRunning") == 0
    comes_back(page, "notRunning")
    assert goes(page, "rerunRequested", "running", "notRunning", "running", "notRunning") == 1


def test_half_a_run_that_comes_in_first_is_not_the_last_word(page):
    comes_back(page, "running")
    assert goes(page, "running") == 0
    assert goes(page, "notRunning") == 1
    assert goes(page, "rerunRequested", "running", "notRunning") == 1


def test_what_went_unheard_is_asked_again_and_not_for_ever(page):
    comes_back(page, "notRunning")
    assert goes(page, "running", "notRunning") == 2
    assert goes(page, "running", "notRunning") == 3
    assert goes(page, "running", "notRunning", "running", "notRunning") == 3


def test_while_the_line_is_away_nothing_is_asked(page):
    page.evaluate("into('PINGING_SERVER', 'running')")
    page.evaluate("into('PINGING_SERVER', 'notRunning')")
    assert page.evaluate("asked") == 0
