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

from secon_ui.shell.view import SEPARATOR, Allowed, Problem, View, encoded, from_query, to_query
from secon_ui.text.markup import Markup, html

V = TypeVar("V", bound=View)
_MEMORY = "_links"  # page → its last query
_LAST = "_last"  # region and language last shown
_WRITTEN = "_written"  # the query that a choice wrote last
_FOREIGN = "_foreign"  # what the address holds that is not ours
_NEXT = "_next"  # what the device is to remember from now on; empty: nothing
_HOME = "secon_home"  # the cookie: «riga~lv»
_ALWAYS = tuple(item.metadata["key"] for item in fields(View) if item.metadata.get("always"))

# The one script that stands in a page: the policy of ``server/headers.py`` knows it by its digest.
# In a block of its own: it runs many times on a page, where a name can be declared once.
COMPLETE = """<script>
{
  const link = document.getElementById("secon-link");
  if (link) {
    document.documentElement.lang = link.hreflang;
    const whole = new URLSearchParams(link.search);
    // Streamlit keeps these to itself.
    for (const [key, value] of new URLSearchParams(location.search))
      if (key.startsWith("embed")) whole.append(key, value);
    const search = `?${whole}`.replaceAll("%7E", "~");
    if (search !== location.search) history.replaceState(history.state, "", search);
    const { home, days } = link.dataset;
    if (days) document.cookie = `secon_home=${home}; path=/; max-age=${days * 86400}; samesite=lax`;
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
    asked = {_key(key): value for key, value in st.query_params.items()}
    last = st.session_state.get(_LAST)
    if asked or last is None:
        return asked
    return {**_memory().get(slug, {}), **last}


def _key(key: str) -> str:
    """A key as ours are written: mail programs leave ``&amp;`` in links, and people capitals."""
    return key.removeprefix("amp;").lower()


def chosen_here(asked: Mapping[str, str]) -> bool:
    """Whether a query is what a choice in this session wrote, and no link of somebody's."""
    return st.session_state.get(_WRITTEN) == dict(asked)


def remembered() -> dict[str, str]:
    """Region and language that this device remembers, by the link's keys; empty where none. They
    may name what there is no longer."""
    if _NEXT in st.session_state:
        return dict(st.session_state[_NEXT])
    cookie = st.context.cookies.get(_HOME)
    region, _, language = (cookie if isinstance(cookie, str) else "").partition(SEPARATOR)
    return {"region": region, "lang": language} if region else {}


def forget() -> None:
    """Lets the device remember nothing."""
    st.session_state[_NEXT] = {}


def read(
    kind: type[V], asked: Mapping[str, str], allowed: Allowed, home: Mapping[str, str]
) -> tuple[V, list[Problem]]:
    """``view.from_query``; here so that pages and frame read links in one way."""
    return from_query(kind, asked, allowed, home)


def settle(slug: str, view: View) -> None:
    """Remembers the view and lets the address name all of it."""
    asked = to_query(view)
    _remember(slug, asked)
    ours = {item.metadata["key"] for item in fields(view)}
    came = dict(st.query_params)
    foreign = {key: value for key, value in came.items() if _key(key) not in ours}
    st.session_state[_FOREIGN] = foreign
    target = f"?{encoded(view)}" + (f"&{urlencode(foreign)}" if foreign else "")
    kept = st.session_state.get(_NEXT)
    days = "" if kept is None else "365" if kept else "0"
    st.html(
        html(
            '<a id="secon-link" href="{}" hreflang="{}" title="{}" data-home="{}" data-days="{}" '
            'tabindex="-1" aria-hidden="true"></a>{}',
            target,
            view.language,
            # The address as it came makes the element new, so that its script runs again.
            urlencode(came),
            SEPARATOR.join(kept.values()) if kept else "",
            days,
            Markup(COMPLETE),
        ),
        unsafe_allow_javascript=True,
    )


def go(slug: str, view: View) -> None:
    """Writes a view to the address and remembers it."""
    _write(slug, to_query(view))


def adjust(slug: str, **values: str) -> None:
    """Changes single keys of the page's link, as the frame's own widgets do."""
    _write(slug, {**_memory().get(slug, {}), **st.session_state.get(_LAST, {}), **values})


def _write(slug: str, asked: Mapping[str, str]) -> None:
    before = st.session_state.get(_LAST, {})
    _remember(slug, asked)
    now = st.session_state[_LAST]
    if now != before:  # region or language was chosen
        st.session_state[_NEXT] = now
    whole = {**asked, **st.session_state.get(_FOREIGN, {})}
    st.session_state[_WRITTEN] = whole
    st.query_params.from_dict(whole)


def _memory() -> dict[str, dict[str, str]]:
    memory: dict[str, dict[str, str]] = st.session_state.setdefault(_MEMORY, {})
    return memory


def _remember(slug: str, asked: Mapping[str, str]) -> None:
    own = {key: value for key, value in asked.items() if key not in _ALWAYS}
    _memory()[slug] = own
    st.session_state[_LAST] = {key: asked[key] for key in _ALWAYS if key in asked}
