"""Amounts and times of an entry in words, as precise as they were stated."""

from __future__ import annotations

from datetime import date
from typing import Any

from secon_ui.text.words import NBSP, Words


def money(value: float, t: Words, currency: str = "EUR") -> str:
    """An amount that does not break across lines."""
    return t.money(value, currency).replace(" ", NBSP)


def amount(row: Any, t: Words) -> tuple[str, list[str]]:
    """How much there is: the largest figure, and what it is, in lines of words.

    What one beneficiary can get comes before the whole budget; euro before the local currency.
    """
    local = row.currency_local
    lines = []
    if row.max_award_eur is not None:
        most = money(row.max_award_eur, t)
        big = most if row.min_award_eur == row.max_award_eur else t("up to {amount}", amount=most)
        if row.min_award_eur is not None and row.min_award_eur != row.max_award_eur:
            lines.append(t("from {amount} per award", amount=money(row.min_award_eur, t)))
        else:
            lines.append(t("per award"))
        if row.budget_eur is not None:
            lines.append(t("budget {amount}", amount=money(row.budget_eur, t)))
        return big, lines
    if row.max_award_local is not None:
        big = t("up to {amount}", amount=money(row.max_award_local, t, local))
        lines = [t("per award, not converted")]
        if row.budget_local is not None:
            lines.append(t("budget {amount}", amount=money(row.budget_local, t, local)))
        return big, lines
    if row.budget_eur is not None:
        lines = [t("budget")]
        if row.budget_local is not None:
            lines.append(money(row.budget_local, t, local))
        return money(row.budget_eur, t), lines
    if row.budget_local is not None:
        return money(row.budget_local, t, local), [t("budget, not converted")]
    return "–", [t("amount not stated")]


def until(row: Any, t: Words, *, brief: bool = False) -> str:
    """Until when, as the dates have it: «until 2029», «ended 2025», «since 2016»; ``brief``: with
    short names of months."""
    if row.state == "closed":
        return t("ended {date}", date=t.date(row.period_end, brief=brief))
    if row.state == "coming":
        return t("opens {date}", date=t.date(row.period_start, brief=brief))
    if row.state == "announced" and row.period_start:
        return t("planned from {date}", date=t.date(row.period_start, brief=brief))
    if row.period_end:
        return t("until {date}", date=t.date(row.period_end, brief=brief))
    if row.state == "likely_over" and row.period_start:
        return t("began {date}", date=t.date(row.period_start, brief=brief))
    if row.period_start:
        return t("since {date}", date=t.date(row.period_start, brief=brief))
    return t("no dates in the source")


def place(row: Any, t: Words) -> str:
    """For which area the money is, where it is not for a whole country."""
    if row.area_name is not None:
        return t("only for {area}", area=t.data(row.area_name))
    if row.level in ("regional", "local"):
        return t("for a part of {country}", country=t.country(row.country_code))
    return ""


def day(on: date, today: date, t: Words, *, brief: bool = False) -> str:
    """The day in words, for a line of its own: «Today, 24 November 2026»."""
    told = t.date(on.isoformat(), brief=brief)
    return t("Today, {date}", date=told) if on == today else told
