"""Which show an address asks for. Draws nothing.

``/show?story=<id>``, ``/show?list=<words>`` or ``/show?page=<slug>`` with that page's own query;
region, language and version of the data as in every link.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from secon_data.names import UnknownError
from secon_data.package import Package
from secon_ui.shell import opened, view
from secon_ui.shell.menu import PAGES, spec
from secon_ui.shell.view import SEPARATOR
from secon_ui.show import steps, stories
from secon_ui.show.steps import Step
from secon_ui.text.words import Words

WHOSE = ("region", "lang", "rev")  # what a show is told for, and not what it is
PLAYER = ("window", "channel")  # which of its windows, and not what is shown
KINDS = ("story", "list", "page")


@dataclass(frozen=True)
class Show:
    """``asked``: its own query, without for whom it is told; ``first``: the step that is shown
    first, from 0; ``told``: what of the address could not be, empty where all could."""

    title: str
    steps: Sequence[Step]
    asked: str
    first: int = 0
    told: str = ""


def asked_for(query: Mapping[str, str], package: Package, t: Words) -> Show:
    """The show of an address. ``query``: with a region and a language. One without steps where
    there is none."""
    kind = next((kind for kind in KINDS if kind in query), "page")
    own = {key: text for key, text in query.items() if key not in (*WHOSE, *PLAYER)}
    if kind == "story":
        found = _story(query["story"], package, t)
        own = {"story": query["story"]}
    elif kind == "list":
        found = _list(query["list"], t)
        own = {"list": query["list"]}
    else:
        found = _page(query, t)
    return replace(found, asked=urlencode(own, safe=SEPARATOR))


def _page(query: Mapping[str, str], t: Words) -> Show:
    """The views of a page, the one that is asked for first on screen."""
    slug = query.get("page", PAGES[0].slug)
    if slug not in opened.SHOWN:
        return Show("", (), "", told=t("There is no page «{slug}».", slug=slug))
    own = {key: text for key, text in query.items() if key not in ("page", *PLAYER)}
    here, passed = opened.opened(slug, own, t.language), False
    if not here.query:
        here, passed = opened.opened(slug, own, t.language, passing=True), True
    own = view.parted(here.query)
    links = opened.steps(slug, own, t.language)
    asked = {key: text for key, text in own.items() if key != "lang"}
    first = next((n for n, link in enumerate(links) if _query(link) == asked), 0)
    # For whom it is told is the show's matter.
    whose = {"region", "rev"}
    told = tuple(Step(_without(link, whose)) for link in links)
    note = ""
    if not told:
        note = t("Nothing of this page can be shown as slides.")
    elif passed:
        note = t("Part of the link was not understood; the usual choice is shown instead.")
    return Show(t(spec(slug).title), told, "", first, note)


def _query(link: str) -> dict[str, str]:
    return view.parted(link.partition("?")[2])


def _without(link: str, keys: set[str]) -> str:
    slug = link.partition("?")[0]
    rest = {key: text for key, text in _query(link).items() if key not in keys}
    return f"{slug}?{urlencode(rest, safe=SEPARATOR)}" if rest else slug


def _list(text: str, t: Words) -> Show:
    found, wrong = steps.parted(text)
    told = ""
    if wrong:
        told = t.plural(
            "{n} slide of this list is damaged and left out.",
            "{n} slides of this list are damaged and left out.",
            wrong,
        )
    elif not found:
        told = t("This list has no slides yet.")
    return Show(t("My slides"), found, "", told=told)


def _story(name: str, package: Package, t: Words) -> Show:
    try:
        title, found = stories.steps(package, name, t)
    except UnknownError:
        known = t.list([f"«{story}»" for story in stories.titles(package, t)])
        told = t("There is no story «{name}»; there are {known}.", name=name[:40], known=known)
        return Show("", (), "", told=told)
    except steps.StepError:
        return Show("", (), "", told=t("A slide of this story is damaged in the data."))
    return Show(title, found, "")
