"""Serves the app on this machine: ``python tools/serve.py --port 8501``."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

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
    text = parser.parse_args().port
    if not text.isdigit() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is not a port: a number from 1 to 65535 is expected.")
    port = int(text)
    if not port_is_free(port):
        sys.exit(f"Port {port} is in use. Choose another: make run PORT={min(port + 1, 65535)}")
    print(f"Serving on http://{ADDRESS}:{port} – stop with Ctrl+C.", flush=True)
    os.chdir(ROOT)
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "dashboard.py",
        f"--server.port={port}",
        f"--server.address={ADDRESS}",
        "--server.headless=true",
    ]
    os.execv(sys.executable, command)


if __name__ == "__main__":
    main()
