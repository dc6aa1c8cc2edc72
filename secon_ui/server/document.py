"""The HTML document in which the browser starts the app."""

from __future__ import annotations

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secon_ui.server.static_files import FRONTEND


class Document:
    """The middleware: compresses the document at the root, which Streamlit leaves out, and names
    in all documents the script that draws charts, so that the browser fetches it while idle."""

    def __init__(self, app: ASGIApp) -> None:
        self.app, self._compressing = app, GZipMiddleware(app)
        self._root = f"/{st.get_option('server.baseUrlPath').strip('/')}".rstrip("/")
        self._links = ", ".join(
            f"<./static/js/{script.name}>; rel=prefetch; as=script; crossorigin"
            for script in FRONTEND.glob("js/PlotlyChart.*.js")
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start" and self._links:
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith("text/html"):
                    headers["link"] = self._links
            await send(message)

        root = scope["path"].rstrip("/") == self._root
        await (self._compressing if root else self.app)(scope, receive, sending)
