"""What the bench concludes from what it sees: the sums behind its lines, and the links it asks for."""

from __future__ import annotations

import json
from contextlib import suppress
from importlib import import_module

from bench import browser, links
from bench.table import Line
from pages.compare import views as compare
from secon_ui.shell.menu import PAGES


def shown(slug: str) -> set[str]:
    """The views of a page, as its own link knows them; nothing where it has one alone."""
    for name in (f"pages.{slug}.views", f"pages.{slug}"):
        with suppress(ModuleNotFoundError):
            if found := getattr(import_module(name), "SHOWN", None):
                return set(found)
    return set()


def test_every_view_of_every_page_is_measured():
    cases = list(links.cases())
    assert {case.slug for case in cases} == {page.slug for page in PAGES}
    for page in PAGES:
        asked = {case.kept[0].get("view") for case in cases if case.slug == page.slug}
        # The view that a page shows first stands in no link.
        assert len(asked) == max(1, len(shown(page.slug)))
        assert asked - {None} < (shown(page.slug) or {None})
    assert sum(len(shown(page.slug)) > 1 for page in PAGES) >= 7


def test_new_links_are_asked_for_once_and_kept_ones_differ_in_the_region_alone():
    cases = list(links.cases())
    asked = [
        json.dumps([case.slug, *sorted(link.items())])
        for case in cases
        for new in case.new.values()
        for link in new
    ]
    kept = [json.dumps([case.slug, *sorted(link.items())]) for case in cases for link in case.kept]
    assert len(asked) == len(set(asked)) and not set(asked) & set(kept)
    for case in cases:
        first, second = case.kept
        assert {**first, "region": ""} == {**second, "region": ""}
        assert (first["region"], second["region"]) == links.KEPT
        assert all(len(new) == links.NEW for new in case.new.values())


def test_a_new_indicator_is_new_to_every_view_of_compare():
    cases = links.cases(("compare",))
    new = [link["ind"] for case in cases for link in case.new["another indicator"]]
    assert len(new) == len(set(new)) == 5 * links.NEW
    assert not {compare.DEFAULT, compare.OTHER} & set(new)


def test_a_crowd_asks_for_each_combination_once():
    found = [json.dumps(link) for link in links.combinations()]
    assert len(found) == len(set(found)) >= 300
    thousand = [json.dumps(link) for link in links.thousand()]
    assert len(thousand) == len(set(thousand)) == 1000


def test_layout_shifts_add_up_within_a_second_and_for_five_at_most():
    # 0.1 and 0.2 follow each other; 0.25 comes alone, 1.5 s later.
    assert browser.shift([(100, 0.1), (600, 0.2), (2100, 0.25)]) == 0.1 + 0.2
    # One every 0.9 s: those at 0 to 4.5 s are one window, the one at 5.4 s begins another.
    assert browser.shift([(900.0 * n, 1.0) for n in range(7)]) == 6.0
    assert browser.shift([]) == 0


def test_long_tasks_count_beyond_those_of_the_plain_page():
    assert browser.beyond([700, 300, 90], [600, 80]) == 220
    assert browser.beyond([500], [600]) == 0
    assert browser.beyond([250], []) == 250


def test_files_that_travel_as_they_should_have_no_fault():
    def faults(path: str, kind: str, size: int, **head: str) -> set[str]:
        headers = {name.replace("_", "-"): value for name, value in head.items()}
        answer = {
            "url": f"http://127.0.0.1{path}", "status": 200, "mimeType": kind, "headers": headers,
        }  # fmt: skip
        return browser.faults(answer, size)

    kept = {"Cache_Control": "public, max-age=3600"}
    assert faults("/a.js", "text/javascript", 5000, Content_Encoding="br", **kept) == set()
    assert faults("/a.js", "text/javascript", 5000, **kept) == {"not compressed: /a.js"}
    assert faults("/a.js", "text/javascript", 900, **kept) == set()
    assert faults("/a.woff2", "font/woff2", 5000) == {"not kept: /a.woff2"}
    assert faults("/", "text/html", 500, Cache_Control="no-cache") == set()
    assert faults("/", "text/html", 500) == {"not kept: /"}
    assert faults("/a.css", "text/css", 500, Cache_Control="no-cache") == {"not kept: /a.css"}
    assert faults("/_stcore/host-config", "application/json", 500) == set()


def test_a_line_is_missed_above_its_target_and_where_nothing_was_measured():
    assert not Line("", "", "", 1.25, 1.25).missed
    assert Line("", "", "", 1.26, 1.25).missed
    assert Line("", "", "", float("nan"), 1.25).missed
    assert not Line("", "", "", 9.0, None).missed
