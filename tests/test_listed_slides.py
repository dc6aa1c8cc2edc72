"""A list of slides of one's own: what is done to it, its file, what the device tells."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
import shown
from hypothesis import given
from hypothesis import strategies as st
from looks import look
from shown import App

from pages.desk import story_numbers
from pages.stories.build import build
from pages.stories.held import File, Held, chosen, heard
from pages.stories.views import Slides, StoriesView
from secon_ui import data
from secon_ui.server import show_page
from secon_ui.server.show_page import Told
from secon_ui.shell import view as views
from secon_ui.shell.menu import PAGES, spec
from secon_ui.shell.opened import subject
from secon_ui.show import listed, slides
from secon_ui.show.steps import MOST, Step, StepError, joined, packed
from secon_ui.text.words import Words

A, B, C = Step("overview"), Step("compare?view=map", "Map"), Step("region", note="Say it.")
PAGE = next(page for page in PAGES if page.slug == "stories")
texts = st.text(max_size=30).map(lambda text: " ".join(text.split()))
steps = st.builds(Step, st.just("overview"), texts, texts, texts)


def test_slides_are_moved_removed_and_changed():
    assert listed.moved((A, B, C), 0, 2) == (B, C, A)
    assert listed.moved((A, B, C), 2, 0) == (C, A, B)
    assert listed.without((A, B, C), 1) == (A, C)
    assert listed.changed((A, B), 1, note="New") == (A, Step("compare?view=map", "Map", note="New"))
    assert listed.together((A, B), (B, C)) == (A, B, C)
    many = tuple(Step(f"compare?year={n}") for n in range(MOST))
    assert listed.together(many, (A,)) == many


def test_a_slide_may_be_about_one_region_for_good():
    (about,) = listed.about((B,), 0, "riga")
    assert about.link == "compare?view=map&region=riga"
    assert listed.region(about) == "riga"
    assert listed.about((about,), 0, "") == (B,)
    assert listed.about((A,), 0, "") == (A,)
    # What a link leaves empty on purpose stays so.
    (kept,) = listed.about((Step("funding?kind=&view=list"),), 0, "riga")
    assert kept.link == "funding?kind=&view=list&region=riga"


@given(st.lists(steps, unique=True, max_size=8))
def test_a_file_says_the_list_again(found):
    assert listed.opened(listed.file(found).decode()) == (tuple(found), 0)


def test_a_file_can_be_read_by_a_person():
    told = json.loads(listed.file((B,)))
    assert told == {
        "kind": "slides of SECON regions",
        "slides": [{"link": "compare?view=map", "headline": "Map"}],
    }


@pytest.mark.parametrize(
    "text",
    ["", "no", "[]", "{}", '{"kind": "slides of SECON regions", "slides": 3}', "[" * 100_000,
     '{"kind": "another", "slides": []}', " " * 600_000],
)  # fmt: skip
def test_what_is_no_such_file_is_told(text):
    with pytest.raises(StepError, match="no file of slides"):
        listed.opened(text)


def test_damaged_slides_of_a_file_are_left_out_and_counted():
    rows = [{"link": "overview"}, {"headline": "No link"}, 7, {"link": "x" * 2000}]
    text = json.dumps({"kind": "slides of SECON regions", "slides": rows})
    assert listed.opened(text) == ((A,), 3)
    many = [{"link": f"compare?year={n}"} for n in range(MOST + 5)]
    found, wrong = listed.opened(json.dumps({"kind": "slides of SECON regions", "slides": many}))
    assert (len(found), wrong) == (MOST, 5)


def said(
    slides: str | None, n: int = 1, file: object = None, turn: str = "s.0"
) -> dict[str, object]:
    return {"slides": slides, "n": n, "file": file, "turn": turn}


def test_what_the_device_keeps_is_shown_where_the_link_says_nothing():
    held, instead = heard(Held(), said("a~b"), "", "s.0")
    assert (held.device, instead) == ("a~b", "a~b")
    assert heard(Held(), None, "", "s.0") == (Held(), None)
    assert heard(Held(), said(""), "", "s.0") == (Held("", word=1), None)
    # A browser that keeps nothing.
    assert heard(Held(), said(None), "", "s.0") == (Held("", able=False, word=1), None)


def test_a_list_of_somebody_else_is_not_replaced_by_the_devices():
    held, instead = heard(Held(), said("a~b"), "c", "s.0")
    assert instead is None
    assert not held.keeps("c")
    assert held.keeps("a~b")


def test_what_another_window_adds_is_followed():
    held, instead = heard(Held("a"), said("a~b"), "a", "s.0")
    assert (held.device, instead) == ("a~b", "a~b")
    assert (
        heard(Held("a"), said("a~b"), "c", "s.0")[1] is None
    )  # a list of somebody else stands here


def test_an_old_word_of_the_device_undoes_no_change():
    held, _ = heard(Held(), said("a"), "a", "s.0")
    changed = held.keeping("a~b")
    assert (changed.device, changed.write, changed.turn) == ("a~b", "a~b", 1)
    assert heard(changed, said("a"), "a~b", "s.0") == (changed, None)  # the same word again
    # A frame that was new meanwhile said what was so before the change.
    assert heard(changed, said("a", 2), "a~b", "s.1") == (changed, None)
    added, instead = heard(changed, said("a~b~c", 3, turn="s.1"), "a~b", "s.1")  # another window's
    assert (added.device, instead) == ("a~b~c", "a~b~c")


def test_a_chosen_file_is_read_once():
    file = {"name": "s.json", "text": "{}", "at": 5}
    held, found = chosen(Held(), said("", file=file))
    assert found == File("s.json", "{}")
    assert chosen(held, said("", file=file)) == (held, None)
    assert chosen(Held(), None) == (Held(), None)
    assert chosen(Held(), said("", file={"at": "x"})) == (Held(), None)


def test_a_link_holds_slides_and_nothing_else():
    assert packed(B) in Slides()
    assert "nonsense" not in Slides()
    assert 3 not in Slides()


def test_nothing_of_a_long_link_is_kept():
    """Else whoever sends such links could fill the memory."""
    view = StoriesView("riga", "en", shown="mine", slides=(packed(B),))
    assert view.long
    assert not StoriesView("riga", "en").long
    assert views.to_query(view) is not views.to_query(view)
    short = StoriesView("riga", "en")
    assert views.to_query(short) is views.to_query(short)
    assert views.encoded(view) == f"region=riga&lang=en&view=mine&list={packed(B)}"


def test_what_a_slide_is_of_is_told_without_drawing_it():
    t, package = Words("en"), data.package()
    told = {
        "overview": "Overview",
        "region": "My region · Profile",
        "compare?ind=arope&view=map": "Compare · Map · At risk of poverty or social exclusion",
        "stories?view=mine": "stories?view=mine",
        "nowhere?x=1": "nowhere?x=1",
        "compare?ind=none&view=none": "Compare",
    }
    assert {link: subject(link, package, t) for link in told} == told


def test_the_page_tells_stories_and_my_slides():
    app = App().open(PAGE, region="riga", lang="en")
    assert "3 stories to show in a meeting" in app.html
    assert "Compare · Map · Unemployment rate" in app.html
    app = App().open(PAGE, region="riga", lang="en", view="mine")
    assert "You have no slides yet" in app.html
    app = App().open(PAGE, region="riga", lang="en", view="mine", list=joined((A, B)))
    assert "2 slides of mine" in app.html
    assert "Compare · Map" in app.html
    lost = joined((Step("compare?ind=gone"), Step("nowhere")))
    app = App().open(PAGE, region="riga", lang="en", view="mine", list=lost)
    assert app.html.count('<div class="box look"><strong>This slide cannot be shown') == 2


def test_a_slide_of_mine_whose_number_is_gone_says_so():
    step = Step(
        "compare?ind=unemployment_rate_15_74&view=ranking",
        "We are at 99.7 %",
        note="Say it slowly.",
    )
    app = App().open(PAGE, region="riga", lang="en", view="mine", list=joined((step,)))
    assert "Not in the data any more: 99.7." in app.html
    assert "Say it slowly." not in app.html  # it stands in its field


def test_a_story_becomes_ones_own():
    found = build(StoriesView("riga", "en"), data.package(), look(data.package()))
    ten = next(story for story in found.stories if story.name == "ten")
    mine = build(
        StoriesView("riga", "en", shown="mine", slides=ten.slides),
        data.package(),
        look(data.package()),
    )
    assert len(mine.steps) == 10
    assert mine.steps[0].note.startswith("Say who we are")


def test_a_show_as_a_file_has_nothing_of_outside():
    whose = {"region": "riga", "lang": "en"}
    hostile = Step("overview", "</script><script>alert(1)</script>", note="</div><img src=x>")
    made = [slides.slide(step, whose) for step in (hostile, B)]
    told = Told(Words("en"), "", {}, "https://example.org/", {}, "show")
    parts = list(show_page.file("Mine", made, told))
    assert [part for part in parts if isinstance(part, int)] == [0, 1]
    text = "".join(part if isinstance(part, str) else "AAAA" for part in parts)
    assert text.count("data:image/png;base64,AAAA") == 2
    assert "<script>alert" not in text
    assert "<img src=x>" not in text
    assert text.count("<script>") == text.count("</script>") == 1
    assert ' src="http' not in text
    assert "<link" not in text
    assert "https://example.org/compare?" in text  # the way to the view itself


def test_the_desk_tells_numbers_of_headlines_that_the_data_do_not_hold():
    """Unemployment of 2025: Riga 6.9, as Latvia has; the median of the nine countries 5.0."""
    rows = [
        ("ten", 1, "compare?ind=unemployment_rate_15_74&view=ranking", "5.0 % is the median"),
        (
            "ten",
            2,
            "compare?ind=unemployment_rate_15_74&view=ranking",
            "We are 120 and have 99.7 %",
        ),
        ("ten", 3, "overview", "No number here"),
        ("ten", 4, "overview", None),
        ("ten", 5, "compare?ind=gone", "9 of 10"),
    ]
    table = pd.DataFrame(rows, columns=["story_id", "step", "link", "headline"])
    names = {"riga": "Riga", "haskovo": "Haskovo"}
    assert story_numbers.told(table, names, Words("en")) == [
        "Slide 2 of «ten»: 99.7 – not in what it shows for any region."
    ]


def test_two_changes_in_one_run_are_both_kept():
    """A note that is still being written when «Down» is pressed arrives together with it."""
    app = App().open(PAGE, region="riga", lang="en", view="mine", list=joined((A, B)))
    app.at.session_state["_slides"] = Held(joined((A, B)))
    app.at.text_area(key="slide_0_note").set_value("Say it slowly.")
    app.at.button(key="slide_0_down").click()
    app.at.run()
    wanted = joined((B, replace(A, note="Say it slowly.")))
    assert app.at.query_params["list"] == wanted
    assert app.at.session_state["_slides"].write == wanted


def test_quick_clicks_beyond_the_end_change_nothing():
    assert listed.moved((A, B), 1, 5) == (A, B)
    assert listed.moved((A, B), 0, -1) == (A, B)
    assert listed.moved((A, B), 7, 1) == (A, B)
    assert listed.without((A, B), 7) == (A, B)
    assert listed.changed((A, B), 7, note="x") == (A, B)


def test_a_change_of_which_the_browser_has_not_heard_is_not_lost():
    """Who presses «Down» twice at once sends the address of before the first."""
    app = App().open(PAGE, region="riga", lang="en", view="mine", list=joined((A, B, C)))
    app.at.button(key="slide_0_down").click().run()
    assert app.at.query_params["list"] == joined((B, A, C))
    app.at.query_params["list"] = joined((A, B, C))
    app.at.button(key="slide_1_down").click().run()
    assert app.at.query_params["list"] == joined((B, C, A))
    app.at.query_params["list"] = joined((A, B, C))
    app.at.button(key="slide_0_out").click().run()
    assert app.at.query_params["list"] == joined((C, A))


def test_a_damaged_story_says_so_and_the_others_stay(tmp_path, monkeypatch):
    shown.copy(tmp_path)
    file = tmp_path / "stories.csv"
    rows = file.read_text(encoding="utf-8").splitlines(keepends=True)
    # Longer than a headline may be.
    rows[1] = rows[1].replace("overview,,", f"overview,{'x' * 300},", 1)
    file.write_text("".join(rows), encoding="utf-8")
    monkeypatch.setenv("SECON_DATA", str(tmp_path))
    data.look_again()
    app = App().open(PAGE, region="riga", lang="en")
    data.look_again()
    assert app.errors == []
    assert app.html.count("A slide of this story is damaged in the data.") == 1
    assert [button.key for button in app.at.button if button.key.startswith("story_")] == [
        "story_labour",
        "story_lacking",
    ]


def test_what_a_slide_says_is_worked_out_once(monkeypatch):
    step, whose = Step("compare?ind=arope&view=ranking", "38.3 %"), {"region": "riga", "lang": "en"}
    first = slides.slide(step, whose)
    monkeypatch.setattr(slides, "_texts", None)  # it is not asked again
    assert slides.slide(step, whose) == first


def test_a_view_without_a_figure_cannot_be_added():
    # The change of GDP per head is of NUTS 3, R&D expenditure of NUTS 2, GDP per head of both.
    shows = {"ind": "gdp_pc_index_change_2013_2023", "view": "scatter", "region": "riga"}
    shows["lang"] = "en"
    compare = spec("compare")
    added = [
        "data-slide" in App().open(compare, **shows, x=other).html
        for other in ("gerd_pct_gdp", "gdp_pc_pps_eu100")
    ]
    assert added == [False, True]
