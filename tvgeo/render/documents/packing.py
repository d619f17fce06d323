"""Office files that are the same whenever they are made: parts in order, dates from the facts."""

import io
import re
import zipfile
from datetime import date

_OLDEST = 1980  # a zip knows no earlier year
_STAMPED = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_INSIDE = (".xlsx",)


def settled(data: bytes, day: date) -> bytes:
    """Return an Office file with `day` instead of the time of its making, in all its parts."""
    moment = (max(day.year, _OLDEST), day.month, day.day, 0, 0, 0)
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("docProps/core.xml"):
                stamp = f"{day.isoformat()}T00:00:00Z".encode()
                content = _STAMPED.sub(rb"\g<1>" + stamp + rb"\g<3>", content)
            elif name.endswith(_INSIDE):
                content = settled(content, day)
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, content)
    return stream.getvalue()
