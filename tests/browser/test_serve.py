"""The dashboard really started, as users start it, and met with a plain client and Chromium."""

import json
import subprocess
import sys
import textwrap

import pytest
from server import ROOT, STREAMLIT_RUN, free_port, started
from websockets.sync.client import connect
from xstatic.pkg import leaflet

import tvgeo
from tvgeo.web import assets

SERVE = ("-m", "tvgeo", "serve")
# The commands people use, and where they stand while doing so.
STARTS = {
    "streamlit run in the project": {"cwd": ROOT},
    "streamlit run from elsewhere": {},
    "serve from elsewhere": {"command": SERVE, "port_option": "--port"},
}


@pytest.fixture(scope="module", params=STARTS, ids=lambda name: name.replace(" ", "-"))
def running(request, tmp_path_factory):
    """Start the dashboard in each way."""
    with started(tmp_path_factory.mktemp("start"), **STARTS[request.param]) as running:
        yield running


def test_health_is_json(running):
    status, headers, body = running.ask("GET", "/healthz")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert json.loads(body) == {"status": "ok", "version": tvgeo.__version__}


def test_nobody_reads_the_metrics(running):
    assert running.ask("GET", "/_stcore/metrics")[0] == 403


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_nobody_sends_a_file(running, method):
    assert running.ask(method, "/_stcore/upload_file/x/y", body=b"x" * 100_000)[0] == 403


@pytest.mark.parametrize("path", ["/", "/healthz", "/_stcore/health"])
def test_a_foreign_host_is_refused(running, path):
    assert running.ask("GET", path, Host="evil.example")[0] == 403


def test_a_websocket_for_a_foreign_host_or_origin_is_refused(running):
    handshake = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    path = "/_stcore/stream"
    assert running.ask("GET", path, Host="evil.example", **handshake)[0] == 403
    assert running.ask("GET", path, Origin="http://evil.example", **handshake)[0] == 403


def test_a_websocket_is_compressed_with_the_whole_run_in_view(running):
    own = f"127.0.0.1:{running.port}"
    address = f"ws://{own}/_stcore/stream"
    with connect(address, origin=f"http://{own}", subprotocols=["streamlit"]) as socket:
        assert [e.remote_max_window_bits for e in socket.protocol.extensions] == [15]


@pytest.mark.parametrize("path", ["/", "/map", "/healthz", "/_stcore/metrics"])
def test_every_answer_carries_the_security_headers(running, path):
    headers = running.ask("GET", path)[1]
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/assets/../../data/tvgeo.toml", "/geo/%2e%2e/progress.csv"])
def test_no_path_leads_out_of_a_folder(running, path):
    assert running.ask("GET", path)[0] in {400, 404}


def test_a_script_is_compressed_once_and_kept(running):
    path = f"/{assets.url('leaflet.js')}"
    status, headers, body = running.ask("GET", path, Accept_Encoding="gzip")
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in headers["cache-control"]
    assert body[:2] == b"\x1f\x8b"
    assert int(headers["content-length"]) == len(body) < 50_000


def test_serve_prints_its_address_and_nothing_else(tmp_path):
    with started(tmp_path, SERVE, "--port") as running:
        running.ask("GET", "/")
    assert running.output.read_text(encoding="utf-8").split() == [running.base_url]


def test_streamlit_prints_no_address_of_the_network(tmp_path):
    with started(tmp_path) as running:
        output = running.output.read_text(encoding="utf-8")
    assert running.base_url in output
    assert "Network URL" not in output
    assert "External URL" not in output


def test_other_machines_are_refused_in_one_line_until_someone_writes_who_may_read(tmp_path):
    (tmp_path / "tvgeo.toml").write_text('title = "T"', encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, *STREAMLIT_RUN, "--server.address", "0.0.0.0",
         "--server.port", str(free_port())],
        env={"TVGEO_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert "[access]" in ended.stderr


def test_below_a_base_path_gate_and_routes_hold(tmp_path):
    command = (*STREAMLIT_RUN, "--server.baseUrlPath", "gis")
    with started(tmp_path, command) as running:
        assert json.loads(running.ask("GET", "/gis/healthz")[2])["status"] == "ok"
        assert running.ask("GET", f"/gis/{assets.url('leaflet.css')}")[0] == 200
        assert running.ask("GET", "/gis/_stcore/metrics")[0] == 403
        assert running.ask("PUT", "/gis/_stcore/upload_file/x/y", body=b"x")[0] == 403


# A page with what the dashboard's pages are made of; the map's loader imports its module.
PAGE = """
import pandas as pd
import streamlit as st
from tvgeo.web import assets

loader = '''
export default ({ data, parentElement }) => {
  import(new URL(data.module, document.baseURI).href).then(() => {
    parentElement.querySelector('p').textContent = 'Leaflet ' + window.L.version;
  });
};'''
leaflet = st.components.v2.component("probe", html="<p></p>", css="p{margin:0}", js=loader)

page = st.navigation([st.Page(lambda: None, title="Bản đồ", url_path="map")], position="top")
page.run()
st.selectbox("Kỳ", ["2025-H1", "2025"], key="period", bind="query-params")
st.write("Đã chọn", st.session_state.period)
st.dataframe(pd.DataFrame({"Công trình": ["Cầu Đại Ngãi"], "%": [52.0]}))
st.bar_chart(pd.DataFrame({"a": [1, 2]}))
st.html("<img alt='glyph' src='data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='>")
leaflet(key="probe", data={"module": assets.url("leaflet.js")})
"""


@pytest.fixture(scope="module")
def drawing(tmp_path_factory):
    """Start the dashboard's frame around `PAGE`."""
    folder = tmp_path_factory.mktemp("drawing")
    (folder / "page.py").write_text(PAGE, encoding="utf-8")
    app = """
        import streamlit as st
        from tvgeo.web.app import app_options
        app = st.App("page.py", **app_options())
    """
    (folder / "app.py").write_text(textwrap.dedent(app), encoding="utf-8")
    with started(folder, ("-m", "streamlit", "run", str(folder / "app.py"))) as running:
        yield running


def _watch(page):
    """Collect what a page asks of other machines, and what the browser complains about."""
    outside, complaints = [], []

    def requested(request):
        if not request.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            outside.append(request.url)

    page.on("request", requested)
    page.on("websocket", lambda w: w.url.startswith("ws://127.0.0.1:") or outside.append(w.url))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return outside, complaints


@pytest.mark.browser
def test_chromium_draws_everything_within_the_content_policy(drawing, chromium_page):
    outside, complaints = _watch(chromium_page)
    chromium_page.goto(drawing.base_url)
    chromium_page.get_by_text(f"Leaflet {leaflet.VERSION}").wait_for()
    chromium_page.get_by_test_id("stDataFrame").locator("canvas").first.wait_for()
    chromium_page.get_by_test_id("stVegaLiteChart").locator("canvas, svg").first.wait_for()
    chromium_page.get_by_role("combobox").click()
    chromium_page.get_by_role("option", name="2025", exact=True).click()
    chromium_page.get_by_text("Đã chọn 2025", exact=True).wait_for()
    chromium_page.wait_for_url("**?period=2025")
    chromium_page.wait_for_timeout(1000)
    assert outside == []
    assert complaints == []


@pytest.mark.browser
def test_the_policy_stops_a_script_written_into_the_page(drawing, chromium_page):
    _, complaints = _watch(chromium_page)
    chromium_page.goto(drawing.base_url)
    chromium_page.get_by_text(f"Leaflet {leaflet.VERSION}").wait_for()
    with chromium_page.expect_console_message(lambda m: "Content Security Policy" in m.text):
        chromium_page.evaluate(
            """() => { const script = document.createElement('script');
            script.textContent = 'window.broken = 1'; document.body.append(script); }"""
        )
    assert chromium_page.evaluate("window.broken") is None
    assert any("Content Security Policy" in each for each in complaints)


@pytest.mark.browser
def test_the_first_page_opens_and_asks_no_other_machine(server, chromium_page):
    outside, complaints = _watch(chromium_page)
    chromium_page.goto(server.base_url)
    chromium_page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    chromium_page.get_by_role("link", name="Bản đồ").first.wait_for()
    chromium_page.wait_for_timeout(2000)
    assert chromium_page.get_by_test_id("stException").count() == 0
    assert chromium_page.get_by_text("Báo quản trị mã").count() == 0
    assert outside == []
    assert complaints == []
