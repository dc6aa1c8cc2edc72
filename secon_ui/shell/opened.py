"""A page by its address alone, without a session: what a link shows, for whoever only asks what is
meant by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from typing import Any
from urllib.parse import urlencode

from secon_data.errors import DataError
from secon_data.package import Package
from secon_data.store.pins import Pinned
from secon_ui import clock, data
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import LIGHT
from secon_ui.shell import links
from secon_ui.shell.menu import PAGES, spec
from secon_ui.shell.page import Page, base_codes, region_names
from secon_ui.shell.view import SEPARATOR, View, encoded, from_query, parted, show_address
from secon_ui.taking.exhibit import Sheet
from secon_ui.text.markup import Markup
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words, languages, preferred

DESK = "desk"
TALKS = (DESK, "stories")  # a conversation, a list of shows: nothing to show themselves
SHOWN = {page.slug for page in PAGES} - set(TALKS)


@dataclass(frozen=True)
class Opened:
    """What a link shows. ``title``: of its page; ``headline``: of its view, and ``measured``, what
    that is about; ``query``: the link, empty where it is only the page's; ``sheet``: makes what a
    picture of it is made of; ``known``: tells it from all others, and from itself with other data;
    ``step``: whether it tells enough to be a slide of its page."""

    slug: str
    language: str
    title: str
    headline: str
    measured: str
    query: str
    sheet: Callable[[], Sheet]
    known: tuple[Any, ...]
    step: bool = True


def language_of(query: Mapping[str, str], locale: str) -> str:
    """The language of a link; where it names none, that of a browser's ``locale``."""
    asked = links.ours(query).get("lang", "")
    return asked if asked in languages() else preferred(locale)


def page_alone(slug: str, language: str) -> Opened:
    """A page of which no view is told: by its title, and what all of it is about."""
    t = Words(language)
    title = t(spec(slug).title)
    about = t(
        "SECON is an Interreg Europe project: nine regions in nine countries improve their "
        "policies for the social economy. Here are their figures, each with its source."
    )
    headline = t("Nine regions, one question: what helps social enterprises grow?")
    sheet = Sheet(language, headline, about, (), headline)
    whole = t("{page} – SECON regions", page=title)
    return Opened(slug, language, whole, whole, about, "", lambda: sheet, ("page", language))


def opened(slug: str, query: Mapping[str, str], locale: str, *, passing: bool = False) -> Opened:
    """What a link shows. Where it cannot be told (it names no region, something that there is not,
    data that cannot be read), the page alone. ``passing``: what there is not is passed over, and
    the usual choice shown, as a page does."""
    language = language_of(query, locale)
    alone = page_alone(slug, language)
    asked = links.ours(query)
    if slug == DESK or "region" not in asked:
        return alone
    rev = asked.get("rev")
    try:
        with data.one_version():
            pinned = None if rev is None else data.pinned(rev)
            if rev is not None and pinned is None:
                if not passing:
                    return alone
                del asked["rev"]
            with data.as_of(pinned):
                return _view(slug, {**asked, "lang": language}, alone, passing=passing)
    except DataError:
        return alone


def _view(slug: str, asked: Mapping[str, str], alone: Opened, *, passing: bool) -> Opened:
    package, t = data.package(), Words(alone.language)
    kind, allowed, settled, build = _builder(slug)
    codes = data.made(("codes", slug), lambda: allowed(package)) if allowed else {}
    full = {**codes, **base_codes(data.region_ids(), asked.get("rev"))}
    home = {"region": asked["region"], "language": alone.language}
    view, problems = from_query(kind, asked, full, home)
    if problems and not passing:
        return alone
    linked = encoded(view)
    if settled is not None:
        view = settled(view, package)
    # As a reader's own browser asks for it: what is worked out here she need not wait for.
    names = region_names(package, t)
    look = Look(t, LIGHT, "wide", names, clock.today(), data.geometry)
    shown = Page(slug, view, package, look).build(build)
    drawn = getattr(shown, "drawn", shown)
    headline, measured = sentence(drawn.title), sentence(drawn.measured)
    taken = getattr(shown, "taken", None)
    source: Markup | str = getattr(shown, "source", "")

    def sheet() -> Sheet:
        if taken is not None and taken.sheet is not None:
            found: Sheet = taken.sheet()
        else:
            found = Sheet(alone.language, headline, measured, (), headline, source=sentence(source))
        if not isinstance(package, Pinned):
            return found
        # First of all: what is long is cut at its end.
        of = t("Data of {date}", date=t.date(package.when))
        return replace(found, source=f"{of} · {found.source}" if found.source else of)

    known = (data.version(), clock.today(), slug, linked)
    return replace(
        alone,
        headline=headline,
        measured=measured,
        query=linked,
        sheet=sheet,
        known=known,
        step=taken is None or (taken.step and taken.sheet is not None),
    )


def subject(link: str, package: Package, t: Words) -> str:
    """What a link is about, in a few words and without drawing it: page, view, indicator."""
    slug, _, query = link.partition("?")
    if slug not in SHOWN:
        return link[:60]
    asked, told = parted(query), [t(spec(slug).title)]
    if slug != PAGES[0].slug:
        shown = getattr(import_module(f"pages.{slug}.views"), "SHOWN", {})
        usual = _builder(slug)[0].__dataclass_fields__["shown"].default
        told += [t(shown[view][0]) for view in (asked.get("view", usual),) if view in shown]
    indicators = package.table("indicators")
    named = indicators.loc[indicators["indicator_id"] == asked.get("ind", ""), "name"]
    return " · ".join((*told, *map(t.data, named)))


@cache
def _builder(slug: str) -> tuple[type[View], Any, Any, Callable[[Any, Package, Look], Any]]:
    """Of a page its kind of view, the codes that it allows, what settles a view, its builder."""
    build = import_module(f"pages.{slug}.build").build
    if slug == PAGES[0].slug:
        return View, None, None, build
    views = import_module(f"pages.{slug}.views")
    kinds = [
        of for of in vars(views).values()
        if isinstance(of, type) and issubclass(of, View) and of.__module__ == views.__name__
    ]  # fmt: skip
    return kinds[0], views.allowed, getattr(views, "settled", None), build


def steps(slug: str, query: Mapping[str, str], locale: str) -> tuple[str, ...]:
    """The page's views that are slides, as links without a language, with the choices that the
    query makes (``TOLD`` in its ``views.py``). ``query``: names a region."""
    if slug == PAGES[0].slug:
        found = opened(slug, query, locale)
        return (f"{slug}?{_unlanguaged(found.query)}",) if found.query else ()
    links = []
    for view in slide_views(slug):
        one = opened(slug, {**query, "view": view}, locale)
        links += [f"{slug}?{_unlanguaged(one.query)}"] if one.query and one.step else []
    return tuple(links)


def slide_views(slug: str) -> tuple[str, ...]:
    """Which views of a page are slides: ``TOLD`` in its ``views.py``."""
    if slug in (*TALKS, PAGES[0].slug):
        return ()
    told: tuple[str, ...] = getattr(import_module(f"pages.{slug}.views"), "TOLD", ())
    return told


def show_of(slug: str, query: Mapping[str, str]) -> str:
    """The address of the show of a page's slides, relative to the app's root; empty where it has
    none. ``query``: the page's own; what is none of its keys stays out."""
    if slug != PAGES[0].slug and not slide_views(slug):
        return ""
    known = _keys(slug)
    return show_address(slug, {key: text for key, text in query.items() if key in known})


@cache
def _keys(slug: str) -> frozenset[str]:
    return frozenset(item.metadata["key"] for item in fields(_builder(slug)[0]))


def _unlanguaged(query: str) -> str:
    rest = {key: text for key, text in parted(query).items() if key != "lang"}
    return urlencode(rest, safe=SEPARATOR)
