"""When sign-in is locked, and for how long."""

from datetime import UTC, datetime, timedelta

import pytest

from tvgeo.core import lockout
from tvgeo.core.lockout import ACCOUNT, ADDRESS, Count

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tried(times, now=START, rule=ACCOUNT, count=None):
    for _ in range(times):
        count = lockout.attempted(count, rule, now)
    return count


def test_four_wrong_passwords_lock_nothing():
    assert lockout.wait(tried(4), START) == timedelta(0)


@pytest.mark.parametrize(
    ("failures", "minutes"), [(5, 1), (6, 2), (7, 4), (8, 8), (9, 15), (90, 15)]
)
def test_each_further_one_locks_for_longer_up_to_a_quarter_of_an_hour(failures, minutes):
    assert lockout.wait(tried(failures), START) == minutes * MINUTE


def test_a_lock_ends_by_itself():
    assert lockout.wait(tried(5), START + MINUTE) == timedelta(0)


def test_an_office_may_mistype_more_often_than_one_person():
    assert lockout.wait(tried(11, rule=ADDRESS), START) == timedelta(0)
    assert lockout.wait(tried(12, rule=ADDRESS), START) == MINUTE


def test_a_slip_a_day_never_locks():
    count = None
    for day in range(100):
        count = lockout.attempted(count, ACCOUNT, START + timedelta(days=day))
    assert count.failures == 1


def test_the_right_password_takes_its_own_attempt_back():
    count = lockout.forgiven(tried(12, rule=ADDRESS), ADDRESS)
    assert (count.failures, lockout.wait(count, START)) == (11, timedelta(0))


def test_one_that_was_locked_before_stays_so():
    count = lockout.forgiven(tried(14, rule=ADDRESS), ADDRESS)
    assert lockout.wait(count, START) > timedelta(0)


@pytest.mark.parametrize("ahead", [timedelta(days=1), timedelta(days=3650)])
def test_a_clock_that_was_ahead_leaves_no_lasting_lock(ahead):
    count = tried(9, now=START + ahead)
    assert lockout.wait(count, START) == 15 * MINUTE
    shrunk = lockout.faded(count, ACCOUNT, START)
    assert lockout.wait(shrunk, START + 15 * MINUTE) == timedelta(0)
    assert lockout.faded(shrunk, ACCOUNT, START + timedelta(hours=20)).failures == 0


@pytest.mark.parametrize(("left", "told"), [(1, 1), (60, 1), (61, 2), (900, 15)])
def test_minutes_to_wait_are_rounded_up(left, told):
    assert lockout.minutes(timedelta(seconds=left)) == told


def test_a_count_without_a_lock_is_open():
    assert lockout.wait(Count(3, START), START) == timedelta(0)
