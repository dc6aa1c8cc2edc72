"""The colours and the style sheet: the one place for each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Size = Literal["wide", "phone"]  # for which kind of screen a figure is drawn
FONT = '"Source Sans", sans-serif'
STYLES = Path(__file__).parents[1] / "styles"


@dataclass(frozen=True)
class Palette:
    """Colours by what they mean. ``compared``: marks of up to three regions, in order of picking;
    ``compared_text``: the same hues where they carry words; ``ramp``: five classes, from the
    worse end to the better; ``plain``: the same where nothing is judged, low to high."""

    dark: bool
    ground: str
    tint: str
    rule: str
    text: str
    quiet: str
    mine: str
    button: str
    link: str
    compared: tuple[str, str, str]
    compared_text: tuple[str, str, str]
    other: str
    faint: str
    ramp: tuple[str, str, str, str, str]
    plain: tuple[str, str, str, str, str]
    no_value: str
    sea: str
    land: str
    partner: str
    band_outer: str
    band_inner: str
    facet: str
    fine: str
    fine_tint: str
    look: str
    look_tint: str
    error: str
    error_tint: str


LIGHT = Palette(
    dark=False,
    ground="#FFFFFF",
    tint="#F3F5F9",
    rule="#DDE2EA",
    text="#1B2430",
    quiet="#5A6675",
    mine="#003399",
    button="#003399",
    link="#003399",
    compared=("#F46A25", "#28A197", "#801650"),
    compared_text=("#BF4408", "#1A7A72", "#801650"),
    other="#8A94A3",
    faint="#C5CCD7",
    ramp=("#CFE0F7", "#A0C1EA", "#6B9ADB", "#356CBD", "#0E3F86"),
    plain=("#EBE1CF", "#D3C09A", "#B49B68", "#8A7040", "#5A4720"),
    no_value="#EAEBEE",
    sea="#F3F6FB",
    land="#E3E7EE",
    partner="#CCD5E6",
    band_outer="#EDF0F4",
    band_inner="#D2D9E3",
    facet="#DCE5F5",
    fine="#0B6E63",
    fine_tint="#E6F4F2",
    look="#8A5A00",
    look_tint="#FFF6E0",
    error="#A3123A",
    error_tint="#FCEDF1",
)
DARK = Palette(
    dark=True,
    ground="#10151D",
    tint="#1A2230",
    rule="#2B3648",
    text="#E8ECF3",
    quiet="#A9B4C4",
    mine="#8FB2FF",
    button="#3D6FE0",
    link="#9DBBFF",
    compared=("#FF9A62", "#4CC9BE", "#E58ABD"),
    compared_text=("#FF9A62", "#4CC9BE", "#E58ABD"),
    other="#77839A",
    faint="#3A475C",
    ramp=("#24447C", "#335FAE", "#5388DC", "#8FB3F0", "#D3E4FD"),
    plain=("#4A3D24", "#6B5833", "#937B4B", "#C0A874", "#EBDCBB"),
    no_value="#1D2430",
    sea="#131A24",
    land="#232C3A",
    partner="#31405A",
    band_outer="#1C2534",
    band_inner="#303D52",
    facet="#1D2B49",
    fine="#6FD6C6",
    fine_tint="#12302D",
    look="#F2C46D",
    look_tint="#332A14",
    error="#FF9DB5",
    error_tint="#3A1A25",
)


def palette(dark: bool) -> Palette:
    """The palette for a light or dark ground."""
    return DARK if dark else LIGHT


@cache
def variables(colours: Palette) -> str:
    """The palette's colours as a style sheet's variables."""
    flat = {
        name: value
        for name, value in asdict(colours).items()
        if isinstance(value, str) and value.startswith("#")
    }
    for name in ("compared", "compared_text", "ramp"):
        for number, value in enumerate(getattr(colours, name), start=1):
            flat[f"{name}-{number}"] = value
    for number, value in enumerate(colours.ramp, start=1):
        flat[f"ramp-ink-{number}"] = text_on(value)
    flat["button-ink"] = text_on(colours.button)
    named = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in flat.items())
    return f":root{{{named}}}"


@cache
def rules() -> str:
    """The rules of ``styles/``, a file a topic; those of frames are apart."""
    sheets = (path for path in sorted(STYLES.glob("*.css")) if path.name != "embed.css")
    return "\n".join(path.read_text(encoding="utf-8") for path in sheets)


@cache
def embed_css() -> str:
    """What a page looks like in a page of others."""
    return (STYLES / "embed.css").read_text(encoding="utf-8")


def mix(low: str, high: str, share: float) -> str:
    """A colour between two hexadecimal ones: ``share`` 0 is the first, 1 the second."""
    pairs = zip(_channels(low), _channels(high), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours as WCAG 2 defines it, from 1 to 21."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def text_on(ground: str) -> str:
    """White or near black, whichever reads better on the colour."""
    return max(("#FFFFFF", "#10151D"), key=lambda ink: contrast(ink, ground))


def _channels(colour: str) -> tuple[int, int, int]:
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
