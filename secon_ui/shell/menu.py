"""Which pages there are: one tuple feeds the menu, the links, the doors and the tests.

Adding a page is its folder in ``pages/`` and its line here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from secon_ui.text.words import mark

ROOT = Path(__file__).resolve().parents[2]
# The script that is run anew for every reader at every click.
ENTRY = Path(__file__).resolve().with_name("entry.py")


@dataclass(frozen=True)
class PageSpec:
    """A page: the last part of its address, its file, its title and group in the menu; ``mine``:
    it is about the reader's region, which she is asked for where nothing tells it."""

    slug: str
    file: str
    title: str
    group: str
    mine: bool = True

    @cached_property
    def path(self) -> Path:
        return ROOT / self.file


@dataclass(frozen=True)
class Door:
    """A card on the Overview that leads one kind of reader to her page and view."""

    name: str
    title: str
    text: str
    icon: str
    page: str
    query: tuple[tuple[str, str], ...] = ()


# Groups of the menu.
EXPLORE = mark("Explore")
ECONOMY = mark("Social economy")
DATA = mark("Data")

# The first page is the one without a path of its own.
PAGES = (
    PageSpec("overview", "pages/overview/page.py", mark("Overview"), EXPLORE),
    PageSpec("region", "pages/region/page.py", mark("My region"), EXPLORE),
    PageSpec("compare", "pages/compare/page.py", mark("Compare"), EXPLORE),
    PageSpec("stories", "pages/stories/page.py", mark("Stories and slides"), EXPLORE),
    PageSpec("enterprises", "pages/enterprises/page.py", mark("Enterprises"), ECONOMY),
    PageSpec("funding", "pages/funding/page.py", mark("Funding"), ECONOMY),
    PageSpec("policy", "pages/policy/page.py", mark("Policy"), ECONOMY),
    PageSpec("practice", "pages/practice/page.py", mark("Practice"), ECONOMY),
    PageSpec("sources", "pages/sources/page.py", mark("Sources"), DATA, mine=False),
    PageSpec("desk", "pages/desk/page.py", mark("Data desk"), DATA, mine=False),
)


def spec(slug: str) -> PageSpec:
    """The page with that slug; KeyError when there is none."""
    return {page.slug: page for page in PAGES}[slug]


# One door for each of the three who use the app.
DOORS = (
    Door(
        "policy",
        mark("How does my region stand?"),
        mark("Every indicator beside its peers: strengths, weaknesses, and who does it better."),
        ":material/bar_chart:",
        "region",
    ),
    Door(
        "staff",
        mark("Keep the data right"),
        mark("Send a file, see what is wrong in plain words and what would change, publish, undo."),
        ":material/upload_file:",
        "desk",
    ),
    Door(
        "presenter",
        mark("Show it in a meeting"),
        mark("Stories that are ready, and slides of your own: P shows what is on screen."),
        ":material/slideshow:",
        "stories",
    ),
)
