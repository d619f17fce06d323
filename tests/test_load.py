"""The load tool sees what it is there for: mixed pages; and a small load passes."""

import asyncio
import json
import tempfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.load import poison, report, steps, wire
from benchmarks.load.browsing import Files
from benchmarks.load.viewer import Marker, Seen, Viewer

WORK = "cau-dai-ngai"
DAY = "2025-12-14"


def component(key, **data):
    message = ForwardMsg()
    element = message.delta.new_element.bidi_component
    element.id = f"$$ID-{'0' * 32}-{key}"
    if key == "map":
        element.bytes = zlib.compress(json.dumps(data).encode())
    else:
        element.json = json.dumps(data)
    return message


def page(*, named, on_map, revision=7, listed="52,0%"):
    """Return a run whose map is of `revision`, with a stamp that names `named`."""
    stamp = "phiên bản số liệu số {}, công bố …"
    # 2 x 520 is "QQ" to the base of 64, as the columns are packed
    pct = {520: "QQ", 521: "QS"}[on_map]
    row = ["tr", {"go": {"select": WORK}}, ["td", {}, "Cầu Đại Ngãi"], ["td", {}, listed]]
    picture = {"stamp": stamp.format(revision), "file": f"tvgeo-ban-do-{DAY}.png"}
    blocks = [
        component("map", index="geo/index.json", pct=pct, picture=picture),
        component("stamp", tree=["p", {}, stamp.format(named)]),
        component("list", tree=["table", {}, row]),
    ]
    return wire.Run(elements={(i,): block for i, block in enumerate(blocks)})


@pytest.fixture
def look():
    """Return a function that lets a viewer look at a run, and gives what seemed mixed."""

    def looked(run):
        files, seen = Files(), Seen()
        files.know("geo/index.json", {"projects": [WORK], "layers": []})
        viewer = Viewer(0, seen, files, Marker(WORK, DAY, {7: 520, 8: 521}), 0)
        viewer.look(run)
        return seen.mixed

    return looked


def test_a_page_of_one_revision_is_not_mixed(look):
    assert look(page(named=7, on_map=520)) == []


def test_blocks_that_name_two_revisions_are_a_mixed_page(look):
    assert look(page(named=8, on_map=520)) == ["the page names revisions [7, 8]"]


def test_a_figure_of_another_revision_is_a_mixed_page(look):
    found = look(page(named=7, on_map=521, listed="52,1%"))
    assert found == ["revision 7: 521 on the map, 520 published"]


def test_a_list_that_says_another_figure_than_the_map_is_a_mixed_page(look):
    (found,) = look(page(named=7, on_map=520, listed="52,1%"))
    assert "52,0% on the map" in found


def test_a_quantile_is_a_time_that_was_measured():
    times = [float(n) for n in range(1, 101)]
    assert [steps.quantile(times, share) for share in (0.5, 0.95)] == [50.0, 95.0]
    assert steps.quantile([3.0, 1.0], 0.95) == 3.0
    assert steps.quantile([], 0.5) is None


def apart(work):
    """Run in a thread of its own: the browser of other tests keeps an event loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


@pytest.mark.slow
def test_viewers_and_a_publishing_planner_meet_no_mixed_page():
    with tempfile.TemporaryDirectory() as name:
        data = steps.SHIPPED.write(Path(name))
        with steps.serving(Path(name), data) as server:
            done = apart(
                lambda: asyncio.run(
                    steps.step(
                        server, steps.SHIPPED, Marker(WORK, DAY, {}), 5, 14.0,
                        publishing=True, pause=(0.5, 1.0),
                    )
                )
            )  # fmt: skip
    assert report.failures([done], None, None) == []
    assert done.revisions >= 2
    assert len(done.published) == 2


@pytest.mark.slow
def test_files_made_to_hurt_are_refused_and_hurt_nobody():
    done = apart(lambda: poison.poisoned(steps.SHIPPED, viewers=3, parallel=4))
    assert report.failures([], None, done) == []
    assert done.most_children <= 2
    assert set(done.sent) == set(poison.POISONS)
