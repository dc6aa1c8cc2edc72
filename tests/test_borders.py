"""Borders between the parts: what may import what, and the one home that some things have."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from secon_ui.drawing import theme
from secon_ui.shell import opened

ROOT = Path(__file__).resolve().parent.parent
# Modules that read the session or draw; all others take a table and return a figure, HTML or a
# table.
SCREEN = (
    "pages.desk.desk_state",
    "pages.desk.draft_charts",
    "pages.desk.publish",
    "pages.desk.resume",
    "pages.desk.states",
    "pages.desk.story_numbers",
    "pages.report.button",
    "pages.stories.build",
    "pages.stories.device",
    "pages.stories.mine",
    "secon_ui.server.access",
    "secon_ui.server.data_routes",
    "secon_ui.server.document",
    "secon_ui.server.follow_routes",
    "secon_ui.server.guard",
    "secon_ui.server.login_cookie",
    "secon_ui.server.old_links",
    "secon_ui.server.previews",
    "secon_ui.server.private_files",
    "secon_ui.server.ready",
    "secon_ui.server.show_page",
    "secon_ui.server.show_routes",
    "secon_ui.server.static_files",
    "secon_ui.server.warming",
    "secon_ui.shell.entry",
    "secon_ui.shell.export_menu",
    "secon_ui.shell.facet_pills",
    "secon_ui.shell.frame",
    "secon_ui.shell.links",
    "secon_ui.shell.opened",
    "secon_ui.shell.page",
    "secon_ui.shell.sharing",
    "secon_ui.show.shows",
    "secon_ui.show.slides",
)
# Where a text of ours (a style sheet, a script) becomes HTML as it is.
MAKERS = ("secon_ui/text/markup.py", "secon_ui/shell/frame.py", "secon_ui/shell/links.py")
SCRIPTS = sorted((ROOT / "pages").glob("*/page.py"))
INTERFACE = [
    file
    for place in ("secon_ui", "pages")
    for file in sorted((ROOT / place).rglob("*.py"))
    if file not in SCRIPTS
]
STYLES = [
    file for place in ("secon_ui", "static") for file in sorted((ROOT / place).rglob("*.css"))
]


def found(pattern: str, files: list[Path], *but: str) -> list[str]:
    """Where a pattern stands in files other than ``but``: «secon_ui/shell/page.py:12 …»."""
    hits = []
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        if name in but:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(pattern, line):
                hits.append(f"{name}:{number} {line.strip()}")
    return hits


def modules(package: str) -> Iterator[str]:
    for file in sorted((ROOT / package).rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if parts[-1] != "__main__" and file not in SCRIPTS:
            yield ".".join(part for part in parts if part != "__init__")


def imported_without_streamlit(names: list[str]) -> subprocess.CompletedProcess[str]:
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        "    assert 'streamlit' not in sys.modules, f'{name} needs Streamlit'\n"
    )
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_data_package_needs_no_streamlit():
    run = imported_without_streamlit(list(modules("secon_data")))
    assert run.returncode == 0, run.stderr


def test_what_makes_figures_and_words_needs_no_streamlit():
    pure = [n for place in ("secon_ui", "pages") for n in modules(place) if not draws(n)]
    run = imported_without_streamlit(pure)
    assert len(pure) > 10 and run.returncode == 0, run.stderr


def draws(module: str) -> bool:
    """Whether a module, or the package that it is in, is one that draws."""
    return any(module == one or module.startswith(f"{one}.") for one in SCREEN)


def test_modules_said_to_draw_do_draw():
    # A module that no longer needs Streamlit leaves the list above.
    for name in SCREEN:
        path = ROOT / name.replace(".", "/")
        files = sorted(path.rglob("*.py")) or [path.with_suffix(".py")]
        assert found(
            r"^(import|from) streamlit|^from secon_ui(\.shell|\.show)? import .*\b(data|frame|opened|slides)\b"
            r"|^from secon_ui\.server\.static_files",
            files,
        ), name


def test_the_data_package_knows_nothing_of_the_screens():
    files = sorted((ROOT / "secon_data").rglob("*.py"))
    assert found(r"\b(secon_ui|dashboard)\b|^\s*(import|from) pages\b", files) == []


def test_caches_have_one_home():
    caches = r"st\.cache_|import cache_(data|resource)|secon_ui\.memo import"
    assert found(caches, [*INTERFACE, *SCRIPTS], "secon_ui/data.py") == []


def test_plotly_figures_are_drawn_by_the_frame_alone():
    assert found(r"plotly_chart\(", [*INTERFACE, *SCRIPTS], "secon_ui/shell/frame.py") == []


def test_colours_have_one_home():
    hexadecimal = r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3,4})\b(?![-\w])"
    assert found(hexadecimal, [*INTERFACE, *SCRIPTS, *STYLES], "secon_ui/drawing/theme.py") == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_streamlits_own_parts_have_the_same_colours(name):
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    colours = theme.palette(name == "dark")
    assert config["theme"][name] == {
        "primaryColor": colours.button,
        "backgroundColor": colours.ground,
        "secondaryBackgroundColor": colours.tint,
        "textColor": colours.text,
        "linkColor": colours.link,
        "borderColor": colours.rule,
    }


def test_every_style_names_a_colour_that_there_is():
    known = set(re.findall(r"--([\w-]+):", theme.variables(theme.LIGHT)))
    used = {
        variable
        for file in [*STYLES, *INTERFACE, *SCRIPTS]
        for variable in re.findall(r"var\(--([\w-]+)", file.read_text(encoding="utf-8"))
    }
    text = "".join(file.read_text(encoding="utf-8") for file in [*STYLES, *INTERFACE])
    own = set(re.findall(r"--([\w-]+)\s*:", text))
    # A family made with a number each: «--ink{n}:».
    numbered = set(re.findall(r"--([\w-]+)\{n\}:", text))
    strange = {name for name in used - known - own if name.rstrip("0123456789") not in numbered}
    assert strange == set()


def test_nothing_is_loaded_from_another_machine():
    # Links that a reader follows are fine; what a browser would fetch by itself is not.
    loaded = (
        r"""(?:src|srcset|poster|action)=\\?["']?(?:https?:)?//|url\(\s*["']?(?:https?:)?//|@import\b"""
        r"""|\bfetch\(|<link\b(?! rel="alternate"| rel="(?:icon|stylesheet)" href="\{\})|<iframe\b|XMLHttpRequest|sendBeacon|importScripts|st\.map\("""
        r"""|map_style\s*=\s*["'](?!app/static)|pdk\.map_styles"""
    )
    static = [
        f for f in sorted((ROOT / "static").rglob("*")) if f.suffix in (".svg", ".css", ".html")
    ]
    hits = found(loaded, [*INTERFACE, *SCRIPTS, *STYLES, *static])
    # A frame that others put into their pages shows ours, and is a text to copy here.
    assert [
        hit for hit in hits if not re.match(r"secon_ui/shell/sharing.py:\d+ '<iframe ", hit)
    ] == []


def test_the_app_asks_no_other_machine():
    asks = r"^\s*(?:import|from)\s+(?:urllib\.request|http\.client|requests|httpx|aiohttp|socket|ftplib)\b"
    # Only the refresh from Eurostat asks, when an operator runs it in a shell; no page can.
    files = [
        f
        for f in sorted((ROOT / "secon_data").rglob("*.py"))
        if f.parts[-2:] != ("eurostat", "api.py")
    ]
    assert found(asks, [*files, *INTERFACE, *SCRIPTS]) == []
    assert (
        found(r"secon_data\.eurostat(\.| import.*\b)(api|refresh)\b", [*INTERFACE, *SCRIPTS]) == []
    )


def test_what_pages_share_knows_no_page():
    files = sorted((ROOT / "secon_ui").rglob("*.py"))
    assert found(r"^\s*(import|from) pages\b", files) == []


def test_pages_are_thin():
    long = {f.parent.name: n for f in SCRIPTS if (n := len(f.read_text().splitlines())) > 240}
    assert long == {}


def test_what_a_page_shows_is_built_without_a_screen():
    # ``build`` of every page is among the pure modules; but the desk is a conversation, and the
    # stories show views of other pages, which are opened by their links.
    built = {f"pages.{f.parent.name}.build" for f in SCRIPTS if f.parent.name not in opened.TALKS}
    assert built <= set(modules("pages")) and not any(draws(name) for name in built)


def test_html_is_shown_by_the_frame_alone():
    homes = ("secon_ui/shell/frame.py", "secon_ui/shell/links.py")
    assert found(r"\.html\(f?[\"']<|st\.html\(", [*INTERFACE, *SCRIPTS], *homes) == []
    assert found(r"\bhtml\.escape\b|^import html\b", [*INTERFACE, *SCRIPTS]) == []


def test_only_constants_become_html_unescaped():
    """``html()`` and ``t.html()`` get a constant; nobody else makes Markup of a text."""
    wrong = []
    for file in [*INTERFACE, *SCRIPTS]:
        name = file.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func)
            template = node.args[0]
            if called == "html" and name != "secon_ui/text/markup.py":
                given = (
                    (template.body, template.orelse)
                    if isinstance(template, ast.IfExp)
                    else (template,)
                )
                if not all(isinstance(g, ast.Constant) and isinstance(g.value, str) for g in given):
                    wrong.append(f"{name}:{node.lineno}")
            elif called == "Markup" and name not in MAKERS:
                wrong.append(f"{name}:{node.lineno}")
    assert wrong == []
