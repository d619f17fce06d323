"""The plan's registries: what is wrong is named with its cell, the sound rest is used."""

import pytest

PROJECTS = "plan/projects.csv"


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("name_vi", "", "blank_required"),
        ("sector", "", "blank_required"),
        ("sector", "roads", "bad_value"),
        ("target_kind", "percent", "bad_value"),
        ("due_basis", "guess", "bad_value"),
        ("reports", "true", "bad_value"),
        ("no_location", "lost", "bad_value"),
        ("start_date", "2025-02-30", "bad_date"),
        ("due_date", "31/12/2025", "bad_date"),
        ("due_date", "20251231", "bad_date"),
        ("length_km", "12,5", "bad_number"),
        ("length_km", "nan", "bad_number"),
        ("length_km", "1e3", "bad_number"),
        ("area_ha", "-1", "out_of_range"),
        ("cost_bn_vnd", "9" * 400, "bad_number"),
        ("task_no", "1.5", "bad_number"),
        ("part_of", "nowhere", "unknown_part"),
    ],
)
def test_a_bad_cell_leaves_its_row_out_and_no_other(folder, make_project, column, value, code):
    folder.table(PROJECTS, [make_project("ql"), make_project("cau", **{column: value})])
    assert folder.faults(PROJECTS) == [(code, 3, column, value or None)]
    assert list(folder.load().registry.projects) == ["ql"]


def test_a_due_date_before_the_start_is_out_of_range(folder, make_project):
    bad = make_project("ql", start_date="2024-01-01", due_date="2023-12-31")
    folder.table(PROJECTS, [bad])
    assert folder.faults(PROJECTS) == [("out_of_range", 2, "due_date", "2023-12-31")]


def test_the_first_of_two_equal_ids_is_used(folder, make_project):
    folder.table(PROJECTS, [make_project("ql"), make_project("ql", name_vi="Khác")])
    assert folder.faults(PROJECTS) == [("duplicate_id", 3, "project_id", "ql")]
    assert folder.load().registry.projects["ql"].name_vi == "Công trình ql"


def test_projects_that_are_parts_of_each_other_are_left_out(folder, make_project):
    rows = [make_project("ql"), make_project("a", part_of="b"), make_project("b", part_of="a")]
    folder.table(PROJECTS, [*rows, make_project("c", part_of="c")])
    assert [fault[:2] for fault in folder.faults(PROJECTS)] == [
        ("part_cycle", 3), ("part_cycle", 4), ("part_cycle", 5),
    ]  # fmt: skip
    assert list(folder.load().registry.projects) == ["ql"]


def test_a_part_goes_with_the_whole_that_was_left_out(folder, make_project):
    whole, part = make_project("a", sector="roads"), make_project("b", part_of="a")
    folder.table(PROJECTS, [make_project("ql"), whole, part, make_project("c", part_of="b")])
    assert [fault[:2] for fault in folder.faults(PROJECTS)] == [
        ("bad_value", 3), ("unknown_part", 4), ("unknown_part", 5),
    ]  # fmt: skip


def test_a_missing_citation_is_a_warning_only_where_the_file_cites(folder, make_project):
    folder.table(PROJECTS, [make_project("ql", citation="")])
    assert folder.faults(PROJECTS) == [("no_citation", 2, "citation", None)]
    assert "ql" in folder.load().registry.projects
    folder.table(PROJECTS, [{"project_id": "ql", "name_vi": "A", "sector": "ict"}])
    assert folder.faults(PROJECTS) == []


def test_ids_are_unknown_only_where_their_registry_exists(folder, make_project):
    row = make_project("ql", task_no="9", lead_agency="so-a;so-b", coop_agencies="so-c")
    folder.table(PROJECTS, [row])
    assert folder.faults(PROJECTS) == []
    folder.table("plan/agencies.csv", [{"id": "so-a", "name_vi": "Sở A"}])
    folder.table("plan/tasks.csv", [{"tt": "1", "sector": "ict", "title_vi": "Việc"}])
    assert folder.faults(PROJECTS) == [
        ("unknown_id", 2, "task_no", "9"),
        ("unknown_id", 2, "lead_agency", "so-a;so-b"),
        ("unknown_id", 2, "coop_agencies", "so-c"),
    ]


def test_one_broken_row_does_not_make_the_rows_that_name_it_wrong(folder, make_project):
    folder.table(PROJECTS, [make_project("ql", due_date="x"), make_project("cau")])
    tasks = [{"tt": "1", "sector": "ict", "title_vi": "Việc", "item_ids": "ql;cau"}]
    folder.table("plan/tasks.csv", tasks)
    assert folder.faults("plan/tasks.csv") == []
    assert folder.faults("geojson/roads.geojson") == []
    assert folder.faults("progress.csv") == []


def test_every_registry_checks_the_ids_it_names(folder):
    folder.table("plan/agencies.csv", [
        {"id": "a", "name_vi": "A", "members": "a;x", "successor_id": "y",
         "lead_tasks_tt": "8", "successor_verified": "maybe"},
    ])  # fmt: skip
    folder.table("plan/tasks.csv", [
        {"tt": "1", "sector": "ict", "title_vi": "V", "lead_agency": "z", "item_ids": "ql;q"},
        {"tt": "một", "sector": "ict", "title_vi": "V", "lead_agency": "", "item_ids": ""},
    ])  # fmt: skip
    folder.table("plan/targets.csv", [
        {"target_id": "T1", "item_id": "q", "indicator_vi": "", "sector": "x", "year": "-1"},
    ])  # fmt: skip
    folder.table("plan/calendar.csv", [
        {"event_id": "e", "due_date": "", "title_vi": "Báo cáo", "from_agency": "z"},
    ])  # fmt: skip
    folder.table("plan/contradictions.csv", [
        {"number": "1", "text_vi": "Lệch", "item_ids": "q", "tasks": "7"},
    ])  # fmt: skip
    folder.table("plan/facts.csv", [
        {"project_id": "q", "metric": "m", "label_vi": "L", "value_vi": "V",
         "source_url": "javascript:alert(1)"},
    ])  # fmt: skip
    assert folder.faults("plan/agencies.csv") == [
        ("unknown_id", 2, "lead_tasks_tt", "8"),
        ("unknown_id", 2, "members", "a;x"),
        ("unknown_id", 2, "successor_id", "y"),
        ("bad_value", 2, "successor_verified", "maybe"),
    ]
    assert folder.faults("plan/tasks.csv") == [
        ("unknown_id", 2, "lead_agency", "z"),
        ("unknown_id", 2, "item_ids", "ql;q"),
        ("bad_number", 3, "tt", "một"),
    ]
    assert folder.faults("plan/targets.csv") == [
        ("unknown_id", 2, "item_id", "q"),
        ("bad_value", 2, "sector", "x"),
        ("blank_required", 2, "indicator_vi", None),
        ("bad_number", 2, "year", "-1"),
    ]
    assert folder.faults("plan/calendar.csv") == [
        ("blank_required", 2, "due_date", None),
        ("unknown_id", 2, "from_agency", "z"),
    ]
    assert folder.faults("plan/contradictions.csv") == [
        ("unknown_id", 2, "item_ids", "q"),
        ("unknown_id", 2, "tasks", "7"),
    ]
    assert folder.faults("plan/facts.csv") == [
        ("bad_value", 2, "source_url", "javascript:alert(1)"),
        ("unknown_id", 2, "project_id", "q"),
    ]


def test_a_missing_file_is_an_empty_registry_and_says_so(folder):
    registry = folder.load().registry
    assert registry.tasks == {}
    assert "plan/tasks.csv" in registry.missing_files
    assert PROJECTS not in registry.missing_files


def test_lists_and_yes_are_read(folder, make_project):
    row = make_project("ql", aliases="QL.53; NH53 ;", districts="Trà Cú", reports="yes")
    folder.table(PROJECTS, [row])
    project = folder.load().registry.projects["ql"]
    assert (project.aliases, project.districts) == (("QL.53", "NH53"), ("Trà Cú",))
    assert project.reports


@pytest.mark.parametrize("written", ["a;b", "a\nb", "ql\u200b", "\x1b]0;ql", "a\u202eb"])
def test_an_id_that_cannot_be_seen_or_listed_is_refused(folder, make_project, written):
    folder.table(
        "plan/projects.csv", [make_project("ql"), make_project("x") | {"project_id": written}]
    )
    assert folder.faults("plan/projects.csv") == [("bad_value", 3, "project_id", written)]


def test_a_name_in_a_list_counts_once(folder, make_project):
    folder.table("plan/projects.csv", [make_project("ql", lead_agency="a; b;a;")])
    assert folder.load().registry.projects["ql"].lead_agency == ("a", "b")


def test_a_work_on_a_map_has_no_reason_not_to_be(folder, make_project):
    folder.table("plan/projects.csv", [make_project("ql", no_location="no_source")])
    assert folder.faults("plan/projects.csv") == [
        ("location_and_reason", 2, "no_location", "no_source")
    ]


def test_a_circle_beside_a_long_chain_of_parts_is_found_link_by_link(folder, make_project):
    chain = [make_project(f"p{n}", part_of=f"p{n + 1}") for n in range(2_000)]
    circle = [make_project("p2000", part_of="c"), make_project("c", part_of="p2000")]
    folder.table("plan/projects.csv", [*chain, *circle])
    codes = [fault[0] for fault in folder.faults("plan/projects.csv")]
    assert (codes.count("part_cycle"), codes.count("unknown_part")) == (2, 2_000)
