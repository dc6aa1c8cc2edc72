"""Brings the catalogues in ``locales/`` up to what the app says (``make words``).

Taken up are the constant strings of ``t("…")``, ``t.plural("…", "…", n)``, ``mark("…")`` and
``words("…")`` in the app, and, under the context ``data``, the texts of ours in the data package:
columns that a schema marks ``"translatable": true``, and the titles, descriptions, labels and
weaknesses of datasets and columns. The headings of workbooks are taken up both ways. What is no
longer said is dropped; what is new stays empty until somebody translates it, but where only its
numbers are new: then the old translation is taken with the new numbers. The same input gives the
same bytes.

A catalogue that is begun says so in its header (``X-Begun: yes``) and may have empty entries;
with the last of them filled the mark goes. One that was complete must stay so.

    python tools/extract_words.py               updates every catalogue
    python tools/extract_words.py --add el      begins the catalogue of a language
    python tools/extract_words.py --check       changes nothing; says what is missing and fails
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from secon_data.package import Package  # noqa: E402
from secon_ui.text.words import DATA, LOCALES, marked_begun  # noqa: E402

CODE = ("secon_ui", "pages", "secon_data")
ERRORS = {"DataError", "StoreError", "DanglingError"}  # the first argument, and how to mend
CALLS = {"t", "mark", "words", "self"}  # ``self`` says its words in words.py only
PLURALS = {"plural", "plural_html", "amount"}
HEADINGS = "secon_data/workbooks.py"  # its ``translate`` is ``t`` or ``t.data``, as it is called
EMPTY = "not translated"
_DIGITS = re.compile(r"\d+")
ADVICE = "Run «make words», then translate what is empty in its messages.po."


@dataclass(frozen=True)
class Said:
    """A text to translate: one form or two (singular, plural), and the file that says it."""

    text: tuple[str, ...]
    file: str
    context: str | None = None


class NotConstantError(Exception):
    """A call whose text no one can translate, because it is put together at run time."""


def said_in_code(root: Path = ROOT) -> Iterator[Said]:
    """All texts in the code, file by file. NotConstantError names file and line of a call like
    ``t(f"…")`` or ``t("…" + name)``."""
    for place in CODE:
        files = [root / place] if place.endswith(".py") else sorted((root / place).rglob("*.py"))
        for file in files:
            name = file.relative_to(root).as_posix()
            yield from said_in(file.read_text(encoding="utf-8"), name)


def said_in(source: str, name: str) -> Iterator[Said]:
    """The texts in one file of code."""
    for node in ast.walk(ast.parse(source, name)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func
        word = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
        if word in ERRORS:
            mends = [keyword.value for keyword in node.keywords if keyword.arg == "mend"]
            for text in (text for arg in (node.args[0], *mends) for text in _constants(arg, name)):
                yield Said((text,), name)
        elif (word in CALLS and (word != "self" or name.endswith("/words.py"))) or _as_html(called):
            for text in _constants(node.args[0], name):
                yield Said((text,), name)
        elif word in PLURALS and isinstance(called, ast.Attribute) and len(node.args) > 2:
            one, many = (list(_constants(arg, name)) for arg in node.args[:2])
            for forms in zip(one, many, strict=True):
                yield Said(forms, name)


def _as_html(called: ast.expr) -> bool:
    """``t.html`` and ``look.t.html``."""
    if not isinstance(called, ast.Attribute) or called.attr != "html":
        return False
    return "t" in (getattr(called.value, "id", ""), getattr(called.value, "attr", ""))


def said_in_workbooks(root: Path = ROOT) -> Iterator[Said]:
    """The headings of the workbooks: ``translate("…")`` and ``translate(t) for t in ("…", "…")``,
    each for both places where it may be looked up."""
    for node in ast.walk(ast.parse((root / HEADINGS).read_text(encoding="utf-8"), HEADINGS)):
        given: list[ast.expr] = []
        if isinstance(node, ast.ListComp) and _translates(node.elt):
            among = node.generators[0].iter
            given = among.elts if isinstance(among, ast.Tuple) else []
        elif isinstance(node, ast.Call) and _translates(node):
            given = node.args[:1]
        for text in (text for arg in given for text in _constants(arg, HEADINGS)):
            yield from (Said((text,), HEADINGS, context) for context in (None, DATA))


def _translates(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "translate"


def _constants(node: ast.expr, name: str) -> Iterator[str]:
    """The strings that an argument may be; a name stands for constants marked elsewhere."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, name)
        yield from _constants(node.orelse, name)
    elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
        raise NotConstantError(
            f"{name}, line {node.lineno}: a text to translate must be one constant string with "
            "named places."
        )


def said_in_data(package: Package | None = None) -> Iterator[Said]:
    """All texts of ours in the data package, dataset by dataset."""
    package = package or Package(ROOT / "data")
    top = package.descriptor
    yield from _texts("data/datapackage.json", top.get("title"), top.get("description"))
    for dataset in package.names:
        about, schema = package.dataset(dataset), package.schema(dataset)
        yield from _texts(
            "data/datapackage.json",
            about.get("title"),
            about.get("description"),
            *about.get("weaknesses", []),
            *(source.get("title") for source in about.get("sources", [])),
        )
        for name, field in schema.fields.items():
            file, labels = f"data/schemas/{dataset}.json", (field.labels or {}).values()
            yield from _texts(file, field.title, field.description, *labels)
            if field.translatable:
                column = package.table(dataset)[name].dropna().astype("str")
                yield from _texts(f"data/{dataset}.csv", *column.unique())


def _texts(file: str, *texts: str | None) -> Iterator[Said]:
    yield from (Said((text,), file, DATA) for text in texts if text)


def template(texts: Iterator[Said] | list[Said]) -> Catalog:
    """What there is to translate, without translations."""
    catalog = Catalog()
    for item in texts:
        before = catalog.get(item.text[0], item.context)
        files = {place for place, _ in before.locations} if before else set()
        text = item.text if len(item.text) > 1 else item.text[0]
        if before is None or item.file not in files:
            catalog.add(text, context=item.context, locations=[(item.file, 0)])
    return catalog


def everything() -> Catalog:
    """What the app and its data say now."""
    return template([*said_in_code(), *said_in_workbooks(), *said_in_data()])


def path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES" / "messages.po"


def translated_languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(file.parent.parent.name for file in LOCALES.glob("*/LC_MESSAGES/messages.po"))


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where it has none yet. ``fuzzy``: it is only
    begun."""
    file = path(language)
    if not file.exists():
        return Catalog(locale=language, fuzzy=True)
    return _read(file.read_bytes(), language)


def _read(content: bytes, language: str) -> Catalog:
    catalog = read_po(io.BytesIO(content), locale=language)
    catalog.fuzzy = marked_begun(content)
    return catalog


def updated(old: Catalog, wanted: Catalog) -> Catalog:
    """The catalogue with exactly the wanted texts, keeping the translations that it has."""
    new = _read(_written(old), str(old.locale))
    new.update(wanted, no_fuzzy_matching=True)
    _renumber(new, old)
    new.fuzzy = old.fuzzy and bool(problems(new, wanted))
    return new


def _renumber(new: Catalog, old: Catalog) -> None:
    """Fills what is empty and was there with other numbers: «Only 41 of 308 places are …»."""
    before = {
        (message.context, _DIGITS.sub("0", message.id)): (message.id, message.string)
        for message in old
        if isinstance(message.id, str) and isinstance(message.string, str) and not message.fuzzy
    }
    for message in new:
        if not isinstance(message.id, str) or message.string:
            continue
        text, translated = before.get((message.context, _DIGITS.sub("0", message.id)), ("", ""))
        # Only where the translation names the same numbers in the same order, as digits.
        if translated and _DIGITS.findall(text) == _DIGITS.findall(translated):
            numbers = [*_DIGITS.findall(message.id), ""]
            between = _DIGITS.split(translated)
            pairs = zip(between, numbers, strict=True)
            message.string = "".join(words + number for words, number in pairs)


def _written(catalog: Catalog) -> bytes:
    """A catalogue as a file: sorted, without dates and line numbers, so that changes read well."""
    name = Locale.parse(catalog.locale).get_display_name("en")
    header = (
        f"# {name} words of SECON regions. The keys are the English sentences of the app; places\n"
        "# in braces stay as they are. «make words» keeps this file up to date.\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
        + ('"X-Begun: yes\\n"\n' if catalog.fuzzy else "")
        + "\n"
    )
    for message in catalog:
        message.flags.discard("python-format")  # «% of» only looks like one
    body = io.BytesIO()
    write_po(
        body,
        catalog,
        width=100,
        omit_header=True,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return header.encode() + body.getvalue().strip(b"\n") + b"\n"


def update(language: str, wanted: Catalog) -> bool:
    """Writes the catalogue of a language anew; whether that changed anything."""
    file, text = path(language), _written(updated(read(language), wanted))
    if file.exists() and file.read_bytes() == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text)
    return True


def problems(catalog: Catalog, wanted: Catalog) -> list[str]:
    """What keeps a catalogue from being complete, a line each."""
    told = []
    for message in wanted:
        if not message.id:
            continue
        found = catalog.get(_key(message), message.context)
        if found is None:
            told.append(f"missing: «{_key(message)}»")
        else:
            told += [f"{what}: «{_key(message)}»" for what in _faults(found, message, catalog)]
    for message in catalog:
        if message.id and wanted.get(_key(message), message.context) is None:
            told.append(f"no longer said: «{_key(message)}»")
    return told


def wrong(catalog: Catalog, wanted: Catalog) -> list[str]:
    """``problems`` without what a catalogue that is only begun may lack."""
    told = problems(catalog, wanted)
    return [line for line in told if not (catalog.fuzzy and line.startswith(EMPTY))]


def _faults(found: Message, wanted: Message, catalog: Catalog) -> Iterator[str]:
    """What is wrong with one translation."""
    plural = isinstance(wanted.id, tuple)
    forms = [found.string or ""] if isinstance(found.string, str) else list(found.string or ())
    if found.fuzzy:
        yield "fuzzy"
    if not forms or not all(forms):
        yield EMPTY
        return
    if len(forms) != (catalog.num_plurals if plural else 1):
        yield f"{len(forms)} forms instead of {catalog.num_plurals if plural else 1}"
    if wanted.context == DATA:
        return
    asked = str(wanted.id[-1] if plural else wanted.id)
    for form in forms:
        try:
            same = _places(form) == _places(asked)
        except ValueError:
            same = False
        if not same:
            yield f"other places than {', '.join(sorted(_places(asked))) or 'none'} in «{form}»"
        if sorted(re.findall(r"</?\w+", form)) != sorted(re.findall(r"</?\w+", asked)):
            yield f"other tags in «{form}»"


def _places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _key(message: Message) -> str:
    return str(message.id[0] if isinstance(message.id, tuple) else message.id)


def main() -> None:
    parser = argparse.ArgumentParser(description="Updates the catalogues in locales/.")
    parser.add_argument("--check", action="store_true", help="change nothing, say what is missing")
    parser.add_argument("--add", metavar="CODE", help="begin the catalogue of a language: el")
    asked = parser.parse_args()
    wanted = everything()
    languages = translated_languages()
    if asked.add and asked.add not in languages:
        try:
            Locale.parse(asked.add)
        except (UnknownLocaleError, ValueError):
            sys.exit(f"«{asked.add}» is not the code of a language; el, de or pl are.")
        languages.append(asked.add)
    incomplete = False
    for language in languages:
        changed = not asked.check and update(language, wanted)
        catalog = read(language)
        told = problems(catalog, wanted)
        incomplete |= bool(wrong(catalog, wanted))
        state = f"{len(told)} to do" if told else "complete"
        state += ", begun" if catalog.fuzzy else ""
        print(f"{language}: {state}{', file updated' if changed else ''}")
        for line in told:
            print(f"  {line}")
    if asked.check and incomplete:
        sys.exit(ADVICE)


if __name__ == "__main__":
    main()
