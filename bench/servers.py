"""Servers for the length of a measurement."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(script: Path, *, plain: bool = False, store: Path | None = None) -> Iterator[str]:
    """Runs a script as ``make run`` runs the app, or ``plain``, with Streamlit's own settings; its
    ``host:port``. ``store``: where it publishes."""
    port = free_port()
    host = f"127.0.0.1:{port}"
    ours = ["tools/serve.py", "--port", str(port), "--script", str(script)]
    theirs = [
        "-m", "streamlit", "run", str(script), f"--server.port={port}",
        "--server.address=127.0.0.1", "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, *(theirs if plain else ours)],
        cwd=script.parent if plain else ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            **({"SECON_STORE": str(store)} if store else {}),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://{host}/_stcore/health", process)
        yield host
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until a server answers at an address."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.05)
    sys.exit(f"The server at {address} did not start.")
