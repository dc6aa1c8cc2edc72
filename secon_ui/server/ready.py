"""``/ready``, beside Streamlit's health: whether this server can show what is published. Health
says that the process runs; a load balancer asks here whether to send it readers."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from secon_data import settings
from secon_data.errors import DataError
from secon_ui import data, published

LOG = logging.getLogger("secon")
_FRESH = 2.0  # seconds: strangers may ask, and each answer reads every dataset


@dataclass(frozen=True)
class State:
    """``store``: «ok», «none» (nobody has named one) or «unreachable»; ``datasets``: each as it
    is: «ok», «older» (a damaged revision is replaced) or «unreadable»."""

    store: str
    datasets: dict[str, str]

    @property
    def ready(self) -> bool:
        """Whether all that is published can be shown as it is."""
        return self.store != "unreachable" and set(self.datasets.values()) <= {"ok"}


def look() -> State:
    """Opens the store and reads every dataset: of what has been read, nothing is read again."""
    datasets: dict[str, str] = {}
    try:
        store = settings.store()
        known = published.seen(store)
        kept = "ok" if known.store else "none"
        if published.trouble(store) is not None:
            kept = "unreachable"
        package = data.package()
        damaged = package.damaged
        for name in package.names:
            try:
                package.table(name)
                datasets[name] = "older" if name in damaged else "ok"
            except DataError as error:
                LOG.error("Not ready: %s", error)
                datasets[name] = "unreadable"
    except DataError as error:
        LOG.error("Not ready: %s", error)
        return State("unreachable", datasets)
    return State(kept, datasets)


class Ready:
    """The middleware: answers 200 or 503, with what is the matter and no path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._path = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/") + "/ready"
        self._lock = threading.Lock()
        self._known: tuple[float, State] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] != self._path:
            await self.app(scope, receive, send)
            return
        found = await run_in_threadpool(self._look)
        told = {"ready": found.ready, "store": found.store, "datasets": found.datasets}
        answer = JSONResponse(told, 200 if found.ready else 503)
        answer.headers["Cache-Control"] = "no-store"
        await answer(scope, receive, send)

    def _look(self) -> State:
        with self._lock:
            now = time.monotonic()
            if self._known is None or now - self._known[0] > _FRESH:
                self._known = now, look()
            return self._known[1]
