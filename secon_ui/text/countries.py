"""A country's language, and the partner region that its people begin with. Pure."""

from __future__ import annotations

from collections.abc import Mapping

# Country as Eurostat writes it → the language in which names of its bodies stand.
LANGUAGES = {
    "BE": "nl",  # of the partner's part of it
    "BG": "bg",
    "DE": "de",
    "EL": "el",
    "ES": "es",
    "EU": "en",
    "LV": "lv",
    "PL": "pl",
    "PT": "pt",
    "RO": "ro",
}


def language(country: str) -> str:
    """The language of a country, as HTML's ``lang`` takes it: empty where it is not known."""
    return LANGUAGES.get(country, "")


def home_region(browser: str | None, countries: Mapping[str, str]) -> str | None:
    """The partner region of a browser's country, else of its language («el-GR»); None where
    neither is a partner's: then the reader is asked. ``countries``: region → country."""
    spoken, *rest = (browser or "").replace("_", "-").split("-")
    country = {"GR": "EL"}.get(rest[-1].upper(), rest[-1].upper()) if rest else ""
    regions = list(countries)
    of_country = [region for region in regions if countries[region] == country]
    of_language = [r for r in regions if language(countries[r]) == spoken.lower()]
    return next(iter([*of_country, *of_language]), None)
