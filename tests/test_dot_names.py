"""Names of a scatter's dots: none can be read as another dot's."""

from __future__ import annotations

import io
import math
from itertools import cycle

import pytest
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.text import Text

from secon_ui.drawing.label_placement import beside
from secon_ui.drawing.theme import LIGHT
from secon_ui.shell import opened
from secon_ui.taking import charts, dot_names, typeset
from secon_ui.taking.exhibit import Dot, Scatter
from secon_ui.text.words import languages

NINE = [
    "riga", "haskovo", "peloponnese", "rhein-neckar", "flemish-brabant", "harghita", "mazowieckie",
    "oliveira-de-azemeis", "extremadura",
]  # fmt: skip
PAIRS = [
    ("unemployment_rate_15_74", "gdp_pc_pps_eu100"), ("arope", "gdp_pc_pps_eu100"),
    ("tourism_nights_per_km2", "gdp_pc_pps_eu100"), ("net_migration_rate", "gdp_pc_pps_eu100"),
    ("median_age", "life_expectancy"), ("neet_15_29", "tertiary_education_25_64"),
    ("population_density", "median_age"), ("daily_internet_users", "arope"),
    ("adult_learning_25_64", "employment_rate_20_64"), ("gerd_pct_gdp", "gdp_pc_eur"),
    ("physicians_per_100k", "life_expectancy_males"),
    ("old_age_dependency_ratio", "unemployment_rate_15_74"),
]  # fmt: skip


def test_a_label_beyond_another_point_is_none():
    # A label of 40 × 18 for (50, 50), and all but the column above it is taken: between the marks
    # (59 to 71) it is too high, and above the second one it would be nearer to that.
    points, taken = [(50, 50), (50, 80)], [(0, 0, 28, 200), (72, 0, 100, 200), (0, 0, 100, 41)]
    found = beside(points, [(40, 18)] * 2, [9, 9], [], (0, 0, 100, 200), [6, 0], taken, [False] * 2)
    # That one has it: 9 of its mark, 4 of air, half of its height.
    assert found == [None, (50, 80 + 9 + 4 + 9)]


def test_a_label_stands_away_from_where_two_marks_meet():
    # At the right of (50, 50), as anybody would have it, is the mark of (70, 50); at the left it is
    # 13 from its own point and 33 from that one.
    (first, second) = beside(
        [(50, 50), (70, 50)], [(30, 18)] * 2, [9, 9], [], (0, 0, 200, 100), coloured=[False] * 2
    )
    assert first == (50 - 9 - 4 - 15, 50) and second == (70 + 9 + 4 + 15, 50)


def test_no_line_runs_through_a_label_nor_a_label_over_a_line():
    # The second, in a hole that is open only upwards, reaches its label by a line between x 99 and
    # 101 from y 50 up; the third, which wants to be there, may not stand on it.
    taken = [(0, 0, 90, 75), (110, 0, 200, 75), (90, 0, 110, 41)]
    (label,) = beside([(100, 50)], [(60, 18)], [9], [], (0, 0, 200, 150), [6], taken, [False])
    assert label == (100, 50 + 9 + 4 + 14 + 9)  # one step further than beside it


def test_a_label_in_the_colour_of_its_mark_is_read_as_no_grey_ones():
    # Of the two the first finds no place but above the grey second: 9 of that one's mark, 4 of air
    # and half of its height over it, by steps of 14. It may stand there if it is coloured alone.
    points, taken = [(50, 50), (50, 80)], [(0, 0, 28, 200), (72, 0, 100, 200), (0, 0, 100, 41)]
    blue, grey = [True, False], [False, False]
    placed = [
        beside(points, [(40, 18)] * 2, [9, 9], [], (0, 0, 100, 200), [6, 0], taken, one)[0]
        for one in (blue, grey)
    ]
    assert placed == [(50, 50 + 9 + 4 + 2 * 14 + 9), None]


def drawn_names(found: Scatter, width: int, height: int):
    """Where the names, or numbers, and the dots are, and the lines between them, in pixels."""
    figure = charts.figure(found, width, height)
    (axes,) = figure.axes
    renderer = RendererSVG(width, height, io.StringIO())
    places = {d.name: tuple(axes.transData.transform((d.x, d.y))) for d in found.dots}
    words = {text.get_text(): text for text in axes.texts}
    listed = dict(
        reversed(word.split(" ", 1)) for word in words if word.partition(" ")[2] in places
    )
    boxes = {}
    for name in places:
        text = words.get(listed.get(name, name))
        if text is not None:
            text.update_positions(renderer)
            box = Text.get_window_extent(text, renderer)
            boxes[name] = (box.x0, box.y0, box.x1, box.y1)
    lines = [
        axes.transAxes.transform(points[at : at + 2])
        for points in (drawn.get_xydata() for drawn in axes.lines
                       if drawn.get_transform() == axes.transAxes)
        for at in range(0, len(points), 3)  # between two lines of one style there is none
    ]  # fmt: skip
    return places, boxes, lines, [f"{number} {name}" for name, number in listed.items()]


def away(point, box) -> float:
    x = min(max(point[0], box[0]), box[2])
    y = min(max(point[1], box[1]), box[3])
    return math.dist(point, (x, y))


def from_line(point, line) -> float:
    """How near a line comes to a point: at one of a hundred points of it."""
    (x, y), (to_x, to_y) = line
    parts = [n / 100 for n in range(101)]
    return min(math.dist(point, (x + n * (to_x - x), y + n * (to_y - y))) for n in parts)


def false(found: Scatter, width: int, height: int) -> list[str]:
    places, boxes, lines, listed = drawn_names(found, width, height)
    # Dots that are one, so to speak, may have none; no more than a third of them.
    told = [f"only {len(boxes)} names"] if len(boxes) * 3 < len(places) * 2 else []
    coloured = {dot.name for dot in found.dots if dot.strong}
    told += [f"{name} is looked at and has no name" for name in coloured - boxes.keys()]
    numbers = sorted(int(word.split(" ")[0]) for word in listed)
    told += [] if numbers == list(range(1, len(numbers) + 1)) else [f"numbered {numbers}"]
    for name, box in boxes.items():
        own = away(places[name], box)
        # A name in the colour of its dot is read as that of another such dot alone.
        told += [
            f"«{name}» is nearer to {other}"
            for other, place in places.items()
            if (name not in coloured or other in coloured) and away(place, box) < own - 1
        ]
    for line in lines:
        start = tuple(line[0])
        for name, place in places.items():
            apart = math.dist(place, start)
            if apart > 0.5 and from_line(place, line) < min(apart, dot_names.RADIUS) - 0.5:
                told.append(f"a line runs through {name}")
    return told


def scatters(monkeypatch, region, language, pair, shape):
    kept = []
    size = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
    monkeypatch.setattr(charts, "svg", lambda *one, letters: kept.append(one) or size.encode())
    query = {"region": region, "lang": language, "view": "scatter", "ind": pair[0], "x": pair[1]}
    typeset.set_out(opened.opened("compare", query, language).sheet(), shape)
    return [one for one in kept if isinstance(one[0], Scatter)]


def pytest_generate_tests(metafunc):
    """Every day each pair for one region in one language; thoroughly every one."""
    if "pair" not in metafunc.fixturenames:
        return
    if metafunc.config.getoption("--hypothesis-profile") == "thorough":
        asked = [(r, x, pair) for r in NINE for x in languages() for pair in PAIRS]
    else:
        asked = list(zip(cycle(NINE), cycle(["lv", *languages()]), PAIRS))
    metafunc.parametrize(("region", "language", "pair"), asked)


@pytest.mark.parametrize("shape", ["slide", "phone", "wide"])
def test_no_name_of_a_scatter_is_told_of_another(region, language, pair, shape, monkeypatch):
    for found, width, height in scatters(monkeypatch, region, language, pair, shape):
        assert not false(found, width, height)


def test_a_name_without_a_place_has_a_number_and_stands_in_a_list():
    # Three dots in a row, and only above them, for a line of words, and beside them there is room.
    # The name of the middle one is too long to be nearest to it; its number, 7 of the mark and 4 of
    # air and half a line above it, is 11 from it and more than 14 from the others.
    dots = [Dot(f"An unusually long name {c}", 5, 5, LIGHT.quiet, LIGHT.text) for c in "ABC"]
    places = [(200, 100), (216, 100), (232, 100)]
    found = dot_names.placed(dots, places, [], (0, 0, 600, 130), [(0, 0, 600, 88)])
    told = {one.dot.name[-1]: (one.text, one.centre) for one in found.beside}
    assert told["B"] == ("1", (216, 100 + 7 + 4 + 9))
    assert [told[c][0] for c in "AC"] == [dots[0].name, dots[2].name]
    assert found.listed == ["1 An unusually long name B"]
