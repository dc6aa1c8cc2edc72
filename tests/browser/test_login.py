"""The editors' login against a real OpenID provider on this machine."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
from browser.conftest import QUIET, free_port, serving
from playwright.sync_api import Browser, BrowserContext, Page
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from secon_data.store import Store

SECRET = "0123456789abcdef0123456789abcdef"
EDITOR, READER = "editor.riga@example.org", "reader@example.org"
RATE = "unemployment_rate_15_74"  # LV00 in 2024: 6.9
USER = "_streamlit_user"


@dataclass
class Desk:
    """A server whose desk asks for a login, and its store."""

    address: str
    store: Store
    chromium: Browser
    idle: list[BrowserContext] = field(default_factory=list)
    lent: list[BrowserContext] = field(default_factory=list)

    def browser(self) -> BrowserContext:
        """A browser of its own, with no cookie and nothing stored; it may have compiled the app's
        scripts before, for whoever had it."""
        free = self.idle.pop() if self.idle else None
        self.lent.append(free or self.chromium.new_context(locale="en-LV", reduced_motion="reduce"))
        return self.lent[-1]

    def take_back(self) -> None:
        for browser in self.lent:
            for page in browser.pages:
                if page.url.startswith(self.address):
                    page.evaluate("localStorage.clear()")
                page.close()
            browser.clear_cookies()
        self.idle += self.lent
        self.lent.clear()

    def open(self, browser: BrowserContext, path: str = "/desk?region=riga") -> Page:
        page = browser.new_page()
        page.goto(self.address + path)
        return settled(page)


@pytest.fixture(scope="module")
def desks(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable]:
    """Makes desks: ``lives`` is how long a login holds."""
    with pytest.MonkeyPatch.context() as environment:
        # The provider refuses to speak without TLS; between two ports of a machine none is needed.
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")

        @contextmanager
        def make(lives: float = 3600) -> Iterator[Desk]:
            folder, port = tmp_path_factory.mktemp("login"), free_port()
            with oidc_provider_mock.run_server_in_thread(
                access_token_max_age=timedelta(seconds=lives)
            ) as provider:
                secrets = folder / ".streamlit" / "secrets.toml"
                secrets.parent.mkdir()
                secrets.write_text(settings(port, provider.server_port))
                with serving(folder, port=port, HOME=str(folder)) as address:
                    yield Desk(address, Store(str(folder / "store")), chromium)

        yield make


@pytest.fixture(scope="module")
def shared(desks: Callable) -> Iterator[Desk]:
    with desks() as made:
        yield made


@pytest.fixture
def desk(shared: Desk) -> Iterator[Desk]:
    yield shared
    shared.take_back()


def settings(port: int, provider: int) -> str:
    return f"""
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "secon"
client_secret = "of the tests"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"

[desk]
editors = ["{EDITOR}"]
"""


def settled(page: Page) -> Page:
    page.wait_for_selector(QUIET, timeout=60_000)
    page.wait_for_selector("h1.finding, .box", timeout=60_000)
    page.wait_for_selector(QUIET, timeout=60_000)
    return page


def log_in(page: Page, address: str) -> Page:
    page.get_by_role("button", name="Log in").click()
    page.get_by_placeholder("sub").fill(address)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url("**/desk**")
    page.get_by_text(f"ogged in as {address}").wait_for()
    return settled(page)


def log_out(page: Page) -> None:
    """The provider asks too whether she means it."""
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/end_session**")
    page.locator("form button").first.click()
    page.wait_for_url("**/desk**")
    settled(page)


def send(page: Page, rate: str = "7,1") -> None:
    content = f"area_id;indicator_id;year;value\nLV00;{RATE};2024;{rate}\n".encode()
    page.set_input_files(
        "input[type=file]", {"name": "riga.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("heading", name="Is this what riga.csv says?").wait_for()
    settled(page)


def to_the_changes(page: Page) -> None:
    """From what was understood to where it can be published."""
    source = page.locator(".st-key-desk_source input")
    source.fill("Central Statistical Bureau of Latvia")
    source.blur()
    settled(page)
    page.locator(".st-key-desk_check button").click()
    # A file of a layout that was published before goes on to its changes by itself.
    why, go_on = (
        page.locator(".st-key-desk_why textarea"),
        page.locator(".st-key-desk_changes button"),
    )
    why.or_(go_on).first.wait_for(timeout=30_000)
    if go_on.count():
        go_on.click()
    why.fill("Corrected by the bureau")
    why.blur()
    settled(page)


def publish(page: Page) -> None:
    page.locator(".st-key-desk_publish button").click()


def cookies(browser: BrowserContext) -> list[dict]:
    return [c for c in browser.cookies() if c["name"].startswith(USER)]


def uploaded(desk: Desk, page: Page, browser: BrowserContext, session: str) -> int:
    """The status with which the upload route answers a file sent past every page."""
    jar = {c["name"]: c["value"] for c in browser.cookies()}
    request = urllib.request.Request(
        f"{desk.address}/_stcore/upload_file/{session}/made-up",
        method="PUT",
        data=(
            b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\na\r\n--x--\r\n'
        ),
        headers={
            "Content-Type": "multipart/form-data; boundary=x",
            "X-Xsrftoken": jar.get("_streamlit_xsrf", ""),
            "Cookie": "; ".join(f"{name}={value}" for name, value in jar.items()),
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_stranger_sees_templates_and_history_and_logs_in_where_she_was(desk):
    browser = desk.browser()
    page = desk.open(browser, "/desk?region=extremadura&dataset=events")
    assert page.locator("input[type=file]").count() == 0
    assert page.get_by_role("button", name="Empty template").is_visible()
    log_in(page, EDITOR)
    asked = urlsplit(page.url)
    assert asked.path == "/desk" and "region=extremadura" in asked.query
    assert "dataset=events" in asked.query
    assert page.locator("input[type=file]").count() == 1


def test_an_editor_publishes_under_her_name_and_logs_out(desk):
    before = desk.store.revision("observations")
    page = log_in(desk.open(desk.browser()), EDITOR)
    send(page)
    to_the_changes(page)
    assert page.locator(".st-key-desk_who").count() == 0  # the login says who
    publish(page)
    page.get_by_text("is published").first.wait_for()
    newest = desk.store.history("observations")[0]
    assert newest.number == (before or 0) + 1 and newest.who == EDITOR
    log_out(page)
    assert page.locator("input[type=file]").count() == 0
    # Whose revision it was is told to editors alone.
    assert "Corrected by the bureau" in page.inner_text("body")
    assert EDITOR not in page.inner_text("body")


def test_who_is_no_editor_is_told_so_and_can_send_nothing(desk):
    browser = desk.browser()
    page = log_in(desk.open(browser), READER)
    assert "who is none of the editors" in page.inner_text("body")
    assert page.locator("input[type=file]").count() == 0


def test_the_upload_route_takes_files_of_an_editors_session_alone(desk):
    sessions: dict[str, str] = {}

    def session_of(browser: BrowserContext, who: str) -> Page:
        page = browser.new_page()
        # The page names its session when it fetches or sends a file: here it is read off the wire.
        page.on("request", lambda r: _note(sessions, who, r.url))
        page.goto(desk.address + "/desk?region=riga")
        return settled(page)

    editor, other = desk.browser(), desk.browser()
    page = session_of(editor, "editor")
    log_in(page, EDITOR)
    send(page)
    assert uploaded(desk, page, editor, sessions["editor"]) == 204
    # A stranger who learned the editor's session may use it no more than her own.
    stranger = session_of(other, "stranger")
    assert uploaded(desk, stranger, other, "made-up") == 403
    log_out(page)
    assert uploaded(desk, page, editor, sessions["editor"]) == 403


def _note(sessions: dict[str, str], who: str, url: str) -> None:
    if "/_stcore/upload_file/" in url:
        sessions[who] = url.split("/_stcore/upload_file/")[1].split("/")[0]


def test_a_cookie_that_was_copied_before_the_logout_publishes_nothing(desk):
    owner, thief = desk.browser(), desk.browser()
    page = log_in(desk.open(owner), EDITOR)
    thief.add_cookies(cookies(owner))
    stolen = desk.open(thief)
    assert stolen.locator("input[type=file]").count() == 1  # as long as the login holds
    send(stolen, "7,2")
    to_the_changes(stolen)
    before = desk.store.revision("observations")
    log_out(page)
    publish(stolen)
    stolen.get_by_text("Your login is over.").wait_for()
    assert desk.store.revision("observations") == before
    # A new session with the copy fares no better.
    again = desk.open(thief)
    assert "Your login is over." in again.inner_text("body")
    assert again.locator("input[type=file]").count() == 0
    # The owner herself can log in anew.
    assert log_in(page, EDITOR).locator("input[type=file]").count() == 1


@pytest.mark.parametrize("secret", ["f" * 32, SECRET])
def test_a_forged_cookie_is_nobody(desk, secret):
    """With the right secret it is not forged: the same claims then make an editor."""
    browser, now = desk.browser(), time.time()
    claims = {
        "email": EDITOR, "sub": "x", "iat": now, "exp": now + 600, "is_logged_in": True,
        "origin": desk.address,
    }  # fmt: skip
    value = create_signed_value(secret, USER, json.dumps(claims)).decode()
    browser.add_cookies([{"name": USER, "value": value, "url": desk.address}])
    page = desk.open(browser)
    assert page.locator("input[type=file]").count() == (1 if secret == SECRET else 0)


def test_a_login_that_ends_publishes_nothing_and_the_file_waits(desks, tmp_path: Path):
    lives = 20.0
    with desks(lives) as desk:
        page = log_in(desk.open(desk.browser()), EDITOR)
        until = time.monotonic() + lives
        send(page)
        to_the_changes(page)
        page.wait_for_timeout(max(0.0, until - time.monotonic() + 1) * 1000)
        publish(page)
        page.get_by_text("Your login is over.").wait_for()
        assert desk.store.revision("observations") is None
        assert "your file waits for you" in page.inner_text("body")
        log_in(page, EDITOR)
        page.get_by_text("Corrected by the bureau").wait_for()
        publish(page)
        page.get_by_text("is published").first.wait_for()
        assert desk.store.history("observations")[0].who == EDITOR
