"""The settings of the login: providers and editors, from Streamlit's ``secrets.toml``. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from secon_ui.text.words import mark

_OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_CALLBACK = "/oauth2callback"
_SHORTEST = 32  # characters of the cookie secret: whoever guesses it logs in as anybody


class LoginError(Exception):
    """The settings are wrong. ``sentence``: what and how to mend, with named places."""

    def __init__(self, sentence: str, **places: object) -> None:
        self.sentence = sentence
        self.places = places
        super().__init__(sentence.format(**places))


@dataclass(frozen=True)
class Settings:
    """``providers``: names of ``[auth.name]``, «default» for ``[auth]`` itself; ``editors``:
    addresses in small letters; or who has one of ``values`` in ``claim``."""

    providers: tuple[str, ...]
    editors: frozenset[str] = frozenset()
    claim: str = ""
    values: frozenset[str] = field(default_factory=frozenset)

    def names(self, claims: Mapping[str, Any]) -> bool:
        """Whether a login's claims make its person an editor. An address counts unless the
        provider says that it never verified it."""
        address = str(claims.get("email", "")).strip().lower()
        if address in self.editors and _true(claims.get("email_verified", True)):
            return True
        found = claims.get(self.claim) if self.claim else None
        values = found if isinstance(found, list | tuple) else [found]
        return any(isinstance(value, str) and value in self.values for value in values)


def settings(secrets: Mapping[str, Any]) -> Settings | None:
    """The login's settings; None when no provider is configured. LoginError when they are wrong."""
    auth = secrets.get("auth")
    if auth is None:
        return None
    if not isinstance(auth, Mapping) or not auth:
        raise LoginError(mark("«auth» in secrets.toml must be a section: write [auth]."))
    if not str(auth.get("redirect_uri", "")).endswith(_CALLBACK):
        raise LoginError(
            mark("«redirect_uri» in [auth] must be the app's address with {callback} at its end."),
            callback=_CALLBACK,
        )
    if len(str(auth.get("cookie_secret", ""))) < _SHORTEST:
        raise LoginError(
            mark("«cookie_secret» in [auth] must have at least {n} random characters."),
            n=_SHORTEST,
        )
    return Settings(_providers(auth), **_editors(secrets.get("desk")))


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    sections = {name: value for name, value in auth.items() if isinstance(value, Mapping)}
    sections.pop("client_kwargs", None)  # of the unnamed provider
    if any(name in auth for name in _OF_PROVIDER):
        sections = {"default": auth, **sections}
    if not sections:
        raise LoginError(
            mark("[auth] names no provider: it needs {settings}."),
            settings=", ".join(_OF_PROVIDER),
        )
    for name, section in sections.items():
        for setting in _OF_PROVIDER:
            if not section.get(setting):
                place = "[auth]" if name == "default" else f"[auth.{name}]"
                raise LoginError(
                    mark("{section} lacks «{setting}»."), section=place, setting=setting
                )
    return tuple(sections)


def _editors(desk: Any) -> dict[str, Any]:
    if not isinstance(desk, Mapping) or not desk:
        raise LoginError(
            mark(
                "Nobody is named who may publish: secrets.toml needs a section [desk] with "
                "«editors», a list of addresses, or with «claim» and «values»."
            )
        )
    found: dict[str, Any] = {}
    for setting in ("editors", "values"):
        listed = desk.get(setting, [])
        if not isinstance(listed, list) or not all(isinstance(i, str) and i for i in listed):
            raise LoginError(
                mark('«{setting}» in [desk] must be a list of texts, such as ["{example}"].'),
                setting=setting,
                example="anna@example.org" if setting == "editors" else "desk-editors",
            )
        found[setting] = frozenset(listed)
    found["editors"] = frozenset(address.strip().lower() for address in found["editors"])
    found["claim"] = desk.get("claim", "")
    if not isinstance(found["claim"], str) or bool(found["claim"]) != bool(found["values"]):
        raise LoginError(mark("«claim» and «values» in [desk] belong together: give both or none."))
    if not found["editors"] and not found["values"]:
        raise LoginError(
            mark(
                "Nobody is named who may publish: secrets.toml needs a section [desk] with "
                "«editors», a list of addresses, or with «claim» and «values»."
            )
        )
    return found


def _true(value: Any) -> bool:
    """Some providers write the claim as a text."""
    return value is True or str(value).lower() == "true"
