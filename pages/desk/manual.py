"""The staff's manual, as the desk shows it. Pure."""

from __future__ import annotations

from secon_ui.shell.menu import ROOT

# In the repository a picture is found from docs/, in the browser from the app's address.
_BESIDE, _SERVED = "](../static/", "](app/static/"


def text(language: str) -> tuple[str, str]:
    """The manual in a language, or in English where there is none, and the language it is in."""
    for code in (language, "en"):
        file = ROOT / "docs" / ("manual.md" if code == "en" else f"manual.{code}.md")
        if file.is_file():
            return file.read_text(encoding="utf-8").replace(_BESIDE, _SERVED), code
    raise FileNotFoundError("docs/manual.md")
