"""Serves the app on this machine: ``python tools/serve.py --port 8501``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path
from typing import Any

from streamlit.web import cli
from streamlit.web.server.starlette import starlette_server

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"


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
    parser.add_argument("--script", default="dashboard.py")
    asked = parser.parse_args()
    text = asked.port
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port: a number from 1 to 65535 is expected.")
    port = int(text)
    if not port_is_free(port):
        sys.exit(f"Port {port} is in use. Choose another: make run PORT={min(port + 1, 65535)}")
    print(f"Serving on http://{ADDRESS}:{port} – stop with Ctrl+C.", flush=True)
    os.chdir(ROOT)
    serve(asked.script, port)


def serve(script: str, port: int) -> None:
    """Runs Streamlit in this process until it is stopped.

    Streamlit binds its socket itself and so misses asyncio's own rule that small messages are sent
    at once: the end of every answer would wait 40 ms for the browser's acknowledgement.
    """
    bind = starlette_server._bind_socket

    def bind_without_delay(*arguments: Any) -> socket.socket:
        bound = bind(*arguments)
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # its connections inherit it
        return bound

    starlette_server._bind_socket = bind_without_delay  # type: ignore[assignment]
    cli.main(
        [
            "run",
            script,
            f"--server.port={port}",
            f"--server.address={ADDRESS}",
            "--server.headless=true",
        ]
    )


if __name__ == "__main__":
    main()
