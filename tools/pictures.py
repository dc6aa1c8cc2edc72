"""Takes the pictures of the README and of the manual from the running app: ``make pictures``."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from secon_data.store import Store
from tools.find_browser import FLAGS, browser

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "docs" / "compare.png"
MANUAL = ROOT / "static" / "manual"
VIEW = "compare?region=riga&lang=en&with=extremadura~flemish-brabant~mazowieckie"
TOKEN = secrets.token_urlsafe()
READY = "[data-testid=stApp][data-test-script-state=notRunning]"
LANGUAGES = ("en", "lv")
# A made-up answer of a ministry, as its spreadsheet saves it; a cell of it is wrong at first.
FILE = """Bezdarba līmenis;;;
Teritorija;Rādītājs;Gads;Vērtība
LV00;Bezdarba līmenis;2024;{value}
LV00;Bezdarba līmenis;2023;6,6
"""
# What the publisher types, by language.
TYPED = {
    "en": (
        "Central Statistical Bureau of Latvia",
        "Corrected figures of the bureau",
        "editor.riga",
    ),
    "lv": ("Centrālā statistikas pārvalde", "Pārvaldes precizētie dati", "redaktors.riga"),
}


@contextmanager
def served(store: str) -> Iterator[str]:
    """The app on a free port, with a store of its own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    Store(store).make()
    command = [sys.executable, str(ROOT / "tools" / "serve.py"), "--port", str(port)]
    process = subprocess.Popen(
        command,
        env={**os.environ, "SECON_STORE": store, "SECON_TOKEN": TOKEN},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
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


def of_readme() -> None:
    """One indicator, nine regions."""
    with (
        tempfile.TemporaryDirectory() as store,
        served(store) as address,
        window(1440, 960) as page,
    ):
        page.goto(f"{address}/{VIEW}")
        page.wait_for_selector(READY)
        page.wait_for_selector(".js-plotly-plot .choroplethlayer path")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=README)


def of_manual(language: str) -> None:
    """The five states of the desk, and the way back, as one file goes through them."""
    folder = MANUAL / language
    folder.mkdir(parents=True, exist_ok=True)
    source, why, who = TYPED[language]
    with (
        tempfile.TemporaryDirectory() as store,
        served(store) as address,
        window(1200, 800) as page,
    ):

        def take(name: str) -> None:
            settle(page)
            page.screenshot(path=folder / f"{name}.png")

        page.goto(f"{address}/desk?region=riga&lang={language}&token={TOKEN}")
        take("1-choose")
        send(page, FILE.format(value="7,1 (prov)"))
        page.wait_for_selector(".st-key-desk_check")
        fill(page, ".st-key-desk_source input", source)
        take("2-understood")
        press(page, "desk_check")
        page.wait_for_selector(".st-key-desk_mended")
        take("3-check")
        press(page, "desk_mended")
        page.wait_for_selector(".st-key-desk_check", state="detached")
        send(page, FILE.format(value="7,1"))
        page.wait_for_selector(".st-key-desk_check")
        fill(page, ".st-key-desk_source input", source)
        press(page, "desk_check")
        page.wait_for_selector(".st-key-desk_changes")
        press(page, "desk_changes")
        page.wait_for_selector(".st-key-desk_publish")
        fill(page, ".st-key-desk_why textarea", why)
        fill(page, ".st-key-desk_who input", who)
        take("4-changes")
        press(page, "desk_publish")
        page.wait_for_selector(".st-key-desk_restore_0")
        take("5-published")
        press(page, "desk_restore_0")
        page.wait_for_selector(".st-key-desk_restore_yes")
        take("6-restore")


def settle(page: Page) -> None:
    """Waits until nothing moves any more."""
    page.wait_for_selector(READY)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)


def send(page: Page, text: str) -> None:
    """Drops a file as a Latvian spreadsheet saves it."""
    content = text.replace("\n", "\r\n").encode("cp1257")
    page.set_input_files(
        "input[type=file]",
        {"name": "ministrija.csv", "mimeType": "text/csv", "buffer": content},
    )


def fill(page: Page, field: str, text: str) -> None:
    page.fill(field, text)
    page.locator(field).blur()
    settle(page)


def press(page: Page, key: str) -> None:
    page.click(f".st-key-{re.escape(key)} button")


def main() -> None:
    of_readme()
    for language in LANGUAGES:
        of_manual(language)
    print(f"Written: {README.relative_to(ROOT)}, {MANUAL.relative_to(ROOT)}/")


if __name__ == "__main__":
    main()
