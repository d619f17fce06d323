"""nginx before two replicas: what it lets through, to which of them, and what it adds."""

import json
import socket
from http.client import RemoteDisconnected

import pytest
from behind_nginx import NAME, PASSWORD, configured, cookie_of, route_of, site
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tvgeo.web.headers import security_headers
from tvgeo.web.safe_settings import SAFE

pytestmark = pytest.mark.slow

MB = 1024 * 1024
UPLOAD = "/_stcore/upload_file/session/file"
PEOPLE = (("lan", "planner"), ("quan", "admin"))


@pytest.fixture(scope="module")
def served(tmp_path_factory, cluster, postgis_database):
    url = cluster.url(postgis_database, "nginx")
    with site(tmp_path_factory.mktemp("nginx"), url, people=PEOPLE) as running:
        yield running


def handshake(served, cookie="", **headers):
    """Open a page's websocket through nginx; return the headers of the answer."""
    said = {"Origin": served.base_url, "Cookie": cookie} | headers
    with connect(
        f"ws://127.0.0.1:{served.port}/_stcore/stream",
        subprotocols=["streamlit"], additional_headers=said, origin=None, open_timeout=30,
    ) as page:  # fmt: skip
        return page.response.headers


def test_the_page_comes_with_the_headers_of_tvgeo_once(served):
    status, headers, body = served.ask("GET", "/", Host=NAME)
    assert (status, b"<html" in body) == (200, True)
    for name, value in security_headers().items():
        assert headers[name.lower()] == [value]
    assert headers["server"] == ["nginx"]  # no version


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", f"{NAME}.evil.example"]
)
def test_another_name_gets_no_answer(served, host):
    with pytest.raises(RemoteDisconnected):
        served.ask("GET", "/", Host=host)


def first_line(served, line, *headers):
    """Send a request as it stands; return the status."""
    with socket.create_connection(("127.0.0.1", served.port), 30) as connection:
        connection.sendall("\r\n".join([line, *headers, "Connection: close", "", ""]).encode())
        return int(connection.makefile("rb").readline().split()[1])


def test_of_a_whole_address_the_name_that_nginx_has_checked_arrives(served):
    """The name in the address counts for nginx, so it does for tvgeo: never the other one."""
    line = f"GET http://{NAME}/healthz HTTP/1.1"
    assert first_line(served, line, "Host: evil.example") == 200
    assert first_line(served, line, "Host: evil.example:80") == 200
    assert first_line(served, line, f"Host: {NAME}") == 200


def test_who_fetches_the_archive_again_and_again_is_told_to_wait(served):
    path = "/api/v1/open-data.zip"
    held = served.ask("GET", path)[1]["etag"][0]
    answers = [served.ask("GET", path, If_None_Match=held) for _ in range(20)]
    assert {answer[0] for answer in answers} == {304, 429}
    status, headers, body = answers[-1]
    assert (status, headers["retry-after"]) == (429, ["10"])
    assert set(json.loads(body)["message"]) == {"vi", "en"}
    assert served.ask("GET", "/api/v1/projects")[0] == 200  # everything else goes on


def test_no_name_is_none_of_ours_either(served):
    assert served.ask("GET", "/", Host="")[0] in {400, 403}


@pytest.mark.parametrize(
    "path", ["/_stcore/metrics", "/gis/_stcore/metrics", "/_stcore/agent/x"]
)
def test_numbers_about_the_server_stay_inside(served, path):
    cookie = cookie_of(served.login("quan"))
    assert served.ask("GET", path, Cookie=cookie)[0] == 403


def test_a_reader_keeps_the_replica_and_many_behind_one_address_are_spread(served):
    found = [route_of(served.ask("GET", "/")) for _ in range(20)]
    assert set(found) == {"a", "b"}
    for name in ("a", "b"):
        again = served.ask("GET", "/", Cookie=f"tvgeo_route={name}")
        assert route_of(again) == ""  # it has one
        assert f"tvgeo_route={name}" in handshake(served, f"tvgeo_route={name}")["Set-Cookie"]


def test_a_cookie_of_somebody_s_making_leads_to_any_replica(served):
    assert served.ask("GET", "/healthz", Cookie="tvgeo_route=../evil; x=1")[0] == 200


def test_a_websocket_passes_for_our_own_page_only(served):
    assert "tvgeo_route=" in handshake(served)["Set-Cookie"]
    with pytest.raises(InvalidStatus) as refused:
        handshake(served, Origin="http://evil.example")
    assert refused.value.response.status_code == 403


def test_what_is_compressed_is_compressed_once_and_by_tvgeo(served):
    plain = served.ask("GET", "/api/v1/projects.geojson")
    assert "content-encoding" not in plain[1]
    packed = served.ask("GET", "/api/v1/projects.geojson", Accept_Encoding="gzip")
    assert packed[1]["content-encoding"] == ["gzip"]
    import gzip

    assert json.loads(gzip.decompress(packed[2])) == json.loads(plain[2])


def test_a_form_is_small_and_a_file_as_large_as_tvgeo_takes(served):
    cookie = cookie_of(served.login("quan"))
    assert served.ask("POST", "/session/login", b"x" * 20_000)[0] == 413
    limit = SAFE["server.maxUploadSize"] * MB
    # tvgeo itself answers: it asks for its own token against other sites
    passed = served.ask("PUT", UPLOAD, b"x" * limit, Cookie=cookie)
    assert (passed[0], passed[2]) == (403, b"XSRF token missing or invalid")
    assert served.ask("PUT", UPLOAD, b"x" * (limit + 2 * MB), Cookie=cookie)[0] == 413


def test_who_may_not_send_is_told_by_tvgeo(served):
    answer = served.ask("PUT", UPLOAD, b"x" * MB)
    assert answer[0] == 403
    assert "X-Frame-Options".lower() in answer[1]


def test_a_session_of_one_replica_counts_at_the_other(served):
    a, b = served.replicas
    cookie = cookie_of(served.login("quan", Cookie="tvgeo_route=a"))
    for replica in (a, b):
        assert replica.ask("GET", "/_stcore/metrics", Cookie=cookie)[0] == 200
    served.ask("POST", "/session/logout", "", Cookie=f"{cookie}; tvgeo_route=b",
               Content_Type="application/x-www-form-urlencoded")  # fmt: skip
    for replica in (a, b):
        assert replica.ask("GET", "/_stcore/metrics", Cookie=cookie)[0] == 403


def test_a_token_against_other_sites_counts_at_both_replicas(served):
    """The cookie of one replica is verified by the other: both sign with the key of the file."""
    a, b = served.replicas
    session = cookie_of(served.login("lan"))
    token = cookie_of(a.ask("GET", "/_stcore/host-config"), "_streamlit_xsrf") or cookie_of(
        a.ask("GET", "/_stcore/health"), "_streamlit_xsrf"
    )
    assert token
    value = token.removeprefix("_streamlit_xsrf=").strip('"')
    answer = b.ask("PUT", UPLOAD, b"x", Cookie=f"{session}; {token}", X_Xsrftoken=value)
    assert b"XSRF" not in answer[2]  # the next check: there is no such page
    assert answer[0] == 400


def test_guesses_are_counted_across_replicas_and_by_the_reader_s_own_address(served):
    """What a reader says of its own address does not count, and neither does nginx's."""
    statuses = [
        served.login(
            "nobody-here",
            "a guess",
            Cookie=f"tvgeo_route={'ab'[n % 2]}",
            X_Forwarded_For=f"9.9.9.{n}",
        )[0]
        for n in range(6)
    ]
    assert statuses == [403] * 5 + [429]
    served.command("admin", "unlock", "lan")
    assert served.login("lan", PASSWORD)[0] == 303


def test_the_name_of_a_person_is_never_taken_from_the_reader(served):
    log = served.ask(
        "GET", "/api/v1/revision", X_Forwarded_User="quan", Forwarded="for=1.2.3.4"
    )
    assert log[0] == 200


def test_a_replica_that_is_away_is_passed_over_and_the_page_stays_where_it_went(served):
    a = served.replicas[0]
    a.kill()
    try:
        assert served.ask("GET", "/healthz", Cookie="tvgeo_route=a")[0] == 200
        assert "tvgeo_route=b" in handshake(served, "tvgeo_route=a")["Set-Cookie"]
    finally:
        a.start()
    assert "tvgeo_route=b" in handshake(served, "tvgeo_route=b")["Set-Cookie"]


def test_without_any_replica_readers_get_a_sentence(served):
    for replica in served.replicas:
        replica.kill()
    try:
        status, headers, body = served.ask("GET", "/")
        assert (status, headers["retry-after"]) == (503, ["10"])
        assert "Hệ thống đang tạm ngừng" in body.decode()
        assert headers["content-type"] == ["text/plain; charset=utf-8"]
    finally:
        for replica in served.replicas:
            replica.start()


def test_the_ports_of_the_replicas_are_said_once_in_each_place(tmp_path):
    """A port that is changed in one line and forgotten in another would lead astray."""
    configured(tmp_path, 1, (18501, 18502))
    text = (tmp_path / "tvgeo-replicas.conf").read_text(encoding="utf-8")
    assert (text.count(":18501"), text.count(":18502")) == (4, 4)
    assert ":850" not in text
