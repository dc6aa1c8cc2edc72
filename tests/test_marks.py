"""The pen that drawings are made with: how few artists, where they lie, what touches what."""

from __future__ import annotations

import math

import numpy as np
import pytest
from matplotlib.figure import Figure

from secon_ui.drawing.theme import LIGHT
from secon_ui.taking import charts
from secon_ui.taking.exhibit import Line, Lines, Piece
from secon_ui.taking.marks import Pen, plot


@pytest.fixture
def axes():
    found = plot(Figure(figsize=(200 / 72, 100 / 72), dpi=72), 0, 0, 0, 0)
    found.set_xlim(0, 200)
    found.set_ylim(0, 100)
    return found


def test_lines_of_one_style_are_one_artist_and_do_not_meet(axes):
    pen = Pen(axes)
    pen.line([0, 10], [5, 5], color=LIGHT.rule, lw=1)
    pen.line([0, 10], [9, 9], lw=1, color=LIGHT.rule)
    pen.line([0, 10], [7, 7], color=LIGHT.rule, lw=2)
    thin, thick = axes.lines
    gap = [math.nan, math.nan]
    np.testing.assert_array_equal(thin.get_xydata(), [[0, 5], [10, 5], gap, [0, 9], [10, 9], gap])
    np.testing.assert_array_equal(thick.get_xydata(), [[0, 7], [10, 7], gap])


def test_a_full_mark_lies_on_a_hollow_one(axes):
    pen = Pen(axes)
    pen.value(50, 50, "own", LIGHT.faint, 8)
    pen.value(50, 52, "wider", LIGHT.faint, 8)
    own, wider = axes.lines
    assert own.get_zorder() > wider.get_zorder() > 4
    assert (own.get_markerfacecolor(), wider.get_markerfacecolor()) == (LIGHT.faint, LIGHT.ground)


def test_nothing_that_a_pen_draws_changes_the_limits(axes):
    pen = Pen(axes)
    pen.line([-500, 500], [-500, 500], color=LIGHT.rule)
    pen.box(-500, -500, 1000, 1000, color=LIGHT.rule)
    axes.figure.canvas.draw()
    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 200), (0, 100))


def test_the_line_to_a_name_touches_neither_the_name_nor_what_is_named(axes):
    # A name 40 to the right and 30 up is 50 away: 7 of these from the end of the line (x 5.6,
    # y 4.2); before the name 2 across (2.5 of the way) and 2 more, 4.5 in all (x 3.6, y 2.7).
    charts._to_name(Pen(axes), (100, 50), (140, 80), (1, 1))
    (line,) = axes.lines
    assert line.get_xydata()[:2].ravel() == pytest.approx([105.6, 54.2, 136.4, 77.3])


def test_the_others_of_a_trend_are_one_line_beneath_those_looked_at():
    def series(name: str, start: float, colour: str, **more: bool) -> Line:
        values = [start, start + 1, start + 2]
        piece = Piece([2020, 2021, 2022], values)
        return Line(name, [piece], (2022, values[-1]), "", colour, LIGHT.text, **more)

    others = [series("", start, LIGHT.faint) for start in (1.0, 2.0, 3.0)]
    mine = series("Riga", 4.0, LIGHT.mine, strong=True)
    drawn = charts.figure(Lines([*others, mine], [(0.0, "0")], [2020, 2022], "%"), 520, 374)
    (of_all,) = drawn.axes
    faint, strong = (
        [one for one in of_all.lines if one.get_color() == colour and one.get_linewidth() == width]
        for colour, width in ((LIGHT.faint, 1.6), (LIGHT.mine, 3.6))
    )
    assert [len(one.get_xydata()) for one in (*faint, *strong)] == [12, 4]
    assert faint[0].get_zorder() < strong[0].get_zorder()
