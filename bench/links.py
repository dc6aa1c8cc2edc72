"""Which views there are, and for each the links with which the bench asks for it: two that stay
the same (kept ones), and others that nobody has asked for yet.

Regions and choices are made up of codes in the shipped data; a state of choices is new when no
other link of this run shares what a page works out for it (an indicator in a year, the funding of
a day, the peers of a region).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from itertools import product
from typing import TypeVar

from pages.compare import comparing
from pages.compare import views as compare
from pages.compare.views import CompareView
from pages.desk.views import DeskView
from pages.enterprises import views as enterprises
from pages.enterprises.views import EnterprisesView
from pages.funding import views as funding
from pages.funding.views import FundingView
from pages.practice import views as practice
from pages.practice.views import PracticeView
from pages.sources import views as sources
from pages.sources.views import SourcesView
from secon_data import regions
from secon_data.package import SHIPPED, Package
from secon_ui.shell.menu import PAGES
from secon_ui.shell.view import View, to_query

Link = Mapping[str, str]
V = TypeVar("V", bound=View)
KEPT = ("riga", "haskovo")  # regions of the kept links; the others are new
NEW = 7  # states of a view that nobody has asked for: as many as there are other regions
_LANGUAGE = "en"
_SOUGHT = ("care", "co-op", "farm", "social", "work", "fair", "house")


@dataclass(frozen=True)
class Case:
    """One view of a page. ``page``: the last part of its address, empty at the root; ``kept``:
    two links that differ in the region alone; ``new``: links not asked for elsewhere, by what is
    chosen anew beside the region."""

    slug: str
    what: str
    kept: tuple[Link, Link]
    new: Mapping[str, tuple[Link, ...]]

    @property
    def page(self) -> str:
        return "" if self.slug == PAGES[0].slug else self.slug

    @property
    def name(self) -> str:
        return f"{self.slug} {self.what}".strip()

    def called(self, chosen: str) -> str:
        """Its name where something is chosen anew."""
        return f"{self.name}, {chosen}" if chosen else self.name


def cases(slugs: tuple[str, ...] = ()) -> Iterator[Case]:
    """Every view of the pages named, of all pages without."""
    for page in PAGES:
        if not slugs or page.slug in slugs:
            yield from _CASES.get(page.slug, _by_region)(page.slug)


def combinations(seed: int = 1) -> list[Link]:
    """Links to Compare's map, each of another indicator or region, in an order of chance."""
    views = [CompareView(r, _LANGUAGE, indicator=i) for i, r in product(_comparable(), _regions())]
    random.Random(seed).shuffle(views)
    return [to_query(view) for view in views]


def thousand(seed: int = 2) -> list[Link]:
    """A thousand different links to Compare, of all its views, in an order of chance."""
    views = [
        CompareView(r, _LANGUAGE, indicator=i, shown=shown)
        for i, r, shown in product(_comparable(), _regions(), compare.SHOWN)
    ]
    random.Random(seed).shuffle(views)
    return [to_query(view) for view in views[:1000]]


@cache
def _package() -> Package:
    return Package(SHIPPED)


@cache
def _comparable() -> tuple[str, ...]:
    return tuple(regions.comparable(_package()))


@cache
def _regions() -> tuple[str, ...]:
    return tuple(_package().table("regions")["region_id"])


@cache
def _others() -> tuple[str, ...]:
    return tuple(r for r in _regions() if r not in KEPT)


def _case(slug: str, what: str, view: V, new: Mapping[str, Callable[[V, int], V]]) -> Case:
    """``view``: the kept view, whatever its region; ``new``: what makes of it the n-th new one,
    which has another region already."""
    first, second = (to_query(replace(view, region=r)) for r in KEPT)
    links = {
        chosen: tuple(
            to_query(made(replace(view, region=r), n)) for n, r in enumerate(_others()[:NEW])
        )
        for chosen, made in new.items()
    }
    return Case(slug, what, (first, second), links)


def _same(view: V, n: int) -> V:
    """Nothing but the region is another."""
    return view


def _by_region(slug: str) -> Iterator[Case]:
    """The views of any page as its link knows them, with nothing but the region chosen anew."""
    kind, shown = View, [""]
    if find_spec(f"pages.{slug}.views"):
        views = import_module(f"pages.{slug}.views")
        kinds = (v for v in vars(views).values() if isinstance(v, type) and issubclass(v, View))
        kind = next(found for found in kinds if found.__module__ == views.__name__)
        shown = list(getattr(views, "SHOWN", shown))
    for name in shown:
        chosen = {"shown": name} if name else {}
        yield _case(slug, name, kind(KEPT[0], _LANGUAGE, **chosen), {"": _same})


def _compare(slug: str) -> Iterator[Case]:
    fresh = iter(i for i in _comparable() if i not in (compare.DEFAULT, compare.OTHER))
    years = list(comparing.years(_package(), compare.DEFAULT))

    def indicator(view: CompareView, n: int) -> CompareView:
        return replace(view, indicator=next(fresh))

    def year(view: CompareView, n: int) -> CompareView:
        return replace(view, region=KEPT[0], year=years[n + 1])

    for shown in compare.SHOWN:
        new: dict[str, Callable[[CompareView, int], CompareView]] = {"another indicator": indicator}
        if shown == "map":
            new |= {"another year": year, "another region": _same}
        yield _case(slug, shown, CompareView(KEPT[0], _LANGUAGE, shown=shown), new)


def _enterprises(slug: str) -> Iterator[Case]:
    fields = list(enterprises.FIELDS)

    def field(view: EnterprisesView, n: int) -> EnterprisesView:
        return replace(view, fields=(fields[n],))

    def close_up(view: EnterprisesView, n: int) -> EnterprisesView:
        return replace(view, regions=(view.region,))

    def search(view: EnterprisesView, n: int) -> EnterprisesView:
        return replace(view, search=_SOUGHT[n])

    new: Mapping[str, Mapping[str, Callable[[EnterprisesView, int], EnterprisesView]]] = {
        "map": {"": _same, "a field": field},
        "directory": {"": _same, "searched": search},
    }
    for shown in enterprises.SHOWN:
        view = EnterprisesView(KEPT[0], _LANGUAGE, shown=shown)
        yield _case(slug, shown, view, new.get(shown, {"": _same}))
    # Another map than that of all regions, with a list beside it: its own kept views.
    one = EnterprisesView(KEPT[0], _LANGUAGE, regions=(KEPT[0],))
    yield _case(slug, "close up", one, {"": close_up})


def _funding(slug: str) -> Iterator[Case]:
    days = (f"2027-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29))

    def day(view: FundingView, n: int) -> FundingView:
        return replace(view, on=next(days))

    for shown in funding.SHOWN:
        view = FundingView(KEPT[0], _LANGUAGE, shown=shown)
        yield _case(slug, shown, view, {"another day": day})


def _practice(slug: str) -> Iterator[Case]:
    groups = list(dict.fromkeys(_package().table("themes")["group_id"]))

    def group(view: PracticeView, n: int) -> PracticeView:
        return replace(view, group=(groups[n % len(groups)],))

    for shown in practice.SHOWN:
        view = PracticeView(KEPT[0], _LANGUAGE, shown=shown)
        yield _case(slug, shown, view, {"a group of themes": group})


def _sources(slug: str) -> Iterator[Case]:
    for shown in sources.SHOWN:
        yield _case(slug, shown, SourcesView(KEPT[0], _LANGUAGE, shown=shown), {"": _same})
    names = _package().names

    def dataset(view: SourcesView, n: int) -> SourcesView:
        return replace(view, dataset=names[n])

    view = SourcesView(KEPT[0], _LANGUAGE, dataset=names[-1])
    yield _case(slug, "a dataset", view, {"another dataset": dataset})


def _desk(slug: str) -> Iterator[Case]:
    names = _package().names

    def dataset(view: DeskView, n: int) -> DeskView:
        return replace(view, dataset=names[n])

    yield _case(slug, "", DeskView(KEPT[0], _LANGUAGE), {"another dataset": dataset})


# Pages on which more than the region makes a view new.
_CASES: Mapping[str, Callable[[str], Iterator[Case]]] = {
    "compare": _compare,
    "enterprises": _enterprises,
    "funding": _funding,
    "practice": _practice,
    "sources": _sources,
    "desk": _desk,
}
