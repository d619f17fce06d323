"""What changed between two days: each work's percentage before and after, in points.

A difference exists only between two figures of one basis, each reported for a day of its own.
Where the later day knows no newer figure than the earlier one there is nothing to compare: that
nobody reported is said, and is never "no change".
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tvgeo.core.metrics import Standing
from tvgeo.core.plan import Project
from tvgeo.core.progress import Figure

# `done`: completed on both days, so that nobody waits for a report; `new`: no figure before;
# `no_report`: no newer figure; `basis`: two bases, such as the contract and the whole work;
# `none`: no figure at all.
KINDS = ("more", "less", "same", "done", "new", "no_report", "basis", "none")
# Limits of the classes of a change, in points, inclusive ("từ 5 điểm %").
SOME, MUCH = 5.0, 15.0
CLASSES = (
    "up_much", "up_some", "up", "same", "down", "down_some", "down_much",
    "done", "new", "no_report", "basis", "none",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One work before and after; `points` is later minus earlier, `None` if not comparable."""

    before: Standing
    after: Standing
    kind: str
    points: float | None = None

    @property
    def project(self) -> Project:
        """The work."""
        return self.after.project

    @property
    def figures(self) -> tuple[Figure[float], ...]:
        """The percentages that are known, the earlier first."""
        return tuple(f for f in (self.before.physical, self.after.physical) if f is not None)

    @property
    def illustrative(self) -> bool:
        """Whether one of the percentages was invented."""
        return any(figure.illustrative for figure in self.figures)

    @property
    def mixed(self) -> bool:
        """Whether two percentages that are compared are of different quality."""
        return self.points is not None and len({f.quality for f in self.figures}) > 1

    @property
    def code(self) -> str:
        """The class of the change, one of `CLASSES`."""
        if self.points is None or self.kind == "same":
            return self.kind
        way = "up" if self.points > 0 else "down"
        size = abs(self.points)
        return f"{way}_much" if size >= MUCH else f"{way}_some" if size >= SOME else way


def change(before: Standing, after: Standing) -> Change:
    """Compare one work as of two days, `before` being the earlier one."""
    was, now = before.physical, after.physical
    if now is None:
        return Change(before, after, "none")
    if was is None:
        return Change(before, after, "new")
    if was.value == now.value and before.health == after.health == "completed":
        return Change(before, after, "done")
    if was.as_of == now.as_of:
        return Change(before, after, "no_report")
    if not _comparable(was, now):
        return Change(before, after, "basis")
    # one decimal, as it is shown and judged; adding 0 makes -0.0 a plain zero
    points = round(now.value - was.value, 1) + 0.0
    kind = "same" if points == 0 else "more" if points > 0 else "less"
    return Change(before, after, kind, points)


def _comparable(was: Figure[float], now: Figure[float]) -> bool:
    """Whether two percentages are of one basis; who is completed is so on every basis."""
    return was.basis == now.basis or "completed" in {was.derived, now.derived}


def counts(changes: Iterable[Change]) -> dict[str, int]:
    """Return how many works there are of each kind; a part is not counted beside its whole."""
    found = dict.fromkeys(KINDS, 0)
    for one in changes:
        if one.project.part_of is None:
            found[one.kind] += 1
    return found


def ordered(changes: Iterable[Change]) -> list[Change]:
    """Sort from the largest increase to the largest decrease, then what cannot be compared."""
    return sorted(
        changes,
        key=lambda one: (
            one.points is None,
            -(one.points or 0.0),
            KINDS.index(one.kind) if one.points is None else 0,
        ),
    )
