"""Foreign text in labels that Streamlit reads as Markdown."""

from __future__ import annotations

import re

import pytest

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
