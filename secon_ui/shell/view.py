"""What a link says, both ways.

A view is a frozen dataclass of codes. Its fields say under which key they stand in the link and
whether they hold one code or several; ``from_query`` and ``to_query`` do the rest. Codes never
depend on the language, so a link made in Latvian opens in Greek.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from functools import lru_cache, wraps
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote_plus, urlencode

SEPARATOR = "~"
_BRIEF = 600  # characters

Codes = Container[str]
Allowed = Mapping[str, Codes | Callable[[Mapping[str, Any]], Codes]]


def choice(key: str, default: str | None = None) -> Any:
    """A field that holds one code; its default stays out of the link."""
    return field(default=default, metadata={"key": key, "most": 1})


def choices(key: str, most: int, default: tuple[str, ...] = ()) -> Any:
    """A field that holds up to ``most`` different codes, in the order of choosing. Where there is
    a default, a link names none by an empty value."""
    return field(default=default, metadata={"key": key, "most": most, "several": True})


class Days(Container[str]):
    """All days between two, as a link writes them: «2026-11-24»."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last

    def __contains__(self, text: object) -> bool:
        if not isinstance(text, str) or len(text) != 10:
            return False
        try:
            return self.first <= date.fromisoformat(text) <= self.last
        except ValueError:
            return False


class Texts(Container[str]):
    """Any text on one line, up to so many characters: what a reader searches for."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __contains__(self, text: object) -> bool:
        return isinstance(text, str) and 0 < len(text) <= self.most and text.isprintable()


@dataclass(frozen=True)
class View:
    """What every link says: whose region, in which language; which version of the data, where it
    pins one."""

    region: str = field(metadata={"key": "region", "most": 1, "always": True})
    language: str = field(metadata={"key": "lang", "most": 1, "always": True})
    rev: str | None = field(default=None, kw_only=True, metadata={"key": "rev", "most": 1})

    @property
    def long(self) -> bool:
        """Whether it holds texts of any length: nothing that is made of it is kept, or whoever
        sends such links could fill the memory."""
        return False


@dataclass(frozen=True)
class Problem:
    """A value in a link that cannot be: under which key, what it says, what is shown instead;
    ``days`` that it may hold, where it holds one."""

    key: str
    value: str
    shown: str
    days: Days | None = None


V = TypeVar("V", bound=View)
T = TypeVar("T")


def _kept(make: Callable[[View], T]) -> Callable[[View], T]:
    """A function of a view that keeps what it gave last, but of long ones."""
    kept = lru_cache(4096)(make)

    @wraps(make)
    def made(view: View) -> T:
        return (make if view.long else kept)(view)

    return made


@_kept
def keys(view: View) -> frozenset[str]:
    """The keys under which a view's fields stand in a link."""
    return frozenset(item.metadata["key"] for item in fields(view))


def from_query(
    kind: type[V], query: Mapping[str, str], allowed: Allowed, home: Mapping[str, str]
) -> tuple[V, list[Problem]]:
    """The view that a link asks for, and what in it could not be.

    ``allowed``: the codes that each field may hold; a callable gets the fields decided so far.
    ``home``: region and language where the link names none. Keys that mean nothing here are
    passed over: they may belong to another page.
    """
    decided: dict[str, Any] = {}
    problems = []
    for item in fields(kind):
        key, most = item.metadata["key"], item.metadata["most"]
        default = home[item.name] if item.default is MISSING else item.default
        codes = allowed[item.name]
        known = codes(decided) if callable(codes) else codes
        if item.metadata.get("several"):
            default = tuple(code for code in default if code in known)
        text = query.get(key)
        value = default
        if text is not None:
            if item.metadata.get("several"):
                asked = list(dict.fromkeys(text.split(SEPARATOR))) if text else []
                value = tuple(code for code in asked if code in known)[:most]
                wrong = [code for code in asked if code not in value]
            else:
                value = text if text in known else default
                wrong = [] if text in known else [text]
            shown = SEPARATOR.join(value) if isinstance(value, tuple) else (value or "")
            days = known if isinstance(known, Days) else None
            problems += [Problem(key, code, shown, days) for code in wrong]
        decided[item.name] = value
    return kind(**decided), problems


def is_brief(query: Mapping[str, str]) -> bool:
    """Whether a query is one of a length that readers' links have: what is made of it may be kept.
    Of longer ones it is worked out anew, or whoever sends them could fill the memory."""
    return sum(map(len, query)) + sum(map(len, query.values())) <= _BRIEF


@_kept  # a run asks for the link of its view at every place that names it
def to_query(view: View) -> Mapping[str, str]:
    """The link of a view: region and language always, other fields where they differ from their
    defaults. Shared."""
    query = {}
    for item in fields(view):
        value = getattr(view, item.name)
        if item.metadata.get("always") or value != item.default:
            text = SEPARATOR.join(value) if isinstance(value, tuple) else value
            query[item.metadata["key"]] = text or ""
    return query


@_kept
def encoded(view: View) -> str:
    """The query of a view's link, without the question mark."""
    quoted = _quoted.__wrapped__ if view.long else _quoted
    return "&".join(f"{key}={quoted(text)}" for key, text in to_query(view).items())


def spelt_out(view: View) -> str:
    """The same with every choice named, defaults too: these may be others one day."""
    named = {}
    for item in fields(view):
        value = getattr(view, item.name)
        if value or value != item.default:
            text = SEPARATOR.join(value) if isinstance(value, tuple) else value
            named[item.metadata["key"]] = text or ""
    quoted = _quoted.__wrapped__ if view.long else _quoted
    return "&".join(f"{key}={quoted(text)}" for key, text in named.items())


@lru_cache(4096)  # a page of links says the same few codes a hundred times
def _quoted(text: str) -> str:
    return quote_plus(text, safe="~")


def address(slug: str, view: View) -> str:
    """The link of a view on a page, relative to the app's root."""
    return f"{slug}?{encoded(view)}"


def parted(query: str) -> dict[str, str]:
    """The keys and values of a link's query; a value may be empty, which says «none of them»."""
    return dict(parse_qsl(query, keep_blank_values=True))


def show_address(slug: str, query: Mapping[str, str]) -> str:
    """The link of the show of a page's slides that begins with the view of a query, relative to the
    app's root. Which page of a list a reader is on is no part of it."""
    own = {key: text for key, text in query.items() if key != "page"}
    return f"show?{urlencode({'page': slug, **own}, safe=SEPARATOR)}"
