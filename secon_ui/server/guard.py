"""What stands before Streamlit in the server: closes the upload route and what belongs to one
person to all others, takes up the token of whoever sits at this machine, keeps that a login ended,
and leads back to the page from which somebody logged in.

Written as plain ASGI middleware, so that the websocket passes untouched.
"""

from __future__ import annotations

import logging
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secon_data.errors import DataError
from secon_ui.server import access, login_cookie, private_files, uploads
from secon_ui.shell.menu import spec

LOG = logging.getLogger("secon")
_UPLOADS, _MEDIA = "/_stcore/upload_file", "/media/"
_TOKEN = "token"  # in the address that the server prints where it is started
_BACK = "secon_back"  # cookie: what the desk's address asked for when somebody logged in there
_BACK_LIVES = 900  # seconds; so long may a login take


class Guard:
    """The middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif _UPLOADS in path and scope["method"] != "OPTIONS":
            refused = await _refused(path, scope)
            await (refused or self.app)(scope, receive, send)
        elif _MEDIA in path and not await run_in_threadpool(_may_have, path, Request(scope)):
            told = "This file belongs to somebody who is not logged in here."
            await PlainTextResponse(told, 403)(scope, receive, send)
        elif (arrived := _arrived(path, scope)) is not None:
            await arrived(scope, receive, send)
        elif path.endswith("/auth/logout"):
            try:
                await run_in_threadpool(_end_login, Request(scope))
            except DataError as error:
                # The cookie goes from this browser all the same; a copy of it would still hold.
                LOG.error("A logout could not be kept: %s", error)
            await self.app(scope, receive, send)
        elif path.endswith("/auth/login"):
            await self.app(scope, receive, _remembering(scope, send))
        elif path.endswith("/oauth2callback"):
            await self.app(scope, receive, _leading_back(scope, send))
        else:
            await self.app(scope, receive, send)


async def _refused(path: str, scope: Scope) -> PlainTextResponse | None:
    """The answer to a request that may not use the upload route; None when it may."""
    session = path.partition(_UPLOADS)[2].strip("/").split("/")[0]
    if not await run_in_threadpool(_may_send, session, Request(scope)):
        return PlainTextResponse("Only the data desk takes files, from those who may use it.", 403)
    if scope["method"] == "PUT":
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdigit():
            return PlainTextResponse("The length of the file must be said.", 411)
        if not uploads.fits(session, int(length)):
            return PlainTextResponse("Too much was sent within an hour; try again later.", 413)
    return None


def _may_send(session: str, request: Request) -> bool:
    """Whether who sends a request may use this session's upload route: to know the session is not
    enough."""
    own = access.of_request(request.cookies)
    return own.may_publish and uploads.may(session, own.person)


def _may_have(path: str, request: Request) -> bool:
    """Whether who sends a request may have a file that Streamlit hands out."""
    owners = private_files.owners(path.rpartition(_MEDIA)[2])
    if owners is None:
        return True
    own = access.of_request(request.cookies)
    return own.may_publish and own.person in owners


def _arrived(path: str, scope: Scope) -> Response | None:
    """Leads whoever comes with a token to the same address without it; with the right one, her
    browser is known from then on."""
    query = parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    tokens = [value for name, value in query if name == _TOKEN]
    if not tokens or scope["method"] != "GET" or not access.asks_for_token():
        return None
    rest = urlencode([(name, value) for name, value in query if name != _TOKEN])
    # One slash at its start: two would name another host.
    target = "/" + quote(path.lstrip("/\\"), safe="/") + (f"?{rest}" if rest else "")
    answer = RedirectResponse(target, 303)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Referrer-Policy"] = "no-referrer"
    cookie = access.cookie_for(tokens[-1])
    if cookie is not None:
        # Of this session of the browser; no script reads it, and no other site sends it along.
        answer.set_cookie(*cookie, path="/", httponly=True, samesite="strict")
    return answer


def _end_login(request: Request) -> None:
    claims = login_cookie.claims(request.cookies)
    if claims:
        access.end(claims)


def _remembering(scope: Scope, send: Send) -> Send:
    """Keeps in a cookie what the desk was asked for when it led to the login."""
    asked = urlsplit(Headers(scope=scope).get("referer", ""))
    kept = _query(asked.query) if asked.path.endswith(f"/{spec('desk').slug}") else ""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and kept:
            MutableHeaders(scope=message).append(
                "set-cookie",
                f"{_BACK}={quote(kept, safe='')}; Path=/; Max-Age={_BACK_LIVES}; HttpOnly; "
                "SameSite=Lax",
            )
        await send(message)

    return sending


def _leading_back(scope: Scope, send: Send) -> Send:
    """Streamlit leads to the start page after a login: goes on to the desk, with what it was asked
    for. Its path is ours: what a cookie says is never more than a query."""
    kept = _query(unquote(Request(scope).cookies.get(_BACK, "")))
    root = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
    desk = f"{root}/{spec('desk').slug}" + (f"?{kept}" if kept else "")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 302:
            headers = MutableHeaders(scope=message)
            if headers.get("location", "").rstrip("/") == root:
                headers["location"] = desk
        await send(message)

    return sending


def _query(text: str) -> str:
    """A query written anew: whatever else a text holds is escaped."""
    return urlencode(parse_qsl(text, keep_blank_values=True))
