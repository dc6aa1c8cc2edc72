"""The content security policy holds on every page and view, and nothing on them breaks it; and
each page is dark where a reader wants it so."""

from __future__ import annotations

from dataclasses import fields

import pytest
from browser.test_drawing import link, look_dark
from browser.test_publishing import RATE, Desk
from conftest import Tab, Visit
from shown import opening

from secon_ui.shell.menu import PAGES

# Told on every document, from before its first script.
LISTEN = """
window.refused = [];
addEventListener("securitypolicyviolation", (event) => window.refused.push(
  `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def views(page) -> list[dict[str, str]]:
    opened = opening(page)
    for item in fields(opened.kind):
        if item.name in ("shown", "view"):
            return [{item.metadata["key"]: str(code)} for code in opened.codes(item.name)]
    return [{}]


@pytest.fixture(scope="module")
def listening(stay: Visit) -> Tab:
    """The policy is one document's, and the same for all: pages and views are shown within one. What
    a document of any page refuses as it opens is said in the console too, and fails whichever test
    opens it."""
    tab = stay(dark=True, maps=True)
    tab.page.add_init_script(LISTEN)
    return tab


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_no_view_breaks_the_policy_and_a_dark_page_is_dark(page, listening: Tab):
    tab = listening
    for view in views(page):
        tab.show(link(page, **view))
        assert all(tab.query.get(key, code) == code for key, code in view.items())
        assert tab.page.evaluate("window.refused") == [], view
        if view == views(page)[0]:
            look_dark(tab)
    if page.slug == "desk":
        tab.open("/desk?region=riga&lang=en")
        tab.page.locator('input[type="file"]').set_input_files(
            {"name": "a.csv", "mimeType": "text/csv", "buffer": b"area_id;year\nLV00;2024\n"}
        )
        tab.until(
            "() => document.querySelector('.st-key-desk_put_away, .st-key-desk_check, h1.finding')"
        )
        assert tab.page.evaluate("window.refused") == []


def test_a_script_that_stands_in_a_page_and_is_none_of_ours_does_not_run(listening: Tab):
    tab = listening.open("/compare?region=riga&lang=en")
    tab.page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = true";
          document.body.append(script);
          const picture = document.createElement("img");
          picture.src = "https://example.org/x.png";
          picture.setAttribute("onerror", "window.ran = true");
          document.body.append(picture);
        }"""
    )
    tab.page.wait_for_function("() => window.refused.length >= 2")
    assert tab.page.evaluate("window.ran") is None
    told = " ".join(tab.page.evaluate("window.refused"))
    assert "script-src-elem inline" in told and "img-src https://example.org/x.png" in told
    tab.failures.clear()  # the browser says there what it has refused
    tab.foreign.clear()
    tab.page.goto("about:blank")  # this document is nobody's afterwards


def test_names_in_a_file_are_never_run(visit: Visit, tmp_path):
    desk = Desk(visit(new=True))
    ran: list[str] = []
    desk.page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    bad = "<img src=x onerror=alert(1)>"
    lines = [f"Area;Indicator;Year;Value;{bad}", f"{bad};{RATE};2024;<script>alert(2)</script>;x"]
    desk.send(tmp_path, "names.csv", "\n".join(lines).encode())
    desk.write("desk_source", bad).press("desk_check").says("to correct,")
    assert ran == []
