"""What helps and what holds back: statements counted by category, and the statements. Pure."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence

import pandas as pd

from secon_ui.drawing.charts.common import CLEAR, Figure, empty, hidden_axis, note
from secon_ui.drawing.theme import Palette, Size, mix
from secon_ui.text.words import Words, mark

CATEGORIES = {
    "finance": mark("Finance"),
    "legal": mark("Law and status"),
    "support": mark("Support"),
    "networks": mark("Networks"),
    "visibility": mark("Visibility"),
    "data": mark("Data"),
    "culture": mark("Culture"),
    "markets_procurement": mark("Markets and procurement"),
    "skills": mark("Skills"),
}
KINDS = ("hindering", "enabling")  # left, right
BARS = tuple(f"{category}-{kind}" for category in CATEGORIES for kind in KINDS)


def counted(factors: pd.DataFrame, shown: Sequence[str]) -> pd.DataFrame:
    """Statements by category and kind: ``category``, ``kind``, ``n``, ``mine`` (those of the first
    country shown); all pairs, the category with most statements first."""
    own = factors[factors["country_code"].isin(shown)].astype({"category": "str", "kind": "str"})
    pairs = pd.MultiIndex.from_product([CATEGORIES, KINDS], names=["category", "kind"])
    whole = own.groupby(["category", "kind"]).size().reindex(pairs, fill_value=0)
    first = own[own["country_code"] == shown[0]]
    mine = first.groupby(["category", "kind"]).size().reindex(pairs, fill_value=0)
    table = pd.DataFrame({"n": whole, "mine": mine}).reset_index()
    total = table.groupby("category")["n"].sum()
    order = sorted(CATEGORIES, key=lambda category: -total[category])
    place = table["category"].map({category: n for n, category in enumerate(order)})
    return table.assign(place=place).sort_values("place", kind="stable").drop(columns="place")


def behind(factors: pd.DataFrame, shown: Sequence[str], bar: str, region: str) -> pd.DataFrame:
    """The statements behind a bar: my region's first, then my country's, then by country in the
    order shown."""
    category, kind = bar.split("-")
    rows = factors[
        factors["country_code"].isin(shown)
        & (factors["category"] == category)
        & (factors["kind"] == kind)
    ]
    place = rows["country_code"].astype("str").map({code: n for n, code in enumerate(shown)})
    return (
        rows.assign(own=(rows["region_id"] != region), place=place)
        .sort_values(["place", "own", "factor_id"], kind="stable")
        .drop(columns=["own", "place"])
    )


def first_bar(counts: pd.DataFrame) -> str:
    """The bar opened where none was chosen: the longest one with statements of mine."""
    best = counts.sort_values(["mine", "n"], ascending=False, kind="stable").iloc[0]
    return f"{best['category']}-{best['kind']}"


def bars(counts: pd.DataFrame) -> dict[str, int]:
    """The bars that there are, with how many statements each one stands for."""
    some = counts[counts["n"] > 0]
    return {f"{row.category}-{row.kind}": int(str(row.n)) for row in some.itertuples()}


def bar_words(bar: str, n: int, t: Words) -> str:
    """«Finance holds back: 16 statements»."""
    category, kind = bar.split("-")
    name = t(CATEGORIES[category])
    if kind == "hindering":
        return t.plural(
            "{category} holds back: {n} statement",
            "{category} holds back: {n} statements",
            n,
            category=name,
        )
    return t.plural(
        "{category} helps: {n} statement",
        "{category} helps: {n} statements",
        n,
        category=name,
    )


def counted_words(mine: str, t: Words, *, brief: bool = False) -> str:
    """What the bars count, and what they do not say. ``brief``: in one line of a slide."""
    if brief:
        return t(
            "Statements counted, not their weight; full colour: {country}", country=t.country(mine)
        )
    return t(
        "Statements from public sources, counted; full colour: {country}. Bars say how often "
        "something is named, not how strong it is.",
        country=t.country(mine),
    )


def headline(counts: pd.DataFrame, mine: str, t: Words) -> str:
    """The category named most, and on which side my country's statements mostly stand."""
    if not counts["n"].sum():
        return t("No statements were collected for this choice")
    wide = counts.pivot(index="category", columns="kind", values="n")
    top = str(counts["category"].iloc[0])
    sums = counts.groupby("kind")["mine"].sum()
    first = t(
        "{category} is named most: {hindering} times as a hurdle, {enabling} times as a help.",
        category=t(CATEGORIES[top]),
        hindering=wide.loc[top, "hindering"],
        enabling=wide.loc[top, "enabling"],
    )
    second = t(
        "{country}: {hindering} hurdles, {enabling} helps.",
        country=t.country(mine),
        hindering=sums["hindering"],
        enabling=sums["enabling"],
    )
    return f"{first} {second}"


def figure(
    counts: pd.DataFrame,
    mine: str,
    opened: str,
    colours: Palette,
    t: Words,
    *,
    size: Size = "wide",
) -> Figure:
    """Bars to the left (holds back) and right (helps); the dark part is my country's.

    ``counts``: of ``counted``. A click gives the bar's code in ``customdata``.
    """
    rows = counts["category"].drop_duplicates().tolist()
    height = {"wide": 52, "phone": 50, "slide": 25}[size]
    letter = {"wide": 16, "phone": 14, "slide": 14.2}[size]
    most = max(int(counts["n"].max()), 1)
    inks = {"hindering": colours.compared_text[0], "enabling": colours.mine}
    built = empty(colours, len(rows) * height + (34 if size == "slide" else 46))
    layout = built["layout"]
    side = {"wide": 190, "phone": 4, "slide": 180}[size]
    layout["margin"] = {"l": side, "r": 8, "t": 30, "b": 4}
    layout["barmode"] = "overlay"
    layout["bargap"] = 0.34 if size != "phone" else 0.56
    layout["xaxis"] = hidden_axis((-most * 1.13, most * 1.13))
    layout["yaxis"] = hidden_axis((len(rows) - 0.45, -0.55))
    for kind in KINDS:
        own = counts[counts["kind"] == kind].reset_index(drop=True)
        sign = -1 if kind == "hindering" else 1
        codes = [f"{category}-{kind}" for category in own["category"]]
        framed = [3 if code == opened and size != "slide" else 0 for code in codes]
        for column, ink in (("n", mix(inks[kind], colours.ground, 0.62)), ("mine", inks[kind])):
            built["data"].append(
                {
                    "type": "bar",
                    "orientation": "h",
                    "x": [sign * int(n) for n in own[column]],
                    "y": list(range(len(rows))),
                    "customdata": codes,
                    "marker": {
                        "color": ink,
                        "line": {
                            "color": colours.text,
                            "width": framed if column == "n" else 0,
                        },
                    },
                    "hovertext": [
                        f"{html.escape(bar_words(code, int(n), t))}<br>"
                        + html.escape(
                            t("{country}: {n}", country=t.country(mine), n=int(own["mine"][i]))
                        )
                        for i, (code, n) in enumerate(zip(codes, own["n"], strict=True))
                    ],
                    "hoverinfo": "text",
                    "selected": {"marker": {"opacity": 1}},
                    "unselected": {"marker": {"opacity": 1}},
                }
            )
        for place, (n, code) in enumerate(zip(own["n"], codes, strict=True)):
            if n:
                said = f"<b>{n}</b>" if code == opened or size == "slide" else str(n)
                end = note(said, sign * int(n), place, letter, colours.text)
                layout["annotations"].append(
                    end
                    | {
                        "xanchor": "right" if sign < 0 else "left",
                        "xshift": sign * 4,
                    }
                )
    for place, category in enumerate(rows):
        name = note(html.escape(t(CATEGORIES[category])), 0, place, letter, colours.text)
        layout["annotations"].append(
            name
            | (
                {"x": -most * 1.13, "yshift": 19, "xanchor": "left"}
                if size == "phone"
                else {"xref": "paper", "xanchor": "right", "xshift": -8}
            )
        )
    sums = counts.groupby("kind")["n"].sum()
    for kind, anchor, shift, text in (
        ("hindering", "right", -8, t("← holds back, {n}", n=sums["hindering"])),
        ("enabling", "left", 8, t("helps, {n} →", n=sums["enabling"])),
    ):
        head = note(f"<b>{html.escape(text)}</b>", 0, 1, letter, inks[kind])
        layout["annotations"].append(
            head
            | {
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": anchor,
                "xshift": shift,
                "yshift": 4,
            }
        )
    layout["shapes"].append(
        {
            "type": "line",
            "x0": 0,
            "x1": 0,
            "y0": -0.5,
            "y1": len(rows) - 0.5,
            "line": {"color": colours.text, "width": 1.5},
        }
    )
    layout["plot_bgcolor"] = CLEAR
    return built


def statements(rows: pd.DataFrame, mine: str, regions: Mapping[str, str], t: Words) -> str:
    """The statements behind a bar, each with its place and source. ``rows``: of ``behind``."""
    body = ""
    for _, row in rows.iterrows():
        kind = ' class="mine"' if row["country_code"] == mine else ""
        place = f"<b>{html.escape(t.country(row['country_code']))}</b>"
        if pd.notna(row["region_id"]):
            place += f" · {html.escape(regions[row['region_id']])}"
        year = "" if pd.isna(row["source_year"]) else f", {row['source_year']}"
        body += (
            f'<li{kind}><p class="policy-place">{place}</p>'
            f'<p class="policy-what" lang="en">{html.escape(row["statement_en"])}</p>'
            f'<p class="policy-source"><a href="{html.escape(row["source_url"])}" target="_blank" '
            f'rel="noopener">{html.escape(row["source_title"])}</a>{year}</p></li>'
        )
    label = html.escape(t("Statements behind the bar"))
    return (
        f'<ul class="policy-statements" tabindex="0" role="region" aria-label="{label}">{body}</ul>'
    )


def table(counts: pd.DataFrame, mine: str, caption: str, t: Words) -> str:
    """The bars as numbers."""
    heads = (
        t("Category"),
        t("Holds back"),
        t("of these {country}", country=t.country(mine)),
        t("Helps"),
        t("of these {country}", country=t.country(mine)),
    )
    head = "".join(
        f'<th scope="col"{" class=num" if n else ""}>{html.escape(text)}</th>'
        for n, text in enumerate(heads)
    )
    body = ""
    for category, own in counts.groupby("category", sort=False):
        by = own.set_index("kind")
        cells = "".join(
            f'<td class="num">{by.loc[kind, column]}</td>'
            for kind in KINDS
            for column in ("n", "mine")
        )
        body += f'<tr><th scope="row">{html.escape(t(CATEGORIES[str(category)]))}</th>{cells}</tr>'
    return (
        f'<div class="scroll policy-numbers" tabindex="0" role="region" '
        f'aria-label="{html.escape(caption)}"><table class="values">'
        f"<caption>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
