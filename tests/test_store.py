"""The store: what was published is there, exactly, and nothing is ever lost."""

from __future__ import annotations

import contextlib
import json
import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from unittest.mock import patch

import duckdb
import pandas as pd
import pytest
from deltalake import DeltaTable
from examples import tried
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from publisher import publish_on
from stores import made, publishers

from secon_data import changes
from secon_data.errors import DataError
from secon_data.package import Package
from secon_data.store import ConflictError, DamagedError, Store, StoreError, Upload

ROOT = Path(__file__).resolve().parent.parent
FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "year", "type": "integer"},
    {"name": "value", "type": "number"},
    {"name": "known", "type": "boolean"},
    {"name": "kind", "type": "string", "constraints": {"enum": ["grant", "loan"]}},
]
SHIPPED = "id,year,value,known,kind\nā,2020,6.9,true,grant\nb,,,,\nc,2021,0.1,false,loan\n"


def written(folder: Path) -> Path:
    """A package of one dataset, «money»."""
    folder.mkdir(exist_ok=True)
    resource = {"name": "money", "path": "money.csv", "schema": "money.json"}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (folder / "money.json").write_text(json.dumps({"fields": FIELDS, "primaryKey": ["id"]}))
    (folder / "money.csv").write_text(SHIPPED)
    return folder


@pytest.fixture
def store(tmp_path):
    return made(tmp_path / "store")


@pytest.fixture
def package(tmp_path, store):
    return Package(written(tmp_path / "data"), store)


def fresh(package: Package) -> Package:
    """As another session sees it."""
    return Package(package.folder, package.store)


def changed(table: pd.DataFrame, value: float) -> pd.DataFrame:
    return table.assign(value=table["value"].where(table["id"] != "ā", value))


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.reset_index(drop=True), other.reset_index(drop=True))


def publish(package, table, expected, **more):
    note = {"who": "anna@example.org", "why": "corrected", **more}
    return package.store.publish(package, "money", table, expected=expected, **note)


def test_before_the_first_publication_the_shipped_file_is_read(package, store):
    assert store.revision("money") is None and store.history("money") == []
    assert package.table("money")["value"].tolist()[0] == 6.9
    assert [path.name for path in Path(store.address).iterdir()] == ["_store.json"]


def test_the_first_publication_keeps_the_shipped_file_as_revision_0(package, store):
    shipped = package.table("money")
    revision = publish(package, changed(shipped, 7.0), None)
    assert (revision.number, revision.who, revision.why) == (1, "anna@example.org", "corrected")
    assert (revision.added, revision.changed, revision.removed, revision.rows) == (0, 1, 0, 3)
    same(store.read("money", package.schema("money"), 0), shipped)
    table = fresh(package).table("money")
    same(table, changed(shipped, 7.0))
    assert [r.number for r in store.history("money")] == [1, 0]
    assert store.revisions() == {"money": 1}


def test_a_restored_revision_is_a_new_one(package, store):
    shipped = package.table("money")
    publish(package, changed(shipped, 7.0), None)
    revision = store.restore(package, "money", 0, expected=1, who="anna", why="7.0 was wrong")
    assert (revision.number, revision.restored, revision.changed) == (2, 0, 1)
    same(fresh(package).table("money"), shipped)
    assert store.read("money", package.schema("money"), 1)["value"].iloc[0] == 7.0


def test_the_second_of_two_publishers_is_told_and_overwrites_nothing(package, store):
    shipped = package.table("money")
    publish(package, changed(shipped, 7.0), None)
    with pytest.raises(ConflictError) as caught:
        publish(package, changed(shipped, 8.0), None)
    assert caught.value.revision == 1
    assert fresh(package).table("money")["value"].iloc[0] == 7.0


def test_two_at_the_same_moment_are_told_apart_by_the_engine(package, store, monkeypatch):
    shipped = package.table("money")
    publish(package, changed(shipped, 7.0), None)
    seen = store.revision
    monkeypatch.setattr(Store, "revision", lambda self, name: min(seen(name), 1))
    publish(package, changed(shipped, 8.0), 1)
    with pytest.raises(ConflictError):  # the look before writing saw nothing: the commit does
        publish(package, changed(shipped, 9.0), 1)
    monkeypatch.undo()
    assert fresh(package).table("money")["value"].iloc[0] == 8.0


def test_two_at_the_same_moment_are_told_apart_over_an_empty_table_too(package, store, monkeypatch):
    # Where there is no row to take away the engine sees no conflict, and would try again.
    shipped = package.table("money")
    publish(package, shipped.iloc[:0], None)
    seen = store.revision
    monkeypatch.setattr(Store, "revision", lambda self, name: min(seen(name), 1))
    publish(package, changed(shipped, 8.0), 1)
    with pytest.raises(ConflictError):
        publish(package, changed(shipped, 9.0), 1)
    monkeypatch.undo()
    assert fresh(package).table("money")["value"].iloc[0] == 8.0
    assert store.revision("money") == 2


def test_an_upload_is_kept_as_it_came(package, store):
    content = bytes(range(256)) * 3
    revision = publish(
        package, changed(package.table("money"), 7.0), None, upload=Upload("būdžets.xlsx", content)
    )
    assert store.upload(revision) == Upload("būdžets.xlsx", content)
    assert store.upload(store.history("money")[1]) is None


def test_a_publication_needs_a_note(package, store):
    with pytest.raises(ValueError, match="why"):
        publish(package, package.table("money"), None, why="  ")
    assert store.revision("money") is None


def test_a_newer_shipped_file_is_told_and_the_store_wins(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    assert not store.newer_shipped(package, "money")
    (package.folder / "money.csv").write_text(SHIPPED.replace("6.9", "6.5"))
    assert store.newer_shipped(package, "money")
    assert fresh(package).table("money")["value"].iloc[0] == 7.0
    publish(package, fresh(package).shipped("money"), 1)
    assert not store.newer_shipped(package, "money")


def test_a_column_new_in_the_schema_is_empty_in_older_revisions(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    fields = [*FIELDS, {"name": "note", "type": "string"}]
    (package.folder / "money.json").write_text(json.dumps({"fields": fields, "primaryKey": ["id"]}))
    assert fresh(package).table("money")["note"].isna().all()
    needed = [*FIELDS, {"name": "note", "type": "string", "constraints": {"required": True}}]
    (package.folder / "money.json").write_text(json.dumps({"fields": needed, "primaryKey": ["id"]}))
    with pytest.raises(DataError, match="column note"):
        fresh(package).table("money")


def test_a_word_that_left_its_list_since_it_was_published_stays_as_it_was(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    fields = [
        {**f, "constraints": {"enum": ["loan"]}} if f["name"] == "kind" else f for f in FIELDS
    ]
    (package.folder / "money.json").write_text(json.dumps({"fields": fields, "primaryKey": ["id"]}))
    kinds = fresh(package).table("money")["kind"]
    assert "grant" in kinds.tolist() and list(kinds.cat.categories) == ["loan", "grant"]
    with pytest.raises(DataError, match="grant"):
        fresh(package).shipped("money")


def test_a_publication_takes_the_differences_that_were_shown(package, store):
    before = package.table("money")
    after = changed(before, 7.0)
    shown = changes.between(before, after, ["id"])
    with patch.object(changes, "between", side_effect=AssertionError("compared again")):
        revision = publish(package, after, None, changed=shown)
    assert (revision.added, revision.changed, revision.removed) == (0, 1, 0)


def test_a_damaged_store_is_named_and_can_be_mended(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    files = sorted(Path(store.address, "money").glob("*.parquet"))
    kept = {file: file.read_bytes() for file in files}
    for file in files:
        file.write_bytes(b"not parquet")
    with pytest.raises(DamagedError, match="money") as caught:
        store.read("money", package.schema("money"))
    assert "SECON_STORE" in caught.value.mend
    for file, content in kept.items():
        file.write_bytes(content)
    assert fresh(package).table("money")["value"].iloc[0] == 7.0


def test_a_store_that_is_no_folder_is_named_and_nothing_published(package, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    broken = Package(package.folder, Store(str(tmp_path / "file" / "store")))
    with pytest.raises(StoreError, match="not where it should be"):
        publish(broken, changed(package.table("money"), 7.0), None)
    assert (tmp_path / "file").read_text() == "not a folder"


def test_an_unknown_revision_is_named(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    with pytest.raises(StoreError):
        store.read("money", package.schema("money"), 9)


def test_a_revision_can_be_read_after_a_hundred_more_and_many_years(package, store):
    table = package.table("money")
    publish(package, changed(table, 0.0), None)
    log = Path(store.address, "money", "_delta_log")
    ages_ago = time.time() - 9 * 365 * 86400
    for number in range(1, 105):
        publish(package, changed(table, float(number)), number)
        if number == 50:
            for file in log.iterdir():
                os.utime(file, (ages_ago, ages_ago))
    delta = DeltaTable(str(Path(store.address, "money")))
    delta.create_checkpoint()
    delta.cleanup_metadata()
    read = [
        store.read("money", package.schema("money"), n)["value"].iloc[0] for n in (0, 1, 7, 105)
    ]
    assert read == [6.9, 0.0, 6.0, 104.0]
    assert len(store.history("money")) == 106


def test_old_revisions_outlive_a_clean_up_that_another_engine_was_told_to_do(package, store):
    table = package.table("money")
    for number in range(4):
        publish(package, changed(table, float(number)), number or None)
    years_ago = time.time() - 9 * 365 * 86400
    for file in Path(store.address, "money", "_delta_log").iterdir():
        os.utime(file, (years_ago, years_ago))
    delta = DeltaTable(str(Path(store.address, "money")))
    delta.alter.set_table_properties({"delta.enableExpiredLogCleanup": "true"})
    delta.create_checkpoint()
    delta.cleanup_metadata()
    read = [store.read("money", package.schema("money"), n)["value"].iloc[0] for n in range(5)]
    assert read == [6.9, 0.0, 1.0, 2.0, 3.0]


def test_no_file_of_an_old_revision_is_ever_old_enough_to_be_swept_away(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    publish(package, changed(package.table("money"), 8.0), 1)
    years_ago = round(1000 * (time.time() - 9 * 365 * 86400))
    newest = Path(store.address, "money", "_delta_log", f"{2:020d}.json")
    gone = r'"deletionTimestamp":\d+'
    assert len(re.findall(gone, newest.read_text())) == 1
    newest.write_text(re.sub(gone, f'"deletionTimestamp":{years_ago}', newest.read_text()))
    assert DeltaTable(str(Path(store.address, "money"))).vacuum(dry_run=True) == []


def test_another_engine_reads_the_same_rows(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    files = DeltaTable(str(Path(store.address, "money"))).file_uris()
    rows = duckdb.sql(f"select id, year, value from read_parquet({files}) order by _row").fetchall()
    assert rows == [("ā", 2020, 7.0), ("b", None, None), ("c", 2021, 0.1)]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6)
rows = st.lists(
    st.tuples(
        texts.filter(bool),
        st.one_of(st.none(), st.integers(-(2**60), 2**60)),
        st.one_of(st.none(), st.floats(allow_nan=False)),
        st.sampled_from([None, True, False]),
        st.sampled_from([None, "grant", "loan"]),
    ),
    unique_by=lambda row: row[0],
    max_size=5,
)
steps = st.lists(st.one_of(rows, st.integers(0, 9)), min_size=1, max_size=6)


@given(steps)
@settings(max_examples=tried(25), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_sequence_of_publications_and_restores_gives_back_exactly_the_rows(
    tmp_path_factory, done
):
    folder = tmp_path_factory.mktemp("any")
    store = made(folder / "store")
    package = Package(written(folder / "data"), store)
    known = [package.shipped("money")]
    for step in done:
        expected = store.revision("money")
        if isinstance(step, int):
            if expected is None:
                continue
            number = step % len(known)
            store.restore(package, "money", number, expected=expected, who="", why="back")
            known.append(known[number])
            continue
        table = pd.DataFrame(step, columns=[field["name"] for field in FIELDS], dtype="object")
        table = table.astype(known[0].dtypes.to_dict())
        publish(package, table, expected)
        known.append(table)
    for number, table in enumerate(known[: (store.revision("money") or 0) + 1]):
        if store.revision("money") is not None:
            same(store.read("money", package.schema("money"), number), table)


def test_a_kill_at_any_moment_loses_no_acknowledged_publication(package, store, monkeypatch):
    chance = random.Random(7)
    processes = publishers(monkeypatch)
    acknowledged = 0
    for _ in range(100):
        told, tells = processes.Pipe(duplex=False)
        process = processes.Process(target=publish_on, args=(package.folder, store.address, tells))
        process.start()
        tells.close()
        acknowledged = max(acknowledged, told.recv())
        time.sleep(chance.random() * 0.05)
        process.kill()
        process.join()
        with contextlib.suppress(EOFError):
            while True:
                acknowledged = max(acknowledged, told.recv())
        current = store.revision("money")
        assert current is not None and current >= acknowledged
        for number in range(max(1, current - 3), current + 1):
            table = store.read("money", package.schema("money"), number)
            assert table["value"].iloc[0] == float(number)
    last = store.revision("money")
    assert publish(package, package.shipped("money"), last).number == last + 1


def test_a_full_disk_publishes_nothing(package, store):
    publish(package, changed(package.table("money"), 7.0), None)
    code = (
        "import resource, signal, sys\n"
        "from pathlib import Path\n"
        "from secon_data.package import Package\n"
        "from secon_data.store import Store, StoreError\n"
        "package = Package(Path(sys.argv[1]), Store(sys.argv[2]))\n"
        "table = package.table('money')\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n"
        "try:\n"
        "    package.store.publish(package, 'money', table, expected=1, who='', why='x')\n"
        "except StoreError as error:\n"
        "    sys.stdout.write(error.mend)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(package.folder), store.address],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "Nothing was published" in done.stdout, done.stderr
    assert store.revision("money") == 1
    assert fresh(package).table("money")["value"].iloc[0] == 7.0


def test_nothing_is_published_over_an_empty_entry_of_the_log(package, store):
    table = package.shipped("money").assign(year=2022)
    store.publish(package, "money", table, expected=None, who="Anna", why="x")
    entry = Path(store.address) / "money" / "_delta_log" / f"{1:020}.json"
    whole = entry.read_bytes()
    entry.write_bytes(b"")
    with pytest.raises(StoreError, match=r"is damaged.*00001\.json is empty"):
        store.publish(package, "money", table.assign(year=2023), expected=1, who="Anna", why="y")
    entry.write_bytes(whole)
    store.publish(package, "money", table.assign(year=2023), expected=1, who="Anna", why="y")
    assert [found.number for found in store.history("money")] == [2, 1, 0]


def test_a_folder_of_ones_own_home_is_one_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Store("~/store/").address == str(tmp_path / "store")
    assert Store("s3://bucket/~x").address == "s3://bucket/~x"
