"""My slides in the browser: added on any view, kept on the device, put in order, taken as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from browser.conftest import Tab, Visit
from playwright.sync_api import Page, expect

from secon_ui.show.steps import Step, joined, parted
from tools.browsing import QUIET

LINK = "region=riga&lang=en"
FRAME = 'iframe[title*="secon_device"]'


def stand(page: Page) -> Page:
    page.wait_for_selector("footer.foot")
    return page


def opened(tab: Tab, path: str) -> Page:
    tab.page.goto(f"{tab.address}/{path}")
    return stand(tab.page)


def kept(page: Page) -> tuple[Step, ...]:
    """The list that the device keeps."""
    return parted(page.evaluate("localStorage.getItem('secon_slides') || ''"))[0]


def slides(page: Page, n: int) -> None:
    """Waits until the page shows so many slides."""
    expect(page.locator('[class*="st-key-slide-"]')).to_have_count(n, timeout=20_000)


def written(page: Page) -> tuple[Step, ...]:
    """The list of the link, when the device keeps the same."""
    same = (
        "localStorage.getItem('secon_slides') === new URLSearchParams(location.search).get('list')"
    )
    page.wait_for_function(f"() => {same}")
    return kept(page)


def add(page: Page, n: int) -> None:
    page.locator("button[data-slide]").click()
    expect(page.locator(".adding a")).to_have_text(f"My slides ({n})")


def test_slides_are_added_kept_and_put_in_order(visit: Visit) -> None:
    tab = visit()
    page = opened(tab, f"compare?{LINK}&ind=unemployment_rate_15_74&view=ranking&year=2024")
    add(page, 1)
    add(opened(tab, f"funding?{LINK}&view=lacking"), 2)
    page = opened(tab, f"funding?{LINK}&view=lacking")
    page.locator("button[data-slide]").dblclick()  # who clicks twice stays here
    add_told = page.locator(".adding a")
    expect(add_told).to_have_text("My slides (2)")  # the same again is no other
    page.wait_for_timeout(300)
    assert "/funding?" in page.url
    add_told.click()
    slides(stand(page), 2)
    first, second = kept(page)
    assert first.link.startswith("compare?ind=unemployment_rate_15_74&")
    assert "year=2024" in first.link
    assert "region" not in first.link
    assert second.link.startswith("funding?view=lacking")
    own = page.get_by_label("Headline of your own").first
    own.fill("Seventh of nine: not good enough")
    own.press("Enter")
    page.wait_for_function("() => localStorage.getItem('secon_slides').length > 150")
    # Nobody writes on before she sees it, and the page stands again.
    expect(page.locator('[class*="st-key-slide-0"] h2')).to_have_text(
        "Seventh of nine: not good enough"
    )
    page.wait_for_selector(QUIET)
    note = page.get_by_label("Note for the presenter").first
    note.fill("Say it slowly.")
    note.press("Control+Enter")
    page.get_by_role("button", name="Down").first.click()
    expect(page.locator('[class*="st-key-slide-0"] h2')).not_to_have_text(
        "Seventh of nine: not good enough"
    )
    expect(page.locator('[class*="st-key-slide-1"] h2')).to_have_text(
        "Seventh of nine: not good enough"
    )
    told = [(step.link.partition("?")[0], step.headline, step.note) for step in written(page)]
    assert told == [
        ("funding", "", ""),
        ("compare", "Seventh of nine: not good enough", "Say it slowly."),
    ]
    # Another visit on this device finds them, and what was removed can be put back.
    page = opened(tab, f"stories?{LINK}&view=mine")
    slides(page, 2)
    page.get_by_role("button", name="Remove").last.click()
    slides(page, 1)
    page.get_by_role("button", name="Put the slide back").click()
    slides(page, 2)
    assert len(written(page)) == 2


def test_a_list_that_was_sent_leaves_the_own_one_alone(visit: Visit) -> None:
    tab = visit()
    add(opened(tab, f"policy?{LINK}&view=matrix"), 1)
    mine = kept(tab.page)
    sent = joined(
        [Step("overview"), Step("region?view=spine", "<b>Bold</b>", "<script>x</script>")]
    )
    page = opened(tab, f"stories?{LINK}&view=mine&list={sent}")
    slides(page, 2)
    expect(page.get_by_text("This device keeps another list, of 1 slide.")).to_be_visible()
    expect(page.get_by_role("heading", name="<b>Bold</b>")).to_be_visible()
    page.get_by_role("button", name="Remove").first.click()
    slides(page, 1)
    assert kept(page) == mine  # not the device's own: only the link is another
    page.get_by_role("button", name="Put it behind mine").click()
    slides(page, 2)
    assert [step.link for step in written(page)] == [mine[0].link, "region?view=spine"]


def test_a_browser_that_keeps_nothing_says_so_and_the_link_has_the_list(visit: Visit) -> None:
    tab = visit(new=True)
    forbidden = "{ get() { throw new DOMException('denied', 'SecurityError') } }"
    for name in ("localStorage", "sessionStorage"):
        tab.page.add_init_script(f"Object.defineProperty(window, '{name}', {forbidden})")
    sent = joined([Step("overview"), Step("region?view=spine")])
    page = opened(tab, f"stories?{LINK}&view=mine&list={sent}")
    slides(page, 2)
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    expect(page.frame_locator(FRAME).get_by_text("Open a file")).to_be_visible()
    page.get_by_role("button", name="Remove").first.click()
    slides(page, 1)
    expect(page.get_by_text("This browser keeps nothing")).to_be_visible()
    page = opened(tab, f"policy?{LINK}&view=matrix")
    page.locator("button[data-slide]").click()
    expect(page.locator("button[data-slide]")).to_have_text("This browser keeps nothing")


def test_a_file_is_saved_and_opened_again(visit: Visit, tmp_path: Path) -> None:
    tab = visit()
    sent = joined([Step("overview", note="First."), Step("compare?view=map")])
    page = opened(tab, f"stories?{LINK}&view=mine&list={sent}")
    slides(page, 2)
    page.get_by_role("button", name="Take away").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="The list, to open it here again (JSON)").click()
    file = tmp_path / "slides.json"
    download.value.save_as(file)
    told = json.loads(file.read_text(encoding="utf-8"))
    assert [slide["link"] for slide in told["slides"]] == ["overview", "compare?view=map"]
    page = opened(tab, f"stories?{LINK}&view=mine")
    frame = page.frame_locator(FRAME)
    frame.locator("input[type=file]").set_input_files(file)
    slides(page, 2)
    expect(page.get_by_text("this device does not keep it yet")).to_be_visible()
    page.get_by_role("button", name="Keep this one here").click()
    expect(page.get_by_text("this device does not keep it yet")).to_have_count(0)
    assert written(page)[0] == Step("overview", note="First.")
    other = tmp_path / "other.json"
    other.write_text('{"slides": 3}', encoding="utf-8")
    frame.locator("input[type=file]").set_input_files(other)
    expect(page.get_by_text("«other.json» is no list of slides.")).to_be_visible()
    slides(page, 2)


@pytest.mark.parametrize("window", ["main", "notes"])
def test_the_html_file_shows_itself_from_the_disk(
    visit: Visit, tmp_path: Path, window: str
) -> None:
    """No server, no network: the file alone, with its notes in a second window."""
    tab = visit("projector")
    words = joined([Step("overview", "Ours", note="Welcome all."), Step("compare?view=map")])
    answer = tab.page.request.get(f"{tab.address}/show.html?list={words}&{LINK}", timeout=90_000)
    assert answer.headers["content-disposition"] == 'attachment; filename="secon-slides.html"'
    file = tmp_path / "show.html"
    file.write_bytes(answer.body())
    context = tab.page.context.browser.new_context(offline=True)
    try:
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
        page.goto(file.as_uri())
        page.wait_for_selector("#secon-show[data-ready]", state="attached")
        drawn = "() => { const i = document.querySelector('.slides > .here img'); "
        page.wait_for_function(f"{drawn} return i.complete && i.naturalWidth === 1920; }}")
        if window == "main":
            page.keyboard.press("ArrowRight")
            assert page.evaluate("seconShow.state().n") == 1
            page.wait_for_function(f"{drawn} return i.complete && i.naturalWidth === 1920; }}")
            page.keyboard.press("Escape")
            assert page.url.startswith("file:")
        else:
            with context.expect_page() as popup:
                page.keyboard.press("n")
            notes = popup.value
            expect(notes.locator("#note")).to_have_text("Welcome all.")
            notes.keyboard.press("ArrowRight")
            page.wait_for_function("() => seconShow.state().n === 1")
            expect(notes.locator(".count")).to_have_text("2 / 2")
            page.keyboard.press("Home")
            expect(notes.locator("#note")).to_have_text("Welcome all.")
        assert wrong == []
    finally:
        context.close()
