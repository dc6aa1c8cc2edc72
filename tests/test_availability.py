"""Whether money can still be had: each case is an entry as the list states it, and what follows from
it was worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import hand_counted
import pandas as pd
import pytest

from secon_data.availability import Reason, available, dated, said, said_of

DAY = date(2026, 11, 24)


def entry(**cells: Any) -> dict[str, Any]:
    return {"type": "grant", "beneficiary_group": "social_economy", **cells}


def on_day(day: date = DAY, **cells: Any) -> tuple[str, tuple[Reason, ...]]:
    found = available(said_of(entry(**cells)), day)
    return found.state, found.reasons


@pytest.mark.parametrize(
    ("start", "end", "on", "state", "vague"),
    [
        # lv-se-2024-start: 2024 to 2029, both only years.
        ("2024", "2029", date(2023, 12, 31), "coming", False),
        ("2024", "2029", date(2024, 1, 1), "open", True),
        ("2024", "2029", date(2025, 6, 1), "open", False),
        ("2024", "2029", date(2029, 12, 31), "open", True),
        ("2024", "2029", date(2030, 1, 1), "closed", False),
        # es-fis-cofides: until June 2026, which has 30 days.
        ("2024-06-25", "2026-06", date(2024, 6, 24), "coming", False),
        ("2024-06-25", "2026-06", date(2026, 5, 31), "open", False),
        ("2024-06-25", "2026-06", date(2026, 6, 30), "open", True),
        ("2024-06-25", "2026-06", date(2026, 7, 1), "closed", False),
        # be-fl-management-advice: no start, until 2025. A day is never vague.
        (None, "2025", date(2019, 1, 1), "open", False),
        (None, "2025", date(2026, 1, 1), "closed", False),
        ("2025-03-06", "2025-06-19", date(2025, 6, 19), "open", False),
        ("2016", None, DAY, "undated", False),
        ("2027", None, DAY, "coming", False),
        (None, None, DAY, "undated", False),
    ],
)
def test_a_stated_year_or_month_stands_for_all_its_days(start, end, on, state, vague):
    assert dated(start, end, on) == (state, vague)


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        # pl-fem-82-summer, es-ext-associations: a last day without a year.
        ({"name_en": "Measure 8.2, call closed 26 July"}, [Reason("says_closed")]),
        ({"summary_en": "Rent; applications until 30 September."}, [Reason("says_closed")]),
        # What the source says of applying: bg-promyanata, es-ext-investment, es-cyl-members.
        ({"source_status": "closed", "period_start": "2014"}, [Reason("closed")]),
        ({"source_status": "no_year"}, [Reason("no_year")]),
        (
            {
                "source_status": "awarded",
                "source_year": 2026,
                "status_checked_on": "2026-11-28",
            },
            [Reason("awarded")],
        ),
        # pl-rpo-93
        ({"name_en": "Regional programme 2014-2020, measure 9.3"}, [Reason("period", 2020)]),
        # lv-se-2016: of the old fund, read in 2022.
        ({"fund": "esf", "source_year": 2022}, [Reason("fund", 2023, "esf")]),
        # es-perte: the recovery plans' last day was 31 August 2026.
        ({"fund": "rrf", "source_year": 2025}, [Reason("fund", 2026, "rrf")]),
        # eu-esf-soc-fin: its number names its year.
        ({"name_local": "ESF-2022-SOC-FIN", "source_year": 2022}, [Reason("name_year", 2022)]),
        # pt-parcerias-norte: a call of a programme, begun in 2023.
        ({"programme": "pt-pis-2030", "period_start": "2023"}, [Reason("old_call", 2023)]),
        # pt-fis-credito: a credit line inside a programme is no call of 2020.
        (
            {
                "programme": "pt-fis",
                "type": "guarantee",
                "period_start": "2020",
                "source_year": 2020,
            },
            [Reason("old_source", 2020)],
        ),
        # be-recovery-credit
        (
            {"name_en": "Corona recovery credit", "period_start": "2020", "source_year": 2020},
            [Reason("crisis"), Reason("old_source", 2020)],
        ),
        # pt-social-investe: begun in 2013, last read of in 2017.
        ({"period_start": "2013-05-31", "source_year": 2017}, [Reason("old_source", 2017)]),
    ],
)
def test_without_an_end_words_fund_and_age_decide(cells, reasons):
    assert on_day(**cells) == ("likely_over", tuple(reasons))


@pytest.mark.parametrize(
    "cells",
    [
        {},
        # The period goes on; the number of a law is no year of the name.
        {"name_en": "Support for social entrepreneurship 2024-2029"},
        {"name_en": "Decree 18/2019 on cooperatives"},
        # The new fund beside the old one, and the old one told of after its time.
        {"fund": "esf+esf_plus"},
        {"fund": "esf", "source_year": 2024},
        # A call that began last year, and a source of four years ago.
        {"programme": "x", "period_start": "2025-01-01"},
        {"source_year": 2022},
        # be-sifo: read in 2020, but its note tells of 2023. The number of a law is no year.
        {"source_year": 2020, "status_note": "On 30 May 2023 it still co-financed loans."},
        {"source_status": "open", "source_year": 2023},
        # A tax law stands until it is changed.
        {"type": "tax", "source_year": 2010},
        # «planned» social businesses and planned loans are no plan to give money.
        {"summary_en": "A pilot with 251 planned loans"},
    ],
)
def test_what_speaks_against_nothing_stays_without_an_end(cells):
    assert on_day(**cells) == ("undated", ())


def test_an_old_note_makes_nothing_newer():
    note = "The rules for this aid are Decree 56/2025; money of 2014–2020."
    assert on_day(source_year=2020, status_note=note) == (
        "likely_over",
        (Reason("old_source", 2020),),
    )


def test_a_programme_ran_as_long_as_its_newest_part_is_known():
    """Portugal's fund of 2018 «nothing dated later than 2018», above its guarantees of 2020."""
    of_both = pd.DataFrame(
        [
            entry(funding_id="fund", type="mixed", period_start="2018", source_year=2018),
            entry(
                funding_id="part", programme="fund", type="guarantee", period_start="2020-07-20",
                source_year=2020,
            ),
        ]
    )  # fmt: skip
    old = Reason("old_source", 2020)
    assert [doubts for one in said(of_both) for _, doubts in one.doubts] == [old, old]


def test_what_was_planned_of_old_money_is_announced_until_its_fund_ends():
    """Romania's EUR 200 million for rural areas stayed a draft, and was counted as money that there
    is."""
    draft = {"source_status": "planned", "fund": "esf"}
    assert on_day(date(2023, 10, 15), **draft) == ("announced", (Reason("announced"),))
    assert on_day(date(2024, 1, 1), **draft) == ("likely_over", (Reason("fund", 2023, "esf"),))


def test_a_stated_end_outweighs_what_words_and_age_let_suspect():
    old = {"name_en": "Programme 2014-2020", "fund": "esf", "source_year": 2015}
    assert on_day(period_end="2027", **old) == ("open", ())
    assert on_day(period_end="2021", **old) == ("closed", ())


def test_what_is_only_announced_is_not_there():
    # ro-credit-grant, ro-peo-pids, lv-se-2024-contributions
    assert on_day(provider="to be set up", period_start="2025", source_year=2025) == (
        "announced",
        (Reason("announced", 2025),),
    )
    words = "Guides put to consultation, with calls planned for June of an undated year"
    assert on_day(summary_en=words)[0] == "announced"
    part = {"summary_en": "Planned part of the support", "period_start": "2024"}
    assert on_day(period_end="2029", source_year=2023, **part)[0] == "announced"
    # Read after it had begun, it is no plan any more.
    assert on_day(period_end="2029", source_year=2025, **part)[0] == "open"
    assert on_day(source_status="planned")[0] == "announced"
    # What the source says outweighs how its words sound.
    assert on_day(source_status="open", summary_en="Draft decision")[0] == "undated"
    # ro-rural-200: a draft of the old fund never became money that there is.
    draft = on_day(summary_en="Draft decision debated by the government", fund="esf")
    assert draft == ("likely_over", (Reason("fund", 2023, "esf"),))


def test_a_doubt_begins_on_its_day():
    credit = {"name_en": "Corona recovery credit", "period_start": "2020", "source_year": 2020}
    assert on_day(date(2021, 6, 1), **credit) == ("undated", ())
    assert on_day(date(2022, 7, 1), **credit) == ("likely_over", (Reason("crisis"),))
    old = {"fund": "esf"}
    assert on_day(date(2023, 12, 31), **old)[0] == "undated"
    assert on_day(date(2024, 1, 1), **old)[0] == "likely_over"


@pytest.mark.parametrize(
    ("groups", "summary", "audience"),
    [
        ("social_economy+support", "", "direct"),
        ("company", "", "direct"),
        (None, "", "direct"),
        ("finance", "", "passed_on"),
        ("support+finance", "", "passed_on"),
        ("public", "", "passed_on"),
        ("association", "A cooperation of 23 years; not open to other bodies.", "named"),
    ],
)
def test_for_whom_it_is(groups, summary, audience):
    assert said_of(entry(beneficiary_group=groups, summary_en=summary)).audience == audience


OVER = (
    "pl-fem-82-summer", "pt-parcerias-2023", "pt-parcerias-norte", "eu-esf-soc-fin",
    "be-recovery-credit", "es-ext-associations",
)  # fmt: skip


def test_the_list_holds_none_of_what_was_found_to_be_over():
    table = hand_counted.package().table("funding")
    states = {
        entry_id: available(one, DAY).state
        for entry_id, one in zip(table["funding_id"], said(table), strict=True)
    }
    assert {states[entry_id] for entry_id in OVER} <= {"likely_over", "closed"}


def test_every_doubt_has_its_reason():
    table = hand_counted.package().table("funding")
    for one in said(table):
        found = available(one, DAY)
        assert bool(found.reasons) == (found.state in ("announced", "likely_over"))
