"""What every answer tells the browser, and whether a server is ready."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from stores import made

from secon_data.package import SHIPPED, Package
from secon_ui import data
from secon_ui.server import document, headers
from secon_ui.server.ready import Ready
from secon_ui.server.static_files import FRONTEND
from secon_ui.shell.links import COMPLETE


def answer(monkeypatch, frames: str = "", own: dict[str, str] | None = None):
    monkeypatch.setenv(headers.FRAMES, frames)
    routes = [Route("/", lambda request: PlainTextResponse("x", headers=own))]
    documents = [document.whole(FRONTEND.parent), COMPLETE]
    app = Starlette(
        routes=routes, middleware=[Middleware(headers.Headers, documents, headers.frames())]
    )
    return TestClient(app).get("/").headers


def rules(policy: str) -> dict[str, str]:
    return dict(rule.split(" ", 1) for rule in policy.split("; "))


def test_every_answer_says_what_may_run_who_may_frame_and_what_others_learn(monkeypatch):
    told = answer(monkeypatch)
    assert told["x-content-type-options"] == "nosniff"
    assert told["referrer-policy"] == "same-origin"
    assert told["x-frame-options"] == "SAMEORIGIN"
    said = rules(told["content-security-policy"])
    assert said["frame-ancestors"] == "'self'" and said["object-src"] == "'none'"
    assert said["default-src"] == said["base-uri"] == said["form-action"] == "'self'"
    # Scripts: of this server, and those that stand in our own texts; no other, and none made of text.
    assert "unsafe-inline" not in said["script-src"] and "'unsafe-eval'" not in said["script-src"]
    script = COMPLETE.removeprefix("<script>").removesuffix("</script>")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in said["script-src"].split()
    written = document.whole(FRONTEND.parent)
    assert said["script-src"].count("sha256-") == written.count("<script>") + 1


def test_whoever_runs_it_says_who_may_frame_it(monkeypatch):
    many = "'self' https://intranet.example.org https://*.example.eu:8443"
    told = answer(monkeypatch, many)
    assert rules(told["content-security-policy"])["frame-ancestors"] == many
    assert "x-frame-options" not in told
    assert answer(monkeypatch, "'none'")["x-frame-options"] == "DENY"
    for wrong in (
        "'none'; script-src *",
        "https://a.org,https://b.org",
        "'unsafe-inline'",
        "https://a.org\nX: y;",
    ):
        with pytest.raises(ValueError, match="SECON_FRAME_ANCESTORS"):
            answer(monkeypatch, wrong)


def test_an_answers_own_word_stays(monkeypatch):
    own = {"Referrer-Policy": "no-referrer"}
    assert answer(monkeypatch, own=own)["referrer-policy"] == "no-referrer"


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Asks a server with a store of its own whether it is ready."""
    store = made(tmp_path / "store")
    monkeypatch.setenv("SECON_STORE", store.address)

    def ask():
        data.look_again()
        app = Starlette(middleware=[Middleware(Ready)])
        return TestClient(app).get("/ready")

    ask.store = store
    yield ask
    data.look_again()


def test_a_server_is_ready_when_it_can_show_all_that_is_published(asked):
    found = asked()
    assert found.status_code == 200 and found.headers["cache-control"] == "no-store"
    assert found.json() == {
        "ready": True, "store": "ok", "datasets": dict.fromkeys(Package(SHIPPED).names, "ok"),
    }  # fmt: skip


def test_a_server_whose_data_are_damaged_or_away_is_not_ready_and_names_no_path(asked, tmp_path):
    package = Package(SHIPPED, asked.store)
    table = package.table("funding")
    asked.store.publish(package, "funding", table, expected=None, who="a", why="b")
    for rows in Path(asked.store.address, "funding").glob("*.parquet"):
        rows.write_bytes(b"x")
    found = asked()
    assert found.status_code == 503
    assert found.json()["datasets"]["funding"] == "older" and found.json()["store"] == "ok"
    Path(asked.store.address).rename(tmp_path / "away")
    found = asked()
    assert found.status_code == 503 and found.json()["store"] == "unreachable"
    assert str(tmp_path) not in found.text
