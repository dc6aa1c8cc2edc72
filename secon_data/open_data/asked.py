"""What somebody asks for below ``/data/``: a path and a query, understood, or refused with what
there is."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from secon_data.names import UnknownError, chosen
from secon_data.package import Package
from secon_data.store.pins import is_rev

FORMS = ("csv", "parquet", "json")  # of a dataset
LEVELS = (1, 2, 3)  # of areas
PACKAGE, OPENAPI, CHANGES = "datapackage.json", "openapi.json", "changes.atom"
VALUES, AREAS = ("values.csv", "values.json"), "areas.geojson"
_OTHERS = (PACKAGE, *VALUES, AREAS, OPENAPI, CHANGES)
_LONGEST = 4000  # characters of a query
_MOST_YEARS = 200
_SHOWN = 80  # characters of what somebody wrote that an answer repeats
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


class RefusedError(Exception):
    """What was asked cannot be given. ``status``: 400 where the question is wrong, 404 where there
    is no such thing; ``known``: what there is."""

    def __init__(self, status: int, sentence: str, known: Sequence[object] = ()) -> None:
        self.status, self.sentence, self.known = status, sentence, tuple(known)
        super().__init__(sentence)


@dataclass(frozen=True)
class Asked:
    """``file``: «funding.csv», «values.json», or empty for the list of all; ``dataset``: whose, if
    one's; ``form``: what stands behind its dot; ``number``: the dataset's revision, ``rev``: the
    version of all data that a link pins, both None for what is published now; ``indicators``,
    ``years``, ``regions``: None for all, of years the latest of each indicator; ``levels``: of
    areas."""

    file: str
    dataset: str = ""
    number: int | None = None
    rev: str | None = None
    indicators: tuple[str, ...] | None = None
    years: tuple[int, ...] | None = None
    regions: tuple[str, ...] | None = None
    levels: tuple[int, ...] = LEVELS

    @property
    def lasts(self) -> bool:
        """Whether the same question has the same answer later."""
        return self.number is not None or self.rev is not None

    @property
    def form(self) -> str:
        return self.file.rpartition(".")[2]


def addresses(package: Package) -> list[str]:
    """All that can be asked for, without a query."""
    return [*_OTHERS, *(f"{name}.{form}" for name in package.names for form in FORMS)]


def parameters(file: str) -> tuple[str, ...]:
    """What a query may say of a file."""
    if file in VALUES:
        return ("indicator", "year", "region", "rev")
    if file == AREAS:
        return ("level",)
    return () if file in ("", OPENAPI, CHANGES) else ("rev",)


def understood(file: str, query: str, package: Package) -> Asked:
    """What is asked. ``file``: what stands behind ``/data/``; ``query``: what stands behind «?».
    RefusedError, or UnknownError with the nearest name, where there is no such thing."""
    dataset = _dataset(file, package)
    said = _said(file, query)
    number, rev = _revision(said["rev"], dataset) if "rev" in said else (None, None)
    if dataset:
        return Asked(file, dataset, number, rev)
    if file == AREAS:
        return Asked(file, levels=_levels(said.get("level", ())))
    indicators = list(package.table("indicators")["indicator_id"]) if "indicator" in said else []
    regions = list(package.table("regions")["region_id"]) if "region" in said else []
    return Asked(
        file,
        rev=rev,
        indicators=_chosen(said.get("indicator"), indicators, "the indicators"),
        years=_years(said["year"]) if "year" in said else None,
        regions=_chosen(said.get("region"), regions, "the regions"),
    )


def _dataset(file: str, package: Package) -> str:
    """The dataset whose file it is; empty where it is no dataset's."""
    name, dot, form = file.rpartition(".")
    if file == "" or file in _OTHERS:
        return ""
    if dot and name in package.names:
        if form in FORMS:
            return name
        told = f"«{_cut(name)}» comes as {', '.join(FORMS)}, not as «{_cut(form)}»."
        raise RefusedError(404, told, [f"{name}.{one}" for one in FORMS])
    every = addresses(package)
    told = f"There is nothing at «{_cut(file)}».{_nearest(file, every)}"
    raise RefusedError(404, told, every)


def _said(file: str, query: str) -> Mapping[str, list[str]]:
    """The parameters of a query, each with its values: repeated, or with commas between."""
    if len(query) > _LONGEST:
        raise RefusedError(400, f"A query has at most {_LONGEST} characters.")
    known, said = parameters(file), dict[str, list[str]]()
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict")
    except ValueError:
        raise RefusedError(400, "The query is not UTF-8.") from None
    for name, value in pairs:
        if name not in known:
            listed = _nearest(name, known) if known else " It takes none."
            raise RefusedError(400, f"There is no parameter «{_cut(name)}».{listed}", known)
        said.setdefault(name, []).extend(part.strip() for part in value.split(","))
    for name, values in said.items():
        if "" in values:
            raise RefusedError(400, f"«{name}» has no value.")
    return said


def _revision(values: Sequence[str], dataset: str) -> tuple[int | None, str | None]:
    """The number of a dataset's revision, or the name of a version of all data."""
    if len(values) == 1 and is_rev(values[0]):
        return None, values[0]
    if len(values) == 1 and dataset and _NUMBER.fullmatch(values[0]):
        return int(values[0]), None
    named = "the name of a version that a link pins"
    number = f"the number of a revision of «{dataset}», or " if dataset else ""
    raise RefusedError(400, f"«rev» is one: {number}{named}.")


def _levels(values: Sequence[str]) -> tuple[int, ...]:
    known = [str(level) for level in LEVELS]
    for value in values:
        if value not in known:
            raise RefusedError(404, f"There are no areas of level «{_cut(value)}».", LEVELS)
    return tuple(level for level in LEVELS if not values or str(level) in values)


def _years(values: Sequence[str]) -> tuple[int, ...]:
    """«2020», or «2015-2024»."""
    found: dict[int, None] = {}
    for value in values:
        said = _YEARS.fullmatch(value)
        first, last = (int(said[1]), int(said[2] or said[1])) if said else (1, 0)
        if first > last or last - first >= _MOST_YEARS:
            told = f"«{_cut(value)}» is no year: write 2020, or 2015-2024 for several."
            raise RefusedError(400, told)
        found |= dict.fromkeys(range(first, last + 1))
    if len(found) > _MOST_YEARS:
        raise RefusedError(400, f"At most {_MOST_YEARS} years may be asked for at once.")
    return tuple(sorted(found))


def _chosen(values: Sequence[str] | None, known: list[str], where: str) -> tuple[str, ...] | None:
    """Names that there are, each once, in the order of the data: so that one question has one
    form."""
    if values is None:
        return None
    try:
        wanted = set(chosen([_cut(value) for value in values], known, where))
    except UnknownError as error:
        raise RefusedError(404, str(error), known) from None
    return tuple(name for name in known if name in wanted)


def _nearest(name: str, known: Sequence[str]) -> str:
    near = difflib.get_close_matches(name[:_SHOWN].lower(), known, n=1, cutoff=0.5)
    return f" Did you mean «{near[0]}»?" if near else ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
