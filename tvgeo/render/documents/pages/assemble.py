"""The finished file: plates put on their pages, an outline, and dates that are no clock's."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import cast

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
)

from tvgeo.render.documents.pages.sheet import Written
from tvgeo.render.documents.pages.surround import PAGE


def assemble(written: Written, plates: Mapping[str, bytes], day: date) -> bytes:
    """Return the pack: every plate of `plates`, one-page PDFs by code, on the page left for it.

    A plate stays what it is, drawing and text; it is put under the page number, which stands
    outside of it.
    """
    writer = PdfWriter(clone_from=BytesIO(written.data))
    for code, number in written.plates.items():
        _put(writer, number - 1, plates[code])
    _outline(writer, written.outline)
    for place, number in written.links:
        link = Link(rect=place, target_page_index=number - 1, border=[0, 0, 0])
        writer.add_annotation(0, link)
    stamp = f"D:{day:%Y%m%d}000000Z"
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp, "/Producer": "tvgeo"})
    root = writer.root_object
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(value=True)}
    )
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def _put(writer: PdfWriter, index: int, plate: bytes) -> None:
    """Draw a plate under what already stands on a page, as large as the page."""
    source = PdfReader(BytesIO(plate)).pages[0]
    left, bottom, right, top = (float(edge) for edge in source.mediabox)
    form = StreamObject()
    contents = source.get_contents()
    form.set_data(contents.get_data() if contents is not None else b"")
    form.update({
        NameObject("/Type"): NameObject("/XObject"),
        NameObject("/Subtype"): NameObject("/Form"),
        NameObject("/BBox"): ArrayObject(FloatObject(v) for v in (left, bottom, right, top)),
    })  # fmt: skip
    for key in ("/Resources", "/Group"):
        if key in source:
            form[NameObject(key)] = source[key].clone(writer)
    packed = writer._add_object(form.flate_encode())  # noqa: SLF001 - there is no other way
    page = writer.pages[index]
    # the resources may be those of all pages: this page gets a dictionary of its own
    resources = DictionaryObject(cast("DictionaryObject", page["/Resources"]))
    resources[NameObject("/XObject")] = DictionaryObject({NameObject("/Plate"): packed})
    page[NameObject("/Resources")] = resources
    across, up = PAGE[0] / (right - left), PAGE[1] / (top - bottom)
    drawn = StreamObject()
    drawn.set_data(
        f"q {across:.6f} 0 0 {up:.6f} {-left * across:.4f} {-bottom * up:.4f} cm "
        f"/Plate Do Q\n".encode()
    )
    under = writer._add_object(drawn)  # noqa: SLF001
    above = page["/Contents"]
    streams = above if isinstance(above, ArrayObject) else [page.raw_get("/Contents")]
    page[NameObject("/Contents")] = ArrayObject([under, *streams])


def _outline(writer: PdfWriter, entries: Sequence[tuple[str, int, int]]) -> None:
    """Add the sections to the outline, those of level 1 under the one before them."""
    above = None
    for title, level, number in entries:
        parent = above if level else None
        item = writer.add_outline_item(title=title, page_number=number - 1, parent=parent)
        if not level:
            above = item
