"""Starting the app: a port that cannot be used is told in one line."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def serve(port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/serve.py", "--port", port],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_port_in_use_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = serve(str(port))
    assert run.returncode == 1 and run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert f"Port {port} is in use" in run.stderr and "make run PORT=" in run.stderr


@pytest.mark.parametrize("port", ["", "0", "65536", "eighty", "80 80", "-1"])
def test_what_is_no_port_is_one_clear_line(port):
    run = serve(f"{port}") if not port.startswith("-") else serve(f"={port}")
    assert run.returncode == 1 and run.stdout == ""
    assert run.stderr.count("\n") == 1 and "is not a port" in run.stderr
