"""Before all other states: published rows of an older version of the app, and the way on."""

from __future__ import annotations

import streamlit as st

from pages.desk import desk_state, publish, titles, understood
from pages.desk.states import choose, common
from pages.desk.views import DeskView
from secon_data import settings, upgrading
from secon_data.upgrading import Gap
from secon_ui import data
from secon_ui.shell import frame
from secon_ui.shell.page import Page
from secon_ui.text.labels import plain
from secon_ui.text.markup import html


def needed(page: Page[DeskView]) -> Gap | None:
    """What the published rows lack for this version; None where they lack nothing."""
    dataset = page.view.dataset
    if dataset in page.package.damaged:
        return None  # told apart from it
    schema = page.package.schema(dataset)
    found = data.made(("gap", dataset), lambda: upgrading.gap(settings.store(), schema, dataset))
    return None if found is None or found.none else found


def hinders(found: Gap) -> bool:
    """Whether nothing else can be done at the desk before. A word that is none any more stands as
    it is and hinders nobody."""
    return bool(found.columns or found.emptied)


def show(page: Page[DeskView], found: Gap) -> None:
    """Asks for what is missing, and publishes it."""
    t, dataset = page.t, page.view.dataset
    title = common.titled(page, dataset)
    common.head(
        page,
        "choose",
        t("{dataset}: the published rows are of an older version of the app", dataset=title),
        t("This version needs more of them than they hold."),
        t("Say here what it is; earlier states stay as they are."),
    )
    choose.which(page, may_publish=False)
    frame.place(html('<h2 class="desk-part">{}</h2>', t("What the rows lack")))
    _form(page, found)


def offer(page: Page[DeskView], found: Gap) -> None:
    """The same beside the usual desk, for words alone."""
    with st.expander(page.t("Some words in the published rows are none any more")):
        _form(page, found)


def _form(page: Page[DeskView], found: Gap) -> None:
    t, now, dataset = page.t, desk_state.desk(), page.view.dataset
    schema = page.package.schema(dataset)
    named = titles.told_apart(schema, t)
    values: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for name, place in zip(found.columns, common.grid(len(found.columns)), strict=True):
        label = t.plural(
            "{column}: a value for {n} row",
            "{column}: a value for {n} rows",
            found.columns[name],
            column=named[name],
        )
        said = understood.offered(page.package, dataset, name, t)
        with place:
            if said:
                chosen = st.selectbox(
                    label,
                    list(said),
                    index=None,
                    format_func=lambda code: said.get(code, code),  # noqa: B023 – asked at once
                    placeholder=t("Choose"),
                    key=f"desk_up_{name}",
                )
            else:
                chosen = st.text_input(label, key=f"desk_up_{name}", max_chars=300)
        if chosen:
            values[name] = str(chosen).strip()
    for name, left in found.words.items():
        for word, place in zip(left, common.grid(len(left)), strict=True):
            with place:
                chosen = st.selectbox(
                    t("{column}: what is «{word}» now?", column=named[name], word=plain(word)),
                    list(schema.fields[name].allowed),
                    index=None,
                    placeholder=t("It stays as it is"),
                    key=f"desk_up_{name}_{word}",
                )
            if chosen:
                words.setdefault(name, {})[word] = str(chosen)
    if found.emptied:
        columns = t.list([named[name] for name in found.emptied])
        told = t("Their values stay in the history alone: {columns}.", columns=columns)
        frame.box("look", t("Columns are of another kind now."), told)
    common.publisher(page, "desk_upgrader")
    why = st.text_input(
        t("Why? One line for the history"),
        t("Brought up to a new version of the app"),
        key="desk_up_why",
        max_chars=300,
    )
    lacking = [named[name] for name in found.columns if not values.get(name)]
    if not now.who:
        lacking.append(t("your name"))
    if not why.strip():
        lacking.append(t("the reason why"))
    if lacking:
        frame.place(
            html('<p class="desk-hint">{}</p>', t("Still missing: {list}.", list=t.list(lacking)))
        )
    st.button(
        t("Publish the rows as this version needs them"),
        key="desk_up_publish",
        type="primary",
        icon=":material/check:",
        disabled=bool(lacking),
        on_click=publish.bring_up,
        args=(dataset, values, words, why),
    )
