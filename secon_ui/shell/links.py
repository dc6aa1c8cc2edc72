"""Links in the running app: what the address says, what was chosen on each page, and writing both.

A choice writes ``st.query_params``, which makes an entry in the browser's history, so Back works. A
change of page drops the query; the page's last choices are then taken up again from the session.
What a link leaves open (region, language) is completed in the browser without a history entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from secon_ui.shell.view import Allowed, Problem, View, encoded, from_query, to_query
from secon_ui.text.markup import Markup, html

V = TypeVar("V", bound=View)
_MEMORY = "_links"  # page → its last query
_LAST = "_last"  # region and language last shown
_ALWAYS = tuple(item.metadata["key"] for item in fields(View) if item.metadata.get("always"))

# In a block of its own: it runs many times on a page, where a name can be declared once.
_COMPLETE = """<script>
{
  const link = document.getElementById("secon-link");
  if (link) {
    document.documentElement.lang = link.hreflang;
    if (link.search !== location.search) history.replaceState(history.state, "", link.search);
  }
}
</script>"""


def asked_language() -> str:
    """The language that the address names, empty where it names none. A change of page by the
    menu drops the query; the language last shown stays."""
    known = st.query_params or st.session_state.get(_LAST) or {}
    return str(known.get("lang", ""))


def query(slug: str) -> dict[str, str]:
    """What the address asks of this page. An empty query in a session that has shown a page
    means that the reader came by the menu: her choices there are taken up again."""
    asked = dict(st.query_params)
    last = st.session_state.get(_LAST)
    if asked or last is None:
        return asked
    return {**_memory().get(slug, {}), **last}


def read(
    kind: type[V], asked: Mapping[str, str], allowed: Allowed, home: Mapping[str, str]
) -> tuple[V, list[Problem]]:
    """``view.from_query``; here so that pages and frame read links in one way."""
    return from_query(kind, asked, allowed, home)


def settle(slug: str, view: View) -> None:
    """Remembers the view and lets the address name all of it."""
    asked = to_query(view)
    _remember(slug, asked)
    target = f"?{encoded(view)}"
    # The address as it came makes the element new, so that its script runs again.
    came = urlencode(dict(st.query_params))
    st.html(
        html(
            '<a id="secon-link" href="{}" hreflang="{}" title="{}" tabindex="-1" '
            'aria-hidden="true"></a>{}',
            target,
            view.language,
            came,
            Markup(_COMPLETE),
        ),
        unsafe_allow_javascript=True,
    )


def go(slug: str, view: View) -> None:
    """Writes a view to the address and remembers it."""
    asked = to_query(view)
    _remember(slug, asked)
    st.query_params.from_dict(asked)


def adjust(slug: str, **values: str) -> None:
    """Changes single keys of the page's link, as the frame's own widgets do."""
    asked = {**_memory().get(slug, {}), **st.session_state.get(_LAST, {}), **values}
    _remember(slug, asked)
    st.query_params.from_dict(asked)


def _memory() -> dict[str, dict[str, str]]:
    memory: dict[str, dict[str, str]] = st.session_state.setdefault(_MEMORY, {})
    return memory


def _remember(slug: str, asked: Mapping[str, str]) -> None:
    own = {key: value for key, value in asked.items() if key not in _ALWAYS}
    _memory()[slug] = own
    st.session_state[_LAST] = {key: asked[key] for key in _ALWAYS if key in asked}
