"""A fresh server looks at its own pages before it answers anybody, as a reader would: over a
websocket within the process. So nobody waits for imports, files and what all views share."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Literal, get_args

import streamlit as st
from starlette.types import ASGIApp, Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from secon_ui.server.static_files import Files
from secon_ui.shell.menu import PAGES

LOG = logging.getLogger("secon")
LIMIT = 15.0  # seconds; then it answers all the same
LATER = 5.0  # seconds: the first readers come first
READER = "en-LV"  # one whose region is known, or nothing but a question would be looked at


Prepared = Literal["all", "pages", "nothing"]
PREPARED: tuple[Prepared, ...] = get_args(Prepared)


def prepared() -> Prepared:
    """What a server prepares: ``SECON_PREPARE``, by default all. ValueError for another word."""
    said = os.environ.get("SECON_PREPARE", "").strip().lower() or "all"
    for known in PREPARED:
        if said == known:
            return known
    raise ValueError(f"SECON_PREPARE is «all», «pages» or «nothing», not «{said}»")


def lifespan(
    *folders: Files, after: Callable[[], None] | None = None, prepares: Prepared = "all"
) -> Callable[[ASGIApp], AbstractAsyncContextManager[None]]:
    """What the server does before it answers; as soon as it does, the folders' files are
    compressed, and a little later, where all is prepared, ``after`` is called in a thread of its
    own."""

    @asynccontextmanager
    async def living(app: ASGIApp) -> AsyncIterator[None]:
        if prepares == "nothing":
            yield
            return
        try:
            async with asyncio.timeout(LIMIT):
                for page in PAGES:
                    await visit(app, "" if page is PAGES[0] else page.slug)
        except Exception as error:
            # Whatever it is, a reader is told in words.
            LOG.warning("The pages could not be looked at before the first reader: %r", error)
        # What is there by now stays. To look through all of it for garbage, as Python does every
        # few hundred views, takes a tenth of a second in which nobody is answered.
        gc.collect()
        gc.freeze()
        for files in folders:
            threading.Thread(target=files.pack, name="pack", daemon=True).start()
        later = None
        if after is not None and prepares == "all":
            later = threading.Timer(LATER, _quietly, (after,))
            later.daemon = True
            later.start()
        yield
        if later is not None:
            later.cancel()

    return living


def _quietly(work: Callable[[], None]) -> None:
    try:
        work()
    except Exception as error:  # nobody waits for it
        LOG.warning("What is not urgent could not be prepared: %r", error)


async def visit(app: ASGIApp, page: str) -> None:
    """Opens a page in a session of its own and waits until its script has run. ``page``: the last
    part of its address."""
    base = st.get_option("server.baseUrlPath").strip("/")
    ask = BackMsg()
    ask.rerun_script.page_name = page
    ask.rerun_script.context_info.locale = READER
    to_app: asyncio.Queue[Message] = asyncio.Queue()
    to_app.put_nowait({"type": "websocket.connect"})
    to_app.put_nowait({"type": "websocket.receive", "bytes": ask.SerializeToString()})

    async def send(message: Message) -> None:
        answer = ForwardMsg.FromString(message.get("bytes") or b"")
        if answer.WhichOneof("type") == "script_finished" or message["type"] == "websocket.close":
            to_app.put_nowait({"type": "websocket.disconnect", "code": 1000})

    await app(
        {
            "type": "websocket",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "ws",
            "path": f"/{base}/_stcore/stream" if base else "/_stcore/stream",
            "raw_path": b"",
            "root_path": "",
            "query_string": b"",
            # Without any cookie: the desk stays closed, as to any stranger.
            "headers": [(b"host", b"localhost")],
            "subprotocols": ["streamlit"],
            "client": None,
            "server": None,
            "state": {},
        },
        to_app.get,
        send,
    )
