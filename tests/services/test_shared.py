"""What many readers ask for in the same moment is computed once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tvgeo.services.shared import shared


def test_who_comes_while_it_is_computed_gets_the_same_thing():
    begun, may_end, calls = threading.Event(), threading.Event(), []

    @shared(most=2)
    def view(period):
        calls.append(period)
        begun.set()
        may_end.wait(5)
        return object()

    with ThreadPoolExecutor(8) as readers:
        first = readers.submit(view, "2025")
        begun.wait(5)
        others = [readers.submit(view, "2025") for _ in range(7)]
        may_end.set()
        assert {reader.result() for reader in others} == {first.result()}
    assert calls == ["2025"]


def test_what_is_kept_does_not_wait_for_what_is_computed():
    may_end = threading.Event()

    @shared(most=2)
    def view(period):
        if period == "slow":
            may_end.wait(5)
        return period

    view("2025")
    with ThreadPoolExecutor(1) as reader:
        slow = reader.submit(view, "slow")
        assert view("2025") == "2025"
        assert not slow.done()
        may_end.set()


def test_the_oldest_is_dropped_first():
    calls = []
    keep = shared(most=2)(lambda number: calls.append(number) or number)
    for number in (1, 2, 3, 3, 2, 1):
        keep(number)
    assert calls == [1, 2, 3, 1]


def test_a_failure_is_not_kept():
    answers = iter([ValueError("once"), "then"])

    @shared(most=2)
    def read():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    with pytest.raises(ValueError, match="once"):
        read()
    assert read() == "then"
