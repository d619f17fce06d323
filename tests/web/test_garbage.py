"""What viewers leave behind is taken away; what stays for good is not searched."""

import asyncio
import gc
import weakref

import loops
import pytest

from tvgeo.web import garbage


class Left:
    """Something that refers to itself, as a closed session does: nobody else keeps it."""

    def __init__(self):
        self.own = self


@pytest.fixture(autouse=True)
def as_before():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.enable()
    gc.unfreeze()


async def is_taken_away():
    gone = asyncio.Event()
    left = weakref.ref(Left(), lambda _: gone.set())
    assert left() is not None
    await asyncio.wait_for(gone.wait(), 30)


def test_what_was_left_is_taken_away_again_and_again_though_python_itself_looks_seldom():
    async def twice():
        task = asyncio.create_task(garbage.tidy(0.01))
        await is_taken_away()
        await is_taken_away()
        task.cancel()

    with garbage.loading():
        pass
    loops.run(twice())


def test_while_all_is_loaded_nothing_is_searched_and_afterwards_that_is_not_walked():
    with garbage.loading():
        assert not gc.isenabled()
        loaded = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= len(loaded)


def test_a_failure_while_loading_leaves_the_search_on():
    with pytest.raises(ValueError, match="broken"), garbage.loading():
        raise ValueError("broken")
    assert gc.isenabled()
