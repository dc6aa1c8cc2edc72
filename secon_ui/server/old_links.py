"""Links of old, in which a page was its own slide: ``/compare?present=1&…`` leads to the show that
begins with the same view. And the first page by its name, under which Streamlit knows none:
``/overview?…`` leads to the root."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from secon_ui.shell import links, opened
from secon_ui.shell.menu import PAGES
from secon_ui.shell.view import SEPARATOR

_KEY = "present"
_SLUGS = {page.slug for page in PAGES}


def target(path: str, query: Mapping[str, str]) -> str:
    """Where such an address leads, relative to the app's root: to a show, to the page where that
    has no slides, or to the first page; empty for an address of today. ``path``: below the root,
    «/compare»."""
    asked = links.ours(query)
    slug = path.strip("/") or PAGES[0].slug
    if slug not in _SLUGS:
        return ""
    if asked.pop(_KEY, "") != "1":
        first = path.strip("/") == PAGES[0].slug
        return f"?{urlencode(query, safe=SEPARATOR)}" if first else ""
    shown = opened.show_of(slug, asked)
    # A slug of ours and a query written anew: whatever came, it names no other host.
    return shown or f"{slug}?{urlencode(asked, safe=SEPARATOR)}".rstrip("?")
