"""The page's findings, and what must be said beside every count: the list is no register. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Literal, TypeAlias

import pandas as pd

from pages.enterprises import map_dots
from pages.enterprises.views import FIELDS, EnterprisesView, word
from secon_data.package import once
from secon_ui.drawing.look import Look
from secon_ui.shell.facets import told_of
from secon_ui.text import local_texts
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words

OUTSIDE = "LV007"  # around Riga; its eastern part left the planning region in 2021
Areas: TypeAlias = Mapping[str, tuple[str, ...]]  # of each region: ``area_sets.nearest``
# All that are listed are in the area of the outline; some are beyond it; or neither can be said.
Reach: TypeAlias = Literal["area", "beyond", ""]


def headline(
    table: pd.DataFrame, everyone: pd.DataFrame, view: EnterprisesView, look: Look
) -> tuple[Markup, Markup]:
    """The title and the line beneath. ``table``: the organisations shown; ``everyone``: the whole
    list."""
    t, n = look.t, len(table)
    region = view.close_up
    if view.narrowed:
        whole = everyone if not view.regions else everyone[everyone["region_id"].isin(view.regions)]
        title = t.plural(
            "{n} of {all} organisations fits the choice",
            "{n} of {all} organisations fit the choice",
            n,
            all=t.number(len(whole), 0),
        )
    elif region:
        title = t.plural(
            "Who is there? {n} organisation listed for {region}",
            "Who is there? {n} organisations listed for {region}",
            n,
            region=look.names[region],
        )
    else:
        shown = len(view.regions) or len(look.names)
        title = t.plural(
            "Who is there? {n} organisation listed in {regions} regions",
            "Who is there? {n} organisations listed in {regions} regions",
            n,
            regions=t.number(shown, 0),
        )
    return html("{}", title), _beneath(table, region, t)


def _beneath(table: pd.DataFrame, region: str | None, t: Words) -> Markup:
    n = len(table)
    if not n:
        told = t("No results: remove a filter.")
        return html("<b>{}</b>", told)
    work = Counter(table["work_integration"].tolist())["yes"]
    parts = []
    if region:
        # Not by the points: at that of a town stand also those of villages around it.
        named = (map_dots.stated_town(town) for town in table["town"].tolist())
        parts += _most_in(Counter(town for town in named if town), n, t)
    else:
        parts += _largest(Counter(table["field_of_activity"].tolist()), n, t)
    if work:
        parts.append(
            t.plural(
                "{n} says that it helps people who find it hard to get work: by jobs, placement, "
                "training or advice.",
                "{n} say that they help people who find it hard to get work: by jobs, placement, "
                "training or advice.",
                work,
            )
        )
    parts.append(
        t("A curated list, not a register: it shows who can be found, not how many there are.")
    )
    bold, *rest = parts
    return html("<b>{}</b> {}", bold, " ".join(rest))


def _most_in(found: Counter[str], n: int, t: Words) -> list[str]:
    """In which towns most are; nothing where each has one. ``found``: town → how many of ``n``."""
    most = max(found.values(), default=0)
    first = [t.data(town) for town, count in found.items() if count == most]
    if most == n and most:
        return [_together(n, first[0], t)]
    if most < 2:
        return []
    if len(first) > 1:
        named = t.list(sorted(first))
        return [t("{n} of them are in each of these towns: {towns}.", n=most, towns=named)]
    return [
        t.plural(
            "{n} of them is in the town of {town}.",
            "{n} of them are in the town of {town}.",
            most,
            town=first[0],
        )
    ]


def _largest(found: Counter[str], n: int, t: Words) -> list[str]:
    """Which fields most are of; nothing where all are of one, or each of another."""
    most = max(found.values())
    first = [word(FIELDS, field, t) for field, count in found.items() if count == most]
    if len(found) == 1 or (most == 1 and len(first) > 1):
        return []
    if len(first) > 1:
        fields = t.list(sorted(first))
        return [t("{fields}: the largest fields, with {n} of {all} each.",
                  fields=fields, n=t.number(most, 0), all=t.number(n, 0))]  # fmt: skip
    return [t("{field}: the largest field, with {n} of {all}.",
              field=first[0], n=t.number(most, 0), all=t.number(n, 0))]  # fmt: skip


def _together(n: int, town: str, t: Words) -> str:
    """That all are in one town: one, both, or all."""
    if n == 1:
        return t("In {town}.", town=town)
    return t("Both are in {town}.", town=town) if n == 2 else t("All are in {town}.", town=town)


def caution(
    table: pd.DataFrame, everyone: pd.DataFrame, shown: Collection[str], areas: Areas, look: Look
) -> Markup:
    """What must be known before one counts. ``table``: the organisations shown, of ``everyone``;
    ``shown``: the regions on the screen."""
    t, n = look.t, len(table)
    told = [
        t("No row comes from an official register of social enterprises, and some count only in "
          "the wide sense of the term."),
    ]  # fmt: skip
    years = int(table["source_year"].isna().sum())
    if years:
        told.append(
            t.plural(
                "For {n} of {all} the source shows no year.",
                "For {n} of {all} the source shows no year.",
                years,
                all=t.number(n, 0),
            )
        )
    told += place_notes(table, everyone, shown, areas, look)
    first = t("A curated list, not a register.")
    return html('<div class="notice"><strong>{}</strong> {}</div>', first, " ".join(told))


def place_notes(
    table: pd.DataFrame, everyone: pd.DataFrame, shown: Collection[str], areas: Areas, look: Look
) -> list[str]:
    """Where the places of a region are not those that its name promises: what differs between its
    organisations, its outline and its inhabitants. Counted are those of ``table``; how far the list
    reaches is told of ``everyone`` in it, whatever is chosen."""
    t = look.t
    told = []
    placed, listed = _codes(table), _codes(everyone)
    for region, name in look.names.items():
        if region not in shown:
            continue
        codes = placed[region]
        outside = _outside(codes, areas.get(region, ()))
        if region in _AROUND:
            whole = listed[region]
            reach = _reach(whole, _outside(whole, areas.get(region, ())))
            told.append(_AROUND[region](name, reach, t))
        former = outside.count(OUTSIDE) if region == "riga" else 0
        if former:
            told.append(
                t.plural(
                    "{region}: {n} of {all} is in Ogre municipality, which has belonged to the "
                    "Vidzeme planning region since 2021; the map outline and population are those "
                    "of the former region.",
                    "{region}: {n} of {all} are in Ogre municipality, which has belonged to the "
                    "Vidzeme planning region since 2021; the map outline and population are those "
                    "of the former region.",
                    former,
                    region=name,
                    all=t.number(len(codes), 0),
                )
            )
        if others := len(outside) - former:
            told.append(
                t.plural(
                    "{region}: {n} of {all} lies outside the area that stands for the region.",
                    "{region}: {n} of {all} lie outside the area that stands for the region.",
                    others,
                    region=name,
                    all=t.number(len(codes), 0),
                )
            )
    return told


@once
def _codes(table: pd.DataFrame) -> Mapping[str, list[str | None]]:
    """The areas in which the organisations of each region are, None where that is not known."""
    found: dict[str, list[str | None]] = defaultdict(list)
    for region, code in zip(table["region_id"].tolist(), table["nuts_code"].tolist(), strict=True):
        found[region].append(None if pd.isna(code) else code)
    return found


def _outside(codes: Iterable[str | None], areas: Collection[str]) -> list[str]:
    """Of the codes of a region's organisations those that share no ground with its areas; one
    begins as the other where they do. Without a code or an area nobody can tell."""
    if not areas:
        return []
    return [
        code
        for code in codes
        if code and not any(code.startswith(area) or area.startswith(code) for area in areas)
    ]


def _reach(codes: Sequence[str | None], outside: Sequence[str]) -> Reach:
    """How far a list reaches round a municipality. ``codes``: of those that are listed;
    ``outside``: of these those that are not in the area of the outline."""
    if codes and not outside and None not in codes:
        return "area"
    return "beyond" if outside and len(outside) < len(codes) else ""


def _porto(region: str, reach: Reach, t: Words) -> str:
    if reach == "area":
        return t(
            "{region}: the list and the outline are of the metropolitan area of Porto, to "
            "which the municipality belongs; its own inhabitants are not in the data.",
            region=region,
        )
    if reach == "beyond":
        return t(
            "{region}: the list reaches beyond the municipality; the outline is of the "
            "metropolitan area of Porto, to which it belongs; its own inhabitants are not in the "
            "data.",
            region=region,
        )
    return t(
        "{region}: the outline is of the metropolitan area of Porto, to which the municipality "
        "belongs; its own inhabitants are not in the data.",
        region=region,
    )


def _province(region: str, reach: Reach, t: Words) -> str:
    if reach == "area":
        return t(
            "{region}: the list and the outline are of the whole province, to which the "
            "municipality belongs; its own inhabitants are not in the data.",
            region=region,
        )
    if reach == "beyond":
        return t(
            "{region}: the list reaches beyond the municipality; the outline is of the whole "
            "province, to which it belongs; its own inhabitants are not in the data.",
            region=region,
        )
    return t(
        "{region}: the outline is of the whole province, to which the municipality belongs; its "
        "own inhabitants are not in the data.",
        region=region,
    )


# Municipalities, for which a larger area stands.
_AROUND: Mapping[str, Callable[[str, Reach, Words], str]] = {
    "oliveira-de-azemeis": _porto,
    "haskovo": _province,
}


def dots(table: pd.DataFrame, region: str | None, t: Words) -> str:
    """What the map's dots are. ``region``: the one that is shown close up."""
    if region is None:
        return t(
            "A dot is a town, or several that lie close together; its area grows with the "
            "organisations there. The figure behind a name is the region's."
        )
    exact = int((table["coordinate_precision"] == "address").sum())
    if not exact:
        return t("Dots stand round their town or one close by: the sources name no street address.")
    return t.plural(
        "Dots stand round their town or one close by: only {n} of {all} has a street address in "
        "its source.",
        "Dots stand round their town or one close by: only {n} of {all} have a street address in "
        "their source.",
        exact,
        all=t.number(len(table), 0),
    )


def dot_words(table: pd.DataFrame, t: Words) -> list[tuple[bool, str]]:
    """What the dots close up mean: full or empty, and the words; only of those that are drawn.
    ``table``: the organisations shown."""
    placed = table["longitude"].notna() & table["latitude"].notna()
    drawn = set((table.loc[placed, "work_integration"] == "yes").tolist())
    full = t("helps people who find it hard to get work")
    if drawn == {False}:
        return [(False, t("does not help people who find it hard to get work, or not stated"))]
    words = {True: full, False: t("does not, or not stated")}
    return [(kind, told) for kind, told in words.items() if kind in drawn]


def map_caption(table: pd.DataFrame, region: str | None, t: Words) -> Markup:
    """How to read the map."""
    told = dots(table, region, t)
    if region is None:
        click = t("Click a region to go there, a dot to see who it is.")
        return html('<p class="source">{} {}</p>', told, click)
    keys = [
        html('<span class="ent-key{}"></span>{}', " full" if full else "", words)
        for full, words in dot_words(table, t)
    ]
    if not keys:  # no dot is drawn
        return EMPTY
    click = t("Click a circle, or its name, to list who is there.")
    return html('<p class="source">{} · {} {}</p>', joined(keys, " "), told, click)


def source(table: pd.DataFrame, t: Words) -> Markup:
    """The source line."""
    read, described = _read(table)
    if not read:
        told = t("Source: list compiled by SECON; each row of the list names its own public source")
    elif len(read) == 1:
        told = t(
            "Source: list compiled by SECON, read on {date}; each row of the list names its own "
            "public source",
            date=t.date(read[0]),
        )
    else:
        told = t(
            "Source: list compiled by SECON, read from {first} to {last}; each row of the list "
            "names its own public source",
            first=t.date(read[0]),
            last=t.date(read[-1]),
        )
    said = local_texts.note(((country, None) for country in described), t)
    return html('<p class="source">{}</p>', joined((part for part in (told, said) if part), " · "))


@once
def _read(table: pd.DataFrame) -> tuple[list[str], list[str]]:
    """On which days the organisations were read, and in which countries they are described."""
    days = sorted(str(day) for day in table["retrieved"].dropna().unique())
    return days, table.loc[table["description"].notna(), "country_code"].unique().tolist()


def counts_source(t: Words) -> Markup:
    """The source line of the counts by country."""
    text = t("Source: compiled by SECON; each count names its own source on the page")
    return html('<p class="source">{}</p>', text)


def counts_citation(created: str, t: Words) -> str:
    """How to cite the counts by country; the address comes behind it."""
    return t(
        "SECON: counts of the social economy by country, compiled from the sources named in each "
        "row; data of {date}.",
        date=t.date(created),
    )


def citation(n: int, chosen: Sequence[str], created: str, t: Words) -> str:
    """How to cite the list, as plain text; the address comes behind it. ``chosen``: what narrows
    it, in words."""
    return t(
        "SECON: {organisations}, a curated list with a public source a row; data of {date}.",
        organisations=_counted(n, chosen, t),
        date=t.date(created),
    )


def listing_citation(n: int, chosen: Sequence[str], created: str, t: Words) -> str:
    """How to cite what is listed of each region, which is a row a region; as ``citation``."""
    return t(
        "SECON: {organisations}, counted by region with the years of their sources, out of a "
        "curated list; data of {date}.",
        organisations=_counted(n, chosen, t),
        date=t.date(created),
    )


def _counted(n: int, chosen: Sequence[str], t: Words) -> str:
    told = t.plural(
        "{n} organisation of the social economy", "{n} organisations of the social economy", n
    )
    return told_of(told, chosen)
