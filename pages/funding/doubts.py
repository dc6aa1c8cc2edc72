"""Why an entry cannot be counted on, and whom it is for, in words. Pure."""

from __future__ import annotations

from pages.funding.entries import Entries, Entry
from secon_data.availability import Reason
from secon_ui.text.words import Words, mark

# Code → whole sentence, and in the room of a slide's cell.
_WORDS = {
    "closed": (mark("Its source says that applications are over."), mark("closed, by its source")),
    "no_year": (
        mark("Its source names a last day for applying, but no year."),
        mark("last day without a year"),
    ),
    "awarded": (
        mark("Its source tells of money already given."),
        mark("tells of money already given"),
    ),
    "says_closed": (
        mark("Its own words call it closed or name a last day without a year."),
        mark("closed, by its own words"),
    ),
    "period": (
        mark("It belongs to a programme period that ended in {year}."),
        mark("of the period to {year}"),
    ),
    "fund": (
        mark("Its money ({fund}) had to be spent by {year}."),
        mark("fund ended in {year}"),
    ),
    "name_year": (mark("Its name is of {year}."), mark("of {year}")),
    "crisis": (mark("It was made for the corona crisis."), mark("made for the corona crisis")),
    "old_call": (
        mark("A call of {year} without a stated end: calls last months, not years."),
        mark("call of {year}"),
    ),
    "old_source": (
        mark("Nothing dated later than {year} was found that says that it still runs."),
        mark("nothing found since {year}"),
    ),
}


def why(row: Entry, found: Entries, t: Words) -> list[str]:
    """Each reason for the doubt about an entry, as a sentence."""
    return [_sentence(reason, found, t) for reason in row.reasons]


def brief(row: Entry, t: Words) -> str:
    """The first reason in a few words; empty where there is no doubt."""
    if not row.reasons:
        return ""
    first: Reason = row.reasons[0]
    if first.code == "announced":
        return "" if first.year is None else t("source of {year}", year=first.year)
    return t(_WORDS[first.code][1], year=first.year)


def _sentence(reason: Reason, found: Entries, t: Words) -> str:
    if reason.code == "announced":
        if reason.year is None:
            return t("Its source, which shows no year, speaks of it as still to come.")
        return t("Its source of {year} speaks of it as still to come.", year=reason.year)
    fund = found.word("fund", reason.fund, t) if reason.fund else ""
    return t(_WORDS[reason.code][0], year=reason.year, fund=fund)


def whom(row: Entry, found: Entries, t: Words) -> str:
    """For whom an entry is that organisations of the social economy cannot get themselves; empty
    where they can."""
    if row.audience == "named":
        return t("For one named body, not open to others.")
    if row.audience == "passed_on":
        groups = [found.word("beneficiary_group", code, t) for code in row.who if code != "new"]
        return t("Not for social enterprises themselves, but for {groups}.", groups=t.list(groups))
    return ""


def warnings(row: Entry, found: Entries, t: Words) -> list[str]:
    """What to know before one counts on an entry: for whom it is, and why it is doubtful."""
    return [told for told in (whom(row, found, t), *why(row, found, t)) if told]


def whom_briefly(row: Entry, t: Words) -> str:
    """``whom`` in a few words."""
    if row.audience == "named":
        return t("for one named body")
    return t("for lenders only") if set(row.who) == {"finance"} else t("to be passed on")
