"""A fresh server looks at its own pages first, and answers whatever comes of it."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import pytest
from own_loop import run
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from pages.report import job
from secon_data.package import SHIPPED, Package
from secon_ui.server import warming
from secon_ui.shell.menu import PAGES
from secon_ui.taking import jobs


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


@pytest.fixture(autouse=True)
def of_garbage(monkeypatch) -> list[str]:
    """What a start asks of the garbage collector: that of the tests' own process is left alone."""
    asked: list[str] = []
    for name in ("collect", "freeze"):
        monkeypatch.setattr(warming.gc, name, lambda name=name: asked.append(name))
    return asked


class Folder:
    packed = 0

    def pack(self) -> None:
        self.packed += 1


def started(app, *folders) -> bool:
    async def start() -> bool:
        async with warming.lifespan(*folders)(app):
            return True

    return run(start())


def test_every_page_is_looked_at_once_before_the_server_answers():
    app, folder = Fake(), Folder()
    assert started(app, folder)
    assert app.asked == ["", *(page.slug for page in PAGES[1:])]
    assert app.left == len(PAGES)
    assert folder.packed == 1


def test_what_stays_is_never_looked_through_for_garbage_again(of_garbage):
    """Each time took a tenth of a second in which nobody was answered."""
    app = Fake()

    async def start() -> None:
        async with warming.lifespan()(app):
            assert of_garbage == ["collect", "freeze"] and app.left == len(PAGES)

    run(start())


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


def test_what_is_not_urgent_is_done_a_little_later(monkeypatch, caplog):
    monkeypatch.setattr(warming, "LATER", 0.01)
    done = threading.Event()

    async def start(work) -> bool:
        async with warming.lifespan(after=work)(Fake()):
            assert not done.is_set()
            return await asyncio.to_thread(done.wait, 5)

    def broken():
        done.set()
        raise RuntimeError("no memory")

    assert run(start(done.set))
    done.clear()
    with caplog.at_level(logging.WARNING, "secon"):
        assert run(start(broken))
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer):
                thread.join(5)
    assert "no memory" in caplog.text


def test_a_server_that_ends_at_once_prepares_nothing(monkeypatch):
    called = []

    async def start() -> None:
        async with warming.lifespan(after=lambda: called.append(1))(Fake()):
            pass

    monkeypatch.setattr(warming, "LATER", 0.2)
    run(start())
    time.sleep(0.4)
    assert called == []


def test_a_report_is_prepared_where_there_is_memory_for_it(monkeypatch, tmp_path):
    asked = []
    monkeypatch.setattr(jobs.PICTURES, "submit", lambda *work: asked.append(work))
    monkeypatch.setattr(job, "available", lambda: job.NEEDED - 1)
    job.warm()
    assert asked == []
    monkeypatch.setattr(job, "available", lambda: None)  # a system that does not say
    job.warm()
    ((work, edition, _),) = asked
    made = []
    monkeypatch.setattr(job, "made", lambda *given: made.append(given))
    work(edition, None, print)
    assert [given[-2] for given in made] == ["pdf", "pptx"]
    assert made[0][0] == edition and made[0][1] in set(
        Package(SHIPPED).table("regions")["region_id"]
    )


@pytest.mark.parametrize(
    ("said", "looks", "packs", "calls"),
    [("all", True, True, True), ("pages", True, True, False), ("nothing", False, False, False)],
)
def test_what_nobody_wants_prepared_is_left_out(said, looks, packs, calls, monkeypatch):
    monkeypatch.setattr(warming, "LATER", 0.01)
    app, folder, called = Fake(), Folder(), threading.Event()

    async def start() -> None:
        async with warming.lifespan(folder, after=called.set, prepares=said)(app):
            await asyncio.to_thread(called.wait, 5 if calls else 0.2)

    run(start())
    assert (bool(app.asked), bool(folder.packed), called.is_set()) == (looks, packs, calls)


def test_a_word_says_what_is_prepared(monkeypatch):
    monkeypatch.delenv("SECON_PREPARE", raising=False)
    assert warming.prepared() == "all"
    for said, meant in (("", "all"), ("All", "all"), ("Pages ", "pages"), ("nothing", "nothing")):
        monkeypatch.setenv("SECON_PREPARE", said)
        assert warming.prepared() == meant
    monkeypatch.setenv("SECON_PREPARE", "no")
    with pytest.raises(ValueError, match="SECON_PREPARE is «all», «pages» or «nothing», not «no»"):
        warming.prepared()


def test_memory_is_that_of_the_machine_and_of_the_container(tmp_path):
    system = tmp_path / "meminfo"
    assert job.available(system, tmp_path) is None
    system.write_text("MemTotal: 8000000 kB\nMemAvailable: 2048000 kB\n")
    assert job.available(system, tmp_path) == 2000
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text(f"{100 * 2**20}\n")
    assert job.available(system, tmp_path) == 2000
    (tmp_path / "memory.max").write_text(f"{512 * 2**20}\n")
    assert job.available(system, tmp_path) == 412
