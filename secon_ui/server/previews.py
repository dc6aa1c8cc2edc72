"""Pictures for link previews: ``/preview/<page>.png?<the page's own query>``, drawn beside the
server when a chat asks for one, and kept."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from secon_ui.server.drawn import Drawn
from secon_ui.server.rate import Buckets
from secon_ui.shell import opened
from secon_ui.shell.menu import PAGES
from secon_ui.shell.opened import Opened

LOG = logging.getLogger("secon")
SHAPE, SIZE = "wide", (1600, 900)
MOST_KEPT = 16 * 2**20  # bytes of pictures
BURST, EVERY = 20, 2.0  # so many at once; then one in so many seconds
_SLUGS = {page.slug for page in PAGES}
_BORN = str(time.time_ns())  # another version of the app draws otherwise


class Previews:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self._start = f"/{base}/preview/" if base else "/preview/"
        self._drawn = Drawn("previews", MOST_KEPT, Buckets(BURST, 1 / EVERY))

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
            picture = await self._drawn.picture(found.known, found.sheet, SHAPE)
        except Exception as error:
            LOG.error("A preview of %s could not be drawn: %r", slug, error)
            return PlainTextResponse("Try again later.", 503, {"Retry-After": "30"})
        if picture is None:
            again = {"Retry-After": str(round(EVERY))}
            return PlainTextResponse("Too many pictures at once.", 429, again)
        return Response(picture, media_type="image/png", headers=headers)


def told(slug: str, query: Mapping[str, str], locale: str) -> Opened:
    """``opened``; the page alone where that fails, whatever it is."""
    try:
        return opened.opened(slug, query, locale)
    except Exception:
        LOG.exception("What a link to %s shows could not be told", slug)
        return opened.page_alone(slug, opened.language_of(query, locale))
