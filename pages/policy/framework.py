"""The view of the Policy page, and the table of topics × countries with its unknown cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from secon_ui.shell.view import View, choice, choices
from secon_ui.text.words import Words, mark

SHOWN = {
    "matrix": (mark("Matrix"), ":material/grid_on:"),
    "lacking": (mark("What others have"), ":material/lightbulb:"),
    "two": (mark("Two side by side"), ":material/compare_arrows:"),
    "factors": (mark("What helps, what holds back"), ":material/align_horizontal_center:"),
    "table": (mark("Table"), ":material/table:"),
}
TOPICS = {
    "specific_law": mark("Law on the social economy"),
    "legal_form_or_status": mark("Legal form or status"),
    "national_strategy_or_action_plan": mark("National strategy or plan"),
    "responsible_ministry": mark("Responsible ministry"),
    "public_register_or_certification": mark("Register or certificate"),
    "wise_law": mark("Law on work integration"),
    "public_procurement_reservation": mark("Reserved public contracts"),
    "tax_treatment": mark("Tax treatment"),
    "support_structures": mark("Support structures"),
    "regional_policy_instrument": mark("Regional policy instrument"),
}
# From having to not knowing; «unknown» is no row in the data, and is never «no».
STATES = {
    "yes": ("●", mark("yes")),
    "partly": ("◐", mark("partly")),
    "no": ("○", mark("no")),
    "unknown": ("·", mark("unknown")),
}
_WHEN = {
    ("yes", "since"): mark("yes, since {year}"),
    ("yes", "as_of"): mark("yes, as of {year}"),
    ("partly", "since"): mark("partly, since {year}"),
    ("partly", "as_of"): mark("partly, as of {year}"),
    ("no", "since"): mark("no, as of {year}"),
    ("no", "as_of"): mark("no, as of {year}"),
}


@dataclass(frozen=True)
class PolicyView(View):
    """The choices of the Policy page, as they stand in its link.

    ``chosen``: partner regions compared with mine, all when empty; ``cell``: country and topic,
    «LV-specific_law»; ``left``, ``right``: countries side by side; ``differ``: only topics in
    which these differ; ``bar``: category and kind of factors, «finance-hindering».
    """

    shown: str = choice("view", "matrix")
    chosen: tuple[str, ...] = choices("of", 8)
    cell: str | None = choice("cell")
    left: str | None = choice("left")
    right: str | None = choice("right")
    differ: str | None = choice("only")
    bar: str | None = choice("bar")


def countries(
    regions: Mapping[str, str], mine: str, chosen: Sequence[str], t: Words
) -> tuple[str, ...]:
    """Countries to show, mine first, then by name. ``regions``: region → its country."""
    others = {regions[region] for region in (chosen or regions)} - {regions[mine]}
    return (regions[mine], *sorted(others, key=t.country))


def framework(policy: pd.DataFrame, shown: Iterable[str]) -> pd.DataFrame:
    """One row for every country shown × topic, countries in the order given; the columns of the
    dataset ``policy``. A cell without a row has the status «unknown»."""
    cells = pd.MultiIndex.from_product([list(shown), TOPICS], names=["country_code", "topic"])
    plain = policy.astype({"status": "str", "topic": "str", "year_means": "str"})
    full = plain.set_index(["country_code", "topic"]).reindex(cells)
    full["status"] = full["status"].fillna("unknown")
    return full.reset_index()


def cell(table: pd.DataFrame, country: str, topic: str) -> pd.Series:
    """The row of one country and topic of ``framework``."""
    rows = table[(table["country_code"] == country) & (table["topic"] == topic)]
    return rows.iloc[0]


def lacking(table: pd.DataFrame, mine: str) -> pd.DataFrame:
    """What others have and mine lacks: rows of others with «yes» in topics where mine has not.

    ``table``: of ``framework``. Adds ``mine_status`` (no, unknown, partly), by which and by topic
    rows are ordered; within a topic by year.
    """
    own = table[table["country_code"] == mine].set_index("topic")["status"]
    rows = table[(table["country_code"] != mine) & (table["status"] == "yes")]
    rows = rows.assign(mine_status=rows["topic"].map(own))
    rows = rows[rows["mine_status"] != "yes"]
    by_state = rows["mine_status"].map({"no": 0, "partly": 1, "unknown": 2})
    by_topic = rows["topic"].map({topic: n for n, topic in enumerate(TOPICS)})
    return (
        rows.assign(by_state=by_state, by_topic=by_topic)
        .sort_values(["by_state", "by_topic", "year"], kind="stable")
        .drop(columns=["by_state", "by_topic"])
    )


def topics_of(table: pd.DataFrame, left: str, right: str, *, differ: bool) -> list[str]:
    """The topics to set side by side; ``differ``: only those in which the two have another
    status."""
    if not differ:
        return list(TOPICS)
    return [x for x in TOPICS if cell(table, left, x)["status"] != cell(table, right, x)["status"]]


def state_words(status: str, t: Words) -> str:
    """«● yes»."""
    sign, word = STATES[status]
    return f"{sign} {t(word)}"


def when_words(row: pd.Series, t: Words) -> str:
    """«yes, since 2017», «no, as of 2023»; without a year the status alone."""
    pattern = _WHEN.get((row["status"], row["year_means"]))
    if pattern is None or pd.isna(row["year"]):
        return t(STATES[row["status"]][1])
    return t(pattern, year=row["year"])


def year_words(row: pd.Series, t: Words) -> str:
    """«2017» for a beginning, «as of 2023» for a finding, «–» without a year."""
    if pd.isna(row["year"]):
        return "–"
    return t("as of {year}", year=row["year"]) if row["year_means"] == "as_of" else str(row["year"])
