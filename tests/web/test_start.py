"""How the dashboard may be started."""

import ast
import asyncio
import gc
import shutil
import socket
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit import config
from streamlit.web.server.app_discovery import discover_asgi_app

from tvgeo.errors import UsageError
from tvgeo.services.base import open_base
from tvgeo.web import app as web_app
from tvgeo.web.gate import Gate
from tvgeo.web.hosts import is_loopback
from tvgeo.web.safe_settings import SAFE
from tvgeo.web.serve import address, refuse_used_port, serve_settings

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _settings_put_back():
    """Streamlit's settings belong to the process: what a test sets, it takes back."""
    before = {key: (o.value, o.where_defined) for key, o in config.get_config_options().items()}
    yield
    for key, (value, where) in before.items():
        config.get_config_options()[key].set_value(value, where)


@pytest.fixture
def province(tmp_path, monkeypatch):
    """Return a function that writes `tvgeo.toml` into the data folder in use."""
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path))
    return lambda text: (tmp_path / "tvgeo.toml").write_text(text, encoding="utf-8")


def test_streamlit_finds_the_application_by_its_syntax():
    """Otherwise it starts without routes and without gate, and says nothing."""
    found = discover_asgi_app(ROOT / "app.py")
    assert (found.is_asgi_app, found.import_string) == (True, "app:app")


def test_the_launcher_has_no_main_line():
    names = {
        n.id
        for n in ast.walk(ast.parse((ROOT / "app.py").read_text()))
        if isinstance(n, ast.Name)
    }
    assert "__name__" not in names


def test_no_folder_beside_the_shell_is_named_pages():
    """Streamlit would run its files directly, without shell and language."""
    assert Path(web_app.SHELL).is_file()
    assert not (Path(web_app.SHELL).parent / "pages").exists()


def test_the_settings_file_says_what_serve_says():
    text = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    written = {
        f"{section}.{key}": value
        for section, keys in tomllib.loads(text).items()
        for key, value in keys.items()
    }
    assert written == dict(SAFE)


def test_streamlit_knows_every_setting():
    assert set(SAFE) <= set(config.get_config_options())


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("server.address", "127.0.0.1"),
        ("server.maxUploadSize", 50),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
        ("server.fileWatcherType", "none"),
        ("server.enableCORS", True),
        ("server.enableXsrfProtection", True),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
    ],
)
def test_the_settings_are_safe(key, value):
    assert serve_settings("127.0.0.1", 8501)[key] == value


def test_settings_that_nobody_made_become_safe_and_others_stay(province):
    config.get_config_options()["server.maxUploadSize"].set_value(200, "<default>")
    config.set_option("client.toolbarMode", "developer")
    web_app.checked_options()
    assert config.get_option("server.maxUploadSize") == 50
    assert config.get_option("client.toolbarMode") == "developer"


def gate_of(options):
    middleware = options["middleware"][0]
    assert middleware.cls is Gate
    return middleware.kwargs


def test_gate_and_websocket_answer_for_the_same_hosts(province):
    province('[access]\nview = "public"\npublic_url = "https://tiendo.example/gis"')
    config.set_option("server.address", "192.168.1.5")
    hosts = gate_of(web_app.checked_options())["hosts"]
    assert hosts == {"127.0.0.1", "localhost", "::1", "192.168.1.5", "tiendo.example"}
    assert set(config.get_option("server.allowedHosts")) == hosts


def test_the_gate_follows_the_provinces_choice(province):
    province("")
    gate = gate_of(web_app.checked_options())
    assert gate["view"]() == "public"
    province('[access]\nview = "login"')
    assert gate["view"]() == "login"


@pytest.mark.parametrize("text", ["", "[access]\n", 'title = "T"\n', None])
@pytest.mark.parametrize("view", ["login", "public"])
def test_a_line_that_is_lost_while_the_server_runs_opens_nothing(
    province, tmp_path, view, text
):
    province(f'[access]\nview = "{view}"\nauth = "proxy"\nproxy_header = "X-Portal-User"')
    gate = gate_of(web_app.checked_options())
    assert gate["view"]() == view
    if text is None:
        (tmp_path / "tvgeo.toml").unlink()
    else:
        province(text)
    assert gate["view"]() == "login"
    kept = web_app.current_settings().sign_in
    assert (kept.auth, kept.proxy_header) == ("proxy", "X-Portal-User")


def test_what_the_pages_go_by_is_not_lost_either(tmp_path, monkeypatch):
    folder = shutil.copytree(ROOT / "tests" / "tiny_province", tmp_path / "data")
    monkeypatch.setenv("TVGEO_DATA_DIR", str(folder))
    file = folder / "tvgeo.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('view = "public"', 'view = "login"'), encoding="utf-8")
    web_app.checked_options()
    file.write_text(text.replace('view = "public"', ""), encoding="utf-8")
    assert open_base().settings.view == "login"


@pytest.mark.parametrize(
    ("line", "auth"),
    [
        ('auth = "local"', "local"),
        ("", "oidc"),
        ('auth = "odic"', "oidc"),
        ("auth = 1", "oidc"),
    ],
)
def test_another_way_of_signing_in_counts_when_it_is_written(province, monkeypatch, line, auth):
    monkeypatch.setattr(web_app.sign_in_checks, "check", lambda *_: None)
    province('[access]\nview = "login"\nauth = "oidc"\noidc_claim = "upn"')
    web_app.checked_options()
    province(f'[access]\nview = "public"\n{line}')
    found = web_app.current_settings()
    assert (found.view, found.sign_in.auth, found.sign_in.oidc_claim) == ("public", auth, "upn")


def test_without_a_settings_file_nobody_may_read(province):
    assert gate_of(web_app.checked_options())["view"]() == "login"


def test_a_clock_that_cannot_be_read_is_told_at_the_start(province, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "tomorrow")
    with pytest.raises(SystemExit, match="TVGEO_TODAY"):
        web_app.app_options()


@pytest.mark.parametrize("text", ["[access", '[access]\nview = "publik"'])
def test_settings_that_cannot_be_read_close_the_data(province, text):
    province(text)
    assert gate_of(web_app.checked_options())["view"]() == "login"


def test_a_folder_that_cannot_be_read_does_not_keep_the_dashboard_from_starting(
    province, caplog
):
    province("")

    async def start():
        async with web_app.lifespan(None):
            return gc.get_freeze_count()

    try:
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(asyncio.run, start()).result() > 0
    finally:
        gc.unfreeze()
    assert "projects.csv" in caplog.text


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5"])
def test_other_machines_need_a_written_choice(province, host, capsys):
    province('title = "Nobody wrote who may read"')
    config.set_option("server.address", host)
    with pytest.raises(UsageError) as refusal:
        web_app.checked_options()
    assert (refusal.value.key, refusal.value.values) == ("error.lan_refused", {"host": host})
    with pytest.raises(SystemExit, match=r"\[access\]"):
        web_app.app_options()


def test_with_a_written_choice_other_machines_are_served(province):
    province('[access]\nview = "login"')
    config.set_option("server.address", "0.0.0.0")
    assert "0.0.0.0" not in gate_of(web_app.checked_options())["hosts"]


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True),
        ("0.0.0.0", False), ("::", False), ("10.0.0.8", False), ("localhost.example", False),
    ],
)  # fmt: skip
def test_only_this_machine_is_loopback(host, loopback):
    assert is_loopback(host) is loopback


def test_a_used_port_is_refused_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError) as refusal:
            refuse_used_port("127.0.0.1", port)
    assert (refusal.value.key, refusal.value.values) == ("error.port_used", {"port": port})
    refuse_used_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(UsageError) as refusal:
        refuse_used_port("192.0.2.1", 8501)
    assert refusal.value.key == "error.bad_value"


def test_the_printed_address_opens_on_this_machine():
    assert address("127.0.0.1", 8501) == "http://127.0.0.1:8501"
    assert address("0.0.0.0", 8501) == "http://127.0.0.1:8501"
    assert address("::1", 80) == "http://[::1]:80"


@pytest.mark.parametrize(("address", "starts"), [("127.0.0.1", True), ("0.0.0.0", False)])
def test_a_proxy_may_name_people_only_where_no_other_machine_comes_in(
    province, address, starts
):
    province('[access]\nview = "login"\nauth = "proxy"\n')
    config.set_option("server.address", address)
    if starts:
        gate, *_ = web_app.checked_options()["middleware"]
        assert gate.kwargs["proxy"].settings().sign_in.auth == "proxy"
        return
    with pytest.raises(UsageError) as refused:
        web_app.checked_options()
    assert refused.value.key == "error.proxy_not_loopback"
