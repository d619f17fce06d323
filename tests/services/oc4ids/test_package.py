"""OC4IDS: valid by the published schema, true to the figures, silent where nothing is known."""

import copy
import json
import shutil
from datetime import date, datetime
from pathlib import Path

import published
import pytest

from tvgeo import locale
from tvgeo.core import progress
from tvgeo.core.progress import Row
from tvgeo.errors import DataError, UsageError
from tvgeo.services import exporting
from tvgeo.services.base import DEFAULT_FOLDER, open_base
from tvgeo.services.oc4ids import package
from tvgeo.services.view import view_as_of

DAY = date(2025, 12, 31)
ROAD = "duong-tinh-huyen-gtnt-381km"
TINY = Path(__file__).parents[2] / "tiny_province"
VI = locale.get("vi")


@pytest.fixture(scope="module", autouse=True)
def _today():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", "2026-02-10")
        yield


@pytest.fixture(scope="module")
def base(_today):
    return open_base(DEFAULT_FOLDER)


@pytest.fixture(scope="module")
def document(base):
    return package.build(view_as_of(base, DAY), VI)


def projects(document):
    return {each["identifiers"][0]["id"]: each for each in document["projects"]}


def metric(project, code, kind="metrics"):
    return next((m["observations"] for m in project.get(kind, ()) if m["id"] == code), [])


def every(value):
    """Return every object inside a document."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from every(each)


def rows_of(project):
    """Read the observations of one project back as rows: the way in again, for the test alone."""
    found = {}
    columns = {
        "physicalProgress": "physical_pct",
        "financialProgress": "disbursed_pct",
        "siteClearance": "site_clearance_pct",
        "targetProgress": "actual_value",
    }
    for code, column in columns.items():
        for seen in metric(project, code):
            if seen["dimensions"].get("derived"):
                continue
            day = datetime.fromisoformat(seen["period"]["endDate"]).date()
            found.setdefault(day, {"quality": seen["dimensions"]["quality"]})
            found[day][column] = seen["measure"]
            if code == "financialProgress":
                found[day]["disbursed_basis"] = seen["dimensions"]["basis"]
    return [Row(project["identifiers"][0]["id"], day, **found[day]) for day in sorted(found)]


@pytest.mark.parametrize("extended", [False, True], ids=["standard", "with the extension"])
@pytest.mark.parametrize("sourced_only", [False, True])
@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_the_package_is_valid_by_the_published_schema(base, language, sourced_only, extended):
    view = view_as_of(base, DAY, sourced_only=sourced_only)
    document = package.build(view, locale.get(language))
    assert published.faults(document, extended=extended) == []


def test_the_schema_finds_what_is_wrong(document):
    """A validator that accepts everything would prove nothing."""
    broken = copy.deepcopy(document)
    broken["projects"][0]["status"] = "paused"
    broken["projects"][1]["metrics"] = []
    broken["projects"][2]["period"] = {"startDate": "2025-06-15"}
    del broken["publisher"]
    found = " ".join(published.faults(broken))
    for place in ("projects[0].status", "projects[1].metrics", "projects[2].period", "$:"):
        assert place in found
    marked = copy.deepcopy(document)
    bridge = projects(marked)["cau-dai-ngai"]
    del bridge["metrics"][0]["observations"][0]["dimensions"]["quality"]
    bridge["completedStretches"][0]["from"] = "10,7"
    assert len(published.faults(marked, extended=True)) == 2


def test_a_patch_of_the_extension_names_nothing_that_does_not_occur(document):
    patch = json.loads((package.EXTENSION / "project-schema.json").read_text("utf-8"))
    written = {name for each in document["projects"] for name in each}
    assert patch["properties"].keys() <= written
    described = json.loads((package.EXTENSION / "extension.json").read_text("utf-8"))
    assert {"extension.json", *described["schemas"]} == set(package.EXTENSION_FILES)
    assert {path.name for path in package.EXTENSION.iterdir()} == set(package.EXTENSION_FILES)


def test_one_work_goes_out_and_comes_back_with_the_same_numbers(base, document):
    rows = view_as_of(base, DAY).rows[ROAD]
    back = rows_of(projects(document)[ROAD])
    columns = ("as_of", "physical_pct", "disbursed_pct", "actual_value", "quality")
    assert [[getattr(r, c) for c in columns] for r in back] == [
        [getattr(r, c) for c in columns] for r in rows
    ]
    # two of them by eye, as they stand in progress.csv
    assert (back[0].as_of, back[0].physical_pct, back[0].disbursed_pct) == (
        date(2022, 6, 14), 7.9, 38.5,
    )  # fmt: skip
    assert (back[-1].physical_pct, back[-1].actual_value) == (83.5, 318)


def test_every_work_comes_back_with_the_figures_of_its_reports(base, document):
    view = view_as_of(base, DAY)
    for project_id, project in projects(document).items():
        reported = {
            r.as_of: r
            for r in view.rows.get(project_id, ())
            if r.as_of <= DAY
            and any(
                getattr(r, c) is not None
                for c in ("physical_pct", "disbursed_pct", "site_clearance_pct", "actual_value")
            )
        }
        back = {row.as_of: row for row in rows_of(project)}
        assert back.keys() == reported.keys(), project_id
        for day, row in back.items():
            for column in ("physical_pct", "disbursed_pct", "site_clearance_pct"):
                assert getattr(row, column) == getattr(reported[day], column)


def test_what_is_planned_stands_among_the_forecasts(document):
    planned = metric(projects(document)[ROAD], "physicalProgress", "forecasts")
    assert [each["measure"] for each in planned][:3] == [8, 20, 33]
    bridge = metric(projects(document)["cau-dai-ngai"], "physicalProgress", "forecasts")
    assert [(each["measure"], each["dimensions"]["derived"]) for each in bridge] == [
        (0, "linear"), (100, "linear"),
    ]  # fmt: skip


def test_the_bridge_says_what_the_plan_and_its_sources_say(document):
    bridge = projects(document)["cau-dai-ngai"]
    assert bridge["id"] == "tvgeo-unregistered-cau-dai-ngai"
    assert bridge["title"] == "Cầu Đại Ngãi"
    assert bridge["sector"] == ["transport", "transport.road"]
    assert bridge["type"] == "construction"
    assert bridge["period"]["endDate"] == "2025-12-31T00:00:00+07:00"
    assert bridge["budget"]["amount"] == {"amount": 7_962_000_000_000, "currency": "VND"}
    assert bridge["publicAuthority"]["id"] in {party["id"] for party in bridge["parties"]}
    stretches = [(s["from"], s["to"], s["toKm"]) for s in bridge["completedStretches"]]
    assert stretches == [("Km10+700", "Km12+700", 12.7)]
    addresses = [d["url"] for d in bridge["documents"] if "url" in d]
    assert len(addresses) == len(set(addresses)) > 3
    assert all(a.startswith("https://") for a in addresses)
    [place] = [p for p in bridge["locations"] if "geometry" in p]
    assert place["geometrySource"]["method"] == "schematic"
    assert "sơ đồ" in place["description"]


def test_a_work_names_todays_communes_it_lies_in_and_who_answers_today(base, document):
    """The plan's districts ended on 1 July 2025, and so did its departments."""
    road = projects(document)["ql53-long-ho-ba-si"]
    codes = [p["gazetteer"]["identifiers"] for p in road["locations"] if "gazetteer" in p]
    assert ["29266"] in codes
    [commune] = [p for p in road["locations"] if p["id"] == "commune-xa-29266"]
    assert commune["address"]["locality"] == "Xã Càng Long"
    roles = {party["id"]: party["roles"] for party in road["parties"]}
    assert roles["so-gtvt"] == ["publicAuthority"]
    assert [r for r in roles.values() if r == ["successorAuthority"]]
    before = package.build(view_as_of(base, date(2025, 6, 14)), VI)
    parties = projects(before)["ql53-long-ho-ba-si"]["parties"]
    assert not [p for p in parties if "successorAuthority" in p["roles"]]


def test_a_status_that_was_invented_stands_only_where_it_is_marked(base, document):
    """The bridge's last status is illustrative, of 14/12/2025; the one before cites a source."""
    bridge = projects(document)["cau-dai-ngai"]
    assert bridge["reportedStatus"]["quality"] == "illustrative"
    assert bridge["status"] == "implementation"
    road = projects(document)[ROAD]
    assert "status" not in road
    assert road["reportedStatus"] == {
        "code": "in_progress", "asOf": "2025-12-14", "quality": "illustrative",
        "source": "minh họa",
    }  # fmt: skip


def test_every_observation_says_how_far_it_can_be_trusted(document):
    seen = [each for each in every(document) if "measure" in each]
    assert len(seen) > 300
    for each in seen:
        quality = each["dimensions"]["quality"]
        assert quality in {*progress.QUALITIES, "derived"}
        assert (VI("quality.illustrative") in each["notes"]) == (quality == "illustrative")


def test_with_the_switch_nothing_invented_is_taken_along(base):
    document = package.build(view_as_of(base, DAY, sourced_only=True), VI)
    text = json.dumps(document, ensure_ascii=False)
    assert '"quality": "illustrative"' not in text
    assert '"illustrative": true' not in text
    assert "minh họa" not in text.casefold()


def test_what_is_missing_is_absent_and_never_zero(document):
    silent = projects(document)["ql60-binh-phu-dai-ngai"]
    for field in ("metrics", "status", "reportedStatus", "budget", "completion", "obstacles"):
        assert field not in silent
    assert silent["health"] == {"code": "no_data", "illustrative": False}
    assert all(
        value not in (None, "", [], {}) for each in every(document) for value in each.values()
    )


def test_a_work_that_did_not_begin_is_zero_and_says_by_whom(document):
    road = projects(document)["ql54-vinh-long-tra-vinh"]
    [zero] = metric(road, "physicalProgress")
    assert (zero["measure"], zero["dimensions"]["quality"]) == (0, "public")
    assert "https://plo.vn/" in zero["notes"]
    assert road["status"] == "preparation"


def test_codes_beyond_the_open_codelists_are_our_own_few(document):
    codelists = published.read("project-codelists.json")
    ids = {
        m["id"]
        for p in document["projects"]
        for k in ("metrics", "forecasts")
        for m in p.get(k, ())
    }
    assert ids - set(codelists["metricID.csv"]) <= {
        "siteClearance", "targetProgress", "completionDate",
    }  # fmt: skip
    sectors = {code for p in document["projects"] for code in p.get("sector", ())}
    assert sectors <= set(codelists["projectSector.csv"])


def test_duties_of_the_plan_are_no_infrastructure(base, document):
    written = projects(document)
    left_out = {
        (p.sector == "cross_cutting", p.kind)
        for p in base.registry.projects.values()
        if p.project_id not in written
    }
    assert (True, "governance") in left_out
    assert (False, "programme") not in left_out
    assert len(written) == len(document["projects"]) == 59


def test_an_id_stands_once_in_its_list(document):
    """The published validator asks for it, beyond the schema."""
    lists = [
        value for each in every(document) for value in each.values() if isinstance(value, list)
    ]
    for entries in lists:
        ids = [each["id"] for each in entries if isinstance(each, dict)]
        assert len(ids) == len(set(ids)), ids


def test_the_figures_are_those_of_the_day_asked_for(base):
    document = package.build(view_as_of(base, date(2023, 12, 31)), VI)
    assert [o["measure"] for o in metric(projects(document)[ROAD], "physicalProgress")] == [
        7.9, 18.9, 31, 42.8,
    ]  # fmt: skip
    paid = metric(projects(document)[ROAD], "financialProgress")
    assert [o["measure"] for o in paid] == [38.5, 86, 41.2, 88.4]
    assert document["publishedDate"] < "2024"


def test_a_registered_prefix_a_licence_and_an_address_are_taken_from_the_settings(tmp_path):
    folder = Path(shutil.copytree(DEFAULT_FOLDER, tmp_path / "data"))
    with (folder / "tvgeo.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[access]\npublic_url = "https://ha-tang.example.vn/gis/"\n'
            '[opendata]\nprefix = "oc4ids-a1b2c3"\npublisher = "Sở Xây dựng"\n'
            'licence = "https://creativecommons.org/licenses/by/4.0/"\n'
        )
    document = package.build(view_as_of(open_base(folder), DAY), VI)
    assert published.faults(document, extended=True) == []
    assert document["projects"][0]["id"].startswith("oc4ids-a1b2c3-")
    assert document["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert document["publisher"]["name"] == "Sở Xây dựng"
    site = "https://ha-tang.example.vn/gis/api/v1"
    assert document["uri"] == f"{site}/oc4ids?as_of=2025-12-31"
    assert document["extensions"] == [f"{site}/oc4ids-extension/extension.json"]


def test_hostile_text_stays_text(tmp_path):
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))
    with (folder / "progress.csv").open("a", encoding="utf-8") as file:
        file.write(
            'duong-ven-song,2025-06-14,60,,in_progress,,,,,,,"</script>{{7*7}}",,,'
            "javascript:alert(1); Báo 31/02/2025 https://a.example/x\u202e,public\n"
        )
    document = package.build(view_as_of(open_base(folder), date(2025, 6, 14)), VI)
    assert published.faults(document, extended=True) == []
    road = projects(document)["duong-ven-song"]
    assert road["obstacles"][0]["description"] == "</script>{{7*7}}"
    assert road["documents"][-1] == {
        "id": "source-1", "title": "Báo 31/02/2025", "url": "https://a.example/x",
    }  # fmt: skip


def test_the_same_figures_give_the_same_bytes(base, tmp_path):
    view = view_as_of(base, DAY)
    for name in ("a.json", "b.json"):
        assert exporting.export(view, "oc4ids", tmp_path / name) == 59
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


def test_a_package_is_wgs_84_only_and_never_empty(base, tmp_path):
    with pytest.raises(UsageError, match="oc4ids_crs"):
        exporting.export(view_as_of(base, DAY), "oc4ids", tmp_path / "a.json", crs=9209)
    folder = Path(shutil.copytree(TINY, tmp_path / "data"))
    projects_csv = folder / "plan" / "projects.csv"
    head, *_ = projects_csv.read_text(encoding="utf-8").splitlines()
    cells = dict.fromkeys(head.split(","), "") | {
        "project_id": "viec", "name_vi": "Việc", "sector": "cross_cutting",
    }  # fmt: skip
    projects_csv.write_text(f"{head}\n{','.join(cells.values())}\n", "utf-8")
    with pytest.raises(DataError, match="oc4ids_empty"):
        package.build(view_as_of(open_base(folder), DAY), VI)
