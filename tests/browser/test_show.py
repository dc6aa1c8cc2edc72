"""A show in the browser: its keys, the presenter's window, followers."""

from __future__ import annotations

from secrets import token_hex

import pytest
from browser.conftest import Tab, Visit
from playwright.sync_api import Page, Route

from secon_ui.show.steps import Step, joined

READY = "#secon-show[data-ready]"
SHOW = "/show?page=compare&view=ranking&region=riga&lang=lv"
DRAWN = "() => document.querySelector('.slides > .here').classList.contains('drawn')"


def opened(tab: Tab, path: str = SHOW) -> Page:
    tab.page.goto(tab.address + path)
    tab.page.wait_for_selector(READY, state="attached")
    return tab.page


def at(page: Page) -> tuple[int, bool]:
    """Which slide is on, from 1, and whether the screen is dark."""
    state = page.evaluate("seconShow.state()")
    return state["n"] + 1, state["blank"]


def until(page: Page, n: int, *, blank: bool = False) -> None:
    page.wait_for_function(
        "([n, blank]) => { const now = seconShow.state(); return now.n + 1 === n "
        "&& now.blank === blank }",
        arg=[n, blank],
        timeout=20_000,
    )


def test_all_keys_step_and_the_slide_is_drawn(visit: Visit) -> None:
    page = opened(visit("projector"))
    page.wait_for_function(DRAWN, timeout=60_000)
    assert at(page) == (2, False)
    steps = [
        ("ArrowRight", 3), ("ArrowDown", 4), ("ArrowRight", 4), ("ArrowLeft", 3), ("ArrowUp", 2),
        ("Space", 3), ("Backspace", 2), ("PageDown", 3), ("PageUp", 2), ("Enter", 3), ("End", 4),
        ("Home", 1), ("3", 1), ("Enter", 3), ("9", 3), ("Enter", 4),
    ]  # fmt: skip
    for key, n in steps:
        page.keyboard.press(key)
        assert at(page) == (n, False), key
    assert page.url.endswith("#4")
    page.keyboard.press("b")
    assert at(page) == (4, True)
    page.keyboard.press("ArrowLeft")  # light again, and the same slide
    assert at(page) == (4, False)
    size = page.evaluate("[innerWidth, document.documentElement.scrollWidth, innerHeight,"
                         "document.documentElement.scrollHeight]")  # fmt: skip
    assert size[0] >= size[1]
    assert size[2] >= size[3]


def test_keys_lie_where_they_lie_on_keyboards_of_other_alphabets(visit: Visit) -> None:
    page = opened(visit("projector"))
    press = "([key, code]) => dispatchEvent(new KeyboardEvent('keydown', {key, code}))"
    page.evaluate(press, ["β", "KeyB"])  # Greek
    assert at(page)[1]
    page.evaluate(press, ["и", "KeyB"])  # Bulgarian
    assert not at(page)[1]
    page.evaluate(press, ["b", "KeyN"])  # Dvorak: what is written counts
    assert at(page)[1]
    # Held down it asks once; digits come with the shift key on French keyboards.
    page.evaluate(f"{press.replace('code}', 'code, repeat: true}')}", ["b", "KeyB"])
    assert at(page)[1]
    page.evaluate(press.replace("code}", "code, shiftKey: true}"), ["4", "Digit4"])
    page.keyboard.press("Enter")
    assert at(page) == (4, False)
    page.keyboard.press("Shift+Space")
    assert at(page) == (3, False)


def test_letters_can_be_switched_off_and_stay_so(visit: Visit) -> None:
    page = opened(visit("projector"))
    page.keyboard.press("?")
    page.locator("#secon-letters").uncheck()
    page.keyboard.press("Escape")
    assert page.evaluate("!document.querySelector('dialog[open]')")
    page.reload()
    page.wait_for_selector(READY, state="attached")
    page.keyboard.press("b")
    page.keyboard.press("3")
    page.keyboard.press("ArrowRight")
    assert at(page) == (3, False)


def test_keys_work_after_a_picker_and_a_button_were_used(visit: Visit) -> None:
    page = opened(visit("projector"))
    page.mouse.move(400, 300)
    with page.expect_navigation():
        page.locator("select[name=lang]").select_option("en")
    page.wait_for_selector(READY, state="attached")
    assert at(page) == (2, False)  # the same slide, in the other language
    assert "Riga" in page.title()
    page.locator("select[name=lang]").focus()
    page.locator("select[name=region]").click()
    page.keyboard.press("Enter")  # nothing else is chosen: the picker keeps the focus
    assert page.evaluate("document.activeElement.name") == "region"
    page.keyboard.press("ArrowRight")
    page.locator("[data-act=back]").click()
    page.keyboard.press("Space")  # the show's, not the button's
    assert at(page) == (3, False)


def test_all_slides_are_seen_and_one_is_chosen(visit: Visit) -> None:
    page = opened(visit("projector"))
    page.keyboard.press("o")
    page.wait_for_function("() => document.querySelectorAll('#secon-overview .drawn').length === 4",
                           timeout=60_000)  # fmt: skip
    page.locator("#secon-overview button.slide").nth(3).click()
    assert at(page) == (4, False)


def test_the_end_leads_to_the_view_with_the_same_choices(visit: Visit) -> None:
    tab = visit("projector")
    page = opened(tab, f"{SHOW}&ind=gdp_pc_pps_eu100#3")
    assert at(page) == (3, False)
    page.keyboard.press("Escape")
    page.wait_for_url("**/compare?**")
    tab.settle()
    asked = tab.query
    assert {key: asked[key] for key in ("region", "lang", "view", "ind")} == {
        "region": "riga", "lang": "lv", "view": "trend", "ind": "gdp_pc_pps_eu100",
    }  # fmt: skip


def test_the_presenters_window_moves_with_the_show_both_ways(visit: Visit) -> None:
    page = opened(visit("projector"))
    page.wait_for_function(DRAWN, timeout=60_000)
    with page.context.expect_page() as found:
        page.keyboard.press("n")
    notes = found.value
    notes.wait_for_selector(READY, state="attached")
    notes.wait_for_function("() => document.querySelector('.count').textContent === '2 / 4'")
    assert "NUTS 2" in notes.locator("#notice").inner_text()
    notes.keyboard.press("ArrowRight")
    until(page, 3)
    page.keyboard.press("End")
    notes.wait_for_function("() => document.querySelector('.count').textContent === '4 / 4'")
    assert notes.locator("#then .end").is_visible()
    page.reload()
    page.wait_for_selector(READY, state="attached")
    notes.keyboard.press("Home")
    until(page, 1)
    notes.reload()
    notes.wait_for_selector(READY, state="attached")
    notes.wait_for_function("() => document.querySelector('.count').textContent === '1 / 4'")
    # A window that is enlarged twice: all buttons are in it, and the note can be read.
    for window in (page, notes):
        window.set_viewport_size({"width": 640, "height": 360})
        box = window.locator(".bar").bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 640
    assert notes.evaluate("document.querySelector('#said').clientHeight") > 100
    notes.close()


def followed(page: Page) -> tuple[str, str]:
    """Lets others follow; the code and its address."""
    page.mouse.move(300, 300)
    page.locator("[data-act=talk]").click()
    page.wait_for_function("() => document.querySelector('.code').textContent")
    assert page.locator("#secon-talk img").get_attribute("src").startswith("data:image/svg+xml")
    code = page.locator("#secon-talk .code").inner_text()
    page.locator("#secon-talk .close").click()
    return code, f"/follow/{code.replace('-', '')}"


def test_two_follow_in_two_languages_with_their_own_regions(visit: Visit) -> None:
    page = opened(visit("projector", new=True))
    code, path = followed(page)
    greek, latvian = visit("desk", new=True, locale="bg-BG"), visit("phone", new=True, locale="lv")
    first = opened(greek, path)
    form = latvian.page
    form.goto(f"{latvian.address}/follow")
    form.locator("#code").fill(code.lower())
    form.locator("form button").click()
    form.wait_for_selector(READY, state="attached")
    for follower in (first, form):
        until(follower, 2)
    assert "Haskovo" in first.evaluate("seconShow.said.slides[1].headline")
    assert "Rīga" in form.evaluate("seconShow.said.slides[1].headline")
    page.keyboard.press("ArrowRight")
    until(first, 3)
    until(form, 3)
    page.keyboard.press("b")
    until(first, 3, blank=True)
    page.keyboard.press("b")
    # She looks around, and comes back with one click of the browser.
    first.locator("a.explore").click()
    first.wait_for_url("**/compare?**")
    page.keyboard.press("Home")
    first.go_back()
    first.wait_for_selector(READY, state="attached")
    until(first, 1)


def test_a_presenter_comes_back_to_the_same_step(visit: Visit) -> None:
    tab = visit("projector", new=True)
    page = opened(tab)
    _, path = followed(page)
    page.keyboard.press("End")
    follower = opened(visit("desk", new=True), path)
    until(follower, 4)
    page.goto("about:blank")
    opened(tab)
    until(page, 4)
    page.keyboard.press("Home")
    until(follower, 1)


def test_a_second_presenter_is_told_and_may_take_over(visit: Visit) -> None:
    first = visit("projector", new=True)
    page = opened(first)
    _, path = followed(page)
    follower = opened(visit("desk", new=True), path)
    kept = page.evaluate("() => JSON.stringify(sessionStorage)")
    second = visit("projector", new=True)
    other = opened(second)
    other.evaluate(
        "(kept) => Object.entries(JSON.parse(kept)).forEach(([k, v]) => sessionStorage[k] = v)",
        kept,
    )
    other.evaluate("() => sessionStorage.removeItem('secon_talk_window')")
    other.evaluate(
        "() => addEventListener('pagehide', () => sessionStorage.removeItem('secon_talk_window'))"
    )
    other.reload()
    other.wait_for_selector(READY, state="attached")
    other.locator("#secon-told button").click()
    other.keyboard.press("End")
    until(follower, 4)
    page.keyboard.press("Home")
    page.wait_for_function("() => document.querySelector('#secon-told')?.hidden === false")
    another = page.evaluate("() => seconShow.said.words.another")
    assert page.locator("#secon-told").inner_text().startswith(another)
    for tab in (first, second):
        assert all("409 (Conflict)" in told for told in tab.failures)
        tab.failures = []


def test_who_is_cut_off_goes_on_where_the_show_is(visit: Visit) -> None:
    presenter, audience = visit("projector", new=True), visit("desk", new=True)
    page = opened(presenter)
    _, path = followed(page)
    follower = opened(audience, path)
    until(follower, 2)
    page.context.set_offline(True)
    page.keyboard.press("End")  # the slides are there already
    assert at(page) == (4, False)
    page.wait_for_function("() => document.querySelector('#secon-told')?.hidden === false")
    page.context.set_offline(False)
    until(follower, 4)
    page.wait_for_function("() => document.querySelector('#secon-told').hidden")
    presenter.failures = [f for f in presenter.failures if "ERR_INTERNET_DISCONNECTED" not in f]
    assert presenter.failures == []


def test_a_long_list_of_slides_can_be_followed(visit: Visit) -> None:
    """Its link is longer than what a presenter may say twice."""
    words = joined(Step(f"overview?n={n}", note=token_hex(950)) for n in range(60))
    assert len(words) > 75_000
    page = opened(visit("projector", new=True), f"/show?list={words}&region=riga&lang=en")
    _, path = followed(page)
    page.keyboard.press("End")
    follower = opened(visit("desk", new=True), path)
    until(follower, 60)
    with page.expect_request("**/follow/*") as asked:
        page.keyboard.press("Home")
    until(follower, 1)
    assert len(asked.value.post_data or "") < 1000  # the list is known


def test_a_follower_comes_back_after_a_server_that_began_anew(visit: Visit) -> None:
    """A proxy answers meanwhile; a browser would not ask again after that."""
    page, audience = opened(visit("projector", new=True)), visit("desk", new=True)
    _, path = followed(page)
    away = [1]
    audience.page.route(
        "**/events",
        lambda route: route.fulfill(status=502) if away and away.pop() else route.continue_(),
    )
    follower = opened(audience, path)
    follower.wait_for_function("() => document.querySelector('#secon-told')?.hidden === false")
    page.keyboard.press("End")
    until(follower, 4)
    follower.wait_for_function("() => document.querySelector('#secon-told').hidden")
    assert all("502" in told for told in audience.failures)
    audience.failures = []


def test_the_end_is_the_end_for_all(visit: Visit) -> None:
    page = opened(visit("projector", new=True))
    _, path = followed(page)
    follower = opened(visit("desk", new=True), path)
    page.mouse.move(320, 320)
    page.locator("[data-act=talk]").click()
    page.locator("[data-talk=end]").click()
    follower.wait_for_function("() => document.querySelector('#secon-told')?.hidden === false")
    over = follower.evaluate("() => seconShow.said.words.over")
    assert follower.locator("#secon-told").inner_text() == over
    answer = follower.request.get(follower.url)
    assert answer.status == 404


@pytest.mark.parametrize("size", ["phone"])
def test_a_phone_shows_the_upright_picture_and_buttons_for_thumbs(visit: Visit, size: str) -> None:
    page = opened(visit(size, new=True))
    page.wait_for_function(DRAWN, timeout=60_000)
    assert "shape=phone" in page.evaluate("document.querySelector('.here img').dataset.url")
    box = page.locator("[data-act=next]").bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44
    # There is no Esc on a phone: the way out is on the screen.
    end = page.locator("[data-act=leave]").bounding_box()
    assert end and end["x"] + end["width"] <= 390
    page.locator("[data-act=next]").click()
    assert at(page) == (3, False)


def swiped(page: Page, start: tuple[int, int], end: tuple[int, int], fingers: int = 1) -> None:
    """Fingers that are put down, moved and lifted, as the browser has them from the screen."""
    hand = page.context.new_cdp_session(page)

    def touch(kind: str, at: tuple[int, int] | None) -> None:
        points = [{"x": at[0], "y": at[1] + 60 * n} for n in range(fingers)] if at else []
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", start)
    for part in (1, 2, 3, 4):
        x, y = (a + (b - a) * part // 4 for a, b in zip(start, end, strict=True))
        touch("touchMove", (x, y))
    touch("touchEnd", None)
    hand.detach()


def test_a_finger_steps_to_either_side_and_by_nothing_else(visit: Visit) -> None:
    page = opened(visit("phone", new=True))
    assert at(page) == (2, False)
    swiped(page, (320, 400), (60, 410))
    until(page, 3)
    swiped(page, (60, 400), (330, 380))
    until(page, 2)
    swiped(page, (200, 300), (170, 300))  # too short
    swiped(page, (200, 600), (180, 200))  # upwards
    swiped(page, (300, 300), (80, 300), fingers=2)  # to enlarge, not to step
    page.wait_for_timeout(300)
    assert at(page) == (2, False)
    page.keyboard.press("?")
    swiped(page, (320, 400), (60, 410))  # in the help
    page.wait_for_timeout(300)
    assert at(page) == (2, False)


ALL_DRAWN = """() => [...document.querySelectorAll('.slides img')].every(
  (image) => image.complete && image.naturalWidth > 0)"""
HERE_DRAWN = """() => { const image = document.querySelector('.slides > .here img');
  return image.complete && image.naturalWidth > 0
    && getComputedStyle(image).opacity === '1' }"""


def test_the_whole_show_asks_nobody_else(visit: Visit) -> None:
    tab = visit("projector", new=True)
    outside: list[str] = []

    def only_ours(route: Route) -> None:
        if route.request.url.startswith((tab.address, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    tab.page.context.route("**/*", only_ours)
    tab.open("/compare?region=riga&lang=lv&view=ranking")
    tab.page.keyboard.press("p")
    page = tab.page
    page.wait_for_selector(READY, state="attached")
    page.wait_for_function(ALL_DRAWN, timeout=90_000)
    with page.context.expect_page() as found:
        page.keyboard.press("n")
    notes = found.value
    notes.wait_for_selector(READY, state="attached")
    notes.wait_for_function("() => document.querySelector('#now img').naturalWidth > 0")
    notes.close()
    page.keyboard.press("o")
    page.keyboard.press("Escape")
    _, path = followed(page)
    other = page.context.new_page()
    other.goto(tab.address + path)
    other.wait_for_selector(READY, state="attached")
    until(other, 2)
    other.close()
    page.keyboard.press("Escape")
    page.wait_for_url("**/compare?**")
    tab.settle()
    assert outside == []


def test_without_a_network_every_step_is_still_shown(visit: Visit) -> None:
    tab = visit("projector", new=True)
    # The browser keeps nothing by itself: what is shown the show has kept.
    tab.page.context.route(
        "**/slide/**",
        lambda route: route.fulfill(
            response=(found := route.fetch()),
            headers={**found.headers, "cache-control": "no-store"},
        ),
    )
    page = opened(tab)
    page.wait_for_function(ALL_DRAWN, timeout=90_000)
    with page.context.expect_page() as found:
        page.keyboard.press("n")
    notes = found.value
    notes.wait_for_selector(READY, state="attached")
    notes.wait_for_function("() => seconPictures.size === 4", timeout=90_000)
    notes.wait_for_function("() => Promise.all(seconPictures.values()).then((all) => all.every(Boolean))")  # fmt: skip
    page.context.unroute("**/slide/**")
    page.context.set_offline(True)
    for key, n in (("Home", 1), ("ArrowRight", 2), ("ArrowRight", 3), ("ArrowRight", 4)):
        page.keyboard.press(key)
        assert at(page) == (n, False)
        page.wait_for_function(HERE_DRAWN)
        notes.wait_for_function(
            "(n) => document.querySelector('.count').textContent === `${n} / 4` "
            "&& document.querySelector('#now img').naturalWidth > 0",
            arg=n,
        )
    page.keyboard.press("b")
    assert at(page) == (4, True)
    page.keyboard.press("b")
    page.keyboard.press("o")
    small = "[...document.querySelectorAll('#secon-overview img')]"
    page.wait_for_function(f"() => {small}.every((image) => image.naturalWidth > 0)")
    page.locator("#secon-overview button.slide").first.click()
    assert at(page) == (1, False)
    page.context.set_offline(False)
    notes.close()


def test_the_bar_of_an_upright_screen_names_the_language_whole(visit: Visit) -> None:
    page = opened(visit("phone"))
    for width, height in ((360, 740), (390, 844), (768, 1024)):
        page.set_viewport_size({"width": width, "height": height})
        free = """(e) => { const is = e.offsetWidth; e.style.maxWidth = "none"; return [is, e.offsetWidth]; }"""
        cut, whole = page.locator(".bar select[name=lang]").evaluate(free)
        assert cut == whole > 50
        bar = page.locator(".bar").evaluate("(e) => e.scrollWidth - e.clientWidth")
        assert bar <= 0, width
