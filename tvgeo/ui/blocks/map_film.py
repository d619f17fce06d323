"""What the live map is told when the periods are played: all of them at one address."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from tvgeo import locale
from tvgeo.locale import Locale
from tvgeo.render import legend, map_columns, map_frames, map_payload
from tvgeo.services import playback
from tvgeo.services.base import Base
from tvgeo.services.playback import Frame
from tvgeo.services.shared import shared
from tvgeo.services.view import View
from tvgeo.ui.blocks import map_data
from tvgeo.ui.blocks.map_data import Index
from tvgeo.web import geometry


@dataclass(frozen=True, slots=True)
class Film:
    """All periods of a revision in one language: the document, and what its legend needs."""

    raw: bytes
    states: frozenset[str]
    finished: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """What is played: the period and whether it is running, and what the filters leave.

    `kept` are the projects that no filter has taken out, those by state aside; `states` the only
    states that are shown, none meaning all.
    """

    period: str
    playing: bool
    kept: Collection[str]
    states: Collection[str]


def message(
    t: Locale,
    view: View,
    index: Index,
    shown: Shown,
    *,
    map_id: str,
    mode: str,
    selected: str | None,
    layers_on: Collection[str] | None,
) -> dict[str, Any]:
    """Return what a run tells a map that plays; it changes with no period."""
    base = view.base
    found = film(base, t.language, sourced_only=view.sourced_only)
    states = found.states & set(shown.states) if shown.states else found.states
    return map_payload.message(
        t,
        map_id=f"{map_id}-{t.language}",
        addresses=map_data.addresses(index),
        columns={},
        legend=legend.build(t, base.settings, mode=mode, shown=states, finished=found.finished),
        alt="",
        mode=mode,
        selected=selected,
        layers_on=layers_on,
        picture=map_data.picture(t, view),
        player=map_frames.player(
            t,
            map_id=map_id,
            frames=geometry.publish_frames(found.raw),
            period=shown.period,
            playing=shown.playing,
            projects=index.projects,
            kept=shown.kept,
            states=shown.states,
            unlocated=len(base.join.unlocated),
        ),
    )


@shared(most=8)
def film(base: Base, language: str, *, sourced_only: bool) -> Film:
    """Return all periods as the browser reads them; made once per revision and language."""
    t = locale.get(language)
    frames = [_frame(t, f) for f in playback.frames(base, sourced_only=sourced_only)]
    text = json.dumps(map_frames.document(frames), ensure_ascii=False, separators=(",", ":"))
    return Film(
        raw=text.encode(),
        states=frozenset().union(*(map_columns.drawn(f.columns["state"]) for f in frames)),
        finished=any(f.finished for f in frames),
    )


def _frame(t: Locale, frame: Frame) -> map_frames.Frame:
    period, view = frame.period, frame.view
    columns, finished = map_data.figures(t, view)
    picture = map_data.picture(t, view)
    return map_frames.Frame(
        code=period.code,
        words=t.period(period.code),
        tick=str(period.year) if period.half == 2 else "",  # noqa: PLR2004 - the full year
        stamp=t("frame.no_figures", date=view.day) if frame.empty else picture.stamp,
        file=picture.file,
        empty=frame.empty,
        columns=columns,
        finished=finished,
    )
