"""The store in an object store, against a local S3."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import boto3
import pytest
from stores import made
from test_store import changed, fresh, publish, same, written

from secon_data.package import Package
from secon_data.store import ConflictError, Store, StoreError, Upload, commits

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1"}


@pytest.fixture(scope="module")
def endpoint():
    # A process of its own: in this one it could not answer while the engine waits for it.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(Path(__file__).with_name("failing_s3.py")), str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    process.kill()
    process.wait()


@pytest.fixture
def address(monkeypatch, endpoint, request):
    for name, value in (KEYS | {"AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true"}).items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1")
    place = {"LocationConstraint": "eu-west-1"}
    bucket = f"secon-{abs(hash(request.node.name))}"
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration=place)
    return f"s3://{bucket}/store"


@pytest.fixture
def fails(endpoint, address, monkeypatch):
    """Says how requests fail from now on: «PUT _delta_log 500»; nothing ends it."""

    def said(rule: str = "") -> None:
        asked = urllib.request.Request(f"{endpoint}/__fail__", rule.encode(), method="PUT")
        urllib.request.urlopen(asked, timeout=5).close()

    monkeypatch.setattr("secon_data.store.files.REQUEST", 2.0)
    made(address)
    yield said
    said()


def test_revisions_and_uploads_live_in_a_bucket(tmp_path, address):
    store = made(address)
    package = Package(written(tmp_path / "data"), store)
    shipped = package.table("money")
    assert store.revision("money") is None and store.revisions() == {}
    revision = publish(package, changed(shipped, 7.0), None, upload=Upload("a.csv", b"id;x"))
    assert revision.number == 1 and store.upload(revision) == Upload("a.csv", b"id;x")
    same(fresh(package).table("money"), changed(shipped, 7.0))
    store.restore(package, "money", 0, expected=1, who="anna", why="back")
    same(fresh(package).table("money"), shipped)
    assert store.revisions() == {"money": 2}
    assert [r.number for r in store.history("money")] == [2, 1, 0]


def test_the_second_of_two_publishers_is_told_there_too(tmp_path, address, monkeypatch):
    store = made(address)
    package = Package(written(tmp_path / "data"), store)
    shipped = package.table("money")
    publish(package, changed(shipped, 7.0), None)
    seen = store.revision
    with monkeypatch.context() as patch:
        patch.setattr(Store, "revision", lambda self, name: min(seen(name), 1))
        publish(package, changed(shipped, 8.0), 1)
        with pytest.raises(ConflictError):
            publish(package, changed(shipped, 9.0), 1)
    assert fresh(package).table("money")["value"].iloc[0] == 8.0


def test_an_object_store_that_takes_the_call_and_never_answers_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("secon_data.store.files.REQUEST", 1.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(50)
        where = f"http://127.0.0.1:{silent.getsockname()[1]}"
        for name, value in (KEYS | {"AWS_ENDPOINT_URL": where}).items():
            monkeypatch.setenv(name, value)
        begun = time.perf_counter()
        with pytest.raises(StoreError, match="cannot be read at the moment"):
            Store("s3://bucket/store").revisions()
        assert time.perf_counter() - begun < 10


def test_a_missing_bucket_is_named(tmp_path, address):
    package = Package(written(tmp_path / "data"), Store("s3://nowhere/store"))
    with pytest.raises(StoreError, match="nowhere"):
        publish(package, changed(package.shipped("money"), 7.0), None)


@pytest.mark.parametrize("rule", ["ANY store 500", "GET store hang"])
def test_an_object_store_that_fails_while_it_is_read_is_told_in_plain_words(
    tmp_path, address, fails, rule
):
    package = Package(written(tmp_path / "data"), Store(address))
    publish(package, changed(package.shipped("money"), 7.0), None)
    fails(rule)
    asks = (
        lambda: Store(address).revisions(),
        lambda: Store(address).history("money"),
        lambda: Store(address).read("money", package.schema("money")),
    )
    for ask in asks[: 1 if "hang" in rule else 3]:
        with pytest.raises(StoreError, match="cannot be read at the moment") as told:
            ask()
        assert "Traceback" not in str(told.value)
    fails()
    assert Store(address).revisions() == {"money": 1}


@pytest.mark.parametrize("part", ["_delta_log", "part-", "_uploads"])
def test_what_an_object_store_refuses_is_not_published_and_nothing_is_lost(
    tmp_path, address, fails, part
):
    package = Package(written(tmp_path / "data"), Store(address))
    seven, eight = (changed(package.shipped("money"), value) for value in (7.0, 8.0))
    publish(package, seven, None)
    fails(f"PUT {part} 500")
    upload = Upload("a.csv", b"id;x")
    with pytest.raises(StoreError, match="cannot be written"):
        publish(package, eight, 1, upload=upload)
    fails()
    assert Store(address).revision("money") == 1
    same(fresh(package).table("money"), seven)
    assert publish(package, eight, 1, upload=upload).number == 2
    same(fresh(package).table("money"), eight)


def test_a_publication_whose_answer_was_lost_is_published(tmp_path, address, fails):
    package = Package(written(tmp_path / "data"), Store(address))
    seven, eight = (changed(package.shipped("money"), value) for value in (7.0, 8.0))
    publish(package, seven, None)
    fails("PUT _delta_log lost")
    assert publish(package, eight, 1).number == 2
    fails()
    same(fresh(package).table("money"), eight)
    assert [r.number for r in Store(address).history("money")] == [2, 1, 0]


def test_what_cannot_be_told_published_is_not_said_to_be_refused(tmp_path, address, fails):
    package = Package(written(tmp_path / "data"), Store(address))
    publish(package, changed(package.shipped("money"), 7.0), None)
    fails("PUT _delta_log lost")
    # Nor does it answer when it is asked afterwards.
    store = package.store
    arrived = commits._arrived

    def silent(*asked):
        fails("ANY store 500")
        return arrived(*asked)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commits, "_arrived", silent)
        with pytest.raises(StoreError, match="does not confirm") as told:
            publish(package, changed(package.shipped("money"), 8.0), 1)
    assert "Nothing was published" not in str(told.value.mend)
    fails()
    assert store is not None and Store(address).revision("money") == 2
