"""My list of slides: where it is placed, and what is done with it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from pages.stories import device
from pages.stories.build import Shown, show, small, whose_of
from pages.stories.held import File
from pages.stories.views import StoriesView
from secon_ui.shell import export_menu, frame, links, sharing
from secon_ui.shell.page import Page
from secon_ui.shell.view import SEPARATOR
from secon_ui.show import listed, slides
from secon_ui.show.listed import Steps
from secon_ui.show.steps import LONGEST, Step, StepError, joined, packed, parted
from secon_ui.taking import jobs
from secon_ui.text.labels import plain
from secon_ui.text.markup import EMPTY, Markup, html

LOG = logging.getLogger("secon")
_CHANGED = "_slides_changed"  # since the list was last shown whole: the lists before, and now
_REMOVED, _WRONG = "_slide_removed", "_slides_wrong"


def show_button(page: Page[StoriesView], address: str) -> None:
    """The way to a show. ``address``: relative to the app's root."""
    st.link_button(
        page.t("Show"),
        f"{links.root(page.slug)}{address}",
        icon=":material/co_present:",
        type="primary",
    )


def mine(page: Page[StoriesView], shown: Shown) -> None:
    """My list: what can be done with it, what is to be said of it, its slides."""
    t, steps = page.t, shown.steps
    told = [slides.slide(step, whose_of(page.view)) for step in steps]
    with st.container(horizontal=True, vertical_alignment="center", key="slides-tools"):
        # The frame keeps its place: in another it would be a new one, and ask and tell anew.
        with st.container(horizontal=True, width="content"):
            if steps:
                taken(page, steps, [slide.note for slide in told])
        with st.container(width=190):
            instead, file = device.ask(listed_in(page)["list"], t("Open a file …"))
    if instead is not None:
        page.change(slides=tuple(instead.split(SEPARATOR)) if instead else ())
        st.rerun()
    if file is not None:
        opened(page, file)
    whose(page, steps)
    put_back(page, steps)
    for at, slide in enumerate(told):
        one(page, steps, at, slide, shown.subjects[at])
    st.session_state.pop(_CHANGED, None)


def taken(page: Page[StoriesView], steps: Sequence[Step], notes: Sequence[str]) -> None:
    """Shows the list, or takes it away. ``notes``: what the presenter is told of each slide."""
    t, whose = page.t, whose_of(page.view)
    show_button(page, show(whose, **listed_in(page)))
    if st.button(t("Take away"), icon=":material/download:", key="slides_take"):
        st.dialog(t("Take away"))(take)(page, steps, notes)


def listed_in(page: Page[StoriesView]) -> dict[str, str]:
    """The list as the address of a show names it."""
    return {"list": SEPARATOR.join(page.view.slides)}


def take(page: Page[StoriesView], steps: Sequence[Step], notes: Sequence[str]) -> None:
    """The list as slides, as one file that shows itself, as a file to open here again, as a
    link."""
    t, whose, root = page.t, whose_of(page.view), links.root(page.slug)
    try:
        with st.spinner(t("Drawing …")):
            sheets = [slides.sheet(step, whose, root) for step in steps]
            pptx = export_menu.waited(jobs.slides, sheets, notes)
    except Exception as error:  # the rest can be taken all the same
        LOG.exception("Slides of a list could not be made")
        export_menu.failed(t("This could not be made."), error, t)
    else:
        export_menu.download(st, t("Slides (PPTX)"), pptx, "secon-slides", export_menu.PPTX)
    st.link_button(
        t("One file that shows itself, without network (HTML)"),
        f"{root}{show(whose, 'show.html', **listed_in(page))}",
        icon=":material/download:",
        width="stretch",
    )
    export_menu.download(
        st,
        t("The list, to open it here again (JSON)"),
        listed.file(steps),
        "secon-slides",
        export_menu.JSON,
    )
    st.caption(t("A link to the list, with your headlines and notes"))
    st.code(sharing.copied(page), language=None, wrap_lines=True)


def written(page: Page[StoriesView], steps: Sequence[Step], *, keep: bool) -> None:
    """Goes to the view of my list with these slides. ``keep``: on this device, too."""
    words = tuple(map(packed, steps))
    if keep:
        device.keep(SEPARATOR.join(words))
    page.change(shown="mine", slides=words)


def opened(page: Page[StoriesView], file: File) -> None:
    """Shows the slides of a file; the device keeps its own until it is told."""
    t = page.t
    try:
        steps, wrong = listed.opened(file.text)
    except StepError:
        frame.box(
            "error",
            t("«{name}» is no list of slides.", name=file.name),
            t("Choose a file that was saved here under «Take away»: its name ends in .json."),
        )
        return
    if wrong:
        st.session_state[_WRONG] = wrong
    page.change(slides=tuple(map(packed, steps)))
    st.rerun()


def whose(page: Page[StoriesView], steps: Sequence[Step]) -> None:
    """Where the list is not the one that the device keeps: says so, and what can be done."""
    t, here = page.t, listed_in(page)["list"]
    wrong = st.session_state.pop(_WRONG, 0)
    if wrong:
        told = t.plural(
            "{n} slide of the file is damaged or too many, and left out.",
            "{n} slides of the file are damaged or too many, and left out.",
            wrong,
        )
        frame.box("look", plain(told))
    known = device.held()
    if here and not known.able:
        told = t("This browser keeps nothing: the list is in the link alone. Save it as a file.")
        frame.place(html('<div class="quiet-note" role="status">{}</div>', told))
        return
    if not here or known.keeps(here):
        return
    others, _ = parted(known.device or "")
    told = (
        t.plural(
            "This device keeps another list, of {n} slide.",
            "This device keeps another list, of {n} slides.",
            len(others),
        )
        if others
        else html("{}", t("This list is in the link; this device does not keep it yet."))
    )
    with st.container(horizontal=True, vertical_alignment="center", key="slides-whose"):
        frame.place(html('<div class="quiet-note" role="status">{}</div>', told))
        st.button(
            t("Keep this one here"),
            key="slides_keep",
            on_click=partial(written, page, steps, keep=True),
        )
        if others:
            st.button(
                t("Put it behind mine"),
                key="slides_add",
                on_click=partial(written, page, listed.together(others, steps), keep=True),
            )
            st.button(
                t("Show mine"),
                key="slides_mine",
                on_click=partial(written, page, others, keep=False),
            )


def put_back(page: Page[StoriesView], steps: Sequence[Step]) -> None:
    """The way back for a slide that was removed last."""
    removed = st.session_state.get(_REMOVED)
    if removed is None or removed[1] in steps:
        return
    at, step = removed
    t = page.t

    def back(now: Steps) -> Steps:
        return listed.moved((*now, step), len(now), min(at, len(now)))

    with st.container(horizontal=True, vertical_alignment="center", key="slides-removed"):
        frame.place(html('<div class="quiet-note" role="status">{}</div>', t("Slide removed.")))
        st.button(
            t("Put the slide back"),
            key="slides_back",
            on_click=partial(edited, page, back),
        )


def edited(page: Page[StoriesView], change: Callable[[Steps], Steps]) -> None:
    """Changes the list by hand: the one that was last shown whole, with what was changed since, and
    not what the address says, which the browser may not have heard of yet. The device keeps it, if
    it is its own."""
    here = listed_in(page)["list"]
    before, after = st.session_state.get(_CHANGED, ((), ""))
    if here in before:
        here = after
    steps = change(parted(here)[0])
    st.session_state[_CHANGED] = ((*before, here), joined(steps))
    written(page, steps, keep=device.held().keeps(here))


def one(
    page: Page[StoriesView],
    steps: Sequence[Step],
    at: int,
    slide: slides.Slide,
    of: str,
) -> None:
    """A slide of the list: its picture, its own words, its place."""
    t = page.t
    with st.container(key=f"slide-{at}", border=True):
        picture, words, place = st.columns([3, 6, 1.4], gap="medium")
        with picture:
            seen = small(slide.picture, slide.headline)
            frame.place(html('<a href="{}" target="_self">{}</a>', slide.view, seen))
        with words:
            frame.place(_about(at, slide, of, steps[at]))
            text(page, steps, at, "headline", t("Headline of your own"))
            text(page, steps, at, "note", t("Note for the presenter"))
        with place, st.container(key=f"place-{at}", horizontal=True):
            buttons(page, steps, at)


def _about(at: int, slide: slides.Slide, of: str, step: Step) -> Markup:
    name = html('<p class="source">{} · {}</p>', at + 1, of)
    if slide.lost:
        told = html("<strong>{}.</strong> {}", slide.headline, slide.measured)
        return html('{}<div class="box look">{}</div>', name, told)
    # What is told before the presenter's own note, which stands in its field.
    added = slide.note.removesuffix(step.note).strip()
    own = html('<div class="quiet-note">{}</div>', added) if added else EMPTY
    return html('{}<h2 class="part">{}</h2>{}', name, slide.headline, own)


def text(
    page: Page[StoriesView],
    steps: Sequence[Step],
    at: int,
    name: str,
    label: str,
) -> None:
    """A text of a slide."""
    key = f"slide_{at}_{name}"
    st.session_state[key] = getattr(steps[at], name)

    def said() -> None:
        told = {name: st.session_state[key].strip()}
        edited(page, lambda now: listed.changed(now, at, **told))

    if name == "note":
        st.text_area(label, key=key, max_chars=LONGEST[name], height=68, on_change=said)
    else:
        st.text_input(
            label,
            key=key,
            max_chars=LONGEST[name],
            placeholder=page.t("None: the view’s own, which follows the data"),
            on_change=said,
        )


def buttons(page: Page[StoriesView], steps: Sequence[Step], at: int) -> None:
    """Moves a slide, removes it, or lets it be about one region for good."""
    t, region = page.t, listed.region(steps[at])

    def remove() -> None:
        def without(now: Steps) -> Steps:
            if at < len(now):
                st.session_state[_REMOVED] = (at, now[at])
            return listed.without(now, at)

        edited(page, without)

    def tell() -> None:
        of = page.view.region if st.session_state[key] else ""
        edited(page, lambda now: listed.about(now, at, of))

    for name, icon, label, off, act in (
        ("up", "arrow_upward", t("Up"), at == 0, partial(move, page, at, at - 1)),
        (
            "down",
            "arrow_downward",
            t("Down"),
            at + 1 == len(steps),
            partial(move, page, at, at + 1),
        ),
        ("out", "delete", t("Remove"), False, remove),
    ):
        st.button(
            label,
            key=f"slide_{at}_{name}",
            icon=f":material/{icon}:",
            type="tertiary",
            disabled=off,
            on_click=act,
        )
    key = f"slide_{at}_about"
    st.session_state[key] = bool(region)
    names = page.look.names
    always = t("Always {region}", region=names.get(region or page.view.region, region))
    st.checkbox(plain(always), key=key, on_change=tell)


def move(page: Page[StoriesView], at: int, to: int) -> None:
    """Puts a slide in another place."""
    edited(page, lambda now: listed.moved(now, at, to))
