"""Prints the path of a Chromium that tests and tools may drive; exit code 1 without one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

# The one without a window of its own first: the same engine draws in two thirds of the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
# What a browser is started with where there is no screen, no graphics card and no network.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Else the one without a window sets letters on whole pixels, wider than on any screen.
    "--font-render-hinting=none",
]


def browser() -> str | None:
    """The path of an installed Chromium or Chrome, else of Playwright's own, else None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        own = play.chromium.executable_path
    return own if Path(own).exists() else None


if __name__ == "__main__":
    path = browser()
    if path is None:
        sys.exit(1)
    print(path)
