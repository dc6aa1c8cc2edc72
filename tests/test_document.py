"""The document in which the browser starts: it brings the style sheet and names what to fetch."""

from __future__ import annotations

import json
import re

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secon_ui.drawing import theme
from secon_ui.server import document
from secon_ui.server.document import Document
from secon_ui.server.static_files import FRONTEND
from secon_ui.shell import screen_size

INDEX = (
    '<html lang="en"><head><title>Streamlit</title></head><body><div id="root"></div></body></html>'
)
ELEMENTS = "../lib/src/components"
MANIFEST = {
    "index.html": {"file": "static/js/index.1.js", "imports": ["_shared.js"]},
    "_shared.js": {"file": "static/js/shared.1.js"},
    "_purify.js": {"file": "static/js/purify.1.js", "imports": ["_shared.js"]},
    f"{ELEMENTS}/elements/Html/Html.tsx": {
        "file": "static/js/Html.1.js",
        "imports": ["_shared.js", "_purify.js", "index.html"],
    },
    f"{ELEMENTS}/elements/PlotlyChart/PlotlyChart.tsx": {
        "file": "static/js/PlotlyChart.1.js",
        "imports": ["_purify.js"],
    },
    f"{ELEMENTS}/elements/Balloons/Balloons.tsx": {"file": "static/js/Balloons.1.js"},
}


@pytest.fixture
def web(tmp_path):
    (tmp_path / "index.html").write_text(INDEX)
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))

    async def page(request):
        if "json" in request.url.path:
            return PlainTextResponse("{}", media_type="application/json")
        return HTMLResponse("Streamlit's own", 404 if "missing" in request.url.path else 200)

    app = Starlette(
        routes=[Route("/{rest:path}", page)], middleware=[Middleware(Document, tmp_path)]
    )
    return TestClient(app)


@pytest.mark.parametrize("path", ["/", "/compare?region=riga"])
def test_every_document_is_ours(web, path):
    answer = web.get(path)
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding, Accept-Language"
    assert answer.headers["cache-control"] == "no-cache"
    assert int(answer.headers["content-length"]) < len(answer.content) / 3
    plain = web.get(path, headers={"Accept-Encoding": "identity"})
    assert plain.content == answer.content and "content-encoding" not in plain.headers
    assert answer.text.count("<title>") == 1 and '<div id="root">' in answer.text


def test_a_document_that_the_browser_has_is_not_sent_again(web):
    tag = web.get("/compare").headers["etag"]
    answer = web.get("/compare", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert web.get("/", headers={"If-None-Match": tag}).status_code == 200  # says another thing
    assert web.get("/", headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_style_sheet_comes_before_all_that_is_drawn_and_after_streamlits_head(web):
    head, _, body = web.get("/").text.partition("</head>")
    assert "<style>" not in head
    sheet, _, rest = body.partition("</style>")
    assert theme.rules() in sheet and '<div id="root">' in rest
    # What hides the frame comes in a page of others alone.
    assert theme.embed_css() not in sheet
    light, _, dark = sheet.partition("@media (prefers-color-scheme: dark)")
    assert theme.variables(theme.LIGHT) in light and theme.variables(theme.DARK) in dark


def test_scripts_of_every_page_come_with_it_and_plotly_when_the_page_stands(web):
    answer = web.get("/")
    assert answer.headers["link"] == (
        "<./static/js/Html.1.js>; rel=modulepreload, <./static/js/purify.1.js>; rel=modulepreload"
    )
    assert 'const href of ["./static/js/PlotlyChart.1.js"]' in answer.text


def test_what_is_no_document_is_left_alone(web):
    assert web.get("/json").text == "{}" and "link" not in web.get("/json").headers
    assert web.get("/missing").text == "Streamlit's own"
    assert web.head("/").content == b""


def test_streamlits_document_and_its_scripts_are_as_expected():
    """Look at ``document.py`` when an upgrade of Streamlit fails here."""
    index = (FRONTEND.parent / "index.html").read_text(encoding="utf-8")
    assert index.count("<title>Streamlit</title>") == index.count("<body>") == 1
    assert index.count('<html lang="en">') == 1
    manifest = json.loads((FRONTEND.parent / "manifest.json").read_text(encoding="utf-8"))
    first, later = document.scripts(manifest)
    for names, files in ((document.FIRST, first), (document.LATER, later)):
        for name in names:
            assert any(re.search(rf"/{name}\.[\w-]+\.js$", file) for file in files), name
    sizes = {file: (FRONTEND.parent / file).stat().st_size for file in (*first, *later)}
    assert sum(sizes[file] for file in first) < 300_000
    assert max(sizes[file] for file in later) > 4_000_000  # plotly itself


def test_a_narrow_window_is_drawn_as_a_phone_is():
    """A desk's browser narrowed to 390 px had the wide map, its names over each other."""
    desk, phone = "Mozilla/5.0 (X11; Linux x86_64) Chrome/130", "Mozilla/5.0 (iPhone) Mobile/15E148"
    assert screen_size.size_of(desk, None) == screen_size.size_of(desk, "0") == "wide"
    assert screen_size.size_of(desk, "1") == "phone"
    assert screen_size.size_of(phone, "0") == screen_size.size_of(phone, None) == "phone"
    sent = document.written(INDEX, [])
    assert f"`{screen_size.NARROW}=$" in sent and "innerWidth <= 640" in sent
    assert "@media (max-width: 640px)" in theme.rules()
