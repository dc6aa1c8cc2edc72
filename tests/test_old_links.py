"""Links to slides of old lead to the show that begins with the same view, and never elsewhere."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secon_ui.server.follow_routes import FollowRoutes
from secon_ui.server.show_routes import ShowPages, ShowRoutes

HOST = "https://secon.example.org"


def web(base: str = "") -> TestClient:
    """The app's routes of shows; what they leave says «a page»."""

    async def page(request):
        return PlainTextResponse("a page")

    with patch("streamlit.get_option", return_value=base):
        app = Starlette(
            routes=[Route("/{rest:path}", page)],
            middleware=[Middleware(FollowRoutes, ShowPages().follow), Middleware(ShowRoutes)],
        )
        app.middleware_stack = app.build_middleware_stack()
    return TestClient(app, base_url=HOST, follow_redirects=False)


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/compare?region=riga&lang=lv&view=trend&present=1",
         "/show?page=compare&region=riga&lang=lv&view=trend"),
        ("/?present=1", "/show?page=overview"),
        ("/overview/?present=1&region=haskovo", "/show?page=overview&region=haskovo"),
        ("/compare?region=riga&amp;present=1&Lang=lv", "/show?page=compare&region=riga&lang=lv"),
        # An empty value says «none of them»; several stay several; a list's page is no slide's.
        ("/funding?present=1&state=&country=lv~bg", "/show?page=funding&state=&country=lv~bg"),
        ("/practice?present=1&page=3&view=events", "/show?page=practice&view=events"),
        # What is not the page's own stays out, and cannot make another show of it.
        ("/compare?present=1&story=x&list=y&window=notes&utm_source=z&embed=1",
         "/show?page=compare"),
        ("/policy?present=1&cell=%0d%0aLocation:%20https://evil.example",
         "/show?page=policy&cell=%0D%0ALocation%3A+https%3A%2F%2Fevil.example"),
        # A page without slides is shown as it is.
        ("/sources?present=1&theme=labour&ref=a%26b", "/sources?theme=labour&ref=a%26b"),
        ("/desk?present=1", "/desk"),
        # The first page has no path of its own: by its name it is found all the same.
        ("/overview?region=riga&lang=lv&utm_source=mail", "/?region=riga&lang=lv&utm_source=mail"),
        ("/overview", "/?"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("base", ["", "regions"])
def test_a_link_of_old_leads_to_the_show_or_its_page(asked: str, leads: str, base: str) -> None:
    root = f"/{base}" if base else ""
    answer = web(base).get(root + asked)
    assert (answer.status_code, answer.headers["location"]) == (307, root + leads)


@pytest.mark.parametrize(
    "asked",
    [
        "/compare?present=0", "/compare?present=", "/compare?region=riga", "/nowhere?present=1",
        "//evil.example?present=1", "/compare/more?present=1", "/_stcore/health?present=1",
    ],
)  # fmt: skip
def test_no_other_address_is_led_anywhere(asked: str) -> None:
    answer = web().get(f"{HOST}{asked}")
    assert (answer.status_code, answer.text) == (200, "a page")


def test_the_show_to_which_it_leads_begins_with_the_view_as_the_page_shows_it() -> None:
    client = web()
    asked = "/compare?region=riga&lang=en&view=trend&ind=gone&present=1"
    answer = client.get(client.get(asked).headers["location"])
    assert answer.status_code == 200
    assert "Part of the link was not understood; the usual choice is shown instead." in answer.text
    assert "&quot;first&quot;: 2" in answer.text or "&#34;first&#34;: 2" in answer.text
