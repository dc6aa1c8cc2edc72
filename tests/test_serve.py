"""Starting the app: the three ways serve all of it; a port that cannot be used is told in one line."""

from __future__ import annotations

import gzip
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from stores import made

from bench.client import Tab
from bench.servers import free_port, wait_for
from secon_ui.server.access import cookie_of
from secon_ui.server.static_files import FRONTEND
from secon_ui.show.steps import Step, joined
from tools import serve as ours

ROOT = Path(__file__).resolve().parent.parent
UVICORN = ("-m", "uvicorn", "--app-dir", str(ROOT), "dashboard:app", "--host", "127.0.0.1")
STREAMLIT = ("-m", "streamlit", "run", str(ROOT / "dashboard.py"), "--server.headless=true")
WAYS = {
    "make run": (str(ROOT / "tools" / "serve.py"), "--port", "{port}"),
    "uvicorn": (*UVICORN, "--port", "{port}"),
    "uvicorn for all": (*UVICORN[:-1], "0.0.0.0", "--port", "{port}"),
    "uvicorn below a path": (*UVICORN, "--port", "{port}"),
    "streamlit run": (*STREAMLIT, "--server.port={port}"),
}
TOKEN = "the token of the tests"
PATH = "/secon"
LAYER = "/app/static/geometry/svg/nuts2.geojson"


@dataclass(frozen=True)
class Served:
    way: str
    host: str  # with the path below which the app stands

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their small names, and body."""
        asked = Request(f"http://{self.host}{path}", headers=headers)
        try:
            with urlopen(asked, timeout=40) as answer:
                found = {name.lower(): value for name, value in answer.headers.items()}
                return answer.status, found, answer.read()
        except HTTPError as error:
            found = {name.lower(): value for name, value in error.headers.items()}
            return error.code, found, error.read()


@contextmanager
def serving(way: str, elsewhere: Path, **settings: str) -> Iterator[Served]:
    """The app, started from a folder that is not its own."""
    port, base = free_port(), PATH if "path" in way else ""
    (elsewhere / ".streamlit").mkdir()
    (elsewhere / ".streamlit" / "config.toml").write_text(f"server.baseUrlPath = '{base}'")
    environment = {"SECON_STORE": made(elsewhere / "store").address, "HOME": str(elsewhere)}
    environment |= {"SECON_TOKEN": TOKEN, "SECON_PREPARE": "nothing", **settings}
    process = subprocess.Popen(
        [sys.executable, *(part.format(port=port) for part in WAYS[way])],
        cwd=elsewhere, env={**os.environ, **environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    host = f"127.0.0.1:{port}{base}"
    try:
        wait_for(f"http://{host}/_stcore/health", process)
        yield Served(way, host)
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module", params=[way for way in WAYS if way != "uvicorn for all"])
def served(request, tmp_path_factory) -> Iterator[Served]:
    with serving(request.param, tmp_path_factory.mktemp("elsewhere")) as found:
        yield found


def test_every_way_serves_pages_and_what_they_fetch(served):
    assert served.get("/_stcore/health")[2] == b"ok"
    status, headers, document = served.get("/compare?region=riga")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b'<div id="root"></div>' in document
    script = re.search(rb'src="\./(static/js/index\.[\w.-]+)"', document)
    status, headers, frontend = served.get(f"/{script[1].decode()}", **{"Accept-Encoding": "gzip"})
    assert (status, headers["content-encoding"]) == (200, "gzip")
    assert "immutable" in headers["cache-control"]
    assert gzip.decompress(frontend) == (FRONTEND.parent / script[1].decode()).read_bytes()
    status, headers, layer = served.get(LAYER)
    assert status == 200 and layer == (ROOT / LAYER.removeprefix("/app/")).read_bytes()
    assert served.get(LAYER, **{"If-None-Match": headers["etag"]})[0] == 304
    with Tab(served.host) as tab:
        assert 'h1 class="finding"' in tab.run("policy", {"region": "riga"}).html


def test_every_way_reads_a_long_list_of_slides_that_comes_in_pieces(served):
    """As from a network, which a link of 100 kB does not pass in one piece."""
    words = joined(
        Step(f"compare?view=map&ind=arope&n={n}", note=token_hex(800)) for n in range(60)
    )
    assert len(words) > 60_000
    host, _, base = served.host.partition("/")
    path = f"{'/' if base else ''}{base}/show?list={words}&region=riga&lang=en"
    with socket.create_connection(host.split(":"), timeout=40) as line:
        asked = f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        for start in range(0, len(asked), 8000):
            line.sendall(asked[start : start + 8000])
            time.sleep(0.01)
        with line.makefile("rb") as answer:
            assert answer.readline().split()[1] == b"200"
            assert b"1 / 60" in answer.read()


def test_every_way_tells_what_a_link_shows_and_draws_its_picture(served):
    link = "compare?region=riga&lang=lv&view=ranking"
    for proto in ("http", "https"):
        said = served.get(f"/{link}", **{"X-Forwarded-Proto": proto})[2].decode()
        assert '<html lang="lv">' in said and said.count("<title>") == 1
        picture = re.search(r'property="og:image" content="([^"]*)"', said)[1]
        host = picture.partition("://")[2].partition("/preview/")[0]
        assert host == served.host  # with the path below which it stands
    asked = unescape(picture).partition(served.host)[2]
    status, headers, content = served.get(asked)
    assert (status, headers["content-type"], content[:4]) == (200, "image/png", b"\x89PNG")
    assert served.get(asked, **{"If-None-Match": headers["etag"]})[0] == 304
    assert served.get("/preview/none.png")[0] == 404


def test_every_way_tells_what_a_page_may_run_and_whether_it_is_ready(served):
    for path in ("/compare", "/_stcore/health", LAYER, "/ready", "/media/none", "/desk?token=x"):
        _, headers, _ = served.get(path)
        assert "frame-ancestors 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] in ("same-origin", "no-referrer"), path
    status, _, told = served.get("/ready")
    assert status == 200 and json.loads(told)["ready"]


def test_every_way_gives_the_data_at_their_addresses(served):
    status, headers, content = served.get("/data/funding.csv")
    assert status == 200 and content == (ROOT / "data" / "funding.csv").read_bytes()
    assert headers["access-control-allow-origin"] == "*"
    assert headers["x-content-type-options"] == "nosniff"
    status, again, content = served.get("/data/funding.csv", **{"If-None-Match": headers["etag"]})
    assert (status, again["etag"], content) == (304, headers["etag"], b"")
    told = json.loads(served.get("/data/datapackage.json")[2])
    assert {one["name"] for one in told["resources"]} >= {"funding", "observations"}
    status, _, refused = served.get("/data/fundin.csv")
    assert status == 404 and "«funding.csv»" in json.loads(refused)["error"]
    document = served.get("/compare")[2].decode()
    (feed,) = re.findall(r'type="application/atom\+xml" href="\./([^"]+)"', document)
    assert b"http://www.w3.org/2005/Atom" in served.get(f"/{feed}")[2]


def test_every_way_has_the_guard_before_it(served):
    asked = Request(f"http://{served.host}/_stcore/upload_file/s/f", data=b"a", method="PUT")
    with pytest.raises(HTTPError, match="403") as refused:
        urlopen(asked, timeout=10)
    assert refused.value.read().startswith(b"Only the data desk takes files")


def test_without_a_login_only_the_token_of_make_run_opens_the_desk(served):
    cookie = "=".join(cookie_of(TOKEN))
    with Tab(served.host, cookie) as tab:
        run = tab.run("desk", {"region": "riga"})
    opened = served.way == "make run"
    assert ("file_uploader" in run.kinds) == opened
    assert ("No login is configured." in run.html) == (not opened)
    host, _, path = served.host.partition("/")
    asked = HTTPConnection(host)
    asked.request("GET", f"{path and '/' + path}/desk?token={quote(TOKEN)}")
    answer = asked.getresponse()
    assert (cookie in str(answer.getheader("set-cookie"))) == opened == (answer.status == 303)


def test_no_proxy_and_no_relay_makes_a_stranger_local(served):
    """A bare proxy, one that names another host, a relay: none brings the cookie."""
    for called, headers in (
        ("", {}),
        ("localhost", {}),
        ("127.0.0.1:8501", {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"}),
        ("secon.example.org", {"Cookie": "secon_here=1; token=x"}),
    ):
        with Tab(served.host, headers=headers, called=called) as tab:
            run = tab.run("desk", {"region": "riga"})
        assert "file_uploader" not in run.kinds and "No login is configured." in run.html


def test_a_server_for_everybody_opens_the_desk_to_nobody(tmp_path):
    with serving("uvicorn for all", tmp_path) as served, Tab(served.host) as tab:
        run = tab.run("desk", {"region": "riga"})
    assert "file_uploader" not in run.kinds and "No login is configured." in run.html


def test_without_its_data_it_answers_and_says_so(tmp_path):
    damaged = str(tmp_path / "none")
    with serving("uvicorn", tmp_path, SECON_DATA=damaged) as served, Tab(served.host) as tab:
        assert "The data cannot be read." in tab.run("compare").html


def test_settings_and_secrets_are_found_from_any_folder(tmp_path):
    """By uvicorn, to which Streamlit gives no place of its own for them."""
    look = (
        "import json, dashboard, streamlit as st; "
        "print(json.dumps([st.get_option('global.minCachedMessageSize'), st.get_option('secrets.files')]))"
    )
    run = subprocess.run(
        [sys.executable, "-c", look], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    size, files = json.loads(run.stdout)
    assert size == 500
    assert str(ROOT / ".streamlit" / "secrets.toml") in files


def serve(port: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "tools/serve.py", "--port", port], env={**os.environ, **settings},
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ("SECON_FRAME_ANCESTORS", "'self'; script-src *"),
        ("SECON_TODAY", "x"),
        ("SECON_PREPARE", "no"),
    ],
)
def test_a_setting_that_is_wrong_is_one_clear_line(setting, wrong, tmp_path):
    run = serve("8501", **{setting: wrong, "SECON_STORE": str(made(tmp_path / "s").address)})
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.count("\n") == 1
    assert run.stderr.startswith(f"The app cannot start: {setting} ")


def test_a_port_in_use_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = serve(str(port))
    assert run.returncode == 1 and run.stdout == ""
    assert run.stderr.count("\n") == 1
    assert f"Port {port} is in use" in run.stderr and "make run PORT=" in run.stderr


@pytest.mark.parametrize("port", ["", "0", "65536", "eighty", "80 80", "-1"])
def test_what_is_no_port_is_one_clear_line(port, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["serve.py", f"--port={port}"])
    with pytest.raises(SystemExit) as ended:
        ours.main()
    # Python prints a text as a line on its own and ends with 1, as at a port in use.
    assert ended.value.code.startswith(f"PORT={port} is not a port: ")
    assert "\n" not in ended.value.code and capsys.readouterr() == ("", "")
