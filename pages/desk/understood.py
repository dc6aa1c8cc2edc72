"""What was understood of a file: readings, columns, first rows. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pages.desk import sheet, titles
from pages.desk.work import Work, can_name
from secon_data import placing
from secon_data.checking.integrity import COUNTRY, countries
from secon_data.intake import Intake
from secon_data.intake.columns import Match
from secon_data.intake.draft import Doubt, Draft
from secon_data.intake.encodings import Reading
from secon_data.intake.headers import folded
from secon_data.package import Package
from secon_data.schema import Schema
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, mark

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1257": mark("Windows Baltic"),
    "cp1250": mark("Windows Central European"),
    "cp1252": mark("Windows Western"),
    "cp1251": mark("Windows Cyrillic"),
    "cp1253": mark("Windows Greek"),
    "iso8859_2": mark("ISO Central European"),
    "iso8859_13": mark("ISO Baltic"),
    "iso8859_5": mark("ISO Cyrillic"),
    "iso8859_7": mark("ISO Greek"),
    "koi8_r": mark("Unix Cyrillic"),
    "cp866": mark("DOS Cyrillic"),
    "cp852": mark("DOS Central European"),
    "cp850": mark("DOS Western"),
    "cp775": mark("DOS Baltic"),
    "cp737": mark("DOS Greek"),
}
DELIMITERS = {
    ";": mark("; semicolon"),
    ",": mark(", comma"),
    "\t": mark("tab"),
    "|": mark("| bar"),
}
DECIMALS = {",": mark("12,5 (comma)"), ".": mark("12.5 (point)")}
_WORDS, _ROWS, _COLUMNS = 6, 6, 12


def encoding(code: str, t: Words) -> str:
    """An encoding's name as people know it, with its code."""
    name = t(ENCODINGS.get(code, code))
    return name if name.lower() == code or code not in ENCODINGS else f"{name} ({code})"


def reading(found: Reading, likeliest: Reading, chosen: bool, t: Words) -> Markup:
    """A card: the file's own words in one encoding, letters underlined that the likeliest reading
    has otherwise."""
    pairs = zip(found.sample.split(), likeliest.sample.split(), strict=False)
    words = [_compared(*pair) for pair in dict.fromkeys(pairs)]
    sample = joined(words[:_WORDS], " · ")
    suggested = found is likeliest
    tag = html('<em class="desk-tag">{}</em>', t("Suggested")) if suggested else EMPTY
    return html(
        '<div class="desk-reading{}"><span>{}</span>{}<b dir="auto">{}</b></div>',
        " chosen" if chosen else "",
        encoding(found.encoding, t),
        tag,
        sample,
    )


def columns(
    match: Match,
    sample: Draft,
    intake: Intake,
    schema: Schema,
    by_hand: Mapping[str, str],
    t: Words,
) -> Markup:
    """Yours → ours, how each was matched, and how its values are read."""
    named = titles.told_apart(schema, t)
    rows = []
    for name, column in match.fields.items():
        title = named[name]
        how = (
            t("matched by name")
            if folded(column) == folded(name)
            else t("matched by hand")
            if column in by_hand
            else t("matched by title")
        )
        read = _read(intake, sample, column, name, t)
        rows.append(
            html(
                '<tr><th scope="row" dir="auto">{}</th><td>{} <em class="desk-tag fine">{}</em>'
                '</td><td dir="auto">{}</td></tr>',
                titles.column(column, t),
                title,
                how,
                read,
            )
        )
    head = joined(
        html('<th scope="col">{}</th>', text)
        for text in (t("In your file"), t("Is our column"), t("Read as"))
    )
    return html(
        '<div class="scroll"><table class="desk-list"><thead><tr>{}</tr></thead><tbody>'
        "{}</tbody></table></div>",
        head,
        joined(rows),
    )


def missing(
    lacks: Sequence[str], work: Work, package: Package, match: Match, t: Words
) -> list[str]:
    """Titles of required columns that are still missing: neither in the file nor said."""
    schema = package.schema(work.dataset)
    named = titles.told_apart(schema, t)
    made = set(schema.key) if work.named and can_name(work, match, package) else set()
    if work.placed and placing.can_place(schema, match.fields, match.unmatched):
        made |= placing.found_by_place(schema)
    return [named[name] for name in lacks if name not in made and not work.same.get(name)]


def other_delimiter(intake: Intake, match: Match) -> str:
    """What may separate the columns instead, where none is ours: the mark that stands most often
    in their names; the empty text where there is none."""
    if match.fields or intake.kind != "text":
        return ""
    names = " ".join(map(str, intake.table.columns))
    counts = {mark: names.count(mark) for mark in DELIMITERS if mark != intake.delimiter}
    mark = max(counts, key=lambda one: counts[one])
    return mark if counts[mark] else ""


def elsewhere(areas: Sequence[str], t: Words) -> tuple[str, str]:
    """Of a file of which nothing is of our places: what it has instead."""
    rest = t(
        "Known are the areas of the nine partner countries, by code or by name. What is only spelt "
        "otherwise can be chosen at the check."
    )
    if not areas:
        told = t("By its coordinates no row lies in one of the nine regions.")
        rest = t("Are latitude and longitude in the right columns? Else it is a file of others.")
        return told, rest
    shown = ", ".join(areas[:5]) + (" …" if len(areas) > 5 else "")
    told = t.plural(
        "Its only place is not known here: {names}.",
        "None of its {n} places is known here: {names}.",
        len(areas), names=shown,
    )  # fmt: skip
    return told, rest


def offered(package: Package, dataset: str, name: str, t: Words) -> dict[str, str]:
    """What a column can hold, code → words, where that is a closed list; else nothing."""
    schema = package.schema(dataset)
    field, reference = schema.fields[name], schema.references.get(name)
    if field.type == "boolean":
        return {"true": t("yes"), "false": t("no")}
    if field.allowed:
        return {code: t.data(label) or code for code, label in field.codes.items()}
    if reference is None or not reference.dataset:
        return {}
    table = package.table(reference.dataset)
    if name == COUNTRY:
        table = table[countries(table[reference.key])]
    names = table["name"] if "name" in table else table[reference.key]
    pairs = zip(table[reference.key].astype("str"), names.astype("str"), strict=True)
    if reference.dataset == "areas":
        # Areas bear their own countries' names; a country has one in each language. Of two of one
        # name («Rīga»: the city, and the region of today) that which ended says so.
        last = table.set_index(reference.key)["vintage_to"].dropna()
        ended = {str(c): int(year) for c, year in last.items() if year < last.max()}
        return {c: _area(t.areas(c, n), c, ended.get(c), t) for c, n in pairs}
    return {c: f"{t.data(n) or n} ({c})" if n != c else c for c, n in pairs}


def _area(name: str, code: str, ended: int | None, t: Words) -> str:
    if ended is None:
        return f"{name} ({code})"
    return t("{area} ({code}, NUTS up to {year})", area=name, code=code, year=ended)


def across(intake: Intake, t: Words) -> str:
    """«5 columns are years: they become rows (2020 … 2024).» and what of them makes none."""
    found = intake.across
    if found is None:
        return ""
    n = len(found.columns)
    shown = list(found.columns) if n <= 3 else [found.columns[0], found.columns[-1]]
    listed = (", " if n <= 3 else " … ").join(shown)
    told = (
        t.plural(
            "{n} column is a year: its cells become rows ({columns}).",
            "{n} columns are years: they become rows ({columns}).",
            n, columns=listed,
        )
        if found.field == "year"
        else t.plural(
            "{n} column is an area: its cells become rows ({columns}).",
            "{n} columns are areas: they become rows ({columns}).",
            n, columns=listed,
        )
        if found.field == "area_id"
        else t.plural(
            "{n} column is an indicator: its cells become rows ({columns}).",
            "{n} columns are indicators: they become rows ({columns}).",
            n, columns=listed,
        )
    )  # fmt: skip
    if not found.empty:
        return told
    return f"{told} " + t.plural(
        "{n} empty cell makes no row.", "{n} empty cells make no row.", found.empty
    )


def readings(doubt: Doubt | None, said: str | None, t: Words) -> dict[str, str]:
    """How a column in doubt can be read: what ``Said.readings`` takes → words, with the cell in
    doubt as it would be taken."""
    kind = doubt.kind if doubt else None
    if kind == "date" or said in ("day", "month"):
        return {"day": t("the day first"), "month": t("the month first")}
    if kind == "scaled" or said in ("shown", "held"):
        told = {"shown": t("as the cell shows it"), "held": t("as the cell holds it")}
        if doubt is None:
            return told
        values = {"shown": doubt.taken, "held": doubt.other}
        return {code: f"{values[code]} ({words})" for code, words in told.items()}
    if doubt is None:
        return {mark: t(words) for mark, words in DECIMALS.items()}
    mark = next(sign for sign in doubt.text if sign in ",.")
    other = "." if mark == "," else ","
    small, large = sorted((doubt.taken, doubt.other), key=lambda number: abs(float(number)))
    return {
        mark: t.number(float(small), len(small.partition(".")[2])),
        other: t.number(float(large), 0),
    }


def first_rows(intake: Intake, t: Words) -> Markup:
    """The first rows as they are in the file."""
    width = min(len(intake.table.columns), _COLUMNS)
    return sheet.cut(
        intake,
        [int(r) for r in intake.table.index[:_ROWS]],
        range(width),
        called=lambda name: titles.column(name, t),
    )


def volume(intake: Intake, length: int, t: Words) -> str:
    """«48 rows, 4 columns, 2.1 kB.»"""
    told = t(
        "{rows}, {columns}, {size}.",
        rows=t.plural("{n} row", "{n} rows", len(intake.table)),
        columns=t.plural("{n} column", "{n} columns", len(intake.table.columns)),
        size=t("{n} kB", n=t.number(length / 1000, 1)),
    )
    if len(intake.sheets) < 2:
        return told
    others = [name for name in intake.sheets if name != intake.sheet]
    return f"{told} " + t(
        "1 of {n} sheets is read; left out: {names}.",
        n=len(intake.sheets),
        names=t.list([f"«{name}»" for name in others[:5]]) + (" …" if len(others) > 5 else ""),
    )


def size(intake: Intake, length: int, t: Words) -> str:
    """``volume``, and what stands above the column names."""
    told = volume(intake, length, t)
    if not intake.titles:
        return f"{told} " + t("Nothing stands above the column names.")
    first = intake.titles[0]
    text = first if len(first) <= 60 else f"{first[:59]}…"
    return f"{told} " + t.plural(
        "{n} line above the column names was skipped: «{text}».",
        "{n} lines above the column names were skipped: «{text}» …",
        len(intake.titles),
        text=text,
    )


def options(current: str, known: Mapping[str, str]) -> list[str]:
    """What can be chosen, the current one among them."""
    return list(known) if current in known else [current, *known]


def titled(schema: Schema, t: Words) -> Callable[[str], str]:
    """A column of ours as a choice."""
    named = titles.told_apart(schema, t)
    return lambda name: named[name] if name else t("Leave out")


def _read(intake: Intake, sample: Draft, column: str, name: str, t: Words) -> str:
    """«Rīga → LV006, 6,9 → 6.9»: the first values that are read as something else."""
    raw = intake.table[column].head(len(sample.table)).str.strip()
    plain = sample.table[name]
    pairs = list(dict.fromkeys(zip(raw, plain, strict=True)))
    turned = [(a, b) for a, b in pairs if a != b]
    if not turned:
        values = [a for a, _ in pairs if a][:3]
        return ", ".join(v if len(v) <= 40 else f"{v[:39]}…" for v in values)
    told = [
        t("{yours} → {ours}", yours=_quoted(a), ours=_quoted(b) if b else t("missing"))
        for a, b in turned[:2]
    ]
    more = len(turned) - 2
    if more > 0:
        told.append(t.plural("and {n} more", "and {n} more", more))
    return ", ".join(told)


def _compared(word: str, other: str) -> Markup:
    """A word, the letters marked that differ from those of another reading."""
    return joined(
        (a if a == b else html("<u>{}</u>", a) for a, b in zip(word[:40], other[:40], strict=False))
    )


def _quoted(text: str) -> str:
    return text if len(text) <= 28 else f"{text[:27]}…"
