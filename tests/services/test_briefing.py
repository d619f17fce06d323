"""What a briefing says: the pages' numbers, chosen for a scope, in words that documents use."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tvgeo import locale
from tvgeo.errors import UsageError
from tvgeo.services import briefing, documents
from tvgeo.services.base import open_base
from tvgeo.services.view import view_as_of

TINY = Path(__file__).parents[1] / "tiny_province"
ROAD, BRIDGE, DATA = "duong-ven-song", "cau-ven-song", "cong-du-lieu"
DAY = date(2024, 12, 31)
HEADER = (TINY / "progress.csv").read_text(encoding="utf-8").splitlines()[0].split(",")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("TVGEO_TODAY", "2026-01-31")
    return Path(shutil.copytree(TINY, tmp_path / "data"))


@pytest.fixture
def view(folder):
    return view_as_of(open_base(folder), DAY)


@pytest.fixture
def vi():
    return locale.get("vi")


@pytest.fixture
def told(folder, vi):
    """Return a function that reports the road once more and returns the fact and the facts."""

    def tell(language="vi", *, sourced_only=False, **cells):
        row = {
            "project_id": ROAD, "as_of": "2024-12-20", "quality": "official", "source": "BC 1",
        } | cells  # fmt: skip
        said = ['"' + row.get(name, "").replace('"', '""') + '"' for name in HEADER]
        path = folder / "progress.csv"
        path.write_text("\n".join((",".join(HEADER), ",".join(said))) + "\n", encoding="utf-8")
        view = view_as_of(open_base(folder), DAY, sourced_only=sourced_only)
        facts = briefing.facts(view, locale.get(language))
        return next(w for w in facts.works if w.project_id == ROAD), facts

    return tell


def test_its_numbers_are_those_of_status(view, vi):
    facts, status = briefing.facts(view, vi), documents.status(view)
    assert {c.code: c.n for c in facts.counts} == status["counts"]
    assert (facts.total, facts.with_data) == (status["works"], status["with_data"])
    assert [w.project_id for w in facts.behind] == status["worst"]
    by_id = {p["project_id"]: p for p in status["projects"]}
    for work in facts.works:
        said = by_id[work.project_id]
        assert work.health == said["health"]
        assert work.slippage.number == said["slippage"]


def test_the_shipped_plan_tells_the_numbers_of_its_pages(vi):
    view = view_as_of(open_base(), date(2025, 12, 31))
    facts = briefing.facts(view, vi)
    assert sum(c.n for c in facts.counts) == facts.total == len(view.wholes)
    assert [w.project_id for w in facts.behind] == [s.project.project_id for s in view.behind]
    assert len(facts.tasks) == 23
    assert len(facts.reports) == len(view.reports)
    assert facts.message == (
        "15 công trình, nhiệm vụ chậm hoặc quá hạn; chậm nhất là Cầu Đại Ngãi*"
    )


def test_a_figure_that_is_not_known_is_never_zero(view, vi):
    bridge = next(w for w in briefing.facts(view, vi).works if w.project_id == BRIDGE)
    assert (bridge.physical.number, bridge.physical.text) == (None, "Chưa có số liệu")
    assert bridge.result == "Cầu trên đường ven sông: chưa có số liệu báo cáo."


def test_invented_figures_are_marked_in_every_text(view, vi):
    facts = briefing.facts(view, vi)
    road = facts.works[0]
    assert facts.mark == "Số liệu minh họa"
    assert facts.honesty[0] == "Số liệu có dấu (*) là số liệu minh họa, không dùng để báo cáo."
    assert road.physical.text == "32,5%*"
    assert road.difference == "chậm 7,5* điểm phần trăm so với kế hoạch"
    assert road.reason == "Thiếu cát, đá*"


def test_sourced_figures_alone_still_say_something(folder, vi):
    facts = briefing.facts(view_as_of(open_base(folder), DAY, sourced_only=True), vi)
    assert (facts.mark, facts.note) == ("", "")
    assert facts.message == "Chưa có số liệu để đánh giá tiến độ"
    assert facts.honesty == (
        "Báo cáo chỉ dùng số liệu có nguồn: 0/2 công trình, nhiệm vụ có số liệu.",
    )
    assert not any("*" in w.result for w in facts.works)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            {"physical_pct": "50", "planned_pct": "40", "disbursed_pct": "30"},
            ("khối lượng thực hiện đạt 50,0%, vượt 10,0 điểm phần trăm so với kế hoạch; "
            "giải ngân đạt 30,0% kế hoạch vốn năm 2024"),
        ),
        (
            {"physical_pct": "50", "planned_pct": "50"},
            "khối lượng thực hiện đạt 50,0%, đúng kế hoạch",
        ),
        (
            {"physical_pct": "50", "planned_pct": "40", "physical_basis": "contract"},
            ("khối lượng thực hiện đạt 50,0% khối lượng hợp đồng, "
            "vượt 10,0 điểm phần trăm so với kế hoạch"),
        ),
        (
            {"disbursed_pct": "30", "disbursed_basis": "total"},
            "giải ngân đạt 30,0% tổng mức đầu tư",
        ),
        ({"status": "completed"}, "đã hoàn thành"),
        (
            {"status": "paused", "physical_pct": "12"},
            "tạm dừng thực hiện, khối lượng đạt 12,0%",
        ),
        ({"status": "paused"}, "tạm dừng thực hiện"),
        ({"status": "cancelled"}, "dừng thực hiện"),
        ({"status": "preparation"}, "đang chuẩn bị đầu tư"),
        ({"status": "not_started", "physical_pct": "0", "planned_pct": "0"}, "chưa khởi công"),
        (
            {"status": "not_started", "physical_pct": "0", "planned_pct": "20"},
            "chưa khởi công, chậm 20,0 điểm phần trăm so với kế hoạch",
        ),
        (
            {"physical_pct": "50", "planned_pct": "50",
             "completed_chainage": "Km0+000-Km2+500"},
            ("khối lượng thực hiện đạt 50,0%, đúng kế hoạch; "
            "đã hoàn thành 2,5\N{NO-BREAK SPACE}km (Km0+000 - Km2+500)"),
        ),
    ],
)  # fmt: skip
def test_the_result_of_a_work_is_one_sentence(told, cells, said):
    work, _ = told(**cells)
    assert work.result == f"Đường ven sông: {said}."


def test_nothing_late_is_said_only_where_something_can_be_judged(told):
    assert told(physical_pct="50", planned_pct="50")[1].message == (
        "Mới đánh giá được tiến độ 1/2 công trình, nhiệm vụ; trong đó không có việc chậm hoặc "
        "quá hạn"
    )
    work, facts = told(status="in_progress")
    assert work.slippage.number is None
    assert facts.message == "1/2 công trình, nhiệm vụ có số liệu; chưa có kế hoạch để so sánh"


def test_a_work_behind_without_a_reason_says_that_none_was_given(told):
    work, facts = told(physical_pct="10", planned_pct="50")
    assert work.reason == "Cơ quan chủ trì chưa báo cáo nguyên nhân"
    assert facts.message == "1 công trình, nhiệm vụ chậm hoặc quá hạn: Đường ven sông"


def test_english_says_the_same(told):
    work, facts = told("en", physical_pct="10", planned_pct="50")
    assert work.result == (
        "Riverside road: 10.0% of the work done, 40.0 percentage points behind plan."
    )
    assert facts.title == "Progress of Kế hoạch thử 2023–2027 – all works and tasks"


def test_what_is_hidden_in_a_text_is_seen(told):
    work, _ = told(physical_pct="10", planned_pct="50", obstacle="a\N{RIGHT-TO-LEFT OVERRIDE}b")
    assert work.obstacle == "a[U+202E]b"


@pytest.mark.parametrize(
    ("kind", "code", "works"),
    [
        ("plan", "", [ROAD, BRIDGE, DATA]),
        ("sector", "transport", [ROAD, BRIDGE]),
        ("agency", "so-xay-dung", [ROAD, BRIDGE]),
        ("work", ROAD, [ROAD, BRIDGE]),
        ("work", BRIDGE, [BRIDGE]),
    ],
)
def test_a_scope_chooses_its_works_with_their_parts(view, vi, kind, code, works):
    scope = briefing.Scope(kind, code, "x")
    facts = briefing.facts(view, vi, scope)
    assert [w.project_id for w in facts.works] == works
    assert facts.total == len(works) - (BRIDGE in works and len(works) > 1)


def test_an_agency_that_leads_works_is_a_scope_though_no_registry_names_it(view, vi):
    assert not view.registry.agencies
    scope = briefing.scope_of(view, vi, "agency", "so-xay-dung")
    assert scope.name == "so-xay-dung"


def test_one_work_tells_how_far_it_is_from_its_plan(view, vi):
    facts = briefing.facts(view, vi, briefing.scope_of(view, vi, "work", ROAD))
    assert facts.message == "Đường ven sông: chậm 7,5* điểm phần trăm so với kế hoạch"


@pytest.mark.parametrize(
    ("status", "said"),
    [("paused", "tạm dừng*"), ("cancelled", "dừng thực hiện*"), ("completed", "hoàn thành*")],
)
def test_of_one_work_that_does_not_go_on_its_state_is_the_message(folder, vi, status, said):
    progress = folder / "progress.csv"
    text = progress.read_text(encoding="utf-8")
    progress.write_text(text.replace("in_progress", status), encoding="utf-8")
    view = view_as_of(open_base(folder), DAY)
    facts = briefing.facts(view, vi, briefing.scope_of(view, vi, "work", ROAD))
    assert facts.message == f"Đường ven sông: {said}"
    assert facts.plates[0].message == f"Đường ven sông: {said}."


def test_of_many_works_only_the_likeliest_are_named_to_a_wrong_code(folder, vi):
    plan = folder / "plan" / "projects.csv"
    first, row, *rest = plan.read_text(encoding="utf-8").splitlines()
    more = [row.replace("duong-ven-song", f"duong-so-{n}") for n in range(300)]
    plan.write_text("\n".join((first, row, *rest, *more)), encoding="utf-8")
    view = view_as_of(open_base(folder), DAY)
    with pytest.raises(UsageError) as refused:
        briefing.scope_of(view, vi, "work", "duong-so-2999")
    said = vi.error(refused.value)
    assert "duong-so-299, " in said
    assert said.endswith("….")
    assert len(said) < 400


def test_the_credit_line_needs_no_source(view, vi):
    assert briefing.facts(view, vi).credit == "Chỉ để tham khảo, không phải ranh giới pháp lý"


def test_an_unknown_scope_is_refused_with_what_there_is(view, vi):
    with pytest.raises(UsageError) as refused:
        briefing.scope_of(view, vi, "sector", "khong-co")
    assert vi.error(refused.value) == (
        "Không có nội dung “sector:khong-co”. Các nội dung có thể chọn: transport, ict."
    )
    with pytest.raises(UsageError) as refused:
        briefing.scope_of(view, vi, "everything", "")
    assert vi.error(refused.value) == (
        "Không có nội dung “everything”. Các nội dung có thể chọn: plan, sector, agency, work."
    )
    with pytest.raises(UsageError) as refused:
        briefing.scope_of(view, vi, "plan", "x")
    assert "plan, sector, agency, work" in vi.error(refused.value)


def test_the_address_of_the_same_view_stands_on_it_only_with_a_public_one(folder, vi):
    view = view_as_of(open_base(folder), DAY)
    assert briefing.facts(view, vi).link == ""
    path = folder / "tvgeo.toml"
    settings = path.read_text(encoding="utf-8")
    path.write_text(
        settings.replace('"public"', '"public"\npublic_url = "https://tv.example"'),
        encoding="utf-8",
    )
    view = view_as_of(open_base(folder), DAY)
    scope = briefing.scope_of(view, vi, "sector", "transport")
    facts = briefing.facts(view, vi, scope)
    assert facts.link == "https://tv.example/ban-do?lang=vi&period=2024&sector=transport"
    assert [plate.link for plate in facts.plates] == [facts.link]


def test_the_office_comes_from_the_settings_and_blanks_stay_blank(folder, vi):
    facts = briefing.facts(view_as_of(open_base(folder), DAY), vi)
    assert (facts.office.issuer, facts.office.recipients) == ("", ())
    with (folder / "tvgeo.toml").open("a", encoding="utf-8") as file:
        file.write('[briefing]\nissuer = "SỞ XÂY DỰNG"\nsigner = ""\nrecipients = []\n')
    facts = briefing.facts(view_as_of(open_base(folder), DAY), vi)
    assert (facts.office.issuer, facts.office.signer) == ("SỞ XÂY DỰNG", "")
