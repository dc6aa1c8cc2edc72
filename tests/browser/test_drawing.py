"""Every page in a real browser: it draws, on a desk, on a phone and in the dark, and the keyboard
reaches all of it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from browser.boxes import FAULTS
from browser.conftest import Tab, Windows, visiting
from PIL import Image, ImageStat

from secon_ui.drawing import theme
from secon_ui.shell.menu import PAGES, PageSpec

Opened = tuple[PageSpec, Tab]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
# What each plotly figure has drawn: marks, lines and areas.
MARKS = """() => [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].map(
  (chart) => [...chart.querySelectorAll(
    ".trace path, .trace text, .barlayer path, .scatterlayer path, .heatmaplayer image, .geolayer path, .point, .js-line, .shapelayer path"
  )].filter((mark) => (mark.getAttribute("d") || mark.textContent || "image").length > 4).length)"""
# How many figures are HTML: tables, cards, bars.
FIGURES = """() => [...document.querySelectorAll('[data-testid="stHtml"]')].filter(
  (e) => e.querySelectorAll("*").length > 30 && e.getBoundingClientRect().height > 100).length"""
WIDER = """() => {
  const width = document.documentElement.clientWidth, main = document.querySelector('[data-testid="stMain"]');
  const over = [...document.querySelectorAll("main *, [data-testid=stMain] *")].filter((e) => {
    const box = e.getBoundingClientRect();
    if (box.width === 0 || box.right <= width + 1) return false;
    for (let up = e.parentElement; up; up = up.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX) && up !== main && up.scrollWidth > up.clientWidth) return false;
    return true;
  });
  const scrolls = main.scrollWidth > main.clientWidth + 1 || document.documentElement.scrollWidth > width + 1;
  return scrolls ? over.slice(0, 5).map((e) => e.tagName + "." + e.className).concat("scrolls") : [];
}"""
# How a control and what it is drawn with look; of a group of buttons each.
LOOK = """(e) => {
  let said = "";
  for (let up = e, i = 0; up && i < 5; up = up.parentElement, i++) {
    const look = getComputedStyle(up);
    said += [look.outline, look.boxShadow, look.borderColor, look.backgroundColor, look.textDecoration].join("|");
  }
  return said;
}"""
# The controls that a reader sees and could use. Streamlit makes the whole page focusable too.
CONTROLS = """() => {
  const look = LOOK;
  window.looks = new Map();
  const found = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((e) => {
    const box = e.getBoundingClientRect();
    return e.tabIndex >= 0 && !e.disabled && box.width > 0 && box.height > 0 && getComputedStyle(e).visibility !== "hidden"
      && !e.closest("[aria-hidden=true], [inert]") && e.type !== "radio" && e.dataset.testid !== "stMain";
  });
  return found.map((e, i) => {
    // A group of buttons is one stop; arrow keys go on inside it.
    const group = e.closest("[role=radiogroup], [role=toolbar], [role=tablist]");
    e.dataset.control = group ? (group.dataset.group ??= `group ${i}`) : `${i}`;
    window.looks.set(e, look(e));
    return e.dataset.control;
  });
}""".replace("LOOK", LOOK)
FOCUSED = """() => {
  const e = document.activeElement, look = LOOK;
  if (!e || !e.dataset.control) return null;
  return [e.dataset.control, look(e) !== window.looks.get(e), e.outerHTML.slice(0, 200)];
}""".replace("LOOK", LOOK)


def link(page: PageSpec, region: str = "riga", **query: str) -> str:
    rest = "".join(f"&{key}={value}" for key, value in query.items())
    path = "/" if page is PAGES[0] else f"/{page.slug}"
    return f"{path}?region={region}&lang=en{rest}"


def colours(picture: bytes) -> int:
    """How many clearly different colours a picture has."""
    small = Image.open(io.BytesIO(picture)).convert("RGB").quantize(32).convert("RGB")
    found = small.getcolors(1 << 16) or []
    total = small.width * small.height
    return sum(1 for count, _ in found if count > total / 2000)


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: page.slug)
def opened(request: pytest.FixtureRequest, server: str, windows: Windows) -> Iterator[Opened]:
    """A page and a tab on a desk that it was opened in, once for all that is looked at there."""
    with visiting(server, windows) as visit:
        yield request.param, visit(maps=True).open(link(request.param))


def test_a_page_draws(opened):
    page, tab = opened
    assert tab.moved <= 0.1
    assert tab.page.locator(".box.error").count() == 0
    assert tab.finding
    marks = tab.page.evaluate(MARKS)
    assert all(n > 2 for n in marks), marks
    maps = tab.page.locator('[data-testid="stDeckGlJsonChart"]').all()
    for deck in maps:
        deck.scroll_into_view_if_needed()
        tab.page.wait_for_function(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
        )
        assert colours(deck.screenshot()) >= 3
    figures = tab.page.evaluate(FIGURES)
    slides = tab.page.locator("img.small-slide").count()
    # The desk has nothing to draw before a file.
    assert marks or maps or figures or slides or page.slug == "desk"
    # Both the map of Europe and the nine small ones have drawn their areas.
    for geo in tab.page.locator(".geolayer > .geo").all():
        assert geo.locator("path").count() > 1


# Notes how often each area of the maps is drawn.
COUNT_DRAWN = """(() => {
  const times = window.timesDrawn = new Map();
  new MutationObserver((changes) => {
    for (const { target } of changes)
      if (target.matches("path.choroplethlocation")) times.set(target, (times.get(target) ?? 0) + 1);
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["d"] });
})()"""
# Place, shape and colours of each area, by map.
AREAS = """() => [...document.querySelectorAll(".geolayer > .geo")].map((geo) =>
  [...geo.querySelectorAll("path.choroplethlocation")].map((area) =>
    [area.getAttribute("d"), area.style.fill, area.style.stroke].join()).join("; "))"""


def test_ten_maps_are_drawn_once_and_anew_when_they_show_something_else(visit):
    of_riga = "/compare?region=riga&lang=en&indicator=unemployment_rate_15_74&year=2025"
    tab = visit(new=True)
    tab.page.add_init_script(COUNT_DRAWN)
    tab.open(of_riga)
    tab.page.wait_for_timeout(500)
    times = tab.page.evaluate("[...window.timesDrawn.values()]")
    assert len(times) > 250 and set(times) == {1}
    seen = {of_riga: tab.page.evaluate(AREAS)}
    assert len(seen[of_riga]) == 10
    # Other values of the same areas; the same values, and another region's outline in the colour of
    # mine.
    for path in (of_riga.replace("2025", "2024"), of_riga.replace("riga", "haskovo")):
        seen[path] = tab.turn_to(path).page.evaluate(AREAS)
        assert seen[path] == tab.open(path).page.evaluate(AREAS), path
    assert len({str(areas) for areas in seen.values()}) == 3


@every_page
def test_a_phone_scrolls_no_page_sideways(page, visit):
    tab = visit("phone").open(link(page, "oliveira-de-azemeis"))
    assert tab.moved <= 0.1
    assert tab.page.evaluate(WIDER) == []


def look_dark(tab: Tab) -> None:
    """What is open is dark: its ground, and nearly all that stands on it."""
    ground = tab.page.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    wanted = tuple(int(theme.DARK.ground[i : i + 2], 16) for i in (1, 3, 5))
    assert ground == f"rgb({wanted[0]}, {wanted[1]}, {wanted[2]})"
    # A slide is as it is shown, on every ground.
    tab.page.add_style_tag(content="img.small-slide { visibility: hidden }")
    picture = Image.open(io.BytesIO(tab.page.screenshot())).convert("L")
    assert ImageStat.Stat(picture).mean[0] < 80
    bright = sum(picture.histogram()[200:]) / (picture.width * picture.height)
    assert bright < 0.12  # words, not whole figures


def test_the_keyboard_reaches_each_control_and_shows_where_it_is(opened):
    _, tab = opened
    controls = set(tab.page.evaluate(CONTROLS))
    assert len(controls) > 3
    reached, unseen = set(), []
    for _ in range(len(controls) + 40):
        tab.page.keyboard.press("Tab")
        focused = tab.page.evaluate(FOCUSED)
        if controls <= reached:
            break
        if focused is None or focused[0] in reached:
            continue
        reached.add(focused[0])
        if not focused[1]:
            unseen.append(focused[2])
    missed = [
        tab.page.locator(f'[data-control="{n}"]').first.evaluate("e => e.outerHTML.slice(0, 160)")
        for n in sorted(controls - reached)[:5]
    ]
    assert missed == []
    assert unseen == []


def test_arrow_keys_choose_within_a_group_of_buttons(visit):
    tab = visit().open("/compare?region=riga&lang=en")
    group = tab.page.locator(
        ".st-key-compare_shown [role=radiogroup], .st-key-compare_shown [role=toolbar]"
    )
    group.first.locator("button").first.focus()
    tab.page.keyboard.press("ArrowRight")
    assert "Ranking" in tab.page.evaluate("document.activeElement.innerText")
    tab.page.keyboard.press("Enter")
    tab.until("() => location.search.includes('view=ranking')")
    assert tab.page.evaluate(MARKS)[0] > 9


def test_plotly_is_fetched_when_a_page_stands_that_needs_none(visit):
    tab = visit(new=True).open("/sources?region=riga&lang=en")
    tab.page.wait_for_function(
        "() => performance.getEntriesByType('resource').some((e) => e.name.includes('/PlotlyChart.'))"
    )
    # Not with the document, which would hold up what the page itself needs.
    assert tab.page.evaluate(
        "performance.getEntriesByType('resource').find((e) => e.name.includes('/PlotlyChart.')).startTime"
        " > performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    )
    assert tab.page.locator('link[rel=prefetch][href*="PlotlyChart"]').count() == 1


def test_the_map_of_enterprises_is_seen_first_and_has_room_for_its_names_in_any_window(visit):
    tab = visit().open("/enterprises?region=riga&lang=lv")
    for width in (650, 700, 768, 900, 1024):
        tab.page.set_viewport_size({"width": width, "height": 900})
        tab.settle()
        box = tab.page.locator(".st-key-enterprises-stays canvas").first.bounding_box()
        assert box is not None and box["y"] < 450, width
        # Its names are placed for a window of 600 px.
        assert box["width"] >= 595, width
        # The numbers beneath or beside it have heads.
        heads = tab.page.locator(".ent-head + .scroll thead th").all()
        boxes = [head.bounding_box() for head in heads]
        assert len(boxes) == 3 and all(box and box["height"] > 15 for box in boxes), width


@pytest.mark.parametrize("view", ["density", "directory"])
def test_a_list_stands_beside_its_facets_or_above_them_in_any_window(visit, view):
    tab = visit().open(f"/enterprises?region=riga&lang=en&view={view}")
    for width in (650, 768, 1024):
        tab.resize(width, 900)
        box = tab.page.locator(".st-key-enterprises-stays").bounding_box()
        assert box is not None and box["y"] < 450 and box["width"] >= 595, width


def test_a_chart_that_is_moved_sideways_says_so_until_its_end(visit):
    tab = visit()
    tab.page.emulate_media(reduced_motion="no-preference")
    tab.page.set_viewport_size({"width": 768, "height": 900})
    tab.open("/compare?region=riga&lang=en&view=ranking")
    fade = "getComputedStyle(document.querySelector('.st-key-figure_ranking')).getPropertyValue('--fade')"
    assert tab.page.evaluate(fade) == "56px"
    tab.page.evaluate("document.querySelector('.st-key-figure_ranking').scrollLeft = 9999")
    tab.until(f"() => {fade} === '0px'")
    tab.resize(1440, 900)
    look = tab.page.evaluate(
        "(({maskImage, animationName}) => [maskImage, animationName])"
        "(getComputedStyle(document.querySelector('.st-key-figure_ranking')))"
    )
    assert look == ["none", "none"]
    # A trend is first seen where its names are: at its right end.
    tab.page.set_viewport_size({"width": 768, "height": 900})
    tab.open("/compare?region=riga&lang=en&view=trend")
    chart = tab.page.locator(".st-key-figure_trend .js-plotly-plot").bounding_box()
    assert chart is not None and chart["x"] < -300 and chart["x"] + chart["width"] <= 768


def test_on_a_phone_a_peers_number_stands_beside_ones_own(visit):
    tab = visit("phone").open("/region?region=riga&lang=en&view=peers")
    cells = tab.page.locator(".rg-peers tbody tr").first.locator("td")
    for number in (0, 1):
        box = cells.nth(number).bounding_box()
        assert box is not None and box["x"] + box["width"] <= 390, number


@pytest.mark.parametrize("path", ["/compare?", "/region?view=spine&", "/region?view=peers&"])
def test_pickers_have_room_for_what_is_chosen_in_a_narrow_window(visit, path):
    tab = visit()
    tab.page.set_viewport_size({"width": 768, "height": 900})
    tab.open(f"{path}region=riga&lang=en")
    for picker in tab.page.locator('.st-key-controls [data-testid="stColumn"]').all():
        box = picker.bounding_box()
        assert box is not None and box["width"] > 300


def test_what_can_be_taken_stands_beside_the_switch(visit):
    tab = visit("projector").open("/policy?region=riga&lang=en")
    parts = [part.bounding_box() for part in tab.page.locator(".st-key-views > *").all()]
    assert len(parts) == 3 and max(part["y"] for part in parts if part) < 100


def test_a_narrow_window_of_a_desk_is_drawn_as_a_phone_is(visit):
    """At 390 px the wide map stood in a desk's browser, its names over each other."""
    tab = visit(new=True)
    tab.page.set_viewport_size({"width": 390, "height": 800})
    tab.open("/compare?region=riga&lang=en&view=map")
    assert tab.page.evaluate(FAULTS) == []
    high = "document.querySelector('.js-plotly-plot').getBoundingClientRect().height"
    tall = tab.page.evaluate(high)
    # Made wide again, it is drawn anew for that width.
    with tab.page.expect_navigation():
        tab.page.set_viewport_size({"width": 1280, "height": 800})
    tab.settle()
    assert tab.page.evaluate(high) != tall and tab.page.evaluate(FAULTS) == []
