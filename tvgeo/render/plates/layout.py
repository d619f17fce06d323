"""Where everything stands on a sheet: page, map and panel in mm, and the scale of the map.

The origin of a page is its lower left corner. The map is drawn at a round scale in metres; all
texts, flags, symbols and rules are placed in mm of the page, so that their size is that of paper.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle on the page, mm."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """Width in mm."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.top - self.bottom

    def grown(self, by: float) -> "Box":
        """Return the box with a margin around it; a negative one shrinks it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)

    def meets(self, other: "Box") -> bool:
        """Whether the two share any area."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.bottom < other.top
            and other.bottom < self.top
        )

    def inside(self, other: "Box") -> bool:
        """Whether this box lies wholly in `other`."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.bottom <= self.bottom
            and self.top <= other.top
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """One paper with one extent: sizes in mm, text sizes in pt.

    `k` scales symbols, `fs` is the size of running text, `scale` is n of 1:n, `west` and `south`
    are the metres at the lower left corner of the map.
    """

    paper: str
    width: float
    height: float
    dpi: int
    margin: float
    k: float
    fs: float
    title_pt: float
    map: Box
    panel: Box
    footer_height: float
    scale: float
    west: float
    south: float

    def x(self, east: float) -> float:
        """Return the mm of a coordinate in metres east."""
        return self.map.left + (east - self.west) * 1000 / self.scale

    def y(self, north: float) -> float:
        """Return the mm of a coordinate in metres north."""
        return self.map.bottom + (north - self.south) * 1000 / self.scale

    def matrix(self) -> tuple[float, float, float, float, float, float]:
        """Return the affine matrix that `shapely.affinity.affine_transform` takes: metres to mm."""
        mm = 1000 / self.scale
        return (
            mm, 0.0, 0.0, mm,
            self.map.left - self.west * mm, self.map.bottom - self.south * mm,
        )  # fmt: skip
