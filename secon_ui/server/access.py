"""Who may do what at the data desk. Asked anew at every run of its page and at every action: the
right holds only while the login does."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from os.path import exists
from typing import Any, Literal

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from secon_data import audit, settings
from secon_data.errors import DataError
from secon_data.revoked_logins import Logouts, digest
from secon_data.store import Store
from secon_ui import published
from secon_ui.server import login, login_cookie
from secon_ui.text.words import mark

_SHORTEST = 20  # characters of a token: whoever guesses it sits at the machine


class _Process:
    """What whoever started this process has said of it: by which cookie the browser of whoever sits
    at the machine is known (name and value), None when nobody is; and whether secrets were read."""

    cookie: tuple[str, str] | None = None
    token = ""
    has_secrets = False


@dataclass(frozen=True)
class Access:
    """How the desk stands to the person at the screen.

    ``state``: «local» (no login is configured, and she came by the address that the server printed
    where it was started), «editor», «reader» (logged in, no editor), «stranger» (not logged in),
    «ended» (her login is over) or «closed» (nobody may, ``why`` says the reason and ``mend`` fills
    its places). ``who`` is her name for the history; ``person`` tells her from all others;
    ``until`` is when the login ends.
    """

    state: Literal["local", "editor", "reader", "stranger", "ended", "closed"]
    who: str | None = None
    person: str | None = None
    until: datetime | None = None
    why: str = ""
    places: Mapping[str, object] | None = None
    providers: tuple[str, ...] = ()

    @property
    def may_publish(self) -> bool:
        return self.state in ("local", "editor")

    @property
    def ran_out(self) -> bool:
        """Whether the login is over by its time, and not because somebody ended it."""
        return self.state == "ended" and self.until is not None and self.until <= datetime.now(UTC)


def open_to_this_machine(token: str = "") -> str:
    """Opens the desk, as long as no login is configured, to the browsers that come with a token in
    the address; returns the token, by default a new one. Said by ``tools/serve.py`` alone, which
    prints it where the server is started. Nothing else makes anybody local: no address, no header
    and no setting, whatever stands before the server. ValueError for a short token."""
    token = token or secrets.token_urlsafe(24)
    if len(token) < _SHORTEST:
        raise ValueError(f"a token has at least {_SHORTEST} characters")
    _Process.token, _Process.cookie = token, cookie_of(token)
    return token


def cookie_of(token: str) -> tuple[str, str]:
    """The cookie that stands for a token: its name, so that several servers of a machine do not
    take each other's, and its value, which does not tell the token."""
    name, value = (
        hmac.new(token.encode(), use, hashlib.sha256).hexdigest() for use in (b"name", b"value")
    )
    return f"secon_here_{name[:8]}", value


def cookie_for(token: str) -> tuple[str, str] | None:
    """The cookie for whoever brings this token; None when it is not that of this process."""
    own = _Process.token
    if not own or not hmac.compare_digest(token.encode(), own.encode()):
        return None
    return _Process.cookie


def asks_for_token() -> bool:
    """Whether this process knows a token at all."""
    return bool(_Process.token)


def access() -> Access:
    """How the desk stands to the person of this session, now."""
    return _judged(_claims, _cookies())


def of_request(cookies: Mapping[str, str]) -> Access:
    """How the desk stands to whoever sent a request with these cookies."""
    return judged(login_cookie.claims(cookies), cookies)


def may_publish() -> bool:
    """Whether the person of this session may publish now."""
    return access().may_publish


def judged(claims: Mapping[str, Any] | None, cookies: Mapping[str, str]) -> Access:
    """How the desk stands to whoever has these claims and cookies."""
    return _judged(lambda: claims, cookies)


def _judged(claims: Callable[[], Mapping[str, Any] | None], cookies: Mapping[str, str]) -> Access:
    """``claims``: asked for only where there is a login, as it reads files at each call."""
    try:
        provider = login.settings(_secrets())
    except login.LoginError as error:
        return Access("closed", why=error.sentence, places=error.places)
    if provider is None:
        if _is_here(cookies):
            try:
                _of_store().needed()
            except DataError as error:
                return Access("closed", why=error.problem, places=error.places)
            return Access("local")
        return Access(
            "closed",
            why=mark(
                "No login is configured. Without one the desk opens only in a browser that came by "
                "the address with a token that «make run» prints. docs/login.md says how."
            ),
        )
    try:
        return of_login(claims(), provider, datetime.now(UTC))
    except DataError as error:
        return Access("closed", why=error.problem, places=error.places)


def of_login(claims: Mapping[str, Any] | None, provider: login.Settings, now: datetime) -> Access:
    """What a login is worth at a moment. StoreError when the store cannot tell whether it ended."""
    providers = provider.providers
    if not claims or not claims.get("is_logged_in"):
        return Access("stranger", providers=providers)
    who = _named(claims)
    person = f"{claims.get('iss')} {claims.get('sub')}"
    try:
        until = datetime.fromtimestamp(float(claims["exp"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        until = datetime.fromtimestamp(0, UTC)  # a login without an end is none
    if until <= now or digest(claims) in Logouts(_of_store()):
        return Access("ended", who, person, until, providers=providers)
    state: Literal["editor", "reader"] = "editor" if provider.names(claims) else "reader"
    return Access(state, who, person, until, providers=providers)


def _of_store() -> Store:
    """The store. StoreError at once while it is known that it cannot be read."""
    store = settings.store()
    trouble = published.trouble(store)
    if trouble is not None:
        raise trouble
    return store


def end(claims: Mapping[str, Any]) -> None:
    """Keeps that a login ended, so that no copy of its cookie publishes. StoreError when it
    cannot be kept."""
    store, login = settings.store(), digest(claims)
    Logouts(store).add(login)
    audit.keep(store, "logged out", _named(claims), once=f"out-{login}")


def note_login() -> None:
    """Keeps that the person of this session has logged in, once for each login."""
    claims = _claims()
    login = digest(claims)
    if claims.get("is_logged_in") and login not in _noted:
        _noted.add(login)
        audit.keep(settings.store(), "logged in", _named(claims), once=f"in-{login}")


_noted: set[str] = set()  # logins; a few a day


def _named(claims: Mapping[str, Any]) -> str:
    """Who is logged in, as the history names her."""
    address, name = (str(claims.get(claim) or "").strip() for claim in ("email", "name"))
    return f"{name} ({address})" if name and address else name or address or str(claims.get("sub"))


def granted() -> Callable[[], bool]:
    """A question that can be asked outside this session's runs: may its person still publish?"""
    claims, cookies = _claims(), _cookies()
    return lambda: judged(claims, cookies).may_publish


def _claims() -> dict[str, Any]:
    return dict(st.user.to_dict())


def _secrets() -> Mapping[str, Any]:
    """What ``secrets.toml`` says; nothing when there is no such file. LoginError when it cannot be
    read: without its login the desk must not be open."""
    # Where there are none, Streamlit would take its time to say so.
    if not _Process.has_secrets and not _any_secrets_file():
        return {}
    try:
        found = dict(st.secrets.to_dict())
        _Process.has_secrets = True
        return found
    except StreamlitSecretNotFoundError as error:
        if not _any_secrets_file():
            return {}
        raise login.LoginError(
            mark("secrets.toml cannot be read ({why}). Put its TOML right."),
            why=" ".join(str(error).split())[:200],
        ) from None


def _any_secrets_file() -> bool:
    return any(map(exists, st.get_option("secrets.files")))


def _cookies() -> dict[str, str]:
    return st.context.cookies.to_dict()


def _is_here(cookies: Mapping[str, str]) -> bool:
    """Whether a browser has shown the token before."""
    if _Process.cookie is None:
        return False
    name, value = _Process.cookie
    return hmac.compare_digest(cookies.get(name, "").encode(), value.encode())
