"""The statements behind a bar, and the bars as numbers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pages.policy.entry import linked
from pages.policy.factors import CATEGORIES, KINDS, Bar, Factor
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words


def listed(factors: Iterable[Factor], mine: str, regions: Mapping[str, str], t: Words) -> Markup:
    """The statements behind a bar, each with its place and source. ``mine``: my country;
    ``regions``: names by id."""
    return html(
        '<ul class="policy-statements" tabindex="0" role="region" aria-label="{}">{}</ul>',
        t("Statements behind the bar"),
        joined(_statement(factor, mine, regions, t) for factor in factors),
    )


def table(bars: Mapping[str, Bar], mine: str, caption: str, t: Words) -> Markup:
    """The bars as numbers. ``bars``: of ``factors.counted``; ``mine``: my country."""
    own = t("of these {country}", country=t.country(mine))
    heads = (t("Holds back"), own, t("Helps"), own)
    head = joined(html('<th scope="col" class=num>{}</th>', text) for text in heads)
    order = dict.fromkeys(bar.category for bar in bars.values())
    body = joined(
        html(
            '<tr><th scope="row">{}</th>{}</tr>',
            t(CATEGORIES[category]),
            joined(
                html('<td class="num">{}</td><td class="num">{}</td>', bar.n, bar.mine)
                for bar in (bars[f"{category}-{kind}"] for kind in KINDS)
            ),
        )
        for category in order
    )
    return html(
        '<div class="scroll policy-numbers" tabindex="0" role="region" aria-label="{caption}">'
        '<table class="values"><caption>{caption}</caption><thead><tr><th scope="col">{first}</th>'
        "{head}</tr></thead><tbody>{body}</tbody></table></div>",
        caption=caption,
        first=t("Category"),
        head=head,
        body=body,
    )


def _statement(factor: Factor, mine: str, regions: Mapping[str, str], t: Words) -> Markup:
    place = html("<b>{}</b>", t.country(factor.country))
    if factor.region is not None:
        place += html(" · {}", regions.get(factor.region, factor.region))
    return html(
        '<li{}><p class="policy-place">{}</p><p class="policy-what" lang="en">{}</p>{}'
        '<p class="policy-source">{}{}</p></li>',
        html(' class="mine"') if factor.country == mine else EMPTY,
        place,
        factor.statement,
        _outside(factor.region_note, t),
        linked(factor.source_url, factor.source_title),
        html(", {}", factor.source_year or t("year not stated")),
    )


def _outside(note: str | None, t: Words) -> Markup:
    """What is said of a place that is no longer in its region."""
    return html('<p class="policy-outside">{}</p>', t.data(note)) if note else EMPTY
