"""Publishing and restoring: the right is asked for again, a conflict is never overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from pages.desk import desk_state
from pages.desk.work import EXTRACTS
from secon_data import audit, layouts, publishing, settings, upgrading
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
            publishing.publish(
                store,
                package,
                EXTRACTS,
                found.extracts,
                expected=found.extracts_expected,
                who=now.who,
                why=now.why,
            )
            # Should the second publication fail, a new try finds these extracts there.
            now.examined = replace(found, extracts=None)
        now.published = publishing.publish(
            store,
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
        audit.keep(store, "refused", now.who, work.dataset, note="somebody else published")
    except DataError as error:
        now.trouble = error
        audit.keep(store, "refused", now.who, work.dataset, note=error.told())
    else:
        made = now.published
        audit.keep(store, "published", made.who, made.dataset, made.number, made.why)
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
    store = settings.store()
    try:
        made = now.published = publishing.restore(
            store, data.package(), dataset, revision, expected=expected, who=now.who, why=why
        )
    except ConflictError as error:
        now.conflict = error.revision or 0
    except DataError as error:
        now.trouble = error
    else:
        audit.keep(store, "restored", made.who, made.dataset, made.number, made.why)
    _known_here()


def bring_up(
    dataset: str, values: Mapping[str, str], words: Mapping[str, Mapping[str, str]], why: str
) -> None:
    """Publishes the rows of an older version as this one needs them."""
    now = desk_state.desk()
    if not access.may_publish():
        return
    now.trouble, now.conflict = None, None
    store, package = settings.store(), settings.package(lenient=True)
    try:
        expected = store.revision(dataset)
        table = upgrading.brought_up(store, package, dataset, values, words)
        made = now.published = publishing.publish(
            store, package, dataset, table, expected=expected, who=now.who, why=why
        )
    except ConflictError as error:
        now.conflict = error.revision or 0
    except DataError as error:
        now.trouble = error
    else:
        audit.keep(store, "brought up", made.who, made.dataset, made.number, made.why)
        now.step = "published"
    _known_here()


def would_break(dataset: str, revision: int) -> dict[str, list[str]]:
    """Which other datasets use rows that an older revision lacks."""
    return integrity.broken(data.package(), dataset, data.revision(dataset, revision))


def _known_here() -> None:
    data.look_again()
    frame.acknowledge()
