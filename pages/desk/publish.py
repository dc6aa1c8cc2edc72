"""Publishing and restoring: the right is asked for again, a conflict is never overwritten."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from pages.desk import desk_state
from pages.desk.work import EXTRACTS
from secon_data import layouts, settings
from secon_data.checking import integrity
from secon_data.errors import DataError
from secon_data.store import ConflictError
from secon_ui import data
from secon_ui.server import access
from secon_ui.shell import frame


def publish() -> None:
    """Publishes what is on the desk, its extracts before it."""
    now = desk_state.desk()
    work, found = now.work, now.examined
    if work is None or found is None or found.table is None or not access.may_publish():
        return
    store, package = settings.store(), data.package()
    now.trouble = None
    try:
        if found.extracts is not None:
            store.publish(
                package,
                EXTRACTS,
                found.extracts,
                expected=found.extracts_expected,
                who=now.who,
                why=now.why,
            )
            # Should the second publication fail, a new try finds these extracts there.
            now.examined = replace(found, extracts=None)
        now.published = store.publish(
            package,
            work.dataset,
            found.table,
            expected=found.expected,
            changed=found.changed,
            who=now.who,
            why=now.why,
            upload=work.upload,
        )
    except ConflictError as error:
        now.conflict = error.revision or 0
        now.examined, now.removal = None, False
    except DataError as error:
        now.trouble = error
    else:
        if work.layout and work.download is None:
            with suppress(DataError):  # it is published, remembered or not
                layouts.remember(store, work.layout, work, work.overrides)
        now.work, now.examined, now.conflict, now.why = None, None, None, ""
        now.ticks.clear()
        now.step = "published"
        now.uploads += 1
    _known_here()


def restore(dataset: str, revision: int, expected: int | None, why: str) -> None:
    """Makes an older revision the current one, as a new one."""
    now = desk_state.desk()
    if not access.may_publish():
        return
    now.trouble, now.conflict = None, None
    try:
        now.published = settings.store().restore(
            data.package(), dataset, revision, expected=expected, who=now.who, why=why
        )
    except ConflictError as error:
        now.conflict = error.revision or 0
    except DataError as error:
        now.trouble = error
    _known_here()


def would_break(dataset: str, revision: int) -> dict[str, list[str]]:
    """Which other datasets use rows that an older revision lacks."""
    return integrity.broken(data.package(), dataset, data.revision(dataset, revision))


def _known_here() -> None:
    data.look_again()
    frame.acknowledge()
