"""What presenters and followers of a show say to the server, and what it answers."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import stores
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, Response
from starlette.testclient import TestClient
from starlette.types import Scope

from secon_ui.server.follow_routes import FollowRoutes
from secon_ui.show.following import LETTERS, Talk

HERE = "https://secon.example.org"


async def page(scope: Scope, talk: Talk | None) -> Response:
    """Stands for the show's page."""
    return PlainTextResponse("Which code?" if talk is None else f"{talk.asked} {talk.step}")


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    stores.made(tmp_path / "store")
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "store"))
    app = Starlette(middleware=[Middleware(FollowRoutes, page)])
    with TestClient(app, base_url=HERE) as client:
        yield client


def begun(web: TestClient, asked: str = "story=ten", step: int = 0) -> dict[str, Any]:
    said = {"asked": asked, "step": step, "window": "w", "here": f"{HERE}/show?story=ten"}
    answer = web.post("/follow", json=said)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def events(text: str) -> list[tuple[str, dict[str, Any]]]:
    """Kind and content of each event of a stream."""
    found = []
    for block in text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if not line.startswith(":"))
        if "data" in lines:
            found.append((lines.get("event", "message"), json.loads(lines["data"])))
    return found


def test_a_talk_has_a_code_an_address_and_a_picture_of_it(web: TestClient) -> None:
    talk = begun(web, step=3)
    assert len(talk["code"]) == 8
    assert set(talk["code"]) <= set(LETTERS)
    assert talk["spoken"] == f"{talk['code'][:4]}-{talk['code'][4:]}"
    assert talk["address"] == f"{HERE}/follow/{talk['code']}"
    assert talk["qr"].startswith("data:image/svg+xml")
    assert web.get(f"/follow/{talk['code']}").text == "story=ten 3"


def test_followers_are_told_each_step_and_the_end(web: TestClient) -> None:
    talk = begun(web)
    code, secret = talk["code"], talk["secret"]
    said = {"secret": secret, "window": "w"}
    with ThreadPoolExecutor() as pool:
        follower = pool.submit(web.get, f"/follow/{code}/events")
        time.sleep(0.3)
        assert web.post(f"/follow/{code}", json={**said, "step": 1}).status_code == 200
        time.sleep(0.1)
        web.post(f"/follow/{code}", json={**said, "step": 1, "blank": True})
        time.sleep(0.1)
        web.post(f"/follow/{code}", json={**said, "step": 0, "asked": "story=other"})
        time.sleep(0.1)
        web.post(f"/follow/{code}", json={**said, "over": True})
        answer = follower.result(10)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-accel-buffering"] == "no"
    assert events(answer.text) == [
        ("message", {"step": 0, "blank": False, "same": True}),
        ("message", {"step": 1, "blank": False, "same": True}),
        ("message", {"step": 1, "blank": True, "same": True}),
        ("message", {"step": 0, "blank": False, "same": False}),
        ("over", {}),
    ]
    assert web.get(f"/follow/{code}").status_code == 404
    # Who was away at the end hears of it when she comes back: a browser says nothing of a 404.
    late = web.get(f"/follow/{code}/events")
    assert (late.status_code, events(late.text)) == (200, [("over", {})])


def test_a_presenter_who_comes_back_is_told_where_she_was(web: TestClient) -> None:
    talk = begun(web)
    said = {"secret": talk["secret"], "window": "w"}
    web.post(f"/follow/{talk['code']}", json={**said, "step": 7})
    back = web.post(f"/follow/{talk['code']}", json={"secret": talk["secret"], "back": True})
    assert back.json() == {"step": 7, "blank": False, "asked": "story=ten"}


def test_a_second_presenter_is_told(web: TestClient) -> None:
    talk = begun(web)
    second = {"secret": talk["secret"], "window": "second", "step": 4}
    answer = web.post(f"/follow/{talk['code']}", json=second)
    assert (answer.status_code, answer.json()["told"]) == (409, "Another window presents.")
    assert web.post(f"/follow/{talk['code']}", json={**second, "takes": True}).status_code == 200


def test_only_who_began_moves_it(web: TestClient) -> None:
    code = begun(web)["code"]
    wrong = {"secret": "guess", "window": "w", "step": 4}
    assert web.post(f"/follow/{code}", json=wrong).status_code == 403
    assert web.post(f"/follow/{code}", json={**wrong, "over": True}).status_code == 403
    assert web.post("/follow/22222222", json=wrong).status_code == 404


def test_another_site_is_not_let(web: TestClient) -> None:
    said = {"asked": "story=ten", "step": 0, "window": "w", "here": HERE}
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        assert web.post("/follow", json=said, headers=headers).status_code == 403
    plain = web.post("/follow", content=json.dumps(said), headers={"content-type": "text/plain"})
    assert plain.status_code == 403


@pytest.mark.parametrize(
    "said",
    [
        [],
        {},
        {"asked": 5, "step": 0, "window": "w", "here": HERE},
        {"asked": "a", "step": "x", "window": "w", "here": HERE},
        {"asked": "a", "step": 0, "window": "<b>", "here": HERE},
        {"asked": "a", "step": 0, "window": "w", "here": "javascript:alert(1)"},
        {"asked": "a" * 125_000, "step": 0, "window": "w", "here": HERE},
    ],
)
def test_what_is_no_talk_is_refused(web: TestClient, said: object) -> None:
    assert web.post("/follow", json=said).status_code == 400
    assert web.post("/follow/a/b", json={"secret": "s"}).status_code == 400
    assert web.put("/follow", json={}).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        '{"asked": "a", "step": 1e999, "window": "w", "here": "https://x.org"}',
        '{"asked": "a\\ud800", "step": 0, "window": "w", "here": "https://x.org"}',
        "[" * 60_000,
    ],
)
def test_json_that_no_browser_writes_is_refused(web: TestClient, body: str) -> None:
    answer = web.post("/follow", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400


def test_a_code_is_asked_for_and_found_as_people_write_it(web: TestClient) -> None:
    code = begun(web)["code"]
    assert web.get("/follow").text == "Which code?"
    led = web.get("/follow", params={"code": f"{code[:4].lower()} {code[4:]}"})
    assert (led.url.path, led.text) == (f"/follow/{code}", "story=ten 0")
    unknown = web.get("/follow/23456789")
    assert (unknown.status_code, unknown.text) == (404, "Which code?")
    assert web.get(f"/follow/{code}/other").status_code == 404
    assert web.get("/follow", params={"code": "//evil.example"}).text == "Which code?"


def test_codes_are_not_guessed(web: TestClient) -> None:
    answers = [web.get(f"/follow/{n:08d}".replace("0", "2").replace("1", "3")) for n in range(80)]
    assert [answer.status_code for answer in answers].count(404) in range(60, 70)
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_nobody_begins_talks_without_end(web: TestClient) -> None:
    said = {"asked": "story=ten", "step": 0, "window": "w", "here": HERE}
    answers = [web.post("/follow", json=said).status_code for _ in range(25)]
    assert answers == [200] * 20 + [429] * 5
