"""Tables as the office's own, with a header row; type as large as the room allows, and as many
slides as are needed. A profile is one, with shapes where values lie among the quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.exhibit import Cell, Grid, Placed, Profile
from secon_ui.taking.slides.canvas import (
    LEADING,
    Align,
    Box,
    Canvas,
    Paragraph,
    Run,
    filled,
    lines,
    shortened,
    spot,
    stroke,
    units,
    width,
)
from secon_ui.text.basis_marks import SIGN

SIZES = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0)  # tried in this order
PARTED = 14.0  # of a table that takes several slides all the same
SIDE, ABOVE = 5.0, 2.5  # margins of a cell
DIGITS = 1.08  # a number breaks rather than a word: its column has room in any typeface
SMALLER, HEADING, LEAST = 0.84, 0.88, 12.0  # shares of a size, and the smallest of all


@dataclass(frozen=True)
class _Laid:
    """What a cell holds: paragraphs, how they stand, its ground; ``across``: how many columns."""

    found: Sequence[Paragraph]
    align: Align = "left"
    fill: str = ""
    across: int = 1


def _small(size: float, share: float = SMALLER) -> float:
    return max(LEAST, size * share)


def _sign(basis: str) -> str:
    return f"{SIGN[basis]} " if basis else ""


def _cell_paragraphs(cell: Cell, size: float) -> list[Paragraph]:
    ink = cell.ink or LIGHT.text
    first = Run(_sign(cell.basis) + cell.text, size, ink, cell.strong, cell.link)
    if not cell.small:
        return [[first]]
    small = Run(f"  {cell.small}" if first.text else cell.small, _small(size),
                cell.ink or LIGHT.quiet)  # fmt: skip
    return [[first, small]]


def _need(cell: Cell, size: float) -> float:
    """The room in which a cell is one line."""
    small = width(f"  {cell.small}", _small(size)) if cell.small else 0.0
    text = width(_sign(cell.basis) + cell.text, size, strong=cell.strong)
    return 2 * SIDE + 1 + text * DIGITS + small


def _longest_word(text: str, size: float, strong: bool = False) -> float:
    return max((width(word, size, strong=strong) for word in text.split()), default=0.0)


def _least(cell: Cell, size: float) -> float:
    """The room without which a word of a cell is broken."""
    sign = width(_sign(cell.basis), size)
    return (
        2 * SIDE
        + 2
        + max(
            (sign + _longest_word(cell.text, size, cell.strong)) * DIGITS,
            _longest_word(cell.small, _small(size)),
        )
    )


@lru_cache(maxsize=64)
def _columns(found: Grid, size: float, room: float) -> tuple[tuple[float, ...], bool]:
    """How wide the columns are, and whether no word is broken. Columns with a share take what the
    others leave, and at least what their longest word needs."""
    needs, leasts = [], []
    for at, head in enumerate(found.heads):
        cells = [row[at] for row in found.rows if not isinstance(row, str)]
        title = Cell(head.text)
        needs.append(
            max([_need(cell, size) for cell in cells] + [_need(title, _small(size, HEADING))])
        )
        leasts.append(
            max([_least(cell, size) for cell in cells] + [_least(title, _small(size, HEADING))])
        )
        # A heading may break between its words where the values beneath are short.
        if not head.share:
            body = max((_need(cell, size) for cell in cells), default=0.0)
            needs[-1] = max(leasts[-1], min(needs[-1], max(body, room * 0.1)))
    fixed = [0.0 if head.share else need for head, need in zip(found.heads, needs, strict=True)]
    shared = sum(head.share for head in found.heads)
    rest = room - sum(fixed)
    least = sum(one for head, one in zip(found.heads, leasts, strict=True) if head.share)
    if not shared:
        if rest >= 0:
            return tuple(need + rest / max(1, len(needs)) for need in needs), True
        # Too wide: each gives up what it has over its longest word, in proportion.
        spare = sum(need - one for need, one in zip(needs, leasts, strict=True))
        part = min(1.0, -rest / spare) if spare > 0 else 1.0
        given = [need - (need - one) * part for need, one in zip(needs, leasts, strict=True)]
        scale = min(1.0, room / sum(given))
        return tuple(one * scale for one in given), scale == 1.0
    if rest < least:
        scale = room / (sum(fixed) + least)
        return tuple(
            (one if head.share else need) * scale
            for head, need, one in zip(found.heads, needs, leasts, strict=True)
        ), False
    over = rest - least
    return tuple(
        one + over * head.share / shared if head.share else need
        for head, need, one in zip(found.heads, needs, leasts, strict=True)
    ), True


def _heights(found: Grid, columns: Sequence[float], size: float) -> list[float]:
    """Of the heading and of each row."""
    heads = [lines(head.text, _small(size, HEADING), wide - 2 * SIDE - 1)
             for head, wide in zip(found.heads, columns, strict=True)]  # fmt: skip
    heights = [max(heads, default=1) * _small(size, HEADING) * LEADING + 2 * ABOVE]
    for row in found.rows:
        if isinstance(row, str):
            heights.append(size * LEADING + 2 * ABOVE)
            continue
        tall = size * LEADING
        for cell, wide in zip(row, columns, strict=True):
            high = 0.0
            for runs in _cell_paragraphs(cell, size):
                text = "".join(run.text for run in runs)
                strong = any(run.strong for run in runs)
                high += lines(text, size, wide - 2 * SIDE - 1, strong=strong) * size * LEADING
            tall = max(tall, high)
        heights.append(tall + 2 * ABOVE)
    return heights


def _frozen(found: Grid) -> Grid:
    """The same, to be kept by."""
    rows = tuple(row if isinstance(row, str) else tuple(row) for row in found.rows)
    return replace(found, heads=tuple(found.heads), rows=rows, marked=tuple(found.marked))


def _fits(found: Grid, room: float) -> tuple[float, tuple[float, ...]]:
    """The largest type in which no word is broken, with the columns."""
    for size in SIZES:
        columns, whole = _columns(found, size, room)
        if whole:
            return size, columns
    return SIZES[-1], _columns(found, SIZES[-1], room)[0]


def parted(found: Grid, room: float, height: float) -> list[Grid]:
    """A table as one that fits into a height, or as several of which each does."""
    found = _frozen(found)
    for size in SIZES:
        columns, whole = _columns(found, size, room)
        if whole and sum(_heights(found, columns, size)) + _more(found) <= height:
            return [found]
    size, columns = _fits(found, room)
    size = min(size, PARTED)
    columns = _columns(found, size, room)[0]
    head, *heights = _heights(found, columns, size)
    space = height - head - _more(found)
    count = max(1, -(-int(sum(heights)) // int(max(space, 40.0))))
    while True:
        parts = _cut(found, heights, space, sum(heights) / count)
        if parts is not None or count > len(heights):
            break
        count += 1
    cuts = parts or [(at, at + 1) for at in range(len(heights))]
    return [
        replace(
            found,
            rows=found.rows[start:end],
            marked=tuple(at - start for at in found.marked if start <= at < end),
            more=found.more if end == len(heights) else "",
        )
        for start, end in cuts
    ]


def _cut(
    found: Grid, heights: Sequence[float], space: float, fair: float
) -> list[tuple[int, int]] | None:
    """Rows from where to where, about as high each; None where one is too high. No heading of
    rows is left at the foot."""
    cuts, start, used = [], 0, 0.0
    for at, high in enumerate(heights):
        if at > start and (used + high > space or used >= fair):
            end = at - 1 if isinstance(found.rows[at - 1], str) and at - 1 > start else at
            cuts.append((start, end))
            start, used = end, sum(heights[end:at])
        used += high
    cuts.append((start, len(heights)))
    fits = all(sum(heights[a:b]) <= space or b - a == 1 for a, b in cuts)
    return cuts if fits else None


def _more(found: Grid) -> float:
    return 22.0 if found.more else 0.0


def height(found: Grid, room: float) -> float:
    """How high a table is in its smallest usual type."""
    found = _frozen(found)
    size = min(_fits(found, room)[0], PARTED)
    return sum(_heights(found, _columns(found, size, room)[0], size)) + _more(found)


def grid(canvas: Canvas, found: Grid, box: Box, described: str) -> None:
    """A table with its heading, fills and marked rows."""
    found = _frozen(found)
    largest, columns = _fits(found, box.width)
    size = largest
    for size in [one for one in SIZES if one <= largest] or [largest]:
        columns, _ = _columns(found, size, box.width)
        heights = _heights(found, columns, size)
        if sum(heights) + _more(found) <= box.height:
            break
    heights = _heights(found, columns, size)
    heads = [
        _Laid([[Run(head.text, _small(size, HEADING), LIGHT.quiet)]], head.align)
        for head in found.heads
    ]
    rows = [heads]
    for at, row in enumerate(found.rows):
        if isinstance(row, str):
            title = _Laid([[Run(row, size, LIGHT.quiet, strong=True)]], across=len(columns))
            rows.append([title])
            continue
        ground = LIGHT.facet if at in found.marked else ""
        rows.append(
            [
                _Laid(_cell_paragraphs(cell, size), head.align, cell.fill or ground)
                for cell, head in zip(row, found.heads, strict=True)
            ]
        )
    name = found.heads[0].text if found.heads else ""
    place = Box(box.left, box.top, sum(columns), sum(heights))
    _table(canvas, place, columns, heights, rows, name, described)
    if found.more:
        under = Box(box.left, place.bottom + 4, box.width, 18)
        canvas.text(under, [[Run(found.more, 14, LIGHT.quiet)]], name=found.more)


def _table(
    canvas: Canvas,
    box: Box,
    columns: Sequence[float],
    heights: Sequence[float],
    rows: Sequence[Sequence[_Laid]],
    name: str,
    described: str,
) -> None:
    parts = []
    for at, (row, high) in enumerate(zip(rows, heights, strict=True)):
        rule = stroke(LIGHT.other if at == 0 else LIGHT.rule, 1.0 if at == 0 else 0.75)
        cells = []
        for laid in row:
            span = f' gridSpan="{laid.across}"' if laid.across > 1 else ""
            words, style = canvas.paragraphs(laid.found, laid.align), _cell_style(laid.fill, rule)
            body = f"<a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
            cells.append(f"<a:tc{span}>{body}{style}</a:tc>")
            empty = f"<a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody>{_cell_style('', rule)}"
            cells += [f'<a:tc hMerge="1">{empty}</a:tc>'] * (laid.across - 1)
        parts.append(f'<a:tr h="{units(high)}">{"".join(cells)}</a:tr>')
    widths = "".join(f'<a:gridCol w="{units(wide)}"/>' for wide in columns)
    canvas.add(
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{canvas.number()}" '
        f"name={quoteattr(name)} descr={quoteattr(described)}/><p:cNvGraphicFramePr>"
        '<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
        f"<p:xfrm>{spot(box)}</p:xfrm><a:graphic><a:graphicData "
        'uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl>'
        f'<a:tblPr firstRow="1"/><a:tblGrid>{widths}</a:tblGrid>{"".join(parts)}'
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def _cell_style(fill: str, rule: str) -> str:
    none = "".join(f"<a:{side}><a:noFill/></a:{side}>" for side in ("lnL", "lnR", "lnT"))
    beneath = rule.replace("a:ln ", "a:lnB ").replace("</a:ln>", "</a:lnB>")
    return (
        f'<a:tcPr marL="{units(SIDE)}" marR="{units(SIDE)}" marT="{units(ABOVE)}" '
        f'marB="{units(ABOVE)}" anchor="ctr">{none}{beneath}{filled(fill)}</a:tcPr>'
    )


# --- profile ---

PROFILE = 14.0
ROW, HEAD = 23.0, 34.0
EDGE = 8.0  # between a strip and the place


def parted_profile(found: Profile, height: float) -> list[Profile]:
    """A profile on as many slides as it needs; a theme begins on a new one where it can."""
    most = max(2, int((height - HEAD) / ROW))
    blocks: list[list[Placed | str]] = []
    for row in found.rows:
        if isinstance(row, str) or not blocks:
            blocks.append([])
        blocks[-1].append(row)
    parts: list[list[Placed | str]] = []
    for block in blocks:
        if parts and len(parts[-1]) + len(block) <= most:
            parts[-1] += block
            continue
        title = block[0] if isinstance(block[0], str) else None
        while len(block) > most:
            parts.append(block[:most])
            block = [*([title] if title else []), *block[most:]]
        parts.append(block)
    return [replace(found, rows=rows) for rows in parts] or [found]


def profile_height(found: Profile) -> float:
    return HEAD + ROW * len(found.rows)


def profile(canvas: Canvas, found: Profile, box: Box, described: str) -> None:
    """A row a measure: value, what it is measured against, place; the strips are shapes over an
    empty column."""
    size = PROFILE
    placed = [row for row in found.rows if isinstance(row, Placed)]

    def widest(texts: Sequence[str], head: str) -> float:
        return (
            2 * SIDE
            + 2
            + max(
                [width(text, size, strong=True) for text in texts]
                + [width(head, _small(size, HEADING))]
            )
        )

    value = widest([_sign(row.basis) + row.value for row in placed], found.heads[1])
    against = widest([row.against for row in placed], found.heads[2])
    apart = widest([row.difference for row in placed], found.heads[3])
    place = widest([row.place for row in placed], found.heads[4]) + EDGE
    trend = widest([row.trend for row in placed], found.heads[5])
    rest = box.width - value - against - apart - place - trend
    if rest < 280:  # a little of each for the names
        part = (box.width - 280) / (value + against + apart + place + trend)
        value, against, apart, place, trend = (
            one * part for one in (value, against, apart, place, trend)
        )
        rest = 280.0
    name, strip = rest * 0.53, rest * 0.47
    columns = [name, value, against, apart, strip, place, trend]
    heads: list[tuple[str, Align]] = [
        (found.heads[0], "left"), (found.heads[1], "right"), (found.heads[2], "right"),
        (found.heads[3], "right"), ("", "left"), (found.heads[4], "left"), (found.heads[5], "left"),
    ]  # fmt: skip
    rows = [
        [_Laid([[Run(text, _small(size, HEADING), LIGHT.quiet)]], align) for text, align in heads]
    ]
    for row in found.rows:
        if isinstance(row, str):
            rows.append([_Laid([[Run(row, size, LIGHT.quiet, strong=True)]], across=len(columns))])
        else:
            rows.append(_profile_row(row, columns, found.colour, size))
    left = box.left + sum(columns[:4]) + SIDE
    track = Box(left, box.top, strip - 2 * SIDE, HEAD)
    high = min(ROW * 1.25, (box.height - HEAD) / max(1, len(found.rows)))
    heights = [HEAD, *[high] * len(found.rows)]
    total = Box(box.left, box.top, sum(columns), sum(heights))
    _table(canvas, total, columns, heights, rows, found.heads[0], described)
    _band_words(canvas, found, track)
    for at, row in enumerate(found.rows):
        if isinstance(row, Placed) and row.position is not None:
            here = replace(track, top=box.top + HEAD + at * high, height=high)
            whole = f"{row.name}: {row.value}, {row.place}"
            with canvas.group(here, name=row.name, described=whole):
                _strip(canvas, row, here, found)
            if row.quarter:  # as on the page: the best has a line beside its place, the lowest dots
                x, dash = here.right + SIDE, "" if row.quarter == "best" else "sysDot"
                canvas.line((x, here.top + 4), (x, here.bottom - 4), name=row.quarter,
                            colour=LIGHT.text, wide=2.5, dash=dash)  # fmt: skip


def _profile_row(row: Placed, columns: Sequence[float], colour: str, size: float) -> list[_Laid]:
    room = (columns[0] - 2 * SIDE) / DIGITS
    name = shortened(row.name, size, room)
    small = shortened(f"  {row.small}", 12.0, room - width(name, size)) if row.small else ""
    first = [Run(name, size), *([Run(small, 12.0, LIGHT.quiet)] if len(small.strip()) > 2 else [])]
    if row.none:
        wide = sum(columns[4:])
        none = shortened(row.none, size, wide - 2 * SIDE - 2)
        dashes = [_Laid([[Run("–", size, LIGHT.quiet)]], "right")]
        empty = [_Laid([[Run("", size)]])] * 2
        return [_Laid([first]), *dashes, *empty,
                _Laid([[Run(none, size, LIGHT.quiet)]], across=3)]  # fmt: skip
    texts: list[tuple[str, str, bool, Align]] = [
        (_sign(row.basis) + row.value, colour, True, "right"),
        (row.against, LIGHT.quiet, False, "right"),
        (row.difference, LIGHT.quiet, False, "right"),
        ("", "", False, "left"),
        (row.place, LIGHT.text, False, "left"),
        (row.trend, LIGHT.text, False, "left"),
    ]
    return [_Laid([first])] + [
        _Laid([[Run(shortened(text, size, wide - 2 * SIDE), size, ink, strong)]], align)
        for (text, ink, strong, align), wide in zip(texts, columns[1:], strict=True)
    ]


def _band_words(canvas: Canvas, found: Profile, track: Box) -> None:
    places: list[tuple[float, float, Align]] = [
        (0.0, 0.35, "left"), (0.35, 0.3, "center"), (0.65, 0.35, "right")
    ]  # fmt: skip
    for (start, share, align), words in zip(places, found.bands, strict=True):
        part = Box(track.left + start * track.width, track.top, share * track.width, track.height)
        canvas.text(part, [[Run(words, 12.0, LIGHT.quiet)]], name=words, align=align, anchor="ctr")


def _strip(canvas: Canvas, row: Placed, box: Box, found: Profile) -> None:
    high = box.height * 0.5
    top, middle = box.top + (box.height - high) / 2, box.top + box.height / 2

    def at(share: float) -> float:
        return box.left + share * box.width

    if row.dots:
        canvas.line((box.left, middle), (box.right, middle), name=row.name, colour=LIGHT.band_inner)
        for dot in row.dots:
            canvas.sign("own", at(dot), middle, 6, LIGHT.faint, row.name)
    else:
        canvas.shape("rect", Box(box.left, top, box.width, high), name=found.bands[1],
                     fill=LIGHT.band_outer)  # fmt: skip
        canvas.shape("rect", Box(at(0.25), top, box.width / 2, high), name=found.bands[1],
                     fill=LIGHT.band_inner)  # fmt: skip
    if row.median is not None:
        canvas.line((at(row.median), top), (at(row.median), top + high), name=found.heads[2],
                    colour=LIGHT.text, wide=1.25)  # fmt: skip
    if row.tip is not None:
        canvas.shape("flowChartMerge", Box(at(row.tip) - 4, top - 4, 8, 7), name=row.trend,
                     fill=LIGHT.text)  # fmt: skip
    if row.other is not None:
        canvas.sign(row.other_basis, at(row.other), middle, 10, LIGHT.compared[0], found.other)
    if row.position is not None:
        canvas.sign(row.basis, at(row.position), middle, 12, found.colour, row.name)
