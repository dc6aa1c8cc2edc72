"""Links to the view shown that somebody takes along: to copy, that stay, for a page or a slide."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import streamlit as st

from secon_data.errors import StoreError
from secon_ui import data
from secon_ui.shell import links
from secon_ui.shell.page import Page
from secon_ui.shell.view import SEPARATOR, View, parted, spelt_out
from secon_ui.text.markup import Markup, html
from secon_ui.text.spoken import sentence

HEIGHT = 640  # pixels of a frame in somebody's page, until the page in it has told its own


def copied(page: Page[Any]) -> str:
    """The whole address of the view shown, with all that it shows named: indicator and year too,
    where they are the usual ones."""
    return _whole(page.settled or page.view)


def staying(page: Page[Any]) -> str | None:
    """The same, pinned to the data shown: it shows these figures later too. None where the data
    cannot be kept (``why_none_stays``)."""
    try:
        return _whole(replace(page.settled or page.view, rev=data.rev(page.package)))
    except StoreError:
        return None


def why_none_stays(page: Page[Any]) -> str:
    """Why no link stays, in a reader's words; empty where one does."""
    try:
        data.rev(page.package)
    except StoreError as error:
        t = page.t
        return t("No link that stays can be made here: {why}", why=t(error.problem))
    return ""


def embedding(page: Page[Any], headline: Markup | str) -> str:
    """HTML that shows the view in somebody's page. ``headline``: what the frame is called."""
    view = page.settled or page.view
    return str(
        html(
            '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy" '
            'style="border:0"></iframe>',
            f"{_whole(view)}&{links.EMBED}=1",
            sentence(headline),
            HEIGHT,
        )
    )


def as_step(page: Page[Any]) -> str:
    """The view shown as a slide keeps it: of whoever's region, in whatever language, with all else
    that it shows named."""
    query = parted(spelt_out(page.settled or page.view))
    said = {key: text for key, text in query.items() if key not in links.ALWAYS}
    return f"{page.slug}?{urlencode(said, safe=SEPARATOR)}" if said else page.slug


def _whole(view: View) -> str:
    here = (st.context.url or "").rstrip("/")
    root = "" if urlsplit(here).path else "/"  # the start page's address ends with its host
    return f"{here}{root}?{spelt_out(view)}"
