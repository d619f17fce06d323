"""The QR code of a view, in modules that are whole pixels."""

import segno
import shapely

from tvgeo.render.plates.layout import Box, Layout

MM_PER_INCH = 25.4
# A module of one pixel cannot be read from a screen by any telephone.
LEAST_PIXELS = 2
# Light modules that must stand around the code.
QUIET = 4


def of(link: str, layout: Layout, right: float, top: float) -> "Code | None":
    """Return the code of `link`, `None` for one so long that its code does not fit the page."""
    try:
        code = Code(link, layout, right, top)
    except segno.DataOverflowError:
        return None
    return code if code.box.bottom >= 0 else None


class Code:
    """The modules of a code and where they stand."""

    def __init__(self, link: str, layout: Layout, right: float, top: float) -> None:
        """Make the code of `link`; it is as high as the footer, or higher if it must be.

        `right` and `top` are mm; the light zone above the code begins at `top`.
        """
        made = segno.make(link, error="l", micro=False, boost_error=True)
        self.rows: tuple[tuple[int, ...], ...] = tuple(tuple(row) for row in made.matrix)
        pixel = MM_PER_INCH / layout.dpi
        wanted = (layout.footer_height - 1.6) / pixel
        n = len(self.rows)
        self.module = max(LEAST_PIXELS, int(wanted // n)) * pixel
        # on the grid of pixels, so that every module is as wide as the next
        right, top = (int(side / pixel) * pixel for side in (right, top - self.quiet))
        self.box = Box(right - n * self.module, top - n * self.module, right, top)

    @property
    def quiet(self) -> float:
        """Width of the light zone around the code in mm."""
        return QUIET * self.module

    def shape(self) -> shapely.MultiPolygon:
        """Return the dark modules as one shape in mm, so that no seam shows between them."""
        squares = [
            shapely.box(
                self.box.left + column * self.module,
                self.box.top - (row + 1) * self.module,
                self.box.left + (column + 1) * self.module,
                self.box.top - row * self.module,
            )
            for row, modules in enumerate(self.rows)
            for column, dark in enumerate(modules)
            if dark
        ]
        # a grid takes away the differences of rounding that would leave slits
        found = shapely.union_all(squares, grid_size=self.module / 1000)
        return shapely.MultiPolygon(getattr(found, "geoms", [found]))
