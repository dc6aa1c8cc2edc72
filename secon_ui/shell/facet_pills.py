"""A facet on the screen: a list of buttons that is a filter and a bar chart in one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from secon_ui.shell import frame
from secon_ui.shell.facets import Facet
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import Markup, html, joined


def show(page: Page[Any], facet: Facet, counts: Mapping[str, int]) -> None:
    """Draws one facet, bound to its field of the page's view.

    ``counts``: codes and their numbers in the order to show (``facets.counted``); they follow
    from the view alone.
    """
    t = page.t

    def look() -> tuple[Markup, dict[str, str]]:
        """The bars behind the buttons, and the words on them."""
        most = max(counts.values(), default=0) or 1
        bars = joined(
            html("&>:nth-child({}){{--share:{}%}}", place, f"{100 * n / most:.0f}")
            for place, n in enumerate(counts.values(), start=1)
        )
        # Nested, as the style travels with every rerun.
        style = html("<style>.st-key-facet-{} [role=toolbar]{{{}}}</style>", facet.name, bars)
        return style, {
            code: f"{plain(facet.label(code))} **{t.number(n, 0)}**" for code, n in counts.items()
        }

    bars, words = page.made(f"facet {facet.name}", look)
    with st.container(key=f"facet-{facet.name}"):
        frame.place(bars)
        st.pills(
            facet.title,
            list(counts),
            selection_mode="multi",
            format_func=words.__getitem__,
            width="stretch",
            wrap=True,
            **page.bound(facet.name, list(getattr(page.view, facet.name))),
        )
