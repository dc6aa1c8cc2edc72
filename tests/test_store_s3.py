"""The store in an object store, against a local S3."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import boto3
import pytest
from stores import made
from test_store import changed, fresh, publish, same, written

from secon_data.package import Package
from secon_data.store import ConflictError, Store, StoreError, Upload

KEYS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "eu-west-1"}


@pytest.fixture(scope="module")
def endpoint():
    # A process of its own: in this one it could not answer while the engine waits for it.
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
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
