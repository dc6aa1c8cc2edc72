"""Texts in the language of their row's country: for whom, where, and what is said of the others."""

from __future__ import annotations

import pytest
from shown import App

from pages.policy.framework import exported
from pages.practice import chosen, events
from secon_data.package import Package
from secon_ui.shell.menu import spec
from secon_ui.text import search
from secon_ui.text.local_texts import Told, note, told
from secon_ui.text.words import Words

EN, LV = Words("en"), Words("lv")
PACKAGE = Package()


def test_who_reads_the_countrys_language_sees_its_text_first() -> None:
    law = ("Social Enterprise Law", "Sociālā uzņēmuma likums", "LV")
    assert told(*law, LV) == Told("Sociālā uzņēmuma likums", "lv", "Social Enterprise Law", "en")
    assert told(*law, EN) == Told("Social Enterprise Law", "en", "Sociālā uzņēmuma likums", "lv")
    # A Greek text is no help to who reads Latvian.
    assert told("Law", "Νόμος", "EL", LV) == Told("Law", "en", "Νόμος", "el")


def test_the_unions_own_names_stand_beside_ours() -> None:
    names = ("InvestEU: social investment and skills", "InvestEU Social Window", "EU")
    assert told(*names, EN) == told(*names, LV) == Told(names[0], "en", names[1], "en")


def test_what_is_there_in_one_language_only_is_shown_in_it() -> None:
    assert told("A plan", None, "LV", LV) == Told("A plan", "en")
    assert told(None, "Plāns", "LV", EN) == Told("Plāns", "lv")
    assert told(None, None, None, LV) == Told("")


def test_a_name_that_is_held_by_the_text_shown_is_not_said_twice() -> None:
    assert told("BlindArt design", "BlindArt", "LV", EN).beside == ""
    assert told("ALTUM", "Attīstības finanšu institūcija ALTUM", "LV", LV).beside == ""


def test_texts_are_escaped_and_marked_with_their_language() -> None:
    bad = told("<b>", "<i>", "LV", LV)
    assert bad.html == '<span lang="lv">&lt;i&gt;</span>'
    assert bad.beside_html == '<span lang="en">&lt;b&gt;</span>'


def test_foreign_texts_are_told_once_and_to_whom_they_are_foreign() -> None:
    latvian, greek, none = ("LV", "Plāns"), ("EL", "Σχέδιο"), ("LV", None)
    assert note([latvian, greek], LV) == "Pārējie teksti angļu valodā"
    assert note([greek, none], LV) == "Teksti angļu valodā"
    assert note([latvian], LV) == note([], LV) == note([latvian, greek], EN) == ""


def latvian(dataset: str) -> list[object]:
    table = PACKAGE.table(dataset)
    return list(table[table["country_code"] == "LV"].itertuples())


@pytest.mark.parametrize(("dataset", "n"), [("practices", 11), ("events", 6), ("policy", 10)])
def test_every_latvian_row_has_its_latvian_title_and_summary(dataset: str, n: int) -> None:
    rows = latvian(dataset)
    assert len(rows) >= n
    for row in rows:
        for text in (row.title_local, row.summary_local):  # type: ignore[attr-defined]
            assert isinstance(text, str) and text.strip() == text and not set(text) & set('„“”"')


def test_the_practice_page_is_latvian_for_who_reads_latvian() -> None:
    app = App("lv-LV").open(spec("practice"), region="riga", lang="lv")
    assert not app.failed
    assert '<h2 lang="lv">Visi Var: darba integrācijas darbnīcas un labdarības veikals</h2>' in (
        app.html
    )
    assert "Nodarbina cilvēkus ar invaliditāti, viņu tuviniekus" in app.html
    assert "Dažādi darbības virzieni līdzsvaro cits citu" in app.html  # its evidence
    # The English title stands beneath; the other regions' practices have English texts alone.
    assert '<span lang="en">Visi Var work-integration workshops and charity shop</span>' in app.html
    assert app.html.count("Pārējie teksti angļu valodā") == 1
    english = App().open(spec("practice"), region="riga", lang="en").html
    assert '<h2 lang="en">Visi Var work-integration workshops and charity shop</h2>' in english
    assert "Other texts in English" not in english


def test_the_events_are_latvian_in_the_order_of_their_dates_and_places() -> None:
    app = App("lv-LV").open(spec("practice"), region="riga", lang="lv", view="events")
    assert "Ciemos pie sociālajiem uzņēmumiem Rīgas reģionā" in app.html
    assert "<span>2023. gada</span><b>sept.</b>" in app.html
    assert " · tiešsaistē · " in app.html and "· online" not in app.html
    assert "Kaseresa, Spānija" in app.html


def test_the_policy_page_names_the_law_as_latvia_does() -> None:
    app = App("lv-LV").open(spec("policy"), region="riga", lang="lv")
    assert '<p class="policy-title" lang="lv">Sociālā uzņēmuma likums</p>' in app.html
    assert '<p class="policy-local" lang="en">Social Enterprise Law</p>' in app.html
    assert "Pieņemts 2017. gada 12. oktobrī, spēkā no 2018. gada 1. aprīļa" in app.html
    assert app.html.count("Pārējie teksti angļu valodā") == 1


def test_the_funding_page_names_latvian_money_in_latvian() -> None:
    app = App("lv-LV").open(spec("funding"), region="riga", lang="lv")
    assert not app.failed
    assert '<h3 lang="lv">Atbalsts sociālajai uzņēmējdarbībai 2024.–2029. gadā</h3>' in app.html
    assert '<span lang="en">Support for social entrepreneurship 2024–2029</span>' in app.html
    assert '<p lang="lv">Granti darbības sākšanai līdz 40 000 eiro' in app.html
    assert app.html.count("Pārējie teksti angļu valodā") == 1
    for view in ("timeline", "budgets", "table", "gaps"):
        shown = App("lv-LV").open(spec("funding"), region="riga", lang="lv", view=view)
        assert not shown.failed and not shown.errors
    english = App().open(spec("funding"), region="riga", lang="en").html
    assert '<h3 lang="en">Support for social entrepreneurship 2024–2029</h3>' in english


def test_latvian_entries_of_funding_have_names_of_their_own() -> None:
    table = PACKAGE.table("funding")
    rows = table[table["country_code"] == "LV"]
    assert rows["name_local"].notna().all() and rows["name_local"].is_unique
    assert rows["summary_local"].notna().all()


def test_the_enterprises_page_says_that_descriptions_are_english() -> None:
    app = App("lv-LV").open(spec("enterprises"), region="riga", lang="lv")
    assert app.html.count("Teksti angļu valodā") == 1


def test_searches_find_the_local_texts_and_files_hold_both() -> None:
    practices = chosen.practices(PACKAGE)
    found = search.found(practices, chosen.SEARCHED, "darbnicas veikals")
    assert list(found["practice_id"]) == ["visi-var"]
    found = search.found(PACKAGE.table("events"), events.SEARCHED, "ciemos pie")
    assert len(found) == 1
    assert {"title_en", "title_local", "summary_en", "summary_local"} <= set(
        exported(PACKAGE, ["LV"]).columns
    )
