"""Links: a view goes into a link and comes back, and a wrong link gives a sensible view."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import MISSING, dataclass, fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from examples import tried
from hypothesis import given, settings
from hypothesis import strategies as st

import secon_ui
from secon_ui.shell.view import SEPARATOR, Problem, View, choice, choices, from_query, to_query


@dataclass(frozen=True)
class Meal(View):
    """A made-up page's view, with one field of each kind."""

    dish: str = choice("dish", "soup")
    drink: str | None = choice("drink")
    extras: tuple[str, ...] = choices("with", 2)


MENU = {
    "region": ("riga", "haskovo"),
    "language": ("en", "lv"),
    "rev": (),
    "dish": ("soup", "bread"),
    "drink": ("tea", "milk"),
    "extras": ("salt", "oil", "dill"),
}
HOME = {"region": "riga", "language": "en"}


def kinds() -> list[type[View]]:
    """The views of all pages."""
    for module in pkgutil.walk_packages(secon_ui.__path__, "secon_ui."):
        importlib.import_module(module.name)
    found: list[type[View]] = [View]
    for kind in found:
        found += [k for k in kind.__subclasses__() if k.__module__.startswith("secon_ui")]
    return list(dict.fromkeys(found))


every_kind = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
code = st.text(min_size=1, max_size=12).filter(lambda text: SEPARATOR not in text)


@st.composite
def menus(draw: st.DrawFn, kind: type[View]) -> dict[str, tuple[str, ...]]:
    """Codes that each field may hold, its default among them."""
    allowed = {}
    for item in fields(kind):
        codes = draw(st.lists(code, min_size=1, max_size=6, unique=True))
        usual = item.default if isinstance(item.default, tuple) else (item.default,)
        codes += [c for c in usual if isinstance(c, str) and c not in codes]
        allowed[item.name] = tuple(codes)
    return allowed


@st.composite
def views(draw: st.DrawFn, kind: type[View], allowed: dict[str, tuple[str, ...]]) -> View:
    values: dict[str, Any] = {}
    for item in fields(kind):
        codes = allowed[item.name]
        if item.metadata.get("several"):
            most = item.metadata["most"]
            some = st.lists(st.sampled_from(codes), max_size=most, unique=True)
            values[item.name] = tuple(draw(some))
        elif item.default is None:
            values[item.name] = draw(st.sampled_from((None, *codes)))
        else:
            values[item.name] = draw(st.sampled_from(codes))
    return kind(**values)


def home(allowed: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: allowed[name][-1] for name in ("region", "language")}


@every_kind
@settings(max_examples=tried(40), deadline=None)
@given(data=st.data())
def test_a_view_survives_its_link(kind, data):
    allowed = data.draw(menus(kind))
    view = data.draw(views(kind, allowed))
    link = urlencode(to_query(view), safe=SEPARATOR)
    query = dict(parse_qsl(link, keep_blank_values=True, strict_parsing=True))
    assert from_query(kind, query, allowed, home(allowed)) == (view, [])


@every_kind
@settings(max_examples=tried(40), deadline=None)
@given(data=st.data())
def test_any_link_gives_a_view_of_known_codes_and_tells_what_it_passed_over(kind, data):
    allowed = data.draw(menus(kind))
    keys = [item.metadata["key"] for item in fields(kind)]
    some = st.one_of(
        st.text(max_size=30), st.sampled_from([c for cs in allowed.values() for c in cs])
    )
    query = data.draw(st.dictionaries(st.sampled_from([*keys, "elsewhere"]), some))
    view, problems = from_query(kind, query, allowed, home(allowed))
    for item in fields(kind):
        value, key = getattr(view, item.name), item.metadata["key"]
        told = [p for p in problems if p.key == key]
        if item.metadata.get("several"):
            assert set(value) <= set(allowed[item.name])
            assert len(value) == len(set(value)) <= item.metadata["most"]
            asked = dict.fromkeys(query[key].split(SEPARATOR)) if query.get(key) else ()
            assert [p.value for p in told] == [c for c in asked if c not in value]
        else:
            default = home(allowed)[item.name] if item.default is MISSING else item.default
            asked = query.get(key)
            fits = asked is None or asked in allowed[item.name]
            assert value == (asked if fits and asked is not None else default)
            assert [p.value for p in told] == ([] if fits else [asked])
    assert {p.key for p in problems} <= set(keys)
    # What is shown is itself a good link.
    assert from_query(kind, to_query(view), allowed, home(allowed)) == (view, [])


@every_kind
def test_keys_are_short_words_each_used_once(kind):
    keys = [item.metadata["key"] for item in fields(kind)]
    assert len(keys) == len(set(keys))
    assert all(key.isascii() and key.isidentifier() and len(key) <= 12 for key in keys)


def test_defaults_stay_out_of_the_link():
    assert to_query(Meal("riga", "lv")) == {"region": "riga", "lang": "lv"}
    assert to_query(Meal("riga", "lv", dish="soup", drink="tea")) == {
        "region": "riga",
        "lang": "lv",
        "drink": "tea",
    }


def test_several_codes_keep_their_order():
    view, problems = from_query(Meal, {"with": f"oil{SEPARATOR}salt"}, MENU, HOME)
    assert view.extras == ("oil", "salt") and problems == []
    assert to_query(view)["with"] == "oil~salt"


def test_no_more_codes_than_the_field_holds_and_the_rest_are_told():
    view, problems = from_query(Meal, {"with": "oil~salt~dill"}, MENU, HOME)
    assert view.extras == ("oil", "salt")
    assert problems == [Problem("with", "dill", "oil~salt")]


def test_a_repeated_code_counts_once():
    assert from_query(Meal, {"with": "oil~oil~salt"}, MENU, HOME)[0].extras == ("oil", "salt")


def test_an_emptied_choice_of_several_is_none_of_them():
    assert from_query(Meal, {"with": ""}, MENU, HOME) == (Meal("riga", "en"), [])


@pytest.mark.parametrize("key", ["region", "lang", "dish", "drink", "with"])
@pytest.mark.parametrize("value", ["nonsense", "<script>", "~", " ", "0", "…" * 4000])
def test_a_value_that_cannot_be_falls_back_and_is_told(key, value):
    view, problems = from_query(Meal, {key: value}, MENU, HOME)
    assert view == Meal("riga", "en")
    assert problems and {p.key for p in problems} == {key}


def test_keys_of_other_pages_are_passed_over():
    assert from_query(Meal, {"utm_source": "mail", "dish": "bread"}, MENU, HOME) == (
        Meal("riga", "en", dish="bread"),
        [],
    )


def test_what_is_allowed_may_depend_on_what_was_decided_before():
    allowed = {**MENU, "drink": lambda so_far: ("milk",) if so_far["dish"] == "bread" else ("tea",)}
    assert from_query(Meal, {"dish": "bread", "drink": "milk"}, allowed, HOME)[1] == []
    view, problems = from_query(Meal, {"drink": "milk"}, allowed, HOME)
    assert view.drink is None and problems == [Problem("drink", "milk", "")]
