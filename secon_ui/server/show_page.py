"""The HTML of a show: the player, the presenter's window, the page of one who follows, the form
that asks for a code, the show as one file. Pure.

``static/show/`` has its keys and looks. Nothing is loaded from elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from secon_ui.drawing import theme
from secon_ui.server.static_files import FONT
from secon_ui.shell.menu import ROOT
from secon_ui.shell.view import SEPARATOR
from secon_ui.show.slides import Slide
from secon_ui.text.markup import EMPTY, Markup, html, joined
from secon_ui.text.words import Words, languages, mark

Window = Literal["main", "notes", "follow", "file"]
SHOW = ROOT / "static" / "show"
_SCRIPTS = ("show.js", "follow.js")
# Drawn here: the browser has no font with these signs for certain.
_ICONS = {
    "back": "M15 5l-7 7 7 7",
    "next": "M9 5l7 7-7 7",
    "overview": "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
    "full": "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
    "notes": "M4 4h16v12H4zM8 20h8M12 16v4",
    "talk": "M8 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 20c0-4 3-6 6-6s6 2 6 6"
    "M16 8c2 2 2 4 0 6M19 5c4 4 4 8 0 12",
    "take": "M12 4v11M7 11l5 5 5-5M5 20h14",
    "help": "M9 9a3 3 0 1 1 4 3c-1 .5-1 1-1 2M12 17.5v.5",
    "leave": "M6 6l12 12M18 6L6 18",
}
_BUTTONS = (
    ("back", mark("Back"), "←"),
    ("next", mark("Next"), "→"),
    ("overview", mark("All slides"), "O"),
    ("full", mark("Full screen"), "F"),
    ("notes", mark("Presenter’s window"), "N"),
    ("talk", mark("Let others follow"), ""),
    ("help", mark("Help"), "?"),
)
_EACH: tuple[Window, ...] = ("main", "notes", "file")
# Keys, what they do, and in which windows: who follows has none.
_HELP: tuple[tuple[str, str, tuple[Window, ...]], ...] = (
    ("→ ↓ Space Enter PageDown", mark("next slide"), _EACH),
    ("← ↑ Backspace PageUp", mark("slide before"), _EACH),
    ("Home End", mark("first, last slide"), _EACH),
    ("1 2 + Enter", mark("to this slide"), _EACH),
    ("O", mark("all slides"), ("main", "file")),
    ("F", mark("full screen"), _EACH),
    ("B .", mark("dark screen, and back"), _EACH),
    ("N", mark("presenter’s window: note, next slide, clock"), ("main", "file")),
    ("?", mark("this help"), _EACH),
    ("Esc P", mark("end: back to the view that is shown"), ("main",)),
    ("Esc N", mark("close this window"), ("notes",)),
)


@dataclass(frozen=True)
class Told:
    """For whom a show is told. ``regions``: their names by id; ``root``: the app's root, with a
    slash at its end; ``query``: of the address, as it came; ``action``: where a choice of region or
    language leads."""

    t: Words
    region: str
    regions: Mapping[str, str]
    root: str
    query: Mapping[str, str]
    action: str


def page(
    title: str,
    slides: Sequence[Slide],
    first: int,
    told: Told,
    window: Window = "main",
    *,
    note: str = "",
    more: Mapping[str, Any] | None = None,
) -> Markup:
    """A show in one of its windows. ``first``: the slide shown first, from 0; ``note``: what of its
    address could not be; ``more``: what else the script is told."""
    t = told.t
    inside = _notes(t) if window == "notes" else _deck(slides, told, window)
    pictures = [told.root + slide.picture for slide in slides]
    said = _told(title, slides, pictures, first, told, window) | dict(more or {})
    body = html(
        "{}{}{}{}",
        html('<p class="told" role="status">{}</p>', note) if note else EMPTY,
        inside,
        EMPTY if window == "follow" else _help(t, window),
        _data(said),
    )
    scripts = _SCRIPTS[:1] if window == "notes" else _SCRIPTS
    return _document(title, body, told, window, scripts)


def file(title: str, slides: Sequence[Slide], told: Told) -> Iterator[str | int]:
    """A show as one file that needs nothing else, piece by piece: text, and where a slide's picture
    (as base64) belongs, its number from 0. ``told.root``: the app's whole address, for who goes on
    from a slide to its view."""
    places = [f"picture-{secrets.token_hex(8)}-" for _ in slides]
    body = html(
        '{}<template id="secon-notes">{}</template>{}{}',
        _deck(slides, told, "file", [f"data:image/png;base64,{place}" for place in places]),
        _notes(told.t),
        _help(told.t, "file"),
        _data(_told(title, slides, [""] * len(slides), 0, told, "file")),
    )
    script = (SHOW / _SCRIPTS[0]).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    head = html(
        '<!doctype html><html lang="{}" class="main"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="{}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title>'
        "<style>{}",
        told.t.language,
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src 'sha256-{digest}'",
        f"{title} – SECON",
        theme.variables(theme.LIGHT),
    )
    style = (SHOW / "show.css").read_text(encoding="utf-8")
    yield f"{head}{style}</style></head><body>"
    rest = str(body)
    for n, place in enumerate(places):
        before, _, rest = rest.partition(place)
        yield before
        yield n
    yield f"{rest}<script>{script}</script></body></html>"


def _told(
    title: str,
    slides: Sequence[Slide],
    pictures: Sequence[str],
    first: int,
    told: Told,
    window: Window,
) -> dict[str, Any]:
    """What the script is told."""
    return {
        "root": told.root,
        "slides": [
            asdict(slide) | {"view": told.root + slide.view, "picture": picture}
            for slide, picture in zip(slides, pictures, strict=True)
        ],
        "first": first,
        "title": title,
        "window": window,
        "channel": told.query.get("channel", ""),
        "words": {name: told.t(words) for name, words in _SAID.items()},
    }


def _data(said: Mapping[str, Any]) -> Markup:
    return html(
        '<div id="secon-show" hidden data-show="{}"></div>', json.dumps(said, ensure_ascii=False)
    )


def empty(title: str, note: str, told: Told) -> Markup:
    """What is shown where a show has no slides. ``note``: why."""
    body = html(
        '<main class="form"><h1>{}</h1><p role="status">{}</p><p><a href="{}">{}</a></p></main>',
        title or told.t("A show"),
        note,
        told.root,
        told.t("To the start page"),
    )
    return _document(title or told.t("A show"), body, told, "form", ())


def code_form(told: Told, wrong: str = "") -> Markup:
    """Asks for the code of a show that somebody presents. ``wrong``: a code that is none."""
    t = told.t
    note = EMPTY
    if wrong:
        note = html(
            '<p class="told" role="alert">{}</p>',
            t(
                "No show runs under the code «{code}». It may have ended, or a letter is another.",
                code=wrong[:40],
            ),
        )
    title = t("Follow a show")
    body = html(
        '<main class="form"><h1>{}</h1>{}<form action="{}follow" method="get"><label for="code">{}'
        '</label><input id="code" name="code" autocomplete="off" autocapitalize="characters" '
        'spellcheck="false" inputmode="text" maxlength="12" required autofocus placeholder="{}">'
        "<button>{}</button></form><p>{}</p></main>",
        title,
        note,
        told.root,
        t("The code that the presenter shows"),
        "K7QX-94PM",
        t("Follow"),
        t("You see each slide as it is shown, in your language and with your region."),
    )
    return _document(title, body, told, "form", ())


_SAID = {
    "lost": mark("The connection is lost; it is tried again by itself."),
    "another": mark("Another window presents with this code."),
    "take": mark("Go on here"),
    "over": mark("The show has ended."),
    "alone": mark("Nobody follows any more: the code has ended."),
    "failed": mark("Others cannot follow just now. Please try again."),
}


def _deck(
    slides: Sequence[Slide], told: Told, window: Window, sources: Sequence[str] = ()
) -> Markup:
    """``sources``: of the pictures, where they are not fetched."""
    sections = joined(
        html(
            '<section aria-hidden="true"><div class="while"><h2>{}</h2><p>{}</p></div>'
            '<img alt="" decoding="async"{}></section>',
            slide.headline,
            slide.measured,
            html(' src="{}"', sources[n]) if sources else EMPTY,
        )
        for n, slide in enumerate(slides)
    )
    return html(
        '<main class="slides">{}</main><p id="secon-spoken" class="spoken" aria-live="polite"></p>'
        '<div class="progress"></div><div class="counter" aria-hidden="true">1 / {}</div>'
        '<div class="dark" hidden></div><output class="typed" hidden></output>{}{}',
        sections,
        len(slides),
        _overview(slides, told.t),
        _bar(slides, told, window),
    )


def _overview(slides: Sequence[Slide], t: Words) -> Markup:
    small = joined(
        html(
            '<button type="button" class="slide" aria-label="{}"><img alt=""><b>{}</b></button>',
            f"{n}: {slide.headline}",
            n,
        )
        for n, slide in enumerate(slides, start=1)
    )
    return html(
        '<dialog id="secon-overview" aria-label="{}"><div class="grid">{}</div></dialog>',
        t("All slides"),
        small,
    )


def _bar(slides: Sequence[Slide], told: Told, window: Window) -> Markup:
    t = told.t
    follows, alone = window == "follow", window == "file"
    buttons = joined(
        _button(name, t(words), "" if follows else key)
        for name, words, key in _BUTTONS
        if (not follows or name == "full") and not (alone and name == "talk")
    )
    explore = html(
        '<a class="explore" href="{}"{}>{}</a>',
        told.root + slides[0].view,
        html(' target="_blank" rel="noopener"') if alone else EMPTY,
        t("Explore this view"),
    )
    return html(
        '<nav class="bar" aria-label="{}"><span class="count">1 / {}</span>{}{}{}{}</nav>{}',
        t("The show"),
        len(slides),
        buttons,
        EMPTY if follows or alone else _take(told),
        EMPTY if alone else _whose(told),
        explore if follows or alone else _button("leave", t("End"), "Esc"),
        EMPTY if follows or alone else _talk(t),
    )


def _take(told: Told) -> Markup:
    """The way to the same show as one file."""
    words = told.t("One file that shows itself, without network (HTML)")
    whose = {"region": told.region, "lang": told.t.language}
    asked = {key: text for key, text in told.query.items() if key not in ("window", "channel")}
    return html(
        '<a class="icon" href="{}show.html?{}" download title="{}" aria-label="{}">{}</a>',
        told.root,
        urlencode({**asked, **whose}, safe=SEPARATOR),
        words,
        words,
        _icon("take"),
    )


def _icon(name: str) -> Markup:
    return html('<svg viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>', _ICONS[name])


def _button(name: str, words: str, key: str = "") -> Markup:
    return html(
        '<button type="button" data-act="{}" title="{}" aria-label="{}">{}</button>',
        name,
        f"{words} ({key})" if key else words,
        words,
        _icon(name),
    )


def _whose(told: Told) -> Markup:
    """The choice of region and language: a form, so that it works before its script does."""
    t = told.t
    rest = joined(
        html('<input type="hidden" name="{}" value="{}">', key, text)
        for key, text in told.query.items()
        if key not in ("region", "lang", "channel")
    )

    def options(known: Mapping[str, str], chosen: str) -> Markup:
        return joined(
            html(
                '<option value="{}"{}>{}</option>',
                code,
                html(" selected") if code == chosen else EMPTY,
                name,
            )
            for code, name in known.items()
        )

    return html(
        '<form class="whose" action="{}" method="get">{}<select name="region" aria-label="{}">{}'
        '</select><select name="lang" aria-label="{}">{}</select></form>',
        told.root + told.action,
        rest,
        t("My region"),
        options(told.regions, told.region),
        t("Language"),
        options({code: t.own_name(code) for code in languages()}, t.language),
    )


def _talk(t: Words) -> Markup:
    return html(
        '<dialog id="secon-talk" aria-labelledby="secon-talk-title"><h2 id="secon-talk-title">{}'
        '</h2><p>{}</p><div class="talk"><img alt="{}" width="220" height="220"><div>'
        '<p class="code"></p><p class="address"></p><p class="note" role="status"></p></div></div>'
        '<p class="buttons"><button type="button" data-talk="end">{}</button>'
        '<button type="button" class="close">{}</button></p></dialog>',
        t("Let others follow"),
        t(
            "Whoever opens this address, or types the code, sees the slide that you show, in their "
            "own language and with their own region. No account; it ends by itself."
        ),
        t("QR code of the address"),
        t("End for all"),
        t("Close"),
    )


def _help(t: Words, window: Window) -> Markup:
    rows = joined(
        html("<dt>{}</dt><dd>{}</dd>", joined(html("<kbd>{}</kbd>", k) for k in keys.split()), t(w))
        for keys, w, windows in _HELP
        if window in windows
    )
    return html(
        '<dialog id="secon-help" aria-labelledby="secon-help-title"><h2 id="secon-help-title">{}'
        '</h2><dl>{}</dl><label><input type="checkbox" id="secon-letters"> {}</label>'
        '<p class="buttons"><button type="button" class="close">{}</button></p></dialog>',
        t("Keys"),
        rows,
        t("Letters and numbers are keys of the show"),
        t("Close"),
    )


def _notes(t: Words) -> Markup:
    buttons = joined(
        _button(name, t(words), key)
        for name, words, key in _BUTTONS
        if name in ("back", "next", "full", "help")
    )
    return html(
        '<main class="notes"><section id="now" aria-label="{}"><h2>{}</h2><img alt=""></section>'
        '<section id="then" aria-label="{}"><h2>{}</h2><img alt=""><p class="end">{}</p></section>'
        '<section id="said" aria-label="{}" tabindex="0"><h2>{}</h2><p id="note"></p>'
        '<p id="measured"></p><p id="notice"></p></section>'
        '<section id="times"><p><span>{}</span><b id="clock"></b>'
        '</p><p><span>{}</span><b id="elapsed"></b></p><button type="button" data-act="reset">{}'
        '</button></section></main><p id="gone" class="told" role="alert" hidden>{}</p>'
        '<nav class="bar" aria-label="{}"><span class="count"></span>{}</nav>'
        '<output class="typed" hidden></output>',
        t("This slide"),
        t("This slide"),
        t("Next slide"),
        t("Next slide"),
        t("This is the last slide."),
        t("Note"),
        t("Note"),
        t("Clock"),
        t("Time since the start"),
        t("From zero"),
        t("The window of the show is closed. Open it again: this one finds it."),
        t("The show"),
        buttons,
    )


def _document(title: str, body: Markup, told: Told, kind: str, scripts: Sequence[str]) -> Markup:
    # Without quotation marks, which a style sheet within HTML would not understand.
    face = html(
        "@font-face {{ font-family: Source Sans; src: url({}{}); font-weight: 200 900; }}",
        told.root,
        FONT,
    )
    files = f"{told.root}app/static/show"
    return html(
        '<!doctype html><html lang="{}" class="{}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>{}</title>'
        '<meta name="robots" content="noindex"><link rel="icon" href="{}app/static/favicon.svg">'
        '<link rel="stylesheet" href="{}/show.css"><style>{}{}</style>{}</head><body>{}</body>'
        "</html>",
        told.t.language,
        kind,
        f"{title} – SECON",
        told.root,
        files,
        face,
        theme.variables(theme.LIGHT),
        joined(html('<script defer src="{}/{}"></script>', files, script) for script in scripts),
        body,
    )
