"""The frame around every page: navigation, my region, language, link, footer, and what is shown
when something is wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, TypeVar
from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException, StopException

from secon_data.errors import DataError, StoreError
from secon_data.package import Package
from secon_data.store.pins import Pinned
from secon_ui import data
from secon_ui.drawing import charts, deck_layers, geometry, theme
from secon_ui.drawing.look import Look
from secon_ui.shell import links, opened, screen_size, store_note
from secon_ui.shell.menu import PAGES, ROOT, spec
from secon_ui.shell.page import Page, base_codes, region_names
from secon_ui.shell.ready_figure import ReadyFigure
from secon_ui.shell.view import SEPARATOR, Allowed, Problem, View, from_query, is_brief
from secon_ui.text.countries import home_region
from secon_ui.text.labels import plain
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, languages, preferred

LOG = logging.getLogger("secon")
V = TypeVar("V", bound=View)
_MENU = "_menu"
_DESK = "desk"
_VERSION = "_version"  # of the data that the session last showed
_ICON = str(ROOT / "static" / "favicon.svg")
_LOGOS = {False: ROOT / "static" / "wordmark.svg", True: ROOT / "static" / "wordmark-dark.svg"}


class _NotOpenedError(Exception):
    """The page's script cannot go on, having no view; the frame is drawn to its end."""


@dataclass(frozen=True)
class Frame:
    """What the entry script worked out for the page of this run. ``asks``: nothing tells whose
    region is hers, and the page is about it; ``came``: the address as it came; ``query``: what it
    asks of the page; ``embedded``: it stands in somebody's page."""

    view: View
    asks: bool
    came: Mapping[str, str]
    query: Mapping[str, str]
    package: Package
    look: Look
    embedded: bool


_FRAME: ContextVar[Frame | None] = ContextVar("frame", default=None)


def run() -> None:
    """The whole entry script: decides what the link says, draws the frame and the page in it."""
    with data.one_version():
        _run()


def _run() -> None:
    st.set_page_config(
        page_title="SECON regions",
        page_icon=_ICON,
        layout="wide",
    )
    colours = theme.palette(st.context.theme.type == "dark")
    # The rules came with the document; the reader's choice of light or dark is known only here.
    place(Markup(f"<style>{theme.variables(colours)}</style>"))
    asked = links.asked()
    words = Words(_language(asked))
    try:
        data.package()
        _regions()
        notes = store_note.lines(data.package(), words)
    except DataError as error:
        st.navigation([st.Page(lambda: None, title="SECON regions")], position="hidden").run()
        show_data_error(words, error)
        return
    menu, groups = _menu(words)
    current = st.navigation(groups, position="hidden" if asked.embedded else "top")
    slug = next(slug for slug, page in menu.items() if page == current)
    query = dict(asked.of(slug))
    rev = query.pop("rev", None)
    pinned, told = (None, EMPTY) if rev is None else _pinned(rev, words)
    if slug == _DESK:  # what is published is published over the newest
        pinned = None
    if pinned is not None and rev is not None:
        query["rev"] = rev
    with data.as_of(pinned):
        _framed(current, slug, asked, query, words.language, colours, notes, told)


def _framed(
    current: Any,
    slug: str,
    asked: links.Asked,
    query: Mapping[str, str],
    language: str,
    colours: theme.Palette,
    notes: tuple[str, ...],
    about_rev: Markup,
) -> None:
    """The frame around a page of the data that its link asks for. ``language``: where the link
    names none; ``notes``: what else is to be said of the data; ``about_rev``: said where the
    link's version cannot be shown."""
    package, regions = data.package(), _regions()
    remembered, named = asked.remembered.get("region", ""), query.get("region") in regions
    usual = remembered if remembered in regions else ""
    if not usual and not named:
        usual = home_region(st.context.locale, data.region_countries()) or ""
    asks = not usual and not named and spec(slug).mine
    home = {"region": usual or regions[0], "language": language}
    codes = partial(base_codes, regions, query.get("rev"))
    view, _ = _understood(View, query, codes, home)
    words = Words(view.language)
    embedded = asked.embedded
    look = _look(package, words, colours)
    title = words(spec(slug).title)
    st.set_page_config(page_title=words("{page} – SECON regions", page=title))
    if isinstance(package, Pinned):
        about_rev = _as_of(package, slug, query, words, embedded=embedded)
    if embedded:
        place(Markup(f"<style>{theme.embed_css()}</style>"))
    else:
        st.logo(_LOGOS[colours.dark], size="large")
        whose = {"region": view.region, "lang": view.language}
        shown = "" if asks else opened.show_of(slug, {**query, **whose})
        _bar(slug, view, look.names, words, asks=asks, shown=shown)
        _tell_update(words)
    place(about_rev)
    place(*map(_quiet, notes))
    framed = _FRAME.set(Frame(view, asks, asked.came, query, package, look, embedded))
    try:
        if embedded and slug == _DESK:
            box("look", words("The data desk opens in a window of its own."))
        else:
            current.run()
    except _NotOpenedError:
        pass  # the page has said why
    finally:
        _FRAME.reset(framed)
    if embedded:
        place(links.whole_view(slug, query, words))
    _footer(words, package, notes, embedded=embedded)
    if not embedded:
        _tell_remembered(look.names.get(asked.remembered.get("region", "")), words)


@contextmanager
def open_page(
    slug: str, kind: type[V], allowed: Callable[[Package], Allowed] | None = None
) -> Iterator[Page[V]]:
    """The page's view and all it needs. ``allowed``: gives the codes for the fields that ``kind``
    adds.

    What goes wrong inside is told in our own words; the frame and the other pages stay. A page
    opened without the frame shows nothing but a way home.
    """
    frame = _FRAME.get()
    if frame is None:
        t = Words(_language(links.asked()))
        place(html('<p><a href="/" target="_self">{}</a></p>', t("To the start page")))
        st.stop()
    t = frame.look.t
    opened = False
    if frame.asks:
        _ask(slug, frame.look.names, t)
        raise _NotOpenedError
    try:
        home = {"region": frame.view.region, "language": frame.view.language}

        def codes() -> Allowed:
            own = data.made(("codes", slug), lambda: allowed(frame.package)) if allowed else {}
            return {**own, **base_codes(_regions(), frame.view.rev)}

        view, problems = _understood(kind, frame.query, codes, home)
        links.settle(slug, view, frame.came)
        # What a choice of hers has overtaken is nothing to tell her of.
        if not links.chosen_here(frame.query):
            _show_problems(t, problems)
        page = Page(slug, view, frame.package, frame.look)
        opened = True
        yield page
    except (RerunException, StopException):
        raise
    except DataError as error:
        show_data_error(t, error)
    except Exception:
        # The page says it in the reader's words; the operator finds the details in the log.
        LOG.exception("The page «%s» failed", slug)
        box(
            "error",
            t("This page cannot be shown."),
            t("Something went wrong on the server; its log says what. The other pages work."),
        )
    if not opened:
        raise _NotOpenedError


def _understood(
    kind: type[V], query: Mapping[str, str], codes: Callable[[], Allowed], home: Mapping[str, str]
) -> tuple[V, list[Problem]]:
    """``from_query``, kept where the query may be: most reruns ask for what was asked before.
    ``codes``: those that the fields may hold."""

    def understood() -> tuple[V, list[Problem]]:
        return from_query(kind, query, codes(), home)

    if not is_brief(query):
        return understood()
    return data.made(("view", kind, *query.items(), *home.values()), understood)


def _look(package: Package, t: Words, colours: theme.Palette) -> Look:
    agent = st.context.headers.get("User-Agent", "")
    return Look(
        t,
        colours,
        screen_size.size_of(agent, st.context.cookies.get(screen_size.NARROW)),
        region_names(package, t),
        data.today(),
        data.geometry,
    )


def place(*parts: Markup, width: Literal["stretch", "content"] = "stretch") -> None:
    """Places HTML on the page, each piece as an element; an empty one takes no place."""
    for part in parts:
        if part:
            st.html(part, width=width)


def box(kind: str, title: str, text: str = "") -> None:
    """A message in a tinted box; ``kind`` is fine, look or error."""
    place(
        html(
            '<div class="box {}" role="{}"><strong>{}</strong> {}</div>',
            kind,
            "alert" if kind == "error" else "status",
            title,
            text,
        )
    )


def show_data_error(t: Words, error: DataError) -> None:
    """Says which data file is wrong, where, and how to mend it."""
    LOG.error("Data: %s", error)
    if isinstance(error, StoreError):  # where it is, its own words for the operator say
        box("error", t("The data cannot be read."), error.told(t))
        return
    place = [t("file {file}", file=error.file)]
    if error.row is not None:
        place.append(t("row {row}", row=error.row))
    if error.column is not None:
        place.append(t("column {column}", column=error.column))
    if error.value is not None:
        place.append(t("value «{value}»", value=error.value))
    where = ", ".join(place)
    text = t(
        "{place}: {problem} Correct the file and reload this page.",
        place=where[0].upper() + where[1:],
        problem=error.told(t),
    )
    box("error", t("The data cannot be read."), text)


def heading(title: str, sub: str = "") -> None:
    """A page's finding as its h1, and beneath what is measured."""
    below = html('<p class="measured">{}</p>', sub) if sub else EMPTY
    place(html('<h1 class="finding">{}</h1>{}', title, below))


def draw(
    page: Page[Any],
    figure: Mapping[str, Any],
    key: str,
    described: str,
    *,
    config: Mapping[str, Any] = charts.CONFIG,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draws a plotly figure as its kind of screen needs it. ``described``: what a reader who
    cannot see it is told; ``on_select``: called when a point was clicked, the selection being in
    the session under ``key``."""
    if page.phone:  # where the button would cover a number
        config = {**config, "displayModeBar": False}
    st.plotly_chart(
        ReadyFigure(figure),
        key=key,
        theme=None,
        alt=described,
        config=dict(config),
        on_select="ignore" if on_select is None else on_select,
        selection_mode="points",
    )


def draw_map(
    page: Page[Any],
    deck: deck_layers.Deck,
    key: str,
    described: str,
    height: int,
    listed: str,
    *,
    on_select: Callable[[Mapping[str, Any]], None] | None = None,
) -> None:
    """Draws a map of points. ``on_select``: is given the record of the point that was clicked;
    ``listed``: the address of a list that says the same where the browser draws no map."""

    def chosen() -> None:
        objects = st.session_state[key]["selection"]["objects"]
        records = [record for found in objects.values() for record in found]
        # Nothing is selected when a layer has gone: that is no choice of the reader's.
        if records and on_select:
            on_select(records[0])

    t = page.t
    why = t("This browser cannot draw the map: it needs WebGL, which is switched off or missing.")
    place(
        html(
            '<div class="box look without-map" role="status">{} '
            '<a href="{}" target="_self">{}</a></div>',
            why,
            listed,
            t("To the list with the same content"),
        )
    )
    with st.container(key=f"deck-{key}"):
        st.pydeck_chart(
            deck,
            key=key,
            height=height,
            alt=described,
            on_select="ignore" if on_select is None else chosen,
        )


def _pinned(rev: str, t: Words) -> tuple[Package | None, Markup]:
    """The data that a link pins; where they cannot be shown, a note that says so."""
    try:
        found = data.pinned(rev)
    except DataError as error:
        LOG.error("Data that a link pins: %s", error)
        told = t("The data that this link names cannot be read any more: you see those of today.")
    else:
        if found is not None:
            return found, EMPTY
        told = t("The data that this link names are not kept here: you see those of today.")
    return None, _quiet(told)


def _quiet(told: str | Markup) -> Markup:
    return html('<div class="quiet-note" role="status">{}</div>', told)


def _as_of(
    package: Pinned, slug: str, query: Mapping[str, str], t: Words, *, embedded: bool
) -> Markup:
    """Of which day the data are that the link pins, and the way to the newest."""
    newest = {key: text for key, text in query.items() if key != "rev"}
    if embedded:
        newest[links.EMBED] = "1"
    told = t(
        "Data of {date}, as this link keeps them; there are newer ones.", date=t.date(package.when)
    )
    address = f"{slug}?{urlencode(newest, safe=SEPARATOR)}"
    shown = t("Show the newest")
    return _quiet(html('{} <a href="{}" target="_self">{}</a>', told, address, shown))


def _regions() -> list[str]:
    regions = data.region_ids()
    if not regions:
        raise DataError("no region is in it.", file="regions.csv", mend="Put the regions back.")
    return regions


def _language(asked: links.Asked) -> str:
    for language in (asked.language, asked.remembered.get("lang", "")):
        if language in languages():
            return language
    return preferred(st.context.locale)


def _menu(words: Words) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """Streamlit's pages by their slugs, and by the titles of their groups, made once in a session
    and language: it looks for each one's file."""
    language: str
    menu: dict[str, Any]
    groups: dict[str, list[Any]]
    language, menu, groups = st.session_state.get(_MENU, ("", {}, {}))
    if language != words.language:
        groups = {}
        menu = {
            page.slug: st.Page(
                page.path,
                title=words(page.title),
                url_path=page.slug,
                default=page is PAGES[0],
            )
            for page in PAGES
        }
        for page in PAGES:
            groups.setdefault(words(page.group), []).append(menu[page.slug])
        st.session_state[_MENU] = (words.language, menu, groups)
    return menu, groups


def _bar(
    slug: str, view: View, names: Mapping[str, str], t: Words, *, asks: bool, shown: str
) -> None:
    """My region, the language and the way to the slides, in the header's row. ``shown``: the
    address of the page's show, empty where it has none."""
    # The widgets show what the link says; a choice is written to the link and comes back from it.
    st.session_state["frame_region"] = None if asks else view.region
    st.session_state["frame_language"] = view.language
    with st.container(key="frame", horizontal=True):
        st.selectbox(
            t("My region"),
            list(names),
            format_func=names.__getitem__,
            key="frame_region",
            placeholder=t("Which region?"),
            label_visibility="collapsed",
            on_change=lambda: links.adjust(slug, region=st.session_state["frame_region"]),
            width=230,
        )
        st.selectbox(
            t("Language"),
            languages(),
            format_func=t.own_name,
            key="frame_language",
            label_visibility="collapsed",
            on_change=lambda: links.adjust(slug, lang=st.session_state["frame_language"]),
            width=160,
        )
        if shown:
            place(
                html(
                    '<a class="present" href="{}" target="_self" title="{}" aria-keyshortcuts="P">'
                    "<span>{}</span><kbd>P</kbd></a>",
                    shown,
                    t("Show this page as slides. Arrow keys go on, Esc comes back."),
                    t("Present"),
                )
            )


def _ask(slug: str, names: Mapping[str, str], t: Words) -> None:
    """Which region is hers: asked where nothing tells it, before anything is said of one."""
    told = [
        t(
            "SECON is an Interreg Europe project: nine regions in nine countries improve their "
            "policies for the social economy. Here are their figures, each with its source."
        ),
        t("All is told from its point of view. You can choose another at any time, above."),
    ]
    heading(html("{}", t("Which region is yours?")), joined(told, " "))
    countries = data.region_countries()
    with st.container(key="which-region", horizontal=True):
        for region, name in names.items():
            st.button(
                f"{plain(name)} · {t.country(countries[region])}",
                key=f"mine_{region}",
                on_click=links.adjust,
                args=(slug,),
                kwargs={"region": region},
                width=280,
            )


def _tell_remembered(name: str | None, t: Words) -> None:
    """What this device remembers, a region's name, and how it forgets it."""
    if name is None:
        return
    with st.container(key="remembered", horizontal=True):
        told = t("This device remembers your region and language: {region}.", region=name)
        place(html('<p class="source">{}</p>', told))
        st.button(t("Forget"), key="forget", type="tertiary", on_click=links.forget)


def _show_problems(t: Words, problems: list[Problem]) -> None:
    if not problems:
        return
    lines = joined(html("<li>{}</li>", _not_understood(problem, t)) for problem in problems)
    told = t("Part of the link was not understood; the usual choice is shown instead.")
    place(_quiet(html("{}<ul>{}</ul>", told, lines)))


def _not_understood(problem: Problem, t: Words) -> str:
    said = {"key": problem.key, "value": problem.value[:60]}
    if problem.days is None:
        return t("The link says {key}={value}, which is not known here.", **said)
    first, last = (t.date(day.isoformat()) for day in (problem.days.first, problem.days.last))
    return t(
        "The link says {key}={value}; a day from {first} to {last} can be asked for.",
        first=first,
        last=last,
        **said,
    )


def acknowledge() -> None:
    """The session knows of the data as they are now: it has published them itself."""
    st.session_state[_VERSION] = data.version()


def _tell_update(t: Words) -> None:
    """Says once that other data are shown than before; all choices are as they were. Data that a
    link pins are no news."""
    if isinstance(data.package(), Pinned):
        return
    shown, now = st.session_state.get(_VERSION), data.version()
    if shown == now:
        return
    acknowledge()
    if shown is not None:
        told = t("The data were updated just now; you see the new figures.")
        place(_quiet(told))


def _footer(t: Words, package: Package, notes: tuple[str, ...], *, embedded: bool) -> None:
    """What stands beneath every page; in a page of others the notes too."""
    notes = notes if embedded else ()
    key = ("footer", t.language, embedded, notes)
    place(data.made(key, lambda: _footing(t, package, notes, embedded=embedded)))


def _footing(t: Words, package: Package, notes: tuple[str, ...], *, embedded: bool) -> Markup:
    """Co-funding, date of the data, licence, boundaries and responsibility; in a page of others
    only whose project this is."""
    created = str(package.descriptor.get("created", ""))[:10]
    own = html('<strong class="funding">{}</strong>', "Co-funded by the European Union")
    told = joined([own, "Interreg Europe", "SECON", *notes], " · ")
    rest = [
        t("Data of {date}", date=t.date(created)),
        "CC BY 4.0",
        t("Boundaries {owners}", owners=geometry.OWNERS),
        t("Content is that of the partners, not necessarily the position of the EU"),
    ]
    if t.begun:
        rest.append(t("This language is begun: what is not translated yet is in English"))
    if not embedded:
        told = html('{}<span class="bar">|</span>{}', told, joined(rest, " · "))
    return html('<footer class="foot">{}</footer>', told)
