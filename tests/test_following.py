"""Following a show: codes, secrets, who presents, what followers are told, across processes."""

import asyncio
import json
from pathlib import Path

import pytest
import stores
from own_loop import run

from secon_ui.show import following
from secon_ui.show.following import (
    ANOTHER,
    LETTERS,
    LONGEST,
    SILENT,
    AnotherError,
    Board,
    NotYoursError,
    Talk,
    UnknownError,
    code_of,
    spoken,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of its own for the talks of a test."""
    stores.made(tmp_path / "store")
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "store"))
    return tmp_path / "store" / "_follow"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


async def heard(board: Board, code: str, into: list[tuple[int, bool]]) -> None:
    async for talk in board.changes(code):
        into.append((talk.step, talk.blank))


async def until(done: object, seconds: float = 5.0) -> None:
    assert callable(done)
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.01)


def test_a_code_is_read_as_people_write_it() -> None:
    assert spoken("K7QX94PM") == "K7QX-94PM"
    assert code_of("k7qx 94pm") == code_of("K7QX–94PM") == code_of(" K7QX-94PM ") == "K7QX94PM"
    # Written with a Bulgarian and a Greek keyboard, where a letter looks the same.
    assert code_of("к7QХ-94РМ") == code_of("Κ7QΧ-94ΡΜ") == "K7QX94PM"
    assert code_of("K7QX94P") == code_of("K7QX94PA") == code_of("../../etc") == code_of("") == ""


def test_codes_differ_and_are_of_letters_that_nobody_mistakes() -> None:
    async def begun() -> list[str]:
        board = Board()
        return [(await board.begin("page=region", 0, "w"))[0].code for _ in range(20)]

    codes = run(begun())
    assert len(set(codes)) == 20
    assert all(len(code) == 8 and set(code) <= set(LETTERS) for code in codes)
    assert not set("AEIOU01LSY") & set(LETTERS)


def test_followers_hear_each_step_once_and_the_end(folder: Path) -> None:
    async def told() -> list[tuple[int, bool]]:
        board, steps = Board(), []
        talk, secret = await board.begin("story=ten", 2, "w")
        follower = asyncio.create_task(heard(board, talk.code, steps))
        await until(lambda: len(steps) == 1)
        await board.move(talk.code, secret, "w", step=3)
        await until(lambda: len(steps) == 2)
        await board.move(talk.code, secret, "w", step=3)  # a sign of life, and nothing to see
        await board.move(talk.code, secret, "w", step=3, blank=True)
        await until(lambda: len(steps) == 3)
        await board.end(talk.code, secret)
        await asyncio.wait_for(follower, 5)
        with pytest.raises(UnknownError):
            await board.find(talk.code)
        return steps

    assert run(told()) == [(2, False), (3, False), (3, True)]
    assert not list(folder.iterdir())


def test_the_presenter_is_answered_before_those_who_follow(folder: Path) -> None:
    """In one turn of the loop: three hundred who are told first would keep her waiting."""

    async def told() -> list[str]:
        board, order = Board(), []

        async def followed(code: str) -> None:
            async for talk in board.changes(code):
                order.append(f"follower {talk.step}")

        talk, secret = await board.begin("story=ten", 0, "w")
        followers = [asyncio.create_task(followed(talk.code)) for _ in range(2)]
        await until(lambda: len(order) == 2)
        await board.move(talk.code, secret, "w", step=1)
        order.append("presenter 1")
        await until(lambda: len(order) == 5)
        await board.end(talk.code, secret)
        await asyncio.gather(*followers)
        return order

    assert run(told()) == ["follower 0"] * 2 + ["presenter 1"] + ["follower 1"] * 2


def test_nobody_is_woken_before_the_presenter_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """To wake three hundred takes time of its own, before any of them runs."""
    order: list[str] = []
    wake = Board._wake

    def noted(board: Board, code: str) -> None:
        order.append("woken")
        wake(board, code)

    async def told() -> None:
        board = Board()
        talk, secret = await board.begin("story=ten", 0, "w")
        await asyncio.sleep(0)
        order.clear()
        await board.move(talk.code, secret, "w", step=1)
        order.append("answered")
        await asyncio.sleep(0)

    monkeypatch.setattr(Board, "_wake", noted)
    run(told())
    assert order == ["answered", "woken"]


def test_who_knows_the_code_alone_cannot_move_or_end_it() -> None:
    async def tried() -> Talk:
        board = Board()
        talk, _ = await board.begin("story=ten", 0, "w")
        with pytest.raises(NotYoursError):
            await board.move(talk.code, talk.code, "w", step=5)
        with pytest.raises(NotYoursError):
            await board.move(talk.code, talk.secret, "w", step=5)  # the digest is no secret
        with pytest.raises(NotYoursError):
            await board.end(talk.code, "")
        with pytest.raises(UnknownError):
            await board.move("22222222", "x", "w", step=5)
        return await board.find(talk.code)

    assert run(tried()).step == 0


def test_a_second_window_is_told_and_may_take_over() -> None:
    async def tried() -> str:
        clock = Clock()
        board = Board(clock)
        talk, secret = await board.begin("story=ten", 0, "first")
        with pytest.raises(AnotherError):
            await board.move(talk.code, secret, "second", step=1)
        await board.move(talk.code, secret, "second", step=1, takes=True)
        with pytest.raises(AnotherError):  # now the first is the second
            await board.move(talk.code, secret, "first", step=2)
        clock.now += ANOTHER  # the second is silent: its window is closed
        return (await board.move(talk.code, secret, "first", step=2)).window

    assert run(tried()) == "first"


def test_a_talk_ends_by_itself() -> None:
    async def tried() -> None:
        clock = Clock()
        board = Board(clock)
        talk, secret = await board.begin("story=ten", 0, "w")
        clock.now += SILENT
        await board.move(talk.code, secret, "w", step=1)  # still there at the last moment
        clock.now += SILENT + 1
        with pytest.raises(UnknownError):
            await board.find(talk.code)
        with pytest.raises(UnknownError):
            await board.move(talk.code, secret, "w", step=2)
        talk, secret = await board.begin("story=ten", 0, "w")
        for _ in range(int(LONGEST / SILENT) - 1):
            clock.now += SILENT
            await board.move(talk.code, secret, "w", step=1)
        clock.now += SILENT + 1
        with pytest.raises(UnknownError):
            await board.find(talk.code)

    run(tried())


def test_followers_are_told_that_a_talk_ended_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK", 0.02)

    async def ended() -> list[tuple[int, bool]]:
        clock, steps = Clock(), []
        board = Board(clock)
        talk, _ = await board.begin("story=ten", 0, "w")
        follower = asyncio.create_task(heard(board, talk.code, steps))
        await until(lambda: len(steps) == 1)
        clock.now += SILENT + 1
        await asyncio.wait_for(follower, 5)
        return steps

    assert run(ended()) == [(0, False)]


def test_processes_that_share_a_store_tell_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK", 0.02)

    async def told() -> tuple[list[tuple[int, bool]], int]:
        here, there, steps = Board(), Board(), []
        talk, secret = await here.begin("story=ten", 0, "w")
        follower = asyncio.create_task(heard(there, talk.code, steps))
        await until(lambda: len(steps) == 1)
        await here.move(talk.code, secret, "w", step=4)
        await until(lambda: len(steps) == 2)
        # The presenter's next word reaches another process, which goes on from there.
        await there.move(talk.code, secret, "w", step=5)
        number = (await here.move(talk.code, secret, "w", step=6)).number
        await until(lambda: steps[-1] == (6, False))
        await here.end(talk.code, secret)
        await asyncio.wait_for(follower, 5)
        return steps, number

    assert run(told()) == ([(0, False), (4, False), (5, False), (6, False)], 3)


def test_one_watch_a_process_looks_however_many_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK", 0.05)
    looks = []
    seen = following._seen
    monkeypatch.setattr(following, "_seen", lambda code: looks.append(code) or seen(code))

    async def watched() -> int:
        board, steps = Board(), []
        talk, secret = await board.begin("story=ten", 0, "w")
        followers = [asyncio.create_task(heard(board, talk.code, steps)) for _ in range(100)]
        await until(lambda: len(steps) == 100)
        looks.clear()
        await asyncio.sleep(0.5)
        n = len(looks)
        await board.end(talk.code, secret)
        await asyncio.gather(*followers)
        return n

    assert 1 <= run(watched()) <= 10


def test_without_a_store_a_talk_lives_in_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "LOOK", 0.02)

    async def told() -> list[tuple[int, bool]]:
        board, steps = Board(), []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(following, "_done", lambda what, write: False)
            patch.setattr(following, "_seen", lambda code: None)
            talk, secret = await board.begin("story=ten", 0, "w")
            follower = asyncio.create_task(heard(board, talk.code, steps))
            await asyncio.sleep(0.2)
            await board.move(talk.code, secret, "w", step=1)
            await until(lambda: len(steps) == 2)
            follower.cancel()
        return steps

    assert run(told()) == [(0, False), (1, False)]


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"code": "K7QX94PM"}', b"\xff"])
def test_a_damaged_file_is_no_talk(folder: Path, content: bytes) -> None:
    async def found() -> None:
        board = Board()
        await board.begin("story=ten", 0, "w")  # makes the folder
        (folder / "K7QX94PM.json").write_bytes(content)
        with pytest.raises(UnknownError):
            await board.find("K7QX94PM")

    run(found())


def test_what_is_kept_names_nobody_and_holds_no_secret(folder: Path) -> None:
    async def begun() -> tuple[Talk, str]:
        return await Board().begin("story=ten", 0, "w")

    secret = run(begun())[1]
    (file,) = folder.iterdir()
    told = json.loads(file.read_bytes())
    assert set(told) == {
        "code", "secret", "asked", "step", "blank", "window", "moved", "began", "number",
    }  # fmt: skip
    assert secret not in file.read_text()
    assert file.stat().st_mode & 0o077 == 0


def test_talks_that_are_over_are_taken_away(folder: Path) -> None:
    async def begun() -> None:
        clock = Clock()
        board = Board(clock)
        old, _ = await board.begin("story=ten", 0, "w")
        clock.now += SILENT + 1
        new, _ = await board.begin("story=ten", 0, "w")
        assert [file.stem for file in folder.iterdir()] == [new.code] != [old.code]

    run(begun())


def test_what_is_too_long_is_refused() -> None:
    async def tried() -> None:
        board = Board()
        with pytest.raises(ValueError, match="not as it must be"):
            await board.begin("x" * 120_001, 0, "w")
        with pytest.raises(ValueError, match="not as it must be"):
            await board.begin("x", 0, "<b>")

    run(tried())
