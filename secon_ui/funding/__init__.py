"""Funding: which money, for whom, until when. Pure; the page is ``screens/economy/funding.py``."""

from secon_ui.funding import budgets, export, headlines, lacking, results, slides, timeline
from secon_ui.funding.entries import Entries, entries, facets, in_order, order_of_countries
from secon_ui.funding.link import DAYS, SHOWN, SLIDES, FundingView, settled

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
    "headlines",
    "in_order",
    "lacking",
    "order_of_countries",
    "results",
    "settled",
    "slides",
    "timeline",
]
