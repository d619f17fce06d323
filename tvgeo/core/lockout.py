"""When sign-in is locked after wrong passwords, and for how long; never for good.

An attempt is counted before its password is verified, so that guesses sent side by side do not
all slip through. After `Rule.limit` failures each further one locks for 1, 2, 4 … 15 minutes.
Failures are forgotten one by one, so that a slip a day never adds up to a lock.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

LONGEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Rule:
    """How many failures lock, and how long it takes until one is forgotten."""

    limit: int
    forget: timedelta


ACCOUNT = Rule(limit=5, forget=timedelta(hours=1))
# An office shares one address: its typing errors may not lock it out, while guesses at many
# accounts from one place must still stop early.
ADDRESS = Rule(limit=12, forget=timedelta(minutes=5))


@dataclass(frozen=True, slots=True)
class Count:
    """Failures that are not forgotten yet; `since` is when the next starts being forgotten."""

    failures: int
    since: datetime
    locked_until: datetime | None = None


def wait(count: Count, now: datetime) -> timedelta:
    """Return how long sign-in is still locked: zero if it is open.

    Never longer than a lock can be: a clock that was set back makes no lock last.
    """
    if count.locked_until is None:
        return timedelta(0)
    return min(max(count.locked_until - now, timedelta(0)), LONGEST)


def faded(count: Count, rule: Rule, now: datetime) -> Count:
    """Return the count without what time has made forgotten."""
    left = wait(count, now)
    since = min(count.since, now)  # a clock set back forgets from now on
    gone = (now - since) // rule.forget
    failures = max(count.failures - gone, 0)
    return Count(failures, since + gone * rule.forget if failures else now, now + left)


def attempted(count: Count | None, rule: Rule, now: datetime) -> Count:
    """Return the count with one more attempt, which locks at once if it is one too many."""
    known = faded(count, rule, now) if count else Count(0, now)
    failures = known.failures + 1
    beyond = failures - rule.limit
    until = None if beyond < 0 else now + min(timedelta(minutes=2 ** min(beyond, 4)), LONGEST)
    return Count(failures, known.since, until)


def forgiven(count: Count, rule: Rule) -> Count:
    """Return the count without the attempt that has turned out to be right."""
    failures = max(count.failures - 1, 0)
    return replace(
        count,
        failures=failures,
        locked_until=count.locked_until if failures >= rule.limit else None,
    )


def minutes(left: timedelta) -> int:
    """Return the whole minutes to tell somebody who has to wait."""
    return max(1, ceil(left / timedelta(minutes=1)))
