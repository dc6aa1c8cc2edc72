"""Third state: what is wrong, where, and how it is mended."""

from __future__ import annotations

import streamlit as st

from pages.desk import cards, desk_state, understood, wording
from pages.desk.states import common
from pages.desk.views import DeskView
from pages.desk.work import Examined, wrong_rows
from secon_data import workbooks
from secon_data.problems import Problem, Told
from secon_ui.server import access, private_files
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import html

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(page: Page[DeskView]) -> None:
    """The findings of the check as cards, and the way on."""
    t = page.t
    found = common.checked(page, "check")
    if found is None:
        return
    report, rows = found.report, len(found.draft.table)
    wrong = report.n_rows
    fine = t(
        "{fine} of {rows} rows are fine.",
        fine=t.number(rows - wrong, 0),
        rows=t.number(rows, 0),
    )
    if report.stages["columns"] == "errors":
        fine = t("No value was looked at yet.")
    rest = (
        t("Match your columns to ours, or correct the file.")
        if report.stages["columns"] == "errors"
        else t("Correct the file and drop it here again.")
        if report.errors
        else t("Tick each warning once you have looked at it.")
        if report.warnings
        else t("See what would change; nothing is published yet.")
    )
    common.head(page, "check", cards.headline(report, t), fine, rest)
    if found.draft.outside or found.draft.regions:
        frame.box("look", *cards.places(found.draft, page.package, t))
    left, right = st.columns([2.3, 1], gap="large")
    with right:
        frame.place(cards.stages(report, t))
        _way_on(page, found)
    with left:
        if report.errors:
            strong = t("Cannot be published yet.")
            frame.box("error", strong, t("Errors block; warnings need your tick."))
            frame.place(html('<h2 class="desk-part">{}</h2>', t("Errors")))
            _errors(page, found)
        if report.warnings:
            frame.place(html('<h2 class="desk-part">{}</h2>', t("Warnings")))
            _warnings(page, found)
        if not report.problems:
            frame.box("fine", t("Nothing to correct."), t("All stages of the check are fine."))


def _errors(page: Page[DeskView], found: Examined) -> None:
    """A card for each wrong word, with a choice of what it means where there is one."""
    t, work, package = page.t, common.work(), page.package
    errors = cards.words(found.report)
    asked = False
    for number, (problem, times) in enumerate(errors[: cards.SHOWN]):
        frame.place(cards.card(problem, found.draft.fields, work.intake, t, times))
        column = problem.column or ""
        if column not in found.draft.fields:
            continue
        offered = cards.choices(problem, understood.offered(package, work.dataset, column, t))
        if offered:
            asked = True
            _meaning(page, f"desk_word_{number}", column, problem.value or "", offered)
    if asked:
        st.button(
            t("Take these words, check again"),
            key="desk_words",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=_take_words,
        )
    _more(page, len(errors) - cards.SHOWN)


def _meaning(
    page: Page[DeskView], key: str, column: str, word: str, offered: dict[str, str]
) -> None:
    t, said = page.t, desk_state.desk().words
    st.session_state[key] = said.get(column, {}).get(word)

    def note() -> None:
        said.setdefault(column, {})[word] = str(st.session_state[key])

    st.selectbox(
        t("«{word}» is", word=plain(word)),
        list(offered),
        index=None,
        format_func=lambda code: offered.get(code, code),
        placeholder=t("Choose"),
        key=key,
        on_change=note,
    )


def _take_words() -> None:
    now, work = desk_state.desk(), common.work()
    words = {name: dict(meant) for name, meant in work.words.items()}
    for name, meant in now.words.items():
        words.setdefault(name, {}).update(meant)
    desk_state.change(words=words)


def _warnings(page: Page[DeskView], found: Examined) -> None:
    t, now, work = page.t, desk_state.desk(), common.work()
    shown = 0
    for place, (key, problems) in enumerate(cards.ticks(found.report.warnings).items()):
        with st.container(key=f"desk-warning-{place}"):
            some = problems[: max(1, min(3, cards.SHOWN - shown))]
            shown += len(some)
            for problem in some:
                frame.place(cards.card(problem, found.draft.fields, work.intake, t))
            _more(page, len(problems) - len(some))
            widget = f"desk_tick_{now.uploads}_{key}"
            st.session_state[widget] = key in now.ticks
            st.checkbox(
                cards.tick_label(problems, t),
                key=widget,
                on_change=lambda key=key, widget=widget: desk_state.tick(
                    key, bool(st.session_state[widget])
                ),
            )


def _more(page: Page[DeskView], n: int) -> None:
    if n > 0:
        told = page.t.plural("and {n} more, in the downloads", "and {n} more, in the downloads", n)
        frame.place(html('<p class="desk-hint">{}</p>', told))


def _way_on(page: Page[DeskView], found: Examined) -> None:
    t, work, report = page.t, common.work(), found.report
    if report.fine:
        st.button(
            t("See what changes"),
            key="desk_changes",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=desk_state.go,
            args=("changes",),
            width="stretch",
        )
    else:
        # Columns can be matched here; values are mended where the file came from.
        columns = report.stages["columns"] == "errors"
        if columns:
            _back(page, primary=True)
        st.button(
            t("Drop the corrected file"),
            key="desk_mended",
            type="secondary" if columns else "primary",
            icon=":material/upload_file:",
            on_click=desk_state.clear,
            width="stretch",
        )
        rows = wrong_rows(report.problems, report.beyond.wrong)
        if rows and len(rows) < len(found.draft.table):
            label = (
                t("Go on without {rows}", rows=t.list([t("row {row}", row=row) for row in rows]))
                if len(rows) <= 3
                else t.plural("Go on without {n} row", "Go on without {n} rows", len(rows))
            )
            st.button(
                label,
                key="desk_without",
                on_click=lambda: desk_state.change(left_out=work.left_out | set(rows)),
                width="stretch",
            )
    if report.stages["columns"] != "errors":
        _back(page, primary=False)
    if report.problems:
        _downloads(page, found, report.problems)


def _back(page: Page[DeskView], *, primary: bool) -> None:
    st.button(
        page.t("Back to the columns"),
        key="desk_back",
        type="primary" if primary else "secondary",
        on_click=desk_state.go,
        args=("understood",),
        width="stretch",
    )


def _downloads(page: Page[DeskView], found: Examined, problems: tuple[Problem, ...]) -> None:
    t, work, fields = page.t, common.work(), found.draft.fields

    def tell(problem: Problem) -> Told:
        return wording.told(problem, fields, work.intake, t)

    def mark() -> bytes:
        return desk_state.marked(work.intake, problems, fields, t.language)

    person = access.access().person
    frame.place(html('<p class="desk-hint">{}</p>', t("To correct it in Excel:")))
    name = work.intake.name.rsplit(".", 1)[0]
    st.download_button(
        t("My file with the cells marked (XLSX)"),
        private_files.of(
            person, lambda: desk_state.marked(work.intake, problems, fields, t.language)
        ),
        file_name=f"{name}-marked.xlsx",
        mime=_XLSX,
        key="desk_marked",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    st.download_button(
        t("List of problems (CSV)"),
        private_files.of(person, lambda: workbooks.csv(workbooks.problem_table(problems, tell))),
        file_name=f"{name}-problems.csv",
        mime="text/csv",
        key="desk_problems",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
