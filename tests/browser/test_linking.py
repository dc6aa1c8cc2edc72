"""Links in a real browser: choices go to the address and come back, also in another language."""

from __future__ import annotations

from dataclasses import MISSING, fields
from urllib.parse import urlencode

import pytest
from browser.conftest import ELSEWHERE, HERE, serving
from shown import opening

from secon_ui.shell.menu import PAGES, PageSpec
from secon_ui.shell.view import SEPARATOR
from secon_ui.text.words import begun, languages

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
OTHER_LANGUAGE = next((c for c in languages() if c != "en" and not begun(c)), "en")


def address(page: PageSpec, query: dict[str, str]) -> str:
    path = "/" if page is PAGES[0] else f"/{page.slug}"
    return f"{path}?{urlencode(query, safe=SEPARATOR)}"


def choices(page: PageSpec) -> dict[str, str]:
    """A link that differs from the usual view in each field whose codes can be listed."""
    query, chosen = {"region": "haskovo", "lang": "en"}, {"region": "haskovo"}
    opened = opening(page)
    for item in fields(opened.kind):
        key, codes = item.metadata["key"], opened.codes(item.name, chosen)
        if item.default is MISSING or not hasattr(codes, "__iter__"):
            continue
        usual = item.default if item.metadata.get("several") else (item.default,)
        if others := [code for code in codes if code not in usual]:
            query[key] = others[-1]
            several = item.metadata.get("several")
            chosen[item.name] = (others[-1],) if several else others[-1]
    return query


def choose(tab, key: str, text: str) -> None:
    """Picks from a select box by typing, as a reader would."""
    field = tab.page.locator(f".st-key-{key} input").first
    field.click()
    field.fill(text)
    tab.page.get_by_role("option").filter(has_text=text).first.click()


@every_page
def test_a_link_with_choices_reloads_and_opens_in_another_language(page, stay):
    query = choices(page)
    tab = stay().show(address(page, query))
    assert tab.query == query and tab.page.locator(".quiet-note").count() == 0
    finding = tab.finding
    tab.page.reload()
    assert tab.settle().query == query and tab.finding == finding
    tab.turn_to(address(page, {**query, "lang": OTHER_LANGUAGE}))
    assert tab.query == {**query, "lang": OTHER_LANGUAGE}
    assert tab.page.evaluate("document.documentElement.lang") == OTHER_LANGUAGE
    assert tab.page.locator(".quiet-note, .box.error").count() == 0


def test_choosing_writes_the_link_and_the_link_brings_the_choices_back(visit):
    tab = visit().open("/compare?region=riga&lang=en")
    choose(tab, "compare_indicator", "GDP per inhabitant")
    tab.until("() => location.search.includes('ind=')")
    choose(tab, "compare_compared", "Haskovo")
    tab.until("() => location.search.includes('with=haskovo')")
    tab.page.keyboard.press("Escape")
    tab.page.locator(".st-key-compare_shown").get_by_text("Ranking").click()
    tab.until("() => location.search.includes('view=ranking')")
    chosen, finding = tab.query, tab.finding
    assert set(chosen) == {"region", "lang", "ind", "with", "view"}
    again = visit().open(f"/compare?{urlencode(chosen, safe=SEPARATOR)}")
    assert again.finding == finding
    again.open(f"/compare?{urlencode({**chosen, 'lang': OTHER_LANGUAGE}, safe=SEPARATOR)}")
    assert again.query == {**chosen, "lang": OTHER_LANGUAGE}
    assert again.page.locator(".st-key-compare_compared").inner_text().strip()


def test_back_takes_back_one_choice_at_a_time(visit):
    tab = visit().open("/compare?region=riga&lang=en")
    for view in ("Ranking", "Trend"):
        tab.page.locator(".st-key-compare_shown").get_by_text(view).click()
        tab.until(f"() => location.search.includes('view={view.lower()}')")
    trend = tab.finding
    tab.page.go_back()
    tab.until(
        f"() => location.search.includes('view=ranking') && document.querySelector('h1.finding').innerText !== {trend!r}"
    )
    tab.page.go_back()
    tab.until("() => !location.search.includes('view=')")
    assert tab.query == {"region": "riga", "lang": "en"}


def test_choices_survive_a_change_of_page(visit):
    query = "region=riga&lang=en&view=trend&with=haskovo~harghita"
    tab = visit().open(f"/compare?{query}")
    finding = tab.finding
    tab.page.locator(".st-key-frame_region input").first.wait_for()
    open_from_menu(tab, PAGES[0])
    assert tab.query["region"] == "riga"
    open_from_menu(tab, next(page for page in PAGES if page.slug == "compare"))
    tab.until("() => location.search.includes('view=trend')")
    assert tab.query["with"] == "haskovo~harghita" and tab.finding == finding


def open_from_menu(tab, page: PageSpec) -> None:
    tab.page.locator('[data-testid="stTopNavSection"]').filter(has_text=page.group).click()
    tab.page.get_by_role("menuitem", name=page.title, exact=True).click()
    path = "/" if page is PAGES[0] else f"/{page.slug}"
    tab.until(f"() => location.pathname === {path!r} && location.search.includes('region=')")


# From the document's first byte on: what no reader should see, be it for a moment.
FLASHES = """
window.flashes = [];
new MutationObserver(() => {
  const seen = (what) => window.flashes.includes(what) || window.flashes.push(what);
  const dialogs = '[role=dialog], [role=alertdialog], [data-testid="stNotification"], [data-testid="stException"]';
  document.querySelectorAll(dialogs).forEach((dialog) => seen(dialog.innerText));
  const page = document.querySelector("h1.finding, .measured, .box, footer.foot");
  if (page && !document.querySelector(".st-key-frame")) seen("a page without its frame");
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


@pytest.mark.parametrize("way", [HERE, ELSEWHERE], ids=["make run", "streamlit run"])
def test_a_deep_link_as_the_first_request_of_a_new_server_opens_framed(visit, tmp_path, way):
    with serving(tmp_path, way=way, ask=False, SECON_PREPARE="pages") as address:
        tab = visit(address=address, new=True)
        tab.page.set_default_navigation_timeout(90_000)  # it may come while the server starts
        tab.page.add_init_script(FLASHES)
        tab.open("/compare?region=extremadura&lang=en&view=ranking&with=riga")
        assert tab.page.evaluate("window.flashes") == []
        assert tab.query == {
            "region": "extremadura",
            "lang": "en",
            "view": "ranking",
            "with": "riga",
        }
        assert "Extremadura" in tab.finding
        assert tab.page.locator("footer.foot").is_visible()
        assert tab.page.locator(".st-key-frame").is_visible()
        # It does see one: the help of a page that is not there.
        tab.page.goto(f"{address}/nowhere")
        tab.page.get_by_text("Page not found").wait_for()
        assert any("Page not found" in flash for flash in tab.page.evaluate("window.flashes"))
        tab.failures.clear()  # Streamlit says in the console that there is no such page
        tab.page.context.close()


def test_who_comes_without_a_hint_is_asked_once_and_can_be_forgotten(visit):
    tab = visit(locale="fr-FR", new=True).open("/")
    assert tab.finding == "Which region is yours?" and "region" not in tab.query
    assert tab.page.locator(".st-key-which-region button").count() == 9
    tab.page.locator(".st-key-which-region button", has_text="Haskovo").click()
    tab.until("() => location.search.includes('region=haskovo')")
    assert tab.finding != "Which region is yours?"
    tab.open("/compare")  # a new session on the same device
    assert tab.query["region"] == "haskovo"
    assert "Haskovo" in tab.page.locator(".st-key-remembered").inner_text()
    tab.page.get_by_role("button", name="Forget").click()
    tab.until("() => !document.cookie.includes('secon_home=haskovo')")
    assert tab.page.locator(".st-key-remembered button").count() == 0
    assert tab.open("/funding").finding == "Which region is yours?"
    # What is not about one region asks nothing, and a link always wins.
    assert tab.open("/sources").finding != "Which region is yours?"
    assert tab.open("/funding?region=riga&lang=en").query["region"] == "riga"
    assert "secon_home" not in tab.page.evaluate("document.cookie")


def test_what_is_not_ours_stays_in_the_address(visit):
    tab = visit().open("/compare?region=riga&amp;LANG=en&view=ranking&utm_source=mail&embed=true")
    wanted = {"region": "riga", "lang": "en", "view": "ranking"}
    assert tab.query.items() >= {**wanted, "utm_source": "mail", "embed": "true"}.items()
    tab.open("/compare?region=riga&lang=en&utm_source=mail")
    choose(tab, "frame_region", "Haskovo")
    tab.until("() => location.search.includes('region=haskovo')")
    assert tab.query["utm_source"] == "mail" and tab.page.locator(".quiet-note").count() == 0


def test_a_choice_that_overtakes_another_is_no_mistake_of_a_link(visit):
    tab = visit().open("/compare?region=haskovo&lang=en&with=riga")
    choose(tab, "frame_region", "Riga")
    tab.until("() => location.search.includes('region=riga')")
    tab.settle()
    assert tab.page.locator(".quiet-note").count() == 0
    tab.open("/compare?region=riga&lang=en&with=riga")  # somebody's link says it
    assert tab.page.locator(".quiet-note").count() == 1
