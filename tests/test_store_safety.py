"""What a store promises on a bad day: nothing that was acknowledged is lost, nothing that is lost is
passed over, and nobody else reads it."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest
from deltalake import DeltaTable
from publisher import publish_some
from stores import made, publishers
from test_store import FIELDS, ROOT, changed, fresh, publish, same, written

from secon_data import audit, publishing, restoring
from secon_data.errors import DamagedError, StoreError
from secon_data.layouts import remember
from secon_data.package import Package
from secon_data.proposal import Said
from secon_data.revoked_logins import Logouts
from secon_data.store import ConflictError, Store, Upload
from secon_data.store.verify import verify


@pytest.fixture
def store(tmp_path):
    return made(tmp_path / "store")


@pytest.fixture
def package(tmp_path, store):
    return Package(written(tmp_path / "data"), store)


NAMES = [
    "a#b", "a?b", "a%20b", "a%b", "a[ ]b", "a b", "ā€名", "a\\b", "a'b\"c", "{x}|<>^`", "-x", "~x",
    "a&b=c;d,e", "a*b", "a:b", "http:", "a\nb", " ", "_x",
]  # fmt: skip


def test_an_address_that_nobody_understands_is_not_called_a_damaged_store():
    with pytest.raises(StoreError) as told:
        Store("ftp:/x://y").check()
    why = told.value.places["why"]
    assert "URI" in why and "damaged" not in why


@pytest.mark.parametrize("name", NAMES)
def test_any_folder_name_will_do(name, tmp_path):
    store = made(tmp_path / name / "store")
    package = Package(written(tmp_path / "data"), store)
    shipped = package.shipped("money")
    revision = publish(package, changed(shipped, 7.0), None, upload=Upload("a.csv", b"x"))
    publish(package, changed(shipped, 8.0), 1)
    again = Store(str(tmp_path / name / "store"))
    schema = package.schema("money")
    values = [again.read("money", schema, n)["value"].iloc[0] for n in (0, 1, 2, None)]
    assert values == [6.9, 7.0, 8.0, 8.0]
    assert [r.number for r in again.history("money")] == [2, 1, 0]
    assert again.upload(revision) == Upload("a.csv", b"x") and again.revisions() == {"money": 2}
    assert verify(again).whole
    assert [p.name for p in tmp_path.iterdir() if p.name != "data"] == [name]


def test_a_store_is_made_when_somebody_says_so_and_only_then(tmp_path):
    package = Package(written(tmp_path / "data"))
    missing = Store(str(tmp_path / "store"))
    for ask in (
        lambda: missing.revisions(),
        lambda: missing.revision("money"),
        lambda: missing.history("money"),
        lambda: Package(package.folder, missing).table("money"),
        lambda: "x" in Logouts(missing),
        lambda: Logouts(missing).add("x"),
        lambda: remember(missing, "x", Said(), {}),
        lambda: missing.publish(
            package, "money", package.table("money"), expected=None, who="", why="x"
        ),
    ):
        with pytest.raises(StoreError, match="not where it should be"):
            ask()
    assert not (tmp_path / "store").exists()
    first = missing.make()
    assert missing.make() == first and missing.revisions() == {}


def test_where_nobody_named_a_store_there_need_be_none_but_no_login_can_be_checked(tmp_path):
    usual = Store(str(tmp_path / "store"), usual=True)
    package = Package(written(tmp_path / "data"), usual)
    assert usual.revisions() == {} and package.table("money")["value"].iloc[0] == 6.9
    for ask in (
        lambda: "x" in Logouts(usual),
        lambda: publish(package, package.table("money"), None),
    ):
        with pytest.raises(StoreError, match="no store yet"):
            ask()
    assert not (tmp_path / "store").exists()
    # One that was there, and lost its marker, is none that never was.
    usual.make()
    publish(package, package.table("money"), None)
    (tmp_path / "store" / "_store.json").unlink()
    with pytest.raises(StoreError, match="not where it should be"):
        usual.revisions()


def test_a_file_in_its_place_is_no_store(tmp_path):
    (tmp_path / "file").write_text("x")
    for place in ("file", "file/store"):
        with pytest.raises(StoreError):
            Store(str(tmp_path / place)).revisions()
        with pytest.raises(StoreError, match="cannot be written"):
            Store(str(tmp_path / place)).make()


def test_a_store_of_an_earlier_version_is_marked_and_read(package, store):
    publish(package, changed(package.shipped("money"), 7.0), None)
    marker, heads = Path(store.address, "_store.json"), Path(store.address, "_heads")
    before = json.loads(marker.read_text())["store"]
    marker.unlink()
    shutil.rmtree(heads)
    with pytest.raises(StoreError):
        store.revisions()
    assert store.make() == before  # its publications name it
    assert store.revisions() == {"money": 1}
    assert fresh(package).table("money")["value"].iloc[0] == 7.0


def test_an_emptied_log_is_told_and_never_begun_anew(package, store):
    shipped = package.shipped("money")
    publish(package, changed(shipped, 7.0), None)
    publish(package, changed(shipped, 8.0), 1)
    for file in Path(store.address, "money", "_delta_log").iterdir():
        file.unlink()
    assert store.revision("money") == 2
    for expected in (None, 2):
        with pytest.raises((ConflictError, DamagedError)):
            publish(package, changed(shipped, 9.0), expected)
    assert [r.damaged for r in store.history("money")] == [True, True, True]
    found = fresh(package)
    assert found.table("money")["value"].iloc[0] == 6.9  # the shipped file, and said so:
    assert (found.damaged["money"].current, found.damaged["money"].shown) == (2, None)
    assert not verify(store).whole
    shutil.rmtree(Path(store.address, "money"))
    assert store.revisions() == {"money": 2}


@pytest.mark.parametrize("spoil", [b"", b'{"add":', "half", "last line"])
def test_an_empty_or_torn_entry_is_told_on_reading(package, store, spoil):
    shipped = package.shipped("money")
    publish(package, changed(shipped, 7.0), None)
    publish(package, changed(shipped, 8.0), 1)
    entry = Path(store.address, "money", "_delta_log", f"{2:020}.json")
    whole = entry.read_bytes()
    lines = whole.splitlines(keepends=True)
    torn = {"half": whole[: len(whole) // 2], "last line": b"".join(lines[:-1])}
    entry.write_bytes(torn.get(spoil, spoil) if isinstance(spoil, str) else spoil)
    with pytest.raises(DamagedError, match=r"00002\.json is"):
        store.read("money", package.schema("money"))
    assert [(r.number, r.damaged) for r in store.history("money")] == [
        (2, True), (1, False), (0, False),
    ]  # fmt: skip
    found = fresh(package)
    assert found.table("money")["value"].iloc[0] == 7.0
    assert found.damaged["money"].shown == 1 and found.damaged["money"].when is not None
    with pytest.raises(DamagedError, match="nothing was published over it"):
        publish(package, changed(shipped, 9.0), 2)
    assert [f.place for f in verify(store).findings if f.bad] == [f"money/_delta_log/{2:020}.json"]
    # The way on without a copy: the loss is accepted, by name.
    assert store.accept("money") == 1
    assert publish(package, changed(shipped, 9.0), 1).number == 2
    assert verify(store).whole


def test_damaged_rows_fall_back_to_the_newest_that_can_be_read_and_can_be_published_over(
    package, store
):
    shipped = package.shipped("money")
    for number in range(3):
        publish(package, changed(shipped, float(number)), number or None)
    newest = max(Path(store.address, "money").glob("*.parquet"), key=lambda p: p.stat().st_mtime_ns)
    newest.write_bytes(newest.read_bytes()[:-20])
    found = fresh(package)
    assert found.table("money")["value"].iloc[0] == 1.0
    assert (found.damaged["money"].current, found.damaged["money"].shown) == (3, 2)
    newest.unlink()
    assert fresh(package).table("money")["value"].iloc[0] == 1.0
    # What a page shows of it names no place.
    told = found.damaged["money"].error
    assert store.address not in told.told() + told.file and store.address in str(told)
    store.restore(package, "money", 2, expected=3, who="anna", why="3 is damaged")
    found = fresh(package)
    assert found.table("money")["value"].iloc[0] == 1.0 and not found.damaged


def test_a_dataset_of_another_store_is_foreign(package, store, tmp_path):
    publish(package, changed(package.shipped("money"), 7.0), None)
    other = made(tmp_path / "other")
    shutil.copytree(Path(store.address, "money"), Path(other.address, "money"))
    with pytest.raises(DamagedError, match="of another store"):
        other.read("money", package.schema("money"))


def test_all_of_a_store_is_its_services_alone(package, store, tmp_path):
    publish(package, changed(package.shipped("money"), 7.0), None, upload=Upload("a.csv", b"x"))
    Logouts(store).add("x")
    remember(store, "x", Said(), {})
    everything = [Path(store.address), *Path(store.address).rglob("*")]
    assert len(everything) > 10
    for path in everything:
        kind = 0o700 if path.is_dir() else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == kind, path
    # What an earlier version left open is told, and closed by «init».
    for path in everything:
        path.chmod(0o755)
    found = verify(store)
    assert found.whole and len(found.findings) == len(everything)
    store.make()
    assert verify(store).findings == ()


class Disk:
    """What a disk has when the power goes: of a file what it held when it was last synced, of a
    folder the names that it had then."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.files: dict[int, bytes] = {}
        self.folders: dict[int, dict[str, int]] = {}
        real = os.fsync

        def synced(handle: int) -> None:
            real(handle)
            number, path = os.fstat(handle).st_ino, Path(f"/proc/self/fd/{handle}").readlink()
            if path.is_dir():
                self.folders[number] = {p.name: p.stat().st_ino for p in path.iterdir()}
            else:
                self.files[number] = path.read_bytes()

        monkeypatch.setattr(os, "fsync", synced)

    def survives(self, folder: Path, target: Path) -> None:
        self._build(folder.stat().st_ino, target)

    def _build(self, number: int, target: Path) -> None:
        target.mkdir()
        for name, inner in self.folders.get(number, {}).items():
            if inner in self.folders:
                self._build(inner, target / name)
            else:
                (target / name).write_bytes(self.files.get(inner, b""))


def test_what_was_acknowledged_outlives_a_power_cut(tmp_path, monkeypatch):
    """All that was not synced is dropped after each acknowledgement; what is left is a store that
    has everything."""
    disk = Disk(monkeypatch)
    place = tmp_path / "place"
    place.mkdir()
    store = made(place / "store")
    package = Package(written(tmp_path / "data"), store)
    shipped = package.shipped("money")
    Logouts(store).add("gone")
    for number in range(1, 5):
        upload = Upload(f"{number}.csv", bytes([number]))
        publish(package, changed(shipped, float(number)), number - 1 or None, upload=upload)
        left = tmp_path / f"left-{number}"
        disk.survives(place, left)
        after = Store(str(left / "store"))
        assert verify(after).whole and after.revisions() == {"money": number}
        same(after.read("money", package.schema("money")), changed(shipped, float(number)))
        assert after.upload(after.history("money")[0]) == upload
        assert "gone" in Logouts(after)


def test_rows_are_on_the_disk_before_the_log_names_them(package, store, monkeypatch):
    """A power cut in the midst leaves no revision whose rows are not there."""
    order: list[str] = []
    real_sync, real_link = os.fsync, os.link

    def synced(handle: int) -> None:
        order.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        real_sync(handle)

    def linked(source: object, target: object) -> None:
        order.append(f"link {target}")
        real_link(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "link", linked)
    publish(package, changed(package.shipped("money"), 7.0), None)
    log = f"link {store.address}/money/_delta_log/{1:020}.json"
    rows = next(Path(store.address, "money", path) for path in _adds(store, 1))
    synced_rows = next(n for n, told in enumerate(order) if f".{rows.name}." in told)
    named_rows = order.index(f"link {rows}")
    assert synced_rows < named_rows < order.index(f"{store.address}/money", named_rows)
    assert order.index(f"{store.address}/money", named_rows) < order.index(log)


def _adds(store: Store, number: int) -> list[str]:
    entry = Path(store.address, "money", "_delta_log", f"{number:020}.json").read_text()
    found = [json.loads(line) for line in entry.splitlines()]
    return [action["add"]["path"] for action in found if "add" in action]


def test_four_writers_lose_nothing_and_are_told_nothing_false(package, store, monkeypatch):
    processes = publishers(monkeypatch)
    told, tells = processes.Pipe(duplex=False)
    lock = processes.Lock()
    writers = [
        processes.Process(
            target=publish_some, args=(package.folder, store.address, name, tells, lock)
        )
        for name in "abcd"
    ]
    for writer in writers:
        writer.start()
    tells.close()
    said = []
    while True:
        try:
            said.append(told.recv())
        except EOFError:
            break
    for writer in writers:
        writer.join()
    acknowledged = [number for kind, number, _ in said if kind == "published"]
    assert {kind for kind, _, _ in said} <= {"published", "conflict"}
    assert len(acknowledged) == len(set(acknowledged)) == 40  # each until ten of its own are in
    assert sorted(acknowledged) == list(range(1, 41))
    history = {r.number: r.why for r in store.history("money")}
    assert all(history[n] == why for kind, n, why in said if kind == "published")
    assert verify(store).whole and verify(store).findings == ()


def test_two_threads_wait_for_each_other_and_one_that_waits_too_long_is_told(
    package, store, monkeypatch
):
    monkeypatch.setattr("secon_data.store.files._WAIT", 0.1)
    held, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with store.alone():
            held.set()
            leave.wait(10)

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with pytest.raises(StoreError, match="cannot be written"):
        publish(package, changed(package.shipped("money"), 7.0), None)
    leave.set()
    other.join()
    assert publish(package, changed(package.shipped("money"), 7.0), None).number == 1


FULL = """
import resource, signal, sys
from pathlib import Path
from secon_data.package import Package
from secon_data.store import Store, StoreError, Upload
package = Package(Path(sys.argv[1]), Store(sys.argv[2]))
table = package.table('money')
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    package.store.publish(package, 'money', table, expected=1, who='', why='x', upload=Upload('a', b'x' * 999))
    print('published')
except StoreError as error:
    print(error.mend)
"""


@pytest.mark.parametrize("room", [0, 100, 1000, 1500])
def test_a_full_disk_publishes_nothing_and_leaves_nothing(package, store, room):
    publish(package, changed(package.shipped("money"), 7.0), None)
    before = sorted(Path(store.address).rglob("*"))
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(package.folder), store.address, str(room)],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert "Nothing was published" in done.stdout, done.stdout + done.stderr
    after = [p for p in sorted(Path(store.address).rglob("*")) if p not in before]
    # A file that was sent and fitted may be kept: it is whole.
    assert [p.name for p in after if p.is_file() and p.parent.name != "_uploads"] == []
    assert not list(Path(store.address).rglob("*.part"))
    assert store.revision("money") == 1 and verify(store).whole


def test_a_disk_that_fails_at_any_moment_publishes_nothing_or_says_that_it_is_unsure(
    package, store, monkeypatch
):
    shipped = package.shipped("money")
    publish(package, changed(shipped, 0.0), None)
    real = os.fsync
    unsure = 0
    for most in range(100):
        calls = iter(range(most))

        def failing(handle: int, calls: object = calls) -> None:
            if next(calls, None) is None:  # type: ignore[call-overload]
                raise OSError(28, "No space left on device")
            real(handle)

        before = store.revision("money")
        monkeypatch.setattr(os, "fsync", failing)
        try:
            made_ = publish(
                package, changed(shipped, most + 1.0), before, upload=Upload("a", bytes([most]))
            )
        except StoreError as error:
            monkeypatch.setattr(os, "fsync", real)
            assert not list(Path(store.address).rglob("*.part"))
            assert verify(store).findings == ()
            if "does not confirm" in str(error):
                unsure += 1
                continue
            told = (error.mend, store.revision("money"))
            if "Nothing was published" not in told[0] or told[1] != before:
                raise AssertionError(told) from error
        else:
            monkeypatch.setattr(os, "fsync", real)
            assert made_.number == before + 1
            if next(calls, None) is not None:
                break
    assert most > 8 and unsure > 0
    assert verify(store).whole


def test_a_disk_that_takes_nothing_publishes_nothing_and_is_still_read(package, store, monkeypatch):
    """Read-only, as root sees it too: every way to write fails."""
    publish(package, changed(package.shipped("money"), 7.0), None)
    real = os.open

    def refused(path: object, flags: int, *more: object, **named: object) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(30, "Read-only file system")
        return real(path, flags, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(StoreError, match="Nothing was published") as caught:
        publish(package, changed(package.shipped("money"), 8.0), 1)
    assert "Read-only" in str(caught.value) and "Read-only" not in caught.value.told()
    assert fresh(package).table("money")["value"].iloc[0] == 7.0
    monkeypatch.undo()
    assert verify(store).findings == ()


def test_what_a_killed_writer_left_is_swept_once_it_is_old(package, store):
    publish(package, changed(package.shipped("money"), 7.0), None, upload=Upload("a", b"x"))
    left = [
        Path(store.address, folder, f".x.{age}.part")
        for folder in ("_uploads", "money", "money/_delta_log")
        for age in ("old", "new")
    ]
    for path in left:
        path.write_bytes(b"half")
        if ".old." in path.name:
            os.utime(path, (1e9, 1e9))
    publish(package, changed(package.shipped("money"), 8.0), 1, upload=Upload("b", b"y"))
    assert [path for path in left if path.exists()] == [p for p in left if ".new." in p.name]


def test_verify_tells_every_kind_of_loss(package, store):
    shipped = package.shipped("money")
    publish(package, changed(shipped, 1.0), None, upload=Upload("a", b"x"))
    publish(package, changed(shipped, 2.0), 1, upload=Upload("b", b"y"))
    found = verify(store)
    assert found.whole and found.revisions == {"money": (3, 3)} and found.uploads == 2
    rows = Path(store.address, "money", _adds(store, 1)[0])
    rows.write_bytes(b"x")
    Path(store.address, "_uploads", Upload("a", b"x").digest).write_bytes(b"z")
    Path(store.address, "_uploads", Upload("b", b"y").digest).unlink()
    found = verify(store)
    assert not found.whole and found.revisions == {"money": (2, 3)} and found.uploads == 0
    assert sorted(f.wrong for f in found.findings if f.bad)[0:2] == [
        "a file that was sent has changed", "a file that was sent is missing",
    ]  # fmt: skip
    assert len([f for f in found.findings if f.bad]) == 3


def test_other_engines_read_what_is_written_here(package, store):
    shipped = package.shipped("money")
    publish(package, changed(shipped, 7.0), None)
    publish(package, shipped.iloc[:0], 1)
    publish(package, changed(shipped, 8.0), 2)
    place = str(Path(store.address, "money"))
    table = DeltaTable(place)
    assert table.version() == 3 and len(table.history()) == 4
    assert table.history()[0]["why"] == "corrected"
    assert table.to_pyarrow_table().num_rows == 3
    assert DeltaTable(place, version=2).to_pyarrow_table().num_rows == 0
    rows = duckdb.sql(
        f"select id, value from read_parquet({table.file_uris()}) order by _row"
    ).fetchall()
    assert rows == [("ā", 8.0), ("b", None), ("c", 0.1)]
    table.create_checkpoint()
    assert publish(package, changed(shipped, 9.0), 3).number == 4
    assert DeltaTable(place).to_pyarrow_table().sort_by("_row")["value"].to_pylist()[0] == 9.0


def test_what_another_engine_wrote_is_read_here(package, store):
    shipped = package.shipped("money")
    publish(package, changed(shipped, 7.0), None)
    place = str(Path(store.address, "money"))
    DeltaTable(place).delete("id = 'b'")
    DeltaTable(place).optimize.compact()
    found = store.read("money", package.schema("money"))
    assert found["id"].tolist() == ["ā", "c"] and found["value"].iloc[0] == 7.0
    number = store.revision("money")
    assert publish(package, changed(shipped, 9.0), number).number == number + 1
    assert DeltaTable(place).to_pyarrow_table().num_rows == 3


THEMES = [{"name": "theme", "type": "string", "constraints": {"required": True}}]
POINTS = {
    "fields": FIELDS, "primaryKey": ["id"],
    "foreignKeys": [{"fields": "kind", "reference": {"resource": "themes", "fields": "theme"}}],
}  # fmt: skip


def test_two_who_publish_what_needs_each_other_cannot_leave_a_code_that_points_at_nothing(
    tmp_path, store
):
    folder = written(tmp_path / "data")
    resources = [
        {"name": "money", "path": "money.csv", "schema": "money.json"},
        {"name": "themes", "path": "themes.csv", "schema": "themes.json"},
    ]
    (folder / "datapackage.json").write_text(json.dumps({"resources": resources}))
    (folder / "money.json").write_text(json.dumps(POINTS))
    (folder / "themes.json").write_text(json.dumps({"fields": THEMES, "primaryKey": ["theme"]}))
    (folder / "themes.csv").write_text("theme\ngrant\nloan\n")
    package = Package(folder, store)
    money, themes = package.table("money"), package.table("themes")
    note = {"who": "anna", "why": "x"}
    # Both were checked against the same data; the first to publish is right.
    without = themes[themes["theme"] != "loan"]
    using = money.assign(kind="loan").astype(money.dtypes.to_dict())
    publishing.publish(store, package, "money", using, expected=None, **note)
    with pytest.raises(publishing.DanglingError, match="loan would point at nothing"):
        publishing.publish(store, package, "themes", without, expected=None, **note)
    assert store.revisions() == {"money": 1}
    # The other way round: the theme goes first.
    grants = money.assign(kind="grant").astype(money.dtypes.to_dict())
    publishing.publish(store, package, "money", grants, expected=1, **note)
    publishing.publish(store, package, "themes", without, expected=None, **note)
    with pytest.raises(publishing.DanglingError, match="loan would point at nothing"):
        publishing.publish(store, package, "money", using, expected=2, **note)
    with pytest.raises(publishing.DanglingError):
        restoring.restore(store, package, "money", 1, expected=2, **note)
    # What points at nothing already hinders nobody who leaves it as it was.
    store.publish(package, "money", using, expected=2, **note)
    publishing.publish(store, package, "money", using.assign(value=1.0), expected=3, **note)
    with pytest.raises(ConflictError):
        publishing.publish(store, package, "money", using, expected=3, **note)
    # Whatever came of it is kept, in whichever way it was tried.
    assert [(e.what, e.dataset, e.revision, e.who) for e in audit.events(store)] == [
        ("overtaken", "money", None, "anna"),
        ("published", "money", 4, "anna"),
        ("refused", "money", None, "anna"),
        ("refused", "money", None, "anna"),
        ("published", "themes", 1, "anna"),
        ("published", "money", 2, "anna"),
        ("refused", "themes", None, "anna"),
        ("published", "money", 1, "anna"),
    ]
