"""What an observation carries beside its value – flags, level – in words. Pure."""

from __future__ import annotations

from secon_ui.text.words import Words


def flag_words(flags: str, t: Words) -> str:
    """Eurostat's flag letters in words: «b · break in the series»."""
    meaning = {
        "b": t("break in the series"),
        "d": t("definition differs"),
        "e": t("estimated"),
        "f": t("forecast"),
        "p": t("provisional"),
        "u": t("low reliability"),
    }
    return ", ".join(f"{letter} · {meaning.get(letter, '?')}" for letter in flags)


def level_words(level: int, t: Words) -> str:
    """«NUTS 2», «country»."""
    return t("country") if level == 0 else f"NUTS {level}"
