"""GET download/<id>: files that need an account, whatever the province's choice of readers.

`download/7` is the file that revision 7 came from, `download/audit.csv` the audit,
`download/backup` a copy of the store as it is now.
"""

import mimetypes
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from tvgeo.core.access import Actor
from tvgeo.errors import AccessError, TvgeoError, UsageError
from tvgeo.services import administration, history
from tvgeo.services.access import refusal
from tvgeo.services.audit_export import audit_csv
from tvgeo.services.base import open_base
from tvgeo.web.gate import actor_of
from tvgeo.web.sentences import of_error, sentence

AUDIT = "audit.csv"
BACKUP = "backup"
_LONGEST_NUMBER = 9
_ANYTHING = "application/octet-stream"


def address(what: int | str) -> str:
    """Return the relative address of a revision's original file, or of `AUDIT`."""
    return f"download/{what}"


def download(request: Request) -> Response:
    """Send a file to somebody who may have it; what does not exist is not found."""
    try:
        found = _content(request.path_params["name"], actor_of(request.scope))
    except AccessError as error:
        return of_error(403, error)
    except UsageError:
        found = None
    except TvgeoError as error:
        return of_error(503, error)
    return sentence(404, "error.not_found") if found is None else attachment(*found)


def _content(name: str, actor: Actor | None) -> tuple[str, bytes] | None:
    if name == AUDIT:
        return "tvgeo-audit.csv", audit_csv(open_base(), actor)
    if name == BACKUP:
        if actor is None:
            raise refusal(None, "administer")
        return administration.backup_bytes(open_base(), actor)
    if name.isascii() and name.isdecimal() and len(name) <= _LONGEST_NUMBER:
        return history.original(open_base(), int(name), actor)
    return None


def attachment(name: str, content: bytes) -> Response:
    """Return a file to be saved under `name`; no browser may show or keep it."""
    media_type = mimetypes.guess_type(name)[0] or _ANYTHING
    if media_type.startswith(("text/html", "image/svg", "application/xhtml")):
        media_type = _ANYTHING
    headers = {"Cache-Control": "no-store", "Content-Disposition": disposition(name)}
    return Response(content, headers=headers, media_type=media_type)


def disposition(name: str) -> str:
    """Return the header that names a file (RFC 6266), as Starlette writes it for files on disk."""
    plain = "".join(c for c in Path(name.replace("\\", "/")).name if c.isprintable()) or "tvgeo"
    encoded = quote(plain.encode("utf-8", "replace"))
    named = f'filename="{plain}"' if encoded == plain else f"filename*=utf-8''{encoded}"
    return f"attachment; {named}"
