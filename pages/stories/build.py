"""The stories that are ready, and the slides of one's own list. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

from pages.stories.views import StoriesView
from secon_data.package import Package, once
from secon_ui.drawing.look import Look
from secon_ui.shell import opened
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import SEPARATOR, View, to_query
from secon_ui.show import slides, stories
from secon_ui.show.steps import Step, StepError, packed, unpacked
from secon_ui.text import markup
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.words import Words


@dataclass(frozen=True)
class Story:
    """A story that is ready. ``told``: HTML of its title, and what its slides are of; ``picture``:
    of its first slide, small; ``show``: the address at which it runs; ``slides``: as words, none
    where a row of it is damaged."""

    name: str
    told: Markup
    picture: Markup = EMPTY
    show: str = ""
    slides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """The page: its headline, what can be taken of the stories, the stories; the steps of the
    list and what they are of."""

    title: Markup
    measured: Markup
    taken: Taken
    stories: tuple[Story, ...] = ()
    steps: tuple[Step, ...] = ()
    subjects: tuple[str, ...] = ()


def build(view: StoriesView, package: Package, look: Look) -> Shown:
    """The view, told for its region."""
    return VIEWS[view.shown](view, package, look)


def _stories(view: StoriesView, package: Package, look: Look) -> Shown:
    t, whose = look.t, whose_of(view)
    found = tuple(_story(name, one, whose, t) for name, one in _told(package, t).items())
    title = t.plural(
        "{n} story to show in a meeting", "{n} stories to show in a meeting", len(found)
    )
    measured = t(
        "Each is told for {region}, with its figures and its place among the nine. There are notes "
        "for the presenter, and others can follow on their own screens.",
        region=look.names[view.region],
    )
    return Shown(html("{}", title), html("{}", measured), _taken(package, t), found)


def _mine(view: StoriesView, package: Package, look: Look) -> Shown:
    t, steps = look.t, tuple(map(unpacked, view.slides))
    if not steps:
        title = t("You have no slides yet")
        measured = t(
            "«Add to my slides» stands beside «Take away» on every view that can be a slide. Or "
            "begin with a story, or with a file."
        )
    else:
        title = t.plural("{n} slide of mine", "{n} slides of mine", len(steps))
        measured = t(
            "In this link and on this device, without a login. Told for {region}; whoever opens it "
            "can choose another.",
            region=look.names[view.region],
        )
    subjects = tuple(opened.subject(step.link, package, t) for step in steps)
    taken = _taken(package, t)
    return Shown(html("{}", title), html("{}", measured), taken, (), steps, subjects)


VIEWS: Mapping[str, Callable[[StoriesView, Package, Look], Shown]] = {
    "stories": _stories,
    "mine": _mine,
}


def whose_of(view: StoriesView) -> dict[str, str]:
    """For whom slides are told, as a link says it."""
    return dict(to_query(View(view.region, view.language, rev=view.rev)))


def show(whose: Mapping[str, str], kind: str = "show", **asked: str) -> str:
    """The address of a show, relative to the app's root. ``kind``: or «show.html», the file."""
    return f"{kind}?{urlencode({**asked, **whose}, safe=SEPARATOR)}"


def small(picture: str, alt: str) -> Markup:
    """A slide's picture, small; fetched when it is seen. ``picture``: its address without a
    shape."""
    return html(
        '<img class="small-slide" src="{}&amp;shape=thumb" alt="{}" loading="lazy" width="480" '
        'height="270">',
        picture,
        alt,
    )


@dataclass(frozen=True)
class _Story:
    """What of a story is the same for whomever it is told: its title, what its slides are of as
    HTML, its steps; none where a row of it is damaged."""

    title: str
    told: Markup
    steps: tuple[Step, ...] = ()


@once
def _kept(package: Package) -> dict[str, Mapping[str, _Story]]:
    """What ``_told`` has found, by language."""
    return {}


def _told(package: Package, t: Words) -> Mapping[str, _Story]:
    """Story → what is told of it, in the order of the data. Shared."""
    kept = _kept(package)
    if t.language not in kept:
        titles = stories.titles(package, t)
        kept[t.language] = {name: _one(name, title, package, t) for name, title in titles.items()}
    return kept[t.language]


def _one(name: str, title: str, package: Package, t: Words) -> _Story:
    heading = html('<h2 class="part">{}</h2>', title)
    try:
        _, steps = stories.steps(package, name, t)
    except StepError:
        told = t("A slide of this story is damaged in the data.")
        return _Story(title, html('{}<div class="box look">{}</div>', heading, told))
    subjects = (opened.subject(step.link, package, t) for step in steps)
    told = html(
        '{}<p class="measured">{}</p><ol class="story-slides">{}</ol>',
        heading,
        t.plural("{n} slide", "{n} slides", len(steps)),
        markup.joined(html("<li>{}</li>", subject) for subject in subjects),
    )
    return _Story(title, told, steps)


def _story(name: str, found: _Story, whose: Mapping[str, str], t: Words) -> Story:
    """The story told for somebody."""
    if not found.steps:
        return Story(name, found.told)
    alt = t("The first slide of «{story}»", story=found.title)
    picture = small(slides.picture_of(found.steps[0], whose), alt)
    words = tuple(map(packed, found.steps))
    return Story(name, found.told, picture, show(whose, story=name), words)


def _taken(package: Package, t: Words) -> Taken:
    day = t.date(str(package.descriptor.get("created", ""))[:10])
    cited = t("Stories of nine regions, by SECON; data of {date}.", date=day)
    table = partial(package.table, stories.DATASET)
    return Taken(table, "secon-stories.csv", cited, dataset=stories.DATASET)
