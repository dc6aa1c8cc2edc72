"""The tables behind what the page Sources shows. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secon_data.package import Package, once
from secon_ui.taking import observed
from secon_ui.text.words import Words


@dataclass(frozen=True)
class State:
    """Which state of a dataset is shown: a published revision, else the package's version
    (``number`` None)."""

    number: int | None
    version: str
    date: str

    def words(self, t: Words) -> str:
        if self.number is None:
            return t("version {version}", version=self.version)
        return t("revision {number}", number=self.number)


def state(package: Package, name: str) -> State:
    """The state of one dataset."""
    version = str(package.descriptor.get("version", ""))
    if (found := package.published.get(name)) is not None:
        return State(found.number, version, f"{found.when:%Y-%m-%d}")
    return State(None, version, str(package.descriptor.get("created", ""))[:10])


def licences(package: Package, name: str) -> list[Mapping[str, Any]]:
    """A dataset's own licences, else those of the package."""
    own = package.dataset(name).get("licenses")
    return list(own or package.descriptor.get("licenses", []))


def listed(package: Package) -> pd.DataFrame:
    """One row a dataset, as a table to take away: dataset, title, description, rows, columns,
    source, licence, state, date, weaknesses."""
    rows = []
    for name in package.names:
        about, now = package.dataset(name), state(package, name)
        rows.append(
            {
                "dataset": name,
                "title": about.get("title", name),
                "description": about.get("description", ""),
                "rows": len(package.table(name)),
                "columns": len(package.schema(name).fields),
                "source": "; ".join(
                    " ".join(filter(None, (source.get("title"), source.get("path"))))
                    for source in about.get("sources", [])
                ),
                "licence": "; ".join(str(item["name"]) for item in licences(package, name)),
                "state": observed.revision(package, name),
                "date": now.date,
                "weaknesses": " ".join(about.get("weaknesses", [])),
            }
        )
    return pd.DataFrame(rows)


def columns(package: Package, name: str) -> pd.DataFrame:
    """One row a column of a dataset, in its order: name, title, type, description, unit, words
    (allowed ones, joined by «, »), refers_to, filled (rows that have a value), rows."""
    schema, table = package.schema(name), package.table(name)
    refers = {column: found.dataset or name for column, found in schema.references.items()}
    return pd.DataFrame(
        {
            "name": column,
            "title": schema.titles[column],
            "type": "date" if field.date else field.type,
            "description": field.description,
            "unit": field.unit,
            "words": ", ".join(field.codes),
            "refers_to": refers.get(column, ""),
            "filled": int(table[column].notna().sum()),
            "rows": len(table),
        }
        for column, field in schema.fields.items()
    )


@once
def indicators(package: Package) -> pd.DataFrame:
    """The indicators, in their order, with what the observations say of them: levels (list of
    −1 to 3), first_year, last_year, values, flagged (share of the values whose flag is known)."""
    table = package.table("indicators").copy()
    levels = package.table("areas").set_index("area_id")["level"].astype("int64")
    extracts = package.table("extracts").set_index("extract_id")["flags_known"].astype("bool")
    seen = package.table("observations")[["indicator_id", "area_id", "year", "extract_id"]]
    seen = seen.assign(
        level=seen["area_id"].map(levels), known=seen["extract_id"].map(extracts).astype("bool")
    )
    group = seen.groupby("indicator_id")
    found = pd.DataFrame(
        {
            "levels": group["level"].agg(lambda column: sorted({int(x) for x in column.dropna()})),
            "first_year": group["year"].min(),
            "last_year": group["year"].max(),
            "values": group.size(),
            "flagged": group["known"].mean(),
        }
    )
    return table.merge(found, left_on="indicator_id", right_index=True, how="left")


def begun(name: str) -> str:
    """A name at the beginning of a line: with a capital letter."""
    return name[:1].upper() + name[1:]


def cited(package: Package, t: Words, part: str = "") -> str:
    """How to cite the data, as plain text: as a whole, or ``part`` of what is told of them."""
    created = str(package.descriptor.get("created", ""))[:10]
    return t(
        "SECON partners ({year}): {title}, version {version}, data of {date}. Licence CC BY 4.0.",
        year=created[:4],
        title=" – ".join(filter(None, (str(package.descriptor.get("title", "")), part))),
        version=package.descriptor.get("version", ""),
        date=t.date(created),
    )
