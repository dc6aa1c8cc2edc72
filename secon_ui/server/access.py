"""Who may do what at the data desk. Asked anew at every run of its page and at every action: the
right holds only while the login does."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from secon_data import settings
from secon_data.errors import DataError
from secon_data.revoked_logins import Logouts, digest
from secon_ui.server import login
from secon_ui.text.words import mark

# A proxy says with these that it asks for somebody else.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


class _Process:
    """What whoever started this process has said of it."""

    listens_here_alone = False


@dataclass(frozen=True)
class Access:
    """How the desk stands to the person at the screen.

    ``state``: «local» (no login is configured, and she sits at the machine itself), «editor»,
    «reader» (logged in, no editor), «stranger» (not logged in), «ended» (her login is over) or
    «closed» (nobody may, ``why`` says the reason and ``mend`` fills its places). ``who`` is her
    name for the history; ``person`` tells her from all others; ``until`` is when the login ends.
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


def open_to_this_machine() -> None:
    """Opens the desk, as long as no login is configured, to whoever sits at this machine. Said by
    ``tools/serve.py`` alone, which binds the loopback address itself; no setting and no address
    says it, for a server may listen elsewhere than its settings tell."""
    _Process.listens_here_alone = True


def access() -> Access:
    """How the desk stands to the person of this session, now."""
    return judged(_claims(), _local_headers(st.context.headers))


def may_publish() -> bool:
    """Whether the person of this session may publish now."""
    return access().may_publish


def judged(claims: Mapping[str, Any] | None, at_machine: bool) -> Access:
    """How the desk stands to whoever has these claims. ``at_machine``: her request came from the
    machine itself."""
    try:
        provider = login.settings(_secrets())
    except login.LoginError as error:
        return Access("closed", why=error.sentence, places=error.places)
    if provider is None:
        if _Process.listens_here_alone and at_machine:
            return Access("local")
        return Access(
            "closed",
            why=mark(
                "No login is configured, and without one only the server that «make run» starts "
                "opens the desk, to a browser on the same machine. docs/login.md says how."
            ),
        )
    try:
        return of_login(claims, provider, datetime.now(UTC))
    except DataError as error:
        return Access("closed", why=error.problem, places=error.places)


def of_login(claims: Mapping[str, Any] | None, provider: login.Settings, now: datetime) -> Access:
    """What a login is worth at a moment. StoreError when the store cannot tell whether it ended."""
    providers = provider.providers
    if not claims or not claims.get("is_logged_in"):
        return Access("stranger", providers=providers)
    address, name = (str(claims.get(claim) or "").strip() for claim in ("email", "name"))
    who = f"{name} ({address})" if name and address else name or address or str(claims.get("sub"))
    person = f"{claims.get('iss')} {claims.get('sub')}"
    try:
        until = datetime.fromtimestamp(float(claims["exp"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        until = datetime.fromtimestamp(0, UTC)  # a login without an end is none
    if until <= now or digest(claims) in Logouts(settings.store()):
        return Access("ended", who, person, until, providers=providers)
    state: Literal["editor", "reader"] = "editor" if provider.names(claims) else "reader"
    return Access(state, who, person, until, providers=providers)


def end(claims: Mapping[str, Any]) -> None:
    """Keeps that a login ended, so that no copy of its cookie publishes. StoreError when it
    cannot be kept."""
    Logouts(settings.store()).add(digest(claims))


def granted() -> Callable[[], bool]:
    """A question that can be asked outside this session's runs: may its person still publish?"""
    claims, at_machine = _claims(), _local_headers(st.context.headers)
    return lambda: judged(claims, at_machine).may_publish


def _claims() -> dict[str, Any]:
    return dict(st.user.to_dict())


def _secrets() -> Mapping[str, Any]:
    """What ``secrets.toml`` says; nothing when there is no such file. LoginError when it cannot be
    read: without its login the desk must not be open."""
    try:
        return dict(st.secrets.to_dict())
    except StreamlitSecretNotFoundError as error:
        if not _any_secrets_file():
            return {}
        raise login.LoginError(
            mark("secrets.toml cannot be read ({why}). Put its TOML right."),
            why=" ".join(str(error).split())[:200],
        ) from None


def _any_secrets_file() -> bool:
    return any(Path(path).exists() for path in st.get_option("secrets.files"))


def _local_headers(headers: Mapping[str, str]) -> bool:
    """Whether a request came from a browser on this machine and through no proxy."""
    if any(headers.get(name) for name in _FORWARDED):
        return False
    asked = (headers.get("Host"), urlsplit(headers.get("Origin") or "").netloc)
    return all(_is_loopback(urlsplit(f"//{host}").hostname or "") for host in asked if host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
