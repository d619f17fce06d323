"""The plan period by period: what the map plays, and the counts that say the same as a table.

Every figure is that of the period's own view, so that a frame, its row and the page of that
period always agree.
"""

from dataclasses import dataclass

from tvgeo.core.metrics import Standing
from tvgeo.core.periods import Period
from tvgeo.services.base import Base, today
from tvgeo.services.shared import shared
from tvgeo.services.view import View, period_choices, view_of_period


@dataclass(frozen=True, slots=True)
class Frame:
    """One period and its view."""

    period: Period
    view: View

    @property
    def empty(self) -> bool:
        """Whether there is no figure at all by the end of the period."""
        return self.view.latest is None


@shared(most=8)
def played(base: Base) -> tuple[Period, ...]:
    """Return the periods that are played, the earliest first.

    A period that has not begun is left out: it would show today's figures under another name.
    """
    now = today(base.settings)
    periods = period_choices(base)
    return tuple(period for period in periods if period.start <= now) or periods[:1]


def frames(base: Base, *, sourced_only: bool = False) -> tuple[Frame, ...]:
    """Return the periods that are played, each with its view."""
    return tuple(
        Frame(period, view_of_period(base, period, sourced_only=sourced_only))
        for period in played(base)
    )


def course(view: View, project_id: str) -> tuple[tuple[Period, Standing], ...]:
    """Return how one project stood in every period, with the switch of `view`."""
    return tuple(
        (frame.period, frame.view.standings[project_id])
        for frame in frames(view.base, sourced_only=view.sourced_only)
    )
