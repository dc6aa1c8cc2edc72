"""What Eurostat's Data Browser calls dimensions, their values and countries in English → codes.

Only what our indicators ask for and what Eurostat's files show; other words stay words, fit no
filter, and their series are left out and named.
"""

from __future__ import annotations

import re

_DIMENSIONS = {
    "time frequency": "freq",
    "sex": "sex",
    "age class": "age",
    "unit of measure": "unit",
    "country of citizenship": "citizen",
    "country of birth": "c_birth",
    "labour force and employment status": "wstatus",
    "activity and employment status": "wstatus",
    "employment indicator": "indic_em",
    "individual type": "ind_type",
    "information society indicator": "indic_is",
    "international standard classification of education (isced 2011)": "isced11",
    "degree of urbanisation": "deg_urb",
    "geopolitical entity (reporting)": "geo",
    "geo": "geo",
}
_VALUES = {
    "freq": {"annual": "A", "quarterly": "Q", "monthly": "M"},
    "sex": {"total": "T", "males": "M", "females": "F"},
    "age": {"total": "TOTAL", "less than 1 year": "Y_LT1"},
    "unit": {
        "percentage": "PC",
        "percentage of individuals": "PC_IND",
        "percentage of households": "PC_HH",
        "percentage of population in the labour force": "PC_ACT",
        "percentage of total population": "PC_POP",
        "number": "NR",
        "year": "YR",
    },
    "citizen": {"total": "TOTAL", "reporting country": "NAT", "foreign country": "FOR"},
    "c_birth": {"total": "TOTAL", "reporting country": "NAT", "foreign country": "FOR"},
    "wstatus": {"population": "POP"},
    "indic_em": {"long-term unemployment": "LTU"},
    "ind_type": {"all individuals": "IND_TOTAL"},
    "indic_is": {
        "individuals with basic or above basic overall digital skills (all five component "
        "indicators are at basic or above basic level)": "I_DSK2_BAB",
    },
    "isced11": {"all isced 2011 levels": "TOTAL"},
    "deg_urb": {"total": "TOTAL", "cities": "DEG1", "towns and suburbs": "DEG2",
                "rural areas": "DEG3"},
    "geo": {
        "european union - 27 countries (from 2020)": "EU27_2020",
        "belgium": "BE", "bulgaria": "BG", "czechia": "CZ", "denmark": "DK", "germany": "DE",
        "estonia": "EE", "ireland": "IE", "greece": "EL", "spain": "ES", "france": "FR",
        "croatia": "HR", "italy": "IT", "cyprus": "CY", "latvia": "LV", "lithuania": "LT",
        "luxembourg": "LU", "hungary": "HU", "malta": "MT", "netherlands": "NL", "austria": "AT",
        "poland": "PL", "portugal": "PT", "romania": "RO", "slovenia": "SI", "slovakia": "SK",
        "finland": "FI", "sweden": "SE",
    },
}  # fmt: skip
_CODE = re.compile(r"\[([A-Za-z0-9_-]+)\]\s*$")  # where codes were asked for beside labels
_AGES = re.compile(r"from (\d+) to (\d+) years")
_OVER = re.compile(r"(\d+) years or over")


def dimension(words: str) -> str:
    """The id of a dimension: «Age class» → «age», «Age class [AGE]» → «age»; of one that is not
    known an id made of its words."""
    if code := _CODE.search(words):
        return code[1].lower()
    plain = _plain(words)
    return _DIMENSIONS.get(plain) or re.sub(r"\W+", "_", plain).strip("_")


def value(dimension: str, words: str) -> str:
    """The code of a value: «From 25 to 64 years» → «Y25-64», «Males [M]» → «M»; the words where it
    is not known."""
    if code := _CODE.search(words):
        return code[1]
    plain = _plain(words)
    if dimension == "age":
        if ages := _AGES.fullmatch(plain):
            return f"Y{ages[1]}-{ages[2]}"
        if ages := _OVER.fullmatch(plain):
            return f"Y_GE{ages[1]}"
    return _VALUES.get(dimension, {}).get(plain, words.strip())


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("–", "-")).strip().casefold()
