"""What stands before Streamlit in the server: closes the upload route to those who may not use
it, keeps that a login ended, and leads back to the page from which somebody logged in.

Written as plain ASGI middleware, so that the websocket passes untouched.
"""

from __future__ import annotations

import logging
from http.cookies import SimpleCookie
from urllib.parse import quote, unquote, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secon_data.errors import DataError
from secon_ui.server import access, login_cookie, uploads
from secon_ui.shell.menu import spec

LOG = logging.getLogger("secon")
_UPLOADS = "/_stcore/upload_file"
_BACK = "secon_back"  # cookie: the page from which somebody logs in
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
    if not await run_in_threadpool(uploads.may, session):
        return PlainTextResponse("Only the data desk takes files, from those who may use it.", 403)
    if scope["method"] == "PUT":
        length = Headers(scope=scope).get("content-length", "")
        if not length.isdigit():
            return PlainTextResponse("The length of the file must be said.", 411)
        if not uploads.fits(session, int(length)):
            return PlainTextResponse("Too much was sent within an hour; try again later.", 413)
    return None


def _end_login(request: Request) -> None:
    claims = login_cookie.claims(request.cookies)
    if claims:
        access.end(claims)


def _remembering(scope: Scope, send: Send) -> Send:
    """Keeps in a cookie which page of ours asked for the login."""
    asked = urlsplit(Headers(scope=scope).get("referer", ""))
    back = asked.path + (f"?{asked.query}" if asked.query else "")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and _ours(back):
            MutableHeaders(scope=message).append(
                "set-cookie",
                f"{_BACK}={quote(back, safe='')}; Path=/; Max-Age={_BACK_LIVES}; HttpOnly; "
                "SameSite=Lax",
            )
        await send(message)

    return sending


def _leading_back(scope: Scope, send: Send) -> Send:
    """Streamlit leads to the start page after a login: goes on to the page that asked for it."""
    cookies = SimpleCookie(Headers(scope=scope).get("cookie", ""))
    back = unquote(cookies[_BACK].value) if _BACK in cookies else ""
    root = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 302:
            headers = MutableHeaders(scope=message)
            if headers.get("location", "").rstrip("/") == root:
                headers["location"] = back if _ours(back) else f"{root}/{spec('desk').slug}"
        await send(message)

    return sending


def _ours(back: str) -> bool:
    """Whether a path with its query is the desk's, and of this server."""
    path = urlsplit(back).path
    return (
        back.isascii()
        and back.isprintable()
        and not back.startswith("//")
        and path.endswith(f"/{spec('desk').slug}")
    )
