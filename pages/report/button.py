"""«Report of my region»: one click, made beside the server, with what is being done."""

from __future__ import annotations

import logging
import time
from concurrent.futures import TimeoutError as TooLongError
from functools import partial
from typing import Any

import streamlit as st

from pages.report import job
from secon_data import settings
from secon_ui import clock, data, published
from secon_ui.shell.export_menu import PPTX, download, failed
from secon_ui.shell.page import Page
from secon_ui.taking import jobs
from secon_ui.text.words import mark

LOG = logging.getLogger("secon")
# What the process is at, and how far that is.
STAGES = {
    "": (mark("Waiting for its turn …"), 0.0),
    "read": (mark("Reading the data …"), 0.1),
    "gather": (mark("Gathering what the pages say …"), 0.3),
    "draw": (mark("Drawing and setting the pages …"), 0.7),
}
PDF = "application/pdf"


def button(page: Page[Any]) -> None:
    """The button of the report."""
    t = page.t
    if st.button(t("Report of my region"), icon=":material/picture_as_pdf:", key="region_report"):
        base = (st.context.url or "").rstrip("/").removesuffix(f"/{page.slug}")
        st.dialog(t("Report of my region"), width="medium")(_shown)(page, base)


def _shown(page: Page[Any], base: str) -> None:
    t, region = page.t, page.view.region
    st.write(
        t(
            "Key figures, profile, what is better and what is worse than the median, who does "
            "better, funding, policy, practices and organisations of {region}, each with its "
            "source.",
            region=page.look.names[region],
        )
    )
    kinds: tuple[tuple[job.Format, str, str], ...] = (
        ("pdf", t("Report (PDF)"), PDF),
        ("pptx", t("Slides (PPTX)"), PPTX),
    )
    try:
        for place, (format, label, mime) in zip(st.columns(2), kinds, strict=True):
            with place:
                made = data.made(
                    ("report", region, t.language, base, format),
                    partial(_waited, page, base, format),
                )
                download(st, label, made, f"secon-{region}-{t.language}", mime)
    except Exception as error:  # the page behind stays, and its reader sees no traceback
        LOG.exception("The report of %s could not be made", region)
        failed(t("The report could not be made."), error, t)


def _waited(page: Page[Any], base: str, format: job.Format) -> bytes:
    """The report; meanwhile what is being done is shown. TimeoutError, and what the work raised."""
    t = page.t
    edition = job.Edition.now(dict(published.seen(settings.store()).revisions))
    asked = (edition, page.view.region, t.language, clock.today(), base, format)
    work = jobs.PICTURES.submit(job.made, *asked)
    shown = st.progress(0.0, t(STAGES[""][0]))
    until = time.monotonic() + jobs.LONGEST
    while not work.done:
        words, share = STAGES[work.stage]
        shown.progress(share, t(words))
        if time.monotonic() > until:
            work.cancel()
            raise TooLongError
        time.sleep(0.1)
    shown.empty()
    return work.result()
