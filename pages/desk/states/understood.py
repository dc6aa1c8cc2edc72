"""Second state: is this what the file says?"""

from __future__ import annotations

import datetime
from typing import Any

import streamlit as st

from pages.desk import desk_state, titles, understood
from pages.desk.states import common, download, missing_columns, readings, row_filter
from pages.desk.views import DeskView
from pages.desk.work import FORGOTTEN, fits, matched, needs_origin, sample
from secon_data.intake import encodings
from secon_data.intake.columns import Match
from secon_data.intake.provenance import Origin
from secon_data.proposal import OBSERVATIONS
from secon_ui import clock
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import html

_MOST = 24  # selects for columns that are not ours


def show(page: Page[DeskView]) -> None:
    """What was understood of the file, and everything to put it right."""
    t, now, work = page.t, desk_state.desk(), common.work()
    if work.download is not None:
        download.show(page)
        return
    match = matched(work, page.package)
    schema = page.package.schema(work.dataset)
    asks = needs_origin(work, match)
    lacks = [name for name in match.missing if not (asks and name == "extract_id")]
    missing = understood.missing(lacks, work, page.package, match, t)
    elsewhere = work.elsewhere if not work.by_hand else None
    strong = (
        t("Nothing of the file is of our regions.")
        if elsewhere is not None
        else t("One thing needs your eye: the letters.")
        if work.candidates
        else t("No column of the file is one of ours.")
        if missing and not match.fields
        else t("Some of our columns were not found.")
        if missing
        else t("All of our columns were found.")
    )
    common.head(
        page,
        "understood",
        t("Is this what {file} says?", file=work.intake.name),
        strong,
        t("Change it where it is wrong."),
    )
    if now.failed is not None:
        common.refused(now.failed, t)
    if now.stopped:
        common.stopped(now.stopped, t)
    if elsewhere is not None:
        frame.box("error", *understood.elsewhere(elsewhere, t))
    if work.candidates:
        _letters(page)
    left, right = st.columns([1, 1.75], gap="large")
    with left:
        _recognised(page)
        if asks:
            with st.container(key="desk-origin"):
                _origin(page)
    with right:
        frame.place(html('<h2 class="desk-part">{}</h2>', t("Your columns and ours")))
        if work.intake.eurostat is not None:
            title = common.titled(page, OBSERVATIONS)
            told = t(
                "Its figures belong to «{dataset}»: choose that and send it again.", dataset=title
            )
            frame.box("look", t("This is a download of Eurostat."), told)
        if work.recalled:
            frame.box(
                "fine",
                t("Understood as the last file with these column names."),
                t("Change what is different this time."),
            )
            st.button(
                t("Forget it for this file"),
                key="desk_forget",
                on_click=desk_state.change,
                kwargs={**FORGOTTEN},
            )
        if other := understood.other_delimiter(work.intake, match):
            frame.box(
                "look",
                t("The columns may be separated by something else."),
                t("In their names stands: {mark}. Choose it under «Recognised».",
                  mark=t(understood.DELIMITERS[other])),
            )  # fmt: skip
        if missing:
            told = t("Not found: {columns}.", columns=t.list(missing))
            rest = t("Choose which of your columns each one is, or give one value for all rows.")
            frame.box("look", told, rest)
            if not work.by_hand and (other := fits(work, page.package)):
                frame.box(
                    "look",
                    t("Its columns are those of «{dataset}»:", dataset=common.titled(page, other)),
                    t("choose that and send it again, if it is meant for it."),
                )
        made = sample(work, page.package)
        frame.place(understood.columns(match, made, work.intake, schema, work.by_hand, t))
        readings.show(page, made)
        _by_hand(page, match)
        if lacks:
            missing_columns.show(page, lacks, match)
        row_filter.show(page)
        frame.place(html('<h2 class="desk-part">{}</h2>', t("First rows as they are in the file")))
        frame.place(understood.first_rows(work.intake, t))
    if asks and now.asked and work.origin is None:
        frame.box("error", t("Say where the figures come from."), t("Every figure names a source."))
    with st.container(horizontal=True, key="desk-on"):
        st.button(
            t("Yes, check the values"),
            key="desk_check",
            type="primary",
            icon=":material/arrow_forward:",
            on_click=_on,
            args=(asks,),
        )
        st.button(t("Another file"), key="desk_another", on_click=desk_state.clear)


def _on(asks: bool) -> None:
    now = desk_state.desk()
    now.asked = True
    if asks:
        _take_origin()
    if not asks or common.work().origin is not None:
        # What was said of the last file like it needs no second look where nothing is found.
        now.direct = common.work().recalled
        desk_state.go("changes" if now.direct else "check")


def _letters(page: Page[DeskView]) -> None:
    t, work = page.t, common.work()
    frame.place(html('<h2 class="desk-part">{}</h2>', t("Which line reads right?")))
    shown = work.candidates[:3]
    for column, found in zip(st.columns(len(shown)), shown, strict=True):
        chosen = found.encoding == work.intake.encoding
        with column:
            frame.place(understood.reading(found, shown[0], chosen, t))
            st.button(
                t("Chosen") if chosen else t("This one is right"),
                key=f"desk_reading_{found.encoding}",
                icon=":material/check:" if chosen else None,
                disabled=chosen,
                on_click=desk_state.reread,
                kwargs={"encoding": found.encoding},
                width="stretch",
            )


def _recognised(page: Page[DeskView]) -> None:
    t, work = page.t, common.work()
    found, length = work.intake, len(work.upload.content) if work.upload else 0
    frame.place(html('<h2 class="desk-part">{}</h2>', t("Recognised")))
    # The points of a map leave nothing to choose.
    if work.upload is not None and found.kind != "json":
        first, second = st.columns(2)
        if found.kind == "text":
            _choose(
                page, first, "delimiter", t("Columns are separated by"), found.delimiter,
                understood.options(found.delimiter, understood.DELIMITERS),
                lambda code: t(understood.DELIMITERS.get(str(code), str(code))),
            )  # fmt: skip
            codes = [*encodings.CODE_PAGES, "utf-8", "utf-16"]
            _choose(
                page, second, "encoding", t("Letters"), found.encoding,
                codes if found.encoding in codes else [found.encoding, *codes],
                lambda code: understood.encoding(code, t),
            )  # fmt: skip
        elif found.sheets:
            _choose(
                page, first, "sheet", t("Sheet"), found.sheet, list(found.sheets), lambda code: code
            )
        _choose(
            page, first, "decimal", t("Decimal mark"), found.decimal, [",", "."],
            lambda code: t(understood.DECIMALS[code]),
        )  # fmt: skip
        rows = sorted({*range(21), found.header})
        _choose(
            page, second, "header", t("Column names in row"), found.header, rows,
            lambda row: str(row) if row else t("there are none"),
        )  # fmt: skip
        if found.header:
            deep = sorted({1, 2, 3, found.header_rows})
            _choose(
                page, first, "header_rows", t("Rows of column names"), found.header_rows, deep, str
            )
        _across(page)
    frame.place(html('<p class="desk-hint">{}</p>', understood.size(found, length, t)))


def _across(page: Page[DeskView]) -> None:
    """What stands across in columns and becomes rows, to be confirmed or not."""
    t, work = page.t, common.work()
    told = understood.across(work.intake, t)
    turned = bool(work.overrides.get("turn", True))
    if not told and turned:
        return
    if told:
        frame.box("look", told, "")
    st.session_state["desk_turn"] = turned
    st.checkbox(
        t("Make rows of these columns"),
        key="desk_turn",
        on_change=lambda: desk_state.reread(turn=bool(st.session_state["desk_turn"])),
    )


def _choose(
    page: Page[DeskView], place: Any, name: str, label: str, value: Any, codes: list[Any], said: Any
) -> None:
    key = f"desk_{name}"
    st.session_state[key] = value
    place.selectbox(
        label,
        codes,
        format_func=said,
        key=key,
        on_change=lambda: desk_state.reread(**{name: st.session_state[key]}),
    )


def _by_hand(page: Page[DeskView], match: Match) -> None:
    """Columns of the file that are not ours, each with a choice; and those that are, unseen."""
    t, work = page.t, common.work()
    schema = page.package.schema(work.dataset)
    names = ["", *schema.fields]
    said = understood.titled(schema, t)
    ours = {column: name for name, column in match.fields.items()}
    columns = list(map(str, work.intake.table.columns))

    def choose(column: str) -> None:
        key = f"desk_match_{columns.index(column)}"
        st.session_state[key] = ours.get(column, "")
        st.selectbox(
            plain(titles.column(column, t)),
            names,
            format_func=said,
            key=key,
            on_change=lambda: desk_state.change(
                by_hand={**common.work().by_hand, column: st.session_state[key]}
            ),
        )

    left = [column for column in columns if column not in ours]
    if left:
        told = t.plural(
            "{n} column is not ours and is left out. Match it where it is needed:",
            "{n} columns are not ours and are left out. Match those that are needed:",
            len(left),
        )
        frame.place(html('<p class="desk-hint">{}</p>', told))
        with st.container(key="desk-unmatched"):
            for place, grid in zip(left[:_MOST], common.grid(len(left[:_MOST])), strict=True):
                with grid:
                    choose(place)
    if ours:
        with st.expander(t("Match a column otherwise")):
            for column, grid in zip(ours, common.grid(len(ours)), strict=True):
                with grid:
                    choose(column)


def _origin(page: Page[DeskView]) -> None:
    """Where the figures come from, when the file does not say it."""
    t, work = page.t, common.work()
    frame.place(html('<h2 class="desk-part">{}</h2>', t("Where are the figures from?")))
    said = work.origin
    st.text_input(
        t("Source: address or title"),
        said.source if said else "",
        key="desk_source",
        max_chars=300,
        placeholder="https://ec.europa.eu/eurostat/…",
    )
    today = clock.today()
    st.date_input(
        t("Taken on"),
        datetime.date.fromisoformat(said.on) if said else today,
        max_value=today,
        key="desk_taken",
        format="DD.MM.YYYY",
    )
    st.checkbox(
        t("They continue the series there are: same definition, same method"),
        said.continues if said else True,
        key="desk_continues",
    )
    _take_origin()


def _take_origin() -> None:
    """Notes what the person says; a click reads it before the page does."""
    source = str(st.session_state["desk_source"]).strip()
    on = st.session_state["desk_taken"]
    day = on if isinstance(on, datetime.date) else clock.today()
    origin = (
        Origin(source, day.isoformat(), bool(st.session_state["desk_continues"]))
        if source
        else None
    )
    if origin != common.work().origin:
        desk_state.change(origin=origin)
