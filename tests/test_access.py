"""Who may publish: the settings, a login's worth, the upload route."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from stores import made

from pages.desk import resume
from pages.desk.desk_state import Desk, Job
from secon_data import audit
from secon_data.revoked_logins import Logouts, digest
from secon_data.store import Store, StoreError
from secon_data.store.files import Files
from secon_ui.server import access, guard, login, private_files, uploads

AUTH = {
    "redirect_uri": "https://secon.example.org/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "secon",
    "client_secret": "s",
    "server_metadata_url": "https://login.example.org/.well-known/openid-configuration",
}
GOOD = {"auth": AUTH, "desk": {"editors": ["Anna@Example.org"]}}
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ANNA = {
    "is_logged_in": True, "iss": "https://login.example.org", "sub": "7", "nonce": "n1",
    "email": "anna@example.org", "name": "Anna", "iat": NOW.timestamp() - 60,
    "exp": NOW.timestamp() + 3600,
}  # fmt: skip


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "store"))
    return made(tmp_path / "store")


def test_without_a_provider_there_is_no_login():
    assert login.settings({}) is None
    assert login.settings({"desk": {"editors": ["a@b.c"]}}) is None


def test_settings_name_providers_and_editors():
    assert login.settings(GOOD) == login.Settings(("default",), frozenset({"anna@example.org"}))
    shared = {name: AUTH[name] for name in ("redirect_uri", "cookie_secret")}
    provider = {name: AUTH[name] for name in ("client_id", "client_secret", "server_metadata_url")}
    named = {"auth": {**shared, "riga": provider}, "desk": {"claim": "groups", "values": ["desk"]}}
    found = login.settings(named)
    assert found == login.Settings(("riga",), frozenset(), "groups", frozenset({"desk"}))


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        ({**GOOD, "auth": "x"}, "must be a section"),
        ({**GOOD, "auth": {}}, "must be a section"),
        ({**GOOD, "auth": {**AUTH, "redirect_uri": "https://x"}}, "with /oauth2callback at its"),
        ({**GOOD, "auth": {**AUTH, "cookie_secret": "short"}}, "at least 32 random characters"),
        ({**GOOD, "auth": {**AUTH, "client_secret": ""}}, "[auth] lacks «client_secret»"),
        ({**GOOD, "auth": {**AUTH, "riga": {"client_id": "x"}}}, "[auth.riga] lacks «client_s"),
        ({**GOOD, "auth": {k: AUTH[k] for k in ("redirect_uri", "cookie_secret")}}, "no provider"),
        ({"auth": AUTH}, "Nobody is named"),
        ({"auth": AUTH, "desk": {"editors": []}}, "Nobody is named"),
        ({"auth": AUTH, "desk": {"editors": "anna@example.org"}}, "«editors» in [desk] must be a"),
        ({"auth": AUTH, "desk": {"editors": [7]}}, "«editors» in [desk] must be a list of texts"),
        ({"auth": AUTH, "desk": {"claim": "groups"}}, "belong together"),
        ({"auth": AUTH, "desk": {"values": ["desk"]}}, "belong together"),
    ],
)
def test_wrong_settings_are_told_and_open_nothing(secrets, said, monkeypatch):
    with pytest.raises(login.LoginError, match=re.escape(said)):
        login.settings(secrets)
    monkeypatch.setattr(access, "_secrets", lambda: secrets)
    found = access.judged(ANNA, HERE)
    assert found.state == "closed" and not found.may_publish
    assert said in found.why.format(**(found.places or {}))


@pytest.mark.parametrize(
    ("claims", "editor"),
    [
        ({"email": "ANNA@example.org "}, True),
        ({"email": "anna@example.org", "email_verified": True}, True),
        ({"email": "anna@example.org", "email_verified": "true"}, True),
        ({"email": "anna@example.org", "email_verified": False}, False),
        ({"email": "anna@example.org", "email_verified": "false"}, False),
        ({"email": "anna@example.org.evil.org"}, False),
        ({"email": ["anna@example.org"]}, False),
        ({"groups": ["staff", "desk"]}, True),
        ({"groups": "desk"}, True),
        ({"groups": ["staff"]}, False),
        ({"groups": "desks"}, False),
        ({"groups": [["desk"]]}, False),
        ({}, False),
    ],
)
def test_an_editor_is_known_by_address_or_claim(claims, editor):
    found = login.Settings(
        ("default",), frozenset({"anna@example.org"}), "groups", frozenset({"desk"})
    )
    assert found.names(claims) is editor


@given(
    st.dictionaries(
        st.sampled_from(["email", "email_verified", "groups", "exp", "is_logged_in", "sub"]),
        st.none() | st.booleans() | st.floats() | st.text() | st.lists(st.text()),
    )
)
def test_no_claims_but_the_right_ones_make_an_editor(claims):
    found = login.Settings(("default",), frozenset({"a@b.c"}), "groups", frozenset({"desk"}))
    named = {repr(value) for value in claims.values()} & {"'a@b.c'", "'desk'", "['desk']"}
    assert named or not found.names(claims)


def of(claims, **changed):
    settings = login.settings(GOOD)
    return access.of_login({**claims, **changed}, settings, NOW)


def test_a_login_holds_until_its_end(store):
    found = of(ANNA)
    assert (found.state, found.who) == ("editor", "Anna (anna@example.org)")
    assert found.until == NOW + timedelta(hours=1) and found.may_publish
    assert of(ANNA, exp=NOW.timestamp() + 1).state == "editor"
    assert of(ANNA, exp=NOW.timestamp()).state == "ended"
    assert of(ANNA, email="b@example.org").state == "reader"
    assert of(ANNA, is_logged_in=False).state == "stranger"
    assert access.of_login(None, login.settings(GOOD), NOW).state == "stranger"


@pytest.mark.parametrize("end", [None, "", "soon", [], float("inf"), 1e300, -1])
def test_a_login_without_a_proper_end_is_over(end, store):
    assert of(ANNA, exp=end).state == "ended"


def test_a_login_that_was_ended_is_over_and_no_other(store):
    assert of(ANNA).state == "editor"
    access.end({**ANNA, "origin": "https://secon.example.org", "provider": "default"})
    assert of(ANNA).state == "ended"
    assert of(ANNA, nonce="n2").state == "editor"  # logged in again
    assert digest(ANNA) in Logouts(Store(store.address))  # after a restart too


def test_a_store_that_cannot_say_whether_a_login_ended_opens_nothing(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "file" / "store"))
    monkeypatch.setattr(access, "_secrets", lambda: GOOD)
    with pytest.raises(StoreError):
        access.end(ANNA)
    monkeypatch.setattr(Logouts, "__contains__", _broken)
    late = {**ANNA, "exp": datetime.now(UTC).timestamp() + 600}
    assert access.judged(late, HERE).state == "closed"


def _broken(*_):
    raise StoreError("the store cannot be read.", file="store")


HERE = dict([access.cookie_of("a token of twenty characters")])


@pytest.fixture
def this_machine(monkeypatch):
    """The server was started for whoever sits at this machine."""
    monkeypatch.setattr(access._Process, "cookie", None)
    monkeypatch.setattr(access._Process, "token", "")
    access.open_to_this_machine("a token of twenty characters")


@pytest.mark.parametrize(
    ("cookies", "here"),
    [
        (HERE, True),
        ({**HERE, "other": "x"}, True),
        ({}, False),
        (dict.fromkeys(HERE, ""), False),
        (dict.fromkeys(HERE, "a token of twenty characters"), False),
        ({name: value[:-1] for name, value in HERE.items()}, False),
        ({name: value + "ā" for name, value in HERE.items()}, False),
        ({"secon_here": next(iter(HERE.values()))}, False),
        (dict([access.cookie_of("another token of twenty one")]), False),
    ],
)
def test_without_a_login_only_the_browser_that_brought_the_token_is_let_in(
    cookies, here, monkeypatch, this_machine
):
    monkeypatch.setattr(access, "_secrets", dict)
    assert access.judged(None, cookies).state == ("local" if here else "closed")


def test_without_a_login_only_a_server_started_for_this_machine_opens_the_desk(monkeypatch):
    monkeypatch.setattr(access, "_secrets", dict)
    monkeypatch.setattr(access._Process, "cookie", None)
    # Whatever the settings say of an address: another one may be listened on.
    assert access.st.get_option("server.address") == "127.0.0.1"
    for cookies in ({}, HERE, {"": ""}, {"secon_here_": ""}):
        found = access.judged(None, cookies)
        assert found.state == "closed" and "«make run»" in found.why


def test_a_token_is_another_at_each_start_and_never_short(monkeypatch):
    monkeypatch.setattr(access._Process, "cookie", None)
    monkeypatch.setattr(access._Process, "token", "")
    assert access.open_to_this_machine() != access.open_to_this_machine()
    with pytest.raises(ValueError, match="20 characters"):
        access.open_to_this_machine("short")


def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_has(monkeypatch, this_machine):
    monkeypatch.setattr(access, "_secrets", dict)
    answer = client().get("/desk?region=riga&token=a+token+of+twenty+characters&lang=lv")
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk?region=riga&lang=lv")
    name, value = access.cookie_of("a token of twenty characters")
    told = answer.headers["set-cookie"].lower().split("; ")
    assert told[0] == f"{name}={value}" and {"httponly", "samesite=strict", "path=/"} <= set(told)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "twenty" not in value and access.judged(None, {name: value}).state == "local"


def test_a_wrong_token_gives_nothing(this_machine):
    for token in ("", "a token of twenty character", "ā" * 30):
        answer = client().get("/desk", params={"token": token, "region": "riga"})
        assert answer.headers["location"] == "/desk?region=riga"
        assert "set-cookie" not in answer.headers


def test_a_server_that_knows_no_token_takes_none(monkeypatch):
    monkeypatch.setattr(access._Process, "cookie", None)
    monkeypatch.setattr(access._Process, "token", "")
    for token in ("", "x"):
        answer = client().get("/auth/login", params={"token": token})
        assert answer.status_code == 302 and "secon_here" not in str(answer.headers)


@pytest.mark.parametrize("path", ["//evil.example/desk", "/\\evil.example/desk", "///evil.example"])
def test_a_token_leads_to_no_other_host(path, this_machine):
    scope = {"type": "http", "method": "GET", "query_string": b"token=x", "headers": []}
    answer = guard._arrived(path, scope)
    assert answer is not None and answer.headers["location"].startswith("/evil.example")


def test_a_secrets_file_that_cannot_be_read_closes_the_desk(tmp_path, monkeypatch, this_machine):
    file = tmp_path / "secrets.toml"
    file.write_text("[auth\n")
    option = access.st.get_option
    monkeypatch.setattr(
        access.st, "get_option", lambda n: [str(file)] if n == "secrets.files" else option(n)
    )
    monkeypatch.setattr(access.st, "secrets", _Unreadable())
    assert access.judged(None, HERE).state == "closed"
    file.unlink()
    assert access.judged(None, HERE).state == "local"


def test_a_login_stays_configured_while_its_file_is_being_replaced(tmp_path, monkeypatch):
    option = access.st.get_option
    monkeypatch.setattr(
        access.st,
        "get_option",
        lambda n: [str(tmp_path / "gone.toml")] if n == "secrets.files" else option(n),
    )
    monkeypatch.setattr(access.st, "secrets", _Read())
    monkeypatch.setattr(access._Process, "has_secrets", True)
    assert access.judged(None, HERE).state == "stranger"


class _Read:
    def to_dict(self):
        return GOOD


class _Unreadable:
    def to_dict(self):
        raise access.StreamlitSecretNotFoundError("no")


@pytest.fixture
def sessions(monkeypatch):
    monkeypatch.setattr(uploads, "_rights", type(uploads._rights)())


async def taken(request):
    await request.body()
    return PlainTextResponse("taken")


def client() -> TestClient:
    async def home(request):
        return RedirectResponse("/", status_code=302)

    routes = [
        Route("/_stcore/upload_file/{session}/{file}", taken, methods=["PUT", "DELETE", "OPTIONS"]),
        Route("/media/{file}", lambda request: PlainTextResponse("everybody's")),
        Route("/desk", home),
        Route("/oauth2callback", home),
        Route("/auth/login", home),
        Route("/auth/logout", home),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(guard.Guard)])
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def at_the_desk(monkeypatch, this_machine):
    """A client of whoever sits at this machine."""
    monkeypatch.setattr(access, "_secrets", dict)
    web = client()
    web.cookies.update(HERE)
    return web


def test_the_upload_route_is_open_to_a_session_at_the_desk_alone(sessions, at_the_desk):
    web, right = at_the_desk, SimpleNamespace(holds=True)
    send = "/_stcore/upload_file/s1/f"
    assert web.put(send, content=b"a").status_code == 403
    uploads.grant("s1", lambda: right.holds)
    assert web.put(send, content=b"a").text == "taken"
    assert web.delete(send).status_code == 200
    assert web.put("/_stcore/upload_file/s2/f", content=b"a").status_code == 403
    assert web.put("/_stcore/%75pload_file/s2/f", content=b"a").status_code == 403
    right.holds = False  # the login ended meanwhile
    assert web.put(send, content=b"a").status_code == 403
    right.holds = True
    uploads.revoke("s1")
    assert web.put(send, content=b"a").status_code == 403


# Read before the first test of a run, and used by one of its last.
LATE = {**ANNA, "exp": datetime.now(UTC).timestamp() + 86_400}


def logged_in(monkeypatch, **claims: object) -> None:
    """Every request brings the cookie of this login."""
    late = {**LATE, **claims}
    monkeypatch.setattr(access, "_secrets", lambda: GOOD)
    monkeypatch.setattr(guard.login_cookie, "claims", lambda cookies: late)


def test_to_know_a_session_is_not_to_have_it(sessions, monkeypatch, store):
    anna = "https://login.example.org 7"
    uploads.grant("s1", lambda: True, anna)
    send = "/_stcore/upload_file/s1/f"
    assert client().put(send, content=b"a").status_code == 403  # without a cookie
    logged_in(monkeypatch)
    assert client().put(send, content=b"a").text == "taken"
    logged_in(monkeypatch, sub="8")  # another editor
    assert client().put(send, content=b"a").status_code == 403
    assert client().delete(send).status_code == 403
    logged_in(monkeypatch, email="reader@example.org")
    assert client().put(send, content=b"a").status_code == 403
    logged_in(monkeypatch)
    access.end(LATE)  # in another tab
    assert client().put(send, content=b"a").status_code == 403


def test_a_file_of_one_person_answers_nobody_else(monkeypatch, store):
    monkeypatch.setattr(private_files, "owners", {"a.csv": {"https://login.example.org 7"}}.get)
    asked = "/media/a.csv"
    assert client().get("/media/b.csv").text == "everybody's"
    assert client().get(asked).status_code == 403  # without a cookie
    logged_in(monkeypatch, sub="8")
    assert client().get(asked).status_code == 403
    logged_in(monkeypatch)
    assert client().get(asked).text == "everybody's"
    access.end(LATE)
    assert client().get(asked).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH", "GET", "HEAD"])
def test_no_way_to_the_upload_route_is_open_to_a_stranger(method, sessions):
    web = client()
    assert web.request(method, "/_stcore/upload_file/s1/f").status_code == 403
    # What a browser asks beforehand touches no file.
    assert web.options("/_stcore/upload_file/s1/f").text == "taken"


def test_a_session_sends_so_much_within_an_hour_and_no_more(sessions):
    uploads.grant("s1", lambda: True)
    assert uploads.fits("s1", uploads.LARGEST - 1, now=0.0)
    assert uploads.fits("s1", 1, now=1.0)
    assert not uploads.fits("s1", 1, now=uploads.SPAN - 1)
    uploads.grant("s1", lambda: True)  # the page runs again: what was sent stays counted
    assert not uploads.fits("s1", 1, now=uploads.SPAN - 1)
    assert uploads.fits("s1", 1, now=uploads.SPAN)
    assert not uploads.fits("unknown", 1)


def test_too_much_and_an_unknown_length_are_refused_before_they_are_read(sessions, at_the_desk):
    uploads.grant("s1", lambda: True)
    web, send = at_the_desk, "/_stcore/upload_file/s1/f"
    assert web.put(send, content=iter([b"a", b"b"])).status_code == 411
    assert uploads.fits("s1", uploads.LARGEST)
    assert web.put(send, content=b"a").status_code == 413


def test_the_longest_silent_session_loses_its_right_first(sessions):
    for n in range(uploads._SESSIONS + 1):
        uploads.grant(f"s{n}", lambda: True)
    assert not uploads.may("s0") and uploads.may("s1")


def test_after_the_login_the_desk_is_there_as_it_was():
    web = client()
    answer = web.get("/auth/login", headers={"referer": "https://x/desk?lang=lv&dataset=events"})
    assert answer.headers["location"] == "/"  # to the provider, in truth
    assert web.get("/oauth2callback").headers["location"] == "/desk?lang=lv&dataset=events"


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example/desk",
        "https://evil.example/x",
        "/\\evil.example/desk",
        "\\\\evil.example/desk",
        "/desk\r\nX: y",
        "/\u2028/desk",
        "",
    ],
)
def test_a_login_never_leads_anywhere_but_to_the_desk(back):
    web = client()
    web.cookies.set("secon_back", quote(back, safe=""))
    target = urlsplit(web.get("/oauth2callback").headers["location"])
    assert (target.scheme, target.netloc, target.path) == ("", "", "/desk")


def test_only_the_desk_is_led_back_to():
    web = client()
    assert web.get("/auth/login", headers={"referer": "https://x/compare?a=b"}).cookies == {}
    assert web.get("/oauth2callback").headers["location"] == "/desk"


def test_a_login_ends_well_beside_cookies_of_other_programs():
    web = client()
    answer = web.get("/oauth2callback", headers={"cookie": "a/b=1; secon_back=view%3Dlog"})
    assert answer.headers["location"] == "/desk?view=log"


def test_a_logout_is_kept_by_whatever_way_it_comes(store, monkeypatch):
    monkeypatch.setattr(guard.login_cookie, "claims", lambda cookies: dict(ANNA))
    client().get("/auth/logout")
    assert digest(ANNA) in Logouts(store)


def test_a_forged_cookie_names_nobody(monkeypatch):
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    name = "_streamlit_user"
    monkeypatch.setattr(guard.login_cookie, "get_cookie_secret", lambda: "the secret")
    good = create_signed_value("the secret", name, '{"sub": "7"}').decode()
    forged = create_signed_value("another", name, '{"sub": "7"}').decode()
    assert guard.login_cookie.claims({name: good}) == {"sub": "7"}
    assert guard.login_cookie.claims({name: forged}) is None
    assert guard.login_cookie.claims({name: good[:-2]}) is None
    assert guard.login_cookie.claims({}) is None


def test_a_desk_waits_an_hour_for_its_person_alone(monkeypatch):
    monkeypatch.setattr(resume, "_desks", type(resume._desks)())
    desk = Desk(step="check", work=SimpleNamespace(dataset="events"), why="x")
    desk.job = Job.__new__(Job)
    resume.put("anna", desk)
    resume.put("ben", Desk())  # with nothing on it
    assert resume.take("ben") is None
    found = resume.take("anna")
    assert found is not None and (found.step, found.why, found.job) == ("check", "x", None)
    assert resume.take("anna") is None
    resume.put("anna", desk)
    monkeypatch.setattr(resume, "KEPT", -1.0)
    assert resume.take("anna") is None


def test_whose_a_file_is_is_known_by_its_content(monkeypatch):
    from streamlit.runtime.media_file_manager import MediaFileManager
    from streamlit.runtime.media_file_storage import MediaFileKind
    from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

    storage = MemoryMediaFileStorage("/media")
    runs = SimpleNamespace(media_file_mgr=MediaFileManager(storage))
    monkeypatch.setattr(private_files.runtime, "exists", lambda: True)
    monkeypatch.setattr(private_files.runtime, "get_instance", lambda: runs)
    content = private_files.of("anna", lambda: b"her file")()
    mine, other = (
        storage.load_and_get_id(made, "text/csv", MediaFileKind.DOWNLOADABLE, "f.csv")
        for made in (content, b"everybody's file")
    )
    assert private_files.owners(f"{mine}.csv") == {"anna"}
    assert private_files.owners(f"{other}.csv") is None
    assert private_files.owners("none.csv") is None
    private_files.of("ben", lambda: b"her file")()  # who sent the same
    assert private_files.owners(f"{mine}.csv") == {"anna", "ben"}


def test_who_logged_in_and_out_is_kept_once_for_editors_and_the_shell(store, monkeypatch):
    monkeypatch.setattr(access, "_claims", lambda: ANNA)
    monkeypatch.setattr(access, "_noted", set())
    access.note_login()
    access.note_login()
    monkeypatch.setattr(access, "_noted", set())  # another server on the same store
    access.note_login()
    access.end(ANNA)
    access.end(ANNA)
    assert [(event.what, event.who) for event in audit.events(store)] == [
        ("logged out", "Anna (anna@example.org)"), ("logged in", "Anna (anna@example.org)"),
    ]  # fmt: skip


def test_an_event_that_cannot_be_kept_stops_nobody(tmp_path, monkeypatch, caplog):
    audit.keep(Store(str(tmp_path / "none")), "published", "Anna", "funding", 3)
    assert "An event could not be kept" in caplog.text and "funding" in caplog.text


def test_of_many_events_the_newest_are_read_and_no_more(store, monkeypatch):
    for n in range(5):
        audit.keep(store, "logged in", f"p{n}", once=f"in-{n}")
    (month,) = Path(store.address, "_audit").iterdir()
    month.rename(month.with_name("2025-12"))  # and five of another month
    for n in range(5):
        audit.keep(store, "published", "Anna", "funding", n)
    read = []
    real = Files.read
    monkeypatch.setattr(Files, "read", lambda files, path: read.append(path) or real(files, path))
    assert [event.revision for event in audit.events(store, 3)] == [4, 3, 2]
    assert len([path for path in read if path.startswith("_audit")]) == 3
    assert [event.who for event in audit.events(store)][5:] == ["p4", "p3", "p2", "p1", "p0"]
