"""The Practice page: good practices, events, and who to ask. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pages.practice import cards, chosen, events, exhibits, headlines, lists, notes, small_maps
from pages.practice import stakeholders as people
from pages.practice.scene import Drawn, Scene, Towns
from pages.practice.tiles import ON_PAPER, Tile, tiles, together
from pages.practice.views import PracticeView
from secon_data.package import Package
from secon_data.rows import tuples
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import Counts, Facet
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import address
from secon_ui.taking import sheets
from secon_ui.taking.exhibit import Exhibit, Sheet
from secon_ui.text.markup import EMPTY, Markup, html
from secon_ui.text.spoken import sentences

LISTED = {"wide": 30, "phone": 10}  # organisations on a page


@dataclass(frozen=True)
class Shown:
    """The page. ``facets``: what can be chosen, each with its ``counts``."""

    drawn: Drawn
    source: Markup
    taken: Taken
    facets: tuple[Facet, ...]
    counts: Counts


def build(view: PracticeView, package: Package, look: Look) -> Shown:
    """The page of a view. DataError when the boundaries that the map needs are damaged."""
    listed = lists.listed(view, package, look)
    scene = Scene(view, package, look, listed)
    empty = listed.rows.empty and view.dataset == "practices"
    drawn = _nothing(scene) if empty else VIEWS[view.shown](scene)
    return Shown(
        drawn,
        notes.source(listed.rows, view.dataset, look.t),
        Taken(
            # Made anew when it is asked for: the page is kept, and would keep its rows with it.
            partial(lists.taken, view, package, look),
            f"secon-{view.dataset}.csv",
            notes.citation(view.dataset, scene.choices(), package, look.t),
            None if empty else partial(_sheet, view, package, look),
            view.dataset,
        ),
        listed.facets,
        listed.counts,
    )


def _nothing(scene: Scene) -> Drawn:
    return Drawn(*scene.finding, (scene.answering, notes.nothing(scene.look.t)))


def _cards(scene: Scene) -> Drawn:
    rows = scene.rows
    number, last = _page(scene)
    grid = scene.grid(chosen.part(rows, number, chosen.PAGE))
    return Drawn(*scene.finding, (scene.answering, grid), pages=(number, last))


def _page(scene: Scene) -> tuple[int, int]:
    """Number of the page of cards, and of the last: that on which the chosen one stands."""
    number, last = scene.page(chosen.PAGE)
    ids = tuple(scene.rows["practice_id"])
    if scene.view.card in ids:
        number = ids.index(scene.view.card) // chosen.PAGE + 1
    return number, last


def _map(scene: Scene) -> Drawn:
    rows, view, look = scene.rows, scene.view, scene.look
    t = look.t
    counts = Counter(rows["region_id"].tolist())
    found = _tiles(scene)
    titles = {row.practice_id: cards.title(row, t).text for row in tuples(rows)}
    beside = EMPTY
    if view.card in titles:
        region = rows.set_index("practice_id")["region_id"][view.card]
        ids = together(found.get(region), str(view.card))
        beside = scene.grid(rows[rows["practice_id"].isin(ids)])
    else:
        to_card = {one: address("practice", replace(view, card=one)) for one in titles}
        names = {scene.mine: look.names[scene.mine], **look.names}  # mine first
        beside = notes.without_town(rows, names, to_card, t)
    return Drawn(
        html("{}", scene.of(headlines.towns(rows, t))),
        html("{}", notes.town_words(t)),
        (scene.answering,),
        Towns(
            small_maps.figure(found, counts, titles, scene.mine, view.card, look),
            t("Maps of the regions with the towns of their practices; the table lists all.")
            + f" {notes.town_words(t)}",
            beside,
        ),
    )


def _tiles(scene: Scene, apart: float = 0.0) -> dict[str, Tile]:
    """The small maps of the regions that have practices, mine first."""
    shown, bounds = set(scene.rows["region_id"]), scene.look.boundaries()["bounds"]
    mine_first = sorted(bounds, key=lambda region: region != scene.mine)
    outlines = {region: bounds[region] for region in mine_first if region in shown}
    return tiles(scene.rows, outlines, scene.look.size, apart)


def _events(scene: Scene) -> Drawn:
    t, types = scene.look.t, scene.labels("events", "type")
    split = events.split(scene.rows, scene.look.today)
    own = int((scene.rows["scope"] == "secon").sum())
    # Of those to come, past and planned alike: the title counts these apart.
    sub = t.plural(
        "{n} of all {count} is of the SECON project.",
        "{n} of all {count} are of the SECON project.",
        own,
        count=t.number(len(scene.rows), 0),
    )
    finding = html("{}", scene.of(headlines.events(split, t))), html("{}", sub)
    return Drawn(*finding, (events.both(split, types, scene.country, t),))


def _stakeholders(scene: Scene) -> Drawn:
    rows, look, country = scene.rows, scene.look, scene.country
    t, types = look.t, scene.labels("stakeholders", "type")
    # Where all are of one country, it is named.
    named = ("country",) if rows["country_code"].nunique() == 1 else ()
    finding = (
        html("{}", scene.of(headlines.stakeholders(rows, country, t), *named)),
        html("{}", notes.curated_words(t)),
    )
    matrix = EMPTY
    if rows["country_code"].nunique() > 1:
        caption = t("Organisations listed, by type and country")
        matrix = people.matrix(rows, types, _columns(scene), country, caption, t)
    size = LISTED["phone" if look.phone else "wide"]
    number, last = scene.page(size)
    listed = people.listed(chosen.part(rows, number, size), types, look.names, country, t)
    roles, partners = scene.labels("partners", "role"), scene.package.table("partners")
    return Drawn(
        *finding,
        (matrix, listed),
        pages=(number, last),
        after=people.partners(partners, roles, scene.mine, t),
    )


def _columns(scene: Scene) -> list[str]:
    """The countries of the matrix, mine first."""
    return sorted(scene.countries.values(), key=lambda code: code != scene.country)


def _table(scene: Scene) -> Drawn:
    caption = scene.look.t("All practices shown, one a row")
    table = cards.table(scene.rows, scene.names, scene.mine, caption, scene.look.t)
    return Drawn(*scene.finding, (table,))


VIEWS: Mapping[str, Callable[[Scene], Drawn]] = {
    "cards": _cards,
    "map": _map,
    "events": _events,
    "stakeholders": _stakeholders,
    "table": _table,
}


@dataclass(frozen=True)
class _Paper:
    """What is drawn of a view, and what it is in words. ``answering``: with what the practices are
    taken to answer; ``elsewhere``: what is not drawn."""

    exhibits: Sequence[Exhibit]
    described: str
    answering: bool = False
    elsewhere: Sequence[str] = ()


def _sheet(view: PracticeView, package: Package, look: Look) -> Sheet:
    """The view on paper."""
    look = sheets.on_paper(look)
    scene = Scene(view, package, look, lists.listed(view, package, look))
    drawn, paper = VIEWS[view.shown](scene), PAPERS[view.shown](scene)
    return sheets.sheet(
        look,
        drawn.title,
        drawn.measured,
        paper.exhibits,
        described=sentences(drawn.title, paper.described),
        notice=scene.answering if paper.answering else EMPTY,
        source=notes.source(scene.rows, view.dataset, look.t),
        elsewhere=paper.elsewhere,
    )


def _on_page(number: int, size: int, all_of: int) -> list[int]:
    """Numbers of rows: those of a page, those behind it, then those before."""
    start = (number - 1) * size
    return [*range(start, all_of), *range(start)]


def _cards_on_paper(scene: Scene) -> _Paper:
    rows, t = scene.rows, scene.look.t
    first = _on_page(_page(scene)[0], chosen.PAGE, len(rows))
    drawn = exhibits.practices(rows, scene.names, scene.mine, first, scene.look)
    told = t.plural(
        "A table of {n} practice: where it is, what it does, its evidence and source.",
        "A table of {n} practices: where each is, what it does, its evidence and source.",
        len(rows),
    )
    return _Paper([drawn], told, answering=True)


def _map_on_paper(scene: Scene) -> _Paper:
    view, look = scene.view, scene.look
    counts = scene.rows["region_id"].value_counts().to_dict()
    drawn = exhibits.towns(_tiles(scene, ON_PAPER), counts, scene.mine, view.card, look)
    named = [look.t("{region}: {value}", region=one.title, value=one.told) for one in drawn.small]
    told = look.t("Small maps of the regions: {regions}.", regions="; ".join(named))
    told += f" {notes.town_words(look.t)}"
    gone = int(scene.rows["latitude"].isna().sum())
    without = look.t.plural(
        "{n} practice without a place on the map", "{n} practices without a place on the map", gone
    )
    more = [look.t("what is done in each town"), *([without] if gone else [])]
    return _Paper([drawn], told, answering=True, elsewhere=more)


def _events_on_paper(scene: Scene) -> _Paper:
    t, types = scene.look.t, scene.labels("events", "type")
    split = events.split(scene.rows, scene.look.today)
    drawn = exhibits.calendar(split, types, scene.country, scene.look)
    told = t.plural(
        "A list of {n} event with date, place, what it is, and its source.",
        "A list of {n} events with date, place, what each is, and its source.",
        len(scene.rows),
    )
    return _Paper([drawn] if len(scene.rows) else [], told)


def _stakeholders_on_paper(scene: Scene) -> _Paper:
    rows, look, t = scene.rows, scene.look, scene.look.t
    types, country = scene.labels("stakeholders", "type"), scene.country
    drawn: list[Exhibit] = []
    if rows["country_code"].nunique() > 1:
        drawn.append(exhibits.by_type(rows, types, _columns(scene), country, look))
    if len(rows):
        size = LISTED["wide"]
        first = _on_page(scene.page(size)[0], size, len(rows))
        drawn.append(exhibits.organisations(rows, types, look.names, country, first, look))
    told = t.plural(
        "A list of {n} organisation by type, with place, role and source.",
        "A list of {n} organisations by type, each with place, role and source.",
        len(rows),
    )
    return _Paper(drawn, told, elsewhere=[t("the ten partners of SECON")])


def _table_on_paper(scene: Scene) -> _Paper:
    rows, t = scene.rows, scene.look.t
    drawn = exhibits.every_practice(rows, scene.names, scene.mine, scene.look)
    told = t.plural(
        "A table of {n} practice with theme, place, years, evidence and source.",
        "A table of {n} practices with theme, place, years, evidence and source.",
        len(rows),
    )
    return _Paper([drawn], told)


PAPERS: Mapping[str, Callable[[Scene], _Paper]] = {
    "cards": _cards_on_paper,
    "map": _map_on_paper,
    "events": _events_on_paper,
    "stakeholders": _stakeholders_on_paper,
    "table": _table_on_paper,
}
