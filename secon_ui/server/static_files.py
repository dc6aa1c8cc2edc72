"""Files that the browser fetches by address: our own and those of Streamlit's frontend.

Streamlit sends its frontend uncompressed and compresses other files anew for each reader. Here
each text is compressed once, when it is first asked for, and kept. Plain ASGI, so that the
websocket passes untouched.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import threading
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

FRONTEND = Path(st.__file__).parent / "static" / "static"  # its names contain their digests
# Streamlit's own font, by its address: what is no page of Streamlit's looks like the app.
FONT = next((f"static/media/{f.name}" for f in FRONTEND.glob("media/SourceSansVF-Up*.woff2")), "")
_YEAR = "public, max-age=31536000, immutable"
_SOON = "public, max-age=600"  # then the browser asks whether it has changed
_SMALLEST = 500  # bytes; less gains nothing
_TEXT = ("text/", "application/javascript", "application/json", "application/geo+json", "image/svg")


@dataclass(frozen=True)
class _Packed:
    changed: int  # nanoseconds
    digest: str  # SHA-256 of the file
    body: bytes  # compressed


class Files(StaticFiles):
    """The files of a folder. ``hashed``: their names contain their digests, so that a browser
    never asks for one again; else that is so of an address that names the digest, ``?v=…``."""

    def __init__(self, folder: Path, *, hashed: bool = False) -> None:
        super().__init__(directory=folder)
        self._folder, self._hashed = folder, hashed
        self._packed: dict[str, _Packed] = {}  # never more than the folder's own files
        self._lock = threading.Lock()

    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        asked = dict(scope["headers"])
        if isinstance(answer, FileResponse) and _worthwhile(Path(answer.path)):
            packed = await run_in_threadpool(self._pack, str(answer.path))
            if b"gzip" in asked.get(b"accept-encoding", b"") and b"range" not in asked:
                answer = _compressed(answer, packed)
        answer.headers.add_vary_header("Accept-Encoding")
        answer.headers["Cache-Control"] = _YEAR if self._lasts(path, scope) else _SOON
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    def pack(self) -> None:
        """Compresses all files before somebody asks for them."""
        for file in self._folder.resolve().rglob("*"):
            if file.is_file() and _worthwhile(file):
                self._pack(str(file))

    def _lasts(self, path: str, scope: Scope) -> bool:
        if self._hashed:
            return True
        named = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        known = self._packed.get(str((self._folder / path).resolve()))
        # Another version of the app may ask while this one is replaced: only the right digest.
        return known is not None and len(named) >= 8 and known.digest.startswith(named)

    def _pack(self, file: str) -> _Packed:
        changed = Path(file).stat().st_mtime_ns
        with self._lock:
            known = self._packed.get(file)
            if known is None or known.changed != changed:
                content = Path(file).read_bytes()
                digest = hashlib.sha256(content).hexdigest()
                # Level 9 takes twice the time for three thousandths of the bytes.
                known = _Packed(changed, digest, gzip.compress(content, 6, mtime=0))
                self._packed[file] = known
        return known


class StaticFirst:
    """The middleware: answers what is asked of the folders, below their addresses."""

    def __init__(self, app: ASGIApp, folders: dict[str, Files]) -> None:
        self.app = app
        base = st.get_option("server.baseUrlPath").strip("/")
        root = f"/{base}" if base else ""
        self._folders = {f"{root}/{address}/": files for address, files in folders.items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        address = next((start for start in self._folders if path.startswith(start)), None)
        if scope["type"] != "http" or address is None:
            await self.app(scope, receive, send)
            return
        answer: Response
        try:
            answer = await self._folders[address].get_response(path.removeprefix(address), scope)
        except HTTPException as error:
            answer = PlainTextResponse(error.detail, error.status_code, error.headers)
        await answer(scope, receive, send)


def _worthwhile(file: Path) -> bool:
    kind = mimetypes.guess_type(file.name)[0] or ""
    return kind.startswith(_TEXT) and file.stat().st_size >= _SMALLEST


def _compressed(answer: FileResponse, packed: _Packed) -> Response:
    headers = {**answer.headers, "Content-Encoding": "gzip"}
    del headers["content-length"], headers["accept-ranges"]
    headers["etag"] = f"W/{answer.headers['etag']}"  # the same text, not the same bytes
    return Response(packed.body, headers=headers)
