"""The page's findings, and what must be said beside every count: the list is no register. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import pandas as pd

from pages.enterprises import towns
from pages.enterprises.link import FIELDS, EnterprisesView, word
from secon_ui.drawing.look import Look
from secon_ui.text import local_texts
from secon_ui.text.basis_marks import not_own_html
from secon_ui.text.markup import Markup, html, joined
from secon_ui.text.words import Words

# What differs in a region between its organisations, its outline and its inhabitants.
OUTSIDE = "LV007"  # around Riga; its eastern part left the planning region in 2021


def headline(
    table: pd.DataFrame, everyone: pd.DataFrame, view: EnterprisesView, look: Look
) -> tuple[Markup, Markup]:
    """The title and the line beneath. ``table``: the organisations shown; ``everyone``: the whole
    list. On a slide the line is one line."""
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
            "Who is there? {n} organisation listed in {region}",
            "Who is there? {n} organisations listed in {region}",
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
    return html("{}", title), _beneath(table, region, t, brief=look.slide)


def _beneath(table: pd.DataFrame, region: str | None, t: Words, *, brief: bool) -> Markup:
    n = len(table)
    if not n:
        told = t("No results: remove a filter.")
        return html("<b>{}</b>", told)
    work = int((table["work_integration"] == "yes").sum())
    parts = []
    if region:
        found: Counter[str] = Counter()
        for place in towns.points(table):
            found[place.town] += place.n
        if found:
            town, most = found.most_common(1)[0]
            parts.append(
                t.plural("{n} is in {town}.", "{n} are in {town}.", most, town=town)
                if len(found) > 1
                else t("All are in {town}.", town=town)
            )
    else:
        fields = table["field_of_activity"].astype("str").value_counts()
        parts.append(
            t("{field}: the largest field, with {n} of {all}.",
              field=word(FIELDS, str(fields.index[0]), t), n=t.number(int(fields.iloc[0]), 0),
              all=t.number(n, 0))
        )  # fmt: skip
    if not brief and work:
        parts.append(
            t.plural(
                "{n} says that it gives work to people who find it hard to get.",
                "{n} say that they give work to people who find it hard to get.",
                work,
            )
        )
    parts.append(
        t("A curated list, not a register.")
        if brief
        else t("A curated list, not a register: it shows who can be found, not how many there are.")
    )
    bold, *rest = parts
    return html("<b>{}</b> {}", bold, " ".join(rest))


def caution(table: pd.DataFrame, shown: Collection[str], look: Look) -> Markup:
    """What must be known before one counts. ``shown``: the regions on the screen."""
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
    told += place_notes(table, shown, look)
    first = t("A curated list, not a register.")
    return html('<div class="notice"><strong>{}</strong> {}</div>', first, " ".join(told))


def place_notes(table: pd.DataFrame, shown: Collection[str], look: Look) -> list[str]:
    """Where the places of a region are not those that its name promises."""
    t, names = look.t, look.names
    told = []
    if "riga" in shown:
        gone = int(((table["region_id"] == "riga") & (table["nuts_code"] == OUTSIDE)).sum())
        if gone:
            told.append(
                t.plural(
                    "{n} organisation listed for {region} is in Ogre municipality, which has "
                    "belonged to the Vidzeme planning region since 2021; the map outline and "
                    "population are those of the former region.",
                    "{n} organisations listed for {region} are in Ogre municipality, which has "
                    "belonged to the Vidzeme planning region since 2021; the map outline and "
                    "population are those of the former region.",
                    gone,
                    region=names["riga"],
                )
            )
    if "oliveira-de-azemeis" in shown and "oliveira-de-azemeis" in names:
        told.append(
            t(
                "{region}: the list and the outline are of the metropolitan area of Porto, to "
                "which the municipality belongs; its own inhabitants are not in the data.",
                region=names["oliveira-de-azemeis"],
            )
        )
    if "haskovo" in shown and "haskovo" in names:
        told.append(
            t(
                "{region}: the list and the outline are of the whole province, to which the "
                "municipality belongs; its own inhabitants are not in the data.",
                region=names["haskovo"],
            )
        )
    return told


def map_caption(table: pd.DataFrame, region: str | None, t: Words) -> Markup:
    """How to read the map."""
    if region is None:
        text = t(
            "One dot a town; its area grows with the organisations there. The figure behind a name "
            "is the region's. Click a region to go there, a dot to see who it is."
        )
        return html('<p class="source">{}</p>', text)
    exact = int((table["coordinate_precision"] == "address").sum())
    yes = t("gives work to people who find it hard to get")
    no = t("does not, or not stated")
    where = (
        t.plural(
            "Dots stand round their town: only {n} of {all} has a street address in its source.",
            "Dots stand round their town: only {n} of {all} have a street address in their source.",
            exact,
            all=t.number(len(table), 0),
        )
        if exact
        else t("Dots stand round their town: the sources name no street address.")
    )
    return html(
        '<p class="source"><span class="ent-key full"></span>{} '
        '<span class="ent-key"></span>{} · {}</p>',
        yes,
        no,
        where,
    )


def source(table: pd.DataFrame, population: str | None, t: Words) -> Markup:
    """The source line. ``population``: Eurostat's code, where inhabitants are shown."""
    read = table["retrieved"].dropna()
    told: list[str] = [
        t("Source: list compiled by SECON, read on {date}; each row names its own public source",
          date=t.date(str(read.max())))
        if len(read)
        else t("Source: list compiled by SECON; each row names its own public source")
    ]  # fmt: skip
    if population:
        address = f"https://ec.europa.eu/eurostat/databrowser/view/{population}/default/table"
        link = html('<a href="{}" target="_blank" rel="noopener">{}</a>', address, population)
        told.append(
            t.html("inhabitants on 1 January: Eurostat, online data code {code}", code=link)
        )
        told.append(t("calculations by SECON"))
    described = table.loc[table["description"].notna(), "country_code"]
    if said := local_texts.note(((country, None) for country in described), t):
        told.append(said)
    return html('<p class="source">{}</p>', joined(told, " · "))


def counts_source(t: Words) -> Markup:
    """The source line of the counts by country."""
    text = t("Source: compiled by SECON; each count names its own source on the page")
    return html('<p class="source">{}</p>', text)


def citation(n: int, created: str, t: Words) -> str:
    """How to cite the list, as plain text; the address comes behind it."""
    return t.plural(
        "SECON: {n} social enterprise, a curated list with a public source a row; data of {date}.",
        "SECON: {n} social enterprises, a curated list with a public source a row; data of {date}.",
        n,
        date=t.date(created),
    )


def density_headline(table: pd.DataFrame, mine: str, look: Look) -> tuple[Markup, Markup]:
    """Title and line beneath of the densities. ``table``: ``density.density``."""
    t, name = look.t, look.names[mine]
    known = table.dropna(subset=["density"])
    row = table.set_index("region_id").loc[mine]
    if pd.isna(row["density"]):
        title = t.html("{region}: no number of inhabitants to compare with", region=name)
    else:
        place = int((known["density"] > row["density"]).sum()) + 1
        title = t.html(
            "{region}: {value} organisations listed per 100 000 inhabitants, {rank}",
            region=name,
            value=html("{}{}", t.number(row["density"], 1), not_own_html(row["basis"])),
            rank=t.place(place, len(known)),
        )
    years = sorted({int(year) for year in known["year"]})
    beneath = html("<b>{}</b>", covered(t))
    if years:
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        beneath = html("{} {}", beneath, t("Inhabitants on 1 January, {years}.", years=span))
    return title, beneath


def covered(t: Words) -> str:
    """What a density says and does not say."""
    return t("It says how well a region is covered by the list as much as how many there are.")
