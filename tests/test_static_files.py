"""What the browser fetches by address: compressed once, kept as long as it may be, checked for news."""

from __future__ import annotations

import gzip
import hashlib
import json
import os

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from secon_ui.drawing import deck_layers
from secon_ui.drawing.maps import static_address
from secon_ui.server import static_files
from secon_ui.server.static_files import Files, StaticFirst
from secon_ui.shell.menu import ROOT

TEXT = b'{"type": "FeatureCollection", "features": []}' * 40  # 1,800 bytes
DIGEST = hashlib.sha256(TEXT).hexdigest()
YEAR, SOON = "public, max-age=31536000, immutable", "public, max-age=600"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "shapes.geojson").write_bytes(TEXT)
    (tmp_path / "small.json").write_bytes(b"{}")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG" * 500)
    (tmp_path.parent / "secret.txt").write_text("secret")
    return tmp_path


def web(folders, base="", monkeypatch=None) -> TestClient:
    if monkeypatch:
        monkeypatch.setattr(static_files.st, "get_option", lambda name: base)

    async def streamlit(request):
        return PlainTextResponse(f"Streamlit answers {request.url.path}")

    app = Starlette(
        routes=[Route("/{rest:path}", streamlit)], middleware=[Middleware(StaticFirst, folders)]
    )
    return TestClient(app)


@pytest.fixture
def client(folder):
    return web({"app/static": Files(folder), "static": Files(folder, hashed=True)})


SHAPES = "/app/static/deep/shapes.geojson"


def test_a_text_travels_compressed_and_is_compressed_once(client, monkeypatch):
    packed = []
    compress = gzip.compress
    monkeypatch.setattr(
        static_files.gzip, "compress", lambda *a, **k: packed.append(1) or compress(*a, **k)
    )
    for _ in range(2):
        answer = client.get(SHAPES)
        assert answer.content == TEXT
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) == len(compress(TEXT, 9)) < 120
        assert answer.headers["content-type"] == "application/geo+json"
        assert answer.headers["vary"] == "Accept-Encoding"
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert len(packed) == 1


def test_who_cannot_unpack_gets_the_file_as_it_is(client):
    answer = client.get(SHAPES, headers={"Accept-Encoding": "identity"})
    assert answer.content == TEXT and "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"
    part = client.get(SHAPES, headers={"Range": "bytes=0-5"})
    assert (part.status_code, part.content) == (206, b'{"type')


@pytest.mark.parametrize("name", ["small.json", "picture.png"])
def test_what_gains_nothing_is_not_compressed(client, folder, name):
    answer = client.get(f"/app/static/{name}")
    assert answer.content == (folder / name).read_bytes()
    assert "content-encoding" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_an_address_with_the_files_digest_is_kept_for_a_year(client):
    assert client.get(SHAPES).headers["cache-control"] == SOON
    assert client.get(f"{SHAPES}?v={DIGEST[:8]}").headers["cache-control"] == YEAR
    # While a new version of the app replaces the old one, either may be asked for the other's.
    assert client.get(f"{SHAPES}?v=00000000").headers["cache-control"] == SOON
    assert client.get(f"{SHAPES}?v={DIGEST[:7]}").headers["cache-control"] == SOON
    assert client.get("/static/deep/shapes.geojson").headers["cache-control"] == YEAR


def test_what_the_browser_has_is_not_sent_again(client, folder):
    known = client.get(SHAPES).headers["etag"]
    plain = client.get(SHAPES, headers={"Accept-Encoding": "identity"}).headers["etag"]
    assert known == f"W/{plain}"
    for tag in (known, plain):
        again = client.get(SHAPES, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["cache-control"] == SOON and again.headers["vary"] == "Accept-Encoding"
    file = folder / "deep" / "shapes.geojson"
    file.write_bytes(TEXT.replace(b"[]", b"{}"))
    os.utime(file, (1, 1))
    changed = client.get(SHAPES, headers={"If-None-Match": known})
    assert changed.status_code == 200 and changed.content == TEXT.replace(b"[]", b"{}")


@pytest.mark.parametrize(
    "path",
    [
        "/app/static/none.json",
        "/app/static/",
        "/app/static/deep",
        "/app/static/%2e%2e/secret.txt",
        "/app/static/deep/..%2f..%2f..%2fsecret.txt",
        "/app/static//etc/hosts",
        "/app/static/%00",
        "/static/" + "a" * 300,
    ],
)
def test_what_is_no_file_of_the_folder_is_not_found(client, path):
    answer = client.get(path)
    assert (answer.status_code, answer.text) == (404, "Not Found")


def test_files_are_only_read(client):
    assert client.put(SHAPES, content=b"x").status_code == 405
    head = client.head(SHAPES)
    assert head.status_code == 200 and head.content == b""


def test_all_else_is_streamlits_own(client):
    for path in ("/", "/compare", "/app/staticx", "/statics/x", "/_stcore/health"):
        assert client.get(path).text == f"Streamlit answers {path}"


def test_below_a_path_of_its_own_the_app_is_asked_there(folder, monkeypatch):
    client = web({"app/static": Files(folder)}, "/secon/", monkeypatch)
    assert client.get(f"/secon{SHAPES}").content == TEXT
    assert client.get(SHAPES).text == f"Streamlit answers {SHAPES}"


def test_all_can_be_compressed_before_somebody_asks(folder):
    files = Files(folder)
    files.pack()
    assert {name.rpartition("/")[2] for name in files._packed} == {"shapes.geojson"}


def test_every_boundary_is_asked_by_the_digest_that_it_has():
    index = json.loads((ROOT / "static" / "geometry" / "index.json").read_text())
    client = web({"app/static": Files(ROOT / "static")})
    layers = ("countries", "nuts1", "nuts2", "nuts3", "partner_regions", "tiles", "around")
    asked = [static_address(layer, index) for layer in layers]
    asked += [deck_layers.address(layer, index) for layer in (*layers, "borders")]
    for where in asked:
        answer = client.get(f"/{where}")
        assert answer.headers["cache-control"] == YEAR, where
        assert answer.headers["content-encoding"] == "gzip"
