"""Publishing and restoring: the right is asked for again, a conflict is never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from pages.desk import desk_state
from pages.desk.work import EXTRACTS, with_left_out
from secon_data import layouts, publishing, restoring, settings, upgrading
from secon_data.checking import integrity
from secon_data.errors import DataError
from secon_data.revision import Revision
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
    store, package, table = settings.store(), data.package(), found.table

    def made() -> Revision:
        if found.extracts is not None:
            publishing.publish(
                store, package, EXTRACTS, found.extracts,
                expected=found.extracts_expected, who=now.who, why=now.why,
            )  # fmt: skip
            # Should the second publication fail, a new try finds these extracts there.
            now.examined = replace(found, extracts=None)
        return publishing.publish(
            store, package, work.dataset, table,
            expected=found.expected, changed=found.changed, who=now.who, why=now.why,
            upload=work.upload,
        )  # fmt: skip

    if _done(made):
        if work.layout and work.download is None:
            with suppress(DataError):  # it is published, remembered or not
                layouts.remember(store, work.layout, with_left_out(work, package), work.overrides)
        now.work, now.examined, now.why = None, None, ""
        now.ticks.clear()
        now.step = "published"
        now.uploads += 1
    elif now.conflict is not None:
        now.examined, now.removal = None, False


def restore(dataset: str, revision: int, expected: int | None, why: str) -> None:
    """Makes an older revision the current one, as a new one."""
    now = desk_state.desk()
    if access.may_publish():
        _done(
            lambda: restoring.restore(
                settings.store(), data.package(), dataset, revision,
                expected=expected, who=now.who, why=why,
            )
        )  # fmt: skip


def bring_up(
    dataset: str, values: Mapping[str, str], words: Mapping[str, Mapping[str, str]], why: str
) -> None:
    """Publishes the rows of an older version as this one needs them."""
    now = desk_state.desk()
    if not access.may_publish():
        return
    store, package = settings.store(), settings.package(lenient=True)

    def made() -> Revision:
        expected = store.revision(dataset)
        table = upgrading.brought_up(store, package, dataset, values, words)
        return publishing.publish(
            store, package, dataset, table,
            what="brought up", expected=expected, who=now.who, why=why,
        )  # fmt: skip

    if _done(made):
        now.step = "published"


def _done(make: Callable[[], Revision]) -> bool:
    """Publishes, and notes on the desk what came of it; whether it is published."""
    now = desk_state.desk()
    now.trouble, now.conflict = None, None
    try:
        now.published = make()
    except ConflictError as error:
        now.conflict = error.revision or 0
    except DataError as error:
        now.trouble = error
    data.look_again()
    frame.acknowledge()
    return now.trouble is None and now.conflict is None


def would_break(dataset: str, revision: int) -> dict[str, list[str]]:
    """Which other datasets use rows that an older revision lacks."""
    return integrity.broken(data.package(), dataset, data.revision(dataset, revision))
