"""The programming interface: the pages' figures, page by page, as its description says."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.applications import Starlette

from tvgeo import locale
from tvgeo.core import metrics, plan
from tvgeo.core.access import Actor
from tvgeo.services import documents, publishing
from tvgeo.services.base import DEFAULT_FOLDER, ensure_store, open_base
from tvgeo.services.view import open_view
from tvgeo.web import api, geometry, openapi
from tvgeo.web.gate import Gate
from tvgeo.web.parameters import LARGEST_LIMIT, PARAMETERS
from tvgeo.web.routes import kept, routes

TINY = Path(__file__).parents[1] / "tiny_province"
DAY = "2025-12-31"
WORK = "cau-dai-ngai"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-02-10")


@pytest.fixture
def get(ask):
    """Return a function that asks for an address below the root: status, headers, document."""
    app = Starlette(routes=routes())

    def sent(path, method="GET", **headers):
        answer = ask(app, method, f"{api.ROOT}{path}", **headers)
        if "zip" in answer.headers.get("content-type", ""):
            return answer.status, answer.headers, answer.body
        text = answer.body.decode()
        return answer.status, answer.headers, json.loads(text) if text else None

    return sent


@pytest.fixture
def folder(tmp_path, monkeypatch):
    found = Path(shutil.copytree(TINY, tmp_path / "data"))
    monkeypatch.setenv("TVGEO_DATA_DIR", str(found))
    return found


def pages(get, path):
    """Follow every page of a list."""
    found = []
    while path:
        status, headers, document = get(path)
        assert status == 200
        found.append(document)
        link = document["next"]
        assert headers.get("link") == (f'<{link}>; rel="next"' if link else None)
        path = link and link.removeprefix(api.ROOT)
    return found


# The figures


def test_the_works_have_the_figures_of_the_command_line(get):
    view = open_view(as_of=view_day())
    told = {p["project_id"]: p for p in documents.status(view)["projects"]}
    _, _, document = get(f"/projects?as_of={DAY}&limit={LARGEST_LIMIT}")
    assert document["total"] == len(document["projects"]) == len(told)
    assert list(told) == [p["project_id"] for p in document["projects"]]
    for each in document["projects"]:
        assert {name: each[name] for name in told[each["project_id"]]} == told[
            each["project_id"]
        ]


def view_day():
    from datetime import date

    return date.fromisoformat(DAY)


def test_a_missing_figure_is_null_and_an_invented_one_says_so(get):
    _, _, silent = get(f"/projects/ql60-binh-phu-dai-ngai?as_of={DAY}")
    assert set(silent["project"]["figures"].values()) == {None}
    assert silent["history"] == []
    _, _, bridge = get(f"/projects/{WORK}?as_of={DAY}")
    physical = bridge["project"]["figures"]["physical_pct"]
    assert (physical["value"], physical["quality"]) == (52, "illustrative")
    _, _, sourced = get(f"/projects/{WORK}?as_of={DAY}&sourced_only=true")
    assert sourced["project"]["figures"]["physical_pct"] is None
    assert {row["quality"] for row in sourced["history"]} == {"public"}


def test_one_work_has_its_reports_up_to_the_day_each_with_its_revision(get):
    with (DEFAULT_FOLDER / "progress.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["project_id"] == WORK]
    _, _, document = get(f"/projects/{WORK}?as_of={DAY}")
    known = [row["as_of"] for row in rows if row["as_of"] <= DAY]
    assert [row["as_of"] for row in document["history"]] == known
    assert {row["revision"] for row in document["history"]} == {1}
    assert document["project"]["cost_bn_vnd"] == 7962
    assert document["project"]["parts"] == ["cau-dai-ngai-1", "cau-dai-ngai-2"]


@pytest.mark.parametrize(
    ("query", "field", "wanted"),
    [
        ("sector=transport", "sector", {"transport"}),
        ("sector=ict&sector=urban", "sector", {"ict", "urban"}),
        ("health=critical", "health", {"critical"}),
        ("health=no_data&health=completed", "health", {"no_data", "completed"}),
    ],
)
def test_a_filter_leaves_what_it_names_and_nothing_else(get, query, field, wanted):
    _, _, everything = get(f"/projects?as_of={DAY}&limit=500")
    _, _, document = get(f"/projects?as_of={DAY}&limit=500&{query}")
    assert {p[field] for p in document["projects"]} == wanted
    assert document["total"] == sum(p[field] in wanted for p in everything["projects"])


def test_works_of_an_agency_are_those_it_leads(get):
    _, _, document = get(f"/projects?as_of={DAY}&agency=so-gtvt&limit=500")
    assert document["total"] > 5
    assert all("so-gtvt" in p["lead_agency"] for p in document["projects"])


def test_names_and_labels_are_in_the_language_asked_for(get):
    for language, name in (("vi", "Cầu Đại Ngãi"), ("en", "Đại Ngãi Bridge")):
        _, _, document = get(f"/projects/{WORK}?as_of={DAY}&lang={language}")
        assert document["project"]["name"] == name
        label = locale.get(language)(f"health.{document['project']['health']}")
        assert document["project"]["health_label"] == label


# Pages, revisions


def test_pages_follow_each_other_and_make_the_whole(get):
    found = pages(get, f"/projects?as_of={DAY}&limit=40")
    assert [len(page["projects"]) for page in found] == [40, 40, 12]
    ids = [p["project_id"] for page in found for p in page["projects"]]
    assert ids == list(open_view().standings)
    # a last page that is full is the last one all the same
    assert [len(page["projects"]) for page in pages(get, f"/projects?as_of={DAY}&limit=46")] == [
        46, 46,
    ]  # fmt: skip
    beyond = get(f"/projects?as_of={DAY}&offset=92")[2]
    assert (beyond["total"], beyond["projects"], beyond["next"]) == (92, [], None)


def test_geojson_is_whole_unless_a_page_is_asked_for(get):
    status, headers, whole = get(f"/projects.geojson?as_of={DAY}")
    assert status == 200
    assert headers["content-type"] == "application/geo+json"
    assert whole["numberReturned"] == whole["numberMatched"] == len(whole["features"]) == 35
    assert whole["next"] is None
    found = pages(get, f"/projects.geojson?as_of={DAY}&limit=20")
    assert [page["numberReturned"] for page in found] == [20, 15]
    assert [f for page in found for f in page["features"]] == whole["features"]


def test_a_publication_between_two_pages_mixes_nothing(get, folder):
    """The address of the next page names the revision of the first."""
    ensure_store()
    _, _, first = get("/projects?limit=1&as_of=2024-12-31")
    publish(folder, "99")
    assert "revision=1" in first["next"]
    _, _, second = get(first["next"].removeprefix(api.ROOT))
    assert second["revision"] == 1
    _, _, newest = get("/projects?limit=1&as_of=2024-12-31")
    assert newest["revision"] == 2


def publish(folder, pct):
    from tvgeo.cli.publishing import operator
    from tvgeo.services import drafts

    head = "project_id,as_of,physical_pct,disbursed_pct,status,source,quality\n"
    row = f"duong-ven-song,2024-12-14,{pct},,in_progress,Báo cáo 7,official\n"
    actor = operator("Lan")
    draft = drafts.preview(open_base(), (head + row).encode(), "bao-cao-kin.csv", actor)
    publishing.publish(draft, actor, note="kỳ 2", confirmed=True)


def test_revisions_say_what_and_when_but_not_which_file(get, folder):
    assert get("/revisions")[2]["revisions"] == []
    ensure_store()
    publish(folder, "41")
    status, headers, document = get("/revisions")
    assert status == 200
    assert [each["revision"] for each in document["revisions"]] == [2, 1]
    assert document["revisions"][0]["note"] == "kỳ 2"
    assert "bao-cao-kin" not in json.dumps(document)
    assert "last-modified" not in headers
    assert get("/projects")[1]["last-modified"].endswith("GMT")


def guarded(view="public"):
    """Return the interface behind its gate, as it is served; the token "t" is Hoa's."""
    people = {"t": Actor("hoa", "viewer")}
    app = Starlette(routes=[*kept(), *routes()])
    return Gate(app, hosts=frozenset({"127.0.0.1"}), view=lambda: view, session=people.get)


def test_who_published_is_told_to_who_is_signed_in_and_to_nobody_else(ask, get, folder):
    ensure_store()
    publish(folder, "41")
    for path in ("/revisions", "/projects/duong-ven-song", "/projects", "/oc4ids"):
        for cookie in (None, "tvgeo_session=x"):
            answer = ask(guarded(), "GET", f"{api.ROOT}{path}", cookie=cookie)
            assert answer.status == 200
            assert "Lan" not in answer.body.decode()
            assert answer.headers["cache-control"] == "no-cache"
    answer = ask(guarded(), "GET", f"{api.ROOT}/revisions", cookie="tvgeo_session=t")
    found = json.loads(answer.body)
    assert found["revisions"][0]["author"] == "Lan"
    assert answer.headers["cache-control"] == "private, no-cache"
    document = described(get)
    schema = {"$ref": "#/components/schemas/Revisions", "components": document["components"]}
    assert list(Draft202012Validator(schema).iter_errors(found)) == []


def test_what_needs_a_session_only_its_reader_may_keep(ask, folder):
    with (folder / "tvgeo.toml").open("r+", encoding="utf-8") as file:
        text = file.read().replace('view = "public"', 'view = "login"')
        file.seek(0)
        file.write(text)
        file.truncate()
    layer = geometry.publish({"roads": b"{}"})["roads"]
    for path, wanted in (
        (f"{api.ROOT}/projects", "private, no-cache"),
        (f"/{layer}", "private, max-age=31536000, immutable"),
    ):
        answer = ask(guarded("login"), "GET", path, cookie="tvgeo_session=t")
        assert (answer.status, answer.headers["cache-control"]) == (200, wanted)


def test_an_older_revision_shows_the_figures_of_then(get, folder):
    ensure_store()
    publish(folder, "41")
    address = "/projects/duong-ven-song?as_of=2024-12-31"
    now, before = get(address)[2], get(f"{address}&revision=1")[2]
    assert now["project"]["figures"]["physical_pct"]["value"] == 41
    assert before["project"]["figures"]["physical_pct"]["value"] != 41
    assert (now["revision"], before["revision"]) == (2, 1)
    assert now["history"][-1]["revision"] == 2


# What need not be sent again, and who may read


@pytest.mark.parametrize("path", ["/projects", "/projects.geojson", "/oc4ids", "/openapi.json"])
def test_what_a_reader_has_is_not_sent_again(get, path):
    _, headers, _ = get(path)
    for validator in (headers["etag"], f"W/{headers['etag']}", f'"x", {headers["etag"]}'):
        assert get(path, if_none_match=validator)[0] == 304
    assert get(path, if_none_match='"x"')[0] == 200
    assert headers["cache-control"] == "no-cache"


def test_pages_of_other_sites_may_read_what_is_written_to_be_public(get, folder):
    with (folder / "tvgeo.toml").open("a", encoding="utf-8") as file:
        file.write('public_url = "https://tiendo.example"\n')
    for path in ("/projects", "/projects?as_of=x", "/projects/none"):
        assert get(path)[1]["access-control-allow-origin"] == "*"
    status, headers, _ = get("/projects", "OPTIONS")
    assert status == 204
    assert headers["access-control-allow-headers"] == "If-None-Match"
    assert "POST" not in headers["access-control-allow-methods"]


@pytest.mark.parametrize(
    "access", ["", 'view = "public"', 'public_url = "https://tiendo.example"']
)
def test_on_a_machine_of_its_own_no_other_site_reads_along(get, folder, access):
    """A page that somebody opens in the same browser is not for this machine to trust."""
    (folder / "tvgeo.toml").write_text(f"[access]\n{access}\n", encoding="utf-8")
    for path, method in (("/projects", "GET"), ("/projects", "OPTIONS"), ("/none", "GET")):
        assert "access-control-allow-origin" not in get(path, method)[1]


def test_where_reading_needs_a_session_no_other_site_reads(get, folder):
    with (folder / "tvgeo.toml").open("a", encoding="utf-8") as file:
        file.write('\n[access]\nview = "login"\n')
    for path in ("/projects", "/projects.geojson", "/projects/x", "/revisions", "/oc4ids"):
        status, headers, document = get(path)
        assert (status, document["error"]) == (403, "error.forbidden")
        assert "access-control-allow-origin" not in headers
    assert "access-control-allow-origin" not in get("/projects", "OPTIONS")[1]


def test_nothing_can_be_written(ask):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        answer = ask(Starlette(routes=routes()), method, "/api/v1/projects", body=b"{}")
        assert answer.status == 405


# Refusals


@pytest.mark.parametrize(
    ("query", "arg", "advice"),
    [
        ("as_of=yesterday", "as_of", "2025-12-31"),
        ("as_of=", "as_of", "2025-12-31"),
        ("as_of=2025-02-30", "as_of", "2025-12-31"),
        ("as_of=2020-01-01", "as_of", "2021-01-01"),
        ("as_of=2025-12-31&as_of=2024-12-31", "as_of", "as_of=2025-12-31"),
        ("limit=0", "limit", "1–500"),
        ("limit=501", "limit", "1–500"),
        ("limit=-1", "limit", "1–500"),
        ("limit=1e3", "limit", "1–500"),
        ("limit=٣", "limit", "1–500"),
        ("offset=-1", "offset", "0–"),
        (f"offset={10**400}", "offset", "0–"),
        ("sector=roads", "sector", "transport"),
        ("health=Chậm", "health", "late"),
        ("agency=so-khong-co", "agency", "so-gtvt"),
        ("sourced_only=yes", "sourced_only", "true, false"),
        ("lang=fr", "lang", "vi, en"),
        ("sectors=transport", "sectors", "sector="),
        ("name=x", "name", "as_of="),
        ("%F0%9F%92%A3=1", "💣", "as_of="),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write(get, query, arg, advice):
    status, _, document = get(f"/projects?{quote(query, safe='=&%')}")
    assert (status, document["error"]) == (400, "error.bad_value")
    for language in locale.LANGUAGES:
        assert arg in document["message"][language]
        assert advice in document["message"][language]


def test_a_parameter_of_another_address_is_refused(get):
    """Passed over, it would answer with something else than what was asked for."""
    for path in (
        "/revisions?as_of=2025-12-31",
        "/oc4ids?sector=ict",
        "/projects.geojson?lang=vi",
    ):
        assert get(path)[0] == 400


def test_what_does_not_exist_is_not_found_and_says_so(get):
    status, _, document = get("/projects/khong-co")
    assert (status, document["error"]) == (404, "error.no_project")
    assert "khong-co" in document["message"]["vi"]
    for path in ("/", "/project", "/oc4ids-extension/..%2Fpackage.py", "/oc4ids-extension/x"):
        status, _, document = get(path)
        assert (status, document["error"]) == (404, "error.no_address")


def test_a_revision_that_does_not_exist_is_refused(get, folder):
    status, _, document = get("/projects?revision=7")
    assert (status, document["error"]) == (400, "error.no_revision")
    ensure_store()
    assert get("/projects?revision=7")[0] == 400
    assert get("/projects?revision=1")[0] == 200


def any_query():
    """Return queries of known and unknown names, with values that fit and that do not."""
    text = st.text(max_size=12)
    values = {
        "as_of": st.dates().map(str) | text,
        "revision": st.integers(-2, 3).map(str) | text,
        "sourced_only": st.sampled_from(["true", "false"]) | text,
        "sector": st.sampled_from(plan.SECTORS) | text,
        "health": st.sampled_from(metrics.HEALTHS) | text,
        "agency": text,
        "limit": st.integers(-1, 502).map(str) | text,
        "offset": st.integers(-1, 200).map(str) | text,
        "lang": st.sampled_from(locale.LANGUAGES) | text,
    }
    assert values.keys() == PARAMETERS.keys()
    pair = st.one_of(
        *(st.tuples(st.just(name), value) for name, value in values.items()),
        st.tuples(text, text),
    )
    return st.lists(pair, max_size=4)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    path=st.sampled_from([e.path for e in api.ENDPOINTS]),
    work=st.text(max_size=20),
    query=any_query(),
)
def test_nothing_that_is_asked_breaks_the_server(get, folder, path, work, query):
    filled = path.replace("{project_id}", quote(work, safe="")).replace(
        "{name}", "extension.json"
    )
    encoded = urlencode(query, errors="surrogatepass")
    status, _, document = get(f"{filled}?{encoded}" if query else filled)
    assert status in {200, 400, 404}
    if status != 200:
        assert set(document["message"]) == {"vi", "en"}


# The description


def described(get, language="vi"):
    status, _, document = get(f"/openapi.json?lang={language}")
    assert status == 200
    return document


def test_the_description_names_every_address_and_what_it_takes(get):
    document = described(get)
    assert document["openapi"] == "3.1.0"
    assert list(document["paths"]) == [each.path for each in api.ENDPOINTS]
    served = {
        route.path.removeprefix(api.ROOT)
        for route in routes()
        if getattr(route, "path", "").startswith(f"{api.ROOT}/")
    }
    # the page's own question whether there is a newer revision is no part of it
    assert served - set(document["paths"]) == {"/revision"}
    for endpoint in api.ENDPOINTS:
        told = document["paths"][endpoint.path]["get"]["parameters"]
        names = [p.get("name") or p["$ref"].rpartition("/")[2] for p in told]
        assert [n for n in names if f"{{{n}}}" not in endpoint.path] == list(endpoint.takes)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_reference_leads_somewhere_and_every_name_stands_once(get, language):
    document = described(get, language)

    def references(value):
        if isinstance(value, dict):
            yield from [value["$ref"]] if "$ref" in value else []
            for each in value.values():
                yield from references(each)
        elif isinstance(value, list):
            for each in value:
                yield from references(each)

    for reference in references(document):
        target = document
        for part in reference.removeprefix("#/").split("/"):
            target = target[part]
    for schema in document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    names = [p["get"]["operationId"] for p in document["paths"].values()]
    assert len(names) == len(set(names))
    assert names == [openapi.name_of(path) for path in document["paths"]]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/projects", f"?as_of={DAY}&limit=500"),
        (f"/projects/{WORK}", f"?as_of={DAY}"),
        ("/projects/ql60-binh-phu-dai-ngai", f"?as_of={DAY}&sourced_only=true"),
        ("/projects.geojson", f"?as_of={DAY}"),
        ("/projects.geojson", f"?as_of={DAY}&limit=3"),
        ("/revisions", ""),
        ("/oc4ids", f"?as_of={DAY}"),
        ("/openapi.json", ""),
        ("/oc4ids-extension/extension.json", ""),
    ],
)
def test_every_answer_is_as_it_is_described(get, path, query):
    ensure_store()
    document = described(get)
    status, headers, answer = get(path + query)
    assert status == 200
    pattern = next(
        e.path for e in api.ENDPOINTS
        if e.path == path or ("{" in e.path and path.startswith(e.path.partition("{")[0]))
    )  # fmt: skip
    responses = document["paths"][pattern]["get"]["responses"]
    content = responses["200"]["content"][headers["content-type"]]
    schema = {"$ref": content["schema"]["$ref"], "components": document["components"]}
    assert [e.message for e in Draft202012Validator(schema).iter_errors(answer)] == []


def test_everything_of_a_day_is_one_file_to_save(get):
    status, headers, content = get(f"/open-data.zip?as_of={DAY}")
    assert (status, headers["content-type"]) == (200, "application/zip")
    assert headers["content-disposition"] == 'attachment; filename="tvgeo-2025-12-31-r1.zip"'
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert "SHA256SUMS" in archive.namelist()
    assert get(f"/open-data.zip?as_of={DAY}", if_none_match=headers["etag"])[0] == 304


def test_every_refusal_is_as_it_is_described(get):
    document = described(get)
    schema = {
        "$ref": "#/components/schemas/Problem", "components": document["components"],
    }  # fmt: skip
    for path in ("/projects?limit=x", "/projects/none", "/none"):
        assert list(Draft202012Validator(schema).iter_errors(get(path)[2])) == []


def test_below_a_base_path_the_addresses_are_too(ask):
    app = Starlette(routes=routes("/gis/"))
    document = json.loads(ask(app, "GET", "/gis/api/v1/projects?limit=1").body)
    assert document["next"].startswith("/gis/api/v1/projects?")
    told = json.loads(ask(app, "GET", "/gis/api/v1/openapi.json").body)
    assert told["servers"] == [{"url": "/gis/api/v1"}]
