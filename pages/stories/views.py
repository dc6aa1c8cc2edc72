"""Which views the page Stories has, and what a link to one says."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from secon_data.package import Package
from secon_ui.shell.view import Allowed, View, choice, choices
from secon_ui.show.steps import MOST, StepError, unpacked
from secon_ui.text.words import mark

SHOWN = {
    "stories": (mark("Stories"), ":material/auto_stories:"),
    "mine": (mark("My slides"), ":material/playlist_play:"),
}


class Slides(Container[str]):
    """Words that are slides."""

    def __contains__(self, word: object) -> bool:
        try:
            return isinstance(word, str) and bool(unpacked(word))
        except StepError:
            return False


@dataclass(frozen=True)
class StoriesView(View):
    """``slides``: my list, each as a word."""

    shown: str = choice("view", "stories")
    slides: tuple[str, ...] = choices("list", MOST)

    @property
    def long(self) -> bool:
        """Slides of one's own hold any words."""
        return bool(self.slides)


def allowed(package: Package) -> Allowed:
    """The codes that each field may hold."""
    return {"shown": tuple(SHOWN), "slides": Slides()}
