"""A deck: a slide a view, or as many as it needs to be read. Headline, what is measured, legend,
what is drawn, notice, source, co-funding, link; the speaker's note says the same in full."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import segno
from pptx.enum.text import MSO_AUTO_SIZE

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking.exhibit import (
    Bars,
    Exhibit,
    Grid,
    Lines,
    Maps,
    Profile,
    Scatter,
    Sheet,
    Spans,
    keys_of,
)
from secon_ui.taking.sheets import rights
from secon_ui.taking.slides import native_charts, native_shapes, native_tables
from secon_ui.taking.slides.canvas import LEADING, Box, Canvas, Run, lines, shortened, tag, units
from secon_ui.taking.slides.template import HEIGHT, MARGIN, TITLE, TITLE_SIZE, WIDTH, presentation
from secon_ui.taking.typeset import FUNDED
from secon_ui.taking.writable import clean
from secon_ui.text.words import Words

TITLE_SIZES = (TITLE_SIZE, 26.0, 24.0, 22.0)
MEASURED, KEYS, NOTICE, SOURCE = 18.0, (18.0, 16.0, 14.0), (14.0,), 12.0
NOTICE_LINES, SOURCE_LINES = 3, 2  # beneath a figure; what is longer has a slide of its own
TITLE_LEADING = 1.13
QR = 62.0
BETWEEN = 36.0  # exhibits that stand side by side
ROOM = WIDTH - 2 * MARGIN


@dataclass(frozen=True)
class _Frame:
    """What stands around the figure of a slide, and the room that is left for it."""

    title: float
    title_lines: int
    measured: Box
    keys: Box
    keys_size: float
    figure: Box
    notice: Box
    notice_size: float
    told: Sequence[str]  # of the notice
    source: str
    long: bool  # what is told there is more, on a slide of its own


def deck(sheets: Sequence[Sheet], notes: Sequence[str] = (), title: str = "") -> bytes:
    """A 16:9 PPTX of sheets; ``notes``: what the speaker says of each; ``title``: of the file, the
    first headline where empty. The same sheets have the same bytes."""
    shown = presentation()
    for at, raw in enumerate(sheets):
        sheet = clean(raw)
        note = clean(notes[at]) if at < len(notes) else ""
        for counted in (False, True):  # the headline of several slides has a number behind it
            frame = _frame(sheet, counted=counted)
            parts, beside = _slides(sheet, frame.figure)
            if frame.long:
                parts.append(())
            if len(parts) == 1:
                break
        for number, exhibits in enumerate(parts, start=1):
            count = f" ({number}/{len(parts)})" if len(parts) > 1 else ""
            _slide(shown, replace(sheet, exhibits=exhibits, beside=beside), frame, note, count)
    about = shown.core_properties
    first = sheets[0].headline if sheets else ""
    about.title, about.author = clean(title or first)[:255], "SECON"
    about.language = tag(sheets[0].language) if sheets else ""
    about.subject, about.keywords = FUNDED, "SECON"
    about.last_modified_by, about.comments = "SECON", ""
    for date in list(about._element):
        if date.tag.endswith(("}created", "}modified", "}lastPrinted")):
            about._element.remove(date)
    out = io.BytesIO()
    shown.save(out)
    return _undated(out.getvalue())


def _undated(file: bytes) -> bytes:
    """An archive whose parts bear no day of making."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as found, zipfile.ZipFile(out, "w") as made:
        for name in found.namelist():
            about = zipfile.ZipInfo(name)
            packed = name.endswith((".xlsx", ".png"))
            about.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
            made.writestr(about, found.read(name))
    return out.getvalue()


# --- what is drawn, by kind ---

Draw = Callable[[Canvas, Any, Box, str], None]
DRAWN: dict[type, Draw] = {
    Bars: native_charts.bars,
    native_charts.Part: native_charts.bars,
    Lines: native_charts.lines,
    Scatter: native_charts.scatter,
    Grid: native_tables.grid,
    native_tables.Fitted: native_tables.grid,
    Profile: native_tables.profile,
    Spans: native_shapes.spans,
    Maps: native_shapes.maps,
}


def _parts(exhibit: Exhibit, room: Box, t: Words) -> Sequence[Exhibit]:
    """An exhibit as one that fits into the room of a slide, or as several."""
    if isinstance(exhibit, Bars):
        return native_charts.parted(exhibit, room.height)
    if isinstance(exhibit, Grid):
        return native_tables.parted(exhibit, room.width, room.height, t)
    if isinstance(exhibit, Profile):
        return native_tables.parted_profile(exhibit, room.width, room.height)
    if isinstance(exhibit, Spans):
        return native_shapes.parted_spans(exhibit, room.width, room.height, t)
    if isinstance(exhibit, Maps):
        return native_shapes.map_parts(exhibit)
    return [exhibit]


def _height(exhibit: Exhibit, room: Box) -> float:
    """What an exhibit needs to be read; charts and maps take a slide of their own."""
    if isinstance(exhibit, Bars):
        return 24 + 24.0 * len(exhibit.bars)
    if isinstance(exhibit, Grid):
        return native_tables.height(exhibit, room.width)
    if isinstance(exhibit, Profile):
        return native_tables.profile_height(exhibit, room.width)
    if isinstance(exhibit, Spans):
        return native_shapes.spans_height(exhibit, room.width)
    return room.height


def _slides(sheet: Sheet, room: Box) -> tuple[list[tuple[Exhibit, ...]], bool]:
    """What stands on each slide of a sheet, as much as can be read; whether side by side."""
    t = Words(sheet.language)
    if sheet.beside and len(sheet.exhibits) > 1:
        side = _sides(sheet, room)[0]
        if all(len(_parts(one, side, t)) == 1 for one in sheet.exhibits):
            return [tuple(sheet.exhibits)], True
    found: list[list[Exhibit]] = []
    left = 0.0
    for exhibit in sheet.exhibits:
        for part in _parts(exhibit, room, t):
            need = _height(part, room)
            if found and need + 12 <= left:
                found[-1].append(part)
                left -= need + 12
            else:
                found.append([part])
                left = room.height - need
    return [tuple(parts) for parts in found] or [()], False


# --- a slide ---


def _frame(sheet: Sheet, *, counted: bool) -> _Frame:
    size, titled = 0.0, 0
    for size in TITLE_SIZES:
        titled = lines(sheet.headline + " (1/1)" * counted, size, ROOM, strong=True)
        if titled <= 2:
            break
    top = TITLE[1] + max(1, titled) * size * TITLE_LEADING + 4
    measured = Box(MARGIN, top, ROOM, lines(sheet.measured, MEASURED, ROOM) * MEASURED * LEADING)
    if not sheet.measured:
        measured = replace(measured, height=0.0)
    top = measured.bottom + 4
    keys_size = next(
        (s for s in KEYS if native_shapes.keys_height(sheet.keys, ROOM, s) <= s * 1.4), KEYS[-1]
    )
    keys = Box(MARGIN, top, ROOM, native_shapes.keys_height(sheet.keys, ROOM, keys_size))
    source = sheet.source
    room = _source_room(sheet)
    many = lines(source, SOURCE, room)
    long = many > SOURCE_LINES or _many(sheet.notice, NOTICE[-1]) > NOTICE_LINES
    if long and many > 1:
        source = _begun(source, SOURCE, room)
    sheet = replace(sheet, source=source)
    foot = HEIGHT - 14 - max(QR if sheet.address else 0.0, _foot_height(sheet)) - 6
    notice_size = next((s for s in NOTICE if _many(sheet.notice, s) <= 2), NOTICE[-1])
    told, count = sheet.notice, _many(sheet.notice, notice_size)
    if long and told:  # its beginning, and all of it on a slide of its own
        told, count = (_begun(" ".join(told), notice_size, ROOM),), 1
    tall = count * notice_size * LEADING
    notice = Box(MARGIN, foot - tall - 4, ROOM, tall)
    above = keys.bottom + 8
    figure = Box(MARGIN, above, ROOM, (notice.top if tall else foot) - 8 - above)
    return _Frame(
        size, titled, measured, keys, keys_size, figure, notice, notice_size, told, source, long
    )


def _many(paragraphs: Sequence[str], size: float) -> int:
    return sum(lines(told, size, ROOM) for told in paragraphs)


def _begun(text: str, size: float, room: float) -> str:
    """As many words as fit into a line."""
    words = text.split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if lines(f"{' '.join(words[:middle])} …", size, room) == 1:
            low = middle
        else:
            high = middle - 1
    return f"{' '.join(words[:low])} …"


def _in_full(canvas: Canvas, sheet: Sheet, frame: _Frame) -> None:
    """Notice and source that are long, to be read."""
    top = frame.measured.bottom + 12
    room = replace(frame.figure, top=top, height=frame.notice.bottom - top)
    paragraphs = [one for one in (*sheet.notice, sheet.source) if one]

    def high(size: float) -> float:
        return sum(lines(one, size, ROOM) * size * LEADING for one in paragraphs)

    size = next((one for one in (18.0, 16.0, 14.0) if high(one) <= room.height), 14.0)
    canvas.text(room, [[Run(one, size)] for one in paragraphs], name=paragraphs[0])


def _source_room(sheet: Sheet) -> float:
    return ROOM - (QR + 16 if sheet.address else 0.0)


def _foot_height(sheet: Sheet) -> float:
    count = lines(sheet.source, SOURCE, _source_room(sheet)) if sheet.source else 0
    funded = lines(FUNDED + _beside_funded(sheet), SOURCE, _source_room(sheet))
    return (count + funded + bool(sheet.address)) * SOURCE * LEADING


def _beside_funded(sheet: Sheet) -> str:
    return f" · Interreg Europe · SECON · {rights(sheet)}"


def _slide(shown: Any, sheet: Sheet, frame: _Frame, note: str, count: str) -> None:
    slide = shown.slides.add_slide(shown.slide_layouts[0])
    canvas = Canvas(slide, sheet.language)
    _title(slide, canvas, sheet.headline + count, frame)
    if sheet.measured:
        run = Run(sheet.measured, MEASURED, LIGHT.quiet)
        canvas.text(frame.measured, [[run]], name=sheet.measured)
    if sheet.exhibits and (keys := keys_of(sheet.keys, sheet.exhibits)):
        native_shapes.legend(canvas, keys, frame.keys, frame.keys_size)
    if frame.long and not sheet.exhibits:
        _in_full(canvas, sheet, frame)
    _figure(canvas, sheet, frame.figure)
    if frame.told and sheet.exhibits:
        told = [[Run(one, frame.notice_size, LIGHT.quiet)] for one in frame.told]
        canvas.text(frame.notice, told, name=frame.told[0])
    _foot(canvas, replace(sheet, source=frame.source))
    _note(slide, canvas, sheet, note)


def _title(slide: Any, canvas: Canvas, words: str, frame: _Frame) -> None:
    title = slide.shapes.title
    run = title.text_frame.paragraphs[0].add_run()
    run.text = words
    about = run._r.get_or_add_rPr()
    about.set("lang", canvas.language)
    if frame.title != TITLE_SIZE:
        about.set("sz", str(round(frame.title * 100)))
    for name, at in zip(("left", "top", "width", "height"), TITLE, strict=True):
        setattr(title, name, units(at))
    title.height = units(max(1, frame.title_lines) * frame.title * TITLE_LEADING + 2)
    title.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE


def _sides(sheet: Sheet, room: Box) -> list[Box]:
    """Where exhibits stand beside each other."""
    n = len(sheet.exhibits)
    wide = (room.width - BETWEEN * (n - 1)) / n
    return [replace(room, left=room.left + at * (wide + BETWEEN), width=wide) for at in range(n)]


def _figure(canvas: Canvas, sheet: Sheet, room: Box) -> None:
    """Exhibits side by side, or under one another; what can be higher takes what is left."""
    if sheet.beside and len(sheet.exhibits) > 1:
        for exhibit, box in zip(sheet.exhibits, _sides(sheet, room), strict=True):
            _exhibit(canvas, sheet, exhibit, box)
        return
    needs = [_height(one, room) for one in sheet.exhibits]
    spare = room.height - sum(needs) - 12 * (len(needs) - 1)
    top = room.top
    for exhibit, need in zip(sheet.exhibits, needs, strict=True):
        high = min(room.bottom - top, need + max(0.0, spare) / len(needs))
        _exhibit(canvas, sheet, exhibit, replace(room, top=top, height=high))
        top += high + 12


def _exhibit(canvas: Canvas, sheet: Sheet, exhibit: Exhibit, box: Box) -> None:
    draw = DRAWN[type(exhibit)]
    if isinstance(exhibit, Bars | Lines | Scatter):  # what lies over a chart moves with it
        with canvas.group(box, name=sheet.measured or sheet.headline, described=sheet.described):
            draw(canvas, exhibit, box, sheet.described)
    else:
        draw(canvas, exhibit, box, sheet.described)


def _foot(canvas: Canvas, sheet: Sheet) -> None:
    room = _source_room(sheet)
    high = max(QR if sheet.address else 0.0, _foot_height(sheet))
    top = HEIGHT - 14 - high
    canvas.line((MARGIN, top - 5), (WIDTH - MARGIN, top - 5), name="–", colour=LIGHT.rule)
    funded = [
        Run(FUNDED, SOURCE, LIGHT.mine, strong=True),
        Run(_beside_funded(sheet), SOURCE, LIGHT.quiet),
    ]
    told = [[Run(sheet.source, SOURCE, LIGHT.quiet)]] if sheet.source else []
    linked = []
    if sheet.address:
        words = shortened(sheet.address, SOURCE, room)
        linked = [[Run(words, SOURCE, LIGHT.link, link=sheet.address)]]
    box = Box(MARGIN, top, room, _foot_height(sheet))
    canvas.text(box, [*told, *linked, funded], name=sheet.source or FUNDED)
    if sheet.address:
        square = Box(WIDTH - MARGIN - QR, top, QR, QR)
        code = io.BytesIO(_code(sheet.address))
        canvas.picture(code, square, name="QR", described=sheet.address)


@lru_cache(maxsize=64)
def _code(address: str) -> bytes:
    """A link as a QR code."""
    out = io.BytesIO()
    segno.make(address, error="l").save(out, kind="png", scale=4, border=0, dark=LIGHT.text)
    return out.getvalue()


def _note(slide: Any, canvas: Canvas, sheet: Sheet, note: str) -> None:
    """What is said of a slide, and where it is from."""
    tables = [one for one in sheet.exhibits if isinstance(one, native_tables.Fitted)]
    noted = [line for one in tables for line in one.noted]
    told = [*noted, *sheet.notice, sheet.source, sheet.address]
    parts = [note, *(line for line in told if line not in note)]  # a note may say it already
    told = [line for part in parts for line in part.split("\n") if line]
    frame = slide.notes_slide.notes_text_frame
    frame.text = "\n".join(told) if told else sheet.described
    for run in (run for paragraph in frame.paragraphs for run in paragraph.runs):
        run._r.get_or_add_rPr().set("lang", canvas.language)
