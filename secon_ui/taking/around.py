"""What stands around a table that is taken away: title, definitions, sources, licence. Pure."""

from __future__ import annotations

import pandas as pd

from secon_data.eurostat.tables import cited
from secon_data.package import Package
from secon_data.rows import Row, each
from secon_ui.drawing import geometry
from secon_ui.taking import columns
from secon_ui.taking.exhibit import Sheet
from secon_ui.taking.workbook import About
from secon_ui.text.references import direction_words
from secon_ui.text.words import Words


def about(
    table: pd.DataFrame, sheet: Sheet | None, cited: str, package: Package, t: Words, link: str
) -> About:
    """``sheet``: what the page says of the view, None where nothing is drawn of it."""
    said = [cited] if sheet is None else [sheet.headline, sheet.measured, *sheet.notice]
    created = str(package.descriptor.get("created", ""))[:10]
    sources = [
        *([] if sheet is None else [sheet.source]),
        cited,
        t("Data of {date}", date=t.date(created)),
        t("Licence of the data: {licence}", licence="CC BY 4.0"),
        t("Boundaries {owners}", owners=geometry.OWNERS),
        "Co-funded by the European Union · Interreg Europe · SECON",
        t("Content is that of the partners, not necessarily the position of the EU"),
    ]
    return About(
        [line for line in said if line],
        columns.titles(table.columns, package, t),
        _definitions(table, package, t),
        [line for line in sources if line],
        (t("Table"), t("Definitions"), t("Sources")),
        t("(cut: a cell holds no more; the CSV has all of it)"),
        link,
    )


def defined(table: pd.DataFrame, package: Package, t: Words) -> str:
    """What the indicators of a table measure, a line each; empty where it names none."""
    named = set(table["indicator_id"].dropna()) if "indicator_id" in table else set()
    rows = [row for row in each(package.table("indicators")) if row["indicator_id"] in named]
    return "\n".join(f"{t.data(row['name'])}: {t.data(row['definition'])}" for row in rows)


def _definitions(table: pd.DataFrame, package: Package, t: Words) -> pd.DataFrame | None:
    """The indicators that a table names; None where it names none."""
    if "indicator_id" not in table:
        return None
    named = set(table["indicator_id"].dropna())
    rows = [row for row in each(package.table("indicators")) if row["indicator_id"] in named]
    tables = {str(row["indicator_id"]): _tables(table, row, package) for row in rows}
    return pd.DataFrame(
        [
            {
                t("Indicator"): t.data(row["name"]),
                t("Id"): row["indicator_id"],
                t("Definition"): t.data(row["definition"]),
                t("Unit"): t.data(row["unit"]),
                t("Direction"): direction_words(str(row["direction"]), t),
                t("Eurostat table"): ", ".join(tables[row["indicator_id"]]),
                "DOI": ", ".join(
                    f"https://doi.org/10.2908/{code.upper()}"
                    for code in tables[row["indicator_id"]]
                ),
            }
            for row in rows
        ]
    )


def _tables(table: pd.DataFrame, indicator: Row, package: Package) -> list[str]:
    """Of which of Eurostat's tables a table's values of an indicator are."""
    of_it = table[table["indicator_id"] == indicator["indicator_id"]]
    ids = of_it["extract"].tolist() if "extract" in table else []
    return cited(ids, package.table("extracts"), [str(indicator["eurostat_code"])])
