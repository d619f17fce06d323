"""Workers that draw end with whoever started them, and never speak to a reader."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from types import SimpleNamespace

import pytest

from tvgeo import locale
from tvgeo.errors import DataError
from tvgeo.services import drawing

ROOT = Path(__file__).resolve().parents[2]
# A maker whose workers wait for work; it says their process ids, then works by itself.
MAKER = """
import multiprocessing, signal, time
from tvgeo.services import drawing
def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with drawing._workers(2) as pool:
        with drawing._unheard():
            jobs = [pool.submit(time.sleep, 0.5) for _ in range(2)]
        [job.result() for job in jobs]
        print(*(each.pid for each in multiprocessing.active_children()), flush=True)
        time.sleep(60)
if __name__ == "__main__":
    main()
"""


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_their_maker(tmp_path, how):
    script = tmp_path / "maker.py"
    script.write_text(MAKER, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        encoding="utf-8", env=os.environ | {"PYTHONPATH": str(ROOT)}, start_new_session=True,
    ) as maker:  # fmt: skip
        workers = [int(pid) for pid in maker.stdout.readline().split()]
        # a terminal sends Ctrl-C to all of them; what they would print comes before their end
        for worker in workers if how == signal.SIGINT else ():
            os.kill(worker, how)
        time.sleep(0.2)
        os.kill(maker.pid, how)
        _, said = maker.communicate(timeout=30)
    assert len(workers) == 2
    assert said.count("Traceback") == (how == signal.SIGINT), "of the maker alone"
    until = time.monotonic() + 10
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(alive, workers))


class Pool:
    """A pool whose only worker was killed."""

    def __init__(self, *_, **__):
        """Take what the real one takes."""

    def submit(self, *_):
        job = Future()
        job.set_exception(BrokenProcessPool())
        return job

    def shutdown(self, **_):
        """Have nothing to end."""


def test_a_worker_that_was_killed_is_said_in_one_sentence(monkeypatch):
    monkeypatch.setattr(drawing, "ProcessPoolExecutor", Pool)
    plate = SimpleNamespace(code="giao-thong")
    with (
        drawing.drawing((plate,), (drawing.SLIDE,), locale.get("vi")) as drawn,
        pytest.raises(DataError) as failed,
    ):
        drawn(plate, drawing.SLIDE)
    assert failed.value.key == "error.briefing_failed"
