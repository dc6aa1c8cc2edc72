"""Links in the running app: what the address says, what was chosen on each page, and writing both.

A choice writes ``st.query_params``, which makes an entry in the browser's history, so Back works. A
change of page drops the query; the page's last choices are then taken up again from the session.
What a link leaves open (region, language) is completed in the browser without a history entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from urllib.parse import parse_qs, urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from secon_ui.shell.view import (
    SEPARATOR,
    View,
    encoded,
    is_brief,
    keys,
    show_address,
    to_query,
)
from secon_ui.text.markup import Markup, html
from secon_ui.text.words import Words

EMBED = "embed"
_MEMORY = "_links"
HOME = "secon_home"  # the cookie: «riga~lv»
ALWAYS = tuple(item.metadata["key"] for item in fields(View) if item.metadata.get("always"))
_CARRIED = (*ALWAYS, "rev")  # from page to page
_Pairs = tuple[tuple[str, str], ...]

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


@dataclass
class _Memory:
    """What a session knows of its links. ``pages``: the last query of each page; ``last``: region,
    language and version of the data last shown; ``written``: the query that a choice wrote last;
    ``foreign``: what the address holds that is not ours; ``device``: what the device is to remember
    from now on, empty: nothing."""

    pages: dict[str, Mapping[str, str]] = field(default_factory=dict)
    last: Mapping[str, str] | None = None
    written: Mapping[str, str] | None = None
    foreign: Mapping[str, str] = field(default_factory=dict)
    device: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Asked:
    """What the address of a run says: as it ``came``, and by our own ``keys``; ``embedded``: that
    it stands in a frame of somebody's page; ``remembered``: what the device remembers, asked once
    a run as all of this."""

    came: Mapping[str, str]
    keys: Mapping[str, str]
    embedded: bool
    remembered: Mapping[str, str]
    _memory: _Memory = field(repr=False)

    @property
    def language(self) -> str:
        """The language that it names, empty where it names none. A change of page by the menu
        drops the query; the language last shown stays."""
        return (self.came or self._memory.last or {}).get("lang", "")

    def of(self, slug: str) -> Mapping[str, str]:
        """What it asks of this page. An empty query in a session that has shown a page means that
        the reader came by the menu: her choices there are taken up again."""
        memory = self._memory
        if self.keys or memory.last is None:
            return self.keys
        return {**memory.pages.get(slug, {}), **memory.last}


def asked() -> Asked:
    """What the address says now."""
    came, memory = st.query_params.to_dict(), _memory()
    return Asked(came, ours(came), _embedded(), _remembered(memory), memory)


def _embedded() -> bool:
    """Whether the address says ``embed=1``, or «true» as Streamlit's own: it keeps that key out of
    its query parameters."""
    run = get_script_run_ctx(suppress_warning=True)
    query = run.query_string if run is not None else ""
    if EMBED not in query:  # as nearly always, and to take a query apart is not for nothing
        return False
    return parse_qs(query).get(EMBED, [""])[-1].lower() in ("1", "true")


def ours(query: Mapping[str, str]) -> dict[str, str]:
    """A query with its keys as ours are written."""
    return {_key(key): value for key, value in query.items()}


def _key(key: str) -> str:
    """A key as ours are written: mail programs leave ``&amp;`` in links, and people capitals."""
    return key.removeprefix("amp;").lower()


def chosen_here(query: Mapping[str, str]) -> bool:
    """Whether a query is what a choice in this session wrote, and no link of somebody's."""
    return _memory().written == query


def _remembered(memory: _Memory) -> Mapping[str, str]:
    """Region and language that this device remembers, by the link's keys; empty where none. They
    may name what there is no longer."""
    if memory.device is not None:
        return memory.device
    cookie = st.context.cookies.get(HOME)
    region, _, language = (cookie if isinstance(cookie, str) else "").partition(SEPARATOR)
    return {"region": region, "lang": language} if region else {}


def forget() -> None:
    """Lets the device remember nothing."""
    _memory().device = {}


def settle(slug: str, view: View, came: Mapping[str, str]) -> None:
    """Remembers the view and lets the address, which ``came`` as this query, name all of it."""
    memory = _memory()
    _remember(memory, slug, to_query(view))
    own = keys(view)
    memory.foreign = {key: value for key, value in came.items() if _key(key) not in own}
    device = None if memory.device is None else tuple(memory.device.values())
    tell = _told if is_brief(came) else _told.__wrapped__
    told = tell(view, tuple(came.items()), tuple(memory.foreign.items()), device)
    st.html(told, unsafe_allow_javascript=True)


@lru_cache(1024)  # most reruns change nothing of it
def _told(view: View, came: _Pairs, foreign: _Pairs, device: tuple[str, ...] | None) -> Markup:
    """What tells the browser of a view's whole address, and what its device is to remember."""
    more = f"&{urlencode(foreign)}" if foreign else ""
    return html(
        '<a id="secon-link" href="{}" hreflang="{}" title="{}" data-home="{}" data-days="{}" '
        'tabindex="-1" aria-hidden="true"></a>{}',
        f"?{encoded(view)}{more}",
        view.language,
        # The address as it came makes the element new, so that its script runs again.
        urlencode(came),
        SEPARATOR.join(device or ()),
        "" if device is None else "365" if device else "0",
        Markup(COMPLETE),
    )


def show(slug: str, view: View) -> str:
    """The whole address of a show of the page's views that begins with this one."""
    return f"{root(slug)}{show_address(slug, to_query(view))}"


def story(slug: str, name: str, view: View) -> str:
    """The whole address of a story, told for the view's region. ``slug``: of the page shown."""
    plain = View(view.region, view.language, rev=view.rev)
    return f"{root(slug)}show?story={name}&{encoded(plain)}"


def root(slug: str) -> str:
    """The app's whole address, with a slash at its end. ``slug``: of the page shown."""
    return f"{(st.context.url or '').rstrip('/').removesuffix(f'/{slug}')}/"


def whole_view(slug: str, query: Mapping[str, str], t: Words) -> Markup:
    """For who sees the view in somebody's page: the way to all of it."""
    return html(
        '<p class="source"><a href="{}" target="_blank" rel="noopener">{}</a></p>',
        f"{slug}?{urlencode(query, safe=SEPARATOR)}",
        t("Open in SECON regions"),
    )


def go(slug: str, view: View) -> None:
    """Writes a view to the address and remembers it."""
    _write(slug, to_query(view))


def adjust(slug: str, **values: str) -> None:
    """Changes single keys of the page's link, as the frame's own widgets do."""
    memory = _memory()
    _write(slug, {**memory.pages.get(slug, {}), **(memory.last or {}), **values})


def _write(slug: str, query: Mapping[str, str]) -> None:
    memory = _memory()
    before = memory.last or {}
    _remember(memory, slug, query)
    chosen = {key: query[key] for key in ALWAYS if key in query}
    if chosen != {key: before[key] for key in ALWAYS if key in before}:
        memory.device = chosen
    memory.written = {**query, **memory.foreign}
    st.query_params.from_dict(memory.written)


def _memory() -> _Memory:
    memory: _Memory | None = st.session_state.get(_MEMORY)
    if memory is None:
        memory = st.session_state[_MEMORY] = _Memory()
    return memory


def _remember(memory: _Memory, slug: str, query: Mapping[str, str]) -> None:
    memory.pages[slug] = {key: value for key, value in query.items() if key not in _CARRIED}
    memory.last = {key: query[key] for key in _CARRIED if key in query}
