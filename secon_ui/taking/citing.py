"""How what is shown is cited: as text, BibTeX, CSL-JSON and RIS. Pure.

What is ours is one work, with its address; each table of Eurostat that it was made of is another,
with its own DOI: a reference manager that got it as ours would name the wrong one.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import quote

import pandas as pd

from secon_data.comparison import Comparison
from secon_data.eurostat import tables
from secon_data.package import Package
from secon_data.rows import Row, Rows, each, known
from secon_data.store.pins import Pinned
from secon_ui.text.basis_marks import whose
from secon_ui.text.words import Words

EUROSTAT = "Eurostat"
_DOI = "10.2908/"  # of all of Eurostat's tables
_IN_ADDRESS = ":/?#[]@!$&'()*+,=~%-._"
_TEX = {
    **{sign: f"\\{sign}" for sign in "#$%&_"},
    "\\": "\\textbackslash{}",
    # As commands: BibTeX counts a brace even behind a backslash.
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
}  # fmt: skip
# Signs that TeX would draw as one: «--» is a dash, «``» a quotation mark, «?`» «¿».
_JOINED = re.compile(r"(?<=[-`',<>?!])(?=[-`',<>])")


@dataclass(frozen=True)
class Cited:
    """What is cited. ``stem``: what its files are called; ``title``; ``said``: the values and what
    they stand for, empty where it is a dataset; ``publisher``; ``version``: the revision of the
    data, in words; ``published``: its date, ISO, of any precision; ``tables``: codes of Eurostat's;
    ``language``: of these texts; ``address`` and ``seen``: where and when it was looked at."""

    stem: str
    title: str
    said: str
    publisher: str
    version: str
    published: str
    tables: tuple[str, ...]
    language: str
    address: str = ""
    seen: date | None = None

    def at(self, address: str, seen: date) -> Cited:
        """The same, with its address and the day."""
        return replace(self, address=address, seen=seen)


def figures(shown: Sequence[Comparison], package: Package, t: Words) -> Cited:
    """The figures of one or several comparisons, with what each value stands for. At least one."""
    names = _regions(package, t)
    titles = [f"{t.data(of.indicator['name'])}, {of.year}" for of in shown]
    said = []
    for title, of in zip(titles, shown, strict=True):
        told = t.list([_value(row, of, names, t) for row in known(each(of.table))])
        told = told or t("no value")
        said.append(f"{title}: {told}." if len(shown) > 1 else f"{told}.")
    return Cited(
        stem="_".join(f"{of.indicator['indicator_id']}_{of.year}" for of in shown),
        title="; ".join(titles),
        said=" ".join(said),
        tables=tuple(dict.fromkeys(c for of in shown for c in _tables(of, package))),
        **_edition(package, "observations", t),
    )


def series(
    of: Comparison, lines: Mapping[str, Rows], years: str, package: Package, t: Words
) -> Cited:
    """The series of a comparison, the first and the last value of each. ``lines``: region →
    its own, with year and value; ``years``: of all of them, in words."""
    cited = figures([of], package, t)
    names, said = _regions(package, t), []
    for row in (row for row in each(of.table) if row["region_id"] in lines):
        line = lines[row["region_id"]]
        told = [f"{t.value(one['value'], of.indicator)} ({int(one['year'])})"
                for one in (line[0], *line[1:][-1:])]  # fmt: skip
        about = _about(row, t)
        name = names[row["region_id"]]
        name = f"{name} ({', '.join(about)})" if about else name
        said.append(f"{name}: {', '.join(told)}")
    ids = [one["extract_ids"] for line in lines.values() for one in line]
    return replace(
        cited,
        tables=_tables(of, package, ids),
        stem=f"{of.indicator['indicator_id']}_{years.replace('–', '_')}",
        title=f"{t.data(of.indicator['name'])}, {years}",
        said=f"{'; '.join(said)}.",
    )


def dataset(name: str, package: Package, t: Words) -> Cited:
    """A whole dataset."""
    codes = package.table("indicators")["eurostat_code"] if name == "observations" else ()
    title = f"{package.descriptor.get('title', '')}: {t.data(package.dataset(name)['title'])}"
    return Cited(
        stem=name, title=title, said="", tables=_codes(codes), **_edition(package, name, t)
    )


def whole(package: Package, t: Words) -> Cited:
    """All datasets together."""
    figures = dataset("observations", package, t)
    version = t("version {version}", version=package.descriptor.get("version", ""))
    title = str(package.descriptor.get("title", ""))
    day = str(package.descriptor.get("created", ""))[:10]
    return replace(figures, stem="data", title=title, version=version, published=day)


def text(what: Cited, t: Words) -> str:
    """As a sentence to copy. ``t``: in the language of the texts."""
    year = f" ({what.published[:4]})" if what.published else ""
    parts = [f"{what.publisher}{year}: {what.title}.", what.said]
    if what.tables:
        tables = "; ".join(f"{code}, https://doi.org/{_doi(code)}" for code in what.tables)
        parts.append(t("Source: Eurostat ({tables}); calculations by SECON.", tables=tables))
    parts.append(f"{what.version}, {t.date(what.published)}." if year else f"{what.version}.")
    if what.seen is not None:
        seen = t("seen on {date}", date=t.date(what.seen.isoformat()))
        parts.append(f"{what.address} ({seen}).")
    return " ".join(part for part in parts if part)


def bibtex(what: Cited) -> str:
    """As BibTeX: an entry for ours, one for each table; LaTeX's signs escaped, letters as they
    are."""
    when = _parts(what.published)
    own = {
        "author": _kept(what.publisher),
        "title": _kept(what.title),
        "year": str(when[0]) if when else "",
        "month": str(when[1]) if len(when) > 1 else "",
        "publisher": _tex(what.publisher),
        "version": _tex(what.version),
        "note": _tex(what.said),
        "url": _address(what.address),
        "urldate": what.seen.isoformat() if what.seen else "",
    }
    entries = [_entry(_own_key(what), own)]
    for code in what.tables:
        theirs = {
            "author": _kept(EUROSTAT),
            "title": _kept(_table(code)),
            "publisher": EUROSTAT,
            "doi": _address(_doi(code)),
        }
        entries.append(_entry(_key("eurostat", code), theirs))
    return "\n\n".join(entries) + "\n"


def csl(what: Cited) -> str:
    """As CSL-JSON: a list of the same works."""
    own: dict[str, Any] = {
        "id": _own_key(what),
        "type": "dataset",
        "author": [{"literal": _line(what.publisher)}],
        "title": _line(what.title),
        "publisher": _line(what.publisher),
        "version": _line(what.version),
        "abstract": _line(what.said),
        "URL": _address(what.address),
        "language": _line(what.language),
    }
    if when := _parts(what.published):
        own["issued"] = {"date-parts": [when]}
    if what.seen is not None:
        own["accessed"] = {"date-parts": [_parts(what.seen.isoformat())]}
    theirs = [
        {
            "id": _key("eurostat", code),
            "type": "dataset",
            "author": [{"literal": EUROSTAT}],
            "title": _line(_table(code)),
            "publisher": EUROSTAT,
            "DOI": _line(_doi(code)),
        }
        for code in what.tables
    ]
    every = [{k: v for k, v in one.items() if v} for one in (own, *theirs)]
    return json.dumps(every, ensure_ascii=False, indent=2) + "\n"


def ris(what: Cited) -> str:
    """As RIS: a record for each of the same works; a line a field, as the format asks."""
    when = _parts(what.published)
    own = [
        ("ID", _own_key(what)),
        ("AU", what.publisher),
        ("TI", what.title),
        ("PB", what.publisher),
        ("PY", str(when[0]) if when else ""),
        ("DA", _day(when)),
        ("ET", what.version),
        ("AB", what.said),
        ("LA", what.language),
        # Several addresses would be parted by semicolons.
        ("UR", _address(what.address).replace(";", "%3B")),
        ("Y2", _day(_parts(what.seen.isoformat())) if what.seen else ""),
    ]
    records = [own]
    for code in what.tables:
        key = _key("eurostat", code)
        records.append(
            [
                ("ID", key),
                ("AU", EUROSTAT),
                ("TI", _table(code)),
                ("PB", EUROSTAT),
                ("DO", _doi(code)),
            ]
        )
    lines = [
        f"{tag}  - {_line(told)}"
        for fields in records
        for tag, told in (("TY", "DATA"), *(one for one in fields if _line(one[1])), ("ER", ""))
    ]
    return "\r\n".join(lines) + "\r\n"


def _value(row: Row, of: Comparison, names: dict[str, str], t: Words) -> str:
    """«Riga 11.3 % (2022, value of Latvia)»."""
    value = t.value(row["value"], of.indicator)
    about = [str(int(row["year"]))] if row["year"] != row["year_asked"] else []
    about += _about(row, t)
    told = f"{names[row['region_id']]} {value}"
    return f"{told} ({', '.join(about)})" if about else told


def _about(row: Row, t: Words) -> list[str]:
    """What a region's values stand for, where that is not its own area."""
    computed = [t("computed from its parts")] if row["basis"] == "computed" else []
    return [*computed, *whose(row, t)]


def _regions(package: Package, t: Words) -> dict[str, str]:
    """The names of the regions."""
    regions = package.table("regions")
    return {r: t.data(n) for r, n in zip(regions["region_id"], regions["name"], strict=True)}


def _edition(package: Package, name: str, t: Words) -> dict[str, Any]:
    """Publisher, version, date and language. The version is the revision of the dataset, else
    that of the package; the name by which a link pins the data comes behind it."""
    people = package.descriptor.get("contributors") or [{}]
    publisher = str(people[0].get("title") or package.descriptor.get("title", ""))
    found = package.published.get(name)
    if found is None:
        version = t("version {version}", version=package.descriptor.get("version", ""))
        day = str(package.descriptor.get("created", ""))[:10]
    else:
        version = t("revision {number}", number=found.number)
        day = f"{found.when:%Y-%m-%d}"
    version = f"{t.data(package.dataset(name).get('title', name))}, {version}"
    if isinstance(package, Pinned):
        version += f" ({package.rev})"
    return {"publisher": publisher, "version": version, "published": day, "language": t.language}


def _tables(of: Comparison, package: Package, ids: Iterable[object] = ()) -> tuple[str, ...]:
    """Of which of Eurostat's tables the values of a comparison are, and those of ``ids``."""
    used = [*(row["extract_ids"] for row in known(each(of.table))), *ids]
    codes = [str(of.indicator["eurostat_code"])]
    return tuple(tables.cited(used, package.table("extracts"), codes))


def _codes(codes: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(code) for code in codes if not pd.isna(code) and str(code)))


def _doi(code: str) -> str:
    return f"{_DOI}{code.upper()}"


def _table(code: str) -> str:
    return f"Eurostat, online data code {code}"


def _parts(day: str) -> list[int]:
    """Year, month and day, as far as they are known."""
    return (
        [int(part) for part in day.split("-")]
        if re.fullmatch(r"\d{4}(-\d\d){0,2}", day, re.ASCII)
        else []
    )


def _day(parts: Sequence[int]) -> str:
    """«2026/11/23/», «2026/11//»: RIS has a slash for what is not known."""
    if not parts:
        return ""
    year, month, day = (*parts, 0, 0)[:3]
    return f"{year:04d}/{f'{month:02d}' if month else ''}/{f'{day:02d}' if day else ''}/"


def _key(whose: str, stem: str) -> str:
    """By which a document calls the work: ASCII letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    return f"{whose}_{re.sub(r'[^A-Za-z0-9]+', '_', plain).strip('_') or 'data'}"


def _own_key(what: Cited) -> str:
    """The key of ours: with a mark of all that is cited but the day it was seen, so that what
    differs – view, years, language, revision – has a key of its own in one library, and what is
    the same has the same."""
    told = json.dumps(asdict(replace(what, seen=None)), sort_keys=True)
    mark = hashlib.sha256(told.encode()).hexdigest()[:6]
    return f"{_key('secon', what.stem)}_{mark}"


def _line(text: str) -> str:
    """A text as one line, without what is no letter or sign: controls, and marks that turn the
    direction of others."""
    plain = "".join(
        c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )
    return " ".join(plain.split())


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in _JOINED.sub("\0", _line(text))).replace(
        "\0", "{}"
    )


def _kept(text: str) -> str:
    """In braces of its own: capitals stay, and an «and» parts no names."""
    return f"{{{_tex(text)}}}" if _line(text) else ""


def _address(address: str) -> str:
    """An address in which each sign may stand anywhere."""
    return quote(_line(address), safe=_IN_ADDRESS)


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{told}}}" for name, told in fields.items() if told]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"
