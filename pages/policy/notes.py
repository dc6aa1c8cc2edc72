"""What must be said beneath the views of the Policy page: sources, and how to cite. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pages.policy.factors import Factor
from pages.policy.framework import Cell
from secon_data.package import Package
from secon_ui.text import local_texts
from secon_ui.text.markup import Markup, html
from secon_ui.text.words import Words


def of_framework(every: Collection[Cell], t: Words) -> Markup:
    """Where cells are from, and how many are unknown. ``every``: those that are shown."""
    known = [cell for cell in every if cell.known]
    read = sum(cell.verified == "yes" for cell in known)
    told = t(
        "Source: national laws and official or other pages, named in each entry; {n} entries, "
        "{read} read in the source, {cited} given by their citation, {unknown} of {all} cells "
        "unknown; compiled by SECON.",
        n=len(known),
        read=read,
        cited=len(known) - read,
        unknown=len(every) - len(known),
        all=len(every),
    )
    said = local_texts.note(((cell.country, cell.summary_local) for cell in known), t)
    return html('<p class="source">{}{}</p>', told, f" {said}." if said else "")


def of_factors(stated: Collection[Factor], study: object, t: Words) -> Markup:
    """Where the statements are from. ``stated``: those of the countries shown; ``study``: what my
    region's partner contributed to the joint report, where that is known."""
    shown = list(dict.fromkeys(factor.country for factor in stated))
    told = t(
        "Source: studies, evaluations, press and partners' pages, each statement with its "
        "own; {n} statements from {countries} countries, compiled by SECON. Not an extract "
        "of the project's joint report.",
        n=len(stated),
        countries=len(shown),
    )
    said = local_texts.note(((country, None) for country in shown), t)
    parts = (told, t.data(study), f"{said}." if said else "")
    return html('<p class="source">{}</p>', " ".join(filter(None, parts)))


def citation(shown: Sequence[str], package: Package, t: Words) -> str:
    """How to cite what is shown of these countries; the address comes behind it."""
    return t(
        "Policy framework and factors of the social economy: {countries}. Compiled by "
        "SECON from the sources named in each row; data of {date}.",
        countries=t.list([t.country(code) for code in shown]),
        date=t.date(str(package.descriptor.get("created", ""))[:10]),
    )
