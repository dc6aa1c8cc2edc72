"""The catalogues say what the app says; numbers, dates and ranks are written as each language does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.catalog import Catalog
from hypothesis import given
from hypothesis import strategies as st

from secon_ui.text import countries, words
from secon_ui.text.references import place_words
from secon_ui.text.words import DATA, MINUS, NARROW, NBSP, Words
from tools import extract_words as tool

EN, LV = Words("en"), Words("lv")
REGIONS = {
    "peloponnese": "EL",
    "rhein-neckar": "DE",
    "flemish-brabant": "BE",
    "harghita": "RO",
    "mazowieckie": "PL",
    "oliveira-de-azemeis": "PT",
    "riga": "LV",
    "extremadura": "ES",
    "haskovo": "BG",
}


@pytest.fixture(scope="module")
def wanted() -> Catalog:
    return tool.everything()


@pytest.mark.parametrize("language", tool.translated_languages())
def test_a_catalogue_says_all_that_the_app_says_and_no_more(language: str, wanted: Catalog) -> None:
    told = tool.wrong(tool.read(language), wanted)
    assert not told, f"{language}: {tool.ADVICE}\n" + "\n".join(told)


@pytest.mark.parametrize("language", tool.translated_languages())
def test_a_second_extraction_changes_nothing(language: str, wanted: Catalog) -> None:
    written = tool.path(language).read_bytes()
    assert tool._written(tool.updated(tool.read(language), wanted)) == written


def test_latvian_is_there_and_english_comes_first() -> None:
    assert words.languages()[0] == "en"
    assert "lv" in words.languages()


def test_texts_are_found_in_all_calls_that_say_one() -> None:
    source = (
        't("one")\npage.t("two {n}", n=2)\nt.plural("{n} a", "{n} b", 3)\nTITLE = mark("three")\n'
        't("four" if x else "five")\nt(TITLE)\nwords("six")\nother("no")\nself("no")\n'
    )
    found = {item.text for item in tool.said_in(source, "secon_ui/shell/page.py")}
    assert found == {
        ("one",),
        ("two {n}",),
        ("{n} a", "{n} b"),
        ("three",),
        ("four",),
        ("five",),
        ("six",),
    }


@pytest.mark.parametrize("call", ['t(f"at {x}")', 't("at " + x)', 'mark("a" % b)'])
def test_a_text_put_together_at_run_time_is_refused(call: str) -> None:
    with pytest.raises(tool.NotConstantError, match=r"secon_ui/shell/page\.py, line 1"):
        list(tool.said_in(call, "secon_ui/shell/page.py"))


def test_the_headings_of_workbooks_are_found_for_the_screen_and_for_the_data() -> None:
    found = {(item.text[0], item.context) for item in tool.said_in_workbooks()}
    # The sheet of help says its words through ``t.data``, the list of problems through ``t``.
    for text in ("Help", "Needed", "Allowed", "Problems", "Cell", "Example"):
        assert {(text, None), (text, DATA)} <= found


def test_texts_of_ours_in_the_data_are_found_and_curated_ones_are_not() -> None:
    found = {item.text[0]: item for item in tool.said_in_data()}
    # A translatable column, a dataset's title, a column's title and a label of its codes …
    for text in ("Unemployment rate", "Good practices", "Legal form", "association", "Peloponnese"):
        assert found[text].context == DATA
    # … but no summary and no statement of a source.
    curated = pd.read_csv(tool.ROOT / "data" / "practices.csv")["summary_en"].dropna()
    assert not set(curated) & set(found)


def test_the_check_names_each_fault() -> None:
    wanted = tool.template(
        [
            tool.Said(("Rank {n}",), "a.py"),
            tool.Said(("{n} area", "{n} areas"), "a.py"),
            tool.Said(("new",), "a.py"),
            tool.Said(("<b>bold</b>",), "a.py"),
            tool.Said(("empty",), "a.py"),
        ]
    )
    catalog = Catalog(locale="lv")
    catalog.add("Rank {n}", "Vieta {m}")
    catalog.add(("{n} area", "{n} areas"), ("{n} teritorija", "{n} teritorijas", ""))
    catalog.add("<b>bold</b>", "trekns")
    catalog.add("empty", "")
    catalog.add("old", "vecs")
    told = tool.problems(catalog, wanted)
    assert told == [
        "other places than n in «Vieta {m}»: «Rank {n}»",
        "not translated: «{n} area»",
        "missing: «new»",
        "other tags in «trekns»: «<b>bold</b>»",
        "not translated: «empty»",
        "no longer said: «old»",
    ]


def test_an_update_keeps_translations_drops_the_old_and_leaves_the_new_empty() -> None:
    old = Catalog(locale="lv")
    old.add("kept", "paturēts")
    old.add("dropped", "izmests")
    new = tool.updated(
        old, tool.template([tool.Said(("kept",), "a.py"), tool.Said(("keeps",), "b.py")])
    )
    assert {m.id: m.string or "" for m in new if m.id} == {"kept": "paturēts", "keeps": ""}


@pytest.fixture
def another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language without a catalogue; what is written meanwhile is written to a copy."""
    shutil.copytree(words.LOCALES, tmp_path / "locales")
    monkeypatch.setattr(tool, "LOCALES", tmp_path / "locales")
    monkeypatch.setattr(words, "LOCALES", tmp_path / "locales")
    words.languages.cache_clear()
    try:
        yield next(code for code in ("fi", "hu") if code not in words.languages())
    finally:
        words.languages.cache_clear()
        words.begun.cache_clear()
        words._catalogue.cache_clear()
        words._said.cache_clear()


def test_a_language_is_there_as_soon_as_its_catalogue_is(another: str, wanted: Catalog) -> None:
    before = words.languages()
    assert tool.update(another, wanted)
    assert not tool.update(another, wanted)
    words.languages.cache_clear()
    assert words.languages() == ("en", *sorted((*before[1:], another)))
    # What it lacks appears in English, and its numbers are its own already.
    assert Words(another)("Language") == "Language"
    assert Words(another).number(1.5, 1) == "1,5"


def test_a_language_that_is_begun_may_lack_words_but_have_none_wrong(
    another: str, wanted: Catalog
) -> None:
    tool.update(another, wanted)
    catalog = tool.read(another)
    assert catalog.fuzzy and not tool.wrong(catalog, wanted)
    assert len(tool.problems(catalog, wanted)) == len([m for m in wanted if m.id])
    catalog.get("Data of {date}").string = "Tiedot {day}"
    assert tool.wrong(catalog, wanted) == [
        "other places than date in «Tiedot {day}»: «Data of {date}»"
    ]
    # It says of itself that it is begun, and is nobody's unless she picks it.
    assert Words(another).begun and not Words("lv").begun and not Words("en").begun
    assert words.preferred(another) == "en"


def test_the_last_word_makes_a_language_whole_and_it_stays_so(another: str) -> None:
    said = [tool.Said(("one",), "a.py"), tool.Said(("two",), "a.py")]
    tool.update(another, tool.template(said))
    for text, begun in (("one", True), ("two", False)):
        file = tool.path(another)
        content = file.read_text(encoding="utf-8")
        place = content.index('msgstr ""', content.index(f'msgid "{text}"'))
        file.write_text(f'{content[:place]}msgstr "x"{content[place + 9 :]}', encoding="utf-8")
        tool.update(another, tool.template(said))
        words.begun.cache_clear()
        assert words.begun(another) is begun
    more = tool.template([*said, tool.Said(("three",), "a.py")])
    tool.update(another, more)
    assert tool.wrong(tool.read(another), more) == ["not translated: «three»"]


def test_a_sentence_with_another_number_keeps_its_translation() -> None:
    old = Catalog(locale="lv")
    old.add(
        "41 of 1,308 are addresses; 3.5 % not.", "41 no 1 308 ir adreses; 3,5 % nav.", context=DATA
    )
    old.add("Of 90 three are missing", "Trūkst trīs no 90")
    old.add("5 of 6", "No 6 ir 5")
    said = [
        tool.Said(("42 of 2,310 are addresses; 4.1 % not.",), "a.csv", DATA),
        tool.Said(("Of 91 three are missing",), "a.py"),
        tool.Said(("6 of 7",), "a.py"),  # the order of the numbers says which is which
    ]
    new = tool.updated(old, tool.template(said))
    assert {m.id: m.string or "" for m in new if m.id} == {
        "42 of 2,310 are addresses; 4.1 % not.": "42 no 2 310 ir adreses; 4,1 % nav.",
        "Of 91 three are missing": "Trūkst trīs no 91",
        "6 of 7": "",
    }


# 0.125 and 2.5 are exact in binary: half-up, not half-even. 1.005 is less than it looks in binary.
@pytest.mark.parametrize(
    ("value", "decimals", "en", "lv"),
    [
        (6.9, 1, "6.9", "6,9"),
        (2.5, 0, "3", "3"),
        (0.125, 2, "0.13", "0,13"),
        (1.005, 2, "1.01", "1,01"),
        (-2.5, 0, f"{MINUS}3", f"{MINUS}3"),
        (-0.04, 1, "0.0", "0,0"),
        (1234.5, 1, f"1{NARROW}234.5", f"1{NARROW}234,5"),
        (1872500, 0, f"1{NARROW}872{NARROW}500", f"1{NARROW}872{NARROW}500"),
        (float("nan"), 1, "–", "–"),
        (pd.NA, 1, "–", "–"),
    ],
)
def test_numbers(value: float, decimals: int, en: str, lv: str) -> None:
    assert EN.number(value, decimals) == en
    assert LV.number(value, decimals) == lv


@pytest.mark.parametrize(
    ("value", "en", "lv"),
    [(1.9, "+1.9", "+1,9"), (-1.9, f"{MINUS}1.9", f"{MINUS}1,9"), (0.04, "0.0", "0,0")],
)
def test_differences_carry_their_sign_and_zero_has_none(value: float, en: str, lv: str) -> None:
    assert EN.signed(value, 1) == en
    assert LV.signed(value, 1) == lv


def test_a_value_stands_with_its_unit_not_to_be_broken() -> None:
    rate = pd.Series({"unit_short": "%", "decimals": 1})
    people = pd.Series({"unit_short": "per 100 000", "decimals": 0})
    assert EN.value(6.85, rate) == f"6.9{NBSP}%"
    assert LV.value(6.85, rate) == f"6,9{NBSP}%"
    assert LV.value(412, people) == f"412{NBSP}uz{NBSP}100{NBSP}000"


@pytest.mark.parametrize(
    ("amount", "currency", "decimals", "en", "lv"),
    [
        (1250000, "EUR", 0, f"€1{NARROW}250{NARROW}000", f"1{NARROW}250{NARROW}000{NBSP}€"),
        (1250.5, "EUR", 0, f"€1{NARROW}251", f"1{NARROW}251{NBSP}€"),
        (4.995, "EUR", 2, "€5.00", f"5,00{NBSP}€"),
        (-5, "EUR", 0, f"{MINUS}€5", f"{MINUS}5{NBSP}€"),
        (20000, "PLN", 0, f"PLN{NBSP}20{NARROW}000", f"20{NARROW}000{NBSP}PLN"),
    ],
)
def test_amounts(amount: float, currency: str, decimals: int, en: str, lv: str) -> None:
    assert EN.money(amount, currency, decimals) == en
    assert LV.money(amount, currency, decimals) == lv


@pytest.mark.parametrize(
    ("iso", "en", "lv"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "May 2024", "2024. gada maijs"),
        ("2024-05-01", "1 May 2024", "2024. gada 1. maijs"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_dates_are_as_precise_as_given(iso: str | None, en: str, lv: str) -> None:
    assert EN.date(iso) == en
    assert LV.date(iso) == lv


@pytest.mark.parametrize(
    ("first", "last", "days", "en", "lv"),
    [
        (
            date(2024, 10, 22),
            date(2024, 10, 25),
            True,
            "22–25 October 2024",
            "2024. gada 22.–25. oktobris",
        ),
        (
            date(2025, 9, 1),
            date(2025, 10, 31),
            False,
            "September – October 2025",
            "2025. gada septembris – oktobris",
        ),
        (
            date(2022, 12, 1),
            date(2023, 5, 31),
            False,
            "December 2022 – May 2023",
            "2022. gada decembris – 2023. gada maijs",
        ),
        (date(2025, 9, 1), date(2025, 9, 30), False, "September 2025", "2025. gada septembris"),
    ],
)
def test_spans_name_months_as_dates_do(
    first: date, last: date, days: bool, en: str, lv: str
) -> None:
    assert EN.span(first, last, days=days) == en
    assert LV.span(first, last, days=days) == lv


def test_dates_are_short_where_room_is_scarce() -> None:
    assert EN.date("2029-12-31", brief=True) == "31 Dec 2029"
    assert LV.date("2029-12-31", brief=True) == "2029. gada 31. dec."
    assert LV.date("2029", brief=True) == "2029"


def test_lists() -> None:
    assert EN.list(["a", "b", "c"]) == "a, b and c"
    assert LV.list(["a", "b", "c"]) == "a, b un c"
    assert LV.list(["a"]) == "a"


@pytest.mark.parametrize(
    ("number", "en"),
    [
        (1, "1st"),
        (2, "2nd"),
        (3, "3rd"),
        (4, "4th"),
        (11, "11th"),
        (12, "12th"),
        (13, "13th"),
        (21, "21st"),
        (112, "112th"),
        (122, "122nd"),
    ],
)
def test_ordinals(number: int, en: str) -> None:
    assert EN.ordinal(number) == en
    assert LV.ordinal(number) == f"{number}."


@pytest.mark.parametrize(
    ("place", "last", "kind", "en", "lv"),
    [
        (1, 9, {}, "highest", "augstākais"),
        (3, 7, {}, "3rd highest", "3. augstākais"),
        (8, 2, {}, "2nd lowest", "2. zemākais"),
        (9, 1, {}, "lowest", "zemākais"),
        (1, 8, {"total": True}, "largest", "lielākais"),
        (2, 7, {"total": True}, "2nd largest", "2. lielākais"),
        (574, 157, {"total": True}, "157th smallest", "157. mazākais"),
        (8, 1, {"total": True}, "smallest", "mazākais"),
        (1, 9, {"judged": True}, "best", "labākā vieta"),
        (5, 5, {"judged": True}, "5th best", "5. labākā vieta"),
        (6, 4, {"judged": True}, "4th from the bottom", "4. vieta no beigām"),
        (119, 4, {"judged": True}, "4th from the bottom", "4. vieta no beigām"),
        # Two share the last place: neither is better than anybody.
        (8, 1, {"judged": True}, "last", "pēdējā vieta"),
    ],
)  # fmt: skip
def test_places_are_told_from_the_nearer_end(
    place: int, last: int, kind: dict[str, bool], en: str, lv: str
) -> None:
    assert EN.standing(place, last, **kind) == en
    assert LV.standing(place, last, **kind) == lv


def test_a_place_says_of_how_many_it_is_unless_it_is_the_only_one() -> None:
    row = {"place": 119, "place_last": 4, "ranked": 122, "direction": "higher"}
    rate = {"aggregation": "mean"}
    assert place_words(row, rate, EN) == "4th from the bottom of 122"
    assert place_words(row, rate, LV) == "4. vieta no beigām starp 122"
    alone = {"place": 1, "place_last": 1, "ranked": 1, "direction": "higher"}
    assert place_words(alone, rate, EN) == "the only one with a value"


# Latvian: 1, 21, 31 … take «one»; 0, 10 to 20, 30 … the genitive; all others the plural.
@pytest.mark.parametrize(
    ("n", "en", "lv"),
    [
        (0, "0 areas", "0 teritoriju"),
        (1, "1 area", "1 teritorija"),
        (2, "2 areas", "2 teritorijas"),
        (10, "10 areas", "10 teritoriju"),
        (11, "11 areas", "11 teritoriju"),
        (21, "21 areas", "21 teritorija"),
        (111, "111 areas", "111 teritoriju"),
        (122, "122 areas", "122 teritorijas"),
    ],
)
def test_the_form_follows_the_number(n: int, en: str, lv: str) -> None:
    assert EN.plural("{n} area", "{n} areas", n) == en
    assert LV.plural("{n} area", "{n} areas", n) == lv


def test_data_and_app_may_say_the_same_word_differently() -> None:
    # «no» in a policy cell is that the country has none; as a label of the data it is plain no.
    assert LV("no") == "nav"
    assert LV.data("no") == "nē"


def test_a_text_that_no_catalogue_has_stays_english() -> None:
    assert LV("Nobody says {what}", what="this") == "Nobody says this"
    assert LV.data("Nobody says this") == "Nobody says this"
    assert LV.data(float("nan")) == ""


@pytest.mark.parametrize(
    ("browser", "language"),
    [
        ("lv", "lv"),
        ("lv-LV", "lv"),
        ("lv_LV", "lv"),
        ("en-GB", "en"),
        ("xx-YY", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_language_follows_the_browser(browser: str | None, language: str) -> None:
    assert words.preferred(browser) == language


@pytest.mark.parametrize(
    ("browser", "region"),
    [
        ("lv", "riga"),
        ("lv-LV", "riga"),
        ("en-LV", "riga"),
        ("el-GR", "peloponnese"),
        ("nl-BE", "flemish-brabant"),
        ("de", "rhein-neckar"),
        ("en-US", None),
        ("fr-BE", "flemish-brabant"),
        ("fr-FR", None),
        (None, None),
        ("", None),
    ],
)
def test_the_home_region_follows_country_then_language(
    browser: str | None, region: str | None
) -> None:
    assert countries.home_region(browser, REGIONS) == region


def test_a_home_region_that_the_data_do_not_know_is_none() -> None:
    assert countries.home_region("lv", {"haskovo": "BG"}) is None


@given(st.floats(-1e12, 1e12), st.integers(0, 3), st.sampled_from([EN, LV]))
def test_a_number_can_be_read_back(value: float, decimals: int, t: Words) -> None:
    text = t.number(value, decimals).replace(NARROW, "").replace(MINUS, "-").replace(",", ".")
    assert abs(float(text) - value) <= 0.5 * 10**-decimals * (1 + 1e-9) + abs(value) * 1e-12


@given(st.integers(0, 10**6))
def test_every_number_takes_a_form(n: int) -> None:
    form = LV.plural("{n} area", "{n} areas", n).split(" ")[-1]
    last, teens = n % 10, 11 <= n % 100 <= 19
    expected = "teritoriju" if last == 0 or teens else "teritorija" if last == 1 else "teritorijas"
    assert form == expected


@given(st.text())
def test_any_locale_gives_a_language_and_a_region_that_are_there(browser: str) -> None:
    assert words.preferred(browser) in words.languages()
    assert countries.home_region(browser, REGIONS) in {None, *REGIONS}


@pytest.mark.parametrize(
    ("value", "decimals", "english", "latvian"),
    [
        # CLDR: in Latvian decimals that end in 1 take the singular, whole tens and 11 to 19 the
        # genitive; in English 1 alone is one, and «1.0» is not.
        (1, 0, "1 point", "1 punkts"),
        (1, 1, "1.0 points", "1,0 punkts"),
        (2.1, 1, "2.1 points", "2,1 punkts"),
        (5.4, 1, "5.4 points", "5,4 punkti"),
        (21, 0, "21 points", "21 punkts"),
        (11, 0, "11 points", "11 punktu"),
        (10, 1, "10.0 points", "10,0 punktu"),
        (0.41, 2, "0.41 points", "0,41 punkts"),
        (-1.2, 1, "−1.2 points", "−1,2 punkti"),
    ],
)
def test_a_number_with_decimals_has_its_plural(value, decimals, english, latvian):
    told = [Words(lang).amount("{n} point", "{n} points", value, decimals) for lang in ("en", "lv")]
    assert told == [english, latvian]


def test_years_are_counted_where_a_value_is_told():
    of = {"unit_short": "years", "decimals": 1}
    assert Words("lv").value(81.1, of) == "81,1\u00a0gads"
    assert Words("lv").value(75.6, of) == "75,6\u00a0gadi"
    assert Words("en").value(81.1, of) == "81.1\u00a0years"
    assert Words("lv").value(float("nan"), of) == "–\u00a0gadi"
