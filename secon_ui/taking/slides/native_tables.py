"""Tables as the office's own, with a header row; type as large as the room allows, and as many
slides as are needed. A profile is one, with shapes where values lie among the quarters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from xml.sax.saxutils import quoteattr

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.exhibit import Cell, Grid, Head, Placed, Profile
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
from secon_ui.taking.typeset import left_out
from secon_ui.text.basis_marks import SIGN
from secon_ui.text.words import Words

SIZES = (18.0, 17.0, 16.0, 15.0, 14.0)  # tried in this order
PARTED = SIZES[-1]  # of a table that takes several slides all the same
# Letters of quieter words that go to the speaker's note where not all have room; in a field of
# colours, and else.
LONG_IN_FIELD, LONG = 12, 20
UNBROKEN = re.compile(r"[ \n]+|(?<=[^\W\d][-–])(?=[^\W\d])")  # a no-break space joins
NAMES = 0.85  # of what is left over in a field of colours, the most that the names of rows take
SIDE, ABOVE = 5.0, 2.5  # margins of a cell
GAP = 1.75  # between the fields of colours
WHOLE, MOST = 2, 3  # slides of one table in full, and in brief: then what has no room is told
SMALLER, HEADING, LEAST = 0.84, 0.88, 14.0  # shares of a size, and the smallest of all


@dataclass(frozen=True)
class _Laid:
    """What a cell holds: paragraphs, how they stand, its ground; ``across``: how many columns."""

    found: Sequence[Paragraph]
    align: Align = "left"
    fill: str = ""
    across: int = 1


@dataclass(frozen=True)
class Fitted(Grid):
    """A table, or some of its rows, as it stands on a slide: all parts of one have one ``size`` of
    type and the same ``columns``. ``noted``: what is left to the speaker's note, a line each."""

    size: float = field(kw_only=True)
    columns: Sequence[float] = field(kw_only=True)
    noted: Sequence[str] = field(kw_only=True, default=())


def _small(size: float, share: float = SMALLER) -> float:
    return max(LEAST, size * share)


def _sign(basis: str) -> str:
    return f"{SIGN[basis]} " if basis else ""


def _cell_paragraphs(cell: Cell, size: float) -> list[Paragraph]:
    ink = cell.ink or (LIGHT.link if cell.link else LIGHT.text)
    first = Run(_sign(cell.basis) + cell.text, size, ink, cell.strong, cell.link)
    if not cell.small:
        return [[first]]
    small = Run(f"  {cell.small}" if first.text else cell.small, _small(size),
                cell.ink or (LIGHT.link if cell.link and not first.text else LIGHT.quiet),
                link="" if first.text else cell.link)  # fmt: skip
    return [[first, small]]


def _head(head: Head, size: float) -> list[Paragraph]:
    ink = head.ink or LIGHT.quiet
    found: list[Paragraph] = [[Run(head.text, _small(size, HEADING), ink)]]
    return [*found, [Run(head.small, LEAST, LIGHT.quiet)]] if head.small else found


def _need(cell: Cell, size: float) -> float:
    """The room in which a cell is one line."""
    small = width(f"  {cell.small}", _small(size)) if cell.small else 0.0
    text = width(_sign(cell.basis) + cell.text, size, strong=cell.strong)
    return 2 * SIDE + 1 + text + small


def _longest_word(text: str, size: float, strong: bool = False) -> float:
    """The width of what no office breaks: it does behind the hyphen of «Rhine-Neckar»."""
    return max((width(word, size, strong=strong) for word in UNBROKEN.split(text)), default=0.0)


def _least(cell: Cell, size: float) -> float:
    """The room without which a word of a cell is broken."""
    sign = width(_sign(cell.basis), size)
    return (
        2 * SIDE
        + 2
        + max(
            sign + _longest_word(cell.text, size, cell.strong),
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
        title = Cell(head.text if not head.small else f"{head.text} {head.small}")
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
    if found.filled and found.heads[0].share:  # names of rows in one line rather than wide fields
        more = min(over * NAMES, max(0.0, needs[0] - leasts[0]))
        leasts[0], over = leasts[0] + more, over - more
    return tuple(
        one + over * head.share / shared if head.share else need
        for head, need, one in zip(found.heads, needs, leasts, strict=True)
    ), True


def _heights(found: Grid, columns: Sequence[float], size: float) -> list[float]:
    """Of the heading and of each row."""
    heads = [sum(_lines(part, wide - 2 * SIDE - 1) for part in _head(head, size))
             for head, wide in zip(found.heads, columns, strict=True)]  # fmt: skip
    heights = [max([1, *heads]) * _small(size, HEADING) * LEADING + 2 * ABOVE]
    for row in found.rows:
        if isinstance(row, str):
            heights.append(size * LEADING + 2 * ABOVE)
            continue
        tall = size * LEADING
        for cell, wide in zip(row, columns, strict=True):
            (runs,) = _cell_paragraphs(cell, size)
            tall = max(tall, _lines(runs, wide - 2 * SIDE - 1) * size * LEADING)
        heights.append(tall + 2 * ABOVE)
    return heights


def _lines(runs: Paragraph, room: float) -> int:
    """How many lines a paragraph of several styles takes."""
    count, used, gap = 1, 0.0, 0.0
    for run in runs:
        for word in re.findall(r"[^ ]+| +", run.text):
            long = width(word, run.size, strong=run.strong)
            if word.isspace():
                gap += long
                continue
            if used and used + gap + long > room:
                count, used = count + 1, 0.0
            else:
                used += gap
            gap = 0.0
            count += int(long // room) if room > 0 else 0
            used += long
    return count


def _frozen(found: Grid) -> Grid:
    """The same, to be kept by."""
    rows = tuple(row if isinstance(row, str) else tuple(row) for row in found.rows)
    return replace(
        found, heads=tuple(found.heads), rows=rows, marked=tuple(found.marked),
        kept=tuple(found.kept),
    )  # fmt: skip


def _brief(found: Grid) -> tuple[Grid, dict[int, str]]:
    """A table without the columns that stand aside and without long quieter words; and, by the
    identity of its row, what is so left out."""
    rows: list[Sequence[Cell] | str] = []
    noted: dict[int, str] = {}
    for row in found.rows:
        if isinstance(row, str):
            rows.append(row)
            continue
        cells, said = [], []
        for at, (head, cell) in enumerate(zip(found.heads, row, strict=True)):
            long = bool(cell.text) and len(cell.small) > (LONG_IN_FIELD if found.filled else LONG)
            if not head.aside:
                cells.append(replace(cell, small="") if long else cell)
                told = cell.small if long else ""
            else:
                told = " ".join(filter(None, (_sign(cell.basis) + cell.text, cell.small)))
            if told and told != "–":
                said.append(f"{head.text}: {told}" if at and head.text else told)
        rows.append(tuple(cells))
        if said:
            noted[id(rows[-1])] = f"{row[0].text} – {' · '.join(said)}"
    stay = [head for head in found.heads if not head.aside]
    heads = tuple(replace(head, small="") for head in stay)
    return replace(found, heads=heads, rows=tuple(rows)), noted


def _fits(found: Grid, room: float) -> tuple[float, tuple[float, ...]]:
    """The largest type in which no word is broken, with the columns."""
    for size in SIZES:
        columns, whole = _columns(found, size, room)
        if whole:
            return size, columns
    return SIZES[-1], _columns(found, SIZES[-1], room)[0]


def parted(found: Grid, room: float, height: float, t: Words) -> list[Fitted]:
    """A table as one that fits into a height, or as at most three of which each does. One that
    needs more than two leaves what stands aside to the speaker's note; where that is not enough
    the rows that it keeps longest stay, and how many are left out is told."""
    whole = _frozen(found)
    told = " ".join(filter(None, (left_out(whole.beyond, t), whole.more)))
    parts = _parted(replace(whole, more=told), room, height)
    broken = not _columns(whole, SIZES[-1], room)[1]
    if len(parts) <= WHOLE and not broken:
        return parts
    found, noted = _brief(whole)
    if noted:
        aside = t("The rest stands in the notes of the slide and behind the link.")
        found = replace(found, more=" ".join(filter(None, (found.more, aside))))
    return [
        replace(part, noted=tuple(noted[id(row)] for row in part.rows if id(row) in noted))
        for part in _enough(found, room, height, t)
    ]


def _enough(found: Grid, room: float, height: float, t: Words) -> list[Fitted]:
    """A table on at most three slides, with as many of its rows as have room."""
    told = " ".join(filter(None, (left_out(found.beyond, t), found.more)))
    parts = _parted(replace(found, more=told), room, height)
    if len(parts) <= MOST:
        return parts
    real = [at for at, row in enumerate(found.rows) if not isinstance(row, str)]
    low, high = 1, len(real)
    while low < high:
        middle = (low + high + 1) // 2
        if len(_parted(_kept(found, real, middle, t), room, height)) <= MOST:
            low = middle
        else:
            high = middle - 1
    return _parted(_kept(found, real, low, t), room, height)


def _kept(found: Grid, real: Sequence[int], n: int, t: Words) -> Grid:
    """A table with so many of its rows, in their places, with the headings that they have."""
    stay = set([*found.kept, *(at for at in real if at not in set(found.kept))][:n])
    rows: list[Sequence[Cell] | str] = []
    marked = []
    over = ""
    for at, row in enumerate(found.rows):
        if isinstance(row, str):
            over = row
        elif at in stay:
            rows += [over, row] if over else [row]
            over = ""
            if at in found.marked:
                marked.append(len(rows) - 1)
    told = left_out(len(real) - n + found.beyond, t)
    more = " ".join(filter(None, (told, found.more)))
    return replace(found, rows=tuple(rows), marked=tuple(marked), more=more)


def _parted(found: Grid, room: float, height: float) -> list[Fitted]:
    """On one slide where it fits, in the largest type in which it does; else on as few as can be,
    all of one size, about as full each."""
    for size in SIZES:
        columns, whole = _columns(found, size, room)
        if whole and sum(_heights(found, columns, size)) + _more(found, room) <= height:
            return [_fitted(found, size, columns)]
    best: tuple[list[tuple[int, int]], float] | None = None
    for size in reversed(SIZES):  # larger type where it takes no more slides
        columns, whole = _columns(found, size, room)
        head, *heights = _heights(found, columns, size)
        space = height - head - _more(found, room)
        count = max(1, -(-int(sum(heights)) // int(max(space, 40.0))))
        parts = None
        while parts is None and count <= len(heights):
            parts = _cut(found, heights, space, sum(heights) / count)
            count += 1
        if best and not (whole and parts and len(parts) <= len(best[0])):
            break
        best = (parts or [(at, at + 1) for at in range(len(heights))], size)
    cuts, size = best or ([(0, len(found.rows))], SIZES[-1])
    columns, _ = _columns(found, size, room)
    return [
        _fitted(
            replace(
                found,
                rows=found.rows[start:end],
                marked=tuple(at - start for at in found.marked if start <= at < end),
                more=found.more if end == len(found.rows) else "",
            ),
            size,
            columns,
        )
        for start, end in cuts
    ]


def _fitted(found: Grid, size: float, columns: Sequence[float]) -> Fitted:
    own = {one.name: getattr(found, one.name) for one in fields(Grid)}
    return Fitted(**own, size=size, columns=columns)


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


def _more(found: Grid, room: float) -> float:
    """The room of what is left out, in words."""
    return 6.0 + lines(found.more, LEAST, room) * LEAST * LEADING if found.more else 0.0


def height(found: Grid, room: float) -> float:
    """How high a table is, in its own type or in the smallest."""
    found = _frozen(found)
    if isinstance(found, Fitted):
        size, columns = found.size, found.columns
    else:
        size = min(_fits(found, room)[0], PARTED)
        columns = _columns(found, size, room)[0]
    return sum(_heights(found, columns, size)) + _more(found, room)


def grid(canvas: Canvas, found: Grid, box: Box, described: str) -> None:
    """A table with its heading, fills and marked rows."""
    found = _frozen(found)
    size, columns = SIZES[-1], _columns(found, SIZES[-1], box.width)[0]
    if isinstance(found, Fitted) and sum(found.columns) <= box.width + 1:
        size, columns = found.size, tuple(found.columns)
    else:
        for one in SIZES:
            wide, whole = _columns(found, one, box.width)
            if whole and sum(_heights(found, wide, one)) + _more(found, box.width) <= box.height:
                size, columns = one, wide
                break
    heights = _heights(found, columns, size)
    heads = [_Laid(_head(head, size), head.align) for head in found.heads]
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
    _table(
        canvas,
        place,
        columns,
        heights,
        rows,
        name,
        described,
        apart=found.filled,
        top=not found.filled,
    )
    if found.more:
        under = Box(box.left, place.bottom + 4, box.width, _more(found, box.width) - 4)
        canvas.text(under, [[Run(found.more, LEAST, LIGHT.quiet)]], name=found.more)


def _table(
    canvas: Canvas,
    box: Box,
    columns: Sequence[float],
    heights: Sequence[float],
    rows: Sequence[Sequence[_Laid]],
    name: str,
    described: str,
    *,
    apart: bool = False,
    top: bool = False,
) -> None:
    """``apart``: its cells are a field of colours, with gaps between them; ``top``: texts stand at
    the top of their rows."""
    parts = []
    for at, (row, high) in enumerate(zip(rows, heights, strict=True)):
        rule = stroke(LIGHT.other if at == 0 else LIGHT.rule, 1.0 if at == 0 else 0.75)
        if apart and at:
            rule = stroke(LIGHT.ground, GAP)
        cells = []
        for laid in row:
            span = f' gridSpan="{laid.across}"' if laid.across > 1 else ""
            words, style = (
                canvas.paragraphs(laid.found, laid.align),
                _cell_style(laid.fill, rule, apart=apart, top=top and at > 0),
            )
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


def _cell_style(fill: str, rule: str, *, apart: bool = False, top: bool = False) -> str:
    beside = stroke(LIGHT.ground if apart else "", GAP)
    edges = "".join(_edge(side, beside) for side in ("lnL", "lnR")) + _edge("lnT", stroke(""))
    return (
        f'<a:tcPr marL="{units(SIDE)}" marR="{units(SIDE)}" marT="{units(ABOVE)}" '
        f'marB="{units(ABOVE)}" anchor="{"t" if top else "ctr"}">'
        f"{edges}{_edge('lnB', rule)}{filled(fill)}</a:tcPr>"
    )


def _edge(side: str, line: str) -> str:
    return re.sub(r"(</?)a:ln(?=[ >])", rf"\1a:{side}", line)


# --- profile ---

TYPES, SMALL = (16.0, 15.0, 14.0), 14.0
HEAD = 2 * LEAST * LEADING + 2 * ABOVE + 1  # two lines, as no office makes it higher
LEAST_NAMES = 0.38  # of the width, what names and strips have at the least
EDGE = 8.0  # between a strip and the place


def parted_profile(found: Profile, room: float, height: float) -> list[Profile]:
    """A profile on one slide, in brief where not all has room; on several where it has no brief
    one, a theme beginning on a new slide where it can."""
    if _laid_out(found, room, height) is not None:
        return [replace(found, brief=(), more="")]
    if found.brief:
        placed = sum(isinstance(row, Placed) for row in found.rows)
        more = found.more if len(found.brief) < placed else ""
        found = replace(found, rows=found.brief, brief=(), more=more)
        if _laid_out(found, room, height) is not None:
            return [found]
    heights = _profile_heights(found, room, TYPES[-1])
    space, whole = max(height - HEAD, 40.0), sum(heights) + _under(found)
    count = int(-(-whole // space))
    parts = _profile_parts(found.rows, heights, space, whole / count)
    while len(parts) > count:  # about as full each
        count += 1
        parts = _profile_parts(found.rows, heights, space, whole / count)
    told = [""] * (len(parts) - 1) + [found.more]
    return [replace(found, rows=rows, more=more) for rows, more in zip(parts, told, strict=True)]


def _profile_parts(
    rows: Sequence[Placed | str], heights: Sequence[float], space: float, fair: float
) -> list[list[Placed | str]]:
    parts: list[list[Placed | str]] = [[]]
    used = 0.0
    for at, (row, high) in enumerate(zip(rows, heights, strict=True)):
        goes_on = isinstance(row, str) and at + 1 < len(heights)  # no heading stays at the foot
        need = high + (heights[at + 1] if goes_on else 0.0)
        if parts[-1] and (used + need > space or used + need / 2 > fair):
            parts.append([])
            used = 0.0
        parts[-1].append(row)
        used += high
    return parts


def _under(found: Profile) -> float:
    return 20.0 if found.more and not found.brief else 0.0


def _laid_out(found: Profile, room: float, height: float) -> tuple[float, list[float]] | None:
    """The largest type in which a profile fits into a height, and its rows' heights."""
    for size in TYPES:
        if size > TYPES[-1] and _profile_others(found, size)[1] > room * (1 - LEAST_NAMES):
            continue  # numbers would be cut
        heights = _profile_heights(found, room, size)
        if HEAD + sum(heights) + _under(found) <= height:
            return size, heights
    return None


def _profile_heights(found: Profile, room: float, size: float) -> list[float]:
    """A row is as many lines high as its name needs."""
    (name, *_) = _profile_columns(found, room, size)
    line = size * LEADING
    heights = []
    for row in found.rows:
        text = row if isinstance(row, str) else f"{row.name}  {row.small}"
        many = lines(text, size, name - 2 * SIDE) if isinstance(row, Placed) else 1
        heights.append(line * many + 2 * ABOVE + 1)
    return heights


def profile_height(found: Profile, room: float) -> float:
    """How high a profile is in its smallest type."""
    return HEAD + sum(_profile_heights(found, room, TYPES[-1])) + _under(found)


def _profile_others(found: Profile, size: float) -> tuple[list[float], float]:
    """How wide value, measured against, difference, place and trend are, and all of them."""
    placed = [row for row in found.rows if isinstance(row, Placed)]

    def widest(texts: Sequence[str], head: str, *, strong: bool = False) -> float:
        body = max([width(text, size, strong=strong) for text in texts], default=0.0)
        least = _longest_word(head, _small(size, HEADING))
        return 2 * SIDE + 2 + max(body, least)

    marked = [_sign(row.basis) + row.value for row in placed]
    others = [
        widest(marked, found.heads[1], strong=True),
        widest([row.against for row in placed], found.heads[2]),
        widest([row.difference for row in placed], found.heads[3]),
        widest([_among(row) for row in placed], found.heads[4]) + EDGE,
        widest([row.trend for row in placed], found.heads[5]),
    ]
    return others, sum(others)


def _profile_columns(found: Profile, room: float, size: float) -> list[float]:
    """How wide name, value, measured against, difference, strip, place and trend are."""
    others, all_of = _profile_others(found, size)
    rest = room - all_of
    if rest < room * LEAST_NAMES:  # a little of each for the names
        part = room * (1 - LEAST_NAMES) / all_of
        others, rest = [one * part for one in others], room * LEAST_NAMES
    value, against, apart, place, trend = others
    return [rest * 0.58, value, against, apart, rest * 0.42, place, trend]


def profile(canvas: Canvas, found: Profile, box: Box, described: str) -> None:
    """A row a measure: value, what it is measured against, place; the strips are shapes over an
    empty column."""
    size, heights = _laid_out(found, box.width, box.height) or (
        TYPES[-1], _profile_heights(found, box.width, TYPES[-1])
    )  # fmt: skip
    columns = _profile_columns(found, box.width, size)
    spare = (box.height - HEAD - _under(found) - sum(heights)) / max(1, len(heights))
    heights = [high + min(max(0.0, spare), 8.0) for high in heights]
    aligns: list[Align] = ["left", "right", "right", "right", "left", "left", "left"]
    titles = [*found.heads[:4], "", *found.heads[4:]]
    rows = [
        [
            _Laid([[Run(text, _small(size, HEADING), LIGHT.quiet)]], align)
            for text, align in zip(titles, aligns, strict=True)
        ]
    ]
    for row in found.rows:
        if isinstance(row, str):
            rows.append([_Laid([[Run(row, size, LIGHT.quiet, strong=True)]], across=len(columns))])
        else:
            rows.append(_profile_row(row, columns, found.colour, size))
    total = Box(box.left, box.top, sum(columns), HEAD + sum(heights))
    _table(canvas, total, columns, [HEAD, *heights], rows, found.heads[0], described)
    left = box.left + sum(columns[:4]) + SIDE
    track = Box(left, box.top, columns[4] - 2 * SIDE, HEAD)
    _band_words(canvas, found, track)
    if _under(found):
        under = Box(box.left, total.bottom + 2, box.width, 18)
        canvas.text(under, [[Run(found.more, SMALL, LIGHT.quiet)]], name=found.more)
    top = box.top + HEAD
    for row, high in zip(found.rows, heights, strict=True):
        here = replace(track, top=top, height=high)
        top += high
        if not isinstance(row, Placed) or row.position is None:
            continue
        whole = f"{row.name}: {row.value}, {row.place}"
        with canvas.group(here, name=row.name, described=whole):
            _strip(canvas, row, here, found)
        if row.quarter:  # as on the page: the best has a line beside its place, the lowest dots
            x, dash = here.right + SIDE, "" if row.quarter == "best" else "sysDot"
            canvas.line((x, here.top + 4), (x, here.bottom - 4), name=row.quarter,
                        colour=LIGHT.text, wide=2.5, dash=dash)  # fmt: skip


def _among(row: Placed) -> str:
    return f"{row.place} {row.among}" if row.among else row.place


def _profile_row(row: Placed, columns: Sequence[float], colour: str, size: float) -> list[_Laid]:
    small = [Run(f"  {row.small}", LEAST, LIGHT.quiet)] if row.small else []
    first = [Run(row.name, size), *small]
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
        (_among(row), LIGHT.text, False, "left"),
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
        told = words if _band_room(found, track) else words.replace(" ", "\n", 1)
        canvas.text(part, [[Run(told, LEAST, LIGHT.quiet)]], name=words, align=align, anchor="ctr",
                    wrap=False)  # fmt: skip


def _band_room(found: Profile, track: Box) -> bool:
    """Whether the words over the quarters have room in one line."""
    return sum(width(words, LEAST) + 8 for words in found.bands) <= track.width


def _strip(canvas: Canvas, row: Placed, box: Box, found: Profile) -> None:
    high = min(13.0, box.height * 0.5)
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
        colour = found.other or LIGHT.compared[0]
        canvas.sign(row.other_basis, at(row.other), middle, 10, colour, row.name)
    if row.position is not None:
        canvas.sign(row.basis, at(row.position), middle, 12, found.colour, row.name)
