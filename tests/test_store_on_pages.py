"""What pages show of a store that is missing, slow, damaged or of an older version."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import pytest
import shown
from shown import LINK, App
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from stores import made

from secon_data import settings, upgrading
from secon_data.cli import main
from secon_data.errors import DataError, StoreError
from secon_data.package import SHIPPED, Package
from secon_data.store import Store
from secon_ui import data, published
from secon_ui.server import access
from secon_ui.server.show_routes import ShowRoutes
from secon_ui.shell.menu import PAGES

DESK = next(page for page in PAGES if page.slug == "desk")
SOURCES = next(page for page in PAGES if page.slug == "sources")
NOTE = "The store of published figures cannot be reached"


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    found = made(tmp_path / "store")
    monkeypatch.setenv("SECON_STORE", found.address)
    data.look_again()
    yield found
    data.look_again()


def republished(store: Store, dataset: str, package: Package | None = None) -> Package:
    """A dataset published twice: as it is shipped, and with its last row gone."""
    package = package or Package(SHIPPED, store)
    table = package.table(dataset)
    note = {"who": "anna", "why": "x"}
    store.publish(package, dataset, table.iloc[:-1], expected=None, **note)
    store.publish(package, dataset, table, expected=1, **note)
    data.look_again()
    return package


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_a_store_that_is_missing_is_an_error_on_every_page_and_closes_the_desk(
    page, tmp_path, monkeypatch
):
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "mistyped"))
    data.look_again()
    app = App().open(page, **LINK)
    assert app.failed == "" and not app.headed
    (error,) = app.errors
    assert "which figures are the newest cannot be told" in error
    assert str(tmp_path) not in app.html and "secon-data store init" in app.html
    assert access.judged(None, dict([access.cookie_of(shown.TOKEN)])).state == "closed"
    assert not (tmp_path / "mistyped").exists()


def test_another_store_in_its_place_across_a_restart_is_an_error_where_its_id_is_noted(
    store, tmp_path, monkeypatch, capsys
):
    own = store.check()
    republished(store, "funding")
    Path(store.address).rename(tmp_path / "away")
    other = made(store.address).check()  # whole, with a marker of its own
    shown._registered()  # tests learn of the pages from the store of all of them
    published._watches.clear()  # as a server that is started anew
    monkeypatch.setenv("SECON_STORE_ID", own)
    data.look_again()
    app = App().open(SOURCES, **LINK)
    assert app.failed == "" and not app.headed
    (error,) = app.errors
    assert "another store stands where that of this server was" in error
    assert other not in app.html and str(tmp_path) not in app.html
    assert access.judged(None, dict([access.cookie_of(shown.TOKEN)])).state == "closed"
    # Neither the shell nor «store init» takes it, nor makes one where none is mounted.
    with pytest.raises(StoreError, match="another store"):
        settings.store().publish(
            Package(SHIPPED), "funding", Package(SHIPPED).table("funding"),
            expected=None, who="a", why="b",
        )  # fmt: skip
    for place in (store.address, str(tmp_path / "not-mounted")):
        monkeypatch.setenv("SECON_STORE", place)
        assert main(["store", "init"]) != 0
        assert "another store stands" in capsys.readouterr().err
    assert not (tmp_path / "not-mounted" / "_store.json").exists()
    # The right one is taken.
    monkeypatch.setenv("SECON_STORE", str(tmp_path / "away"))
    published._watches.clear()
    data.look_again()
    assert settings.store().check() == own and App().open(SOURCES, **LINK).headed


@pytest.mark.parametrize("how", ["moved", "emptied", "another"])
def test_a_store_that_goes_while_pages_are_read_leaves_the_last_figures_and_says_so(
    how, store, tmp_path
):
    republished(store, "funding")
    app = App().open(SOURCES, **LINK)
    assert app.headed and NOTE not in app.html
    place = Path(store.address)
    place.rename(tmp_path / "away")
    if how == "emptied":
        place.mkdir()
    elif how == "another":
        made(place)
    data.look_again()
    for page in (SOURCES, PAGES[0]):
        app.open(page, **LINK)
        assert app.failed == "" and app.headed and NOTE in app.html
        assert str(tmp_path) not in app.html
    # In a show too, for it is shown to many.
    with TestClient(Starlette(middleware=[Middleware(ShowRoutes)])) as client:
        assert NOTE in client.get("/show?page=compare&region=riga&lang=en").text
    app.open(DESK, **LINK)
    assert "The desk is closed on this server." in app.html and not app.at.get("file_uploader")
    assert store.address not in app.html
    shutil.rmtree(place, ignore_errors=True)
    (tmp_path / "away").rename(place)
    data.look_again()
    app.open(SOURCES, **LINK)
    assert NOTE not in app.html
    assert access.judged(None, dict([access.cookie_of(shown.TOKEN)])).state == "local"


@pytest.mark.parametrize("dataset", ["regions", "observations", "funding"])
def test_a_damaged_dataset_leaves_every_page_standing_with_what_can_be_read(dataset, store):
    package = republished(store, dataset)
    rows = max(Path(store.address, dataset).glob("*.parquet"), key=lambda p: p.stat().st_mtime_ns)
    rows.write_bytes(b"damaged")
    store.publish(  # so that pages read it anew
        package, package.names[-1],
        package.table(package.names[-1]), expected=None, who="a", why="b",
    )  # fmt: skip
    data.look_again()
    app = App()
    for page in PAGES:
        app.open(page, **LINK)
        assert app.failed == "" and app.headed and app.framed, page.slug
        assert "the newest figures cannot be read; those of" in app.html, page.slug
        assert store.address not in app.html
        if page is not DESK:
            assert app.errors == [], page.slug
    app.open(DESK, **LINK, dataset=dataset)
    assert "revision 2 is damaged." in app.html and "Revision 1 is shown." in app.html


def test_an_emptied_log_is_no_dataset_that_was_never_published(store):
    republished(store, "funding")
    for entry in Path(store.address, "funding", "_delta_log").iterdir():
        entry.unlink()
    package = Package(SHIPPED, store)
    store.publish(package, "regions", package.table("regions"), expected=None, who="a", why="b")
    data.look_again()
    app = App().open(SOURCES, **LINK)
    assert (
        "what was published cannot be read; the file that came with the app is shown." in app.html
    )
    app.open(DESK, **LINK, dataset="funding")
    assert "nothing was published yet" not in app.html
    assert "revision 2 is damaged." in app.html


def test_a_slow_store_holds_up_no_click(store, monkeypatch):
    monkeypatch.setattr(published, "FRESH", 0.05)
    first = published.seen(store)
    real = Store.revisions

    def slow(self: Store) -> dict[str, int]:
        time.sleep(3)
        return real(self)

    monkeypatch.setattr(Store, "revisions", slow)
    time.sleep(0.1)
    for _ in range(4):
        begun = time.perf_counter()
        assert published.seen(store) == first
        assert time.perf_counter() - begun < 0.6
    monkeypatch.setattr(published, "OLD", 0.5)
    assert published.trouble(store) is not None  # it has not answered for longer than that
    monkeypatch.setattr(published, "OLD", 15.0)
    time.sleep(3)
    assert published.seen(store).when > first.when and published.trouble(store) is None


def test_what_somebody_else_publishes_into_a_slow_store_holds_up_no_click(store, monkeypatch):
    """It is read beside the pages, and shown when it is there; what was read is not read again."""
    republished(store, "funding")
    data.package().table("funding")
    read: list[str] = []
    real = Store.rows

    def slow(self: Store, dataset: str, number: int) -> object:
        read.append(dataset)
        time.sleep(1.5)
        return real(self, dataset, number)

    other = Package(SHIPPED, Store(store.address))
    table = other.table("regions").assign(source_title="elsewhere")
    other.store.publish(other, "regions", table, expected=None, who="a", why="b")
    monkeypatch.setattr(Store, "rows", slow)
    monkeypatch.setattr(published, "FRESH", 0.05)
    until, shown_ = time.perf_counter() + 8, ""
    while shown_ != "elsewhere" and time.perf_counter() < until:
        data._seen.cache_clear()
        begun = time.perf_counter()
        with data.one_version():
            shown_ = data.package().table("regions")["source_title"].iloc[0]
        assert time.perf_counter() - begun < 0.8
        time.sleep(0.1)
    assert shown_ == "elsewhere" and read == ["regions"]


def test_a_store_that_fails_is_told_at_once_and_seen_again_when_it_is_back(store, monkeypatch):
    published.seen(store)
    with monkeypatch.context() as patch:
        patch.setattr(Store, "revisions", _failing)
        published.again()
        published.seen(store)
        assert "gone" in str(published.trouble(store))
    published.again()
    published.seen(store)
    assert published.trouble(store) is None


def _failing(self: Store) -> dict[str, int]:
    raise StoreError("gone", file="")


def test_what_was_just_published_is_seen_at_once_even_while_a_look_runs(store, monkeypatch):
    published.seen(store)
    real = Store.revisions

    def slow(self: Store) -> dict[str, int]:
        found = real(self)
        time.sleep(0.4)
        return found

    monkeypatch.setattr(Store, "revisions", slow)
    monkeypatch.setattr(published, "FRESH", 0.05)
    time.sleep(0.06)
    published.seen(store)  # begins a look, and does not wait for it
    package = Package(SHIPPED, store)
    store.publish(package, "regions", package.table("regions"), expected=None, who="a", why="b")
    published.again()
    assert published.seen(store).revisions == {"regions": 1}


# A newer version of the app over an older store.


@pytest.fixture
def newer(store, tmp_path, monkeypatch) -> Path:
    """Funding was published; then comes a version that needs one more column, and knows one word
    of its closed list no more. Its folder."""
    republished(store, "funding")
    folder = shown.copy(tmp_path / "data")
    schema = json.loads((folder / "schemas" / "funding.json").read_text())
    schema["fields"].append(
        {"name": "checked_by", "type": "string", "title": "Checked by", "description": "Who",
         "constraints": {"required": True}}
    )  # fmt: skip
    (folder / "schemas" / "funding.json").write_text(json.dumps(schema))
    table = (folder / "funding.csv").read_text().splitlines()
    assert '"' not in table[0]
    shipped = Package(SHIPPED).table("funding").assign(checked_by="ministry")
    shipped.to_csv(folder / "funding.csv", index=False)
    for name in shipped.columns[shipped.dtypes.astype("str") == "boolean"]:
        shipped[name] = shipped[name].map({True: "true", False: "false"})
    shipped.to_csv(folder / "funding.csv", index=False)
    monkeypatch.setenv("SECON_DATA", str(folder))
    data.look_again()
    return folder


def test_the_desk_offers_the_way_on_over_an_older_store(newer, store):
    app = App().open(SOURCES, **LINK)
    assert app.failed == "" and "An editor brings the published rows up" in app.html
    app.open(DESK, **LINK, dataset="funding")
    assert app.failed == "" and "the published rows are of an older version" in app.html
    app.at.text_input(key="desk_up_checked_by").input("editor")
    app.at.text_input(key="desk_upgrader").input("Anna")
    app.at.run()
    app.at.button(key="desk_up_publish").click()
    app.at.run()
    assert app.failed == "" and "Revision 3 is published" in app.html
    found = Package(newer, store).table("funding")
    assert set(found["checked_by"]) == {"editor"} and len(found) == len(
        Package(SHIPPED).table("funding")
    )
    app.open(SOURCES, **LINK)
    assert "An editor brings the published rows up" not in app.html


def test_the_shell_mends_an_older_store_in_every_way(newer, store, tmp_path, capsys, monkeypatch):
    note = ["--who", "Anna", "--why", "new version"]
    assert main(["store", "upgrade", "funding"]) == 1
    assert "checked_by" in capsys.readouterr().out
    # What is broken is not needed: templates, exports, checks work.
    out = tmp_path / "out"
    assert main(["template", "funding", str(out), "--filled"]) == 0
    assert main(["export", "funding", str(out)]) == 0
    assert main(["export", "funding", str(out), "--revision", "1"]) == 0
    file = newer / "funding.csv"
    assert main(["check", "funding", str(file)]) == 0
    # A file of all rows replaces what there is, whatever that lacks.
    replace = ["publish", "funding", str(file), "--mode", "replace", "--accept-warnings"]
    assert main([*replace, *note]) == 0
    assert set(Package(newer, store).table("funding")["checked_by"]) == {"ministry"}
    # An older revision comes back with the value that it lacks.
    with pytest.raises(DataError, match="checked_by"):
        store.restore(Package(newer, store), "funding", 1, expected=3, who="a", why="b")
    assert main(["restore", "funding", "1", *note]) == 1
    assert main(["restore", "funding", "1", "--same", "checked_by=me", *note]) == 0
    assert set(Package(newer, store).table("funding")["checked_by"]) == {"me"}


def test_update_over_an_older_store_says_what_to_do_and_publishes_nothing(
    newer, store, tmp_path, capsys
):
    lines = (newer / "funding.csv").read_text().splitlines()
    part = tmp_path / "part.csv"
    part.write_text("\n".join(lines[:2]) + "\n")
    code = main(["publish", "funding", str(part), "--accept-warnings", "--who", "a", "--why", "b"])
    assert code == 1 and "Nothing was published" in capsys.readouterr().err
    assert store.revision("funding") == 2


def test_dropped_words_are_mapped(store, tmp_path, monkeypatch):
    folder = shown.copy(tmp_path / "data")
    path = folder / "schemas" / "funding.json"
    schema = json.loads(path.read_text())
    name, words = next(
        (field["name"], field["constraints"]["enum"])
        for field in schema["fields"]
        if len(field.get("constraints", {}).get("enum", ())) > 2
    )
    package = republished(store, "funding")
    used = package.table("funding")[name].dropna().astype(str)
    gone = used.iloc[0]
    stays = next(word for word in words if word != gone)
    for field in schema["fields"]:
        if field["name"] == name:
            field["constraints"]["enum"] = [word for word in words if word != gone]
    path.write_text(json.dumps(schema))
    now = Package(folder, store)
    found = upgrading.gap(store, now.schema("funding"), "funding")
    assert found is not None and found.words == {name: (gone,)} and not found.columns
    table = upgrading.brought_up(store, now, "funding", {}, {name: {gone: stays}})
    assert (table[name] == stays).sum() == used.isin([gone, stays]).sum()
    assert gone not in set(table[name].dropna()) and table[name].dtype.categories.tolist() == [
        word for word in words if word != gone
    ]
    with pytest.raises(DataError, match="Say which of these it is now"):
        upgrading.brought_up(store, now, "funding", {}, {name: {gone: "nonsense"}})
    monkeypatch.setenv("SECON_DATA", str(folder))
    data.look_again()
    app = App().open(DESK, **LINK, dataset="funding")
    assert app.failed == "" and app.at.get("file_uploader")  # nothing hinders
    assert app.at.selectbox(key=f"desk_up_{name}_{gone}").options


def test_a_column_of_another_type_is_told_and_hinders_no_replacing(store, tmp_path):
    folder = shown.copy(tmp_path / "data")
    path = folder / "schemas" / "funding.json"
    schema = json.loads(path.read_text())
    republished(store, "funding")
    field = next(f for f in schema["fields"] if f["name"] == "programme")
    field.clear()
    field |= {"name": "programme", "type": "number"}
    path.write_text(json.dumps(schema))
    now = Package(folder, store, lenient=True)
    assert now.table("funding")["programme"].isna().all()
    found = upgrading.gap(store, now.schema("funding"), "funding")
    assert found is not None and found.emptied == ("programme",)
