"""Numbers as the page of results writes them."""

import math
import statistics
from collections.abc import Iterable, Sequence


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table of Markdown; what is under the first head stands left, the rest right."""
    return [
        f"| {' | '.join(heads)} |",
        f"|---|{'--:|' * (len(heads) - 1)}",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
    ]


def median(values: Iterable[float]) -> float | None:
    """Return the median, or None of nothing."""
    known = list(values)
    return statistics.median(known) if known else None


def number(value: float | None) -> str:
    """Return a number with three digits that count, at most one after the point."""
    if value is None:
        return ""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def spread(values: Iterable[float]) -> str:
    """Return the median and the extremes."""
    known = list(values)
    if not known:
        return ""
    if len(known) == 1:
        return number(known[0])
    return f"{number(statistics.median(known))} ({number(min(known))}–{number(max(known))})"


def times(theirs: float | None, ours: float | None) -> str:
    """Return how many times as much theirs is."""
    if theirs is None or not ours:
        return ""
    return f"{number(theirs / ours)}×"


def exponent(small: float | None, big: float | None, growth: float) -> str:
    """Return the k of `big = small × growth^k`."""
    if not small or not big:
        return ""
    return f"{math.log(big / small) / math.log(growth):.2f}"
