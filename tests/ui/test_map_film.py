"""What a map that plays is told: one document for all periods, and next to nothing in a run."""

import json

import pytest

from tvgeo import locale
from tvgeo.services import playback
from tvgeo.services.base import open_base
from tvgeo.ui.blocks import map_data, map_film
from tvgeo.ui.blocks.map_film import Shown
from tvgeo.web import geometry


@pytest.fixture(scope="module")
def base():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TVGEO_TODAY", "2026-02-10")
        yield open_base()


def told(base, period="2023", *, kept=None, states=(), sourced_only=False, language="vi"):
    t = locale.get(language)
    view = next(
        frame.view
        for frame in playback.frames(base, sourced_only=sourced_only)
        if frame.period.code == period
    )
    index = map_data.index(base, language)
    kept = frozenset(index.projects if kept is None else kept)
    return map_film.message(
        t, view, index, Shown(period, False, kept, states), map_id="map", mode="health",
        selected=None, layers_on=None,
    )  # fmt: skip


def document(message):
    name = message["player"]["frames"].removeprefix("geo/")
    return json.loads(geometry.find(name).raw)["frames"]


def test_from_period_to_period_a_run_differs_only_in_the_period(base):
    one, other = told(base, "2023"), told(base, "2024")
    assert (one["player"].pop("period"), other["player"].pop("period")) == ("2023", "2024")
    one.pop("picture"), other.pop("picture")
    assert one == other
    assert not {"state", "pct", "slip", "note"} & set(one)


def test_the_document_has_what_each_period_alone_would_be_told(base):
    frames = {frame["code"]: frame for frame in document(told(base))}
    assert list(frames) == [period.code for period in playback.played(base)]
    t = locale.get("vi")
    for found in playback.frames(base):
        alone = map_data.message(
            t, found.view, map_data.index(base, "vi"), map_id="map", mode="health"
        )
        frame = frames[found.period.code]
        for name in ("state", "pct", "slip", "note", "notes", "finished"):
            assert frame[name] == alone[name], (found.period.code, name)
        assert frame["words"] == t.period(found.period.code)
        assert t.date(found.view.day) in frame["stamp"]


def test_the_legend_holds_the_states_of_all_periods_that_no_filter_takes_out(base):
    codes = {entry["code"] for entry in told(base)["legend"]["entries"]}
    assert {"past_due", "critical", "finished"} <= codes
    alone = told(base, states=["paused"])
    assert "paused" not in {entry["code"] for entry in alone["legend"]["entries"]}
    assert alone["player"]["states"] == [map_film.map_frames.style.HEALTH_ORDER.index("paused")]


def test_a_filter_takes_out_by_one_character_per_project(base):
    projects = map_data.index(base, "vi").projects
    player = told(base, kept=projects[:2])["player"]
    assert player["keep"] == "11" + "0" * (len(projects) - 2)
    assert player["states"] is None


def test_language_and_switch_have_documents_of_their_own_and_the_switch_is_named(base):
    messages = [told(base), told(base, language="en"), told(base, sourced_only=True)]
    assert len({message["player"]["frames"] for message in messages}) == 3
    words = locale.get("vi")("picture.sourced_only")
    stamps = [frame["stamp"] for frame in document(messages[2]) if not frame["empty"]]
    assert stamps
    assert all(words in stamp for stamp in stamps)
    assert all("*" not in "".join(frame["notes"]) for frame in document(messages[2]))


def test_old_documents_give_way_to_new_ones_and_come_back_when_asked_for(base):
    first = told(base)["player"]["frames"].removeprefix("geo/")
    for n in range(geometry.FRAMES):
        geometry.publish_frames(f'{{"frames":[{n}]}}'.encode())
    assert geometry.find(first) is None
    assert told(base)["player"]["frames"] == f"geo/{first}"
    assert geometry.find(first) is not None
