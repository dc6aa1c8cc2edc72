"""What is installed is what is tested: the lock of all packages with the digests of their files."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = [entry for entry in re.split(r"\n(?=[A-Za-z])", LOCK) if not entry.startswith("#")]


def requirement(entry: str) -> Requirement:
    return Requirement(entry.split("\\")[0].split(" --hash")[0].strip())


def test_every_package_is_pinned_with_digests_and_no_registry_is_named():
    assert len(ENTRIES) > 80 and "://" not in LOCK and "index-url" not in LOCK
    for entry in ENTRIES:
        found = requirement(entry)
        assert re.fullmatch(r"==[^,*]+", str(found.specifier)), entry[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:60]


def test_it_holds_what_the_app_asks_for():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = [
        Requirement(line.partition("#")[0]) for line in lines if line.partition("#")[0].strip()
    ]
    locked = {canonicalize_name(r.name): r.specifier for r in map(requirement, ENTRIES)}
    assert {canonicalize_name(r.name): r.specifier for r in asked}.items() <= locked.items()


def test_what_is_installed_is_what_is_locked():
    wrong = {}
    for found in map(requirement, ENTRIES):
        if found.marker is None or found.marker.evaluate():
            installed = metadata.version(found.name)
            if installed not in found.specifier:
                wrong[found.name] = (installed, str(found.specifier))
    assert wrong == {}
