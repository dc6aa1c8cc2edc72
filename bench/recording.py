"""Records the Streamlit calls of a run and makes them again without what led to them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any
from unittest.mock import patch

import streamlit as st
from streamlit.components.v1.custom_component import CustomComponent
from streamlit.delta_generator import DeltaGenerator

from secon_ui.shell.ready_figure import ReadyFigure

MODULE = ("set_page_config", "logo", "navigation")
COMPONENT = "a component"  # which is the first argument of its call
# Widgets that show what the session holds under their key.
HOLDING = {
    "checkbox", "date_input", "multiselect", "number_input", "pills", "radio", "segmented_control",
    "select_slider", "selectbox", "slider", "text_area", "text_input", "toggle",
}  # fmt: skip
RECORDINGS: dict[tuple[tuple[str, str], ...], Recording] = {}
_NOTHING = object()


@dataclass(frozen=True)
class _Call:
    """A call on a container; ``on`` and ``makes`` number the containers, 0 being the page."""

    name: str
    on: int
    arguments: tuple[Any, ...]
    named: Mapping[str, Any]
    makes: tuple[int, ...] = ()
    held: Any = _NOTHING


class Recording:
    """A context in which Streamlit calls are made and recorded."""

    def __init__(self) -> None:
        self.calls: list[_Call] = []
        self._numbers: dict[int, int] = {}
        self._kept: list[Any] = []
        self._depth = 0
        self._patches: list[Any] = []

    def __enter__(self) -> Recording:
        methods = [
            name
            for name in dir(DeltaGenerator)
            if not name.startswith("_") and callable(getattr(DeltaGenerator, name))
        ]
        for name in [*methods, "__enter__", "__exit__"]:
            original = getattr(DeltaGenerator, name)
            self._patch(DeltaGenerator, name, self._method(name, original))
            bound = getattr(st, name, None)
            if getattr(bound, "__self__", None) is st._main:
                self._patch(st, name, functools.partial(self._method(name, original), st._main))
        for name in MODULE:
            self._patch(st, name, self._function(name, getattr(st, name)))
        calls = CustomComponent.__call__
        self._patch(CustomComponent, "__call__", self._function(COMPONENT, calls))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one in reversed(self._patches):
            one.stop()
        self._kept.clear()

    def replay(self) -> None:
        """Makes the calls again."""
        containers: dict[int, Any] = {0: st._main}
        for call in self.calls:
            if call.name == COMPONENT:
                CustomComponent.__call__(*call.arguments, **call.named)
                continue
            if call.name in MODULE:
                getattr(st, call.name)(*call.arguments, **call.named)
                continue
            if call.held is not _NOTHING:
                st.session_state[call.named["key"]] = call.held
            on = containers[call.on]
            made = getattr(on, call.name)(*call.arguments, **call.named)
            if call.makes:
                containers |= zip(call.makes, _containers(made), strict=True)

    def _patch(self, place: Any, name: str, new: Any) -> None:
        one = patch.object(place, name, new)
        one.start()
        self._patches.append(one)

    def _method(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def recorded(on: DeltaGenerator, *arguments: Any, **named: Any) -> Any:
            if self._depth:
                return original(on, *arguments, **named)
            key = named.get("key")
            held = _NOTHING
            if name in HOLDING and key is not None:
                held = st.session_state.get(key, _NOTHING)
            self._depth += 1
            try:
                made = original(on, *arguments, **named)
            finally:
                self._depth -= 1
            numbers = () if name.startswith("__") else tuple(map(self._number, _containers(made)))
            number = 0 if on is st._main else self._numbers.get(id(on), 0)
            given = _drawn(arguments) if name == "plotly_chart" else arguments
            self.calls.append(_Call(name, number, given, _ready(named, arguments), numbers, held))
            return made

        return recorded

    def _function(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(original)
        def recorded(*arguments: Any, **named: Any) -> Any:
            self._depth += 1
            try:
                made = original(*arguments, **named)
            finally:
                self._depth -= 1
            self.calls.append(_Call(name, 0, arguments, named))
            return made

        return recorded

    def _number(self, container: DeltaGenerator) -> int:
        self._kept.append(container)  # so that no other object gets its id meanwhile
        number: int = self._numbers.setdefault(id(container), len(self._numbers) + 1)
        return number


def _containers(made: Any) -> list[DeltaGenerator]:
    """The containers that a call gave back."""
    if isinstance(made, DeltaGenerator):
        return [made]
    if isinstance(made, list) and made and all(isinstance(one, DeltaGenerator) for one in made):
        return made
    return []


def _drawn(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """The arguments of a plotly chart, its figure such that plotly neither checks nor copies it."""
    figure, *more = arguments
    return (ReadyFigure(figure) if isinstance(figure, dict) else figure, *more)


def _ready(named: Mapping[str, Any], arguments: tuple[Any, ...]) -> dict[str, Any]:
    """The named arguments with words instead of what makes them, and no reaction to a choice."""
    ready = dict(named)
    options = ready.get("options", arguments[1] if len(arguments) > 1 else None)
    if "format_func" in ready and options is not None:
        ready["format_func"] = {one: ready["format_func"](one) for one in options}.__getitem__
    for name in ("on_change", "on_click", "on_select"):
        if callable(ready.get(name)):
            ready[name] = _nothing
    return ready


def _nothing(*arguments: Any, **named: Any) -> None:
    """Instead of the page's own reaction."""
