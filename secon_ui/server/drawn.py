"""Pictures of views for whoever asks by address: drawn beside the server, one after another, and
kept."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool

from secon_ui.server.rate import Buckets
from secon_ui.taking import jobs
from secon_ui.taking.exhibit import Sheet

PATIENCE = 25.0  # seconds for one


class Drawn:
    """``owner``: whose turn it is at the process that draws; ``most``: bytes that are kept;
    ``buckets``: how many are drawn for all together."""

    def __init__(self, owner: str, most: int, buckets: Buckets) -> None:
        self._owner, self._most, self._buckets = owner, most, buckets
        self._kept: LRUCache[object, bytes] = LRUCache(most, getsizeof=len)
        self._drawing: dict[object, asyncio.Task[bytes]] = {}

    async def picture(self, known: object, sheet: Callable[[], Sheet], shape: str) -> bytes | None:
        """A view as a PNG, kept or drawn now; None where too many were drawn lately. ``known``:
        tells it from all others. TimeoutError, and what else drawing comes to."""
        key = (known, shape)
        kept = self._kept.get(key)
        if kept is not None:
            return kept
        task = self._drawing.get(key)
        if task is None:
            if self._buckets.wait(""):  # one for all: the process that draws is one
                return None
            task = asyncio.create_task(self._drawn(key, sheet, shape))
            self._drawing[key] = task
            task.add_done_callback(lambda _: self._drawing.pop(key, None))
        return await asyncio.shield(task)

    async def _drawn(self, key: object, make: Callable[[], Sheet], shape: str) -> bytes:
        sheet = await run_in_threadpool(make)
        # One after the other: a reader's own picture comes between.
        job = jobs.PICTURES.submit(jobs.picture, sheet, shape, "png", owner=self._owner)
        try:
            drawn = await asyncio.wait_for(asyncio.wrap_future(job.future), PATIENCE)
        except TimeoutError:
            job.cancel()
            raise
        if len(drawn) < self._most:
            self._kept[key] = drawn
        return drawn
