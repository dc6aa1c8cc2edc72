"""A run of the tests fails when it has changed a file of the app: a test wrote where it only reads."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDERS = ("data", "static", "locales")
State = dict[str, tuple[int, int]]
_BEFORE = pytest.StashKey[State]()
_CHANGED = pytest.StashKey[list[str]]()


def state(root: Path) -> State:
    """Moment of the last change and size of every file, by its path below the root."""
    files = (file for name in FOLDERS for file in (root / name).rglob("*") if file.is_file())
    return {
        file.relative_to(root).as_posix(): (file.stat().st_mtime_ns, file.stat().st_size)
        for file in files
    }


def pytest_sessionstart(session: pytest.Session) -> None:
    session.config.stash[_BEFORE] = state(session.config.rootpath)


def pytest_sessionfinish(session: pytest.Session) -> None:
    config = session.config
    before, after = config.stash[_BEFORE], state(config.rootpath)
    names = before.keys() | after.keys()
    config.stash[_CHANGED] = sorted(name for name in names if before.get(name) != after.get(name))
    if config.stash[_CHANGED]:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if changed := config.stash.get(_CHANGED, []):
        terminalreporter.section("files of the app were changed during the tests", red=True)
        for name in changed:
            terminalreporter.write_line(name)
