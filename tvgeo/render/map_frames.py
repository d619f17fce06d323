"""What the map is told to play: one document with all periods, and what a run says of it.

The document lies at an address that names its content, as the index does, and a browser fetches
it once; a step from one period to the next asks for nothing. It holds a list of frames, the
earliest first:

    code, words         the period, and as people say it
    tick                what stands under its mark on the slider; empty for a first half-year
    stamp, empty        date and revision in words; whether there is no figure at all
    file                the name of a saved picture
    state, pct, slip, note, notes, finished
                        the figures of the period, as in a message (`map_payload`)

A run says in `player` which document it is about (`frames`), at which period the reader is
(`period`) and whether the periods are being played (`playing`), and what the filters leave:
`keep`, one character per project, "1" or "0", by what does not change with time, and `states`,
the states that are shown in each period (None: all). `alt` is the map in words, its `{n}` and
`{period}` still open. `id` is the map's name without the language.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tvgeo.locale import Locale
from tvgeo.render import map_payload, style
from tvgeo.render.map_payload import Finished


@dataclass(frozen=True, slots=True)
class Frame:
    """One period: its words, and its figures in columns (`map_columns`)."""

    code: str
    words: str
    tick: str
    stamp: str
    file: str
    empty: bool
    columns: Mapping[str, Any]
    finished: Sequence[Finished]


def document(frames: Sequence[Frame]) -> dict[str, Any]:
    """Return the document of all frames."""
    return {
        "frames": [
            {
                "code": frame.code,
                "words": frame.words,
                "tick": frame.tick,
                "stamp": frame.stamp,
                "file": frame.file,
                "empty": frame.empty,
                "finished": [map_payload.stretches(f) for f in frame.finished],
                **frame.columns,
            }
            for frame in frames
        ]
    }


def player(
    t: Locale,
    *,
    map_id: str,
    frames: str,
    period: str,
    playing: bool,
    projects: Sequence[str],
    kept: Collection[str],
    states: Collection[str] = (),
    unlocated: int = 0,
) -> dict[str, Any]:
    """Return what a run says of the player.

    Parameters
    ----------
    frames
        The address of the document.
    projects, kept
        Those of the index, and those among them that no filter has taken out.
    states
        The only states that are shown; none means all.
    unlocated
        How many works have no place on the map.
    """
    return {
        "id": map_id,
        "frames": frames,
        "period": period,
        "playing": playing,
        "keep": "".join("1" if project in kept else "0" for project in projects),
        "states": [style.HEALTH_ORDER.index(s) for s in states] if states else None,
        "alt": t("time.alt", n="{n}", period="{period}", unlocated=unlocated),
    }
