"""The HTML document in which the browser starts the app: Streamlit's own, with our style sheet in
it, sent with the names of scripts to fetch.

A style sheet that came with a page's elements would find them drawn already, and move them.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secon_ui.drawing import theme

TITLE = "SECON regions"
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
# keeps it, and would take the letter for the beginning of a name.
_KEYS = """<script>
addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "p" || event.ctrlKey || event.metaKey || event.altKey) return;
  const at = event.target, picker = at.matches?.('input[role="combobox"]');
  if (at.isContentEditable || (at.matches?.("input, textarea") && !picker)) return;
  if (picker && at.getAttribute("aria-expanded") === "true") return;
  const button = document.querySelector(".st-key-frame_present button");
  if (!button) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  at.blur?.();
  button.click();
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


def whole(frontend: Path) -> str:
    """The document as it is sent. ``frontend``: Streamlit's folder with ``index.html`` and Vite's
    manifest of its scripts."""
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
        self._plain = whole(frontend).encode()
        self._packed = gzip.compress(self._plain, 9, mtime=0)
        self._tag = f'W/"{hashlib.sha256(self._plain).hexdigest()[:16]}"'
        self._links = ", ".join(f"<{file}>; rel=modulepreload" for file in first)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        replaced = False

        async def sending(message: Message) -> None:
            nonlocal replaced
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                replaced = message["status"] == 200 and kind.startswith("text/html")
                if replaced:
                    await self._answer(scope)(scope, receive, send)
            if not replaced:
                await send(message)

        await self.app(scope, receive, sending)

    def _answer(self, scope: Scope) -> Response:
        asked = Headers(scope=scope)
        headers = {"Cache-Control": "no-cache", "ETag": self._tag, "Vary": "Accept-Encoding"}
        headers["Link"] = self._links
        if asked.get("if-none-match") == self._tag:
            return Response(status_code=304, headers=headers)
        if "gzip" not in asked.get("accept-encoding", ""):
            return Response(self._plain, media_type="text/html", headers=headers)
        headers["Content-Encoding"] = "gzip"
        return Response(self._packed, media_type="text/html", headers=headers)


def written(index: str, later: Sequence[str]) -> str:
    """Streamlit's document with our title, and with our style sheet at the start of its body: after
    the styles that Streamlit puts into the head, as one that a page draws. ``later``: addresses of
    what is fetched when the page stands."""
    dark = f"@media (prefers-color-scheme: dark) {{ {theme.variables(theme.DARK)} }}"
    sheet = "\n".join([theme.variables(theme.LIGHT), dark, theme.rules()])
    index = index.replace("<title>Streamlit</title>", f"<title>{TITLE}</title>{_FEED}")
    script = _KEYS + _MAPS + _FETCH_LATER.replace("FILES", json.dumps(list(later)))
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
