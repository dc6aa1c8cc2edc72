"""Values of regions as a table to take away: what each is, of whom, of which year, from where.
Pure."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from secon_data import breaks
from secon_data.eurostat.tables import cited
from secon_data.package import Package
from secon_ui.text import breaks as break_words
from secon_ui.text.references import place_one_is

KEPT = (
    "value", "year", "year_asked", "basis", "approximate", "areas", "area_names", "level", "flag",
    "flags_known", "reason", "base_eu", "denominator_year", "eu", "country", "median_nine",
    "spread_min", "spread_q1", "spread_median", "spread_q3", "spread_max", "spread_level",
    "spread_n", "spread_place", "percentile", "diff_eu", "diff_country", "diff_median_nine",
    "diff_spread", "side", "quarter", "verdict", "verdict_year", "verdict_from", "verdict_derived",
)  # fmt: skip


def table(rows: pd.DataFrame, names: Mapping[str, str], package: Package) -> pd.DataFrame:
    """Rows of ``comparison.compared``, in their order, one a row: region and indicator by id and
    name, what ``KEPT`` names, place among the nine and of how many, which end has place 1, derived
    breaks in words, and whence it is (``origin``). ``names``: of the regions."""
    rows = rows.reset_index(drop=True)
    known = package.table("indicators").set_index("indicator_id")
    indicators = known.loc[rows["indicator_id"]].reset_index()
    first = pd.DataFrame(
        {
            "region_id": rows["region_id"],
            "region": rows["region_id"].map(names),
            "indicator_id": rows["indicator_id"],
            "indicator": indicators["name"],
            "theme": indicators["theme"],
            "unit": indicators["unit"],
            "direction": rows["direction"],
        }
    )
    keys = zip(rows["region_id"], rows["indicator_id"], rows["area_set"], strict=True)
    asked = zip(keys, rows["year"].tolist(), strict=True)
    short = known["short_name"].to_dict()
    broken = break_words.column(asked, breaks.of_sets(package), lambda i: str(short[i]))
    places = rows[["place", "ranked"]].set_axis(["place", "place_of"], axis=1).astype("Int64")
    kept = rows[list(KEPT)].copy()
    kept["denominator_year"] = kept["denominator_year"].replace(0, pd.NA)  # which one is unknown
    return pd.concat(
        [
            first,
            kept,
            places,
            place_one_is(rows["direction"]),
            pd.Series(broken, index=rows.index, name="derived_breaks"),
            origin(rows["indicator_id"], rows["extract_ids"], package),
        ],
        axis=1,
    )


def origin(indicators: pd.Series, extracts: pd.Series, package: Package) -> pd.DataFrame:
    """Whence values are: source (Eurostat's tables), extract (ids, joined by +), extracted_on (the
    newest day of these) and revision of the observations. ``extracts``: missing where there is no
    value."""
    codes = package.table("indicators").set_index("indicator_id")["eurostat_code"].to_dict()
    known = package.table("extracts")
    days = known.set_index("extract_id")["retrieved_on"].dropna().to_dict()

    def source(indicator: str, ids: object) -> str:
        tables = cited([ids], known, [str(codes[indicator])])
        return f"Eurostat, {', '.join(tables)}; calculations by SECON"

    def day(ids: object) -> str | None:
        found = [str(days[one]) for one in str(ids).split("+") if one in days]
        return max(found, default=None)

    return pd.DataFrame(
        {
            "source": list(map(source, indicators, extracts)),
            "extract": extracts,
            "extracted_on": extracts.map(day),
            "revision": revision(package, "observations"),
        },
        index=indicators.index,
    )  # fmt: skip


def revision(package: Package, dataset: str) -> str:
    """Which state of a dataset is shown: a published revision, else the package's version."""
    found = package.published.get(dataset)
    if found is None:
        return f"version {package.descriptor.get('version', '')}"
    return f"revision {found.number}"
