"""The map of organisations in a real browser: it draws, opens who was clicked or tapped, and shows
names as texts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from browser.conftest import Tab, serving
from looks import look
from PIL import Image
from shown import copy

from pages.enterprises import maps
from pages.enterprises.narrowing import chosen
from secon_data.package import Package
from secon_ui.drawing import theme
from secon_ui.drawing.mercator import Frame

LAUNDRY = "haskovo-public-laundry"  # it gives work: its dot is filled
HOSTILE = '<img src=x onerror="window.hurt=1"><script>window.hurt=2</script>&amp;*Laundry*'
DECK = '[data-testid="stDeckGlJsonChart"]'
REGION = "/enterprises?region=haskovo&lang=en&in=haskovo"
# A figure of WebGL is there when two frames have been drawn after its data came.
PAINTED = """() => new Promise((done) => {
  let n = 0; const next = () => (++n > 20 ? done(true) : requestAnimationFrame(next)); next(); })"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose data name one organisation in HTML."""
    folder = copy(tmp_path_factory.mktemp("hostile"))
    file = folder / "enterprises.csv"
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        if row["enterprise_id"] == LAUNDRY:
            row |= {"name": HOSTILE, "description": HOSTILE, "town": HOSTILE}
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    with serving(tmp_path_factory.mktemp("store"), SECON_DATA=str(folder)) as address:
        yield address


def dot(tab: Tab, size: theme.Size, organisation: str = LAUNDRY) -> tuple[float, float]:
    """Where on the screen an organisation's dot is, by the map's own data and projection."""
    table = Package().table("enterprises")
    of_region = table[table["region_id"] == "haskovo"]
    of_look = look(Package(), size=size)
    found = maps.circles(of_region, of_region, "haskovo", of_look)
    deck = maps.one_region(of_region, found, "haskovo", None, of_look)
    records = next(x["data"] for x in deck.spec["layers"] if x["id"].startswith("dots-"))
    at = next(record["at"] for record in records if record["id"] == organisation)
    map_ = tab.page.locator(DECK)
    map_.scroll_into_view_if_needed()
    tab.page.evaluate(PAINTED)
    box = map_.bounding_box()
    assert box is not None
    start = deck.spec["initialViewState"]
    frame = Frame(start["longitude"], start["latitude"], start["zoom"], box["width"], box["height"])
    x, y = frame.pixels(*at)
    return box["x"] + x, box["y"] + box["height"] - y


def point_at(tab: Tab, x: float, y: float) -> None:
    """Moves the mouse over a dot until the map answers: before its layers are there it hears no
    click, and a busy machine may take longer for them than so many frames."""
    tip = tab.page.locator(".deck-tooltip")
    for _ in range(100):
        tab.page.mouse.move(x - 30, y - 30)
        tab.page.mouse.move(x, y, steps=4)
        tab.page.wait_for_timeout(100)
        if tip.is_visible():
            return
    raise AssertionError("the map does not answer to the mouse")


def colour(tab: Tab, x: float, y: float) -> tuple[int, ...]:
    """The commonest colour of three by three pixels of the screen."""
    clip = {"x": x - 1, "y": y - 1, "width": 3, "height": 3}
    picture = Image.open(io.BytesIO(tab.page.screenshot(clip=clip))).convert("RGB")
    return max(picture.getcolors())[1]  # type: ignore[arg-type, index]


def test_the_map_draws_its_dots_where_they_belong(stay):
    tab = stay(maps=True).show(REGION)
    x, y = dot(tab, "wide")
    mine = tuple(int(theme.LIGHT.mine[i : i + 2], 16) for i in (1, 3, 5))
    assert all(abs(a - b) < 12 for a, b in zip(colour(tab, x, y), mine, strict=True))


def test_a_click_opens_the_card_of_who_was_clicked(stay):
    tab = stay(maps=True).show(REGION)
    x, y = dot(tab, "wide")
    point_at(tab, x, y)
    tab.page.mouse.click(x, y)
    tab.until("() => document.querySelector('.ent-card')")
    assert tab.page.locator(".ent-card h2").inner_text().startswith("Public Laundry")
    assert tab.query["org"] == LAUNDRY
    assert chosen(Package().table("enterprises"), tab.query["org"]) is not None


def test_a_tap_opens_the_card_of_who_was_tapped(visit):
    tab = visit("phone", maps=True).open(REGION)
    tab.page.touchscreen.tap(*dot(tab, "phone"))
    tab.until("() => document.querySelector('[role=dialog] .ent-card')")
    assert tab.page.locator(".ent-card h2").inner_text().startswith("Public Laundry")
    assert tab.query["org"] == LAUNDRY


def test_a_name_with_html_is_a_text_on_the_map_and_on_the_card(visit, hostile):
    tab = visit(address=hostile, maps=True).open(REGION)
    x, y = dot(tab, "wide")
    point_at(tab, x, y)
    tip = tab.page.locator(".deck-tooltip")
    assert HOSTILE in tip.inner_text()
    tab.page.mouse.click(x, y)
    tab.until("() => document.querySelector('.ent-card')")
    assert tab.page.locator(".ent-card h2").inner_text() == HOSTILE
    assert tab.page.locator(".ent-card .ent-what").inner_text() == HOSTILE
    unharmed(tab)


def test_a_name_with_html_is_a_text_in_the_directory(visit, hostile):
    tab = visit(address=hostile).open(f"{REGION}&view=directory&work=yes")
    cells = tab.page.locator('[data-testid="stDataFrame"] [role=gridcell]')
    cells.first.wait_for(state="attached")
    assert HOSTILE in cells.all_text_contents()
    unharmed(tab)
    small = visit("phone", address=hostile).open(f"{REGION}&view=directory&work=yes")
    names = small.page.locator(".st-key-enterprises-names button").all_inner_texts()
    assert any(HOSTILE in name for name in names), names
    unharmed(small)


def unharmed(tab: Tab) -> None:
    assert tab.page.evaluate("window.hurt") is None
    assert tab.page.locator('img[src="x"]').count() == 0


def test_a_facet_filters_map_charts_and_directory_together(visit):
    # Of the 29 in Haskovo three help people to work: the laundry in Dimitrovgrad, Ivaylovgrad's
    # municipal enterprise and the agency that trains people with disabilities.
    tab = visit().open(REGION)
    deck = tab.page.locator(DECK)
    alt = "Map of {} organisations. The directory holds the same."
    assert (
        tab.page.get_by_label(alt.format(29)).or_(tab.page.get_by_alt_text(alt.format(29))).count()
    )
    listed = tab.page.locator("table.ent-listed tr", has_text="Haskovo").locator(".big")
    assert listed.inner_text() == "29"
    tab.page.locator(".st-key-facet-work button", has_text="Yes").click()
    tab.until("() => location.search.includes('work=yes')")
    assert tab.finding == "3 of 29 organisations fit the choice"
    assert deck.count() == 1
    assert tab.page.get_by_label(alt.format(3)).or_(tab.page.get_by_alt_text(alt.format(3))).count()
    assert listed.inner_text() == "3"
    tab.page.locator(".st-key-enterprises_shown button", has_text="Directory").click()
    tab.until("() => location.search.includes('view=directory')")
    rows = tab.page.locator('[data-testid="stDataFrame"] [role=row]')
    rows.first.wait_for(state="attached")
    assert rows.count() == 4  # with its head


def test_without_webgl_the_map_is_words_and_a_way_to_the_list(visit):
    tab = visit(new=True)
    tab.page.add_init_script(
        "const real = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...rest)"
        " { return /webgl/.test(kind) ? null : real.call(this, kind, ...rest); };"
    )
    tab.page.goto(tab.address + REGION)
    tab.page.get_by_text("This browser cannot draw the map").wait_for()
    assert not tab.page.locator('[class*="st-key-deck-"]').first.is_visible()
    tab.page.get_by_role("link", name="To the list with the same content").click()
    tab.until("() => location.search.includes('view=directory')")
    assert tab.query["in"] == "haskovo"
    tab.failures.clear()  # the map's own library says it too, in the console
