"""A citation in each form is read back by an independent reader, whatever letters and signs are in it."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import bibtexparser
import citeproc
import hand_counted
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from examples import tried
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from stores import made

from secon_data import comparison
from secon_data.package import SHIPPED, Package
from secon_data.store import pins
from secon_ui.taking import citing
from secon_ui.taking.citing import Cited
from secon_ui.text.words import Words

T = Words("en")
SEEN = date(2026, 11, 28)
ADDRESS = "https://secon.example.org/compare?ind=tertiary_education_25_64&region=riga~x"
ONE = Cited(
    "tertiary_2024", "Tertiary education, 2024", "Riga 40.1 % (value of Latvia).", "SECON partners",
    "Observations, revision 3", "2026-11-23", ("tgs00109",), "en", ADDRESS, SEEN,
)  # fmt: skip
# Latvian, Polish, Romanian, German, Portuguese, Spanish, Dutch; Greek, Bulgarian; signs that LaTeX,
# BibTeX and RIS read as something else.
HOSTILE = (
    "Rīgas plānošanas reģions: šķērsām ģērbies",
    "Województwo mazowieckie: żółć, Łódź",
    "Harghita – județ, Țara Românească",
    "Metropolregion Rhein-Neckar: Größe, „Straße“",
    "Oliveira de Azeméis: ação, avó",
    "Extremadura: ¿señal?, ¡sí!",
    "Vlaams-Brabant: coördinatie, ’s avonds",
    "Πελοπόννησος: κοινωνική οικονομία",
    "Хасково: щъркел, ѝ",
    "100 % & 5 $ # _ ~ ^ \\ { } {{ }} \\{ \\} %%",
    "-- --- `` '' ,, << >> ?` !` \"quoted\"",
    "@misc{a, title = {b}}",
    "TY  - JOUR",
    "a and b and others",
    "\\input{/etc/passwd} $x^2$ \\def\\a{b}",
    "<i>x</i> <script>alert(1)</script>",
    "line\nbreak\r\nER  - \n\ttab",
    "\u202eturned\u202c \x07 \u200b",
)
SIGNS = st.sampled_from("aāžłțöçñĳωщ\\{}$%&#_~^\"'`-,<>?!@=;:/ \n\t()[]|*+.19")
TEXTS = st.text(SIGNS, max_size=25) | st.text(max_size=25) | st.sampled_from(HOSTILE)


def line(text: str) -> str:
    """What is expected of a text: one line, without controls."""
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return " ".join("".join(kept).split())


def decoder() -> LatexNodes2Text:
    """pylatexenc's, with three commands of LaTeX's kernel that it does not know, or takes for an
    accent."""
    known = get_default_latex_context_db()
    kernel = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in kernel.items()]
    known.add_context_category("kernel", macros=macros, prepend=True)
    return LatexNodes2Text(latex_context=known, math_mode="verbatim")


def of_bibtex(text: str) -> list[dict[str, str]]:
    read = bibtexparser.parse_string(
        text, append_middleware=[LatexDecodingMiddleware(decoder=decoder())]
    )
    assert read.failed_blocks == [] and len(read.blocks) == len(read.entries)
    plain = bibtexparser.parse_string(text)
    exact = [{f.key: f.value for f in e.fields if f.key in ("url", "doi")} for e in plain.entries]
    return [
        {"key": e.key, **{f.key: str(f.value) for f in e.fields}, **raw}
        for e, raw in zip(read.entries, exact, strict=True)
    ]


def key_of(what: Cited) -> str:
    """By which all three forms call the work."""
    keys = {
        of_bibtex(citing.bibtex(what))[0]["key"],
        json.loads(citing.csl(what))[0]["id"],
        rispy.loads(citing.ris(what))[0]["id"],
    }
    (key,) = keys
    return key


def test_bibtex_is_read_by_bibtexparser():
    ours, theirs = of_bibtex(citing.bibtex(ONE))
    assert re.fullmatch(r"secon_tertiary_2024_[0-9a-f]{6}", ours["key"])
    assert ours == {
        "key": key_of(ONE), "author": "SECON partners", "title": "Tertiary education, 2024",
        "year": "2026", "month": "11", "publisher": "SECON partners",
        "version": "Observations, revision 3", "note": "Riga 40.1 % (value of Latvia).",
        "url": ADDRESS, "urldate": "2026-11-28",
    }  # fmt: skip
    assert theirs == {
        "key": "eurostat_tgs00109", "author": "Eurostat", "publisher": "Eurostat",
        "title": "Eurostat, online data code tgs00109", "doi": "10.2908/TGS00109",
    }  # fmt: skip


def test_ris_is_read_by_rispy():
    ours, theirs = rispy.loads(citing.ris(ONE))
    assert ours == {
        "type_of_reference": "DATA", "id": key_of(ONE), "authors": ["SECON partners"],
        "title": "Tertiary education, 2024", "publisher": "SECON partners", "year": "2026",
        "date": "2026/11/23/", "edition": "Observations, revision 3", "language": "en",
        "abstract": "Riga 40.1 % (value of Latvia).", "urls": [ADDRESS],
        "access_date": "2026/11/28/",
    }  # fmt: skip
    assert theirs["doi"] == "10.2908/TGS00109" and theirs["authors"] == ["Eurostat"]


def test_csl_json_is_set_by_citeproc():
    found = json.loads(citing.csl(ONE))
    ours, theirs = found
    assert (ours["issued"], ours["accessed"]) == (
        {"date-parts": [[2026, 11, 23]]}, {"date-parts": [[2026, 11, 28]]},
    )  # fmt: skip
    assert (ours["version"], ours["URL"]) == ("Observations, revision 3", ADDRESS)
    assert theirs["DOI"] == "10.2908/TGS00109"
    style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
    works = citeproc.CitationStylesBibliography(
        style, CiteProcJSON(found), citeproc.formatter.plain
    )
    works.register(citeproc.Citation([citeproc.CitationItem(ours["id"])]))
    (told,) = map(str, works.bibliography())
    assert told.startswith("SECON partners (2026)") and "Tertiary education, 2024" in told
    assert ADDRESS in told


def test_a_text_is_a_sentence_with_its_sources():
    assert citing.text(ONE, T) == (
        "SECON partners (2026): Tertiary education, 2024. Riga 40.1 % (value of Latvia). Source: "
        "Eurostat (tgs00109, https://doi.org/10.2908/TGS00109); calculations by SECON. "
        f"Observations, revision 3, 23 November 2026. {ADDRESS} (seen on 28 November 2026)."
    )


@given(TEXTS, TEXTS, TEXTS, TEXTS)
@settings(max_examples=tried(300), deadline=None)
def test_whatever_is_in_it_reads_back(title, said, publisher, version):
    what = replace(ONE, title=title, said=said, publisher=publisher, version=version)
    expected = {
        "title": line(title), "said": line(said), "publisher": line(publisher), "version": line(version),
    }  # fmt: skip
    (ours, theirs) = of_bibtex(citing.bibtex(what))
    found = {"title": "title", "said": "note", "publisher": "publisher", "version": "version"}
    assert {n: ours.get(key, "") for n, key in found.items()} == expected
    assert theirs["doi"] == "10.2908/TGS00109"
    (ours, theirs) = rispy.loads(citing.ris(what))
    found |= {"said": "abstract", "version": "edition"}
    assert {n: ours.get(key, "") for n, key in found.items()} == expected
    assert theirs["doi"] == "10.2908/TGS00109"
    ours = json.loads(citing.csl(what))[0]
    found |= {"version": "version"}
    assert {n: ours.get(key, "") for n, key in found.items()} == expected


@given(TEXTS)
@settings(max_examples=tried(150), deadline=None)
def test_an_address_stays_one(rest):
    address = f"https://a.example/compare?x={rest}"
    what = citing.dataset("funding", PACKAGE, T).at(address, SEEN)
    for found in (
        of_bibtex(citing.bibtex(what))[0]["url"],
        json.loads(citing.csl(what))[0]["URL"],
        *rispy.loads(citing.ris(what))[0]["urls"],
    ):
        assert found.isascii() and " " not in found
        assert unquote(found) == unquote(line(address))


PACKAGE = hand_counted.package()


def test_of_a_comparison_each_value_is_told_with_what_it_stands_for():
    # As in test_citing: five regions lie inside an area of NUTS 2, Riga has only the country's.
    of = comparison.compare(PACKAGE, "tertiary_education_25_64")
    what = citing.figures([of], PACKAGE, T)
    assert what.stem == "tertiary_education_25_64_2024" and what.tables == ("tgs00109",)
    assert what.title == "Tertiary education, 2024"
    said = what.said.replace("\u202f", " ").replace("\u00a0", " ")
    values = {row["region_id"]: row["value"] for row in of.table.to_dict("records")}
    assert f"Riga {values['riga']:.1f} % (value of Latvia)" in said
    assert f"Extremadura {values['extremadura']:.1f} % and" in said
    assert f"Mazowieckie {values['mazowieckie']:.1f} % (computed from its parts" in said
    assert what.publisher == "SECON partners" and what.language == "en"
    assert what.version == f"Observations, version {PACKAGE.descriptor['version']}"


def test_an_earlier_year_and_two_indicators_are_told():
    several = [
        comparison.compare(PACKAGE, one)
        for one in ("population_1_january", "tertiary_education_25_64")
    ]
    what = citing.figures(several, PACKAGE, T)
    assert what.title == "Population, 2023; Tertiary education, 2024"
    assert what.tables == ("demo_r_pjangrp3", "tgs00109")
    said = what.said.replace("\u202f", " ").replace("\u00a0", " ")
    assert said.startswith("Population, 2023: Peloponnese ") and "(2022)" in said
    assert "Tertiary education, 2024: " in said


def test_the_revision_and_the_pin_are_named(tmp_path):
    store = made(tmp_path / "store")
    package = Package(SHIPPED, store)
    table = package.table("funding")
    done = store.publish(package, "funding", table[:-1], expected=None, who="anna", why="x")
    now = Package(SHIPPED, store)
    what = citing.dataset("funding", now, T)
    assert what.version == "Funding, revision 1"
    assert what.published == f"{done.when:%Y-%m-%d}" and what.tables == ()
    rev = pins.keep(store, now)
    pinned = pins.opened(store, rev, now)
    assert citing.dataset("funding", pinned, T).version == f"{what.version} ({rev})"
    assert "anna" not in citing.bibtex(what) + citing.csl(what) + citing.ris(what)


@pytest.mark.parametrize(
    ("published", "issued", "day"),
    [("2026", [2026], "2026///"), ("2026-11", [2026, 11], "2026/11//"), ("", None, None)],
)
def test_a_date_is_as_precise_as_it_is_known(published, issued, day):
    what = replace(ONE, published=published, seen=None, address="")
    ours = json.loads(citing.csl(what))[0]
    assert ours.get("issued") == (issued and {"date-parts": [issued]}) and "accessed" not in ours
    assert rispy.loads(citing.ris(what))[0].get("date") == day
    assert ("year" in of_bibtex(citing.bibtex(what))[0]) == bool(published)
    assert citing.text(what, T).startswith("SECON partners" + (" (2026):" if published else ":"))


def test_what_differs_has_a_key_of_its_own_and_the_same_has_the_same():
    # A ranking and a scatter of one indicator were two entries with one key.
    arope, age = (comparison.compare(PACKAGE, one) for one in ("arope", "median_age"))
    ranking = citing.figures([arope], PACKAGE, T)
    scatter = citing.figures([arope, age], PACKAGE, T)
    assert (ranking.stem, scatter.stem) == (
        f"arope_{arope.year}", f"arope_{arope.year}_median_age_{age.year}",
    )  # fmt: skip
    works = [
        ONE, ranking, scatter,
        replace(ONE, address=ADDRESS.replace("compare?", "compare?view=map&")),
        replace(ONE, version="Observations, revision 4"),
        replace(ONE, title="Augstākā izglītība, 2024", language="lv"),
        replace(ONE, said="Riga 40.2 %."),
    ]  # fmt: skip
    assert len({key_of(work) for work in works}) == len(works)
    assert key_of(replace(ONE, seen=date(2027, 1, 1))) == key_of(ONE)


@pytest.mark.parametrize("stem", ["ā ž", "", "###", "x" * 50, "neet_15_29_2024"])
def test_keys_are_plain(stem):
    (ours, _) = of_bibtex(citing.bibtex(replace(ONE, stem=stem)))
    assert ours["key"].startswith("secon_") and ours["key"].isascii() and " " not in ours["key"]
