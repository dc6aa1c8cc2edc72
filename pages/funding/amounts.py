"""Amounts and times of an entry in words, as precise as they were stated."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from secon_ui.text.qualified import QUALIFIERS
from secon_ui.text.words import NBSP, Words

_SUM = re.compile(r"\b(?:EUR|PLN|BGN|RON|million|billion)\b")  # in a description
FIXED = {"BGN": 1.95583}  # how many are a euro, by law


def money(value: float, t: Words, currency: str = "EUR") -> str:
    """An amount that does not break across lines."""
    return t.money(value, currency).replace(" ", NBSP)


def budget(row: Any, t: Words) -> str:
    """The whole budget as its source states it, in its currency and as it rounds: «more than
    BGN 44 300 000»; empty where none is stated."""
    told = _told(row, "budget", t)
    rounded = told and row.budget_qualifier in QUALIFIERS
    return t(QUALIFIERS[row.budget_qualifier], value=told) if rounded else told


def amount(row: Any, t: Words) -> tuple[str, list[str]]:
    """How much there is: the largest figure, and what it is, in lines of words. What one
    beneficiary can get comes before the whole budget; all in the currency of the source."""
    least, most, whole = _told(row, "min_award", t), _told(row, "max_award", t), budget(row, t)
    converted = row.currency_local is None or row.currency_local in FIXED
    if most:
        each = t("per award") if converted else t("per award, not converted")
        lines = [t("from {amount} per award", amount=least) if least not in ("", most) else each]
        # Nobody can get it any more.
        lines += [t("while it was open")] if row.state == "closed" else []
        lines += [t("budget {amount}", amount=whole)] if whole else []
        return most if least == most else t("up to {amount}", amount=most), lines
    if whole:
        return whole, [*_in_euro(row, t)] or [
            t("budget") if row.budget_eur is not None else t("budget, not converted")
        ]
    if _SUM.search(row.summary_en or ""):
        return "–", [t("no whole budget or award in our data; the description names sums")]
    return "–", [t("our data hold no figure for budget or award")]


def brief(row: Any, t: Words) -> str:
    """``amount`` on its own, without the lines beneath: what has no «up to» and is no whole budget
    is said to be an award; «–» where none is stated."""
    big, _ = amount(row, t)
    most = _told(row, "max_award", t)
    return t("{amount} per award", amount=most) if most and big == most else big


def _told(row: Any, name: str, t: Words) -> str:
    """An amount as its source states it; empty where it does not. What is in a currency with a
    fixed rate was worked out in euro by us."""
    euro, local = getattr(row, f"{name}_eur"), getattr(row, f"{name}_local")
    if local is not None and (euro is None or row.currency_local in FIXED):
        return money(local, t, row.currency_local)
    return "" if euro is None else money(euro, t)


def _in_euro(row: Any, t: Words) -> list[str]:
    """A budget that is stated in a currency with a fixed rate, in euro: with three digits, for
    more its source may not have."""
    if row.budget_local is None or row.currency_local not in FIXED:
        return []
    euro = row.budget_local / FIXED[row.currency_local]
    step = 10 ** max(0, len(str(int(euro))) - 3)
    return [t("budget, about {amount}", amount=money(round(euro / step) * step, t))]


def until(row: Any, t: Words, *, brief: bool = False) -> str:
    """Until when, as the dates have it: «until 2029», «ended 2025», «since 2016»; ``brief``: with
    short names of months."""
    if row.state == "closed":
        return t("ended {date}", date=t.date(row.period_end, brief=brief))
    if row.state == "coming" and row.period_start:
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
    if row.of_part:
        return t("for a part of {country}", country=t.country(row.country_code))
    return ""


def day(on: date, today: date, t: Words, *, brief: bool = False) -> str:
    """The day in words, for a line of its own: «Today, 24 November 2026»."""
    told = t.date(on.isoformat(), brief=brief)
    return t("Today, {date}", date=told) if on == today else told
