"""``/show``: the player of a show; ``/show.html``: it as one file; ``/slide/<page>.png``: the
picture of a slide; and where links to slides of old lead. Plain ASGI."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import re
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.types import ASGIApp, Receive, Scope, Send

from secon_data.errors import DataError
from secon_ui import data
from secon_ui.server import old_links, show_page
from secon_ui.server.document import origin
from secon_ui.server.drawn import Drawn
from secon_ui.server.rate import Buckets
from secon_ui.server.show_page import Told, Window
from secon_ui.shell import links, opened, store_note
from secon_ui.shell.menu import PAGES
from secon_ui.shell.page import region_names
from secon_ui.shell.view import SEPARATOR, parted
from secon_ui.show import shows, slides
from secon_ui.show.following import Talk
from secon_ui.text.countries import home_region
from secon_ui.text.markup import Markup
from secon_ui.text.words import Words, languages

LOG = logging.getLogger("secon")
SHAPES = ("slide", "phone", "thumb")
MOST_KEPT = 96 * 2**20  # bytes of pictures: twenty slides for nine regions in two languages
# Pictures drawn at once, and then a second: followers of a talk need each slide some twenty times.
BURST, A_SECOND = 240, 4.0
_TRIES = 120  # seconds that a file waits for its turn at the process that draws
_NAMES, _NAMELESS = ("story", "page"), re.compile(r"[^a-z0-9]+")  # of a file
_SLUGS = {page.slug for page in PAGES}
_BORN = str(time.time_ns())  # another version of the app draws otherwise


class ShowPages:
    """The HTML of shows, for who tells one and for who follows."""

    def __init__(self) -> None:
        self._base = _base()

    async def show(self, scope: Scope, talk: Talk | None = None) -> Response:
        """The player of what an address asks for; where there is a ``talk``, the page of one who
        follows it."""
        found, status = await run_in_threadpool(self._page, scope, talk)
        return _document(found, status)

    async def follow(self, scope: Scope, talk: Talk | None) -> Response:
        """The page of one who follows a talk; of none, the form that asks for a code."""
        if talk is not None:
            return await self.show(scope, talk)
        path = scope.get("path", "").rstrip("/")
        wrong = _query(scope).get("code", "")
        if not path.endswith("/follow"):
            wrong = path.rpartition("/follow/")[2].partition("/")[0]

        told = Told(Words(_spoken(scope)), "", {}, self._root(scope), {}, "follow")
        return _document(show_page.code_form(told, wrong), 200)

    async def file(self, scope: Scope, drawn: Drawn) -> Response:
        """The show that an address asks for as one file, sent while its pictures are drawn: where
        one cannot be, the file ends in the middle, and the browser says so."""
        parts, made = await run_in_threadpool(self._file, scope)
        if not made:
            return await self.show(scope)  # which says why there is none

        async def pieces() -> AsyncIterator[str]:
            for part in parts:
                yield part if isinstance(part, str) else await _picture(made[part], drawn)

        named = _NAMELESS.sub(
            "-", next((_query(scope)[k] for k in _NAMES if k in _query(scope)), "")
        )
        told = f'attachment; filename="secon-{named.strip("-")[:40] or "slides"}.html"'
        headers = {"Content-Disposition": told, "Cache-Control": "no-store"}
        return StreamingResponse(pieces(), media_type="text/html", headers=headers)

    def _file(self, scope: Scope) -> tuple[Iterable[str | int], list[slides.Slide]]:
        try:
            with data.one_version():
                show, made, whose = self._made(scope, _query(scope))
                t = Words(whose["lang"])
                told = Told(t, "", {}, f"{origin(scope)}{self._root(scope)}", {}, "show")
                return show_page.file(show.title, made, told), made
        except DataError as error:
            LOG.error("A show cannot be told: %s", error)
            return (), []

    def _made(
        self, scope: Scope, asked: Mapping[str, str]
    ) -> tuple[shows.Show, list[slides.Slide], dict[str, str]]:
        """The show, its slides, and for whom they are told; of a version of the data where that is
        asked for and there is one."""
        whose = self._whose(scope, asked)
        if "rev" in asked and data.pinned(asked["rev"]) is not None:
            whose["rev"] = asked["rev"]
        show = shows.asked_for({**asked, **whose}, data.package(), Words(whose["lang"]))
        return show, [slides.slide(step, whose) for step in show.steps], whose

    def _page(self, scope: Scope, talk: Talk | None) -> tuple[Markup, int]:
        own = _query(scope)
        asked = dict(QueryParams(talk.asked)) if talk is not None else own
        try:
            with data.one_version():
                show, made, whose = self._made(scope, asked)
                # Shown to many, so that it says what pages say of data that may not be the newest.
                lines = store_note.lines(data.package(), Words(whose["lang"]))
                action = "show" if talk is None else f"follow/{talk.code}"
                told = self._told(scope, whose, action)
                if not made:
                    return show_page.empty(show.title, show.told, told), 404
                if talk is not None:
                    events = f"{self._root(scope)}follow/{talk.code}/events"
                    more: dict[str, Any] = {"follow": {"events": events}}
                    first = min(talk.step, len(made) - 1)
                    note = " ".join(lines)
                    return show_page.page(
                        show.title, made, first, told, "follow", note=note, more=more
                    ), 200
                window: Window = "notes" if own.get("window") == "notes" else "main"
                # What others are to follow: without for whom it is told here.
                follow = show.asked + (f"&rev={whose['rev']}" if "rev" in whose else "")
                return show_page.page(
                    show.title,
                    made,
                    show.first,
                    told,
                    window,
                    note=" ".join(filter(None, (show.told, *lines))),
                    more={"asked": follow},
                ), 200
        except DataError as error:
            LOG.error("A show cannot be told: %s", error)
            t = Words(_spoken(scope))
            told = Told(t, "", {}, self._root(scope), {}, "show")
            return show_page.empty("", t("The data cannot be read."), told), 503

    def _told(self, scope: Scope, whose: Mapping[str, str], action: str) -> Told:
        t = Words(whose["lang"])
        own = {} if action != "show" else _query(scope)
        names = region_names(data.package(), t)
        return Told(t, whose["region"], names, self._root(scope), own, action)

    def _root(self, scope: Scope) -> str:
        return f"{scope.get('root_path', '')}{self._base}/"

    def _whose(self, scope: Scope, asked: Mapping[str, str]) -> dict[str, str]:
        """Region and language of who asks: what the address says, what her device remembers, what
        her browser speaks, and else what the show's own address says."""
        own, regions = _query(scope), data.region_ids()
        home = home_region(_locale(scope), data.region_countries()) or ""
        wanted = (own.get("region", ""), _kept(scope)[0], home, asked.get("region", ""))
        return {
            "region": next((code for code in wanted if code in regions), regions[0]),
            "lang": _spoken(scope),
        }


class ShowRoutes:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._base = _base()
        self._pages = ShowPages()
        self._drawn = Drawn("slides", MOST_KEPT, Buckets(BURST, A_SECOND))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        path = path.removeprefix(self._base)
        if path == "/show":
            await (await self._pages.show(scope))(scope, receive, send)
        elif path == "/show.html":
            await (await self._pages.file(scope, self._drawn))(scope, receive, send)
        elif path.startswith("/slide/"):
            await (await self._slide(path.removeprefix("/slide/"), scope))(scope, receive, send)
        elif target := old_links.target(path, QueryParams(scope["query_string"])):
            place = f"{scope.get('root_path', '')}{self._base}/{target}"
            await RedirectResponse(place, 307)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _slide(self, name: str, scope: Scope) -> Response:
        slug, dot, kind = name.rpartition(".")
        query = _query(scope)
        shape = query.get("shape", SHAPES[0])
        if not dot or kind != "png" or slug not in _SLUGS or shape not in SHAPES:
            return PlainTextResponse("There is no such picture.", 404)
        try:
            found = await run_in_threadpool(_drawing, slug, query)
            tag = hashlib.sha256(repr((_BORN, shape, found.known)).encode()).hexdigest()[:16]
            headers = {"ETag": f'"{tag}"', "Cache-Control": "private, max-age=300"}
            asked = Headers(scope=scope).get("if-none-match", "").removeprefix("W/")
            if asked == headers["ETag"]:
                return Response(status_code=304, headers=headers)
            picture = await self._drawn.picture(found.known, found.sheet, shape)
        except Exception as error:
            LOG.error("A slide of %s could not be drawn: %r", slug, error)
            return PlainTextResponse("Try again later.", 503, {"Retry-After": "5"})
        if picture is None:
            return PlainTextResponse("Too many pictures at once.", 429, {"Retry-After": "2"})
        return Response(picture, media_type="image/png", headers=headers)


def _base() -> str:
    base = st.get_option("server.baseUrlPath").strip("/")
    return f"/{base}" if base else ""


async def _picture(slide: slides.Slide, drawn: Drawn) -> str:
    """The picture of a slide as base64. TimeoutError: too many are asked for, or drawing takes too
    long."""
    place, _, query = slide.picture.partition("?")
    slug = place.removeprefix("slide/").removesuffix(".png")
    found = await run_in_threadpool(_drawing, slug, parted(query))
    for _ in range(_TRIES):
        picture = await drawn.picture(found.known, found.sheet, SHAPES[0])
        if picture is not None:
            return base64.b64encode(picture).decode()
        await asyncio.sleep(1)
    raise TimeoutError("Too many pictures are asked for.")


def _drawing(slug: str, query: Mapping[str, str]) -> slides.Drawing:
    with data.one_version():
        return slides.drawing(slug, query)


def _document(found: Markup, status: int) -> Response:
    return HTMLResponse(str(found), status, {"Cache-Control": "no-cache", "Vary": "Cookie"})


def _query(scope: Scope) -> dict[str, str]:
    return links.ours(QueryParams(scope["query_string"]))


def _kept(scope: Scope) -> tuple[str, str]:
    """Region and language that the device remembers; empty where none."""
    # Python’s own reading fails at names that other programs give theirs.
    kept = cookie_parser(Headers(scope=scope).get("cookie", "")).get(links.HOME, "")
    region, _, language = kept.partition(SEPARATOR)
    return region, language


def _spoken(scope: Scope) -> str:
    """The language of who asks: the address's, the device's, else the browser's."""
    wanted = (_query(scope).get("lang", ""), _kept(scope)[1])
    known = (code for code in wanted if code in languages())
    return next(known, opened.language_of({}, _locale(scope)))


def _locale(scope: Scope) -> str:
    return Headers(scope=scope).get("accept-language", "").split(",")[0].partition(";")[0]
