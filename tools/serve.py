"""Serves the app to this machine alone: ``python tools/serve.py --port 8501``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path

import streamlit as st
import uvicorn

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from secon_data import settings  # noqa: E402
from secon_data.errors import StoreError  # noqa: E402
from secon_ui.server import access  # noqa: E402

# Whoever sits at this machine may keep the data: never another address here.
ADDRESS = "127.0.0.1"
APP = "dashboard:app"


def port_is_free(port: int) -> bool:
    """Whether something could listen there now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", default="8501")
    parser.add_argument("--script", help="a bare Streamlit script to serve in the app's place")
    asked = parser.parse_args()
    text = asked.port
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port: a number from 1 to 65535 is expected.")
    port = int(text)
    if not port_is_free(port):
        sys.exit(f"Port {port} is in use. Choose another: make run PORT={min(port + 1, 65535)}")
    app = st.App(Path(asked.script).resolve()) if asked.script else APP
    os.chdir(ROOT)
    serve(app, port)


def serve(app: st.App | str, port: int) -> None:
    """Serves an app until it is stopped, with the websocket as ``streamlit run`` sets it.

    uvicorn binds the socket itself here, so that small messages are sent at once. Streamlit's own
    socket lacks that: the end of every answer waits 40 ms for the browser's acknowledgement.
    """
    try:
        token = access.open_to_this_machine(os.environ.pop("SECON_TOKEN", ""))
    except ValueError as error:
        sys.exit(f"SECON_TOKEN cannot be used: {error}.")
    try:
        made = settings.make_usual_store()
    except StoreError as error:
        made = None
        print(f"Without a store the desk stays closed: {error}", flush=True)
    if made is not None:
        print(f"What will be published is kept in a new store: {made}", flush=True)
    config = uvicorn.Config(
        app,
        host=ADDRESS,
        port=port,
        ws="websockets-sansio",
        ws_ping_interval=30,
        ws_ping_timeout=30,
        ws_max_size=st.get_option("server.maxMessageSize") * 1_000_000,
        ws_per_message_deflate=st.get_option("server.enableWebsocketCompression"),
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=5,
    )
    with suppress(KeyboardInterrupt):
        _Server(config, token).run()


class _Server(uvicorn.Server):
    """Says where it serves as soon as it does, and opens a browser there when somebody looks on.
    ``token``: makes the browser that brings it that of whoever sits at this machine."""

    def __init__(self, config: uvicorn.Config, token: str) -> None:
        super().__init__(config)
        self._token = token

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            where = f"http://{self.config.host}:{self.config.port}"
            keyed = f"{where}/?token={self._token}"
            print(f"Serving on {where} – stop with Ctrl+C.")
            print(f"The data desk opens in a browser that came by: {keyed}", flush=True)
            if sys.stdout.isatty():
                threading.Thread(target=webbrowser.open, args=(keyed,), daemon=True).start()


if __name__ == "__main__":
    main()
