"""A fresh server looks at its own pages first, and answers whatever comes of it."""

from __future__ import annotations

import asyncio
import logging

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from secon_ui.server import warming
from secon_ui.shell.menu import PAGES


class Fake:
    """An app that notes which pages are asked for. ``answers``: whether their scripts end."""

    def __init__(self, *, answers: bool = True) -> None:
        self.answers, self.asked, self.scopes, self.left = answers, [], [], 0

    async def __call__(self, scope, receive, send):
        self.scopes.append(scope)
        assert (await receive())["type"] == "websocket.connect"
        await send({"type": "websocket.accept", "subprotocol": "streamlit"})
        ask = BackMsg.FromString((await receive())["bytes"])
        self.asked.append(ask.rerun_script.page_name)
        if self.answers:
            start = ForwardMsg()
            start.new_session.page_script_hash = "x"
            end = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
            for answer in (start, end):
                await send({"type": "websocket.send", "bytes": answer.SerializeToString()})
        assert (await receive())["type"] == "websocket.disconnect"
        self.left += 1


class Folder:
    packed = 0

    def pack(self) -> None:
        self.packed += 1


def started(app, *folders) -> bool:
    async def start() -> bool:
        async with warming.lifespan(*folders)(app):
            return True

    return asyncio.run(start())


def test_every_page_is_looked_at_once_before_the_server_answers():
    app, folder = Fake(), Folder()
    assert started(app, folder)
    assert app.asked == ["", *(page.slug for page in PAGES[1:])]
    assert app.left == len(PAGES)
    assert folder.packed == 1


def test_below_a_path_of_its_own_it_asks_there(monkeypatch):
    app = Fake()
    assert started(app) and app.scopes[0]["path"] == "/_stcore/stream"
    monkeypatch.setattr(warming.st, "get_option", lambda name: "/secon/")
    assert started(app) and app.scopes[-1]["path"] == "/secon/_stcore/stream"


def test_it_brings_no_cookie():
    """The desk would open to it otherwise, and start its process for files."""
    app = Fake()
    started(app)
    assert b"cookie" not in dict(app.scopes[0]["headers"])


def test_a_page_without_end_keeps_nobody_waiting_for_long(monkeypatch, caplog):
    monkeypatch.setattr(warming, "LIMIT", 0.05)
    app = Fake(answers=False)
    with caplog.at_level(logging.WARNING, "secon"):
        assert started(app)
    assert app.asked == [""] and "TimeoutError" in caplog.text


@pytest.mark.parametrize("error", [RuntimeError("broken"), AssertionError()])
def test_a_failure_is_logged_and_the_server_answers(error, caplog):
    async def app(scope, receive, send):
        raise error

    folder = Folder()
    with caplog.at_level(logging.WARNING, "secon"):
        assert started(app, folder)
    assert repr(error) in caplog.text and folder.packed == 1
