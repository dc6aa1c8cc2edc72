#!/bin/sh
# Makes sure that the browser tests have a Chromium: an installed one, else the system's package
# manager where we are root, else Playwright's own, else says what to do.
cd "$(dirname "$0")/.." || exit 1
found() { .venv/bin/python tools/find_browser.py >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium for the browser tests …"
  apt-get update -qq
  for name in chromium-headless-shell chromium; do
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$name" >/dev/null 2>&1
    found && exit 0
  done
fi
echo "Fetching Playwright's Chromium for the browser tests …"
.venv/bin/python -m playwright install chromium >/dev/null 2>&1
found && exit 0
echo "The browser tests need Chromium and none could be installed." >&2
echo "Install the package «chromium» (or Google Chrome) and run «make test» again." >&2
exit 1
