"""Drawing plates in worker processes while their maker lays out documents.

Workers end with their maker, however that comes to its end, and never speak to a reader.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeAlias

from tvgeo import locale
from tvgeo.errors import DataError
from tvgeo.locale import Locale
from tvgeo.render.plates.plate import Plate

# What is drawn of one paper at once: the name's end of each picture, and how it is made.
SLIDE, SLIDE_2X = "16x9.png", "16x9-2x.png"
PICTURES = {
    SLIDE: ("16x9", "png", 1),
    SLIDE_2X: ("16x9", "png", 2),
    "a4.png": ("a4", "png", 1),
    "a4.pdf": ("a4", "pdf", 1),
    "a3.png": ("a3", "png", 1),
    "a3.pdf": ("a3", "pdf", 1),
}
WORKERS = 2

Drawn: TypeAlias = Callable[[Plate, str], bytes]


@contextmanager
def drawing(plates: Sequence[Plate], wanted: Sequence[str], t: Locale) -> Iterator[Drawn]:
    """Draw every paper of every plate and hand out the pictures, by plate and name's end.

    Raises
    ------
    DataError
        ``error.briefing_failed`` from the function that hands out, if a worker was killed.
    """
    papers: dict[str, list[str]] = {}
    for end in wanted:
        papers.setdefault(PICTURES[end][0], []).append(end)
    # paper by paper: a document has its pictures while the next paper is being drawn
    asked = [(plate, paper) for paper in papers for plate in plates]
    jobs: dict[tuple[str, str], Future[dict[str, bytes]]] = {}

    def drawn(plate: Plate, end: str) -> bytes:
        try:
            return jobs[plate.code, PICTURES[end][0]].result()[end]
        except BrokenProcessPool as error:
            raise DataError("error.briefing_failed") from error

    if not asked:
        yield drawn
        return
    with _workers(min(WORKERS, os.cpu_count() or 1, len(asked))) as pool:
        with _unheard():
            for plate, paper in asked:
                ends = papers[paper]
                jobs[plate.code, paper] = pool.submit(_drawn, plate, paper, ends, t.language)
        yield drawn


@contextmanager
def _workers(most: int) -> Iterator[ProcessPoolExecutor]:
    """Give a pool whose workers are ended at once when its user gives up."""
    others = set(multiprocessing.active_children())
    spawned = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(most, mp_context=spawned, initializer=_end_with_maker)
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: they would print what no reader can use."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


def _end_with_maker() -> None:
    """End this worker when its maker is gone: it would wait for work for ever."""

    def wait() -> None:
        maker = multiprocessing.parent_process()
        if maker is not None:
            maker.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _drawn(plate: Plate, paper: str, ends: Sequence[str], language: str) -> dict[str, bytes]:
    """Draw one paper and return the pictures made of it, in a worker."""
    from tvgeo.render.plates import draw  # noqa: PLC0415 - a second to import, not needed above

    sheet = draw.draw(plate, paper, locale.get(language))
    made = {}
    for end in ends:
        _, kind, scale = PICTURES[end]
        made[end] = sheet.pdf() if kind == "pdf" else sheet.png(scale)
    return made
