"""Takes the README's picture from the running app: ``make picture``."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from find_browser import FLAGS, browser
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "compare.png"
VIEW = "compare?region=riga&lang=en&with=extremadura~flemish-brabant~mazowieckie"
READY = "[data-testid=stApp][data-test-script-state=notRunning]"


@contextmanager
def served() -> Iterator[str]:
    """The app on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(ROOT / "tools" / "serve.py"), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def window(width: int, height: int) -> Iterator[Page]:
    """An empty page in a headless browser."""
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser(), args=FLAGS)
        yield started.new_page(viewport={"width": width, "height": height})
        started.close()


def main() -> None:
    with served() as address, window(1440, 960) as page:
        page.goto(f"{address}/{VIEW}")
        page.wait_for_selector(READY)
        page.wait_for_selector(".js-plotly-plot .choroplethlayer path")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
    print(f"Written: {PICTURE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
