"""What can be wrong with a file, and how it is said: a code travels, the sentence is made at the
screen in the reader's language (or here, in English)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
Stage = Literal["file", "columns", "values", "keys", "references", "plausibility"]
STAGES: tuple[Stage, ...] = ("file", "columns", "values", "keys", "references", "plausibility")


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong (error) or must be looked at (warning).

    ``row`` counts as a spreadsheet does; ``column`` is the field's name, ``source_column`` what the
    file calls it; ``value`` is what was found; ``details`` fill the places of the sentence.
    """

    code: str
    stage: Stage
    severity: Severity = "error"
    row: int | None = None
    column: str | None = None
    source_column: str | None = None
    value: str | None = None
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A problem in words: what is wrong, what is expected, one correct example (or empty)."""

    what: str
    expected: str
    write: str


@dataclass(frozen=True)
class Sentence:
    """The English templates of one code; ``{value}``, ``{column}`` and the details are places."""

    what: str
    expected: str = ""
    write: str = ""


def mark(text: str) -> str:
    """Marks a template for extraction; it is translated where it is shown."""
    return text


SENTENCES: dict[str, Sentence] = {
    # The file itself.
    "empty": Sentence(
        mark("The file is empty."), mark("A table: a row of column names, and rows beneath it.")
    ),
    "too-large": Sentence(
        mark("The file is larger than {most} MB."),
        mark("Send it in parts, or leave out what has not changed."),
    ),
    "not-a-table": Sentence(
        mark("This is no table, whatever its name says."),
        mark("A CSV, TSV, XLSX, XLS or ODS file. Open it in a spreadsheet and save it as XLSX."),
    ),
    "ancient-workbook": Sentence(
        mark("This is a workbook of Excel 4 or older, which cannot be read."),
        mark("Open it in a spreadsheet, save it as XLSX and send that."),
    ),
    "word-document": Sentence(
        mark("This is a text document, not a table."),
        mark("Copy its table into a spreadsheet, save that as XLSX and send it."),
    ),
    "web-page": Sentence(
        mark("This is a web page without a table, whatever its name says."),
        mark("The file that the page offers for download: CSV, TSV, XLSX, XLS or ODS."),
    ),
    "web-page-breaks-off": Sentence(
        mark("This is a web page that ends in the first row of its table: the file is cut off."),
        mark("The whole file: download it anew."),
    ),
    "unpacks-too-large": Sentence(
        mark("The file unpacks to an enormous size and was not opened."),
        mark("Copy the table into a new workbook and send that."),
    ),
    "macros": Sentence(
        mark("The workbook holds macros and was not opened."),
        mark("Save it as a workbook without macros (XLSX)."),
    ),
    "password": Sentence(
        mark("The workbook is protected by a password."),
        mark("Save it without a password."),
    ),
    "damaged-archive": Sentence(
        mark("The file is damaged: it cannot be unpacked."), mark("Save it anew and send it again.")
    ),
    "damaged-workbook": Sentence(
        mark("The workbook is damaged: it cannot be read."),
        mark("Open it in a spreadsheet, save it anew as XLSX and send that."),
    ),
    "archive-without-one-table": Sentence(
        mark("The archive does not hold exactly one table ({files})."),
        mark("One CSV or TSV file in the archive, or the file itself."),
    ),
    "too-many-columns": Sentence(
        mark("A row has more than {most} columns."),
        mark("The columns of the template; see whether the right delimiter was chosen."),
    ),
    "too-many-rows": Sentence(
        mark("The sheet has more than {most} rows."), mark("Send it in parts.")
    ),
    "too-many-cells": Sentence(
        mark("The table spans {rows} rows and {columns} columns, empty cells between them too."),
        mark(
            "At most {most} cells: copy what is filled into a new sheet, leave out columns that "
            "are not needed, or send it in parts."
        ),
    ),
    "too-much-memory": Sentence(
        mark("The file takes more memory to read than one file may have."),
        mark("Leave out columns that are not needed, or send it in parts."),
    ),
    "cannot-be-read": Sentence(
        mark("The file is damaged in a way that cannot be told more closely ({why})."),
        mark("Open it in a spreadsheet, save it anew as XLSX or as CSV in UTF-8 and send that."),
    ),
    "nul-characters": Sentence(
        mark("Row {row} holds characters that no text has: the file is damaged or no text."),
        mark("Save it anew as CSV in UTF-8, or as XLSX."),
    ),
    "lone-quote": Sentence(
        mark(
            "A quotation mark in row {row} is never closed, so that all that follows is one cell."
        ),
        mark("Remove the quotation mark, or write it twice inside a quoted cell."),
    ),
    "unknown-sheet": Sentence(
        mark("There is no sheet «{sheet}»."), mark("One of these sheets: {sheets}.")
    ),
    "unknown-encoding": Sentence(
        mark("There is no encoding «{encoding}»."), mark("For example utf-8 or cp1257.")
    ),
    "no-table": Sentence(
        mark("No row with column names was found."),
        mark("A row of column names, and rows beneath it."),
    ),
    "no-rows": Sentence(
        mark("Below the column names there is no row."), mark("At least one row with values.")
    ),
    # Eurostat's own layouts.
    "json-damaged": Sentence(
        mark("This is no whole JSON-stat file."),
        mark("A response of Eurostat's statistics API as it came, or a CSV, TSV or XLSX file."),
    ),
    "json-without-table": Sentence(
        mark("The file is JSON, but holds no list of records and no table in JSON-stat."),
        mark("A list of records with the same keys, or the same data as CSV or XLSX."),
    ),
    "json-without-values": Sentence(
        mark("The file holds no values, only an answer that says why: «{said}»."),
        mark("A response of Eurostat's statistics API with its values."),
    ),
    "eurostat-spreadsheet": Sentence(
        mark("This looks like Eurostat's spreadsheet, but its sheets do not begin as that does."),
        mark("The same download as SDMX-CSV, TSV or JSON: choose that format at Eurostat."),
    ),
    "eurostat-language": Sentence(
        mark("This is Eurostat's spreadsheet in another language than English."),
        mark("The same download in English, or as SDMX-CSV, TSV or JSON."),
    ),
    "eurostat-header": Sentence(
        mark("The file begins like one of Eurostat's, but these are not its dimensions: {header}."),
        mark("The file as Eurostat hands it out, with codes."),
    ),
    "eurostat-row": Sentence(
        mark("Row {row} does not have the cells that the first row names."),
        mark("The file as Eurostat hands it out, every row whole."),
    ),
    "eurostat-several-tables": Sentence(
        mark("The file holds rows of several tables of Eurostat ({tables})."),
        mark("One table a file."),
    ),
    "eurostat-nothing": Sentence(
        mark("No series in the file fits an indicator and an area of ours."),
        mark("A table and values that the filter of an indicator names. Our tables: {tables}."),
    ),
    # The refresh from Eurostat.
    "eurostat-timeout": Sentence(
        mark("Eurostat did not answer in time."), mark("Try again later; nothing was changed.")
    ),
    "eurostat-refused": Sentence(
        mark("Eurostat refused the question ({status}): «{said}»."),
        mark("Look at the table's page whether its dimensions or codes have changed."),
    ),
    "eurostat-cut": Sentence(
        mark("Eurostat's answer broke off and is not whole."),
        mark("Try again later; nothing was changed."),
    ),
    "eurostat-not-ready": Sentence(
        mark("Eurostat was still preparing its answer after {seconds} seconds."),
        mark("Try again later; nothing was changed."),
    ),
    "eurostat-empty": Sentence(
        mark("Eurostat's answer holds no value."),
        mark("Look at the table's page whether its codes have changed."),
    ),
    "eurostat-dimension": Sentence(
        mark("The table {table} has no dimension «{dimension}» (any more)."),
        mark("Correct the indicator's filter in «indicators»."),
    ),
    "eurostat-no-value": Sentence(
        mark("No value fits the filter {filter}."),
        mark("Correct the indicator's filter in «indicators»."),
    ),
    "eurostat-several": Sentence(
        mark("The filter leaves «{dimension}» open: {values}."),
        mark("One value of each dimension in the indicator's filter in «indicators»."),
    ),
    "eurostat-no-area": Sentence(
        mark("Eurostat's answer holds none of our areas."),
        mark("Look at the table's page whether its levels have changed."),
    ),
    # Columns.
    "column-missing": Sentence(
        mark("The column «{column}» is missing."),
        mark("A column of that name, one of yours matched to it, or one value for all rows."),
        "{name}",
    ),
    "id-missing": Sentence(
        mark("The column «{column}» is missing."),
        mark(
            "An id for each row. Without any, tick at the columns that ids are made of the names."
        ),
    ),
    "column-unknown": Sentence(
        mark("The column «{column}» is not part of this dataset and will be left out."),
        mark("Nothing, if you do not need it; else match it to a column of the dataset."),
    ),
    "column-alike": Sentence(
        mark(
            "The column «{column}» is not part of this dataset and will be left out. In every row "
            "it says «{said}»."
        ),
        mark("Nothing, if the indicator is of just that; else another indicator, or another file."),
    ),
    "columns-unknown": Sentence(
        mark("These columns are not part of this dataset and will be left out: {names}."),
        mark("Nothing, if you do not need them; else match them to columns of the dataset."),
    ),
    # Values.
    "row-of-sums": Sentence(
        mark("This row looks like a sum, not like a row of the data: «{value}»."),
        mark("Go on without this row, or delete it in your file."),
    ),
    "row-beneath": Sentence(
        mark("This looks like a note below the table, not like a row of the data: «{value}»."),
        mark("Go on without this row, delete it in your file, or fill what is missing in it."),
    ),
    "value-missing": Sentence(
        mark("«{column}» is empty here."), mark("A value is needed in every row.")
    ),
    "not-a-number": Sentence(
        mark("«{value}» is not a number."), mark("A number without unit or words.")
    ),
    "not-a-whole-number": Sentence(
        mark("«{value}» is not a whole number."), mark("A number without a fraction.")
    ),
    "percent-in-amount": Sentence(
        mark("«{value}» is a percentage, and this column holds none."),
        mark("The amount itself, or nothing where it is not known."),
    ),
    "percent-of-what": Sentence(
        mark("«{value}» has a per cent sign, but the indicator is measured in: {unit}."),
        mark("A value in the unit of the indicator."),
    ),
    "number-in-brackets": Sentence(
        mark("«{value}» may be a negative number or an unreliable one."),
        mark("The number without brackets: with a minus, or with the flag u beside it."),
    ),
    "two-readings-number": Sentence(
        mark(
            "«{value}» may be {taken} or {other}; {taken} is taken. Such cells in this column: "
            "{cells}."
        ),
        mark("Say which of both it is, where the columns are shown, or tick that it is right."),
    ),
    "two-readings-date": Sentence(
        mark(
            "«{value}» may be {taken} or {other}; {taken} is taken. Such cells in this column: "
            "{cells}."
        ),
        mark("Say which of both it is, where the columns are shown, or tick that it is right."),
    ),
    "two-readings-scaled": Sentence(
        mark(
            "The cell shows {taken} and holds {other}; {taken} is taken. Such cells in this "
            "column: {cells}."
        ),
        mark("Say which of both it is, where the columns are shown, or tick that it is right."),
    ),
    "footnotes-dropped": Sentence(
        mark("Marks of footnotes behind numbers are left out. Such cells here: {cells}."),
        mark("Look whether a footnote says something that belongs to the flag."),
    ),
    "not-a-date": Sentence(
        mark("«{value}» is not a date."),
        mark("A year, a month or a day: 2024, 2024-05, 2024-05-01 or 01.05.2024."),
    ),
    "not-an-address": Sentence(
        mark("«{value}» is not one address of the web."),
        mark("One address that begins with https:// or http://, without spaces."),
    ),
    "several-addresses": Sentence(
        mark(
            "The cell holds several addresses of the web; {taken} is taken, {others} is left out."
        ),
        mark("The one that visitors should find: if it is another, write only that."),
    ),
    "not-yes-or-no": Sentence(mark("«{value}» is neither yes nor no."), mark("Yes or no.")),
    "not-in-list": Sentence(
        mark("«{value}» is not one of the allowed values."),
        mark("One of: {allowed}."),
        "{example}",
    ),
    "wrong-form": Sentence(
        mark("«{value}» does not have the expected form."),
        mark("{description}"),
        "{example}",
    ),
    "too-low": Sentence(mark("{value} is too low."), mark("At least {limit}.")),
    "too-high": Sentence(mark("{value} is too high."), mark("At most {limit}.")),
    # Keys.
    "key-repeated": Sentence(
        mark("The same row stands here again: {key} is also in row {other}."),
        mark(
            "Each combination of {columns} once. Where a column that is left out tells them apart, "
            "take the rows of one of its values."
        ),
    ),
    # References.
    "reference-unknown": Sentence(
        mark("«{value}» is not known in «{dataset}»."),
        mark("One that is listed there; it must be added there first."),
        "{example}",
    ),
    "country-needed": Sentence(
        mark("«{value}» is an area of a country, and not a country."),
        mark("The country alone."),
        "{example}",
    ),
    "country-not-ours": Sentence(
        mark("«{value}» is not in one of the nine countries."),
        mark("An area of one of these, as Eurostat writes them: {codes}."),
    ),
    "area-unknown": Sentence(
        mark("«{value}» is no area that we hold, and of no edition of NUTS from 2010 on."),
        mark("One of that country: {codes}."),
    ),
    "area-recoded": Sentence(
        mark("«{value}» is a code of an older edition of NUTS; today the area is {codes}."),
        mark("The code of today."),
        "{example}",
    ),
    "area-merged": Sentence(
        mark("«{value}» is of an older edition of NUTS; today it is a part of {codes}."),
        mark("A figure of the whole of {codes}, or none."),
    ),
    "area-divided": Sentence(
        mark("«{value}» is of an older edition of NUTS; today it lies in {codes}."),
        mark("Figures of the areas of today, or none: none of them is the former one."),
    ),
    "area-ended": Sentence(
        mark(
            "«{value}» ({names}) is an area of NUTS up to {year}; newer figures are of {codes}. "
            "Such rows: {cells}."
        ),
        mark("Look which of the areas the figures are of, or tick that it is the former one."),
    ),
    "reference-ambiguous": Sentence(
        mark("«{value}» is the name of several: {codes}."),
        mark("The code of the one that is meant."),
    ),
    # Plausibility.
    "story-link": Sentence(
        mark("The link names «{value}», which is not among our data ({names})."),
        mark("An id that there is; else the link shows nothing."),
        "{example}",
    ),
    "story-titles": Sentence(
        mark("«{value}» is another title than in the story's first row."),
        mark("One title in all rows of a story."),
        "{example}",
    ),
    "encoding-damage": Sentence(
        mark("«{value}» holds letters that were damaged when the file was saved."),
        mark("Save the file anew as CSV in UTF-8, or as XLSX, from where it came."),
    ),
    "error-cell": Sentence(
        mark("«{value}» is no value: the spreadsheet could not compute it."),
        mark("The value itself, or an empty cell where there is none."),
    ),
    "row-too-wide": Sentence(
        mark("The row holds more cells than there are column names: «{value}» has none."),
        mark(
            "As many cells as names. A decimal comma among commas between cells cuts a number in "
            "two: save the file as XLSX, or with semicolons."
        ),
    ),
    "row-swallowed": Sentence(
        mark("A quotation mark makes one cell of this row and what follows: «{value}»."),
        mark("Remove the quotation mark, or write it twice inside a quoted cell."),
    ),
    "several-encodings": Sentence(
        mark("The letters can be read in several ways; «{encoding}» is taken: {value}."),
        mark("Say which reading is right, or tick that this one is."),
    ),
    "table-breaks-off": Sentence(
        mark("The table breaks off: the web page ends in the midst of a cell."),
        mark("Download the file anew, or tick that nothing is missing."),
    ),
    "hidden-rows": Sentence(
        mark("Rows that are hidden or filtered out in the sheet are taken: {cells} ({rows})."),
        mark("Leave them out, or tick that they belong to the data."),
    ),
    "hidden-columns": Sentence(
        mark("Columns that are hidden in the sheet are taken: {columns}."),
        mark("Leave them out, or tick that they belong to the data."),
    ),
    "merged-cells": Sentence(
        mark("What stands in a merged cell is taken for each of its rows. Cells filled: {cells}."),
        mark("Look whether it is meant of each row."),
    ),
    "formula-cell": Sentence(
        mark("Cell {cell} holds a formula; its last result «{value}» is taken."),
        mark("A plain value. See that the result is the one you mean."),
    ),
    "formula-without-result": Sentence(
        mark("Cell {cell} holds a formula, but the file does not hold its result."),
        mark("Open the file in a spreadsheet and save it anew, or write a plain value."),
    ),
    "dataset-multiplies": Sentence(
        mark("The dataset grows from {previous} rows to {next}."),
        mark("Only rows of the partner regions; choose them by a column's value if need be."),
    ),
    "year-in-future": Sentence(
        mark("{value} lies in the future."), mark("A year up to {limit}."), "{limit}"
    ),
    "coordinates-swapped": Sentence(
        mark(
            "Latitude and longitude are swapped: {value} lies outside the region, the other way "
            "round it lies inside."
        ),
        mark("The latitude (north) in its column, the longitude (east) in its own."),
        "{example}",
    ),
    "outside-region": Sentence(
        mark("{value} lies outside the outline of {region}, {distance} km away."),
        mark("A place inside the region, or another region."),
    ),
    "in-another-area": Sentence(
        mark("{value} lies in {there}, {distance} km outside {region}."),
        mark("A place inside the region, or another region."),
    ),
    "near-border": Sentence(
        mark("{value} lies in {region}, within 3 km of its border."),
        mark("Look whether it is on this side: the outlines are not exact enough to tell."),
    ),
    "percentage-out-of-range": Sentence(
        mark("{value} is no percentage of a whole."), mark("A number from 0 to 100.")
    ),
    "unusual-value": Sentence(
        mark(
            "{value} is unusual: all values of this indicator so far lie between {low} and {high}."
        ),
        mark("Look whether unit and decimal mark are right."),
    ),
    "large-jump": Sentence(
        mark("{value} is a large jump: {previous} was published in {year}."),
        mark("Look whether both mean the same."),
    ),
    "returning-jump": Sentence(
        mark(
            "{value} stands alone: {previous} the year before, {next} the year after. It jumps and "
            "returns."
        ),
        mark("Look whether the value is right; if so, no trend will be told across it."),
    ),
    "older-figures": Sentence(
        mark(
            "{value}: the figures in the file are of {own}, those published of {published}. Newer "
            "values that would be overwritten: {rows}."
        ),
        mark("Figures that are not older than those published."),
    ),
    "older-years": Sentence(
        mark(
            "{value}: the file ends in {own}, but {published} is published already: it may be an "
            "older download. Values that it would change: {rows}."
        ),
        mark("The newest download of this table."),
    ),
    "region-gone-of": Sentence(
        mark("«{value}» had figures of «{indicator}» before and has none of {year} in this file."),
        mark("Its row, if it belongs to this file."),
    ),
    "region-gone": Sentence(
        mark("«{value}» had rows before and has none in this file."),
        mark("Its rows, if they belong to what is replaced."),
    ),
}


def sentence(problem: Problem, translate: Callable[[str], str] = str) -> Told:
    """The problem in words. ``translate`` turns an English template into another language's."""
    template = SENTENCES[problem.code]
    places = {
        "value": problem.value or "",
        "column": problem.source_column or problem.column or "",
        "row": "" if problem.row is None else str(problem.row),
        **problem.details,
    }

    def filled(text: str) -> str:
        try:
            return translate(text).format(**places) if text else ""
        except KeyError:
            return ""  # an example that this problem does not have

    return Told(filled(template.what), filled(template.expected), filled(template.write))
