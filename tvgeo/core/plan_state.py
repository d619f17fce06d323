"""State of an appendix task or a target: counts of its works, or the target's own figure.

Never an invented percentage: a task has counts, a target its own amount where it counts one.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tvgeo.core.metrics import BEHIND, SEVERITY, Standing, target_amount
from tvgeo.core.plan import Target, Task


@dataclass(frozen=True, slots=True)
class TaskState:
    """How the works of a task stand; `counts` in order of severity, without zeros."""

    total: int
    completed: int
    behind: int
    no_data: int
    counts: dict[str, int]
    illustrative: bool


@dataclass(frozen=True, slots=True)
class TargetState:
    """Whether a target is reached: `reached`, `not_reached`, `no_data` or `not_quantified`.

    `pct` (0-100) and `amount` (in the target's unit) are the work's own figures, given only for
    targets that count up to an amount.
    """

    state: str
    pct: float | None
    amount: float | None
    illustrative: bool


def task_state(task: Task, standings: Mapping[str, Standing]) -> TaskState:
    """Return the counts of a task's works."""
    items = [standings[p] for p in task.item_ids if p in standings]
    tally = {health: sum(1 for i in items if i.health == health) for health in SEVERITY}
    return TaskState(
        total=len(items),
        completed=tally["completed"],
        behind=sum(tally[health] for health in BEHIND),
        no_data=tally["no_data"],
        counts={health: n for health, n in tally.items() if n},
        illustrative=any(item.illustrative for item in items),
    )


def target_state(target: Target, standings: Mapping[str, Standing]) -> TargetState:
    """Return whether a target is reached, from its works' states or its own amount."""
    items = [standings[p] for p in target.item_ids if p in standings]
    known = [item for item in items if item.health != "no_data"]
    illustrative = any(item.illustrative for item in known)
    if not known:
        return TargetState("no_data", None, None, illustrative=False)
    if target.kind == "qualitative":
        return TargetState("not_quantified", None, None, illustrative=illustrative)
    if all(item.health == "completed" for item in items):
        return TargetState("reached", 100.0, None, illustrative=illustrative)
    if len(items) == 1 and (amount := target_amount(items[0].project)) is not None:
        item = items[0]
        pct = item.physical.value if item.physical else None
        reached = item.actual.value if item.actual else None
        done = (pct is not None and pct >= 100) or (  # noqa: PLR2004 - 100 per cent
            reached is not None and reached >= amount
        )
        state = "reached" if done else "not_reached"
        return TargetState(state, pct, reached, illustrative=illustrative)
    return TargetState("not_reached", None, None, illustrative=illustrative)
