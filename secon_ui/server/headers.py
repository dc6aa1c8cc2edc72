"""What every answer tells the browser: what a page may load and run, who may frame it, and how much
of its address others learn."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
# Whose pages may show ours in a frame, as the policy writes it: «'self' https://example.org».
FRAMES = "SECON_FRAME_ANCESTORS"
_SOURCE = re.compile(r"'(self|none)'|(https?://)?(\*\.)?[\w-]+(\.[\w-]+)*(:(\d+|\*))?|https?:")


def frames() -> str:
    """Who may frame the app. ValueError for a setting that is no list of sources."""
    told = os.environ.get(FRAMES, "").split() or ["'self'"]
    if not all(_SOURCE.fullmatch(source) for source in told):
        raise ValueError(
            f"{FRAMES} names who may frame the app, such as 'self' https://example.org"
        )
    return " ".join(told)


def policy(documents: Iterable[str], frames: str) -> str:
    """The content security policy: everything comes from this server, and of the scripts that stand
    in a page run those in ``documents`` alone, known by their digests (docs/operating.md)."""
    digests = dict.fromkeys(
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for document in documents
        for script in _INLINE.findall(document)
    )
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(
            ["'self'", "'wasm-unsafe-eval'", *(f"'sha256-{digest}'" for digest in digests)]
        ),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self' data: blob:",
        "worker-src": "'self' blob:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frames,
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


class Headers:
    """The middleware. ``documents``: texts with the scripts that may stand in a page; ``framing``:
    who may frame it (``frames``)."""

    def __init__(self, app: ASGIApp, documents: Iterable[str], framing: str) -> None:
        self.app = app
        self._told = {
            "Content-Security-Policy": policy(documents, framing),
            "X-Content-Type-Options": "nosniff",
            # The login is told by it which page of ours asked; no other server is told anything.
            "Referrer-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        }
        if framing in ("'self'", "'none'"):  # for browsers of old, which cannot be told more
            self._told["X-Frame-Options"] = "SAMEORIGIN" if framing == "'self'" else "DENY"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._told.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, sending)
