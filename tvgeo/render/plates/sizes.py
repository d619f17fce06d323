"""The type sizes and line pitches of a panel, at one of the steps by which it is made to fit."""

from dataclasses import dataclass
from typing import NamedTuple

from tvgeo.render.plates import fonts, papers
from tvgeo.render.plates.layout import Layout


class Step(NamedTuple):
    """How far type and pitch are reduced, and how many lines a long name may take."""

    type: float
    pitch: float
    lines: int


# From comfortable to the smallest that may be printed; beyond it rows are left out.
STEPS = (
    Step(1.0, 1.18, 2),
    Step(1.0, 1.1, 2),
    Step(1.0, 1.0, 2),
    Step(1.0, 0.94, 2),
    Step(1.0, 0.94, 1),
    Step(0.96, 0.88, 1),
    Step(0.92, 0.84, 1),
    Step(0.88, 0.8, 1),
    Step(0.84, 0.76, 1),
    Step(0.8, 0.72, 1),
)

# The steps at which a panel still reads with ease.
EASY = STEPS[:6]


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of one attempt: pt for type, mm for distances; factors are of the paper's `fs`."""

    fs: float
    k: float
    least: float
    step: Step

    @classmethod
    def of(cls, layout: Layout, step: Step) -> "Sizes":
        """Return the sizes of a paper at a step."""
        return cls(layout.fs, layout.k, papers.PAPER[layout.paper].least_pt, step)

    def pt(self, factor: float) -> float:
        """Return a type size, never below the smallest of the paper."""
        return max(self.least, factor * self.fs * self.step.type)

    def mm(self, factor: float) -> float:
        """Return a vertical distance given in mm on a slide, never too small for its type."""
        return factor * self.fs / 9.6 * self.step.pitch

    def line(self, factor: float) -> float:
        """Return the distance of lines of one text in mm."""
        return fonts.LINE * self.pt(factor) * fonts.MM_PER_PT

    @property
    def body(self) -> float:
        """Names in tables and legends."""
        return self.pt(0.92)

    @property
    def value(self) -> float:
        """Figures at the right of a row."""
        return self.pt(0.93)

    @property
    def said(self) -> float:
        """Words where a figure would stand."""
        return self.pt(0.845)

    @property
    def small(self) -> float:
        """Thresholds and notes."""
        return self.pt(0.785)
