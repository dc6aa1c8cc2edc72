"""Compare's map as a page in Dash: the same data, the same figure, two pickers.

``python -m bench.dash_page PORT`` serves it by waitress, in one process as the app is. It is
written as Dash's own manual shows it: the package is read once at start, the callback works out
what was picked with the functions of ``secon_data`` and returns a plotly figure.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from bench.servers import ROOT, Server, free_port, running

_THREADS = 8


def page() -> None:
    """Serves the page until it is stopped."""
    import plotly.graph_objects as go
    import waitress
    from dash import Dash, Input, Output, dcc, html

    import secon_data
    from pages.compare import comparing
    from pages.compare import link as compare
    from secon_ui.drawing import charts, geometry, maps, theme
    from secon_ui.drawing.look import Look
    from secon_ui.text.words import Words

    package = secon_data.load()
    places = package.table("regions").set_index("region_id", drop=False)
    names = dict(zip(places["region_id"], places["name"], strict=True))
    indicators = package.table("indicators").set_index("indicator_id")["name"]
    index = geometry.index(geometry.FOLDER)
    colours, today = theme.palette(False), date.today()
    look = Look(Words("en"), colours, "wide", False, names, today, lambda: index)
    app = Dash(__name__, assets_folder=str(ROOT / "static"), assets_url_path="app/static")
    app.layout = html.Div(
        [
            dcc.Dropdown(dict(indicators), compare.DEFAULT, id="indicator", clearable=False),
            dcc.Dropdown(names, "riga", id="region", clearable=False),
            dcc.Graph(id="map", config={"topojsonURL": "/app/static/topo/"}),
        ]
    )

    @app.callback(Output("map", "figure"), Input("indicator", "value"), Input("region", "value"))
    def draw(indicator: str, region: str) -> go.Figure:
        found = secon_data.compare(indicator)
        grouping = maps.classes(found, look.colours)
        spreads = comparing.spreads(package, found)
        style = charts.style(region, (), look)
        return go.Figure(maps.comparison_map(found, spreads, grouping, places, style, look))

    waitress.serve(app.server, host="127.0.0.1", port=int(sys.argv[1]), threads=_THREADS)


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
