"""The dashboard's own addresses."""

import gzip
import json

import pytest
from starlette.applications import Starlette
from xstatic.pkg import leaflet

import tvgeo
from tvgeo.services.base import ensure_store
from tvgeo.web import assets, geometry
from tvgeo.web.routes import kept, routes

LAYER = json.dumps({"type": "FeatureCollection", "features": [{"n": n} for n in range(99)]})
IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture
def app():
    return Starlette(routes=[*kept(), *routes()])


@pytest.fixture
def address():
    return "/" + geometry.publish({"bridges": LAYER.encode()})["bridges"]


def test_health_is_json_with_the_version(app, ask):
    answer = ask(app, "GET", "/healthz")
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.body) == {"status": "ok", "version": tvgeo.__version__}


def test_addresses_lie_below_the_base_path(ask):
    assert ask(Starlette(routes=routes("/gis/")), "GET", "/gis/healthz").status == 200


def test_a_layer_is_named_by_its_content(address):
    again = geometry.publish({"bridges": LAYER.encode(), "roads": LAYER.encode()})
    assert f"/{again['bridges']}" == address
    assert again["roads"] != again["bridges"]
    changed = geometry.publish({"bridges": LAYER.encode() + b" "})
    assert changed["bridges"] != again["bridges"]


def test_a_layer_is_compressed_once_and_kept_for_good(app, ask, address):
    answer = ask(app, "GET", address, accept_encoding="gzip, br")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["cache-control"] == IMMUTABLE
    assert gzip.decompress(answer.body).decode() == LAYER
    assert ask(app, "GET", address).body.decode() == LAYER


def test_a_layer_that_the_browser_has_is_not_sent_again(app, ask, address):
    etag = ask(app, "GET", address).headers["etag"]
    answer = ask(app, "GET", address, if_none_match=etag)
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/geo/bridges.0000000000000000.geojson",
        "/geo/bridges.geojson",
        "/geo/",
        "/geo/../data/progress.csv",
        "/assets/",
        "/assets/0000000000000000/LEAFLET-LICENSE.txt",
        "/api/",
        "/api/v2/projects.geojson",
    ],
)
def test_an_unknown_address_is_not_found(app, ask, path):
    assert ask(app, "GET", path).status == 404


def test_a_layer_is_not_served_under_another_name(app, ask, address):
    assert ask(app, "GET", address.replace("bridges", "roads2")).status == 404


def test_leaflet_is_served_by_its_version_with_its_pictures(app, ask):
    address = assets.url("leaflet.js")
    assert address == f"assets/leaflet-{leaflet.VERSION}/leaflet.js"
    answer = ask(app, "GET", f"/{address}", accept_encoding="gzip")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == IMMUTABLE
    assert len(answer.body) < 50_000
    picture = ask(app, "GET", f"/{assets.url('images/layers.png')}", accept_encoding="gzip")
    assert picture.headers["content-type"] == "image/png"
    assert "content-encoding" not in picture.headers


def test_the_licence_of_leaflet_is_served_beside_it(app, ask):
    text = ask(app, "GET", f"/{assets.url('LEAFLET-LICENSE.txt')}").body.decode()
    assert leaflet.VERSION in text
    assert "BSD 2-Clause" in text


def test_our_own_files_share_one_version_and_python_is_not_among_them(app, ask):
    folder = assets.url("LEAFLET-LICENSE.txt").rpartition("/")[0]
    assert ask(app, "GET", f"/{folder}/__init__.py").status == 404
    assert ask(app, "GET", f"/{folder}/../app.py").status == 404
    with pytest.raises(KeyError):
        assets.url("__init__.py")


def test_a_byte_changed_in_any_file_changes_every_address(monkeypatch, tmp_path):
    before = assets.url("LEAFLET-LICENSE.txt")
    (tmp_path / "LEAFLET-LICENSE.txt").write_text("another")
    monkeypatch.setattr(assets, "__file__", str(tmp_path / "__init__.py"))
    assets._own_files.cache_clear()
    try:
        assert assets.url("LEAFLET-LICENSE.txt") != before
    finally:
        monkeypatch.undo()
        assets._own_files.cache_clear()


def test_a_data_folder_that_cannot_be_used_is_no_mistake_of_the_reader(app, ask, monkeypatch):
    monkeypatch.setenv("TVGEO_DATA_DIR", "/srv/secret/nowhere")
    answer = ask(app, "GET", "/api/v1/projects.geojson")
    assert (answer.status, json.loads(answer.body)["error"]) == (503, "data.no_folder")
    assert b"nowhere" in answer.body
    assert b"secret" not in answer.body


def test_no_answer_tells_where_the_store_lies(app, ask, store_path, tmp_path):
    ensure_store()
    store_path.rename(store_path.with_suffix(".away"))
    for method, path, body in (
        ("GET", "/api/v1/projects.geojson", b""),
        ("GET", "/download/1", b""),
        ("POST", "/session/login", b"name=lan&password=x"),
    ):
        answer = ask(app, method, path, body=body)
        assert answer.status in {403, 503}, path
        assert str(tmp_path).encode() not in answer.body, path


def test_the_revision_that_is_published_is_named_and_said_in_both_languages(app, ask):
    ensure_store()
    answer = ask(app, "GET", "/api/v1/revision")
    told = json.loads(answer.body)
    assert told["revision"] == 1
    assert told["message"]["vi"].startswith("Đã có phiên bản số liệu số 1 (")
    assert told["message"]["en"].startswith("Revision 1 is available (")
    assert answer.headers["cache-control"] == "no-cache"


def test_without_anything_to_show_no_revision_is_named(app, ask, monkeypatch, tmp_path):
    monkeypatch.setenv("TVGEO_DATA_DIR", str(tmp_path / "gone"))
    answer = ask(app, "GET", "/api/v1/revision")
    assert (answer.status, json.loads(answer.body)) == (503, {"revision": None})
