"""What a link says of itself in the first HTML, and the picture that a chat shows with it."""

from __future__ import annotations

import struct
import time
from html.parser import HTMLParser
from unittest.mock import patch

import pytest
from shown import App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secon_ui.server import document, previews
from secon_ui.server.document import Document
from secon_ui.server.previews import Previews
from secon_ui.server.static_files import FRONTEND
from secon_ui.shell import opened
from secon_ui.shell.menu import PAGES
from secon_ui.taking import jobs
from secon_ui.text.markup import Markup
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words

GENERAL = "SECON is an Interreg Europe project: nine regions"


@pytest.fixture
def web():
    app = Starlette(
        routes=[Route("/{rest:path}", lambda request: HTMLResponse("Streamlit's own"))],
        middleware=[Middleware(Previews), Middleware(Document, FRONTEND.parent)],
    )
    with patch.object(document, "PATIENCE", 30):  # a first view of a test reads all data
        yield TestClient(app, base_url="https://secon.example.org")


class Head(HTMLParser):
    """What a page's head says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: dict[str, str] = {}
        self._in_title = False
        self.feed(text.partition("</head>")[0])

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self._in_title = tag == "title"
        if tag == "html":
            self.said["lang"] = told["lang"]
        if tag == "meta" and (name := told.get("property") or told.get("name")):
            self.said[name] = told["content"]

    def handle_endtag(self, tag):
        self._in_title = False

    def handle_data(self, data):
        if self._in_title:
            self.said["title"] = self.said.get("title", "") + data


def finding(app: App) -> str:
    """The h1 of a page, as text."""
    return sentence(Markup(app.html.partition('<h1 class="finding">')[2].partition("</h1>")[0]))


def test_a_link_says_what_its_page_says_in_its_own_language(web):
    query = "region=riga&lang=lv&view=ranking"
    said = Head(web.get(f"/compare?{query}&utm_source=mail").text).said
    t = Words("lv")
    page = next(page for page in PAGES if page.slug == "compare")
    app = App().open(page, region="riga", lang="lv", view="ranking")
    assert said["og:title"] == finding(app)
    assert said["title"] == t("{page} – SECON regions", page=t("Compare"))
    assert said["lang"] == said["og:locale"] == "lv"
    assert said["og:description"] == said["description"] and "15–74" in said["description"]
    assert said["og:url"] == f"https://secon.example.org/compare?{query}"
    assert said["og:image"] == f"https://secon.example.org/preview/compare.png?{query}"
    assert said["twitter:card"] == "summary_large_image"
    assert (said["og:image:width"], said["og:image:height"]) == ("1600", "900")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_every_page_has_its_own_title_and_headline(web, page):
    path = "/" if page is PAGES[0] else f"/{page.slug}"
    said = Head(web.get(f"{path}?region=haskovo&lang=en").text).said
    assert said["title"] == f"{page.title} – SECON regions"
    assert said["lang"] == "en"
    if page.slug == "desk":
        assert said["og:title"] == "Data desk – SECON regions"
        return
    assert said["og:title"] == finding(App().open(page, region="haskovo", lang="en"))


@pytest.mark.parametrize(
    "query",
    [
        "", "region=nowhere&lang=en", "region=riga&lang=en&ind=none", "region=riga&lang=en&rev=x",
        "region=riga&lang=en&rev=0123456789", "region=%3Cscript%3E&lang=%22%3E%3Cscript%3E",
        "region=riga&lang=en&view=" + "x" * 4000, "%ff%00=%00",
    ],
)  # fmt: skip
def test_of_a_bad_link_the_page_alone_is_told(web, query):
    answer = web.get(f"/compare?{query}", headers={"Accept-Language": "en-GB,en;q=0.9"})
    said = Head(answer.text).said
    assert answer.status_code == 200
    assert said["title"] == said["og:title"] == "Compare – SECON regions"
    assert said["og:description"].startswith(GENERAL)
    assert said["og:url"] == "https://secon.example.org/compare"
    assert said["og:image"] == "https://secon.example.org/preview/compare.png?lang=en"
    assert "<script" not in answer.text.partition("<title>")[2].partition("og:image:alt")[0]


def test_without_a_language_in_the_link_the_browsers_is_taken(web):
    said = Head(web.get("/sources", headers={"Accept-Language": "lv-LV,en"}).text).said
    assert said["lang"] == "lv"


@pytest.mark.parametrize("host", ["evil.org/x", 'a"b', "a b", ""])
def test_a_host_that_is_none_is_no_part_of_an_address(web, host):
    said = Head(web.get("/compare?region=riga&lang=en", headers={"Host": host}).text).said
    assert "og:url" not in said and "og:image" not in said and said["og:title"]


def test_the_document_waits_for_nobody(web):
    def slow(*_):
        time.sleep(1.5)
        raise AssertionError

    with patch.object(document, "PATIENCE", 0.05), patch.object(previews, "told", slow):
        began = time.monotonic()
        said = Head(web.get("/compare?region=riga&lang=en").text).said
        assert time.monotonic() - began < 1
        assert said["title"] == said["og:title"] == "Compare – SECON regions"


def test_what_fails_is_told_by_the_pages_title(web):
    with patch.object(opened, "_view", side_effect=ZeroDivisionError):
        said = Head(web.get("/compare?region=riga&lang=en").text).said
    assert said["og:title"] == "Compare – SECON regions"


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    return struct.unpack(">II", png[16:24])


def test_the_picture_is_drawn_once_and_told_apart_by_its_view(web):
    link = "/preview/compare.png?region=riga&lang=en&view=ranking"
    with patch.object(jobs.PICTURES, "submit", wraps=jobs.PICTURES.submit) as drawn:
        first = web.get(link)
        again = web.get(f"{link}&utm_source=mail")
        assert drawn.call_count == 1
        other = web.get(link.replace("riga", "haskovo"))
        assert drawn.call_count == 2
    assert first.headers["content-type"] == "image/png" and size(first.content) == (1600, 900)
    assert first.content == again.content != other.content
    assert first.headers["etag"] == again.headers["etag"] != other.headers["etag"]
    known = web.get(link, headers={"If-None-Match": first.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")


def test_of_a_bad_query_there_is_the_sites_picture_and_of_no_page_none(web):
    bad = web.get("/preview/compare.png?region=nowhere&lang=en")
    general = web.get("/preview/desk.png?lang=en")
    assert bad.status_code == 200 and size(bad.content) == (1600, 900)
    assert bad.content == general.content
    for path in ("none.png", "compare.svg", "compare", ".png"):
        assert web.get(f"/preview/{path}").status_code == 404, path
    assert web.post("/preview/compare.png").status_code == 405


def test_too_many_new_pictures_are_refused_and_those_kept_are_not(web):
    link = "/preview/sources.png?region=riga&lang=en"
    with patch.object(previews, "BURST", 1), patch.object(previews, "EVERY", 1000.0):
        web.app.middleware_stack = None
        assert web.get(link).status_code == 200
        refused = web.get(link.replace("riga", "haskovo"))
        assert refused.status_code == 429 and refused.headers["retry-after"] == "1000"
        assert web.get(link).status_code == 200


def test_a_picture_that_cannot_be_drawn_is_no_error_page_and_not_kept(web):
    link = "/preview/compare.png?region=harghita&lang=en"
    with patch.object(jobs.PICTURES, "submit", side_effect=OSError):
        assert web.get(link).status_code == 503
    assert web.get(link).status_code == 200
