"""The shipped data tell no story that the public facts contradict, and leave nothing out.

The progress table is read with the `csv` module alone, so that no reader of ours can hide a row.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
# The extraction of the plan that this data folder was made from; only where it is at hand.
SHARED = ROOT.parent / "shared" / "plan"
WEAK_SOURCES = (
    "lumi-lt.com", "otosaigon.com", "xhome.one", "nguoikesu.com", "118.69.201.250",
    "baotravinh.vn",
)  # fmt: skip
COLUMNS = [
    "project_id", "as_of", "physical_pct", "disbursed_pct", "status", "planned_pct",
    "actual_value", "completed_chainage", "site_clearance_pct", "physical_basis",
    "disbursed_basis", "obstacle", "proposal", "note", "source", "quality",
]  # fmt: skip


class Rule(NamedTuple):
    """What a row of a project may not say between two dates, both inclusive."""

    project_id: str
    why: str
    statuses: frozenset[str] = frozenset()  # forbidden
    below: float | None = None  # physical must be less
    at_least: float | None = None
    since: str = "2021-01-01"
    until: str = "2099-12-31"
    illustrative: bool = True  # whether invented rows may exist at all


BUILT = frozenset({"in_progress", "completed", "paused"})
DONE = frozenset({"completed"})
_UNFUNDED = ("ql53-long-ho-ba-si", "ql53-tuyen-tranh-tp-tra-vinh", "ql54-vinh-long-tra-vinh")
RULES = (
    *(
        Rule(
            project_id, "not started or not funded by 2025", BUILT, below=0.05,
            until="2025-12-31", illustrative=False,
        )
        for project_id in _UNFUNDED
    ),
    Rule(
        "kcn-cau-quan", "only planned, January 2026", BUILT, below=0.05,
        until="2026-01-28", illustrative=False,
    ),
    Rule("tieu-can-thi-xa", "not a town on 1 Jan 2025", DONE, below=100, until="2025-01-01"),
    Rule("xa-dan-thanh-len-phuong", "not a ward on 1 Jan 2025", DONE, 100, until="2025-01-01"),
    Rule(
        "xa-truong-long-hoa-len-phuong", "not a ward on 1 Jan 2025", DONE, 100,
        until="2025-01-01",
    ),
    Rule("tp-tra-vinh-loai-ii", "recognised 28 Mar 2025", DONE, 100, until="2025-03-27"),
    Rule(
        "tp-tra-vinh-loai-ii", "recognised 28 Mar 2025",
        frozenset({"not_started", "preparation", "in_progress", "paused", "cancelled"}),
        at_least=100, since="2025-03-28",
    ),
    Rule("cau-dai-ngai", "started 15 Oct 2023", BUILT, below=0.05, until="2023-10-14"),
    Rule("cau-dai-ngai", "due mid-2028 by its owner", DONE, below=100, until="2026-02-04"),
    Rule("cau-dai-ngai-1", "started 9 Dec 2024", BUILT, below=0.05, until="2024-12-08"),
    Rule("cau-dai-ngai-1", "due June 2028", DONE, below=100, until="2026-02-04"),
    Rule("cau-dai-ngai-2", "started October 2023", BUILT, below=0.05, until="2023-09-30"),
    Rule("cau-dai-ngai-2", "limited traffic only", DONE, below=100, until="2026-04-29"),
    Rule("bang-rong-cap-quang-xa", "100 % in the 2024 plan", at_least=100, since="2024-01-01"),
    Rule(
        "gtnt-tieu-chuan-02", "82 of 85 communes met the whole new-rural set",
        at_least=96.4, since="2022-05-09",
    ),
    Rule("internet-ap-khom", "100 % was still a target", DONE, below=100, until="2024-02-07"),
    Rule(
        "kho-du-lieu-dung-chung", "its databases were ready in October 2024",
        frozenset({"not_started", "preparation", "in_progress", "paused", "cancelled"}),
        at_least=100, since="2024-10-29",
    ),
    Rule(
        "qhc-kkt-dinh-an-2040", "leave to adjust was asked for on 3 Oct 2024", BUILT,
        below=0.05, until="2024-10-02",
    ),
    Rule(
        "ccn-hoan-thien-ha-tang", "works began in three clusters",
        frozenset({"not_started", "preparation"}), since="2022-09-25",
    ),
)  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def shared(name: str) -> list[dict[str, str]]:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not at hand")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return table("progress.csv")


@pytest.fixture(scope="module")
def projects() -> dict[str, dict[str, str]]:
    return {row["project_id"]: row for row in table("plan/projects.csv")}


def faults(rows: list[dict[str, str]], rule: Rule) -> list[str]:
    """Return what the rows say against one rule."""
    found = []
    for row in rows:
        if row["project_id"] != rule.project_id or not rule.since <= row["as_of"] <= rule.until:
            continue
        place = f"{row['project_id']} {row['as_of']} ({rule.why})"
        if row["status"] in rule.statuses:
            found.append(f"{place}: status {row['status']}")
        if not rule.illustrative and row["quality"] == "illustrative":
            found.append(f"{place}: an invented row")
        if row["physical_pct"]:
            physical = float(row["physical_pct"])
            if rule.below is not None and physical >= rule.below:
                found.append(f"{place}: {physical} %")
            if rule.at_least is not None and physical < rule.at_least:
                found.append(f"{place}: {physical} %")
        if rule.below == 0.05 and row["completed_chainage"]:
            found.append(f"{place}: a finished stretch")
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.project_id}: {rule.why}")
def test_no_row_contradicts_a_public_fact(rows, rule):
    assert faults(rows, rule) == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"project_id": "ql54-vinh-long-tra-vinh", "physical_pct": "3"}, "3.0 %"),
        ({"project_id": "ql53-long-ho-ba-si", "status": "in_progress"}, "in_progress"),
        ({"project_id": "kcn-cau-quan", "quality": "illustrative"}, "an invented row"),
        (
            {"project_id": "cau-dai-ngai", "as_of": "2023-06-14", "status": "in_progress"},
            "15 Oct",
        ),
        ({"project_id": "cau-dai-ngai-2", "status": "completed"}, "limited traffic"),
        (
            {"project_id": "kho-du-lieu-dung-chung", "status": "in_progress"},
            "ready in October",
        ),
    ],
)
def test_the_rules_catch_a_false_row(row, complaint):
    blank = dict.fromkeys(COLUMNS, "") | {"as_of": "2025-12-14", "quality": "public"}
    found = [fault for rule in RULES for fault in faults([blank | row], rule)]
    assert any(complaint in fault for fault in found)


def _stated(metric: str) -> Iterator[tuple[str, str, str]]:
    """Yield project, value and date of the usable facts of one metric."""
    for fact in shared("facts.csv"):
        weak = any(name in fact["source_url"] for name in WEAK_SOURCES)
        if fact["metric"] == metric and fact["confidence"] == "found-in-source" and not weak:
            yield fact["item_id"], fact["value"], fact["as_of"]


def test_nothing_is_built_before_the_published_start(rows):
    starts = {item: value for item, value, _ in _stated("start_date")}
    assert {"cau-dai-ngai", "cau-dai-ngai-1", "cau-dai-ngai-2"} <= starts.keys()
    early = [
        (row["project_id"], row["as_of"])
        for row in rows
        if row["project_id"] in starts
        and row["status"] in BUILT
        # A start given as a month holds for the whole month.
        and row["as_of"][: len(starts[row["project_id"]])] < starts[row["project_id"]]
    ]
    assert early == []


def test_what_the_facts_call_reached_or_not_reached_is_so_in_the_table(rows):
    reached = {item: value for item, value, _ in _stated("completion_date")}
    completed = {
        row["project_id"]: row["as_of"]
        for row in reversed(rows)
        if row["status"] == "completed"
    }
    assert {item: completed.get(item) for item in reached} == reached
    for item, value, as_of in _stated("status_inferred"):
        assert value.startswith("chưa")
        assert completed.get(item, "9999") > as_of


def test_published_later_completion_is_not_reported_as_done(rows):
    planned = {item: value[:4] for item, value, _ in _stated("completion_date_planned")}
    done_early = [
        (row["project_id"], row["as_of"])
        for row in rows
        if row["status"] == "completed"
        and row["as_of"][:4] < planned.get(row["project_id"], "")
    ]
    assert done_early == []


def test_shipped_facts_are_found_in_a_source_that_is_not_weak(projects):
    found = {
        (fact["item_id"], fact["metric"], fact["source_url"])
        for fact in shared("facts.csv")
        if fact["confidence"] == "found-in-source"
    }
    facts = table("plan/facts.csv")
    assert facts
    for fact in facts:
        assert fact["project_id"] in projects
        assert (fact["project_id"], fact["metric"], fact["source_url"]) in found
        assert all(fact.values()), fact


def test_no_shipped_figure_rests_on_a_weak_source(rows):
    text = "".join((DATA / "plan" / "facts.csv").read_text(encoding="utf-8"))
    text += "".join(row["source"] for row in rows)
    assert not [name for name in WEAK_SOURCES if name in text]


def test_shipped_rows_are_public_with_an_address_or_illustrative_and_say_so(rows):
    for row in rows:
        if row["quality"] == "illustrative":
            assert row["source"] == "minh họa"
        else:
            assert row["quality"] == "public"
            assert re.search(r"https?://\S+", row["source"]), row


# What would make an invented sentence pass for an event: a person, a document, a body or a
# place that acts; roles (the lead agency, the locality) and the addressee of a proposal do not.
NAMED = re.compile(
    r"\b(ông|bà)\b|\d+/[A-ZĐ]|tỉnh Vĩnh Long|\b(huyện|thị xã|thành phố|xã|phường) [A-ZĐ]|\bQL\d"
    r"|Công ty|Nhà đầu tư|\bđã (trình|ký|họp|ban hành)\b"
)


def named(row: dict[str, str]) -> list[str]:
    """Return what an invented text names that only a real report could."""
    return [found[0] for found in NAMED.finditer(f"{row['obstacle']} {row['proposal']}")]


def test_invented_texts_name_no_person_document_body_or_place(rows):
    invented = [row for row in rows if row["quality"] == "illustrative"]
    assert any(row["obstacle"] for row in invented)
    assert [
        (row["project_id"], row["as_of"], named(row)) for row in invented if named(row)
    ] == []


@pytest.mark.parametrize(
    "obstacle",
    [
        "Sở Xây dựng tỉnh Vĩnh Long trình hồ sơ điều chỉnh.",
        "Chậm theo Báo cáo số 12/BC-SXD.",
        "Chậm bàn giao mặt bằng ở huyện Trà Cú.",
        "Nhà đầu tư chậm san lấp.",
    ],
)
def test_a_text_that_could_pass_for_a_report_is_caught(obstacle):
    assert named({"obstacle": obstacle, "proposal": ""})


def test_progress_table_is_in_canonical_form(rows, projects):
    text = (DATA / "progress.csv").read_text(encoding="utf-8")
    assert "\r" not in text
    assert text.splitlines()[0].split(",") == COLUMNS
    order = list(projects)
    keys = [(order.index(row["project_id"]), row["as_of"]) for row in rows]
    assert keys == sorted(set(keys)), "sorted by project and date, each key once"
    for row in rows:
        for column in ("physical_pct", "disbursed_pct", "planned_pct", "site_clearance_pct"):
            if row[column]:
                assert re.fullmatch(r"\d{1,3}(\.[1-9])?", row[column]), row
                assert 0 <= float(row[column]) <= 100
        assert date.fromisoformat(row["as_of"]) >= date(2021, 1, 1)
        assert row["quality"] != "illustrative" or row["as_of"][5:] in {"06-14", "12-14"}


def test_illustrative_progress_never_falls_and_is_not_paid_ahead_of_work(rows):
    last: dict[tuple[str, str], float] = {}
    for row in rows:
        for column in ("physical_pct", "planned_pct", "actual_value", "site_clearance_pct"):
            if row[column]:
                key = (row["project_id"], column)
                assert float(row[column]) >= last.get(key, 0), (row["as_of"], *key)
                last[key] = float(row[column])
        if row["disbursed_pct"] and row["disbursed_basis"] in {"total", "contract"}:
            assert float(row["disbursed_pct"]) <= float(row["physical_pct"]), row
        if row["status"] == "completed":
            assert row["physical_pct"] == "100"
        if row["physical_pct"] == "100":
            assert row["status"] == "completed"


def test_the_table_shows_every_state_a_page_has_to_show(rows, projects):
    states = Counter(row["status"] for row in rows)
    assert {"completed", "paused", "preparation", "in_progress"} <= states.keys()
    owing = {p for p, project in projects.items() if project["reports"] == "yes"}
    with_rows = {row["project_id"] for row in rows}
    reported = {
        row["project_id"]
        for row in rows
        if "2025-06-15" <= row["as_of"] <= "2025-12-14" and row["quality"] == "illustrative"
    }
    assert owing - with_rows, "works without data"
    assert (owing & with_rows) - reported, "reports missing in the last period"
    assert sum(bool(row["obstacle"]) for row in rows) >= 10
    assert sum(bool(row["proposal"]) for row in rows) >= 5
    assert {row["project_id"] for row in rows if row["completed_chainage"]} == {"cau-dai-ngai"}
