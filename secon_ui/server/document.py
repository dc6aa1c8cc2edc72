"""The HTML document in which the browser starts the app: Streamlit's own, with our style sheet in
it, sent with the names of scripts to fetch. It says in its first bytes what its address shows, for
the tab and for a chat that shows a preview of the link.

A style sheet that came with a page's elements would find them drawn already, and move them.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.datastructures import Headers, QueryParams
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secon_ui.drawing import theme
from secon_ui.server import previews
from secon_ui.shell import screen_size
from secon_ui.shell.menu import PAGES
from secon_ui.shell.opened import Opened, language_of, page_alone
from secon_ui.text.markup import Markup, html

TITLE = "SECON regions"
# So long the document waits for what its view says; then it says what its page does. One at a time:
# the pages come first.
PATIENCE = 0.3  # seconds
MOST_WAITING = 8
_TELLING = ThreadPoolExecutor(1, "telling")
_HOST = re.compile(r"[\w.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?")
_FRAMES = "/component/"
_HEAD = f"<title>{TITLE}</title>"
_LANGUAGE = '<html lang="en">'
# Elements of most pages: their scripts come with the document and not only when they are drawn.
FIRST = (
    "Html",
    "Selectbox",
    "Multiselect",
    "Button",
    "ButtonGroup",
    "DownloadButton",
    "Checkbox",
    "TextInput",
    "Pagination",
    "PageLink",
)
# Plotly, by far the largest script: fetched when a page that needs none stands. Named with the
# document it would slow down all that the page waits for.
LATER = ("PlotlyChart",)
_FETCH_LATER = """<script>
{
  const stands = setInterval(() => {
    const coming = '[data-testid="stSkeleton"]', end = "footer.foot";
    if (document.querySelector(coming) || !document.querySelector(end)) return;
    clearInterval(stands);
    for (const href of FILES) {
      const link = document.createElement("link");
      Object.assign(link, { rel: "prefetch", as: "script", crossOrigin: "", href });
      document.head.append(link);
    }
  }, 2000);
}
</script>"""

# P presents, whatever has the focus but a text that is being written: a picker that was just used
# keeps it, and would take the letter for the beginning of a name. On keyboards of other alphabets
# the key counts that lies where P lies. Who has switched the show's letters off means this one too.
_KEYS = """<script>
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const latin = /^[!-~]$/.test(event.key) ? event.key.toLowerCase() : "";
  if (latin ? latin !== "p" : event.code !== "KeyP") return;
  try {
    if (localStorage.getItem("secon_show_letters") === "off") return;
  } catch { /* this browser keeps nothing */ }
  const at = event.target, picker = at.matches?.('input[role="combobox"]');
  if (at.isContentEditable || (at.matches?.("input, textarea") && !picker)) return;
  if (picker && at.getAttribute("aria-expanded") === "true") return;
  const link = document.querySelector("a.present");
  if (!link || document.querySelector('[role="dialog"]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  link.click();
}, true);
</script>"""


# Where there is no WebGL, maps of points say so instead of being an empty box.
_MAPS = """<script>
if (!document.createElement("canvas").getContext("webgl2"))
  document.documentElement.classList.add("no-webgl");
</script>"""

# Found by readers of feeds; no browser fetches it by itself.
_FEED = (
    '<link rel="alternate" type="application/atom+xml" href="./data/changes.atom" '
    f'title="{TITLE}: what was published">'
)


# In a page of others: how high it is, for whoever listens, and no link leads away within the frame.
# A number is all that is told, so it may be told to anybody.
_FRAMED = """<script>
if (parent !== window && /[?&]embed=(1|true)(&|$)/i.test(location.search)) {
  let told = 0;
  setInterval(() => {
    const page = document.querySelector('[data-testid="stMainBlockContainer"]');
    const height = page ? page.scrollHeight : 0;
    if (height === told || document.querySelector('[data-testid="stSkeleton"]')) return;
    parent.postMessage({ type: "secon-height", height: (told = height) }, "*");
  }, 250);
  addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.hash || /[?&]embed=/.test(link.search)) return;
    link.target = "_blank";
    link.rel = "noopener";
  }, true);
}
</script>"""


# «Add to my slides»: the list is on this device alone (``shell/adding.py``).
_ADDING = """<script>
addEventListener("click", (event) => {
  // The link takes the button's place: who clicks twice does not mean to go there.
  if (event.detail > 1 && event.target.closest?.(".adding a")) event.preventDefault();
  const button = event.target.closest?.("button[data-slide]");
  if (!button) return;
  const link = button.nextElementSibling, { slide, most, none } = button.dataset;
  try {
    const slides = (localStorage.getItem("secon_slides") || "").split("~").filter(Boolean);
    const full = slides.length >= Number(most) && !slides.includes(slide);
    if (!full && !slides.includes(slide))
      localStorage.setItem("secon_slides", slides.concat(slide).join("~"));
    const n = slides.length + (full || slides.includes(slide) ? 0 : 1);
    link.textContent = (full ? link.dataset.full : link.dataset.said).replace("{n}", n);
    link.hidden = false;
    button.hidden = true;
    link.focus();
  } catch {
    button.textContent = none;
  }
});
</script>"""


def whole(frontend: Path) -> str:
    """The document as it is sent, but for what its address shows. ``frontend``: Streamlit's folder
    with ``index.html`` and Vite's manifest of its scripts."""
    index = (frontend / "index.html").read_text(encoding="utf-8")
    return written(index, scripts(_manifest(frontend))[1])


def _manifest(frontend: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((frontend / "manifest.json").read_text(encoding="utf-8"))
    return found


class Document:
    """The middleware: answers with the document wherever Streamlit answers with its own.
    ``frontend``: Streamlit's folder with ``index.html`` and Vite's manifest of its scripts."""

    def __init__(self, app: ASGIApp, frontend: Path) -> None:
        self.app = app
        first, _ = scripts(_manifest(frontend))
        self._document = whole(frontend)
        base = st.get_option("server.baseUrlPath").strip("/")
        self._root = f"/{base}/" if base else "/"
        self._waiting = 0
        self._links = ", ".join(f"<{file}>; rel=modulepreload" for file in first)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        framed = _FRAMES in scope.get("path", "")  # a document of its own within a page
        if scope["type"] != "http" or scope["method"] != "GET" or framed:
            await self.app(scope, receive, send)
            return
        replaced = False

        async def sending(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                replaced = message["status"] == 200 and kind.startswith("text/html")
                if replaced:
                    answer = self._answer(scope, await self._shown(scope))
                    await answer(scope, receive, send)
            if not replaced:
                await send(message)

        await self.app(scope, receive, sending)

    async def _shown(self, scope: Scope) -> Opened:
        """What the address shows; the page alone where that cannot be told at once."""
        path = scope["path"].removeprefix(scope.get("root_path", "")).removeprefix(self._root)
        known = {page.slug for page in PAGES}
        slug = path.strip("/") if path.strip("/") in known else PAGES[0].slug
        query = dict(QueryParams(scope["query_string"]))
        locale = Headers(scope=scope).get("accept-language", "").split(",")[0]
        if self._waiting < MOST_WAITING:
            self._waiting += 1
            telling = asyncio.get_running_loop().run_in_executor(
                _TELLING, previews.told, slug, query, locale
            )
            telling.add_done_callback(lambda _: self._ended())
            done, _ = await asyncio.wait({telling}, timeout=PATIENCE)
            if done:
                return telling.result()
        return page_alone(slug, language_of(query, locale))

    def _ended(self) -> None:
        self._waiting -= 1

    def _answer(self, scope: Scope, shown: Opened) -> Response:
        head = told(shown, origin(scope) and f"{origin(scope)}{self._root}")
        tag, plain, packed = _packed(self._document, shown.language, str(head))
        asked = Headers(scope=scope)
        headers = {"Cache-Control": "no-cache", "ETag": tag}
        headers |= {"Vary": "Accept-Encoding, Accept-Language", "Link": self._links}
        if asked.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        if "gzip" not in asked.get("accept-encoding", ""):
            return Response(plain, media_type="text/html", headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(packed, media_type="text/html", headers=headers)


def origin(scope: Scope) -> str:
    """Where the app is for who asks, as the server believes it: a proxy's word on the scheme counts
    where uvicorn trusts that proxy. Empty where the host is none."""
    host = Headers(scope=scope).get("host", "")
    scheme = "https" if scope.get("scheme") == "https" else "http"
    return f"{scheme}://{host}" if _HOST.fullmatch(host) else ""


def told(shown: Opened, root: str) -> Markup:
    """What the document's head says of a link. ``root``: the app's whole address; empty where it is
    not known: then no address is told."""
    head = html(
        '<title>{}</title><meta name="description" content="{}">'
        '<meta property="og:type" content="website">'
        '<meta property="og:site_name" content="{}"><meta property="og:locale" content="{}">'
        '<meta property="og:title" content="{}"><meta property="og:description" content="{}">'
        '<meta name="twitter:card" content="summary_large_image">',
        *(shown.title, shown.measured, TITLE, shown.language, shown.headline, shown.measured),
    )
    if not root:
        return head
    page = "" if shown.slug == PAGES[0].slug else shown.slug
    query = f"?{shown.query}" if shown.query else ""
    # Without a view, the picture is of the page in the link's language.
    pictured = query or f"?lang={shown.language}"
    width, height = previews.SIZE
    return html(
        '{}<meta property="og:url" content="{}"><meta property="og:image" content="{}">'
        '<meta property="og:image:width" content="{}">'
        '<meta property="og:image:height" content="{}"><meta property="og:image:alt" content="{}">',
        head,
        f"{root}{page}{query}",
        f"{root}preview/{shown.slug}.png{pictured}",
        *(width, height, shown.headline),
    )


@lru_cache(64)
def _packed(document: str, language: str, head: str) -> tuple[str, bytes, bytes]:
    """The document with its head in a language: its ETag, it, and it compressed."""
    document = document.replace(_HEAD, head, 1).replace(_LANGUAGE, f'<html lang="{language}">', 1)
    plain = document.encode()
    tag = f'W/"{hashlib.sha256(plain).hexdigest()[:16]}"'
    return tag, plain, gzip.compress(plain, 6, mtime=0)


def written(index: str, later: Sequence[str]) -> str:
    """Streamlit's document with our title, and with our style sheet at the start of its body: after
    the styles that Streamlit puts into the head, as one that a page draws. ``later``: addresses of
    what is fetched when the page stands."""
    dark = f"@media (prefers-color-scheme: dark) {{ {theme.variables(theme.DARK)} }}"
    sheet = "\n".join([theme.variables(theme.LIGHT), dark, theme.rules()])
    index = index.replace("<title>Streamlit</title>", _HEAD + _FEED)
    fetch = _FETCH_LATER.replace("FILES", json.dumps(list(later)))
    script = screen_size.SCRIPT + _KEYS + _ADDING + _MAPS + _FRAMED + fetch
    return index.replace("<body>", f"<body>\n<style>{sheet}</style>\n{script}", 1)


def scripts(manifest: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Addresses of the scripts of ``FIRST`` and ``LATER`` that the document itself does not name.
    ``manifest``: what Vite says of each script – its ``file``, its ``name`` and its ``imports``."""
    here = _with_imports(manifest, ["index.html"])
    first = _with_imports(manifest, _entries(manifest, FIRST)) - here
    later = _with_imports(manifest, _entries(manifest, LATER)) - here - first
    named = [sorted(f"./{manifest[key]['file']}" for key in keys) for keys in (first, later)]
    return named[0], named[1]


def _entries(manifest: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """The scripts of Streamlit's elements of these names."""
    wanted = {f"/{name}/{name}.tsx" for name in names}
    return [key for key in manifest if any(key.endswith(end) for end in wanted)]


def _with_imports(manifest: Mapping[str, Any], keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    open_ = list(keys)
    while open_:
        key = open_.pop()
        if key not in found:
            found.add(key)
            open_ += manifest[key].get("imports", [])
    return found
