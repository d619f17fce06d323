"""The server's clock is wrong, or is set right while people work."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tvgeo.core.plan import Settings
from tvgeo.services import base, permits
from tvgeo.store.sessions import Session

NOON = datetime(2026, 2, 10, 5, tzinfo=UTC)  # 12:00 in Vietnam
OFF = [timedelta(days=-1), timedelta(days=1), timedelta(hours=-1), timedelta(days=366)]


def session(made):
    """Return a session as it is made by a clock that says `made`."""
    return Session(
        account="lan", created_at=made, last_seen_at=made, expires_at=made + timedelta(hours=8),
        address=None,
    )  # fmt: skip


@pytest.mark.parametrize("off", OFF, ids=str)
def test_no_session_outlives_its_eight_hours_whatever_the_clock_was(off):
    """Used every minute, and the clock is set right after the sign-in: it ends in time."""
    each = session(NOON + off)
    minutes = 0
    now = NOON
    while permits.is_open(each, now) and minutes < 24 * 60:
        each = Session(
            account="lan", created_at=each.created_at, last_seen_at=now,
            expires_at=each.expires_at, address=None,
        )  # fmt: skip
        now += timedelta(minutes=1)
        minutes += 1
    assert minutes <= 8 * 60


def test_a_clock_that_is_set_back_again_and_again_makes_no_session_eternal():
    """Each step back is small enough to be forgiven; they do not add up to a longer life."""
    each = session(NOON)
    now, real = NOON, timedelta()
    while permits.is_open(each, now) and real < timedelta(days=1):
        each = Session(
            account="lan", created_at=each.created_at, last_seen_at=max(now, each.last_seen_at),
            expires_at=each.expires_at, address=None,
        )  # fmt: skip
        now += timedelta(minutes=10)
        real += timedelta(minutes=10)
        if permits.is_open(each, now):
            now -= timedelta(minutes=4)
    assert real < timedelta(hours=14)


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        (datetime(2026, 2, 10, 16, 30, tzinfo=UTC), date(2026, 2, 10)),  # 23:30 in Vietnam
        (datetime(2026, 2, 10, 16, 59, tzinfo=UTC), date(2026, 2, 10)),
        (datetime(2026, 2, 10, 17, 0, tzinfo=UTC), date(2026, 2, 11)),  # midnight in Vietnam
        (datetime(2026, 2, 11, 0, 30, tzinfo=UTC), date(2026, 2, 11)),
    ],
)
def test_today_is_the_day_in_vietnam(monkeypatch, utc, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return utc.astimezone(tz)

    monkeypatch.delenv("TVGEO_TODAY", raising=False)
    monkeypatch.setattr(base, "datetime", Clock)
    period = (date(2021, 1, 1), date(2025, 12, 31))
    assert base.today(Settings("T", "P", period, timezone="Asia/Ho_Chi_Minh")) == day
