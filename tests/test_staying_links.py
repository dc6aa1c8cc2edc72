"""Links that never drift: what they pin stays, whatever is published or shipped later."""

from __future__ import annotations

import json
import os
import re
from html import unescape
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest
import shown
from looks import look
from shown import LINK, App
from stores import made

from pages.compare.views import CompareView
from secon_data.cli import main
from secon_data.errors import DamagedError, StoreError
from secon_data.package import SHIPPED, Package
from secon_data.store import Store, log, pins
from secon_data.store.verify import verify
from secon_ui import data, staying
from secon_ui.shell import links, sharing
from secon_ui.shell.menu import PAGES, spec
from secon_ui.shell.page import Page
from secon_ui.show import slides
from secon_ui.show.steps import Step
from secon_ui.text.words import Words

FIELDS = [
    {"name": "id", "type": "string", "constraints": {"required": True}},
    {"name": "value", "type": "number"},
]
COMPARE = spec("compare")
VIEW = {**LINK, "view": "table"}
AS_OF = "as this link keeps them; there are newer ones."


def small(folder: Path, csv: str, fields=FIELDS, created: str = "2026-03-01") -> Path:
    """A data package of one dataset."""
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    resource = {"name": "rates", "path": "rates.csv", "schema": "schemas/rates.json", "title": csv}
    told = {"name": "small", "created": created, "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(told))
    (folder / "schemas" / "rates.json").write_text(json.dumps({"fields": fields}))
    (folder / "rates.csv").write_text(csv)
    return folder


def publish(store: Store, package: Package, name: str, table: pd.DataFrame) -> None:
    expected = store.revision(name)
    store.publish(package, name, table, expected=expected, who="anna", why="x")


def values(package: Package) -> list[float]:
    return package.table("rates")["value"].tolist()


def test_a_version_is_named_by_what_it_is_and_kept_once(tmp_path):
    store = made(tmp_path / "store")
    folder = small(tmp_path / "data", "id,value\na,1.5\n")
    rev = pins.keep(store, Package(folder, store))
    assert pins.is_rev(rev) and pins.keep(store, Package(folder, store)) == rev
    kept = Path(store.address, "_pins")
    assert [f.name for f in kept.glob("*.json")] == [f"{rev}.json"]
    assert len(list((kept / "files").iterdir())) == 3  # package, schema, rows
    assert {f.stat().st_mode & 0o777 for f in kept.rglob("*") if f.is_file()} == {0o600}
    # The same data in another place have the same name.
    elsewhere = made(tmp_path / "elsewhere")
    assert pins.keep(elsewhere, Package(small(tmp_path / "copy", "id,value\na,1.5\n"))) == rev
    small(folder, "id,value\na,1.6\n")
    assert pins.keep(store, Package(folder, store)) != rev
    assert len(list((kept / "files").iterdir())) == 5  # the schema is the same


def test_what_is_pinned_outlives_publications_and_an_upgrade_of_the_app(tmp_path):
    store = made(tmp_path / "store")
    folder = small(tmp_path / "data", "id,value\na,1.5\n")
    shipped = pins.keep(store, Package(folder, store))
    package = Package(folder, store)
    publish(store, package, "rates", pd.DataFrame({"id": ["a"], "value": [2.5]}))
    first = pins.keep(store, Package(folder, store))
    publish(store, package, "rates", pd.DataFrame({"id": ["a"], "value": [3.5]}))
    second = pins.keep(store, Package(folder, store))
    assert len({shipped, first, second}) == 3
    # The next version: a column more that must be filled, one of another type, another file.
    fields = [
        {"name": "id", "type": "string", "constraints": {"required": True}},
        {"name": "value", "type": "number"},
        {"name": "unit", "type": "string", "constraints": {"required": True}},
    ]
    small(folder, "id,value,unit\na,9.5,x\n", fields, created="2027-01-01")
    today = Package(folder, store, lenient=True)
    for rev, value in ((shipped, 1.5), (first, 2.5), (second, 3.5)):
        found = pins.opened(store, rev, today)
        assert values(found) == [value] and found.rev == rev
        assert found.table("rates")["unit"].isna().all()
        assert found.descriptor["created"] == "2026-03-01"
    assert pins.opened(store, shipped, today).published == {}
    assert pins.opened(store, first, today).published["rates"].number == 1
    assert pins.opened(store, shipped, today).when == "2026-03-01"
    assert pins.opened(store, first, today).when == store.at("rates", 1).when.date().isoformat()


def test_a_dataset_that_came_later_is_todays_and_what_is_shared_is_not_read_twice(tmp_path):
    store = made(tmp_path / "store")
    folder = small(tmp_path / "data", "id,value\na,1.5\n")
    rev = pins.keep(store, Package(folder, store))
    told = json.loads((folder / "datapackage.json").read_text())
    told["resources"].append({"name": "more", "path": "more.csv", "schema": "schemas/rates.json"})
    (folder / "datapackage.json").write_text(json.dumps(told))
    (folder / "more.csv").write_text("id,value\nb,7\n")
    today = Package(folder, store)
    found = pins.opened(store, rev, today)
    assert found.table("more")["value"].tolist() == [7.0]
    assert found.table("rates") is today.table("rates")


@pytest.mark.parametrize("rev", ["", "x", "0123456789", "../../../x", "ABCDEF0123", "0" * 200])
def test_a_name_of_nothing_opens_nothing(tmp_path, rev):
    store = made(tmp_path / "store")
    package = Package(small(tmp_path / "data", "id,value\na,1.5\n"), store)
    pins.keep(store, package)
    assert pins.opened(store, rev, package) is None
    assert pins.opened(Store(str(tmp_path / "none"), usual=True), rev, package) is None


def test_without_a_store_that_can_be_written_nothing_is_kept(tmp_path):
    package = Package(small(tmp_path / "data", "id,value\na,1.5\n"))
    with pytest.raises(StoreError, match="there is no store yet"):
        pins.keep(Store(str(tmp_path / "none"), usual=True), package)
    store = made(tmp_path / "store")
    full = OSError(28, "No space left on device")
    with patch.object(os, "fsync", side_effect=full), pytest.raises(StoreError, match="written"):
        pins.keep(store, package)
    assert list(Path(store.address, "_pins").glob("*.json")) == []
    assert list(Path(store.address).rglob("*.part")) == []


def test_a_revision_that_is_another_one_now_is_told_and_never_shown(tmp_path):
    store = made(tmp_path / "store")
    package = Package(small(tmp_path / "data", "id,value\na,1.5\n"), store)
    for value in (2.5, 3.5):
        publish(store, package, "rates", pd.DataFrame({"id": ["a"], "value": [value]}))
    rev = pins.keep(store, Package(package.folder, store))
    Path(store.address, "rates", "_delta_log", log.entry_name(2)).unlink()
    store.accept("rates")
    publish(store, package, "rates", pd.DataFrame({"id": ["a"], "value": [4.5]}))
    assert store.revision("rates") == 2
    with pytest.raises(DamagedError):
        pins.opened(store, rev, Package(package.folder, store))
    (finding,) = [f for f in verify(store).findings if rev in f.place]
    assert finding.bad and "revision 2 is another than it was" in finding.wrong


def test_verify_counts_what_links_pin_and_tells_what_is_lost(tmp_path, monkeypatch, capsys):
    store = made(tmp_path / "store")
    rev = pins.keep(store, Package(small(tmp_path / "data", "id,value\na,1.5\n"), store))
    assert (verify(store).pins, verify(store).findings) == (1, ())
    for file in Path(store.address, "_pins", "files").iterdir():
        kept = file.read_bytes()
        file.write_bytes(b"x" + kept[1:])
        found = verify(store)
        assert (found.pins, found.whole) == (0, False)
        assert found.findings[0].place == f"_pins/{rev}.json"
        file.write_bytes(kept)
    Path(store.address, "_pins", f"{rev}.json").write_text("{}")
    monkeypatch.setenv("SECON_STORE", store.address)
    assert main(["store", "verify"]) == 1
    told = capsys.readouterr().out
    assert "versions of the data that links name: 0 are whole" in told
    assert f"LOST: _pins/{rev}.json: links that stay lose their data" in told


@pytest.fixture
def store(tmp_path, monkeypatch) -> Store:
    """The app's, over a copy of its data."""
    found = made(tmp_path / "store")
    shown.copy(tmp_path / "data")
    monkeypatch.setenv("SECON_STORE", found.address)
    monkeypatch.setenv("SECON_DATA", str(tmp_path / "data"))
    data.look_again()
    yield found
    data.look_again()


def kept() -> str:
    """The name of the data as they are now."""
    with data.one_version():
        return staying.name(data.settings.store(), data.package(), 30)


def all_higher(store: Store, by: float) -> None:
    """Publishes every observation higher."""
    package = Package(data.settings.folder(), store)
    table = package.table("observations").copy()
    table["value"] += by
    publish(store, package, "observations", table)
    data.look_again()


def test_a_pinned_page_shows_exactly_the_same_later_and_todays_is_one_click_away(store, tmp_path):
    before = App().open(COMPARE, **VIEW).html
    rev = kept()
    assert AS_OF not in App().open(COMPARE, **VIEW, rev=rev).html  # nothing is newer
    all_higher(store, 1000)
    published = App().open(COMPARE, **VIEW).html
    assert published != before
    with data.one_version():  # what is taken away names the data shown, whatever came since
        page = Page("compare", CompareView("riga", "en"), data.package(), look(data.package()))
        now = data.rev(page.package)
        assert now != rev
        all_higher(store, 1)
        assert data.rev(page.package) == now
    published = App().open(COMPARE, **VIEW).html
    for _ in range(2):  # whoever comes first, neither is taken for the other
        app = App().open(COMPARE, **VIEW, rev=rev)
        assert app.failed == "" and AS_OF in app.html
        assert body(app.html) == body(before)
        assert App().open(COMPARE, **VIEW).html == published
    newest = re.search(r'<a href="([^"]*)" target="_self">Show the newest</a>', app.html)[1]
    assert unescape(newest) == "compare?region=riga&lang=en&view=table"
    second = kept()
    # The next version of the app ships other figures, which nobody has published.
    folder = tmp_path / "data"
    text = (folder / "indicators.csv").read_text(encoding="utf-8")
    (folder / "indicators.csv").write_text(text.replace("nemployment rate", "nemployment share"))
    data.look_again()
    assert "nemployment share" in App().open(COMPARE, **VIEW).html
    assert body(App().open(COMPARE, **VIEW, rev=rev).html) == body(before)
    assert body(App().open(COMPARE, **VIEW, rev=second).html) == body(published)


def body(html: str) -> str:
    """A page without what says of which day it is, and without what completes its address."""
    html = re.sub(r'<div class="quiet-note".*?</div>|&amp;rev=\w+', "", html)
    return re.sub(r'<a id="secon-link".*?</a>', "", html).strip().replace("\n\n", "\n")


@pytest.mark.parametrize("rev", ["0123456789", "..", "<b>x</b>", "A" * 300, ""])
def test_a_name_that_nobody_knows_is_told_calmly_with_todays_data(store, rev):
    today = App().open(COMPARE, **VIEW).html
    app = App().open(COMPARE, **VIEW, rev=rev)
    assert app.failed == "" and app.errors == [] and app.headed
    assert "are not kept here: you see those of today." in app.html
    assert body(app.html) == body(today) and "<b>x" not in app.html


def test_data_that_cannot_be_read_any_more_are_told_calmly(store):
    App().open(COMPARE, **VIEW)
    rev = kept()
    all_higher(store, 1)
    for file in Path(store.address, "_pins", "files").iterdir():
        file.write_bytes(b"x")
    app = App().open(COMPARE, **VIEW, rev=rev)
    assert app.failed == "" and app.headed
    assert "cannot be read any more: you see those of today." in app.html


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
def test_every_page_opens_pinned_and_its_links_stay_there(store, page):
    App().open(COMPARE, **VIEW)
    rev = kept()
    all_higher(store, 1)
    for view in views(page):
        app = App().open(page, **LINK, rev=rev, **view)
        assert app.failed == "" and app.errors == [], view
        if page.slug == "desk":
            assert AS_OF not in app.html  # one publishes over the newest
            continue
        assert app.headed and AS_OF in app.html
        inside = re.findall(r'href="((?:\w+)?\?[^"]*)"', app.html.replace("Show the newest", ""))
        away = [a for a in inside if f"rev={rev}" not in a]
        assert len(away) == 1, away  # the way to the newest


def views(page) -> list[dict[str, str]]:
    """Every view of a page."""
    kind = shown.opening(page).kind
    if "shown" not in kind.__dataclass_fields__:
        return [{}]
    return [{"view": code} for code in shown.opening(page).codes("shown")]


def test_a_session_goes_from_page_to_page_with_the_data_it_came_for(store):
    App().open(COMPARE, **VIEW)
    rev = kept()
    all_higher(store, 1)
    app = App().open(COMPARE, **VIEW, rev=rev)
    app.open(spec("region"))  # by the menu, which drops the query
    assert app.failed == "" and AS_OF in app.html
    app.open(spec("region"), **LINK)  # by a link
    assert AS_OF not in app.html and "updated just now" not in app.html


def test_a_copied_link_names_what_is_shown_and_a_staying_one_the_data_too(store):
    view = CompareView("riga", "lv", shown="ranking")
    with data.one_version(), patch.object(links.st, "context") as context:
        context.url = "https://secon.example.org/compare"
        page = Page("compare", view, data.package(), look(data.package()))
        page.settle(year="2024")
        assert sharing.copied(page) == (
            "https://secon.example.org/compare?region=riga&lang=lv&ind=unemployment_rate_15_74"
            "&year=2024&against=median&view=ranking&x=gdp_pc_pps_eu100"
        )
        rev = staying.name(data.settings.store(), data.package(), 30)
        named = f"region=riga&lang=lv&rev={rev}&ind="
        assert sharing.staying(page) == sharing.copied(page).replace(
            "region=riga&lang=lv&ind=", named
        )
        assert sharing.why_none_stays(page) == ""


def test_where_nothing_can_be_kept_no_staying_link_is_offered_and_why_is_said(store):
    view = CompareView("riga", "en")
    why = StoreError("the store cannot be written.", file="", where="/secret")
    with data.one_version(), patch.object(staying, "name", side_effect=why):
        page = Page("compare", view, data.package(), look(data.package()))
        assert sharing.staying(page) is None
        told = sharing.why_none_stays(page)
    assert told == "No link that stays can be made here: the store cannot be written."


def test_what_failed_is_tried_again_and_versions_are_kept_beside_the_pages(tmp_path, monkeypatch):
    package = Package(SHIPPED)
    nowhere = Store(str(tmp_path / "none"), usual=True)
    with pytest.raises(StoreError, match="there is no store yet"):
        staying.name(nowhere, package, 30)
    nowhere.make()
    with pytest.raises(StoreError):  # known for a while
        staying.name(nowhere, package, 30)
    monkeypatch.setattr(staying, "AGAIN", 0)
    assert pins.is_rev(staying.name(nowhere, package, 30))


def test_a_slide_of_pinned_data_says_of_which_day_they_are(store):
    App().open(COMPARE, **VIEW)
    rev = kept()
    all_higher(store, 1)
    step, whose = Step("compare?view=ranking"), {"region": "riga", "lang": "en"}
    with data.one_version():
        pinned, newest = (slides.slide(step, {**whose, **more}) for more in ({"rev": rev}, {}))
        day = data.pinned(rev).when
    assert f"Data of {Words('en').date(day)} · " in pinned.notice
    assert "Data of" not in newest.notice
    assert pinned.headline != newest.headline
