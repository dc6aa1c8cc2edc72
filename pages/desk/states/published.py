"""Fifth state: what was published, the history, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.desk import desk_state, history, preview, publish, steps
from pages.desk.states import common
from pages.desk.views import DeskView
from secon_data import settings, workbooks
from secon_data.revision import Revision
from secon_ui import data
from secon_ui.server import access, private_files
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import html
from secon_ui.text.words import Words

_SHOWN = 8  # revisions


def show(page: Page[DeskView]) -> None:
    """The history of the dataset; above it, what was just published."""
    t, now, dataset = page.t, desk_state.desk(), page.view.dataset
    title = common.titled(page, dataset)
    found = data.history(dataset)
    new = now.published if now.published and now.published.dataset == dataset else None
    if new is not None:
        told = t("{dataset}: {rows}.", dataset=title, rows=t.list(steps.rows_said(new, t)))
        said = t("Revision {number} is published", number=new.number)
        common.head(page, "published", said, t("Everybody sees it at the next click."), told)
        frame.box(
            "fine",
            t("Published {when}.", when=t.moment(new.when)),
            t(
                "Wrong after all? Restore revision {number}: that is itself recorded.",
                number=new.number - 1,
            ),
        )
    else:
        rows = t.plural("{n} row", "{n} rows", len(page.package.table(dataset)))
        said = (
            t("{dataset}: revision {number} is shown now", dataset=title, number=found[0].number)
            if found
            else t("{dataset}: nothing was published yet", dataset=title)
        )
        common.head(page, "choose", said, rows, "")
    if now.conflict is not None:
        strong = t("Somebody else published in between: nothing of yours was.")
        frame.box("look", strong, t("The history below is that of now."))
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"
    ):
        heading = t("History of {dataset}", dataset=title)
        rest = t("Nothing is ever overwritten. A restored state becomes a new revision.")
        frame.place(html('<h2 class="desk-part">{}</h2><p class="desk-hint">{}</p>', heading, rest))
        with st.container(horizontal=True, width="content", key="desk-history-tools"):
            st.selectbox(
                t("Dataset"),
                page.package.names,
                format_func=lambda name: common.titled(page, name),
                label_visibility="collapsed",
                width=260,
                **page.bound("dataset", dataset),
            )
            if len(found) > 1:
                compare_button(page)
            st.button(
                t("Bring another file"),
                key="desk_another",
                type="primary",
                icon=":material/upload_file:",
                on_click=desk_state.clear,
            )
    if not found:
        frame.box(
            "look",
            t("The file that came with the app is shown."),
            t("It becomes revision 0 with the first publication."),
        )
        return
    revisions(page, found, may_publish=True)


def revisions(page: Page[DeskView], found: list[Revision], *, may_publish: bool) -> None:
    """The revisions, newest first, with their files; who may publish also sees who did, what was
    sent, and the way back."""
    t, now = page.t, desk_state.desk()
    # One dialog at most, open until it is closed: its own widgets run the page again.
    if now.dialog == "compare" and len(found) > 1:
        _compare(page, found)
    elif may_publish and any(now.dialog == revision.number for revision in found):
        older = next(revision for revision in found if revision.number == now.dialog)
        _restore(page, older, found[0].number)
    frame.place(history.head(t, names=may_publish))
    shown = found if now.all_revisions else found[:_SHOWN]
    for revision in shown:
        _row(page, revision, found[0], may_publish=may_publish)
    if len(found) > len(shown):

        def all_of_them() -> None:
            now.all_revisions = True

        more = t("Show all {n} revisions", n=len(found))
        st.button(more, key="desk_all_revisions", on_click=all_of_them)
    told = (
        t(
            "+ rows added, ~ changed, − removed. «Files» holds the revision as CSV and the file "
            "that was sent."
        )
        if may_publish
        else t("+ rows added, ~ changed, − removed. «Files» holds the revision as CSV.")
    )
    frame.place(html('<p class="desk-hint">{}</p>', told))


def compare_button(page: Page[DeskView]) -> None:
    """Opens the comparison of two revisions."""
    st.button(
        page.t("Compare two revisions"),
        key="desk_compare",
        icon=":material/compare_arrows:",
        on_click=_open,
        args=("compare",),
    )


def _row(page: Page[DeskView], revision: Revision, newest: Revision, *, may_publish: bool) -> None:
    t, number, dataset = page.t, revision.number, revision.dataset
    with st.container(
        horizontal=True, vertical_alignment="center", key=f"desk-row-{number}", gap="small"
    ):
        frame.place(history.line(revision, newest.number, t, names=may_publish))
        with st.popover(t("Files"), icon=":material/download:", type="tertiary"):
            st.download_button(
                t("Revision {number} (CSV)", number=number),
                lambda: workbooks.csv(data.revision(dataset, number)),
                file_name=f"{dataset}-{number}.csv",
                mime="text/csv",
                key=f"desk_csv_{number}",
                on_click="ignore",
                icon=":material/table:",
            )
            if may_publish and revision.upload:
                # Asked outside the page's run, when the login may have ended.
                holds, person = access.granted(), access.access().person
                st.download_button(
                    t("The file that was sent: {file}", file=plain(revision.upload_name)),
                    private_files.of(person, lambda: _sent(revision, holds, t)),
                    file_name=revision.upload_name,
                    key=f"desk_sent_{number}",
                    on_click="ignore",
                    icon=":material/draft:",
                )
        if may_publish:
            st.button(
                t("Restore"),
                key=f"desk_restore_{number}",
                icon=":material/undo:",
                disabled=number == newest.number,
                on_click=_open,
                args=(number,),
            )


def _open(dialog: str | int) -> None:
    desk_state.desk().dialog = dialog


def _close() -> None:
    desk_state.desk().dialog = None


def _sent(revision: Revision, holds: Callable[[], bool], t: Words) -> bytes:
    if not holds():
        return t("Your login is over.").encode()
    found = settings.store().upload(revision)
    return found.content if found else b""


def _restore(page: Page[DeskView], revision: Revision, newest: int) -> None:
    t, dataset = page.t, revision.dataset
    title, both = t("Restore revision {number}?", number=revision.number), (newest, revision.number)

    @st.dialog(title, width="medium", on_dismiss=_close)
    def dialog() -> None:
        now, tables = desk_state.desk(), [data.revision(dataset, n) for n in both]
        found = data.between(dataset, *both)
        told = preview.headline(found, t)
        named = preview.Named(page.package, dataset, tables, t)
        frame.place(html('<p class="desk-says">{}.</p>', told))
        if len(found.news):
            frame.place(preview.changed(found, named, t))
        broken = publish.would_break(dataset, revision.number)
        if broken:
            datasets = [common.titled(page, name) for name in broken]
            frame.box(
                "error",
                t("This cannot be restored as it is."),
                t("Other data need rows that it lacks: {datasets}.", datasets=t.list(datasets)),
            )
            return
        common.publisher(page, "desk_restorer")
        why = st.text_input(
            t("Why? One line for the history"),
            t("Restored revision {number}", number=revision.number),
            key="desk_restore_why",
            max_chars=300,
        )
        if st.button(
            t("Restore; it becomes revision {number}", number=newest + 1),
            key="desk_restore_yes",
            type="primary",
            icon=":material/undo:",
            disabled=found.none,
        ):
            if not (now.who and why.strip()):
                lacking = t("your name") if why.strip() else t("the reason why")
                frame.box("error", t("Still missing: {list}.", list=lacking), "")
                return
            _close()
            publish.restore(dataset, revision.number, newest, why)
            st.rerun()

    dialog()


def _compare(page: Page[DeskView], found: list[Revision]) -> None:
    t = page.t
    numbers = [revision.number for revision in found]
    dataset = found[0].dataset

    @st.dialog(t("Compare two revisions"), width="large", on_dismiss=_close)
    def dialog() -> None:
        first, second = st.columns(2)
        old = first.selectbox(t("From revision"), numbers, index=1, key="desk_from")
        new = second.selectbox(t("To revision"), numbers, index=0, key="desk_to")
        differs = data.between(dataset, old, new)
        counts = differs.counts()
        told = t(
            "Rows changed: {changed}; added: {added}; removed: {removed}.",
            changed=t.number(counts["changed"], 0),
            added=t.number(counts["added"], 0),
            removed=t.number(counts["removed"], 0),
        )
        frame.place(html('<p class="desk-says">{}</p>', told))
        tables = [data.revision(dataset, number) for number in (old, new)]
        named = preview.Named(page.package, dataset, tables, t)
        if len(differs.news):
            frame.place(preview.changed(differs, named, t))
        if not differs.none:
            st.download_button(
                t("All changes (CSV)"),
                lambda: workbooks.csv(preview.export(differs)),
                file_name=f"{dataset}-{old}-{new}.csv",
                mime="text/csv",
                key="desk_compared",
                on_click="ignore",
                icon=":material/download:",
            )

    dialog()
