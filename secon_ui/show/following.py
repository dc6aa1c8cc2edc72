"""Shows that others follow: where each stands, told to all who watch it.

A talk is known by a short code that nobody guesses. Its state is in this process and, where there
is a store, in a small file beside the tables, so that processes and machines which share the store
know it too: one watch a process looks there for the talks that somebody here follows. Nothing is
kept of anybody: no name, no address, no count. Used from one event loop; imports no Streamlit.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass, replace
from pathlib import PurePosixPath

from anyio.to_thread import run_sync

from secon_data import settings
from secon_data.errors import StoreError
from secon_data.store.files import Files

LOG = logging.getLogger("secon")
FOLDER = "_follow"
LETTERS = "23456789BCDFGHJKMNPQRTVWXZ"  # none that is read for another, and no words
# Letters of Bulgarian and Greek keyboards that look the same.
_ALIKE = str.maketrans("ВСНКМРТХЈΒΗΚΜΝΡΤΧΖ", "BCHKMPTXJBHKMNPTXZ")
LENGTH = 8  # of a code: 26⁸ are 2 · 10¹¹
SILENT, LONGEST = 1800.0, 8 * 3600.0  # seconds: of a presenter who is gone, and of any talk
ANOTHER = 45.0  # so long after a window's last word another needs to say that it takes over
LOOK = 0.5  # seconds between two looks into the store
MOST = 500  # talks that a process knows; the one that was silent longest is forgotten
_ASKED = 120_000  # characters of a show's address
_WINDOW = re.compile(r"[\w-]{1,40}", re.ASCII)


class UnknownError(LookupError):
    """There is no such talk, or it has ended."""


class NotYoursError(PermissionError):
    """The secret is another's."""


class AnotherError(RuntimeError):
    """Another window presents with this code."""


@dataclass(frozen=True)
class Talk:
    """Where a show stands. ``secret``: the digest of what its presenter knows; ``asked``: the query
    of the show's address; ``step``: from 0; ``blank``: the screen is dark; ``window``: that moves
    it; ``moved``, ``began``: seconds since 1970; ``number``: of its change."""

    code: str
    secret: str
    asked: str
    step: int
    blank: bool
    window: str
    moved: float
    began: float
    number: int = 0

    def over(self, now: float) -> bool:
        """Whether it has ended by itself."""
        return now - self.moved > SILENT or now - self.began > LONGEST

    def shows_as(self, other: Talk) -> bool:
        """Whether followers see the same."""
        return (self.asked, self.step, self.blank) == (other.asked, other.step, other.blank)


def code_of(text: str) -> str:
    """A code as somebody writes it: small letters, spaces and strokes do not matter, nor do letters
    of other alphabets that look the same. Empty where it is none."""
    plain = text.upper().translate(_ALIKE)
    found = "".join(letter for letter in plain if letter not in " -–—·.")
    return found if len(found) == LENGTH and set(found) <= set(LETTERS) else ""


def spoken(code: str) -> str:
    """A code as people read it: «K7QX-94PM»."""
    return f"{code[:4]}-{code[4:]}"


class Board:
    """The talks of this process. ``clock``: seconds since 1970."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._talks: dict[str, Talk] = {}
        self._watched: dict[str, int] = {}
        self._changed: dict[str, asyncio.Event] = {}
        self._stored: set[str] = set()  # codes of the talks that the store has, too
        self._watch: asyncio.Task[None] | None = None

    async def begin(self, asked: str, step: int, window: str) -> tuple[Talk, str]:
        """A new talk, and the secret with which alone it is moved. ValueError: what is asked is
        too long, or the window's name is none."""
        if len(asked) > _ASKED or not _WINDOW.fullmatch(window):
            raise ValueError("A show's address or a window's name is not as it must be.")
        secret, now = secrets.token_urlsafe(24), self._clock()
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        talk = Talk(code, _digest(secret), asked, max(0, step), False, window, now, now)
        await run_sync(_sweep, now)
        await self._told(talk)
        return talk, secret

    async def move(
        self,
        code: str,
        secret: str,
        window: str,
        *,
        step: int,
        blank: bool = False,
        asked: str | None = None,
        takes: bool = False,
    ) -> Talk:
        """Where the show stands now. ``takes``: from another window that presents; ``asked``: what
        it shows now, where that is another. UnknownError, NotYoursError, AnotherError, ValueError.
        """
        talk = await self._own(code, secret)
        now = self._clock()
        other = window != talk.window and now - talk.moved < ANOTHER
        if other and not takes:
            raise AnotherError
        if not _WINDOW.fullmatch(window) or (asked is not None and len(asked) > _ASKED):
            raise ValueError("A show's address or a window's name is not as it must be.")
        talk = replace(
            talk,
            asked=talk.asked if asked is None else asked,
            step=max(0, step),
            blank=blank,
            window=window,
            moved=now,
            number=talk.number + 1,
        )
        await self._told(talk)
        return talk

    async def own(self, code: str, secret: str) -> Talk:
        """Where one's own show stood: for a presenter who comes back. UnknownError,
        NotYoursError."""
        return await self._own(code, secret)

    async def end(self, code: str, secret: str) -> None:
        """Ends a talk for all who follow it. UnknownError, NotYoursError."""
        talk = await self._own(code, secret)
        self._forget(talk.code)
        await run_sync(_removed, talk.code)

    async def find(self, code: str) -> Talk:
        """Where a show stands. UnknownError."""
        talk = self._talks.get(code)
        if talk is None and code_of(code) == code:
            talk = await run_sync(_read, code)
            if talk is not None:
                self._stored.add(code)
        if talk is None or talk.over(self._clock()):
            raise UnknownError
        return talk

    async def changes(self, code: str) -> AsyncIterator[Talk]:
        """Where the show stands, now and after each change. Ends with the talk. UnknownError."""
        talk = await self.find(code)
        self._talks.setdefault(code, talk)
        self._watched[code] = self._watched.get(code, 0) + 1
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._looking())
        try:
            while True:
                changed = self._changed.setdefault(code, asyncio.Event())
                shown = self._talks.get(code)
                if shown is None or shown.over(self._clock()):
                    return
                yield shown
                await changed.wait()  # the watch ends a talk that is over
        finally:
            self._watched[code] -= 1
            if not self._watched[code]:
                del self._watched[code]

    async def _own(self, code: str, secret: str) -> Talk:
        # Another process may have moved it since.
        known, kept = self._talks.get(code), None
        if code_of(code) == code:
            kept = await run_sync(_read, code)
        found = [talk for talk in (known, kept) if talk is not None]
        talk = max(found, key=lambda one: one.number, default=None)
        if talk is None or talk.over(self._clock()):
            raise UnknownError
        if not hmac.compare_digest(talk.secret, _digest(secret)):
            raise NotYoursError
        return talk

    async def _told(self, talk: Talk) -> None:
        """Tells the store, then those who follow here: the presenter is answered before hundreds
        of them are woken, as the loop comes to that when this has said its answer."""
        shows = self._put(talk)
        try:
            if await run_sync(_written, talk):
                self._stored.add(talk.code)
        finally:
            if shows:
                asyncio.get_running_loop().call_soon(self._wake, talk.code)

    def _put(self, talk: Talk) -> bool:
        """Whether its followers see another show than before."""
        before = self._talks.pop(talk.code, None)
        self._talks[talk.code] = talk
        while len(self._talks) > MOST:
            self._forget(min(self._talks, key=lambda code: self._talks[code].moved))
        return before is None or not before.shows_as(talk)

    def _forget(self, code: str) -> None:
        self._talks.pop(code, None)
        self._stored.discard(code)
        self._wake(code)

    def _wake(self, code: str) -> None:
        changed = self._changed.pop(code, None)
        if changed is not None:
            changed.set()

    async def _looking(self) -> None:
        """The one watch of this process, as long as anybody follows anything."""
        while self._watched:
            await asyncio.sleep(LOOK)
            for code in list(self._watched):
                known = self._talks.get(code)
                if known is None:
                    continue
                if known.over(self._clock()):
                    self._forget(code)
                    continue
                try:
                    kept = await run_sync(_seen, code)
                except StoreError:
                    continue  # the store is away: what is known here stays
                if kept is None:
                    if code in self._stored:  # it was ended elsewhere
                        self._forget(code)
                elif kept.number > known.number and self._put(kept):
                    self._wake(code)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _path(code: str) -> str:
    return str(PurePosixPath(FOLDER, f"{code}.json"))


def _written(talk: Talk) -> bool:
    """Whether other processes know the talk now: without a store there are none."""
    content = json.dumps(asdict(talk)).encode()
    return _done("A talk", lambda files: files.write(_path(talk.code), content))


def _removed(code: str) -> None:
    _done("The end of a talk", lambda files: files.remove(_path(code)))


def _done(what: str, write: Callable[[Files], None]) -> bool:
    try:
        store = settings.store()
        if store.check() is None:
            return False
        with store.files("written") as files:
            write(files)
    except StoreError as error:  # the talk goes on here
        LOG.error("%s could not be told to other processes: %s", what, error)
        return False
    return True


def _seen(code: str) -> Talk | None:
    """A talk as the store has it; None without one. StoreError."""
    store = settings.store()
    if store.check() is None:
        return None
    with store.files("read") as files:
        return _one(files, code)


def _one(files: Files, code: str) -> Talk | None:
    try:
        found = Talk(**json.loads(files.read(_path(code))))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        LOG.error("A talk in the store cannot be read: %r", error)
        return None
    return found if found.code == code else None


def _read(code: str) -> Talk | None:
    try:
        return _seen(code)
    except StoreError as error:
        LOG.error("A talk could not be looked up: %s", error)
        return None


def _sweep(now: float) -> None:
    """Takes away the talks that are over."""

    def swept(files: Files) -> None:
        for name in files.names(FOLDER):
            code = name.removesuffix(".json")
            talk = _one(files, code) if code_of(code) == code else None
            if talk is not None and talk.over(now):
                files.remove(_path(code))

    _done("That talks have ended", swept)
