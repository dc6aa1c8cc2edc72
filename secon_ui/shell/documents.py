"""What ``docs/`` has for readers of the app, as a page shows it. Pure."""

from __future__ import annotations

from secon_ui.shell.menu import ROOT

# In the repository a picture is found from docs/, in the browser from the app's address.
_BESIDE, _SERVED = "](../static/", "](app/static/"


def text(name: str, language: str) -> tuple[str, str]:
    """A document («manual», «accessibility») in a language, or in English where there is none,
    and the language it is in. FileNotFoundError where there is no such document."""
    for code in (language, "en"):
        file = ROOT / "docs" / (f"{name}.md" if code == "en" else f"{name}.{code}.md")
        if file.is_file():
            return file.read_text(encoding="utf-8").replace(_BESIDE, _SERVED), code
    raise FileNotFoundError(f"docs/{name}.md")


def body(name: str, language: str) -> str:
    """The same without its title, which stands above already."""
    return text(name, language)[0].partition("\n")[2]
