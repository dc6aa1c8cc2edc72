"""Pictures for link previews: ``/preview/<page>.png?<the page's own query>``, drawn beside the
server when a chat asks for one, and kept."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Mapping

import streamlit as st
from cachetools import LRUCache
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from secon_ui.server.rate import Buckets
from secon_ui.shell import opened
from secon_ui.shell.menu import PAGES
from secon_ui.shell.opened import Opened
from secon_ui.taking import jobs

LOG = logging.getLogger("secon")
SHAPE, SIZE = "wide", (1600, 900)
MOST_KEPT = 16 * 2**20  # bytes of pictures
BURST, EVERY = 20, 2.0  # so many at once; then one in so many seconds
PATIENCE = 25.0  # seconds for one
_SLUGS = {page.slug for page in PAGES}
_BORN = str(time.time_ns())  # another version of the app draws otherwise


class Previews:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self._start = f"/{base}/preview/" if base else "/preview/"
        self._kept: LRUCache[tuple[object, ...], bytes] = LRUCache(MOST_KEPT, getsizeof=len)
        self._drawing: dict[tuple[object, ...], asyncio.Task[bytes]] = {}
        self._buckets = Buckets(BURST, 1 / EVERY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not path.startswith(self._start):
            await self.app(scope, receive, send)
            return
        answer = await self._answer(path.removeprefix(self._start), scope)
        await answer(scope, receive, send)

    async def _answer(self, name: str, scope: Scope) -> Response:
        slug, dot, kind = name.rpartition(".")
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse("Only GET.", 405, {"Allow": "GET, HEAD"})
        if slug not in _SLUGS or not dot or kind != "png":
            return PlainTextResponse("There is no such picture.", 404)
        query = dict(QueryParams(scope["query_string"]))
        asked = Headers(scope=scope)
        locale = asked.get("accept-language", "").split(",")[0]
        found = await run_in_threadpool(told, slug, query, locale)
        tag = hashlib.sha256(repr((_BORN, found.known)).encode()).hexdigest()[:16]
        headers = {"ETag": f'"{tag}"', "Cache-Control": "public, max-age=600"}
        headers["Vary"] = "Accept-Language"
        if asked.get("if-none-match", "").removeprefix("W/") == headers["ETag"]:
            return Response(status_code=304, headers=headers)
        try:
            picture = await self._picture(found)
        except Exception as error:
            LOG.error("A preview of %s could not be drawn: %r", slug, error)
            return PlainTextResponse("Try again later.", 503, {"Retry-After": "30"})
        if picture is None:
            again = {"Retry-After": str(round(EVERY))}
            return PlainTextResponse("Too many pictures at once.", 429, again)
        return Response(picture, media_type="image/png", headers=headers)

    async def _picture(self, found: Opened) -> bytes | None:
        """The picture, kept or drawn now; None where too many were drawn lately."""
        kept = self._kept.get(found.known)
        if kept is not None:
            return kept
        task = self._drawing.get(found.known)
        if task is None:
            if self._buckets.wait(""):  # one for all: the process that draws is one
                return None
            task = asyncio.create_task(self._drawn(found))
            self._drawing[found.known] = task
            task.add_done_callback(lambda _: self._drawing.pop(found.known, None))
        return await asyncio.shield(task)

    async def _drawn(self, found: Opened) -> bytes:
        sheet = await run_in_threadpool(found.sheet)
        # One after the other: a reader's own picture comes between.
        job = jobs.PICTURES.submit(jobs.picture, sheet, SHAPE, "png", owner="previews")
        try:
            drawn = await asyncio.wait_for(asyncio.wrap_future(job.future), PATIENCE)
        except TimeoutError:
            job.cancel()
            raise
        if len(drawn) < MOST_KEPT:
            self._kept[found.known] = drawn
        return drawn


def told(slug: str, query: Mapping[str, str], locale: str) -> Opened:
    """``opened``; the page alone where that fails, whatever it is."""
    try:
        return opened.opened(slug, query, locale)
    except Exception:
        LOG.exception("What a link to %s shows could not be told", slug)
        return opened.page_alone(slug, opened.language_of(query, locale))
