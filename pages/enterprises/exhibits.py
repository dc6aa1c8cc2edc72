"""What a picture, a slide or a report draws of a view of Enterprises. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from pages.enterprises import count_cards, directory, fields, headlines, listing, map_dots, maps
from pages.enterprises.counts import CARDS, Count, amount, grouped, order
from pages.enterprises.views import FIELDS, EnterprisesView, word
from secon_data.rows import each
from secon_ui.drawing.look import Look
from secon_ui.drawing.theme import mix, text_on
from secon_ui.taking.exhibit import Cell, Filled, Grid, Head, Key, Map, Maps, Spot
from secon_ui.text.spoken import sentence
from secon_ui.text.words import Words

ASIDE = ("form", "work", "year", "what")  # of the directory's columns
MOST = 40  # organisations of which a picture could show a row
NAMED = 24.0  # pixels around a region that its name leaves free


def everywhere(
    table: pd.DataFrame, places: pd.DataFrame, view: EnterprisesView, look: Look
) -> Maps:
    """One dot a town, the region's name with its count beside it, as ``maps.all_regions``."""
    colours, counts = look.colours, maps.of_each(table)

    def briefly(region: str, country: str) -> str:
        """As the table beside it calls its columns, with the number."""
        n = maps.shown_of(region, counts, view)
        return country if n is None else f"{country} {look.t.number(n, 0)}"

    dots = [
        Spot(
            town.longitude,
            town.latitude,
            colours.mine if town.region_id == view.region else colours.quiet,
            size=2 * map_dots.dot_radius(town.n),
        )
        for town in maps.mine_first(table, view.region)
    ]
    names = [
        Spot(
            row["longitude"],
            row["latitude"],
            "",
            size=NAMED,
            name=maps.named(
                look.names[row["region_id"]],
                maps.shown_of(row["region_id"], counts, view),
                look.t,
            ),
            ink=colours.mine if row["region_id"] == view.region else colours.text,
            brief=briefly(row["region_id"], row["country_code"]),
        )
        for row in sorted(each(places), key=lambda row: row["region_id"] != view.region)
    ]
    regions = [(row["region_id"], colours.partner) for row in each(places)]
    layers = [*_land(look), Filled("partner_regions", regions, colours.mine, 0.8)]
    return Maps(Map(maps.EUROPE, layers, [*dots, *names], sea=colours.sea))


def close_up(
    table: pd.DataFrame, shown: maps.Circles, region: str, chosen: str | None, look: Look
) -> Maps:
    """A dot an organisation, round its town, as ``maps.one_region``."""
    colours, frame = look.colours, shown.frame
    helps = (table["work_integration"] == "yes").tolist()
    ids = table["enterprise_id"].tolist()
    size = 2 * shown.step * map_dots.DOT / map_dots.STEP
    dots, names = [], []
    for flower in shown.flowers:
        for row, at in zip(flower.rows, flower.dots, strict=True):
            fill = colours.mine if helps[row] else colours.ground
            if ids[row] == chosen:
                fill = colours.compared[0]
            dots.append(Spot(*frame.degrees(*at), fill, size=size, edge=colours.mine))
        named = maps.called(flower, look.t)
        at = frame.degrees(flower.x, flower.y)
        names.append((-len(flower.rows), Spot(*at, "", size=2 * flower.radius, name=named)))
    names.sort(key=lambda one: one[0])
    ground = mix(colours.land, colours.mine, 0.1)
    layers = [*_land(look), Filled("partner_regions", [(region, ground)], colours.mine, 1.8)]
    (west, south), (east, north) = frame.degrees(0, 0), frame.degrees(frame.width, frame.height)
    spots = [*dots, *(spot for _, spot in names)]
    bounds = (west, south, east, north)
    return Maps(Map(bounds, layers, spots, sea=colours.sea, made_for=frame.width))


def dot_keys(table: pd.DataFrame, look: Look) -> list[Key]:
    """What a full and an empty dot close up mean, as far as they are drawn."""
    return [
        Key(words, "own" if full else "wider", look.colours.mine)
        for full, words in headlines.dot_words(table, look.t)
    ]


def fields_by_region(
    table: pd.DataFrame, mine: str, countries: Mapping[str, str], look: Look
) -> Grid:
    """What they do, where, as ``fields.by_region``."""
    t, found = look.t, fields.tally(table, mine, countries)
    heads = [
        Head(t("What they do, where"), share=5),
        *(
            Head(countries[region], "center", 1, ink=look.colours.mine if region == mine else "")
            for region in found.regions
        ),
    ]

    def counted(n: int) -> Cell:
        if not n:
            return Cell("·")
        fill = fields.fill(n, found.most, look)
        return Cell(t.number(n, 0), fill=fill, ink=text_on(fill))

    rows = [[Cell(word(FIELDS, field, t)), *map(counted, row)] for field, row in found.rows]
    return Grid(heads, rows, filled=True)


def organisations(
    table: pd.DataFrame, view: EnterprisesView, look: Look, *, brief: bool = False
) -> Grid:
    """The organisations in words, as ``directory.in_words``; the chosen one stays where not all
    have room. ``brief``: beside a map."""
    t, shown = look.t, table.head(MOST)
    chosen = table[table["enterprise_id"] == view.chosen]
    if len(chosen) and view.chosen not in set(shown["enterprise_id"]):
        shown = pd.concat([chosen, shown.head(MOST - 1)])
    told = directory.in_words(shown, view, look).astype(object)
    told = told.where(told.notna(), None)
    titles = directory.titles(t)
    columns = ("name", "town", "field") if brief else tuple(
        name
        for name in ("name", "town", "region", "field", "form", "work", "year", "what")
        if name in told
    )  # fmt: skip
    shares = {"name": 2.2, "town": 1.2, "region": 1.1, "field": 1.5, "form": 1.1, "work": 1,
              "year": 0.7, "what": 2.4}  # fmt: skip
    heads = [Head(titles[name], share=shares[name], aside=name in ASIDE) for name in columns]
    rows = []
    for row in each(told):
        cells = [Cell(_text(row[name])) for name in columns]
        note = "" if brief else _text(row.get("about"))
        cells[0] = Cell(_text(row["name"]), note, strong=True, link=_text(row["website"]))
        rows.append(cells)
    at = [i for i, one in enumerate(shown["enterprise_id"]) if one == view.chosen]
    kept = [*at, *(i for i in range(len(rows)) if i not in at)]
    return Grid(heads, rows, at, kept=kept, beyond=len(table) - len(shown))


def listed(rows: Sequence[listing.Listed], mine: str, look: Look) -> Grid:
    """What is listed of each region, as ``listing.drawn``."""
    first, *rest = listing.heads(look.t)
    heads = [Head(first, share=2), *(Head(text, "right", 1.2) for text in rest)]
    told = []
    for row in rows:
        ink = look.colours.mine if row.region == mine else ""
        number, *others = listing.told(row, look.t)
        cells = [Cell(look.names[row.region], ink=ink, strong=bool(ink)), Cell(number, strong=True)]
        told.append([*cells, *map(Cell, others)])
    return Grid(heads, told, [at for at, row in enumerate(rows) if row.region == mine])


def counts(found: Sequence[Count], mine: str, look: Look) -> Grid:
    """The counts that stand large on the cards, as ``count_cards.cards``: in the same groups, by
    country. Where not all have room, those of my country stay."""
    t = look.t
    heads = [
        Head(t("Country or part of it"), share=1.2),
        Head(t("What is counted"), share=3),
        Head(t("Count"), share=1.2),
        Head(t("Year"), share=0.6),
        Head(t("Reliability and source"), share=2.6),
    ]
    rows: list[Sequence[Cell] | str] = []
    marked: list[int] = []
    given = 0
    for group, (title, intro) in CARDS.items():
        cards = grouped(found, group)
        if cards:
            rows.append(f"{t(title)}: {t(intro)}")
        for country in order(cards, mine, t):
            if country == mine:
                marked.append(len(rows))
            given += 1
            rows.append(_count(cards[country].main, look))
    if without := count_cards.uncounted(found, mine, t):
        rows.append(f"{t('Not counted')}: {t('No total of organisations in the sources read.')}")
    for country in without:
        if country == mine:
            marked.append(len(rows))
        said, surveys = count_cards.nothing(found, country, t)
        also = "; ".join(sentence(count_cards.line(row, None, t)) for row in surveys)
        given += len(surveys)
        what = Cell(t("Social enterprises"), f"{said} {also}".strip())
        rows.append([Cell(t.country(country)), what, Cell(t(count_cards.NO_COUNT)), Cell(""),
                     Cell("")])  # fmt: skip
    rest = [at for at, row in enumerate(rows) if not isinstance(row, str) and at not in marked]
    return Grid(heads, rows, marked, more=_others(len(found) - given, t), kept=[*marked, *rest])


def grades(t: Words) -> str:
    """What the marks of reliability mean, and that the rule is ours."""
    meaning = count_cards.graded(t)
    told = "; ".join(
        f"{dots} {t(name)}: {meaning[grade]}" for grade, (dots, name) in count_cards.GRADES.items()
    )
    return f"{t('Reliability, by a rule of our own:')} {told}"


def _count(row: Count, look: Look) -> list[Cell]:
    t = look.t
    measure = count_cards.upper(t.data(row["measure"]))
    return [
        Cell(count_cards.place(row, t), strong=True),
        Cell(measure, sentence(count_cards.definition(row, t))),
        Cell(amount(row, t), strong=True),
        Cell(str(row["year"])),
        Cell(
            sentence(count_cards.grade(row, t)),
            sentence(count_cards.source(row)),
            link=row["source_url"],
        ),
    ]


def _others(n: int, t: Words) -> str:
    """How many counts are no rows: those beside the large ones, earlier ones, other kinds."""
    if not n:
        return ""
    return t.plural(
        "{n} more count – of earlier years, of parts, of other things – is not shown here.",
        "{n} more counts – of earlier years, of parts, of other things – are not shown here.",
        n,
    )


def _land(look: Look) -> list[Filled]:
    """The countries; those of the partners with boundaries as fine as their regions'."""
    index, colours = look.boundaries(), look.colours
    return [
        Filled(layer, [(code, colours.land) for code in codes], colours.ground, 0.7)
        for layer, codes in (
            ("countries", index.get("countries", ())),
            ("nuts1", index.get("areas", {}).get("1", ())),
        )
    ]


def _text(cell: object) -> str:
    return "" if cell is None or pd.isna(cell) else str(cell)
