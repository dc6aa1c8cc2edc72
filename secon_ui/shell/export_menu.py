"""«Take away»: what a reader can take of a view, in the same order everywhere. Nothing is offered
that a view cannot give."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import TimeoutError as TooLongError
from dataclasses import replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

from secon_data.intake import IntakeError
from secon_data.workbooks import csv
from secon_ui import clock
from secon_ui.processes.runner import StoppedError
from secon_ui.shell import adding, frame, links, opened, sharing
from secon_ui.shell.menu import PAGES
from secon_ui.shell.page import Page
from secon_ui.shell.taken import Taken
from secon_ui.show import stories
from secon_ui.show.steps import Step
from secon_ui.taking import citing, jobs
from secon_ui.taking.around import about, defined
from secon_ui.taking.exhibit import Sheet
from secon_ui.text.labels import plain
from secon_ui.text.markup import Markup
from secon_ui.text.words import Words, mark

LOG = logging.getLogger("secon")
T = TypeVar("T")
KINDS = {
    "picture": (mark("Picture"), ":material/image:"),
    "table": (mark("Table"), ":material/table:"),
    "slide": (mark("Slide"), ":material/slideshow:"),
    "link": (mark("Link"), ":material/link:"),
    "citation": (mark("Citation"), ":material/format_quote:"),
    "embed": (mark("Embed"), ":material/code:"),
}
DRAWN = ("picture", "slide", "embed")  # what needs a view that is drawn
SHAPES = {"wide": mark("Wide"), "square": mark("Square")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
BIBTEX, RIS = "application/x-bibtex", "application/x-research-info-systems"
CSL = "application/vnd.citationstyles.csl+json"
JSON = "application/json"
ENDINGS = {
    "image/png": "png",
    "image/svg+xml": "svg",
    "text/csv": "csv",
    XLSX: "xlsx",
    PPTX: "pptx",
    "application/pdf": "pdf",
    BIBTEX: "bib",
    RIS: "ris",
    CSL: "json",
    JSON: "json",
}
REFERENCES = (
    (citing.bibtex, "BibTeX", BIBTEX),
    (citing.ris, "RIS", RIS),
    (citing.csl, "CSL-JSON", CSL),
)


def menu(page: Page[Any], taken: Taken) -> None:
    """«Add to my slides», where the view can be one, and the button «Take away»: everything else
    is made when it is pressed."""
    t = page.t
    with st.container(horizontal=True, width="content"):
        if taken.step and taken.sheet is not None and _told_as_slide(page):
            frame.place(page.made("adding", lambda: _adding(page)), width="content")
        pressed = st.button(t("Take away"), icon=":material/download:", key=f"{page.slug}_take")
    if pressed:
        # What is taken is of these figures for good, where that can be.
        link = sharing.staying(page) or sharing.copied(page)
        st.dialog(t("Take away"), width="large")(_shown)(page, taken, link)


def _shown(page: Page[Any], taken: Taken, link: str) -> None:
    t = page.t
    kinds = [kind for kind in KINDS if taken.sheet is not None or kind not in DRAWN]
    kind = st.segmented_control(
        t("What to take"),
        kinds,
        default=kinds[0],
        required=True,
        format_func=lambda kind: f"{KINDS[kind][1]} {t(KINDS[kind][0])}",
        label_visibility="collapsed",
        key=f"{page.slug}_take_kind",
    )
    with st.container(key="take"):
        try:
            _OF[kind or kinds[0]](page, taken, link)
        except Exception as error:  # the page behind stays, and its reader sees no traceback
            LOG.exception("Nothing could be taken of %s (%s)", page.slug, kind)
            failed(t("This could not be made."), error, t)


def _picture(page: Page[Any], taken: Taken, link: str) -> None:
    t = page.t
    choice, left, right = st.columns([2.2, 1.4, 1.6], vertical_alignment="center")
    shape = choice.radio(
        t("Shape"),
        list(SHAPES),
        format_func=lambda shape: t(SHAPES[shape]),
        horizontal=True,
        label_visibility="collapsed",
        key=f"{page.slug}_take_shape",
    )
    sheet = _sheet(page, taken, link)
    with st.spinner(t("Drawing …")):
        png = page.made(f"{shape} {link}", lambda: waited(jobs.picture, sheet, shape, "png"))
    st.image(png)
    download(left, t("Picture (PNG)"), png, taken.stem, "image/png")
    with right, st.spinner(t("Drawing …")):
        svg = waited(jobs.picture, sheet, shape, "svg")
    download(right, t("To enlarge (SVG)"), svg, taken.stem, "image/svg+xml")


def _table(page: Page[Any], taken: Taken, link: str) -> None:
    t = page.t
    table, stem = _of_which(page, taken)
    rows = t.plural("{n} row", "{n} rows", len(table))
    st.caption(
        t("What is on the page, with all that each value stands for: {rows}.", rows=plain(rows))
        if stem == taken.stem
        else t("What the regions are compared with, an area a row: {rows}.", rows=plain(rows))
    )
    left, right = st.columns(2)
    sheet = None if taken.sheet is None else _sheet(page, taken, link)
    around = about(table, sheet, taken.cited, page.package, t, link)
    download(right, t("Table (CSV)"), csv(table), stem, "text/csv")
    with left, st.spinner(t("Writing …")):
        xlsx = waited(jobs.workbook_of, table, around)
    download(left, t("Table (XLSX), with definitions and sources"), xlsx, stem, XLSX)


def _of_which(page: Page[Any], taken: Taken) -> tuple[pd.DataFrame, str]:
    """The table that is asked for, and the name of its files."""
    if taken.areas is None:
        return taken.table(), taken.stem
    words = dict(zip(("shown", "areas"), taken.areas.words, strict=True))
    which = st.radio(
        page.t("Which table"),
        list(words),
        format_func=words.__getitem__,
        horizontal=True,
        label_visibility="collapsed",
        key=f"{page.slug}_take_table",
    )
    if which == "areas":
        return taken.areas.table(), f"{taken.stem}-areas"
    return taken.table(), taken.stem


def _slide(page: Page[Any], taken: Taken, link: str) -> None:
    t = page.t
    st.caption(
        t(
            "Slides for PowerPoint and LibreOffice: charts, tables and maps can be edited; the "
            "speaker's note says what is measured and where it is from."
        )
    )
    sheet = _sheet(page, taken, link)
    with st.spinner(t("Drawing …")):
        note = defined(taken.table(), page.package, t)
        pptx = waited(jobs.slides, [sheet], [note])
    download(st, t("Slides (PPTX)"), pptx, taken.stem, PPTX)
    if _told_as_slide(page):
        st.caption(
            t(
                "Or show it here: all keys of a clicker, a second window with notes and clock, and "
                "a code with which others follow on their own screens."
            )
        )
        st.link_button(
            t("Open the show"),
            links.show(page.slug, page.view),
            icon=":material/co_present:",
            width="stretch",
        )
    st.caption(t("Or a story of several pages, told for my region"))
    for story, title in stories.titles(page.package, t).items():
        st.link_button(
            plain(title),
            links.story(page.slug, story, page.view),
            icon=":material/co_present:",
            width="stretch",
        )


def _adding(page: Page[Any]) -> Markup:
    return adding.button(Step(sharing.as_step(page)), page.view, page.t)


def _told_as_slide(page: Page[Any]) -> bool:
    """Whether the view is one of its page's slides."""
    shown = getattr(page.view, "shown", None)
    return page.slug == PAGES[0].slug or shown in opened.slide_views(page.slug)


def _link(page: Page[Any], taken: Taken, link: str) -> None:
    t = page.t
    why = sharing.why_none_stays(page)
    if why:
        st.caption(why)
    else:
        st.caption(t("A link that stays: it shows these figures later too"))
        st.code(link, language=None, wrap_lines=True)
    st.caption(t("A link that follows the data: it shows the newest figures"))
    st.code(sharing.copied(page), language=None, wrap_lines=True)


def _embed(page: Page[Any], taken: Taken, link: str) -> None:
    t = page.t
    st.caption(t("HTML for a page of yours: it shows this view, its notes and its source"))
    headline = _sheet(page, taken, link).headline
    st.code(sharing.embedding(page, headline), language="html", wrap_lines=True)


def _citation(page: Page[Any], taken: Taken, link: str) -> None:
    t, package = page.t, page.package
    st.code(f"{taken.cited} {link}", language=None, wrap_lines=True)
    st.caption(t("For reference managers"))
    if taken.figures is not None:
        found = taken.figures()
    else:
        whole = citing.dataset(taken.dataset, package, t)
        found = replace(whole, stem=taken.stem, said=taken.cited)
    found = found.at(link, clock.today())
    for place, (make, words, mime) in zip(st.columns(3), REFERENCES, strict=True):
        download(place, words, make(found).encode(), taken.stem, mime)


_OF: Mapping[str, Callable[[Page[Any], Taken, str], None]] = {
    "picture": _picture,
    "table": _table,
    "slide": _slide,
    "link": _link,
    "citation": _citation,
    "embed": _embed,
}


def _sheet(page: Page[Any], taken: Taken, link: str) -> Sheet:
    """What pictures and slides of the view are made of, with its address."""
    assert taken.sheet is not None  # else neither is offered
    return page.made("sheet", taken.sheet).alone(link)


def waited(function: Callable[..., T], *arguments: Any) -> T:
    """What the process beside the server makes. StoppedError, FailedError, TimeoutError."""
    job = jobs.PICTURES.submit(function, *arguments)
    try:
        return job.result(jobs.LONGEST)
    except TooLongError:
        job.cancel()
        raise


def failed(told: str, error: Exception, t: Words) -> None:
    """What could not be made, and why. ``told``: the first sentence."""
    why = error.why if isinstance(error, StoppedError) else ""
    if isinstance(error, TooLongError) or why == "time":
        reason = t("It took too long and was stopped.")
    elif why == "memory" or (isinstance(error, IntakeError) and error.code == "too-much-memory"):
        reason = t("The server had too little memory for it.")
    elif isinstance(error, StoppedError):
        reason = t("What makes it was ended meanwhile.")
    else:
        reason = t("Whoever runs the server finds the reason in its log.")
    st.error(f"{told} {reason} {t('Nothing else is lost: please try again in a moment.')}")


def download(place: Any, label: str, content: bytes, stem: str, mime: str) -> None:
    """A button that gives a file. It is made already: were it made when the button is pressed, a
    failure would be told in Streamlit's words. ``stem``: its name without the ending."""
    place.download_button(
        label,
        content,
        file_name=f"{stem}.{ENDINGS[mime]}",
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
