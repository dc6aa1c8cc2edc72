"""Foreign text in labels that Streamlit reads as Markdown."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from secon_ui.shell.menu import ROOT
from secon_ui.text.labels import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rate, 2024 (%)", "Rate, 2024 (%)"),
        ("![h](http://evil.example/x)", r"!\[h\](http\://evil.example/x)"),
        ("www.evil.example", r"www\.evil.example"),
        ("WWW.evil.example", r"WWW\.evil.example"),
        ("<img src=x>", r"\<img src=x\>"),
        (":red[x] $a$ `b` *c* _d_ ~e~", r"\:red\[x\] \$a\$ \`b\` \*c\* \_d\_ \~e\~"),
        ("a\n# b\\", r"a \# b\\"),
        ("a@b.example &lt;", r"a\@b.example \&lt;"),
        (None, "None"),
    ],
)
def test_no_sign_of_a_foreign_text_is_markdown(text, shown):
    assert plain(text) == shown
    assert re.sub(r"\\(.)", r"\1", shown) == " ".join(str(text).split())


# Calls whose first argument Streamlit reads as Markdown, and what fills a place of ours in a text.
WIDGETS = {
    "button", "checkbox", "radio", "pills", "segmented_control", "selectbox", "multiselect",
    "text_input", "text_area", "toggle", "expander", "popover", "dialog", "caption",
    "download_button", "file_uploader", "link_button", "page_link",
}  # fmt: skip
# Places filled with numbers, or with words of ours: titles in schemas, moments, counts.
OURS = {
    "n", "number", "selection", "dataset", "column", "shown", "year", "date", "when", "all", "list", "size",
}  # fmt: skip


def _foreign(file: Path) -> list[str]:
    """Where a label holds a value that neither is ours nor went through ``plain``."""
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute)):
            continue
        label = node.args[0]
        if node.func.attr not in WIDGETS or not isinstance(label, ast.Call | ast.JoinedStr):
            continue
        values = [k for k in getattr(label, "keywords", ()) if k.arg not in OURS]
        parts = [k.value for k in values]
        if isinstance(label, ast.JoinedStr):
            parts = [v.value for v in label.values if isinstance(v, ast.FormattedValue)]
        for value in parts:
            told = ast.unparse(value)
            if not re.match(
                r"(facet_pills\.)?plain\(|t\(|t\.(country|number|moment)\(|self\.t\(|page\.t\(",
                told,
            ):
                found.append(f"{file.relative_to(ROOT)}:{node.lineno} {told}")
    return found


def test_no_label_holds_a_foreign_text_as_it_is():
    files = [f for place in ("pages", "secon_ui") for f in sorted((ROOT / place).rglob("*.py"))]
    assert [told for file in files for told in _foreign(file)] == []
