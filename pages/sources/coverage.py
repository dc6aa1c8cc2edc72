"""Coverage: the latest year of each indicator in each region, as a table that a screen reader can
read and a printer can print. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from pages.sources.tables import begun
from secon_data.package import Package
from secon_data.rows import Row, known
from secon_ui.taking import observed
from secon_ui.text import absence
from secon_ui.text.basis_marks import basis_html, basis_words, row_words
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def year_class(year: int, newest: int) -> int:
    """5 for the newest two years, 4 and 3 for the two years before, 2 for another two, 1 for all
    that is older."""
    age = newest - year
    return 5 if age <= 1 else 4 if age == 2 else 3 if age == 3 else 2 if age <= 5 else 1


def class_labels(newest: int, t: Words) -> list[str]:
    """What the classes 5 to 1 hold, in words."""
    return [
        t("{first} or {last}", first=newest - 1, last=newest),
        str(newest - 2),
        str(newest - 3),
        f"{newest - 5}–{newest - 4}",
        t("before {year}", year=newest - 5),
    ]


def headline(cells: Sequence[Row], mine: str, region: str, theme: str | None, t: Words) -> str:
    """The finding. ``cells``: rows of regions.newest; ``theme``: its name where one is chosen."""
    rows = [cell for cell in cells if cell["region_id"] == mine]
    found = known(rows)
    n, total, own = len(found), len(rows), sum(cell["basis"] == "own" for cell in found)
    if not own:
        told = t(
            "{region} has a value for {n} of {total} indicators, none of them of its own area",
            region=region,
            n=n,
            total=total,
        )
    else:
        told = t(
            "{region} has a value for {n} of {total} indicators, {own} of them of its own area",
            region=region,
            n=n,
            total=total,
            own=own,
        )
    return t("{theme}: {finding}", theme=begun(theme), finding=told) if theme else told


def summary(cells: Sequence[Row], newest: int, t: Words) -> str:
    """What holds for all nine: how many cells have a value, how many of them are new."""
    found = known(cells)
    return t(
        "All nine: {known} of {cells} cells have a value, {new} of them from {year} or later.",
        known=t.number(len(found), 0),
        cells=t.number(len(cells), 0),
        new=t.number(sum(cell["year"] >= newest - 1 for cell in found), 0),
        year=newest - 1,
    )


def legend(newest: int, t: Words) -> Markup:
    """What colours and marks mean."""
    keys = [
        html('<i class="y{}"></i>{}', number, label)
        for number, label in zip(range(5, 0, -1), class_labels(newest, t), strict=True)
    ]
    keys += [html('<i class="none"></i>{}', t("no value")), html("{}", t("year alone: own area"))]
    keys += [
        html("{}{}", basis_html(basis), basis_words(basis, t)) for basis in ("computed", "wider")
    ]
    return html(
        '<div class="sources-legend">{}</div>', joined(html("<span>{}</span>", key) for key in keys)
    )


def matrix(
    cells: Sequence[Row],
    indicators: Sequence[Row],
    newest: int,
    mine: str,
    names: Mapping[str, str],
    caption: str,
    t: Words,
    *,
    link: Callable[[str], str],
) -> Markup:
    """Indicators × regions; a cell tells the year, its class by colour, the basis by its mark.

    ``cells``: rows of regions.newest; ``indicators``: those to show, in their order; ``link``: an
    indicator's address.
    """
    regions = [mine, *(region for region in names if region != mine)]
    heads = joined(
        html('<th scope="col"{}>{}</th>', _mine(region, mine), names[region]) for region in regions
    )
    at = {(cell["region_id"], cell["indicator_id"]): cell for cell in cells}
    themes: dict[str, list[Row]] = {}
    for item in indicators:
        themes.setdefault(item["theme"], []).append(item)
    body = []
    for theme, group in themes.items():
        rows = []
        for item in group:
            address, name = link(item["indicator_id"]), begun(t.data(item["name"]))
            named = html('<a href="{}" target="_self">{}</a>', address, name)
            values = joined(
                _cell(at[region, item["indicator_id"]], newest, region == mine, t)
                for region in regions
            )
            rows.append(html('<tr><th scope="row">{}</th>{}</tr>', named, values))
        head = _theme(t.data(theme), len(regions) + 1)
        body.append(html("<tbody>{}{}</tbody>", head, joined(rows)))
    return html(
        '<div class="scroll" tabindex="0" role="region" aria-label="{}">'
        '<table class="sources-heat"><caption>{}</caption><thead><tr><td></td>{}</tr>'
        "</thead>{}</table></div>",
        caption,
        caption,
        heads,
        joined(body),
    )


def _theme(name: str, width: int) -> Markup:
    return html(
        '<tr class="theme"><th scope="rowgroup" colspan="{}"><span>{}</span></th></tr>',
        width,
        begun(name),
    )


def _cell(row: Row, newest: int, mine: bool, t: Words) -> Markup:
    kind = " mine" if mine else ""
    if row["year"] is None:
        why = absence.why(row, t)
        return html(
            '<td class="none{}" title="{}"><span aria-hidden="true">–</span>'
            '<span class="unseen">{}</span></td>',
            kind,
            why,
            why,
        )
    told = EMPTY
    if row["basis"] != "own":
        words = row_words(row, t)
        told = html('{}<span class="unseen">, {}</span>', basis_html(row["basis"]), words)
    year = int(row["year"])
    return html('<td class="y{}{}">{}{}</td>', year_class(year, newest), kind, year, told)


def left_out(indicators: Sequence[Row], t: Words) -> Markup:
    """Which indicators have no value for any region, and why: they exist for countries only."""
    if not indicators:
        return EMPTY
    told = t.plural(
        "Not in the table: {n} indicator that our data hold for countries only ({names}).",
        "Not in the table: {n} indicators that our data hold for countries only ({names}).",
        len(indicators),
        names=t.list([t.data(item["name"]) for item in indicators]),
    )
    return html('<p class="source">{}</p>', told)


def source(package: Package, t: Words) -> Markup:
    """Whence the figures are, and who answers for what was computed from them."""
    created = str(package.descriptor.get("created", ""))[:10]
    parts = [
        t("Source: Eurostat, through public copies that «Extracts» names"),
        t("data of {date}", date=t.date(created)),
        t("calculations by SECON: Eurostat is not responsible for them"),
    ]
    return html('<p class="source">{}</p>', joined(parts, " · "))


def export(
    table: pd.DataFrame, indicators: Sequence[str], names: Mapping[str, str], package: Package
) -> pd.DataFrame:
    """The matrix as a long table to take away, by indicator in their order."""
    order = {indicator: at for at, indicator in enumerate(indicators)}
    rows = table[table["indicator_id"].isin(order)]
    rows = rows.sort_values("indicator_id", key=lambda ids: ids.map(order), kind="stable")
    rows = rows.reset_index(drop=True)
    known = package.table("indicators").set_index("indicator_id")
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "region_id": rows["region_id"],
                    "region": rows["region_id"].map(names),
                    "indicator_id": rows["indicator_id"],
                    "indicator": rows["indicator_id"].map(known["name"]),
                    "theme": rows["indicator_id"].map(known["theme"]),
                    "latest_year": rows["year"],
                    "basis": rows["basis"],
                    "approximate": rows["approximate"],
                    "areas": rows["areas"],
                    "area_names": rows["area_names"],
                    "level": rows["level"],
                    "flag": rows["flag"],
                    "flags_known": rows["flags_known"].where(rows["value"].notna()),
                    "reason": rows["reason"],
                }
            ),
            observed.origin(rows["indicator_id"], rows["extract_ids"], package),
        ],
        axis=1,
    )


def _mine(region: str, mine: str) -> Markup:
    return html(' class="mine"') if region == mine else EMPTY
