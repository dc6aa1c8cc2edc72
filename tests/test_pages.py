"""Every page: in each language, with each wrong link, and with damaged or missing data."""

from __future__ import annotations

import copy
import html
import json
import shutil
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import shown
from plotly import graph_objects
from plotly.basedatatypes import BaseFigure
from shown import LINK, NOTE, App, opening
from stores import made
from streamlit.testing.v1 import AppTest

from pages.stories.views import Slides
from secon_ui import data
from secon_ui.drawing import geometry
from secon_ui.shell import frame, links
from secon_ui.shell.menu import DOORS, PAGES, ROOT, PageSpec
from secon_ui.shell.view import SEPARATOR
from secon_ui.show.steps import Step, packed
from secon_ui.show.stories import DATASET
from secon_ui.text.words import Words, languages

DATASETS = sorted(path.stem for path in (ROOT / "data").glob("*.csv"))
NONSENSE = "no-such-code"
HOSTILE = "<img src=x onerror=alert(1)>\u202e&\x00"
# Of a field with more codes than this only so many are tried, spread over all of them.
SAMPLE = 8
SLIDES = [packed(Step("overview")), packed(Step("compare?view=map", "Ours"))]

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.slug)
every_language = pytest.mark.parametrize("language", languages())
every_dataset = pytest.mark.parametrize("dataset", DATASETS)


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data package that the app reads instead."""
    folder = shown.copy(tmp_path / "data")
    monkeypatch.setenv("SECON_DATA", str(folder))
    monkeypatch.setenv("SECON_STORE", made(tmp_path / "store").address)
    return folder


def assert_whole(app: App) -> None:
    """The page is there, in its frame, and nothing went wrong."""
    assert app.failed == "" and app.errors == []
    assert app.headed and app.framed


def assert_told(app: App, *said: str) -> None:
    """The page says what is wrong in a box of our own, in the frame, and nothing else breaks."""
    assert app.failed == "" and "Traceback" not in app.html
    (error,) = app.errors
    assert all(html.escape(part) in error for part in said), error


@every_page
@every_language
def test_a_page_opens_in_each_language(page, language):
    app = App().open(page, region="riga", lang=language)
    assert_whole(app)
    assert NOTE not in app.html
    words = Words(language)
    assert app.at.selectbox(key="frame_language").value == language
    assert html.escape(words.own_name(language)) and f'hreflang="{language}"' in app.html


@every_page
def test_a_page_opens_for_each_region(page):
    app = App()
    for region in opening(page).codes("region"):
        assert_whole(app.open(page, region=region, lang="en"))
        assert NOTE not in app.html


@every_page
def test_a_page_opens_without_a_link_in_the_readers_language_and_region(page):
    app = App(locale="lv-LV").open(page)
    assert_whole(app)
    assert "region=riga" in app.html and NOTE not in app.html


@every_page
def test_every_choice_draws(page):
    app, opened = App(), opening(page)
    for item in fields(opened.kind):
        codes = opened.codes(item.name)
        if not isinstance(codes, (list, tuple, dict, set, frozenset)) or item.name == "region":
            continue
        codes = list(codes)
        for code in codes[:: -(-len(codes) // SAMPLE) or 1]:
            app.open(page, **{**LINK, item.metadata["key"]: code})
            assert_whole(app)
            assert NOTE not in app.html, (item.name, code)


@every_page
def test_several_choices_at_once_draw(page):
    app, opened = App(), opening(page)
    query = dict(LINK)
    for item in fields(opened.kind):
        if item.metadata.get("several"):
            codes = opened.codes(item.name)
            # Of slides, which hold any words, no list can be had.
            codes = SLIDES if isinstance(codes, Slides) else list(codes)
            query[item.metadata["key"]] = SEPARATOR.join(codes[: item.metadata["most"]])
    assert_whole(app.open(page, **query))


@every_page
def test_each_wrong_value_in_a_link_is_told_and_the_page_is_shown(page):
    app, opened = App(), opening(page)
    for item in fields(opened.kind):
        key = item.metadata["key"]
        app.open(page, **{**LINK, key: NONSENSE})
        assert_whole(app)
        if NONSENSE in opened.codes(item.name):
            continue  # any text may be searched for
        assert NOTE in app.html and f"{key}={NONSENSE}" in app.html, item.name


def test_what_is_wrong_in_a_link_is_told_to_everybody_who_opens_it():
    for app in (App(), App()):
        app.open(PAGES[2], **LINK, ind=NONSENSE)
        assert_whole(app)
        assert NOTE in app.html and f"ind={NONSENSE}" in app.html


def test_what_a_long_link_says_is_not_kept():
    long = NONSENSE + "x" * 1_000
    app = App().open(PAGES[2], **LINK, ind=long, utm_source=long)
    assert f"ind={NONSENSE}xxx" in app.html and f"utm_source={long}" in app.html
    assert long not in repr(list(data._made.cache))
    seen = links._told.cache_info().currsize
    App().open(PAGES[2], **LINK, utm_source=long)
    assert links._told.cache_info().currsize == seen
    App().open(PAGES[2], **LINK, utm_source=NONSENSE)
    assert links._told.cache_info().currsize == seen + 1


@every_page
def test_a_hostile_link_is_shown_as_text(page):
    app = App()
    query = {item.metadata["key"]: HOSTILE for item in fields(opening(page).kind)}
    app.open(page, **query)
    assert_whole(app)
    assert HOSTILE not in app.html and "<img src=x" not in app.html


@every_page
def test_keys_of_other_pages_and_of_others_say_nothing(page):
    app = App().open(page, **LINK, utm_source="newsletter", s="1")
    assert_whole(app)
    assert NOTE not in app.html


@every_page
def test_embed_is_no_unknown_key_and_the_desk_opens_in_no_frame(page):
    app = App().open(page, **LINK, embed="true")
    assert not app.failed and NOTE not in app.html
    assert app.headed is (page.slug != "desk")


@every_page
def test_a_page_opened_without_the_frame_shows_only_the_way_home(page):
    at = AppTest.from_file(str(page.path), default_timeout=60).run()
    assert not at.exception
    (way_home,) = at.get("html")
    assert 'href="/"' in str(way_home.proto.body)
    assert len(at.main.children) == 1


def readers(dataset: str) -> list[PageSpec]:
    """The pages that read a dataset; what is wrong with it is nothing to the others."""
    # Stories show what other pages make of the rest, and where they cannot, that slide says so.
    others = {"stories"} if dataset != DATASET else set()
    return [p for p in PAGES if dataset in shown.reads(p) and p.slug not in others]


@every_page
def test_a_page_needs_only_what_it_reads_when_it_opens(page, package):
    read = shown.reads(page)
    for dataset in DATASETS:
        if dataset not in read:
            (package / f"{dataset}.csv").unlink()
    assert "regions" in read
    assert_whole(App().open(page, **LINK))


@every_dataset
def test_a_missing_file_is_named(dataset, package):
    (package / f"{dataset}.csv").unlink()
    app = App()
    for page in readers(dataset):
        assert_told(app.open(page, **LINK), f"{dataset}.csv", "the file is missing")


@every_dataset
def test_a_damaged_cell_is_named(dataset, package):
    broken = shown.break_cell(package, dataset)
    told = (broken.file, f"row {broken.row}", f"column {broken.column}", broken.value)
    app = App()
    for page in readers(dataset):
        assert_told(app.open(page, **LINK), *told)


@every_dataset
def test_a_dataset_without_rows_breaks_no_page(dataset, package):
    file = package / f"{dataset}.csv"
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    app = App()
    for page in readers(dataset):
        app.open(page, **LINK)
        assert app.failed == "" and (app.headed or app.errors), page.slug


def test_every_dataset_is_read_by_a_page():
    assert all(readers(dataset) for dataset in DATASETS)


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("datapackage.json", None, "the file is missing"),
        ("datapackage.json", b"{", "this is not JSON"),
        ("schemas/indicators.json", None, "the file is missing"),
        ("schemas/indicators.json", b"[]", "a JSON object"),
        ("indicators.csv", b"indicator_id,colour\nx,red\n", "column"),
        ("indicators.csv", b"", "cannot be read"),
        ("indicators.csv", b"\xff\xfe\x00", "UTF-8"),
        ("indicators.csv", b'indicator_id,name\n"unclosed', "indicators.csv"),
    ],
    ids=lambda value: value.decode("latin-1")[:14] if isinstance(value, bytes) else None,
)
def test_a_damaged_package_is_told_by_file(file, content, said, package):
    target = package / file
    target.unlink() if content is None else target.write_bytes(content)
    app = App()
    for page in PAGES if file == "datapackage.json" else readers("indicators"):
        assert_told(app.open(page, **LINK), file, said)


def test_a_mended_file_is_read_at_the_next_interaction(package):
    page = PAGES[0]
    shown.break_cell(package, "indicators")
    app = App().open(page, **LINK)
    assert app.errors
    shutil.copyfile(ROOT / "data" / "indicators.csv", package / "indicators.csv")
    app.at.run()
    assert_whole(app)


@pytest.fixture
def boundaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the boundaries that the app checks instead."""
    folder = tmp_path / "geometry"
    shutil.copytree(geometry.FOLDER, folder)
    monkeypatch.setattr(geometry, "FOLDER", folder)
    return folder


@pytest.mark.parametrize("damage", ["index missing", "index broken", "layer missing", "layer cut"])
def test_broken_boundaries_are_told_by_file(damage, boundaries):
    index = boundaries / "index.json"
    layer = next(iter(json.loads(index.read_text(encoding="utf-8"))["layers"]))
    if damage == "index missing":
        index.unlink()
    elif damage == "index broken":
        index.write_text("{", encoding="utf-8")
    elif damage == "layer missing":
        (boundaries / layer).unlink()
    else:
        (boundaries / layer).write_bytes((boundaries / layer).read_bytes()[:100])
    file = "index.json" if damage.startswith("index") else layer
    app, told = App(), 0
    for page in PAGES:
        app.open(page, **LINK)
        if app.errors:
            assert_told(app, f"static/geometry/{file}", "make geometry")
            told += 1
        else:
            assert_whole(app)
    assert told >= 2  # Overview and Compare begin with a map


def test_a_page_without_a_map_needs_no_boundaries(boundaries):
    (boundaries / "index.json").unlink()
    assert_whole(App().open(spec("compare"), **LINK, view="ranking"))


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_each_door_leads_to_a_page_with_a_good_link(door):
    app = App().open(spec(door.page), **LINK, **dict(door.query))
    assert_whole(app)
    assert NOTE not in app.html


def test_choices_survive_a_change_of_page():
    compare, overview = spec("compare"), PAGES[0]
    app = App().open(compare, **LINK, view="trend", **{"with": "haskovo~harghita"})
    app.open(overview)
    app.open(compare)
    assert "region=riga" in app.html
    assert "view=trend" in app.html and "with=haskovo~harghita" in app.html


def test_my_region_goes_along_to_the_other_pages():
    app = App().open(PAGES[0], region="extremadura", lang="en")
    for page in PAGES[1:]:
        app.open(page)
        assert app.at.selectbox(key="frame_region").value == "extremadura", page.slug


def test_every_page_has_its_file_and_each_file_its_page():
    files = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*/page.py")}
    assert files == {page.file for page in PAGES}
    assert len({page.slug for page in PAGES}) == len(PAGES)


def spec(slug: str) -> PageSpec:
    return next(page for page in PAGES if page.slug == slug)


@every_page
def test_plotly_finds_each_figure_right_and_rebuilds_none(page, monkeypatch):
    """What is handed over ready is checked here instead, in every view."""
    handed: list[Mapping[str, Any]] = []
    ready = frame.ReadyFigure

    def noted(figure: Mapping[str, Any]) -> Any:
        handed.append(figure)
        return ready(figure)

    monkeypatch.setattr(frame, "ReadyFigure", noted)
    app, opened = App(), opening(page)
    shown = opened.codes("shown") if "shown" in opened.allowed else [""]
    for code in shown:
        view = {"view": code} if code else {}
        with monkeypatch.context() as rebuilt:
            rebuilt.setattr(BaseFigure, "__init__", lambda *a, **k: pytest.fail("rebuilt"))
            assert_whole(app.open(page, **LINK, **view))
    for figure in handed:
        graph_objects.Figure(**copy.deepcopy(dict(figure)))
    assert handed or page.slug not in ("overview", "compare", "practice")
