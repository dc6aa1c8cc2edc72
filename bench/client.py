"""One reader's browser tab as the server sees it: the websocket and its messages."""

from __future__ import annotations

import socket
import time
import urllib.request
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
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
    html: str = ""  # all the HTML that it sent or named
    auto: str = ""  # a fragment that asks to be run again
    kinds: dict[str, int] = field(default_factory=dict)


class Tab:
    """A session. Closes with its context."""

    def __init__(
        self,
        host: str,
        cookie: str = "",
        headers: Mapping[str, str] | None = None,
        called: str = "",
    ) -> None:
        """``cookie``: what the browser sends along; ``headers``: what a proxy adds; ``called``:
        what it calls the host."""
        place, _, path = host.partition("/")
        self._host, self._cookie = host, cookie
        # To the place itself, whatever it is called on the way.
        way = socket.create_connection((place.partition(":")[0], int(place.partition(":")[2])))
        self._socket = connect(
            f"ws://{called or place}/{path and path + '/'}_stcore/stream", sock=way,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            max_size=None, compression=None, user_agent_header="bench",
            additional_headers={**({"Cookie": cookie} if cookie else {}), **(headers or {})},
        )  # fmt: skip
        # As a browser's: nothing waits for the other side's acknowledgement.
        self._socket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._cached: dict[str, str] = {}  # the HTML, if any, of messages that are kept, by hash
        self._name: str | None = None  # of the page that is open, and its hash
        self._page = ""
        self._ids: dict[str, str] = {}  # of widgets, by the keys that the script gives them
        self._states: dict[str, WidgetState] = {}

    def __enter__(self) -> Tab:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def run(
        self,
        page: str | None = None,
        query: Mapping[str, str] | None = None,
        *,
        press: str = "",
        fragment: str = "",
        until: str = "",
    ) -> Run:
        """Asks for a run with a link and reads all that comes back. ``page``: the last part of
        the address, empty at the root, None for the page that is open; ``press``: the key of a
        button; ``fragment``: run only that; ``until``: so much of HTML that it is enough for the
        time taken."""
        message = BackMsg()
        state = message.rerun_script
        state.query_string = urlencode(query or {})
        if page is None or page == self._name:
            state.page_script_hash = self._page
        else:
            state.page_name = self._name = page
        state.fragment_id = fragment
        state.widget_states.widgets.extend(self._states.values())
        if press:
            state.widget_states.widgets.append(WidgetState(id=self._ids[press], trigger_value=True))
        state.cached_message_hashes.extend(sorted(self._cached))
        state.context_info.locale = "en-LV"
        state.context_info.timezone = "Europe/Athens"
        state.context_info.color_scheme = "light"
        found = Run()
        start = time.perf_counter()
        self._socket.send(message.SerializeToString())
        while True:
            answer, raw = self._answer()
            self._note(found, answer, raw)
            if until and until in found.html and not found.milliseconds:
                found.milliseconds = 1000 * (time.perf_counter() - start)
            if answer.WhichOneof("type") != "script_finished":
                continue
            if answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                found.milliseconds = found.milliseconds or 1000 * (time.perf_counter() - start)
                return found

    def knows(self, key: str) -> bool:
        """Whether a widget of that key was on the screen; of a key that ends in «*», its start."""
        return any(_fits(key, known) for known in self._ids)

    def write(self, key: str, text: str) -> None:
        """Fills in a text; the next run tells it."""
        name = self._ids[key]
        self._states[name] = WidgetState(id=name, string_value=text)

    def send_file(self, key: str, name: str, content: bytes) -> None:
        """Sends a file as the browser does; the next run tells it. ``key`` may end in «*»."""
        message = BackMsg()
        message.file_urls_request.request_id = uuid.uuid4().hex
        message.file_urls_request.file_names.append(name)
        self._socket.send(message.SerializeToString())
        while True:
            answer, _ = self._answer()
            if answer.WhichOneof("type") == "file_urls_response":
                break
        urls = answer.file_urls_response.file_urls[0]
        # The cookie that a page gets, which the browser repeats in a header.
        with urllib.request.urlopen(f"http://{self._host}/_stcore/health") as page:
            cookie = str(page.headers.get("Set-Cookie", "")).partition(";")[0]
        part = uuid.uuid4().hex
        head = (
            f'--{part}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
            "Content-Type: text/csv\r\n\r\n"
        )
        request = urllib.request.Request(
            f"http://{self._host}{urls.upload_url}",
            data=head.encode() + content + f"\r\n--{part}--\r\n".encode(),
            method="PUT",
            headers={
                "Content-Type": f"multipart/form-data; boundary={part}",
                "Cookie": "; ".join(filter(None, (cookie, self._cookie))),
                "X-Xsrftoken": cookie.partition("=")[2],
            },
        )
        urllib.request.urlopen(request, timeout=60).close()
        place = next(self._ids[known] for known in reversed(self._ids) if _fits(key, known))
        state = WidgetState(id=place)
        sent = state.file_uploader_state_value.uploaded_file_info.add()
        sent.name, sent.size, sent.file_id = name, len(content), urls.file_id
        sent.file_urls.CopyFrom(urls)
        self._states[place] = state

    def _answer(self) -> tuple[ForwardMsg, bytes]:
        raw: Any = self._socket.recv(timeout=120)
        return ForwardMsg.FromString(raw), raw

    def _note(self, found: Run, answer: ForwardMsg, raw: bytes) -> None:
        found.size += len(raw)
        kind: str = answer.WhichOneof("type") or ""
        if answer.metadata.cacheable and answer.hash:
            self._cached[answer.hash] = answer.delta.new_element.html.body
        if kind == "navigation":
            self._page = answer.navigation.page_script_hash
        if kind == "auto_rerun":
            found.auto = answer.auto_rerun.fragment_id
        found.sent += kind in ("delta", "ref_hash")
        if kind == "ref_hash":
            found.html += self._cached[answer.ref_hash]
        if kind == "delta":
            element = answer.delta.new_element
            if element.WhichOneof("type") == "html":
                found.html += element.html.body
            name = getattr(getattr(element, element.WhichOneof("type") or "", None), "id", "")
            if name.startswith("$$ID-"):
                # «$$ID-<digest>-<key>»
                self._ids.pop(name.split("-", 2)[2], None)
                self._ids[name.split("-", 2)[2]] = name
            kind = answer.delta.new_element.WhichOneof("type") or "block"
            found.figures += kind in FIGURES
            found.failed |= kind == "exception" or b"box error" in raw
        found.kinds[kind] = found.kinds.get(kind, 0) + len(raw)
        found.geometry |= any(sign in raw for sign in GEOMETRY)


def _fits(key: str, known: str) -> bool:
    return known.startswith(key[:-1]) if key.endswith("*") else known == key
