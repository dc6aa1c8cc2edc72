"""Funding: which money, for whom, until when. Pure; the page is ``pages/funding/page.py``."""

from pages.funding import budgets, export, gaps, headlines, results, slides, timeline
from pages.funding.entries import Entries, entries, facets, in_order, order_of_countries
from pages.funding.link import DAYS, SHOWN, SLIDES, FundingView, settled

__all__ = [
    "DAYS",
    "SHOWN",
    "SLIDES",
    "Entries",
    "FundingView",
    "budgets",
    "entries",
    "export",
    "facets",
    "gaps",
    "headlines",
    "in_order",
    "order_of_countries",
    "results",
    "settled",
    "slides",
    "timeline",
]
