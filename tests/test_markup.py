"""HTML is escaped by construction."""

from __future__ import annotations

import html as stdlib

from hypothesis import given
from hypothesis import strategies as some

from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def test_values_are_escaped_and_markup_is_not_escaped_again():
    made = html('<b title="{}">{}</b>', 'a "quoted" <word>', html("<i>{}</i>", "&"))
    assert made == '<b title="a &#34;quoted&#34; &lt;word&gt;"><i>&amp;</i></b>'
    assert isinstance(made, Markup)


def test_places_may_have_names_and_numbers_are_written():
    assert html("<td>{n}</td>{{}}", n=3) == "<td>3</td>{}"


def test_pieces_are_joined_and_plain_ones_escaped():
    assert joined([html("<br>"), "<"], " · ") == "<br> · &lt;"
    assert joined([]) == EMPTY and not EMPTY


@given(some.text())
def test_any_text_comes_back_as_it_was(text):
    assert stdlib.unescape(str(html("{}", text))) == text


@given(some.text())
def test_no_text_makes_an_element(text):
    assert "<" not in html("{}", text)


def test_a_sentence_with_html_in_it_is_html():
    t = Words("en")
    assert t.html("{region}: {value}", region="<Riga>", value=html("<b>{}</b>", 1)) == (
        "&lt;Riga&gt;: <b>1</b>"
    )
    told = t.plural_html("{n} row of {name}", "{n} rows of {name}", 2, name="<x>")
    assert told == "2 rows of &lt;x&gt;" and isinstance(told, Markup)
