"""Fourth state: what will change, and the confirmation."""

from __future__ import annotations

import streamlit as st

from pages.desk import cards, desk_state, draft_charts, preview, publish, story_numbers
from pages.desk.states import common
from pages.desk.views import DeskView
from pages.desk.work import Examined
from secon_data import changes, workbooks
from secon_ui.server import access, private_files
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.show import stories
from secon_ui.text.markup import EMPTY, html
from secon_ui.text.words import mark

_MODES: dict[changes.Mode, tuple[str, str]] = {
    "update": (mark("Add and update"), mark("rows that are not in the file stay")),
    "replace": (
        mark("Replace all rows of this dataset"),
        mark("rows that are not in the file are removed"),
    ),
}


def show(page: Page[DeskView]) -> None:
    """Every difference, and what is needed to publish it."""
    t, now = page.t, desk_state.desk()
    found = common.checked(page, "changes")
    if found is None:
        return
    direct, now.direct = now.direct, False
    looks = direct and cards.open_ticks(found.report, now.ticks) > 0
    if found.changed is None or found.table is None or looks:
        # Another mode, or other data meanwhile, brought an error to light.
        desk_state.go("check")
        st.rerun()
    dataset = common.work().dataset
    tables = [page.package.table(dataset), found.table]
    named = preview.Named(page.package, dataset, tables, t)
    common.head(
        page,
        "changes",
        preview.headline(found.changed, t),
        preview.largest(found.changed, named.row, t),
        t("Nobody sees this before you publish."),
    )
    if now.conflict is not None:
        frame.box(
            "look",
            t("Somebody else published in between: nothing of yours was."),
            t("Below is what changes against the figures of now. Look again, then publish."),
        )
    if found.draft.outside or found.draft.regions:
        frame.box("look", *cards.places(found.draft, page.package, t))
    if dataset == stories.DATASET:
        numbers = story_numbers.told(found.table, page.look.names, t)
        if numbers:
            title = t("Headlines hold numbers that the data do not.")
            frame.box("look", title, " ".join(numbers))
    left, right = st.columns([2.6, 1], gap="large")
    with left:
        frame.place(preview.figures(found.changed, found.untouched, t))
        if now.looked:
            draft_charts.show(page, dataset, found)
        else:
            _tables(page, found.changed, named)
    with right:
        with st.container(border=True, key="desk-publish"):
            _confirm(page, found, found.changed)
        _others(page, dataset, found)


def _tables(page: Page[DeskView], found: changes.Changes, named: preview.Named) -> None:
    t, dataset = page.t, common.work().dataset
    counts = found.counts()
    views = {
        "changed": t("Changed {n}", n=t.number(counts["changed"], 0)),
        "added": t("Added {n}", n=t.number(counts["added"], 0)),
        "removed": t("Removed {n}", n=t.number(counts["removed"], 0)),
    }
    first = next((name for name in views if counts[name]), "changed")
    shown = st.segmented_control(
        t("Differences"),
        list(views),
        default=first,
        format_func=views.__getitem__,
        label_visibility="collapsed",
        # Another mode makes other differences: it opens with those it makes.
        key=f"desk_shown_{common.work().mode}",
        required=True,
    )
    key = page.package.schema(dataset).key
    if shown == "changed":
        n = len(found.news)
        body = preview.changed(found, named, t) if n else EMPTY
        told = t("Largest first, measured in per cent of the old value.")
    else:
        table = found.added if shown == "added" else found.removed
        n = len(table)
        body, told = preview.rows_of(table, named, key, t) if n else EMPTY, ""
    frame.place(body or html('<p class="quiet">{}</p>', t("None.")))
    if n > preview.SHOWN:
        more = t.plural("{n} more follows.", "{n} more follow.", n - preview.SHOWN)
        told = f"{told} {more}".strip()
    if n:
        with st.container(horizontal=True, vertical_alignment="center", key="desk-more"):
            frame.place(html('<p class="desk-hint">{}</p>', told))
            st.download_button(
                t("All changes (CSV)"),
                private_files.of(
                    access.access().person, lambda: workbooks.csv(preview.export(found))
                ),
                file_name=f"{dataset}-changes.csv",
                mime="text/csv",
                key="desk_all",
                on_click="ignore",
                icon=":material/download:",
            )


def _confirm(page: Page[DeskView], found: Examined, differences: changes.Changes) -> None:
    t, now = page.t, desk_state.desk()
    frame.place(html('<h2 class="desk-part">{}</h2>', t("Publish")))
    st.session_state["desk_mode"] = found.mode
    st.radio(
        t("Mode"),
        list(_MODES),
        format_func=lambda mode: t(_MODES[mode][0]),
        captions=[t(told) for _, told in _MODES.values()],
        key="desk_mode",
        label_visibility="collapsed",
        on_change=lambda: desk_state.change(mode=st.session_state["desk_mode"]),
    )
    st.session_state.setdefault("desk_why", now.why)
    st.text_area(t("Why? One line for the history"), key="desk_why", max_chars=300, height=80)
    _take_why()
    common.publisher(page, "desk_who")
    removed = len(differences.removed)
    if removed:
        # Other differences ask for another tick, so the widget shows what is noted.
        st.session_state["desk_removal"] = now.removal
        st.checkbox(
            t.plural("Yes, remove {n} row", "Yes, remove {n} rows", removed),
            key="desk_removal",
            on_change=_remove,
        )
    never = _never(page, found, differences)
    counts = differences.counts()
    n = counts["added"] + counts["changed"] + removed
    # Enabled while something is missing: the click that ends the writing of the note is then not
    # lost, and what is missing is said when it is asked for.
    st.button(
        t.plural("Publish {n} row", "Publish {n} rows", n),
        key="desk_publish",
        type="primary",
        icon=":material/check:",
        disabled=bool(never),
        on_click=_publish,
        args=(found, removed),
        width="stretch",
    )
    lacking = _lacking(page, found, removed)
    if never:
        frame.place(html('<p class="desk-hint">{}</p>', never))
    elif lacking:
        told = t("Still missing: {list}.", list=t.list(lacking))
        if now.urged:
            frame.box("error", told, "")
        else:
            frame.place(html('<p class="desk-hint">{}</p>', told))
    else:
        number = 1 if found.expected is None else found.expected + 1
        told = t(
            "Becomes revision {new}; revision {old} can be restored at any time.",
            new=number,
            old=number - 1,
        )
        frame.place(html('<p class="desk-hint">{}</p>', told))


def _never(page: Page[DeskView], found: Examined, differences: changes.Changes) -> str:
    """Why this cannot be published, whatever is written here; empty when it can."""
    t = page.t
    if differences.none:
        return t("Still missing: {list}.", list=t("a difference"))
    if found.broken:
        datasets = t.list([common.titled(page, name) for name in found.broken])
        lacking = t("other data need rows that go: {datasets}", datasets=datasets)
        return t("Still missing: {list}.", list=lacking)
    return ""


def _lacking(page: Page[DeskView], found: Examined, removed: int) -> list[str]:
    """What is still to be written or ticked."""
    t, now = page.t, desk_state.desk()
    lacking = []
    if open_ticks := cards.open_ticks(found.report, now.ticks):
        lacking.append(t.plural("{n} warning to tick", "{n} warnings to tick", open_ticks))
    if removed and not now.removal:
        lacking.append(t("the removal to confirm"))
    if not now.why.strip():
        lacking.append(t("the reason why"))
    if not now.who:
        lacking.append(t("your name"))
    return lacking


def _publish(found: Examined, removed: int) -> None:
    """Publishes once nothing is missing: with what was written a moment ago."""
    now = desk_state.desk()
    _take_why()
    common.take_publisher("desk_who")
    waits = cards.open_ticks(found.report, now.ticks) or (removed and not now.removal)
    now.urged = bool(waits or not now.why.strip() or not now.who)
    if not now.urged:
        publish.publish()


def _take_why() -> None:
    desk_state.desk().why = str(st.session_state.get("desk_why", ""))


def _remove() -> None:
    desk_state.desk().removal = bool(st.session_state["desk_removal"])


def _others(page: Page[DeskView], dataset: str, found: Examined) -> None:
    t, now = page.t, desk_state.desk()
    if draft_charts.possible(dataset, found, page.package):

        def turn() -> None:
            now.looked = not now.looked

        st.button(
            t("See the list of changes")
            if now.looked
            else t("See the charts with the draft")
            if dataset == "observations"
            else t("See the rows by region"),
            key="desk_look",
            icon=":material/list:" if now.looked else ":material/visibility:",
            on_click=turn,
            width="stretch",
        )
    st.button(
        t("Back to the check"),
        key="desk_back",
        on_click=desk_state.go,
        args=("check",),
        width="stretch",
    )
