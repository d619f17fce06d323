"""GET preview/<briefing>/<name>: what a briefing looks like, before any file is taken along.

A page registers a briefing and gets the addresses of its plates and of its one-file map; they are
made when a browser asks for them, so that no page waits. One thread has them made in turn, in a
process of their own (`tvgeo.services.making`), which also keeps a few. Who has left is not served.

The map is a document with scripts of its own. The gate sends it in a sandbox: it has no origin,
so it can neither read a page of ours nor speak to the server, whatever stands in it.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from tvgeo import locale
from tvgeo.errors import TvgeoError
from tvgeo.locale import Locale
from tvgeo.render.briefing.facts import Scope
from tvgeo.services import making
from tvgeo.services.view import View
from tvgeo.web.blobs import content_hash
from tvgeo.web.in_turn import InTurn
from tvgeo.web.sentences import of_error, sentence

MAP = "map.html"
PNG, HTML = "image/png", "text/html; charset=utf-8"
# Registered briefings that may still be asked for, and requests that may wait at once.
KNOWN, WAITING = 64, 64

_known: OrderedDict[str, "Briefing"] = OrderedDict()
_lock = threading.Lock()
_in_turn = InTurn("preview", waiting=WAITING)


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is shown: a view, a language and what the briefing is about."""

    view: View
    language: str
    scope: Scope


def register(view: View, t: Locale, scope: Scope) -> str:
    """Make a briefing known and return the address below which its plates and map lie."""
    key = (
        hash(view.base), view.day, view.sourced_only, view.units, t.language, scope.kind,
        scope.code,
    )  # fmt: skip
    name = content_hash(*(str(part).encode() for part in key))
    with _lock:
        _known[name] = Briefing(view, t.language, scope)
        _known.move_to_end(name)
        while len(_known) > KNOWN:
            _known.popitem(last=False)
    return f"preview/{name}"


def plate(folder: str, code: str) -> str:
    """Return the address of one plate of a registered briefing."""
    return f"{folder}/{code}.png"


def page(folder: str) -> str:
    """Return the address of the one-file map of a registered briefing."""
    return f"{folder}/{MAP}"


async def preview(request: Request) -> Response:
    """Send a plate or the map, made now unless it is still kept."""
    with _lock:
        found = _known.get(request.path_params["briefing"])
    if found is None:
        return sentence(404, "error.not_found")
    make = partial(_made, found, request.path_params["name"])
    return await _in_turn.answer(
        request, make, busy=partial(sentence, 503, "error.briefing_busy")
    )


def _made(found: Briefing, name: str) -> Response:
    try:
        data = _content(found, name)
    except TvgeoError as error:
        return of_error(503, error)
    if data is None:
        return sentence(404, "error.not_found")
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(data, headers=headers, media_type=HTML if name == MAP else PNG)


def _content(found: Briefing, name: str) -> bytes | None:
    t = locale.get(found.language)
    if name == MAP:
        # to the last step: a making that is not finished is not kept
        files = [step.file for step in making.make(found.view, t, found.scope, ("html",))]
        return next((file.data for file in files if file is not None), None)
    pictures = making.preview(found.view, t, found.scope)
    return next((p.data for p in pictures if f"{p.code}.png" == name), None)
