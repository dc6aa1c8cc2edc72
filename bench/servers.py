"""Servers for the length of a measurement, and what they take of the machine."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from secon_data.store import Store

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
TOKEN = secrets.token_urlsafe()  # by which a measured desk knows who measures
_SCHEDULED = 2  # the kind of clock that counts what the scheduler gave to a process


@dataclass(frozen=True)
class Server:
    """A running server. ``host``: its ``host:port``; ``ready``: seconds from its start until its
    health said so."""

    host: str
    pid: int
    ready: float

    def cpu(self) -> float:
        """Processor time of all its threads so far, those that ended included, in ms.

        Linux gives every process a clock of its own, in nanoseconds (``clock_getcpuclockid``);
        /proc/<pid>/stat counts in hundredths of a second, too coarse for one view.
        """
        return 1000 * time.clock_gettime((~self.pid << 3) | _SCHEDULED)

    def memory(self) -> float:
        """What of it is in memory now (resident set), in MB."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def settle(self, quiet: float = 0.4, most: float = 20) -> None:
        """Waits until it has nothing to do of its own: less than a fiftieth of ``quiet`` s."""
        end = time.perf_counter() + most
        while time.perf_counter() < end:
            before = self.cpu()
            time.sleep(quiet)
            if self.cpu() - before < 20 * quiet:
                return


def free_port() -> int:
    """A port on which nothing listens."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    script: Path | None = None,
    *,
    plain: bool = False,
    store: Path | None = None,
    data: Path | None = None,
) -> Iterator[Server]:
    """Runs the app as ``make run`` does, or in its place a script; that ``plain``, with Streamlit's
    own settings. ``store``: where it publishes; ``data``: the folder of its data package."""
    port = free_port()
    ours = ["tools/serve.py", "--port", str(port), *(["--script", str(script)] if script else [])]
    theirs = [
        "-m", "streamlit", "run", str(script), f"--server.port={port}",
        "--server.address=127.0.0.1", "--server.headless=true",
        "--browser.gatherUsageStats=false",
    ]  # fmt: skip
    if store is not None:
        Store(str(store)).make()
    more = {"SECON_STORE": store, "SECON_DATA": data}
    with running(
        theirs if plain else ours,
        port,
        "/_stcore/health",
        folder=HERE if plain else ROOT,
        environment={name: str(path) for name, path in more.items() if path},
    ) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    port: int,
    health: str,
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """Runs Python with these arguments until the end of the context; ``health``: the path that
    answers when it is ready."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "SECON_TOKEN": TOKEN, **(environment or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{health}", process)
        yield Server(f"127.0.0.1:{port}", process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=20)


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until a server answers at an address."""
    for _ in range(1200):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.05)
    sys.exit(f"The server at {address} did not start.")
