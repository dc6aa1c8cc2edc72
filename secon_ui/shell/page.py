"""What a page works with: its view, the data, for whom it is drawn, widgets bound to the link."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import streamlit as st

from secon_data.names import Called
from secon_data.package import Package
from secon_ui import data
from secon_ui.drawing.look import Look
from secon_ui.shell import links
from secon_ui.shell.view import View
from secon_ui.text.words import Words, languages

V = TypeVar("V", bound=View)
T = TypeVar("T")


def region_names(package: Package, t: Words) -> dict[str, str]:
    """The partner regions' names in a language, in their order. Shared."""

    def named() -> dict[str, str]:
        table = package.table("regions")
        return Called(zip(table["region_id"], map(t.data, table["name"]), strict=True))

    return data.made(("region names", t.language), named)


def base_codes(regions: list[str], rev: str | None = None) -> dict[str, Any]:
    """Codes for the fields that every view has. ``rev``: the version of the data that is shown."""
    return {
        "region": regions,
        "language": languages(),
        "rev": () if rev is None else (rev,),
    }


@dataclass
class Page(Generic[V]):
    """A page in the making. ``settled``: the view with what it left open named (``settle``)."""

    slug: str
    view: V
    package: Package
    look: Look
    settled: V | None = field(default=None, init=False)

    @property
    def t(self) -> Words:
        """The words of the reader's language."""
        return self.look.t

    @property
    def phone(self) -> bool:
        """Whether the browser says that it is a phone's."""
        return self.look.phone

    @property
    def shown(self) -> str:
        """Which of its views the page shows; for pages whose view has that field."""
        return str(vars(self.view)["shown"])

    def build(self, build: Callable[[V, Package, Look], T]) -> T:
        """What a page's builder makes of this view: pure, kept as ``made`` keeps it."""
        return self.made("built", lambda: build(self.view, self.package, self.look))

    def made(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` gives, a figure or HTML: kept for everyone who looks at this view on this
        kind of screen, as long as the data and the day stay. ``make`` is pure and draws nothing;
        what it gives is shared and must not be changed."""
        if self.view.long:
            return make()
        look = (self.look.size, self.look.colours.dark)
        return data.made((self.slug, self.view, *look, name), make)

    def change(self, **fields: Any) -> None:
        """Goes to the same page with other choices: writes the link, which is remembered."""
        links.go(self.slug, replace(self.view, **fields))

    def settle(self, **fields: Any) -> None:
        """Names what is shown where the view leaves it open, such as the latest year: a link that
        is copied says it."""
        self.settled = replace(self.view, **fields)

    def bound(
        self,
        name: str,
        value: Any,
        *,
        to: Callable[[Any], Any] | None = None,
        reset: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Arguments that bind a widget to a field of the view: it shows ``value``; a choice goes
        to the link and comes back from it. ``to`` turns the widget's value into the field's;
        ``reset`` names fields that start anew with another choice. A choice taken back where one
        is needed changes nothing."""
        key = f"{self.slug}_{name}"
        st.session_state[key] = value

        def chosen() -> None:
            now = st.session_state[key]
            if isinstance(now, list):
                now = tuple(now)
            if to is not None:
                now = to(now)
            elif now is None:
                return
            fields = {item: type(self.view).__dataclass_fields__[item].default for item in reset}
            self.change(**{name: now}, **fields)

        return {"key": key, "on_change": chosen}

    def views(self, shown: Mapping[str, tuple[str, str]], reset: Sequence[str] = ()) -> None:
        """The switch between a page's views, its field ``shown``: code → title and icon; on a
        phone the titles alone."""
        t = self.t
        titles = {
            code: t(title) if self.phone else f"{icon} {t(title)}"
            for code, (title, icon) in shown.items()
        }
        st.segmented_control(
            t("View"),
            list(shown),
            format_func=titles.__getitem__,
            label_visibility="collapsed",
            **self.bound("shown", self.shown, reset=reset),
        )

    @contextmanager
    def controls(self, summary: str) -> Iterator[None]:
        """The place of the page's pickers: on a phone folded away behind what is chosen."""
        place = (
            st.expander(self.t("{selection} · change", selection=summary), icon=":material/tune:")
            if self.phone
            else st.container(key="controls")
        )
        with place:
            yield
