"""The data at an address, as a server gives them: headers, parts, what is refused, who waits."""

from __future__ import annotations

import gzip
import io
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import frictionless
import pandas as pd
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from stores import made

from secon_data.open_data import answers
from secon_data.package import SHIPPED, Package
from secon_data.store import Store, pins
from secon_ui import data
from secon_ui.server import data_routes
from secon_ui.server.data_routes import DataRoutes
from secon_ui.server.rate import Buckets, client

PLAIN = {"Accept-Encoding": "identity"}
FUNDING = (SHIPPED / "funding.csv").read_bytes()


@pytest.fixture
def store(tmp_path, monkeypatch) -> Iterator[Store]:
    found = made(tmp_path / "store")
    monkeypatch.setenv("SECON_STORE", found.address)
    data.look_again()
    yield found
    data.look_again()


def app(buckets: Buckets | None = None) -> Starlette:
    async def streamlit(request):
        return PlainTextResponse(f"Streamlit answers {request.url.path}")

    routes = [Route("/{rest:path}", streamlit)]
    return Starlette(routes=routes, middleware=[Middleware(DataRoutes, buckets)])


@pytest.fixture
def web(store) -> TestClient:
    return TestClient(app(Buckets(1000, 1000)))


def publish(store: Store, dataset: str, table: pd.DataFrame, expected: int | None = None) -> None:
    package = Package(SHIPPED, store)
    store.publish(package, dataset, table, expected=expected, who="anna", why="x")
    data.look_again()


def test_an_answer_says_what_it_is(web):
    found = web.get("/data/funding.csv", headers=PLAIN)
    assert (found.status_code, found.content) == (200, FUNDING)
    told = found.headers
    assert told["content-type"] == "text/csv; charset=utf-8; header=present"
    assert (
        told["content-length"] == str(len(FUNDING)) and told["x-content-type-options"] == "nosniff"
    )
    assert told["cache-control"] == "public, no-cache" and told["vary"] == "Accept-Encoding"
    assert told["access-control-allow-origin"] == "*" and "set-cookie" not in told
    assert "access-control-allow-credentials" not in told and "x-revision" not in told


def test_a_text_travels_compressed_and_parquet_does_not(web):
    raw = web.get("/data/funding.csv", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert raw.headers["content-encoding"] == "gzip" and raw.content == FUNDING
    assert int(raw.headers["content-length"]) < len(FUNDING) / 2
    plain = web.get("/data/funding.csv", headers=PLAIN).headers["etag"]
    assert raw.headers["etag"] == f"W/{plain}"
    for none in ("gzip;q=0", "br", "identity"):
        told = web.get("/data/funding.csv", headers={"Accept-Encoding": none}).headers
        assert "content-encoding" not in told
    assert "content-encoding" not in web.get("/data/funding.parquet").headers


def test_what_a_client_has_is_not_sent_again_until_something_is_published(web, store):
    tag = web.get("/data/themes.csv").headers["etag"]
    for has in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = web.get("/data/themes.csv", headers={"If-None-Match": has})
        assert (again.status_code, again.content) == (304, b"") and again.headers["etag"]
        assert again.headers["access-control-allow-origin"] == "*"
    table = Package(SHIPPED, store).table("themes")
    publish(store, "themes", table.iloc[:-1])
    new = web.get("/data/themes.csv", headers={"If-None-Match": tag})
    assert new.status_code == 200 and new.headers["x-revision"] == "1"
    assert new.headers["etag"].startswith('W/"r1-')
    assert len(pd.read_csv(io.BytesIO(new.content))) == len(table) - 1
    old = web.get("/data/themes.csv?rev=0")
    assert old.headers["cache-control"] == "public, max-age=86400"
    assert len(pd.read_csv(io.BytesIO(old.content))) == len(table)
    # Of another dataset nothing has changed.
    other = web.get("/data/regions.csv").headers["etag"]
    publish(store, "themes", table, 1)
    assert web.get("/data/regions.csv", headers={"If-None-Match": other}).status_code == 304


def test_a_version_that_a_link_pins(web, store):
    package = Package(SHIPPED, store)
    rev = pins.keep(store, package)
    publish(store, "themes", package.table("themes")[:3])
    assert len(web.get("/data/themes.json").json()) == 3
    old = web.get(f"/data/themes.json?rev={rev}")
    assert len(old.json()) == len(package.table("themes"))
    assert old.headers["cache-control"] == "public, max-age=86400"
    none = web.get("/data/values.csv?rev=0123456789")
    assert none.status_code == 404
    assert none.json() == {"error": "No version «0123456789» of the data is kept here."}


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=0-3", 0, 4), ("bytes=5-", 5, None), ("bytes=-8", -8, None), ("bytes=9-999999999", 9, None)],
)  # fmt: skip
def test_parts_are_given_as_they_lie(web, asked, start, end):
    whole = web.get("/data/funding.parquet").content
    found = web.get("/data/funding.parquet", headers={"Range": asked})
    part = whole[start:end]
    first = start % len(whole)
    assert (found.status_code, found.content) == (206, part)
    assert found.headers["content-range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    text = web.get("/data/funding.csv", headers={"Range": asked, "Accept-Encoding": "gzip"})
    assert text.content == FUNDING[start:end] and "content-encoding" not in text.headers


def test_parts_that_there_are_not(web):
    size = len(web.get("/data/funding.parquet").content)
    for asked in (f"bytes={size}-", "bytes=-0"):
        found = web.get("/data/funding.parquet", headers={"Range": asked})
        assert (found.status_code, found.headers["content-range"]) == (416, f"bytes */{size}")
    for no_part in ("bytes=1-2,4-5", "bytes=4-2", "bytes=-", "lines=1-2"):
        assert web.get("/data/funding.parquet", headers={"Range": no_part}).status_code == 200
    since = {"Range": "bytes=0-3", "If-Range": '"another"'}
    assert web.get("/data/funding.parquet", headers=since).status_code == 200


def test_head_says_what_get_does_and_sends_nothing(web):
    for file in ("funding.csv", "funding.parquet", "none.csv"):
        got, head = (ask(f"/data/{file}", headers=PLAIN) for ask in (web.get, web.head))
        assert head.content == b"" and head.status_code == got.status_code
        assert head.headers["content-length"] == got.headers["content-length"]


def test_only_reading_is_allowed_to_anybody(web):
    asked = web.options("/data/values.csv", headers={"Origin": "https://a.example"})
    assert asked.status_code == 204 and asked.headers["access-control-allow-origin"] == "*"
    assert asked.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        found = web.request(method, "/data/funding.csv")
        assert (found.status_code, found.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_what_there_is_not_is_told_in_json(web):
    found = web.get("/data/fundin.csv")
    assert found.status_code == 404 and found.headers["content-type"] == "application/json"
    assert found.headers["access-control-allow-origin"] == "*"
    told = found.json()
    assert told["error"] == "There is nothing at «fundin.csv». Did you mean «funding.csv»?"
    assert "funding.parquet" in told["known"]
    assert web.get("/data/values.csv?indicator=neet").status_code == 404
    assert web.get("/data/values.csv?<script>=1").status_code == 400
    for path in ("/data/../dashboard.py", "/data/%2e%2e/x", "/data/a/b.csv", "/data/%00"):
        assert web.get(path).status_code in (200, 404)  # 200: Streamlit's
    assert "funding.csv" in web.get("/data").json()["addresses"]  # led to /data/


def test_other_addresses_are_left_alone(web):
    for path in ("/", "/database", "/datax/funding.csv", "/compare"):
        assert web.get(path).text == f"Streamlit answers {path}"


def test_below_another_path(store, monkeypatch):
    monkeypatch.setattr(data_routes.st, "get_option", lambda name: "/secon/")
    web = TestClient(app())
    assert web.get("/secon/data/funding.csv").content == FUNDING
    assert web.get("/data/funding.csv").text == "Streamlit answers /data/funding.csv"
    assert web.get("/secon/data", follow_redirects=False).headers["location"] == "/secon/data/"


def test_a_damaged_dataset_is_a_plain_sentence(web, store, tmp_path, caplog):
    publish(store, "themes", Package(SHIPPED, store).table("themes"))
    for rows in (tmp_path / "store" / "themes").glob("*.parquet"):
        rows.write_bytes(b"x")
    data.look_again()
    for _ in range(3):
        found = web.get("/data/themes.csv")
        assert found.status_code == 503 and found.headers["retry-after"] == "5"
        assert found.json()["error"].startswith("What was published last of «themes» (revision 1)")
        assert str(tmp_path) not in found.text
    assert web.get("/data/regions.csv").status_code == 200
    assert len([r for r in caplog.records if "Data at an address" in r.message]) == 1


def test_a_store_that_is_away_is_said_so(web, store, tmp_path):
    assert web.get("/data/funding.csv").status_code == 200
    (tmp_path / "store").rename(tmp_path / "away")
    data.look_again()
    found = web.get("/data/funding.csv")
    assert found.status_code == 503 and found.json() == {"error": data_routes._AWAY}
    (tmp_path / "away").rename(tmp_path / "store")
    data.look_again()
    assert web.get("/data/funding.csv").status_code == 200


def test_an_answer_is_made_once_for_all_who_ask(web, monkeypatch):
    made_for = []
    answer = answers.answer
    monkeypatch.setattr(
        data_routes.answers, "answer", lambda *what: made_for.append(what) or answer(*what)
    )
    data._answered.cache_clear()
    for query in ("region=riga,extremadura", "region=extremadura&region=riga"):
        assert web.get(f"/data/values.csv?indicator=neet_15_29&{query}").status_code == 200
    assert len(made_for) == 1


def test_nobody_asks_more_than_her_share(store, monkeypatch):
    monkeypatch.setattr(data_routes, "_DEAR", 0)
    now = [0.0]
    web = TestClient(app(Buckets(3, 0.5, lambda: now[0])))
    assert [web.get("/data/funding.csv").status_code for _ in range(3)] == [200] * 3
    refused = web.get("/data/funding.csv")
    assert refused.status_code == 429 and refused.headers["retry-after"] == "2"
    assert "a second" in refused.json()["error"]
    assert web.options("/data/funding.csv").status_code == 204
    now[0] += 10
    assert web.get("/data/funding.csv").status_code == 200


def test_a_bucket_fills_again_and_what_is_dear_is_owed():
    now = [0.0]
    buckets = Buckets(2, 0.5, lambda: now[0])
    assert [buckets.wait("a"), buckets.wait("a"), buckets.wait("a")] == [0, 0, 2.0]
    assert buckets.wait("b") == 0
    now[0] = 2.0
    assert buckets.wait("a") == 0 and buckets.wait("a") == 2.0
    buckets.charge("b", 100)  # owes two at most: in six seconds there is one again
    assert buckets.wait("b") == 6.0
    now[0] = 1000.0
    assert [buckets.wait("b") for _ in range(3)] == [0, 0, 2.0]


def test_only_so_many_clients_are_remembered():
    buckets = Buckets(1, 1, lambda: 0.0)
    for n in range(12_000):
        buckets.wait(str(n))
    assert len(buckets._left) == 10_000
    assert buckets.wait("11999") == 1 and buckets.wait("0") == 0


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_client_is_a_network_that_one_has(address, whose):
    assert client(address) == whose


def test_who_waits_too_long_is_asked_to_come_again(store, monkeypatch):
    go_on, began = threading.Event(), threading.Semaphore(0)
    answer = answers.answer

    def slow(*what):
        began.release()
        go_on.wait(20)
        return answer(*what)

    monkeypatch.setattr(data_routes.answers, "answer", slow)
    monkeypatch.setattr(data_routes, "_WAITING", 2)
    data._answered.cache_clear()
    with TestClient(app()) as web:
        files = ("regions.csv", "partners.csv")
        askers = [threading.Thread(target=web.get, args=(f"/data/{f}",)) for f in files]
        for one in askers:
            one.start()
        assert began.acquire(timeout=10) and began.acquire(timeout=10)
        found = web.get("/data/areas.csv")
        assert found.status_code == 503 and found.headers["retry-after"] == "5"
        # Pages are answered meanwhile: nothing is made on the loop.
        assert web.get("/compare").status_code == 200
        go_on.set()
        for one in askers:
            one.join(10)
        assert web.get("/data/areas.csv").status_code == 200


@contextmanager
def listening(served: Starlette) -> Iterator[str]:
    with socket.socket() as own:
        own.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(served, log_level="error", lifespan="off"))
        run = threading.Thread(target=server.run, args=([own],), daemon=True)
        run.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{own.getsockname()[1]}/data/"
        server.should_exit = True
        run.join(10)


def test_frictionless_and_pandas_read_them(store):
    package = Package(SHIPPED, store)
    # A few observations: the shipped ones take Frictionless half a minute.
    some = package.table("observations").groupby("indicator_id").head(5)
    publish(store, "observations", some)
    publish(store, "themes", package.table("themes"))
    with listening(app()) as address:
        found = frictionless.Package(address + "datapackage.json")
        report = found.validate()
        assert report.valid, report.flatten(["name", "type", "message"])
        assert report.stats["tasks"] == len(package.names)
        assert found.get_resource("observations").path == "observations.csv?rev=1"
        read = pd.read_csv(address + "observations.csv")
        assert read["value"].tolist() == some["value"].tolist()
        shown = pd.read_parquet(address + "funding.parquet")
        assert shown["name_en"].tolist() == package.table("funding")["name_en"].tolist()
        records = pd.read_json(address + "regions.json")
        assert records["region_id"].tolist() == package.table("regions")["region_id"].tolist()


def test_what_is_kept_is_the_compressed_text(web):
    data._answered.cache_clear()
    web.get("/data/observations.csv", headers=PLAIN)
    (held,) = data._answered.cache.values()
    assert held.packed and gzip.decompress(held.body) == (SHIPPED / "observations.csv").read_bytes()
    assert len(held.body) < 1.5e6 and data._answered.cache.currsize < data.MOST_ANSWERED


def test_no_answer_names_an_editor_or_a_place(web, store, tmp_path):
    publish(store, "themes", Package(SHIPPED, store).table("themes"))
    for file in ("datapackage.json", "openapi.json", "changes.atom", "themes.json", "", "themes.csv?rev=9"):  # fmt: skip
        text = web.get(f"/data/{file}").text
        assert "anna" not in text.lower() and str(tmp_path) not in text and "/tmp/" not in text
