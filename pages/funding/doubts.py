"""Why an entry cannot be counted on, and whom it is for, in words. Pure."""

from __future__ import annotations

from pages.funding.entries import Entries, Entry
from secon_data.availability import AVAILABLE, Reason
from secon_ui.text.words import Words, mark

_WORDS = {
    "closed": mark("Its source says that applications are over."),
    "no_year": mark("Its source names a last day for applying, but no year."),
    "awarded": mark("Its source tells of money already given."),
    "says_closed": mark("Its own words call it closed or name a last day without a year."),
    "period": mark("It belongs to a programme period that ended in {year}."),
    "fund": mark("Its money ({fund}) had to be spent by {year}."),
    "name_year": mark("Its name is of {year}."),
    "crisis": mark("It was made for the corona crisis."),
    "old_call": mark("A call of {year} without a stated end: calls last months, not years."),
    "old_source": mark("Nothing dated later than {year} was found that says that it still runs."),
}


def why(row: Entry, found: Entries, t: Words) -> list[str]:
    """Each reason for the doubt about an entry, as a sentence; of a programme that runs, that none
    of its listed parts is open."""
    told = [_sentence(reason, found, t) for reason in row.reasons]
    if no_part_open(row, found):
        told.append(t("None of its parts in our list is open: ask for the next call."))
    return told


def _sentence(reason: Reason, found: Entries, t: Words) -> str:
    if reason.code == "announced":
        if reason.year is None:
            return t("Its source, which shows no year, speaks of it as still to come.")
        return t("Its source of {year} speaks of it as still to come.", year=reason.year)
    fund = found.word("fund", reason.fund, t) if reason.fund else ""
    return t(_WORDS[reason.code], year=reason.year, fund=fund)


def whom(row: Entry, found: Entries, t: Words) -> str:
    """For whom an entry is that organisations of the social economy cannot get themselves; empty
    where they can."""
    if row.audience == "named":
        return t("Not for social enterprises themselves, but for one named body.")
    if row.audience == "passed_on":
        groups = [found.word("beneficiary_group", code, t) for code in row.who if code != "new"]
        return t("Not for social enterprises themselves, but for {groups}.", groups=t.list(groups))
    return ""


def no_part_open(row: Entry, found: Entries) -> bool:
    """Whether a programme runs of which nothing that is listed is open: nobody can apply by it."""
    return row.funding_id in found.without_open_part


def obtainable(row: Entry, found: Entries) -> bool:
    """Whether its money can be had on the day: it runs, and not without an open part."""
    return row.state in AVAILABLE and not no_part_open(row, found)


def warnings(row: Entry, found: Entries, t: Words) -> list[str]:
    """What to know before one counts on an entry: for whom it is, why it is doubtful, and that
    none of its listed parts is open."""
    return [told for told in (whom(row, found, t), *why(row, found, t)) if told]
