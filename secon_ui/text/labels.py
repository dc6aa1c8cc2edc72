"""Foreign text in labels of widgets and in captions, which Streamlit reads as Markdown. Pure."""

from __future__ import annotations

import re

# What begins a picture, a link, markup, code, a formula, a colour or an icon; and what alone makes
# an address a link.
_SIGNS = re.compile(r"([\\`*_\[\]<>#~$:|&{}@]|(?<=www)\.)", re.IGNORECASE)


def plain(text: object) -> str:
    """A text that is shown as it is: no sign in it makes a link, a picture, a colour or an icon,
    and none asks the browser to fetch anything."""
    return _SIGNS.sub(r"\\\1", " ".join(str(text).split()))
