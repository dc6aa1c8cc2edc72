"""``/follow``: to follow a show, and to let others follow one's own.

``POST /follow`` begins a talk, ``POST /follow/<code>`` says where it stands or ends it, ``GET
/follow/<code>/events`` tells its followers (server-sent events). The pages that a browser opens
there are the show's own (``show_page``). Plain ASGI.
"""

from __future__ import annotations

import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import segno
import streamlit as st
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from secon_ui.drawing.theme import LIGHT
from secon_ui.server.rate import Buckets, client
from secon_ui.show.following import (
    AnotherError,
    Board,
    NotYoursError,
    Talk,
    UnknownError,
    code_of,
    spoken,
)

PING = 15  # seconds between two signs of life, which proxies want
RECONNECT = 1000  # milliseconds until a follower who was cut off asks again
_HOST = 260  # characters, with the port
_LARGEST = 130_000  # bytes of what a presenter says
_BEGUN, _AGAIN = 20, 1 / 30  # talks that a client may begin at once, and then a second
_GUESSES, _GUESS_AGAIN = 60, 0.5  # codes that there are not, of all clients together
Paged = Callable[[Scope, Talk | None], Awaitable[Response]]


class FollowRoutes:
    """The middleware. ``page``: the page of one who follows a talk; of none, where one asks for the
    code."""

    def __init__(self, app: ASGIApp, page: Paged, board: Board | None = None) -> None:
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self._root = f"/{base}/follow" if base else "/follow"
        self._page = page
        self._board = board or Board()
        self._begun = Buckets(_BEGUN, _AGAIN)
        self._guessed = Buckets(_GUESSES, _GUESS_AGAIN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not f"{path}/".startswith(f"{self._root}/"):
            await self.app(scope, receive, send)
            return
        parts = [part for part in path.removeprefix(self._root).split("/") if part]
        answer = await self._answer(scope, receive, parts)
        answer.headers.setdefault("Cache-Control", "no-store")
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, parts: list[str]) -> Response:
        method = scope["method"]
        if method in ("GET", "HEAD"):
            return await self._read(scope, parts)
        if method != "POST":
            return _told("Only GET and POST.", 405)
        if not _own(Headers(scope=scope)):
            return _told("Only the show itself may say where it stands.", 403)
        said = await _said(Request(scope, receive))
        if said is None or len(parts) > 1:
            return _told("This is not understood.", 400)
        try:
            return await (self._moved(parts[0], said) if parts else self._began(scope, said))
        except UnknownError:
            return _told("This talk has ended.", 404)
        except NotYoursError:
            return _told("This talk is another's.", 403)
        except AnotherError:
            return _told("Another window presents.", 409)
        except (ValueError, TypeError, KeyError, OverflowError):  # a step may be said to be endless
            return _told("This is not understood.", 400)

    async def _read(self, scope: Scope, parts: list[str]) -> Response:
        if not parts:
            asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("code", [""])
            code = code_of(asked[-1])
            if not code:
                return await self._page(scope, None)
            return RedirectResponse(f"{scope.get('root_path', '')}{self._root}/{code}", 303)
        code = code_of(parts[0])
        try:
            if not code or parts[1:] not in ([], ["events"]):
                raise UnknownError
            talk = await self._board.find(code)
        except UnknownError:
            seconds = self._guessed.wait("")
            if seconds:
                return _told(
                    "Too many codes were tried. Come again later.",
                    429,
                    {"Retry-After": str(math.ceil(seconds))},
                )
            if code and parts[1:] == ["events"]:
                return _stream(_over())  # of a 404 a follower's browser hears nothing
            found = await self._page(scope, None)
            found.status_code = 404
            return found
        if len(parts) == 2:
            return self._events(talk)
        return await self._page(scope, talk)

    def _events(self, talk: Talk) -> Response:
        async def told() -> AsyncIterator[ServerSentEvent]:
            try:
                async for now in self._board.changes(talk.code):
                    # Another show is another page: its followers open it anew.
                    said = {"step": now.step, "blank": now.blank, "same": now.asked == asked}
                    yield ServerSentEvent(json.dumps(said), retry=RECONNECT)
            except UnknownError:
                pass
            async for end in _over():
                yield end

        asked = talk.asked
        return _stream(told())

    async def _began(self, scope: Scope, said: dict[str, Any]) -> Response:
        seconds = self._begun.wait(client((scope.get("client") or ("",))[0]))
        if seconds:
            return _told("Too many talks.", 429, {"Retry-After": str(math.ceil(seconds))})
        here = urlsplit(_text(said["here"]))  # as the presenter's own browser names the app
        if here.scheme not in ("http", "https") or len(here.netloc) > _HOST:
            raise ValueError
        talk, secret = await self._board.begin(
            _text(said["asked"]), int(said["step"]), _text(said["window"])
        )
        address = f"{here.scheme}://{here.netloc}{scope.get('root_path', '')}{self._root}"
        return JSONResponse(
            {
                "code": talk.code,
                "spoken": spoken(talk.code),
                "secret": secret,
                "address": f"{address}/{talk.code}",
                "qr": qr(f"{address}/{talk.code}"),
            }
        )

    async def _moved(self, part: str, said: dict[str, Any]) -> Response:
        code, secret = code_of(part), _text(said["secret"])
        if said.get("over"):
            await self._board.end(code, secret)
            return JSONResponse({})
        if said.get("back"):  # who lost the connection, or the window
            talk = await self._board.own(code, secret)
        else:
            asked = said.get("asked")
            talk = await self._board.move(
                code,
                secret,
                _text(said["window"]),
                step=int(said["step"]),
                blank=bool(said.get("blank")),
                asked=None if asked is None else _text(asked),
                takes=bool(said.get("takes")),
            )
        return JSONResponse({"step": talk.step, "blank": talk.blank, "asked": talk.asked})


async def _over() -> AsyncIterator[ServerSentEvent]:
    """The end of a talk, as its followers are told."""
    yield ServerSentEvent("{}", event="over")


def _stream(told: AsyncIterator[ServerSentEvent]) -> Response:
    # Proxies would keep back what is to arrive at once.
    headers = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
    return EventSourceResponse(told, headers=headers, ping=PING)


def qr(address: str) -> str:
    """A link as a QR code, as an address of its own: dark on light, whatever the theme."""
    found = segno.make(address, error="m")
    return str(found.svg_data_uri(border=2, dark=LIGHT.text, light=LIGHT.ground, omitsize=True))


def _own(headers: Headers) -> bool:
    """Whether a page of ours speaks: another site's could only guess a secret, and is not let."""
    plain = headers.get("content-type", "").partition(";")[0].strip() == "application/json"
    return plain and headers.get("sec-fetch-site", "same-origin") == "same-origin"


async def _said(request: Request) -> dict[str, Any] | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(found: object) -> str:
    if not isinstance(found, str):
        raise TypeError
    found.encode()  # ValueError: half a letter, which no answer and no file can hold
    return found


def _told(words: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"told": words}, status, headers)
