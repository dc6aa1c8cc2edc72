"""What each view of My region shows, ready to be placed. Pure."""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from pages.practice.link import PracticeView
from pages.region import dot_plot, heat, panel, peers, sentences, table
from pages.region.choices import RegionView, Scene, rows_of
from secon_data.package import Package
from secon_ui.shell.view import address
from secon_ui.text import notes

ROWS = 8  # of the table on a slide


@dataclass(frozen=True)
class Shown:
    """HTML of a view: its headline, what is measured, and the parts beneath, one under another."""

    title: str
    sub: str
    parts: tuple[str, ...]


@dataclass
class Given:
    """What a view is made of. ``every``: all regions' rows of ``standing`` for the indicators
    ``ids``; ``theme``: the choice's name; ``spreads``: of ``standing.small_spreads``; ``alike``:
    the regions most like mine; ``most``: strengths and lags that a headline names."""

    view: RegionView
    theme: str
    ids: Sequence[str]
    every: pd.DataFrame
    spreads: Mapping[tuple[str, int, int], list[float]]
    alike: Callable[[], peers.Peers]
    package: Package
    scene: Scene
    slide: bool
    most: tuple[int, int]

    @cached_property
    def rows(self) -> pd.DataFrame:
        """My region's rows."""
        return rows_of(self.every, self.view.region, list(self.ids))

    @cached_property
    def others(self) -> pd.DataFrame | None:
        """The rows of the region laid over mine."""
        other = self.view.other
        return rows_of(self.every, other, list(self.ids)) if other else None

    @cached_property
    def heading(self) -> tuple[str, str]:
        """The finding on strengths and lags, and how many there are of each."""
        return (
            sentences.finding(self.rows, self.scene, most=self.most),
            sentences.counted(self.rows, self.scene, slide=self.slide),
        )

    def practices(self) -> str:
        """Links to practices that answer my lags."""

        def link(group: str) -> str:
            asked = PracticeView(self.view.region, self.scene.t.language, group=(group,))
            return address("practice", asked)

        return panel.practices(self.rows, self.package.table("themes"), link, self.scene)

    def notice(self, rows: pd.DataFrame, *, of_area: bool = True) -> str:
        """Whose values these are. ``of_area``: with the note on my region's area."""
        about = self.package.table("regions").set_index("region_id")["area_note"].dropna()
        return sentences.notice(rows, self.scene, about.to_dict() if of_area else {})

    def source(self, rows: pd.DataFrame) -> str:
        """The source line; each row of the figures names its own flag."""
        one_each = self.scene.indicators.loc[list(self.ids)].drop_duplicates("eurostat_code")
        listed = [row for _, row in one_each.iterrows()]
        extracts, scene = self.package.table("extracts"), self.scene
        return notes.source(rows.assign(flag=""), listed, extracts, scene.names, scene.t)

    def slide_source(self, kept: pd.DataFrame, among: pd.DataFrame) -> str:
        """The source line of a slide. ``kept``: the rows shown of those ``among`` it chose."""
        return sentences.slide_source(kept, self.scene, len(among))


def profile(given: Given) -> Shown:
    """The spine, and beside it strengths, lags and what follows from them."""
    rows, others, scene = given.rows, given.others, given.scene
    if given.slide:
        kept = dot_plot.for_slide(rows)
        over = None if others is None else others.loc[kept.index]
        chart = dot_plot.spine(kept, over, given.spreads, scene, slide=True)
        return Shown(*given.heading, (chart, given.slide_source(kept, rows)))
    more = address("region", replace(given.view, shown="peers"))
    beside = panel.panel(
        rows, scene, given.practices(), peers.brief(rows, given.alike(), scene, more)
    )
    chart = dot_plot.spine(rows, others, given.spreads, scene) + dot_plot.explained(rows, scene)
    body = f'<div class="rg-body"><div>{chart}{given.notice(rows)}</div>{beside}</div>'
    return Shown(*given.heading, (body, given.source(rows)))


def all_nine(given: Given) -> Shown:
    """The heat table."""
    every, scene, ids = given.every, given.scene, list(given.ids)
    columns = heat.order(every, list(scene.names))
    title = heat.finding(every, columns, scene)
    kept = heat.for_slide(ids, every, scene.mine) if given.slide else ids
    drawn = heat.heat(every, kept, columns, scene, slide=given.slide)
    if given.slide:
        mine = given.rows
        shown = mine[mine["indicator_id"].isin(kept)]
        return Shown(title, "", (drawn, given.slide_source(shown, mine)))
    parts = (drawn, heat.explained(every, scene), given.source(every))
    return Shown(title, html.escape(given.theme), parts)


def who_does_better(given: Given) -> Shown:
    """The regions most like mine, and where they are ahead of it."""
    rows, scene, found, t = given.rows, given.scene, given.alike(), given.scene.t
    title, lagging = peers.finding(rows, found, scene), peers.lagging(rows)
    drawn = peers.table(rows, found, scene, slide=given.slide) if len(found.table) else ""
    if given.slide:
        source = given.slide_source(lagging.head(peers.ON_SLIDE), lagging)
        return Shown(title, "", _some(drawn, source))
    by = t.list([t.data(scene.indicators.at[i, "short_name"]) for i in given.view.alike])
    sub = (
        t("Alike by {indicators}; found among: {among}", indicators=by, among=found.among)
        if by
        else t("Choose above in what regions are to be alike.")
    )
    below = given.practices() + peers.explained(rows, scene)
    notice = given.notice(lagging, of_area=False)
    parts = _some(peers.cards(found, scene), drawn, below, notice, given.source(rows))
    return Shown(title, html.escape(sub), parts)


def every_value(given: Given) -> Shown:
    """The table."""
    rows, scene, slide = given.rows, given.scene, given.slide
    kept = rows.head(ROWS) if slide else rows
    drawn = table.table(kept, None if slide else given.others, scene, slide=slide)
    if slide:
        return Shown(*given.heading, (drawn, given.slide_source(kept, rows)))
    return Shown(*given.heading, _some(drawn, given.notice(rows), given.source(rows)))


VIEWS: Mapping[str, Callable[[Given], Shown]] = {
    "spine": profile,
    "heat": all_nine,
    "peers": who_does_better,
    "table": every_value,
}


def export(given: Given) -> pd.DataFrame:
    """The figures shown, as a table to take away."""
    every, scene = given.every, given.scene
    if given.view.shown == "heat":
        return table.export(every, scene)
    if given.view.shown == "peers":
        return peers.export(given.alike(), given.rows, scene)
    return table.export(every[every["region_id"].isin([scene.mine, scene.other])], scene)


def _some(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
