"""What a publication changes, on rows whose differences can be counted by eye."""

from datetime import date

from tvgeo.core import difference
from tvgeo.core.difference import CellChange
from tvgeo.core.progress import COLUMNS, Row

JUNE, DECEMBER = date(2025, 6, 14), date(2025, 12, 14)
BRIDGE = Row("cau", JUNE, 40.0, 30.0, "in_progress", note="cũ", quality="official")
PORT = Row("cang", JUNE, 10.0, 5.0, "in_progress", quality="official")


def test_equal_rows_differ_in_nothing():
    found = difference.between([BRIDGE, PORT], [PORT, BRIDGE])
    assert found.changes == ()
    assert found.same == 2


def test_each_row_is_added_changed_removed_or_the_same():
    raised = Row("cau", JUNE, 45.0, 30.0, "in_progress", note="cũ", quality="official")
    new = Row("cau", DECEMBER, 60.0, 50.0, "in_progress")
    found = difference.between([BRIDGE, PORT], [raised, new])
    assert [(c.kind, c.key) for c in found.changes] == [
        ("removed", ("cang", JUNE)),
        ("changed", ("cau", JUNE)),
        ("added", ("cau", DECEMBER)),
    ]
    assert found.changes[1].cells == (CellChange("physical_pct", 40.0, 45.0),)
    assert (found.count("added"), found.count("changed"), found.count("removed")) == (1, 1, 1)
    assert found.projects == ("cang", "cau")


def test_an_absent_column_keeps_and_a_blank_cell_clears():
    sent = Row("cau", JUNE, 45.0, None, None)
    columns = ("project_id", "as_of", "physical_pct", "disbursed_pct")
    [bridge, _] = sorted(
        difference.upsert([BRIDGE, PORT], [sent], columns=columns),
        key=lambda r: -r.physical_pct,
    )
    assert (bridge.physical_pct, bridge.disbursed_pct) == (45.0, None)
    assert (bridge.status, bridge.note) == ("in_progress", "cũ")


def test_rows_that_the_file_does_not_hold_stay():
    sent = Row("cau", DECEMBER, 60.0, 50.0, "in_progress")
    after = difference.upsert([BRIDGE, PORT], [sent], columns=COLUMNS)
    assert set(after) == {BRIDGE, PORT, sent}


def test_a_row_goes_only_when_it_is_named():
    after = difference.upsert([BRIDGE, PORT], [], columns=COLUMNS, delete=[PORT.key])
    assert after == (BRIDGE,)


def test_a_reported_row_takes_the_place_of_an_invented_one_whole():
    invented = Row(
        "cau", JUNE, 52.0, 40.0, "in_progress", planned_pct=60.0, obstacle="minh họa",
        source="minh họa", quality="illustrative",
    )  # fmt: skip
    sent = Row("cau", JUNE, 45.0, 30.0, "in_progress", quality="official")
    columns = ("project_id", "as_of", "physical_pct", "disbursed_pct", "status")
    assert difference.upsert([invented], [sent], columns=columns) == (sent,)


def test_an_invented_row_sent_as_invented_keeps_what_the_file_does_not_say():
    invented = Row("cau", JUNE, 52.0, note="minh họa", quality="illustrative")
    sent = Row("cau", JUNE, 53.0, quality="illustrative")
    columns = ("project_id", "as_of", "physical_pct", "quality")
    [row] = difference.upsert([invented], [sent], columns=columns)
    assert (row.physical_pct, row.note, row.quality) == (53.0, "minh họa", "illustrative")


def test_a_public_figure_that_is_reported_on_loses_the_citation_of_before():
    public = Row("cau", JUNE, 52.0, note="cũ", source="Báo Trà Vinh", quality="public")
    sent = Row("cau", JUNE, 53.0)
    [row] = difference.upsert([public], [sent], columns=("project_id", "as_of", "physical_pct"))
    assert (row.physical_pct, row.note) == (53.0, "cũ")
    assert (row.quality, row.source) == ("official", None)


def test_a_public_figure_that_the_file_only_repeats_stays_public():
    public = Row("cau", JUNE, 52.0, source="Báo Trà Vinh", quality="public")
    sent = Row("cau", JUNE, 52.0)
    columns = ("project_id", "as_of", "physical_pct")
    assert difference.upsert([public], [sent], columns=columns) == (public,)


def test_dropping_the_invented_rows_leaves_the_rest():
    invented = Row("cang", DECEMBER, 20.0, quality="illustrative")
    after = difference.upsert([BRIDGE, invented], [], columns=COLUMNS, drop_illustrative=True)
    assert after == (BRIDGE,)
