"""What an XLSX says of a sheet beyond its cells' values: how numbers are shown, cells that could
not be computed, hidden rows and columns.

Read with expressions and not as a tree: a sheet of 100,000 rows is 30 MB of XML, and of most sheets
there is nothing to tell.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from html import unescape

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import coordinate_to_tuple

_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, ValueError, KeyError, EOFError)
_ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\s[^>]*>")
_XFS = re.compile(r"<(?:\w+:)?cellXfs\b[^>]*>(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(r"<(?:\w+:)?xf\b[^>]*>")
_ROW = re.compile(rb'<(?:\w+:)?row\s[^>]*hidden="(?:1|true)"[^>]*>')
_COLUMN = re.compile(rb'<(?:\w+:)?col\s[^>]*hidden="(?:1|true)"[^>]*>')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\bt="e"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)', re.DOTALL
)
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_VALUE = rb"[^>]*>(?:<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>))?<(?:\w+:)?v>([^<]*)"
# Literal text in a number format: quoted, escaped, a currency in brackets, or plain signs.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|[_*].|([€£$¢%‰])')
_DIGITS = re.compile(r"[#0?](?:[#0?., ]*[#0?])?")
_MOST = 16_384  # columns of a sheet


@dataclass(frozen=True)
class Shown:
    """``texts``: cell (row, column, from 1) → what it shows, where that is not its value; ``held``:
    the values of those that show a scaled number; ``hidden_rows``, ``hidden_columns``: from 1."""

    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    held: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def read(content: bytes, name: str) -> Shown:
    """Of a sheet; nothing of what is no XLSX."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheet = archive.read(part(archive, name))
            there = "xl/styles.xml" in archive.namelist()
            styles = archive.read("xl/styles.xml").decode("utf-8") if there else ""
    except (*_DAMAGED, NotImplementedError):
        return Shown()
    texts: dict[tuple[int, int], str] = {}
    held: dict[tuple[int, int], str] = {}
    if b't="e"' in sheet:
        for found in _ERROR.finditer(sheet):
            if address := _ADDRESS.search(found[0]):
                texts[coordinate_to_tuple(address[1].decode())] = unescape(found[1].decode())
    formats = special(styles)
    for style, code in formats.items():
        wanted = rb'<(?:\w+:)?c\s(?=[^>]*\bs="%d")(?![^>]*\bt="(?:s|str|inlineStr|b|e)")' % style
        for found in re.finditer(wanted + _VALUE, sheet):
            address = _ADDRESS.search(found[0])
            if address is None:
                continue
            cell = coordinate_to_tuple(address[1].decode())
            value = found[1].decode()
            text = shown(value, code)
            if text is not None:
                texts[cell] = text
                if scaled(code):
                    held[cell] = plain(value)
    return Shown(texts, held, _hidden_rows(sheet), _hidden_columns(sheet))


def part(archive: zipfile.ZipFile, name: str) -> str:
    """The part of an XLSX that holds a sheet: sheets that were moved keep their part's number.
    KeyError when there is none."""
    book = archive.read("xl/workbook.xml").decode("utf-8")
    links = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", links):
        said = dict(_ATTRIBUTE.findall(tag))
        targets[said.get("Id", "")] = said.get("Target", "")
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", book):
        said = dict(_ATTRIBUTE.findall(tag))
        if unescape(said.get("name", "")) == name:
            target = next((targets[v] for k, v in said.items() if k.endswith(":id")), "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    raise KeyError(name)


def special(styles: str) -> dict[int, str]:
    """Cell style → its number format, of formats that show something else than the value."""
    own: dict[int, str] = {}
    for tag in _FORMAT.findall(styles):
        said = dict(_ATTRIBUTE.findall(tag))
        if said.get("numFmtId", "").isdigit():
            own[int(said["numFmtId"])] = unescape(said.get("formatCode", ""))
    found = _XFS.search(styles)
    if found is None:
        return {}
    codes = {}
    for place, tag in enumerate(_XF.findall(found[1])):
        number = dict(_ATTRIBUTE.findall(tag)).get("numFmtId", "0")
        if number.isdigit():
            code = own.get(int(number), BUILTIN_FORMATS.get(int(number), "General"))
            if tells(code):
                codes[place] = code
    return codes


def shown(value: str, code: str) -> str | None:
    """What a cell shows, as a number with a point and in full precision, with the words and signs
    of its format; None where that is the value itself, or cannot be told."""
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # A section for negative numbers writes its own minus, or brackets; ours has one anyway.
    section = code.split(";")[0]
    before, body, after = _parts(section)
    if not body:
        return None
    if "%" in before + after:
        number *= 100
    number /= Decimal(1000) ** _thousands(section)
    padded = re.fullmatch("0{2,}", body)
    text = _plain(number)
    if padded and number == number.to_integral_value() and number >= 0:
        text = text.zfill(len(body))
    told = f"{before.strip()}{text}{' ' if after.strip()[:1].isalpha() else ''}{after.strip()}"
    return told if told != value else None


def scaled(code: str) -> bool:
    """Whether a format shows thousands or millions."""
    return _thousands(code.split(";")[0]) > 0


def tells(code: str) -> bool:
    """Whether a format may show something else than a number's value; dates do so too, but the
    reader knows them."""
    if code in ("General", "@", "", "GENERAL") or re.search(
        r"(?<![\\\"])[ymdhs]", _bare(code), re.IGNORECASE
    ):
        return False
    before, body, after = _parts(code.split(";")[0])
    literal = (before + after).strip()
    return bool(literal or scaled(code) or re.fullmatch("0{2,}", body))


def _bare(code: str) -> str:
    """A format without its literal text and colours."""
    return _LITERAL.sub("", code.replace("General", ""))


def _parts(section: str) -> tuple[str, str, str]:
    """What a format writes before its number, the number's form, and what it writes behind."""
    section = section.replace("General", "#")
    literal = _LITERAL.sub(lambda m: "\x00" * len(m[0]), section)
    found = _DIGITS.search(literal)
    if found is None:
        return "", "", ""

    def words(text: str) -> str:
        parts = (m[1] or m[2] or m[3] or m[4] or "" for m in _LITERAL.finditer(text))
        return "".join(parts)

    before, after = section[: found.start()], section[found.end() :]
    return words(before), found[0], words(after)


def _thousands(section: str) -> int:
    """How many times a format divides by a thousand: commas behind its last digit."""
    found = re.search(r"[#0?](,+)(?![#0?.])", _bare(section))
    return len(found[1]) if found else 0


def plain(value: str) -> str:
    """A number without an exponent and without noughts that say nothing. ValueError for what is
    none."""
    try:
        return _plain(Decimal(value))
    except InvalidOperation:
        raise ValueError(value) from None


def _plain(number: Decimal) -> str:
    """Without an exponent and without noughts that say nothing; seventeen digits hold a float."""
    text = f"{float(f'{number:.15g}'):.15g}" if number else "0"
    return f"{Decimal(text):f}"


def _hidden_rows(sheet: bytes) -> frozenset[int]:
    if b"hidden=" not in sheet:
        return frozenset()
    found = (re.search(rb'\br="(\d+)"', tag) for tag in _ROW.findall(sheet))
    return frozenset(int(row[1]) for row in found if row)


def _hidden_columns(sheet: bytes) -> frozenset[int]:
    hidden: set[int] = set()
    for tag in _COLUMN.findall(sheet[: sheet.find(b"<sheetData")]):
        ends = [re.search(rb'\b%s="(\d+)"' % name, tag) for name in (b"min", b"max")]
        if all(ends):
            first, last = (int(end[1]) for end in ends if end)
            hidden.update(range(first, min(last, _MOST) + 1))
    return frozenset(hidden)
