"""State of an appendix task or a target: counts of its works, or the target's own figure.

Never an invented percentage: a task has counts, a target its own amount where it counts one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tvgeo.core.metrics import (
    BEHIND,
    COMPLETE_PCT,
    SEVERITY,
    Standing,
    amount_of,
    target_amount,
)
from tvgeo.core.plan import Target, Task

# Every other operator means that more is better.
AT_MOST = frozenset({"<", "<=", "≤"})


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

    `amount` (in the target's unit) and `pct` (0-100) are the work's own figures: the amount only
    for a target that is one, the percentage only where the work counts up to an amount.
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
    if not known:
        return TargetState("no_data", None, None, illustrative=False)
    illustrative = any(item.illustrative for item in known)
    if target.kind == "qualitative":
        return TargetState("not_quantified", None, None, illustrative=illustrative)
    pct, amount = _own_figures(target, items)
    reached = (
        all(item.health == "completed" for item in items)
        or (pct is not None and pct >= COMPLETE_PCT)
        or (amount is not None and _meets(target, amount))
    )
    state = "reached" if reached else "not_reached"
    return TargetState(state, pct, amount, illustrative=illustrative)


def _own_figures(
    target: Target, items: Sequence[Standing]
) -> tuple[float | None, float | None]:
    """Return the percentage and the amount of the one work that counts towards an amount."""
    if len(items) != 1 or amount_of(target.value) is None:
        return None, None
    (item,) = items
    counts_up = target_amount(item.project) is not None
    pct = item.physical.value if item.physical and counts_up else None
    measured = counts_up or item.project.target_kind == "level"
    return pct, item.actual.value if item.actual and measured else None


def _meets(target: Target, amount: float) -> bool:
    wanted = amount_of(target.value)
    if wanted is None:
        return False
    return amount <= wanted if target.operator in AT_MOST else amount >= wanted
