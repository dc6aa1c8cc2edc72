"""Indicators that are worked out from tables of Eurostat: ``indicators.derived_by``. Pure.

Two forms are written there: a ratio («1000 × tour_occ_nin3 / demo_r_pjangrp3», a percentage where
the unit says so, ``area_km2`` from our areas) and a gap («lfst_r_lfe2emprtn: sex=M minus sex=F»).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from secon_data.eurostat.series import Source, flags
from secon_data.units import percentage

AREA = "area_km2"
_RATIO = re.compile(r"(?:(?P<times>[\d.]+) × )?(?P<over>[a-z]\w*) / (?P<under>[a-z]\w*)")
_GAP = re.compile(r"(?P<table>[a-z]\w*): (?P<dim>\w+)=(?P<high>\S+) minus (?P=dim)=(?P<low>\S+)")
_VALUE = re.compile(r"(\w+)=(\S+)")


@dataclass(frozen=True)
class Formula:
    """``operands``: the one or two series that must be fetched; ``times``: the factor of a ratio;
    ``gap``: whether the second is taken from the first; ``by_area``: whether the first is divided
    by the area. ``decimals``: to which the result is rounded."""

    words: str
    operands: tuple[Source, ...]
    times: float
    gap: bool
    by_area: bool
    decimals: int


def formula(indicator: pd.Series, sources: Sequence[Source]) -> Formula | None:
    """The formula of a row of the dataset indicators; None when there is none of these forms.
    ``sources``: of all indicators; where the row has no filter of its own, they say how a table
    is read."""
    said = indicator["derived_by"]
    text = "" if pd.isna(said) else str(said)
    name, decimals = str(indicator["indicator_id"]), int(indicator["decimals"])
    own = {
        dimension: value
        for part in str(indicator["eurostat_filter"]).split("|")[0].split(";")
        for dimension, value in _VALUE.findall(part)
        if " minus " not in part
    }

    def operand(table: str) -> Source:
        known = [s.filter for s in sources if s.table == table and not s.months]
        return Source(name, table, own or (known[0] if known else {}))

    if found := _GAP.fullmatch(text):
        high, low = (
            Source(name, found["table"], {**own, found["dim"]: found[side]})
            for side in ("high", "low")
        )
        return Formula(text, (high, low), 1.0, True, False, decimals)
    if found := _RATIO.fullmatch(text):
        times = float(found["times"] or (100 if percentage(str(indicator["unit"])) else 1))
        by_area = found["under"] == AREA
        tables = (found["over"],) if by_area else (found["over"], found["under"])
        return Formula(text, tuple(map(operand, tables)), times, False, by_area, decimals)
    return None


def ratio(text: str) -> tuple[float, str, str] | None:
    """The factor and the two tables of a ratio; None when the text is none. A percentage says its
    factor by its unit, and has 1 here."""
    found = _RATIO.fullmatch(text)
    return (float(found["times"] or 1), found["over"], found["under"]) if found else None


def computed(
    formula: Formula, operands: Sequence[pd.DataFrame], areas: Mapping[str, float]
) -> pd.DataFrame:
    """The result where all operands have a value: geo, year, value (text), flag (of both).
    ``operands``: geo, year, value, flag, one row an area and year; ``areas``: km² by area."""
    first = operands[0].astype({"value": "float64"})
    if formula.by_area:
        both = first.assign(value_2=first["geo"].map(areas).astype("float64"), flag_2="")
    else:
        second = operands[1].astype({"value": "float64"})
        both = first.merge(second, on=["geo", "year"], suffixes=("", "_2"))
    both = both[both["value_2"].notna()]
    if formula.gap:
        result = both["value"] - both["value_2"]
    else:
        both = both[both["value_2"] > 0]
        result = formula.times * both["value"] / both["value_2"]
    rounded = [round(float(number), formula.decimals) for number in result]
    values = [repr(int(number)) if number.is_integer() else repr(number) for number in rounded]
    letters = [flags(pair) for pair in zip(both["flag"], both["flag_2"], strict=True)]
    return both[["geo", "year"]].assign(value=values, flag=letters).reset_index(drop=True)
