"""A step of a show as a slide: what it says, and where its picture is. Draws nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from urllib.parse import urlencode

from secon_ui import data
from secon_ui.shell import opened
from secon_ui.shell.menu import PAGES
from secon_ui.shell.view import SEPARATOR, parted
from secon_ui.show import stories
from secon_ui.show.steps import LONGEST, Step
from secon_ui.taking.exhibit import Sheet
from secon_ui.text.words import Words

OWN = ("headline", "text", "shape")  # keys of a picture's address that are not the view's
_SLUG = re.compile(r"[a-z_]{1,40}")


@dataclass(frozen=True)
class Slide:
    """``headline``; ``measured``: what it is about; ``note``: for the presenter, and ``notice``:
    what must be said and where it is from, in full; ``view``: the address of the same view in the
    app, and ``picture`` of its picture, without a shape, both relative to the app's root;
    ``lost``: its link shows nothing any more."""

    headline: str
    measured: str
    note: str
    notice: str
    view: str
    picture: str
    lost: bool = False


@dataclass(frozen=True)
class Drawing:
    """What a picture's address asks for. ``known``: tells it from all others."""

    known: tuple[object, ...]
    sheet: Callable[[], Sheet]


def slide(step: Step, whose: Mapping[str, str]) -> Slide:
    """A step, told for a region in a language. ``whose``: the keys ``region`` and ``lang``, and
    ``rev`` where the show pins one. A region that the step itself names stays."""
    slug, query = _view(step, whose)
    found = opened.opened(slug, query, whose["lang"]) if slug in opened.SHOWN else None
    lost = found is None or not found.query
    view = f"{_place(slug)}?{urlencode(query, safe=SEPARATOR)}"
    picture = picture_of(step, whose)
    if lost or found is None:
        headline, measured = _lost(step.link, Words(whose["lang"]))
        return Slide(step.headline or headline, measured, step.note, "", view, picture, lost=True)
    says = _says(found)
    note = "\n".join(filter(None, (_outdated(step, found), step.note)))
    return Slide(step.headline or says.headline, says.measured, note, says.notice, view, picture)


def picture_of(step: Step, whose: Mapping[str, str]) -> str:
    """Where a step's picture is, without a shape, relative to the app's root; nothing of it is
    worked out. ``whose``: as of ``slide``."""
    slug, query = _view(step, whose)
    own = {"headline": step.headline, "text": step.text}
    told = query | {key: text for key, text in own.items() if text}
    return f"slide/{_place(slug)}.png?{urlencode(told, safe=SEPARATOR)}"


def _place(slug: str) -> str:
    return slug if _SLUG.fullmatch(slug) else PAGES[0].slug


@dataclass(frozen=True)
class _Says:
    """What a view says where it is a slide: the headline of its picture, which may be another than
    its page's. ``all``: its words, headline and what is drawn."""

    headline: str
    measured: str
    notice: str
    all: str


def _says(found: opened.Opened) -> _Says:
    """Kept: a list of slides is told at every click on it."""

    def made() -> _Says:
        sheet = found.sheet()
        notice = "\n".join(filter(None, (*sheet.notice, sheet.source)))
        words = " ".join((found.headline, found.measured, *_texts(sheet)))
        return _Says(sheet.headline, sheet.measured, notice, words)

    return data.made(("says", *found.known), made)


def gone(step: Step, whose: Mapping[str, str]) -> tuple[str, ...]:
    """The numbers in a headline of one's own that its view does not show, told for a region in a
    language (``whose``: as of ``slide``); none where it has none, or shows nothing."""
    slug, query = _view(step, whose)
    if not step.headline or slug not in opened.SHOWN:
        return ()
    found = opened.opened(slug, query, whose["lang"])
    return stories.outdated(step.headline, _says(found).all) if found.query else ()


def _outdated(step: Step, found: opened.Opened) -> str:
    """What the presenter is told of numbers in a headline of her own that the view shows no
    more."""
    numbers = stories.outdated(step.headline, _says(found).all) if step.headline else ()
    t = Words(found.language)
    return t("Not in the data any more: {numbers}.", numbers=t.list(numbers)) if numbers else ""


def _texts(part: object) -> Iterator[str]:
    """All words of a sheet and its parts."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for field in fields(part):
            yield from _texts(getattr(part, field.name))
    elif isinstance(part, Sequence) and not isinstance(part, bytes):
        for inner in part:
            yield from _texts(inner)


def sheet(step: Step, whose: Mapping[str, str], root: str) -> Sheet:
    """What a slide is made of, with its own words and its address. ``whose``: as of ``slide``;
    ``root``: the app's whole address, with a slash at its end."""
    slug, query = _view(step, whose)
    found = drawing(slug, {**query, "headline": step.headline, "text": step.text}).sheet()
    return replace(found, address=f"{root}{slug}?{urlencode(query, safe=SEPARATOR)}")


def _view(step: Step, whose: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The page of a step, and the query of its view for whom it is told."""
    slug, _, query = step.link.partition("?")
    said = {key: text for key, text in parted(query).items() if key not in (*OWN, "lang")}
    return slug, {**whose, **said, "lang": whose["lang"]}


def drawing(slug: str, query: Mapping[str, str]) -> Drawing:
    """What the picture of a slide is made of. ``query``: that of its address. Where the view
    cannot be shown, a calm slide that says so."""
    asked = {key: text for key, text in query.items() if key not in OWN}
    found = opened.opened(slug, asked, "") if slug in opened.SHOWN else None
    own = tuple(query.get(key, "")[: LONGEST[key]] for key in ("headline", "text"))
    headline, text = own
    if found is None or not found.query:
        language = opened.language_of(asked, "")
        said, why = _lost(slug, Words(language))
        empty = Sheet(language, headline or said, why, (), said)
        return Drawing(("lost", slug, language, *own), lambda: empty)

    def made() -> Sheet:
        sheet = found.sheet()
        measured = f"{text} {sheet.measured}" if text else sheet.measured
        return replace(sheet, headline=headline or sheet.headline, measured=measured)

    return Drawing((*found.known, *own), made)


def _lost(link: str, t: Words) -> tuple[str, str]:
    return t("This slide cannot be shown"), t(
        "Its link «{link}» leads to nothing that the data hold now. The show goes on.",
        link=link[:120],
    )
