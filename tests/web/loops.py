"""A loop of its own for what is awaited: a browser that was driven leaves one in the test's thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor


def run(awaited):
    """Run to the end in another thread; what it raises is raised here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, awaited).result()
