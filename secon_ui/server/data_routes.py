"""``/data/``: the data at an address, for programs (``secon_data.open_data`` says what there is).

Answers are made beside the pages, in few threads, and kept until other data are published. Nothing
here knows who asks: no cookie is read, and any site may show the answers. Plain ASGI.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import math
import re
import time
from dataclasses import dataclass

import streamlit as st
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from secon_data import settings
from secon_data.errors import DataError
from secon_data.open_data import answers, forms
from secon_data.open_data.answers import Content, UnavailableError
from secon_data.open_data.asked import RefusedError, understood
from secon_ui import data, published
from secon_ui.server.rate import Buckets, client

LOG = logging.getLogger("secon")
METHODS = "GET, HEAD, OPTIONS"
# Questions that a client may ask at once, and then every second: Frictionless asks 90 to validate
# the package, and whoever does that reads its datasets next.
AT_ONCE, A_SECOND = 240, 2.0
_DEAR = 20.0  # questions that a second of work counts for
_THREADS, _WAITING = 3, 30  # whoever comes when so many wait is asked to come again
_LATER = 5  # seconds
_SMALLEST = 500  # bytes; compressing less gains nothing
_DAY = "public, max-age=86400"  # of a revision, which never changes
_ASK_AGAIN = "public, no-cache"
_BUSY = "The server has much to answer at the moment. Come again in a few seconds."
_AWAY = (
    "The data cannot be read at the moment. Whoever runs the server finds the reason in its log."
)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_ASIDE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Range, Retry-After, X-Revision",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Answer:
    """``body``: compressed, where it is ``packed``; ``size``: of what it holds; ``tag``: the
    revision, where it is of one, and the digest, without quotes; ``lasts``: it never changes."""

    body: bytes
    packed: bool
    size: int
    tag: str
    kind: str
    revision: int | None
    lasts: bool

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.body) if self.packed else self.body


class DataRoutes:
    """The middleware. ``buckets``: how much a client may ask for."""

    def __init__(self, app: ASGIApp, buckets: Buckets | None = None) -> None:
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        self._root = f"/{base}/data" if base else "/data"
        self._buckets = buckets or Buckets(AT_ONCE, A_SECOND)
        self._limiter = CapacityLimiter(_THREADS)
        self._waiting = 0
        self._logged = ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or not f"{path}/".startswith(f"{self._root}/"):
            await self.app(scope, receive, send)
            return
        answer = await self._answer(path.removeprefix(self._root), scope)
        answer.headers.update(_ASIDE)
        await answer(scope, receive, send)

    async def _answer(self, rest: str, scope: Scope) -> Response:
        if scope["method"] == "OPTIONS":
            return _preflight()
        if scope["method"] not in ("GET", "HEAD"):
            refused = _refusal(405, f"Here is only to be read: {METHODS}.")
            refused.headers["Allow"] = METHODS
            return refused
        who = client((scope.get("client") or ("",))[0])
        seconds = self._buckets.wait(who)
        if seconds:
            told = f"That is more than {A_SECOND:g} questions a second. Come again a little later."
            return _later(429, told, math.ceil(seconds))
        if not rest:
            return RedirectResponse(f"{scope.get('root_path', '')}{self._root}/", 308)
        if self._waiting >= _WAITING:
            return _later(503, _BUSY, _LATER)
        self._waiting += 1
        try:
            query = scope.get("query_string", b"").decode("latin-1")
            found, work = await run_sync(self._found, rest[1:], query, limiter=self._limiter)
            self._buckets.charge(who, _DEAR * work)
            return await self._sent(found, scope)
        except RefusedError as error:
            return _refusal(error.status, error.sentence, known=list(error.known))
        except UnavailableError as error:
            self._log(error)
            return _later(503, str(error), _LATER)
        except DataError as error:
            self._log(error)
            return _later(503, _AWAY, _LATER)
        finally:
            self._waiting -= 1

    def _found(self, file: str, query: str) -> tuple[Answer, float]:
        """The answer, and how many seconds of work it was."""
        began = time.thread_time()
        with data.one_version():
            # A program would not read the note that pages show while the store is away.
            trouble = published.trouble(settings.store())
            if trouble is not None:
                raise trouble
            package = data.package()
            what = understood(file, query, package)
            if what.rev is not None:
                then = data.pinned(what.rev)
                if then is None:
                    raise RefusedError(404, f"No version «{what.rev}» of the data is kept here.")
                package, what = then, understood(file, query, then)

            def make() -> Answer:
                return _packed(answers.answer(what, package), lasts=what.lasts)

            found = data.answered(what, make)
        return found, time.thread_time() - began

    async def _sent(self, found: Answer, scope: Scope) -> Response:
        asked = Headers(scope=scope)
        headers = {
            "ETag": f'"{found.tag}"',
            "Cache-Control": _DAY if found.lasts else _ASK_AGAIN,
            "Vary": "Accept-Encoding",
            "Accept-Ranges": "bytes",
        }
        if found.revision is not None:
            headers["X-Revision"] = str(found.revision)
        if _has(asked.get("if-none-match", ""), found.tag):
            return Response(status_code=304, headers=headers)
        headers["Content-Type"] = found.kind
        part = _part(asked, found)
        if part is None and found.packed and _takes_gzip(asked.get("accept-encoding", "")):
            # The same text, not the same bytes.
            headers |= {"Content-Encoding": "gzip", "ETag": f'W/"{found.tag}"'}
            body, status, size = found.body, 200, len(found.body)
        elif part is None:
            body, status, size = b"", 200, found.size
        elif part[0] > part[1]:
            headers["Content-Range"] = f"bytes */{found.size}"
            return Response(status_code=416, headers=headers)
        else:
            body, status, size = b"", 206, part[1] - part[0] + 1
            headers["Content-Range"] = f"bytes {part[0]}-{part[1]}/{found.size}"
        headers["Content-Length"] = str(size)
        if scope["method"] == "HEAD":
            return Response(b"", status, headers)
        if not body:
            plain = await run_sync(lambda: found.plain, limiter=self._limiter)
            body = plain if part is None else plain[part[0] : part[1] + 1]
        return Response(body, status, headers)

    def _log(self, error: Exception) -> None:
        """A line for what is the matter, not one for each who asks."""
        if str(error) != self._logged:
            self._logged = str(error)
            LOG.error("Data at an address: %s", error)


def _packed(content: Content, *, lasts: bool) -> Answer:
    body = content.body
    digest = hashlib.sha256(body).hexdigest()[:20]
    tag = digest if content.revision is None else f"r{content.revision}-{digest}"
    worthwhile = content.kind != forms.KINDS["parquet"] and len(body) >= _SMALLEST
    held = gzip.compress(body, 6, mtime=0) if worthwhile else body
    return Answer(held, worthwhile, len(body), tag, content.kind, content.revision, lasts)


def _has(asked: str, tag: str) -> bool:
    """Whether a client has the answer of this tag already, compressed or not."""
    return asked.strip() == "*" or f'"{tag}"' in (
        one.strip().removeprefix("W/") for one in asked.split(",")
    )


def _takes_gzip(asked: str) -> bool:
    for one in asked.lower().split(","):
        name, _, quality = one.replace(" ", "").partition(";")
        if name in ("gzip", "*"):
            return quality.partition("=")[2].strip("0.") != "" if quality else True
    return False


def _part(asked: Headers, found: Answer) -> tuple[int, int] | None:
    """Which bytes are asked for, first and last; None: all; the first behind the last: such as
    there are not."""
    said = _RANGE.fullmatch(asked.get("range", "").replace(" ", ""))
    if said is None or not (said[1] or said[2]):
        return None
    if asked.get("if-range", f'"{found.tag}"') != f'"{found.tag}"':
        return None
    if not said[1]:  # so many at the end
        return (max(0, found.size - int(said[2])), found.size - 1) if int(said[2]) else (1, 0)
    first, last = int(said[1]), min(int(said[2] or found.size), found.size - 1)
    if said[2] and int(said[2]) < first:
        return None
    return (first, last) if first < found.size else (1, 0)


def _preflight() -> Response:
    headers = {
        "Allow": METHODS,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "If-None-Match, If-Range, Range",
        "Access-Control-Max-Age": "86400",
    }
    return Response(status_code=204, headers=headers)


def _refusal(status: int, sentence: str, **more: object) -> Response:
    """Says what is the matter, and what there is."""
    told = {"error": sentence} | {name: value for name, value in more.items() if value}
    body = (forms.dumped(told) + "\n").encode("utf-8", "replace")
    headers = {"Cache-Control": "no-store", "Content-Type": "application/json"}
    return Response(body, status, headers)


def _later(status: int, sentence: str, seconds: int) -> Response:
    told = _refusal(status, sentence)
    told.headers["Retry-After"] = str(seconds)
    return told
