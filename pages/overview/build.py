"""The Overview: where the nine regions are, and how mine stands on the key figures. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import pandas as pd

from pages.compare.views import CompareView
from pages.overview import cards, exhibits
from secon_data import comparison
from secon_data.package import Package, once
from secon_data.rows import Row, each
from secon_ui.drawing.charts import Figure
from secon_ui.drawing.look import Look
from secon_ui.shell.taken import Taken
from secon_ui.shell.view import View, address
from secon_ui.taking import observed, sheets
from secon_ui.taking.exhibit import Sheet
from secon_ui.text import comparability, notes
from secon_ui.text.markup import EMPTY, Markup, html


@dataclass(frozen=True)
class Shown:
    """``described``: the map for a reader who cannot see it; ``hint``: what a click on it does, and
    what there is to know about my region; ``figures``: the table of key figures; ``taken``: what is
    taken away."""

    title: Markup
    measured: Markup
    europe: Figure
    described: str
    hint: Markup
    figures: Markup
    source: Markup
    taken: Taken


def build(view: View, package: Package, look: Look) -> Shown:
    """The page of a view. DataError when the boundaries are damaged."""
    t, places = look.t, package.table("regions")
    sub = t(
        "SECON is an Interreg Europe project: nine regions in nine countries improve their "
        "policies for the social economy. Here are their figures, each with its source."
    )
    title = t("Nine regions, one question: what helps social enterprises grow?")
    figures, source = _key_figures(view, package, look)
    return Shown(
        html("{}", title),
        html("{}", sub),
        cards.europe(each(places), view.region, look),
        t("Map of Europe with the nine partner regions."),
        cards.hint(t.data(_about(package).get(view.region, "")), t),
        figures,
        source,
        Taken(
            partial(_exported, package, look),
            "key-figures.csv",
            _cited(package, look),
            partial(_sheet, view, package, look),
        ),
    )


@once
def _every(package: Package) -> pd.DataFrame:
    """How each region stands on the key figures."""
    return comparison.overview(package, cards.KEY_FIGURES)


@once
def _listed(package: Package) -> Counter[str]:
    """How many organisations are listed of each region."""
    return Counter(package.table("enterprises")["region_id"].tolist())


@once
def _about(package: Package) -> Mapping[str, str]:
    """What there is to know about a region's area."""
    return dict(package.table("regions").set_index("region_id")["area_note"].dropna())


def _key_figures(view: View, package: Package, look: Look) -> tuple[Markup, Markup]:
    """The table of key figures, and where they come from."""
    mine = view.region
    table, indicators, listed = _every(package), comparison.indicators(package), _listed(package)
    addresses = {
        i: address(
            "compare",
            CompareView(mine, look.t.language, indicator=i, shown="ranking", rev=view.rev),
        )
        for i in cards.KEY_FIGURES
    }
    listing = listed[mine], listed.total()
    figures = cards.key_figures(table, indicators, mine, listing, addresses, look)
    codes = [str(indicators[i]["eurostat_code"]) for i in cards.KEY_FIGURES]
    extracts = package.table("extracts")
    # A dot of each region is drawn, and the file holds all of them.
    source = notes.source(each(table), codes, extracts, look.names, look.t, flags=False)
    based = _rebased(mine, package, look)
    below = html('<p class="source">{}</p>', based) if based else EMPTY
    return html("{}{}{}", figures, cards.legend(look.t), below), source


def _rebased(mine: str, package: Package, look: Look) -> str:
    """Which of my region's key figures were put on another EU average, in words."""
    of, own = comparison.indicators(package), _own(mine, package)

    def named(row: Row) -> str:
        return look.t.data(of[row["indicator_id"]]["short_name"])

    return comparability.rebased(own, named, look.t)


def _own(mine: str, package: Package) -> list[Row]:
    """My region's rows of the key figures."""
    return [row for row in each(_every(package)) if row["region_id"] == mine]


def _told(mine: str, package: Package, look: Look) -> list[cards.Told]:
    """My region's key figures in words."""
    indicators, listed = comparison.indicators(package), _listed(package)
    told = [
        cards.told_of(row, indicators[row["indicator_id"]], look.t) for row in _own(mine, package)
    ]
    return [*told, cards.organisations((listed[mine], listed.total()), look.t)]


def _sheet(view: View, package: Package, look: Look) -> Sheet:
    """The page on paper: whose figures these are comes first, as on a slide."""
    look, mine = sheets.on_paper(look), view.region
    shown, told = build(view, package, look), _told(mine, package, look)
    bases = [one.basis for one in told]
    figures = "; ".join(f"{one.name}: {one.value} {one.unit}".strip() for one in told)
    about = look.t.data(_about(package).get(mine, ""))
    return sheets.sheet(
        look,
        cards.among(mine, look),
        shown.title,
        [
            exhibits.europe(package.table("regions"), mine, look),
            exhibits.key_figures(told, mine, look),
        ],
        described=f"{shown.described} {cards.among(mine, look)}: {figures}.",
        keys=sheets.basis_keys(bases, look.t),
        notice=" ".join(filter(None, (about, _rebased(mine, package, look)))),
        source=shown.source,
        beside=True,
    )


def _exported(package: Package, look: Look) -> pd.DataFrame:
    """The key figures of the nine, and how many organisations are listed in each, as a table to
    take away."""
    figures = observed.table(_every(package), look.names, package)
    flags = figures.select_dtypes("bool").columns
    figures = figures.astype(dict.fromkeys(flags, "boolean"))
    listed = _listed(package)
    last = pd.DataFrame(
        {
            "region_id": list(look.names),
            "region": list(look.names.values()),
            "indicator_id": "organisations_listed",
            "indicator": "Organisations listed",
            "unit": "number",
            "direction": "neutral",
            "value": [float(listed[region]) for region in look.names],
            "source": "SECON, our directory, not a register",
            "revision": observed.revision(package, "enterprises"),
        }
    )
    return pd.concat([figures, last], ignore_index=True)


def _cited(package: Package, look: Look) -> str:
    """How to cite the key figures: those of the nine, as the file holds them."""
    t = look.t
    day = t.date(str(package.descriptor.get("created", ""))[:10])
    if (_every(package)["basis"] == "wider").any():
        return t(
            "Key figures of the nine regions; where our data hold no figure for one of them, that "
            "of a wider area, as each row says. Source: Eurostat; directory of organisations and "
            "calculations by SECON; data of {date}.",
            date=day,
        )
    return t(
        "Key figures of the nine regions. Source: Eurostat; directory of organisations and "
        "calculations by SECON; data of {date}.",
        date=day,
    )
