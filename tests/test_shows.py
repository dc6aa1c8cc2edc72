"""Shows by their addresses: their steps, slides and pictures, the page of the player."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from html import unescape
from typing import Any
from unittest.mock import patch

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from secon_ui import data
from secon_ui.server.follow_routes import FollowRoutes
from secon_ui.server.show_routes import ShowPages, ShowRoutes
from secon_ui.shell import opened
from secon_ui.show import shows, slides, stories
from secon_ui.show.steps import Step, joined
from secon_ui.taking import jobs
from secon_ui.taking.typeset import SHAPES
from secon_ui.text.words import Words

RIGA = {"region": "riga", "lang": "en"}


@pytest.fixture
def web():
    app = Starlette(
        middleware=[Middleware(FollowRoutes, ShowPages().follow), Middleware(ShowRoutes)]
    )
    with TestClient(app, base_url="https://secon.example.org") as client:
        yield client


def packed_plain(said: dict[str, str]) -> str:
    """A word of a list as somebody else's program may write it."""
    return base64.urlsafe_b64encode(zlib.compress(json.dumps(said).encode())).decode().rstrip("=")


def told(text: str) -> dict[str, Any]:
    """What a page tells its script."""
    found = re.search(r'data-show="([^"]*)"', text)
    assert found, text[:400]
    said: dict[str, Any] = json.loads(unescape(found.group(1)))
    return said


def test_a_page_is_a_show_of_its_views_that_begins_with_the_one_on_screen() -> None:
    asked = {"page": "compare", "view": "trend", "ind": "gdp_pc_pps_eu100", **RIGA}
    show = shows.asked_for(asked, data.package(), Words("en"))
    assert [step.link for step in show.steps] == [
        "compare?ind=gdp_pc_pps_eu100",
        "compare?ind=gdp_pc_pps_eu100&view=ranking",
        "compare?ind=gdp_pc_pps_eu100&view=trend",
        "compare?ind=gdp_pc_pps_eu100&view=scatter",
    ]
    assert (show.title, show.first, show.told) == ("Compare", 2, "")
    assert show.asked == "page=compare&view=trend&ind=gdp_pc_pps_eu100"


def test_a_choice_of_none_stays_a_choice_of_none() -> None:
    asked = {"page": "funding", "view": "timeline", "country": "", **RIGA}
    show = shows.asked_for(asked, data.package(), Words("en"))
    assert (show.first, show.told) == (0, "")
    assert show.steps[0].link == "funding?view=timeline&country="
    slide = slides.slide(show.steps[0], RIGA)
    assert slide.view == "funding?region=riga&lang=en&view=timeline&country="
    assert slide.picture == "slide/funding.png?region=riga&lang=en&view=timeline&country="
    usual = slides.slide(Step("funding?view=timeline"), RIGA)
    assert (usual.headline, usual.measured) != (slide.headline, slide.measured)


def test_what_there_is_not_is_passed_over_as_the_page_does_and_told() -> None:
    asked = {"page": "compare", "view": "trend", "ind": "gone", **RIGA, "rev": "gone"}
    show = shows.asked_for(asked, data.package(), Words("en"))
    assert [step.link for step in show.steps] == [
        "compare", "compare?view=ranking", "compare?view=trend", "compare?view=scatter",
    ]  # fmt: skip
    assert show.first == 2
    assert show.told == ("Part of the link was not understood; the usual choice is shown instead.")


def test_a_story_is_a_show_and_one_that_there_is_not_names_those_that_there_are() -> None:
    for story, title in stories.titles(data.package(), Words("en")).items():
        show = shows.asked_for({"story": story, **RIGA}, data.package(), Words("en"))
        assert (show.title, show.asked, show.told) == (title, f"story={story}", "")
        assert len(show.steps) >= 6
        assert not any(slides.slide(step, RIGA).lost for step in show.steps)
    none = shows.asked_for({"story": "gone", **RIGA}, data.package(), Words("en"))
    assert none.told.startswith("There is no story «gone»; there are «")


def test_a_list_keeps_its_order_headlines_and_notes_and_says_what_is_damaged() -> None:
    steps = (Step("policy", "Ours", "", "Say this"), Step("compare?view=map"))
    show = shows.asked_for(
        {"list": f"{joined(steps)}~nonsense", **RIGA}, data.package(), Words("en")
    )
    assert tuple(show.steps) == steps
    assert show.told == "1 slide of this list is damaged and left out."
    first = slides.slide(show.steps[0], RIGA)
    assert (first.headline, first.note, first.view) == (
        "Ours",
        "Say this",
        "policy?region=riga&lang=en",
    )


def test_a_step_is_told_for_whoever_shows_it_unless_it_names_a_region() -> None:
    plain, named = Step("region"), Step("region?region=harghita")
    assert slides.slide(plain, RIGA).headline.startswith("Riga is strong on")
    assert slides.slide(named, RIGA).headline.startswith("Harghita is strong on")
    latvian = {"region": "riga", "lang": "lv"}
    assert slides.slide(plain, latvian).headline.startswith("Rīga: stiprās puses")


@pytest.mark.parametrize("link", ["nowhere", "compare?ind=gone", "desk", "../x", "<b>"])
def test_a_link_that_leads_nowhere_is_a_calm_slide(link: str) -> None:
    slide = slides.slide(Step(link), RIGA)
    assert slide.lost
    assert slide.headline == "This slide cannot be shown"
    assert slide.picture.startswith("slide/")


def test_the_player_has_all_slides_and_the_choices_of_region_and_language(web: TestClient) -> None:
    answer = web.get("/show?page=compare&view=ranking&region=riga&lang=lv")
    said = told(answer.text)
    assert answer.status_code == 200
    assert (said["window"], said["first"], len(said["slides"])) == ("main", 1, 4)
    assert said["slides"][1]["view"] == "/compare?region=riga&lang=lv&view=ranking"
    assert said["slides"][1]["picture"] == "/slide/compare.png?region=riga&lang=lv&view=ranking"
    assert '<option value="riga" selected>Rīga</option>' in answer.text
    assert '<option value="lv" selected>Latviešu</option>' in answer.text
    assert '<html lang="lv"' in answer.text


def test_who_names_no_region_is_shown_her_own(web: TestClient) -> None:
    kept = web.get("/show?page=region", headers={"cookie": "secon_home=haskovo~en"})
    assert "Haskovo" in told(kept.text)["slides"][0]["headline"]
    spoken = web.get("/show?page=region", headers={"accept-language": "lv-LV,lv;q=0.9"})
    assert "Rīga" in told(spoken.text)["slides"][0]["headline"]


@pytest.mark.parametrize("other", ["a/b=1", "a,b=2", "{}=3", "<x>=4"])
def test_cookies_of_other_programs_do_not_matter(web: TestClient, other: str) -> None:
    kept = web.get("/show?page=region", headers={"cookie": f"{other}; secon_home=haskovo~en"})
    assert "Haskovo" in told(kept.text)["slides"][0]["headline"]


def test_a_damaged_letter_leaves_out_its_slide_alone(web: TestClient) -> None:
    steps = joined([Step("region", "Mine"), Step("region", "x")])
    bad = packed_plain({"link": "region", "headline": "a\ud800"})
    answer = web.get(f"/show?list={steps}~{bad}&region=riga&lang=en")
    assert [slide["headline"] for slide in told(answer.text)["slides"]] == ["Mine", "x"]
    assert "1 slide of this list is damaged" in answer.text


def test_foreign_text_is_text(web: TestClient) -> None:
    bad = "<script>alert(1)</script>\"'&"
    steps = joined([Step("compare", bad, bad, bad)])
    text = web.get(f"/show?list={steps}&region=riga&lang=en").text
    assert "<script>alert" not in text
    assert told(text)["slides"][0]["headline"] == bad
    assert "<script>alert" not in web.get("/follow", params={"code": bad}).text


@pytest.mark.parametrize("language", ["en", "lv"])
def test_every_step_of_every_story_is_a_slide_for_every_region(language: str) -> None:
    package, t = data.package(), Words(language)
    for region in package.table("regions")["region_id"]:
        for story in stories.titles(package, t):
            for step in stories.steps(package, story, t)[1]:
                made = slides.slide(step, {"region": region, "lang": language})
                assert not made.lost and made.note == step.note, step.link


def test_what_is_told_of_a_slide_is_the_headline_of_its_picture() -> None:
    """The start page's own is the project's question; its picture names the region."""
    slide = slides.slide(Step("overview"), RIGA)
    assert slide.headline == "Riga among the nine"
    assert slide.measured.startswith("Nine regions, one question")


def test_a_number_that_the_view_shows_no_more_is_told_to_the_presenter() -> None:
    link = "compare?ind=unemployment_rate_15_74&view=ranking"
    number = re.search(r"\d+\.\d", slides.slide(Step(link), RIGA).headline)
    assert number
    same = slides.slide(Step(link, f"It is {number.group()} %", "", "Say it"), RIGA)
    other = slides.slide(Step(link, "It is 98.7 %", "", "Say it"), RIGA)
    assert (same.note, other.note) == ("Say it", "Not in the data any more: 98.7.\nSay it")


def test_what_is_no_show_says_so(web: TestClient) -> None:
    for query in ("page=nowhere", "page=sources", "list=", "page=desk"):
        answer = web.get(f"/show?{query}&region=riga&lang=en")
        assert answer.status_code == 404
        assert 'role="status"' in answer.text
    assert "There is no page «nowhere»." in web.get("/show?page=nowhere&lang=en").text


def test_what_is_no_file_says_so_to_its_reader(web: TestClient) -> None:
    for query in ("list=", "list=zzz", "story=gone", "page=desk"):
        answer = web.get(f"/show.html?{query}&region=riga&lang=lv")
        assert answer.status_code == 404
        assert "content-disposition" not in answer.headers
        assert answer.text == web.get(f"/show?{query}&region=riga&lang=lv").text
        assert 'lang="lv"' in answer.text


@pytest.mark.parametrize("shape", ["slide", "phone"])
def test_the_picture_of_a_slide_has_its_shape_and_its_own_headline(
    web: TestClient, shape: str
) -> None:
    address = f"/slide/compare.png?region=riga&lang=en&view=ranking&shape={shape}"
    answer = web.get(address)
    assert answer.status_code == 200
    size = SHAPES[shape]
    expected = (size.width * size.pixels, size.height * size.pixels)
    assert Image.open(io.BytesIO(answer.content)).size == expected
    again = web.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304
    own = web.get(f"{address}&headline=My+own+words")
    assert own.content != answer.content


def test_a_picture_that_there_is_not_is_refused_and_one_that_fails_is_asked_again(
    web: TestClient,
) -> None:
    for name in ("nowhere.png", "compare.svg", "compare", "compare.png?shape=huge"):
        assert web.get(f"/slide/{name}").status_code == 404
    with patch.object(jobs.PICTURES, "submit", side_effect=RuntimeError("broken")):
        answer = web.get("/slide/policy.png?region=haskovo&lang=en")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def test_a_follower_has_the_same_slides_in_her_language_with_her_region(web: TestClient) -> None:
    said = {"asked": "page=compare&view=ranking", "step": 1, "window": "w"}
    here = "https://secon.example.org/show?page=compare"
    code = web.post("/follow", json={**said, "here": here}).json()["code"]
    page = web.get(f"/follow/{code}", headers={"cookie": "secon_home=haskovo~lv"})
    found = told(page.text)
    assert (found["window"], found["first"]) == ("follow", 1)
    assert found["follow"]["events"] == f"/follow/{code}/events"
    assert found["slides"][1]["view"] == "/compare?region=haskovo&lang=lv&view=ranking"
    assert 'data-act="next"' not in page.text
    # She has no keys, so that none is promised.
    assert "<kbd>" not in page.text and "(F)" not in page.text


@pytest.mark.parametrize(
    ("place", "keys", "not_here"),
    [
        ("show?page=compare", "O F N Esc P", ""),
        ("show?page=compare&window=notes", "F Esc N", "O P"),
        ("show.html?page=policy&view=matrix", "O F N", "Esc P"),
    ],
)
def test_the_help_names_the_keys_of_its_window(
    web: TestClient, place: str, keys: str, not_here: str
) -> None:
    page = web.get(f"/{place}&region=riga&lang=en").text
    there = set(re.findall(r"<kbd>(.+?)</kbd>", page))
    assert set(keys.split()) <= there
    assert not set(not_here.split()) & there


def test_every_step_of_every_page_is_a_slide_for_every_region() -> None:
    pages = ("overview", "compare", "region", "enterprises", "funding", "policy", "practice")
    for region in ("riga", "peloponnese", "haskovo", "rhein-neckar"):
        for page in pages:
            links = opened.steps(page, {"region": region, "lang": "en"}, "en")
            assert links, page
            for link in links:
                assert not slides.slide(Step(link), {"region": region, "lang": "en"}).lost, link


def test_what_is_said_of_a_slide_asks_nobody_to_click():
    """A slide says what its picture says, and not what the page does beside it."""
    told = slides.slide(Step("policy?view=matrix"), {"region": "riga", "lang": "en"})
    assert "Choose a cell" not in told.measured
    found = slides.drawing("policy", {"view": "matrix", "region": "riga", "lang": "en"}).sheet()
    assert told.measured == found.measured
