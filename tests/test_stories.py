"""The stories: rows of the data, told for any region in any language."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from secon_data import intake, names, proposal
from secon_data.checking import check
from secon_data.checking.check import Report
from secon_data.package import SHIPPED, Package
from secon_data.proposal import Said
from secon_ui.shell import opened
from secon_ui.show import stories
from secon_ui.show.steps import LONGEST
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words

DATA = Package(SHIPPED)
TOLD = {"ten": 10, "labour": 7, "lacking": 8}
REGIONS = tuple(DATA.table("regions")["region_id"])


def test_the_stories_and_how_many_slides_each_has():
    assert {
        story: len(stories.steps(DATA, story, Words("en"))[1])
        for story in stories.titles(DATA, Words("en"))
    } == TOLD
    assert stories.titles(DATA, Words("lv")) == {
        "ten": "SECON desmit slaidos",
        "labour": "Deviņi reģioni, viens darba tirgus?",
        "lacking": "Kas ir citiem un kā trūkst mums",
    }


def test_a_story_has_one_title_and_its_steps_are_numbered_from_one():
    for _, rows in DATA.table("stories").groupby("story_id"):
        assert rows["title"].nunique() == 1
        assert sorted(rows["step"]) == list(range(1, len(rows) + 1))


def test_a_story_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(names.UnknownError, match="Did you mean «labour»"):
        stories.steps(DATA, "labor", Words("en"))
    with pytest.raises(names.UnknownError, match="Known: ten, labour, lacking"):
        stories.steps(DATA, "<b>", Words("en"))


def test_without_the_dataset_there_are_no_stories(tmp_path):
    (tmp_path / "datapackage.json").write_text('{"resources": []}')
    assert stories.titles(Package(tmp_path), Words("en")) == {}


@pytest.mark.parametrize("language", ["en", "lv"])
@pytest.mark.parametrize("region", REGIONS)
def test_each_step_of_each_story_shows_its_view_for_every_region(region, language):
    t = Words(language)
    for story in TOLD:
        for step in stories.steps(DATA, story, t)[1]:
            slug, _, query = step.link.partition("?")
            asked = {**dict(parse_qsl(query)), "region": region, "lang": language}
            found = opened.opened(slug, asked, language)
            # A link that names what there is not is told as the page alone, with no query.
            assert found.query and found.headline, step.link
            # A key that the page does not know would be passed over.
            kept = {**_defaults(slug), **dict(parse_qsl(found.query))}
            assert dict(parse_qsl(query)).items() <= kept.items(), step.link
            shown = f"{found.headline} {found.measured} {sentence(found.title)}"
            assert not stories.outdated(step.headline, shown), step.link
            assert step.note and len(step.note) <= LONGEST["note"]


def _defaults(slug: str) -> dict[str, str]:
    """What a link leaves out because the page shows it anyhow."""
    known = {
        "compare": {"view": "map", "ind": "unemployment_rate_15_74", "x": "gdp_pc_pps_eu100"},
        "enterprises": {"view": "map"},
        "policy": {"view": "matrix"},
    }
    return known.get(slug, {})


def test_a_note_is_told_in_the_readers_language():
    english, latvian = (stories.steps(DATA, "ten", Words(of))[1] for of in ("en", "lv"))
    assert all(a.note != b.note for a, b in zip(english, latvian, strict=True))
    assert [a.link for a in english] == [b.link for b in latvian]


@pytest.mark.parametrize(
    ("headline", "shown", "gone"),
    [
        ("From 2.9 % to 14.8 %", "2.9 % (Mazowieckie) … 14.8 % (Extremadura)", ()),
        ("From 2.8 % to 14.8 %", "2.9 % (Mazowieckie) … 14.8 % (Extremadura)", ("2.8",)),
        ("No 2,9 % līdz 14,8 %", "2,9 % … 14,8 %", ()),
        ("17 861 enterprises in 2021", "17\u202f861 in 2021", ()),
        ("9 regions", "2.9 %", ("9",)),  # a part of a number is another number
        ("One labour market?", "", ()),
    ],
)
def test_a_number_of_a_headline_that_its_view_does_not_show_is_found(headline, shown, gone):
    assert stories.outdated(headline, shown) == gone


def checked(*rows: str) -> list[tuple[str, int | None, str | None, str]]:
    """What the check tells of rows of stories: code, row, value, what to write instead."""
    text = "\n".join(["story_id,step,title,link,note", *rows, ""])
    return [(p.code, p.row, p.value, p.details.get("example", "")) for p in report(text).problems]


def report(text: str) -> Report:
    """The check of a file of stories."""
    found = intake.read(text.encode(), "stories.csv")
    return check.check(proposal.propose(found, "stories", DATA, Said()).draft, "stories", DATA)


def test_a_link_that_names_what_there_is_not_is_told_before_it_is_published():
    assert checked("mine,1,Mine,compare?ind=arope&with=riga~harghita,Say it.") == []
    assert checked(
        "mine,1,Mine,compare?ind=aropee&view=ranking,Say it.",
        "mine,2,Mine,compare?with=riga~harghitta,Say it.",
        "mine,3,Mine,practice?for=zzzz,Say it.",
    ) == [
        ("story-link", 2, "aropee", "arope"),
        ("story-link", 3, "harghitta", "harghita"),
        ("story-link", 4, "zzzz", ""),
    ]


def test_a_link_of_another_form_is_an_error():
    for link in ("https://example.org/a", "javascript:alert(1)", "compare?view", "A"):
        told = checked(f"mine,1,Mine,{link},Say it.")
        assert [found[0] for found in told] == ["wrong-form"], link


def test_a_story_with_two_titles_is_told():
    assert checked("mine,1,Mine,region,Say it.", "mine,2,Yours,region,Say it.") == [
        ("story-titles", 3, "Yours", "Mine")
    ]


def test_the_shipped_stories_pass_the_check():
    lines = (SHIPPED / "stories.csv").read_text(encoding="utf-8")
    assert report(lines).problems == ()
