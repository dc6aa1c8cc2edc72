"""What is drawn of a view, as numbers and words: pictures, slides and reports are made of the same.
Colours are hexadecimal; everything can be sent to another process. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from secon_ui.drawing.theme import LIGHT

Ticks: TypeAlias = Sequence[tuple[float, str]]  # where on the axis, and what stands there


@dataclass(frozen=True)
class Level:
    """A value that others are measured against. ``told``: the number as it is printed."""

    name: str
    value: float
    told: str


@dataclass(frozen=True)
class Bar:
    """A row of ``Bars``. ``value`` None: there is none, and ``told`` says why; ``beneath``: what
    the value stands for; ``basis``: own, computed or wider; ``strong``: one of those looked at;
    ``part``: of the value, what is looked at; the row is then a bar, in full colour so far."""

    name: str
    value: float | None
    told: str
    colour: str
    ink: str
    beneath: str = ""
    basis: str = "own"
    strong: bool = False
    part: float | None = None


@dataclass(frozen=True)
class Bars:
    """Rows from zero, the first on top. ``band``: from where to where the middle half of all areas
    reaches, and its words; ``measure``: what the numbers are; ``title``: stands over the rows;
    ``most``: how far the axis reaches at least, so that two drawings have the same; ``part_of``:
    what the parts of the values are."""

    bars: Sequence[Bar]
    measure: str
    level: Level | None = None
    band: tuple[float, float, str] | None = None
    title: str = ""
    most: float = 0.0
    part_of: str = ""


@dataclass(frozen=True)
class Piece:
    """Years and values without a gap. ``dotted``: a break lies between them."""

    years: Sequence[int]
    values: Sequence[float]
    dotted: bool = False


@dataclass(frozen=True)
class Line:
    """A series. ``end``: its last year and value; ``told``: that value as it is printed;
    ``lozenges``: where a break lies that is derived (year, value)."""

    name: str
    pieces: Sequence[Piece]
    end: tuple[int, float]
    told: str
    colour: str
    ink: str
    basis: str = "own"
    strong: bool = False
    dashed: bool = False
    lozenges: Sequence[tuple[float, float]] = ()


@dataclass(frozen=True)
class Lines:
    """Series over the years. ``ticks``: of the values; ``years``: those named on the axis;
    ``measure``: what the numbers are; ``broken``: years in which most series break, with words."""

    lines: Sequence[Line]
    ticks: Ticks
    years: Sequence[int]
    measure: str
    broken: Sequence[tuple[int, str]] = ()


@dataclass(frozen=True)
class Dot:
    """A point of ``Scatter``; ``name`` empty: it has no label."""

    name: str
    x: float
    y: float
    colour: str
    ink: str
    basis: str = "own"
    strong: bool = False


@dataclass(frozen=True)
class Scatter:
    """Two measures against each other: those looked at over a cloud of all areas. ``middle``: the
    medians of the cloud, with the word for them; None where there is no cloud."""

    dots: Sequence[Dot]
    cloud: Sequence[tuple[float, float]]
    x_title: str
    y_title: str
    x_ticks: Ticks
    y_ticks: Ticks
    middle: tuple[float, float, str] | None


@dataclass(frozen=True)
class Filled:
    """Areas of a layer of ``static/geometry`` with their colours, by code. ``edge``: the colour of
    their outlines; ``width`` of these, in pixels."""

    layer: str
    fills: Sequence[tuple[str, str]]
    edge: str
    width: float = 0.6


@dataclass(frozen=True)
class Spot:
    """A place on a map: its number or name stands in or beside the mark; ``strong``: it is looked
    at. ``name``: stands beside it where there is room; ``ink`` of it; ``brief``: the name on a
    slide, where it is another; ``edge``: around the mark; ``colour`` empty: there is no mark, only
    its name beside what is so large."""

    longitude: float
    latitude: float
    colour: str
    text: str = ""
    size: float = 8.0
    inside: bool = False
    strong: bool = False
    name: str = ""
    ink: str = ""
    edge: str = ""
    brief: str = ""


@dataclass(frozen=True)
class Map:
    """A map. ``frame``: west, south, east, north; ``layers``: drawn one over another; ``title`` and
    ``told``: what stands over it; ``ink`` of both; ``made_for``: where the frame is so many pixels
    wide, the spots have their sizes, and grow with it; 0: they are always as they are; ``empty``:
    what stands in a map without spots."""

    frame: tuple[float, float, float, float]
    layers: Sequence[Filled]
    spots: Sequence[Spot] = ()
    title: str = ""
    told: str = ""
    ink: str = LIGHT.text
    sea: str = LIGHT.sea
    made_for: float = 0.0
    empty: str = ""


@dataclass(frozen=True)
class Maps:
    """A map of everything, and small ones beside it; ``main`` None: only the small ones.
    ``listed``: what the small ones tell stands beside the map in words."""

    main: Map | None
    small: Sequence[Map] = ()
    listed: bool = False


Align: TypeAlias = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Head:
    """A column of a ``Grid``. ``share``: of the width; 0: as much as it needs; ``small``: quieter
    words beneath; ``ink``: empty for the usual one; ``aside``: on a slide it is told in the
    speaker's note where not all have room."""

    text: str
    align: Align = "left"
    share: float = 0.0
    small: str = ""
    ink: str = ""
    aside: bool = False


@dataclass(frozen=True)
class Cell:
    """``basis``: the mark that stands before the text, empty for none; ``small``: quieter words
    beneath; ``ink`` and ``fill``: empty for the usual ones; ``link``: where its text leads, or the
    quieter words where they stand alone."""

    text: str
    small: str = ""
    basis: str = ""
    fill: str = ""
    ink: str = ""
    strong: bool = False
    link: str = ""


@dataclass(frozen=True)
class Grid:
    """A table. ``rows``: of cells, or one text that stands over the rows beneath it; ``marked``:
    numbers of rows that are looked at; ``more``: what is left out, in words; ``kept``: numbers of
    rows in the order in which they stay where not all have room, empty for the first ones;
    ``filled``: its cells are a field of colours; ``beyond``: how many rows there are that are not
    given, because no picture has room for them; ``brief``: the same as a slide tells it, None where
    that is the table without what stands ``aside``."""

    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell] | str]
    marked: Sequence[int] = ()
    more: str = ""
    kept: Sequence[int] = ()
    filled: bool = False
    beyond: int = 0
    brief: Grid | None = None


@dataclass(frozen=True)
class Span:
    """A time between two days, as years with a fraction. ``fades``: where no day is stated, the
    bar fades towards that end; ``told``: what stands behind it; ``strong``: it is not over;
    ``nested``: part of the one above; ``hollow``: it is drawn in outline."""

    name: str
    start: float
    end: float
    colour: str
    told: str = ""
    strong: bool = True
    fades: Literal["", "start", "end"] = ""
    nested: bool = False
    hollow: bool = False


@dataclass(frozen=True)
class Spans:
    """Times under one another; a text stands over the spans beneath it. ``today``: the day, with
    its words."""

    spans: Sequence[Span | str]
    first: float
    last: float
    today: tuple[float, str] | None = None
    more: str = ""


@dataclass(frozen=True)
class Placed:
    """A row of a ``Profile``. Positions are from 0 (the lowest end) to 1 (the best); None: not
    placed. ``dots``: of all areas, where they are too few for quarters; ``quarter``: best, lowest
    or empty; ``trend``: in words, with its arrow; ``among``: of which areas the place is, where
    they are not the usual ones; ``none``: why there is no value; ``short``: the name with its unit
    and year in one, as short as it can be told."""

    name: str
    small: str
    value: str
    basis: str
    against: str
    difference: str
    place: str
    position: float | None = None
    other: float | None = None
    other_basis: str = "own"
    tip: float | None = None
    median: float | None = 0.5
    dots: Sequence[float] = ()
    quarter: str = ""
    trend: str = ""
    none: str = ""
    among: str = ""
    short: str = ""


@dataclass(frozen=True)
class Profile:
    """One region on many measures, on one axis of quarters. ``heads``: name, value, measured
    against, difference, place, trend; ``bands``: the words over the axis; ``rows``: a text stands
    over those of a theme; ``brief``: the rows where not all have room, and ``more``: what is then
    left out, in words; ``short``: for a slide, with name, value, place and axis alone."""

    heads: tuple[str, str, str, str, str, str]
    bands: tuple[str, str, str]
    rows: Sequence[Placed | str]
    colour: str
    other: str = ""
    brief: Sequence[Placed] = ()
    more: str = ""
    short: bool = False


Exhibit: TypeAlias = Bars | Lines | Scatter | Maps | Grid | Spans | Profile


@dataclass(frozen=True)
class Key:
    """An entry of a legend. ``kind``: a mark that says what a value stands for (own, computed,
    wider), a fill, a line, a dashed line, a hollow lozenge, an upright stroke, a tip that points
    down; of ``Spans`` an outline, or the fill of pale bars."""

    words: str
    kind: Literal["own", "computed", "wider", "fill", "line", "dashed", "lozenge", "tick", "tip",
                  "hollow", "pale"]  # fmt: skip
    colour: str = LIGHT.quiet
    strong: bool = False


@dataclass(frozen=True)
class Sheet:
    """A view that stands alone. ``exhibits``: what is drawn, one under another; ``described``: the
    same for who cannot see it; ``notice``: what must be said, a paragraph each; ``source``: its
    line, with a full stop; ``address``: the link, empty where it is not known; ``beside``: the
    exhibits stand side by side where there is room; ``elsewhere``: what else its page shows, in a
    sentence, empty where all is drawn."""

    language: str
    headline: str
    measured: str
    exhibits: Sequence[Exhibit]
    described: str
    keys: Sequence[Key] = ()
    notice: Sequence[str] = ()
    source: str = ""
    address: str = ""
    beside: bool = False
    elsewhere: str = ""

    def alone(self, address: str) -> Sheet:
        """As it goes on its own, apart from page and report: with its address, and what is only
        there."""
        told = (self.elsewhere,) if self.elsewhere else ()
        return replace(self, address=address, notice=(*self.notice, *told))


def keys_of(keys: Sequence[Key], drawn: Sequence[Exhibit]) -> list[Key]:
    """The keys of what is drawn: of a timeline on several slides, or of its first rows, those of
    the bars that are there."""
    if not any(isinstance(one, Spans) for one in drawn):
        return list(keys)
    spans = [span for one in drawn if isinstance(one, Spans)
             for span in one.spans if isinstance(span, Span)]  # fmt: skip
    colours = {span.colour for span in spans}
    fits = {
        "hollow": any(span.hollow for span in spans),
        "pale": not all(span.strong for span in spans),
    }
    return [key for key in keys if fits.get(key.kind, key.kind != "fill" or key.colour in colours)]
