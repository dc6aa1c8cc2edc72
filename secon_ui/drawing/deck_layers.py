"""Maps of points for deck.gl: boundaries by address, no tiles, and texts that stay texts. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

import pydeck

from secon_ui.drawing.mercator import Frame
from secon_ui.drawing.theme import FONT, Palette, Size

Layer = dict[str, Any]
# Without a style there are no tiles; any other word would let Streamlit ask Carto for them.
_NO_STYLE = "__MAP_STYLE__"


@cache
def _plain() -> Mapping[str, Any]:
    """What pydeck gives every deck. Made once: each time it looks for Jupyter, which takes longer
    than all the layers."""
    return dict(vars(pydeck.Deck(layers=[], map_provider=None)))


class Deck(pydeck.Deck):  # type: ignore[misc]  # pydeck tells no types
    """What ``st.pydeck_chart`` draws, written compactly from plain layers.

    pydeck's own writer indents and copies, which takes most of the time where there are many
    points. ``frame``: what is shown at first.
    """

    def __init__(
        self, layers: Sequence[Layer], frame: Frame, colours: Palette, *, size: Size = "wide"
    ) -> None:
        # The tooltip is set as text, never as HTML: names of organisations are not ours.
        style = {
            "color": colours.ground,
            "backgroundColor": colours.text,
            "fontFamily": FONT,
            "fontSize": "14px",
            "padding": "6px 10px",
            "borderRadius": "4px",
            "maxWidth": "290px",
            "whiteSpace": "pre-line",
            "zIndex": "5",
        }
        still = size != "wide"
        self.__dict__.update(_plain())
        self._tooltip = {"text": "{tip}", "style": style}
        self.spec: dict[str, Any] = {
            "initialViewState": {
                "longitude": round(frame.longitude, 5),
                "latitude": round(frame.latitude, 5),
                "zoom": frame.zoom,
                "maxZoom": 15,
            },
            "views": [
                {
                    "@@type": "MapView",
                    # The wheel and a finger scroll the page, not the map.
                    "controller": {
                        "scrollZoom": False,
                        "dragRotate": False,
                        "touchRotate": False,
                        "dragPan": not still,
                        "touchZoom": not still,
                        "doubleClickZoom": True,
                    },
                }
            ],
            "layers": list(layers),
            "mapStyle": _NO_STYLE,
        }

    def to_json(self) -> str:
        """The description that travels to the browser; the same for the same map."""
        return self._written

    @cached_property
    def _written(self) -> str:
        # A map is made once and drawn at every rerun.
        return json.dumps(self.spec, separators=(",", ":"), ensure_ascii=False)


def address(layer: str, index: Mapping[str, Any]) -> str:
    """Where the browser finds a layer of boundaries; the digest makes it cacheable."""
    digest = index.get("layers", {}).get(f"{layer}.geojson", {}).get("sha256", "")[:8]
    return f"app/static/geometry/{layer}.geojson?v={digest}"


def plain(text: object) -> str:
    """A text as a map's record may hold it: deck.gl would read «@@…» as a command."""
    return str(text).replace("@@", "@\u2060@")


def rgb(colour: str, opacity: float = 1) -> list[int]:
    """A colour of the palette as deck.gl wants it."""
    return [*(int(colour[i : i + 2], 16) for i in (1, 3, 5)), round(255 * opacity)]


def boundaries(
    name: str, where: str, fill: str | None, line: str | None, width: float = 1, share: float = 1
) -> Layer:
    """Areas of a layer of boundaries, filled and outlined; ``share``: how opaque the fill is."""
    layer: Layer = {
        "@@type": "GeoJsonLayer",
        "id": name,
        "data": where,
        "pickable": False,
        "filled": fill is not None,
        "stroked": line is not None,
        "lineWidthUnits": "pixels",
        "getLineWidth": width,
        "lineJointRounded": True,
    }
    if fill:
        layer["getFillColor"] = rgb(fill, share)
    if line:
        layer["getLineColor"] = rgb(line)
    return layer


def circles(name: str, records: Sequence[Mapping[str, Any]], **options: Any) -> Layer:
    """Circles of a size in pixels. A record has ``at`` and ``r``, and may have ``fill``, ``line``
    (colours) and ``tip``; ``options`` are deck.gl's and go before them."""
    layer: Layer = {
        "@@type": "ScatterplotLayer",
        "id": name,
        "data": list(records),
        "pickable": False,
        "stroked": False,
        "radiusUnits": "pixels",
        "lineWidthUnits": "pixels",
        "getPosition": "@@=at",
        "getRadius": "@@=r",
        "getFillColor": "@@=fill",
    }
    return layer | options


def texts(
    name: str, records: Sequence[Mapping[str, Any]], halo: str, size: float, **options: Any
) -> Layer:
    """Words with a halo. A record has ``at``, ``text`` and ``ink``, and may have ``off``: how far
    in pixels to the right and down from its place the middle of the text stands."""
    layer: Layer = {
        "@@type": "TextLayer",
        "id": name,
        "data": list(records),
        "pickable": False,
        "getPosition": "@@=at",
        "getText": "@@=text",
        "getColor": "@@=ink",
        "getPixelOffset": "@@=off",
        "getSize": size,
        "sizeUnits": "pixels",
        "fontFamily": FONT,
        "fontWeight": 600,
        "characterSet": "auto",
        "fontSettings": {"sdf": True, "fontSize": 64, "buffer": 8, "radius": 16},
        "outlineWidth": 4,
        "outlineColor": rgb(halo),
    }
    return layer | options
