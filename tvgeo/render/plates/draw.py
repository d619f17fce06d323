"""A plate on a paper: composes map, labels, panel, head and footer, and writes PNG or PDF."""

import io
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tvgeo.locale import Locale
from tvgeo.render.briefing import plain
from tvgeo.render.plates import footer, head, labels, mapping, panel, papers, pieces
from tvgeo.render.plates.layout import Box, Layout
from tvgeo.render.plates.plate import Plate

MM_PER_INCH = 25.4
# Level 6 takes twice as long for a twelfth less.
COMPRESS_LEVEL = 3
# Text as wide as it was measured; text in a PDF that can be searched and copied.
SETTINGS: Any = {
    "text.hinting": "none",
    "text.parse_math": False,
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": True,
    "path.simplify_threshold": 0.111,
    "savefig.bbox": None,
    "savefig.facecolor": "auto",
    "savefig.transparent": False,
    "axes.unicode_minus": False,
}
# Settings of matplotlib belong to the process: whoever draws has them alone.
_drawing = threading.RLock()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A plate that was drawn; the same one gives the same bytes.

    `boxes` names what stands where, in mm of the page: "labels" are on the map, "texts" beside
    it, "code" is that of the link, "map" and "page" are frames. `lost` are names that found no room on the map.
    """

    layout: Layout
    title: str
    boxes: Mapping[str, tuple[Box, ...]]
    lost: tuple[str, ...]
    _figure: Figure = field(repr=False)

    def png(self, scale: int = 1) -> bytes:
        """Return the sheet as an opaque picture; with `scale` 2, twice as many pixels a side."""
        dpi = self.layout.dpi
        width, height = (
            round(mm / MM_PER_INCH * dpi) for mm in (self.layout.width, self.layout.height)
        )
        with _settings():
            self._figure.set_size_inches(width / dpi, height / dpi)
            self._figure.set_dpi(dpi * scale)
            canvas: Any = FigureCanvasAgg(self._figure)
            canvas.draw()
            picture = Image.fromarray(np.asarray(canvas.buffer_rgba())[..., :3])
        said = PngInfo()
        said.add_itxt("Title", self.title)
        buffer = io.BytesIO()
        picture.save(
            buffer,
            "PNG",
            dpi=(dpi * scale, dpi * scale),
            pnginfo=said,
            compress_level=COMPRESS_LEVEL,
        )
        return buffer.getvalue()

    def pdf(self) -> bytes:
        """Return the sheet as one page of vectors, its fonts embedded, without a clock."""
        buffer = io.BytesIO()
        with _settings():
            self._figure.set_size_inches(
                self.layout.width / MM_PER_INCH, self.layout.height / MM_PER_INCH
            )
            self._figure.savefig(
                buffer,
                format="pdf",
                metadata={
                    "Title": self.title,
                    "Creator": "tvgeo",
                    "Producer": "tvgeo",
                    "CreationDate": None,
                },
            )
        return buffer.getvalue()


def draw(plate: Plate, paper: str, t: Locale) -> Sheet:
    """Draw a plate on a paper of `PAPERS`.

    Raises
    ------
    ValueError
        If there is no such paper.
    """
    layout = papers.lay(plate, paper)
    with _settings():
        figure, axes = _page(layout)
        mapping.draw(axes, plate, layout)
        placed = labels.lay(plate, layout, mapping.obstacles(plate, layout))
        labels.draw(axes, placed)
        code = footer.code(plate, layout)
        beside = [
            *head.pieces(plate, layout),
            *panel.lay(plate, layout, t, lost=placed.lost).pieces,
            *footer.pieces(plate, layout, t, code),
        ]
        pieces.draw(axes, layout, beside)
    boxes = {
        "page": (Box(0.0, 0.0, layout.width, layout.height),),
        "map": (layout.map,),
        "labels": placed.boxes,
        "texts": pieces.boxes(beside),
        "code": (code.box,) if code is not None else (),
    }
    return Sheet(layout, plain.line(plate.title), boxes, placed.lost, figure)


def _page(layout: Layout) -> tuple[Figure, Axes]:
    """Return a white page whose one axes is in mm."""
    figure = Figure(
        figsize=(layout.width / MM_PER_INCH, layout.height / MM_PER_INCH), facecolor="white"
    )
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(0.0, layout.width)
    axes.set_ylim(0.0, layout.height)
    axes.set_axis_off()
    return figure, axes


@contextmanager
def _settings() -> Iterator[None]:
    with _drawing, mpl.rc_context(SETTINGS):
        yield
