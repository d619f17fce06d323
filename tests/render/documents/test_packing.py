"""Office files do not depend on when they are made."""

import io
import zipfile
from datetime import date

from tvgeo.render.documents import packing

CORE = (
    b'<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">2026-02-03T04:05:06Z'
    b'</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">2026-02-03T04:05:06Z'
    b"</dcterms:modified></cp:coreProperties>"
)


def packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def test_the_day_of_the_facts_stands_for_the_time_of_making():
    data = packing.settled(packed(**{"docProps/core.xml": CORE, "a.xml": b"<a/>"}), date(2025, 6, 14))  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(2025, 6, 14, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2025-06-14T00:00:00Z") == 2
    assert "2026" not in core


def test_sheets_inside_are_settled_as_well():
    inside = packed(**{"docProps/core.xml": CORE})
    data = packing.settled(packed(**{"ppt/embeddings/x.xlsx": inside}), date(2025, 6, 14))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = io.BytesIO(archive.read("ppt/embeddings/x.xlsx"))
    assert b"2025-06-14" in zipfile.ZipFile(sheet).read("docProps/core.xml")


def test_a_day_that_a_zip_cannot_hold_is_its_first_year():
    data = packing.settled(packed(a=b"x"), date(1976, 1, 2))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.infolist()[0].date_time[0] == 1980
