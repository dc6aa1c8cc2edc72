"""One reader's browser tab as the server sees it: the websocket and its messages."""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

FIGURES = ("plotly_chart", "deck_gl_json_chart", "arrow_vega_lite_chart", "iframe")
GEOMETRY = (b'"coordinates"', b'"FeatureCollection"', b'"MultiPolygon"')


@dataclass
class Run:
    """What one run of a script sent."""

    milliseconds: float = 0.0
    size: int = 0
    sent: int = 0  # deltas, with those that were only named
    figures: int = 0
    geometry: bool = False
    failed: bool = False
    kinds: dict[str, int] = field(default_factory=dict)


class Tab:
    """A session. Closes with its context."""

    def __init__(self, host: str) -> None:
        self._socket = connect(
            f"ws://{host}/_stcore/stream", subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None, compression=None, user_agent_header="bench",
        )  # fmt: skip
        # As a browser's: nothing waits for the other side's acknowledgement.
        self._socket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._cached: set[str] = set()
        self._page = ""

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def run(self, page: str = "", query: dict[str, str] | None = None) -> Run:
        """Asks for a run with a link and reads all that comes back. ``page``: the last part of
        the address, empty at the root."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(query or {})
        if self._page:
            state.page_script_hash = self._page
        else:
            state.page_name = page
        state.cached_message_hashes.extend(sorted(self._cached))
        state.context_info.locale = "en-GB"
        state.context_info.timezone = "Europe/Athens"
        state.context_info.color_scheme = "light"
        found = Run()
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            raw: Any = self._socket.recv(timeout=120)
            answer = ForwardMsg.FromString(raw)
            self._note(found, answer, raw)
            if answer.WhichOneof("type") == "script_finished":
                found.milliseconds = 1000 * (time.perf_counter() - start)
                return found

    def _note(self, found: Run, answer: ForwardMsg, raw: bytes) -> None:
        found.size += len(raw)
        kind: str = answer.WhichOneof("type") or ""
        if answer.metadata.cacheable and answer.hash:
            self._cached.add(answer.hash)
        if kind == "navigation":
            self._page = answer.navigation.page_script_hash
        found.sent += kind in ("delta", "ref_hash")
        if kind == "delta":
            kind = answer.delta.new_element.WhichOneof("type") or "block"
            found.figures += kind in FIGURES
            found.failed |= kind == "exception" or b"box error" in raw
        found.kinds[kind] = found.kinds.get(kind, 0) + len(raw)
        found.geometry |= any(sign in raw for sign in GEOMETRY)
