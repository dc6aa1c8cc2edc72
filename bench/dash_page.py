"""Compare's map as a page in Dash: the same data, the same nine small maps and locator, two
pickers.

``python -m bench.dash_page PORT`` serves it by waitress, in one process as the app is. It is
written as Dash's own manual shows it: tables are read once at start, the callback works out what
was picked with pandas and returns a plotly figure. It calls nothing of what it is the measure for.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from bench.servers import ROOT, Server, free_port, running
from pages.compare import views as compare_views

_THREADS = 8
TABLES = ("observations", "areas", "region_areas", "indicators", "regions")
RAMP = ("#ECEEF2", "#E3EDF8", "#B5D0EC", "#7FAEDD", "#447FBF", "#1B4E8C")
TEXT, QUIET, MINE = "#1F2937", "#6B7280", "#D6336C"
LABEL: dict[str, Any] = {"xref": "paper", "yref": "paper", "showarrow": False, "yanchor": "top"}


def page() -> None:
    """Serves the page until it is stopped."""
    import waitress
    from dash import Dash, Input, Output, dcc, html

    import secon_data

    package = secon_data.load()
    tables = {name: package.table(name) for name in TABLES}
    index = json.loads((ROOT / "static" / "geometry" / "index.json").read_text(encoding="utf-8"))
    names = dict(zip(tables["regions"]["region_id"], tables["regions"]["name"], strict=True))
    indicators = tables["indicators"].set_index("indicator_id")["name"]
    app = Dash(__name__, assets_folder=str(ROOT / "static"), assets_url_path="app/static")
    app.layout = html.Div(
        [
            dcc.Dropdown(dict(indicators), compare_views.DEFAULT, id="indicator", clearable=False),
            dcc.Dropdown(names, "riga", id="region", clearable=False),
            dcc.Graph(id="map", config={"topojsonURL": "/app/static/topo/"}),
        ]
    )

    @app.callback(Output("map", "figure"), Input("indicator", "value"), Input("region", "value"))
    def draw(indicator: str, region: str) -> go.Figure:
        areas, regions = values(tables, indicator)
        return figure(areas, regions, tables["regions"], region, index)

    waitress.serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=_THREADS)


def values(tables: Mapping[str, pd.DataFrame], indicator: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An indicator in its latest well covered year: of each area (area_id, name, level, value),
    and of each region (region_id, areas, level, basis, value), from its own area, else from all
    of its parts (their plain mean: nobody reads this page), else from a wider area."""
    found = tables["observations"]
    found = found[found["indicator_id"] == indicator].dropna(subset=["value"])
    found = found.merge(tables["areas"][["area_id", "name", "level"]], on="area_id")
    main = next(level for level in (2, 3, 0) if (found["level"] == level).any())
    covered = found[found["level"] == main].groupby("year").size()
    year = covered[covered >= 0.8 * covered.max()].index.max()
    tolerance = tables["indicators"].set_index("indicator_id").at[indicator, "year_tolerance"]
    recent = found[found["year"].between(year - tolerance, year)].sort_values("year")
    recent = recent.drop_duplicates("area_id", keep="last")
    used = tables["region_areas"].merge(recent, on="area_id", how="left")
    whole = used[used["role"] != "part"].dropna(subset=["value"])
    parts = used[used["role"] == "part"].groupby(["region_id", "part_set"], as_index=False)
    mean = parts.agg(
        value=("value", "mean"), all=("value", lambda cells: cells.notna().all()),
        level=("level", "max"), area_id=("area_id", "+".join),
    )  # fmt: skip
    mean = mean[mean["all"]].assign(role="part", preference=1)
    order = {"own": 0, "part": 1, "wider": 2}
    every = pd.concat([whole, mean]).assign(order=lambda table: table["role"].map(order))
    best = every.sort_values(["order", "preference"]).drop_duplicates("region_id")
    best = best.rename(columns={"area_id": "areas", "role": "basis"}).sort_values("value")
    return recent, best[["region_id", "areas", "level", "basis", "value"]]


def figure(
    areas: pd.DataFrame, regions: pd.DataFrame, places: pd.DataFrame, mine: str,
    index: Mapping[str, Any],
) -> go.Figure:  # fmt: skip
    """A locator with all areas, and a small map of each region from the lowest value on."""
    cuts = areas["value"].quantile([0, 0.2, 0.4, 0.6, 0.8, 1]).drop_duplicates()
    classes = pd.cut(areas["value"], cuts, labels=False, include_lowest=True)
    areas = areas.assign(number=classes.fillna(-1).astype(int) + 1)
    level = areas["level"].mode().iloc[0]
    shown = areas[areas["level"] == level]
    at = places.set_index("region_id").loc[regions["region_id"]]
    traces: list[Any] = [
        _land("geo", "countries", index["countries"]),
        _filled("geo", f"svg/nuts{max(level, 1)}", shown["area_id"], shown["number"]),
        *_outlined("geo", list(regions["region_id"]), TEXT),
        go.Scattergeo(
            geo="geo", lon=at["longitude"], lat=at["latitude"], mode="markers+text",
            text=[f"<b>{n}</b>" for n in range(1, len(at) + 1)], hoverinfo="skip",
            marker={"size": 20, "color": [MINE if r == mine else QUIET for r in at.index]},
        ),
    ]  # fmt: skip
    layout: dict[str, Any] = {"geo": _view([-10.5, 35, 31, 58.5], [0, 0.44], [0, 1])}
    labels = []
    numbered = areas.set_index("area_id")["number"]
    for number, region in enumerate(regions.to_dict("records")):
        geo, name = f"geo{number + 2}", region["region_id"]
        codes = index["near"][name].get(str(max(int(region["level"]), 1)), [])
        numbers = numbered.reindex(codes).fillna(0)
        stands = tuple(region["areas"].split("+"))
        own = sum(region["value"] > cut for cut in list(cuts)[:-1])
        numbers[[code.startswith(stands) for code in codes]] = max(own, 1)
        ground = _land(geo, "around", index["around"][name])
        traces += [ground, _filled(geo, "svg/tiles", codes, numbers)]
        traces += _outlined(geo, [name], MINE if name == mine else TEXT)
        x, y = 0.475 + 0.18 * (number % 3), 1 - (number // 3) / 3
        layout[geo] = _view(index["frames"][name], [x, x + 0.16], [y - 0.32, y - 0.06])
        labels.append({"text": f"{number + 1}  <b>{name}</b>", "x": x, "y": y, **LABEL})
        labels.append({"text": f"<b>{region['value']}</b>", "x": x + 0.16, "y": y, **LABEL})
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    layout |= {"annotations": labels, "height": 430, "margin": margin, "dragmode": False}
    return go.Figure(traces, layout)


def _land(geo: str, layer: str, countries: Sequence[str]) -> go.Choropleth:
    return _filled(geo, f"svg/{layer}", countries, [0] * len(countries))


def _filled(geo: str, layer: str, codes: Sequence[str], numbers: Sequence[int]) -> go.Choropleth:
    scale = [[edge / 6, colour] for i, colour in enumerate(RAMP) for edge in (i, i + 1)]
    return go.Choropleth(
        geo=geo, geojson=f"/app/static/geometry/{layer}.geojson", featureidkey="id",
        locations=codes, z=numbers, zmin=-0.5, zmax=5.5, colorscale=scale, showscale=False,
        marker={"line": {"color": "white", "width": 0.5}},
    )  # fmt: skip


def _outlined(geo: str, regions: Sequence[str], colour: str) -> list[go.Choropleth]:
    return [
        go.Choropleth(
            geo=geo, geojson="/app/static/geometry/svg/partner_regions.geojson",
            featureidkey="id", locations=regions, z=[0] * len(regions), showscale=False,
            colorscale=[[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
            marker={"line": {"color": stroke, "width": width}}, hoverinfo="skip",
        )
        for stroke, width in (("white", 4.8), (colour, 2.6))
    ]  # fmt: skip


def _view(frame: Sequence[float], x: Sequence[float], y: Sequence[float]) -> dict[str, Any]:
    west, south, east, north = frame
    return {
        "domain": {"x": x, "y": y},
        "projection": {
            "type": "azimuthal equal area",
            "rotation": {"lon": (west + east) / 2, "lat": (south + north) / 2},
        },
        "lonaxis": {"range": [west, east]},
        "lataxis": {"range": [south, north]},
        "visible": False,
    }


@contextmanager
def serving() -> Iterator[Server]:
    """The page in a process of its own."""
    port = free_port()
    with running(["-m", "bench.dash_page", str(port)], port, "/_dash-layout") as server:
        yield server


class Client:
    """One reader's connection to the page. Closes with its context."""

    def __init__(self, host: str) -> None:
        self._connection = http.client.HTTPConnection(host, timeout=120)
        self._connection.connect()
        # As a browser's: nothing waits for the other side's acknowledgement.
        self._connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def change(self, link: Mapping[str, str]) -> float:
        """Picks the indicator and region of a link to Compare; ms until the figure is there.
        ConnectionError when the page did not answer with one."""
        picked = {"indicator": link.get("ind", "unemployment_rate_15_74"), "region": link["region"]}
        asked = {
            "output": "map.figure",
            "outputs": {"id": "map", "property": "figure"},
            "inputs": [
                {"id": name, "property": "value", "value": value} for name, value in picked.items()
            ],
            "changedPropIds": [f"{name}.value" for name in picked],
        }
        start = time.perf_counter()
        self._connection.request(
            "POST", "/_dash-update-component", json.dumps(asked),
            {"Content-Type": "application/json"},
        )  # fmt: skip
        answer = self._connection.getresponse()
        content = answer.read()
        taken = 1000 * (time.perf_counter() - start)
        if answer.status != 200 or b'"choropleth"' not in content:
            raise ConnectionError(f"Dash answers {answer.status}: {content[:200]!r}")
        return taken


if __name__ == "__main__":
    page()
