"""The app without a browser: any page by its link, and what a reader would see of it."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from secon_ui.server import access
from secon_ui.shell import frame
from secon_ui.shell.menu import ENTRY, PAGES, ROOT, PageSpec
from secon_ui.shell.page import base_codes
from secon_ui.shell.view import View

SHIPPED = ROOT / "data"
HOME = {"region": "riga", "language": "en"}
TOKEN = "the token of the tests"
STORE = os.environ.get("SECON_STORE", "")  # an empty one, whatever a test names later
LINK = {"region": "riga", "lang": "en"}
ERROR = 'role="alert"'  # the frame's own error box
NOTE = 'class="quiet-note"'  # «part of the link was not understood»


@dataclass(frozen=True)
class Opening:
    """With what a page opens: its view and the codes that it allows in its link."""

    kind: type[View]
    allowed: Mapping[str, Any]

    def codes(self, name: str, chosen: Mapping[str, Any] | None = None) -> Any:
        """What a field may hold while the others have their defaults, or what ``chosen`` says: a
        collection, or a container that only answers whether a text fits."""
        decided: dict[str, Any] = {}
        for item in fields(self.kind):
            if item.name == name:
                break
            usual = HOME.get(item.name) if item.default is MISSING else item.default
            decided[item.name] = (chosen or {}).get(item.name, usual)
        codes = self.allowed[name]
        return codes(decided) if callable(codes) else codes


class App:
    """One reader's session."""

    def __init__(self, locale: str = "en-LV") -> None:
        self.at = AppTest.from_file(str(ENTRY), default_timeout=60)
        self.at.context = {"locale": locale, "url": "http://127.0.0.1:8501/"}
        self._started = False
        # Who tests sits at this machine, and came by the address that «make run» prints.
        access.open_to_this_machine(TOKEN)
        access._cookies = lambda: dict([access.cookie_of(TOKEN)])  # AppTest knows no cookies

    def open(self, page: PageSpec, /, **query: str) -> App:
        """Opens a page by a link, as the first of the session or after another."""
        if page is not PAGES[0] or self._started:
            # AppTest learns of the pages by a first run, and of none where the data are damaged.
            self.at._registered_pages = _registered()
            self.at.switch_page(str(page.path))
        self._started = True
        self.at.query_params.clear()
        self.at.query_params.update(query)
        self.at.run()
        return self

    @property
    def html(self) -> str:
        """The HTML of everything on the screen that is not a widget, styles left out."""
        bodies = [str(element.proto.body) for element in self.at.get("html")]
        return "\n".join(body for body in bodies if not body.startswith("<style"))

    @property
    def failed(self) -> str:
        """Python's own error on the screen; empty when there is none."""
        return "\n".join(str(e.value) + "\n".join(e.stack_trace) for e in self.at.exception)

    @property
    def errors(self) -> list[str]:
        """The frame's error boxes."""
        bodies = [str(element.proto.body) for element in self.at.get("html")]
        return [body for body in bodies if ERROR in body]

    @property
    def headed(self) -> bool:
        """Whether the page came as far as its finding."""
        return '<h1 class="finding">' in self.html

    @property
    def framed(self) -> bool:
        """Whether the frame is around it."""
        return '<footer class="foot">' in self.html

    @property
    def widgets(self) -> list[Any]:
        kinds = ("selectbox", "multiselect", "button_group", "text_input", "button", "checkbox")
        return [widget for kind in kinds for widget in self.at.get(kind)]


@cache
def _registered() -> Any:
    """The pages as the menu registers them."""
    with patch.dict(os.environ, {"SECON_DATA": "", "SECON_STORE": STORE}):
        return AppTest.from_file(str(ENTRY), default_timeout=60).run()._registered_pages


@cache
def reads(page: PageSpec) -> frozenset[str]:
    """The datasets that a page reads when it opens. Recorded where nothing of the data is kept."""
    _registered()
    with TemporaryDirectory() as folder, patch.dict(os.environ, {"SECON_DATA": folder}):
        copy(Path(folder))
        with asked_for() as names:
            App().open(page, **LINK)
    return frozenset(names)


@cache
def opening(page: PageSpec) -> Opening:
    """Recorded while the page opens."""
    seen: dict[str, Opening] = {}
    real = frame.open_page

    def recording(slug: str, kind: type[View], allowed: Any = None) -> Any:
        package = frame.data.package()
        base = base_codes(list(package.table("regions")["region_id"]))
        codes = allowed(package) if allowed else {}
        seen[slug] = Opening(kind, {**codes, **base})
        return real(slug, kind, allowed)

    with patch.object(frame, "open_page", recording):
        App().open(page, **LINK)
    return seen[page.slug]


@contextmanager
def asked_for() -> Iterator[set[str]]:
    """The datasets that are read meanwhile."""
    from secon_data.package import Package

    names: set[str] = set()
    real = Package.table

    def recording(package: Package, name: str) -> Any:
        names.add(name)
        return real(package, name)

    with patch.object(Package, "table", recording):
        yield names


def copy(folder: Path) -> Path:
    """A data package like the shipped one, to write to: no link leads back."""
    return shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)


@dataclass(frozen=True)
class Broken:
    """What was broken in a file, as a message must name it."""

    file: str
    row: int
    column: str
    value: str


def break_cell(folder: Path, dataset: str) -> Broken:
    """Writes nonsense into the third line of a dataset (or the last of a shorter one), in the first
    column that has a type, else nothing where something is needed."""
    schema = json.loads((folder / "schemas" / f"{dataset}.json").read_text(encoding="utf-8"))
    typed = [f["name"] for f in schema["fields"] if f["type"] in ("integer", "number", "boolean")]
    needed = [f["name"] for f in schema["fields"] if f.get("constraints", {}).get("required")]
    column, value = (typed[0], "broken!") if typed else (needed[0], "")
    file = folder / f"{dataset}.csv"
    with file.open(encoding="utf-8", newline="") as source:
        rows = list(csv.reader(source))
    line = min(3, len(rows))
    rows[line - 1][rows[0].index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as target:
        csv.writer(target, lineterminator="\n").writerows(rows)
    return Broken(file.name, line, column, value)
