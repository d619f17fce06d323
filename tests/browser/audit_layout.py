"""Pages at the sizes of real screens: what is too wide, cut, or lies on something else."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).with_suffix(".js")
# A laptop at 200 % has half its pixels, each drawn as four.
SIZES = {
    "390×844": (390, 844),
    "768×1024": (768, 1024),
    "1366×768": (1366, 768),
    "1920×1080": (1920, 1080),
    "200 %": (683, 384),
}
SETTLE_MS = 400


@dataclass(frozen=True)
class Layout:
    """What does not fit: px too wide; cut texts; pairs of texts on one another; small targets."""

    wide: int
    cuts: list
    overlaps: list
    small: list

    @property
    def faults(self):
        found = [f"{self.wide} px too wide"] if self.wide > 0 else []
        found += [f"cut by {px} px: {text}" for text, px in self.cuts]
        found += [f"{one} lies on {other}" for one, other, *_ in self.overlaps]
        return found


@cache
def _source():
    return SCRIPT.read_text(encoding="utf-8").split("\n", 1)[1]


def sized(page, size):
    """Give the window one of the sizes and wait until the page is drawn in it."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(SETTLE_MS)


def layout(page):
    """Return what does not fit on a page as it stands."""
    return Layout(**page.evaluate(_source()))
