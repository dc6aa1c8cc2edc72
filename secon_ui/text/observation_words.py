"""What an observation carries beside its value – flags, level, an earlier year – in words. Pure."""

from __future__ import annotations

from secon_data.rows import Row
from secon_ui.text.words import Words


def flag_words(flags: str, t: Words) -> str:
    """Eurostat's flag letters in words: «b · break in the series»."""
    meaning = {
        "b": t("break in the series"),
        "d": t("definition differs"),
        "e": t("estimated"),
        "f": t("forecast"),
        "p": t("provisional"),
        "u": t("low reliability"),
    }
    return ", ".join(f"{letter} · {meaning.get(letter, '?')}" for letter in flags)


def short_year(year: int) -> str:
    """«’24», behind a number."""
    return f"’{year % 100:02d}"


def earlier(row: Row) -> str:
    """«’24» where a value is of another year than the one asked for; else nothing. ``row``: of
    comparison.compared, with a value."""
    year = int(row["year"])
    return "" if year == int(row["year_asked"]) else short_year(year)


def level_words(level: int, t: Words) -> str:
    """«NUTS 2», «country»."""
    return t("country") if level == 0 else f"NUTS {level}"
