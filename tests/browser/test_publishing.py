"""The data desk as staff use it: files go in, are looked at, published, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Tab, Visit, serving

RATE = "unemployment_rate_15_74"
# As a Latvian spreadsheet saves it: titles above, a sum and a source below, decimal commas.
MINISTRY = "\r\n".join(
    [
        "Ekonomikas ministrija;;;;",
        "Bezdarbs reģionos, pagaidu dati;;;;",
        "",
        "Teritorija;Gads;Rādītājs;Vērtība;Piezīmes",
        "LV00;2024;Bezdarba līmenis;7,1 %;precizēts",
        f"LV00;2023;{RATE};6,6 %;",
        "Kopā;;;13,7 %;",
    ]
).encode("cp1257")
# A download of Eurostat (LV00 is 6.9 in 2024; AT11 is none of ours).
DOWNLOAD = (
    b"DATAFLOW,LAST UPDATE,freq,isced11,sex,age,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n"
    b"ESTAT:LFST_R_LFU3RT(1.0),25/06/26 23:00:00,A,TOTAL,T,Y15-74,PC,LV00,2024,7.3,p\n"
    b"ESTAT:LFST_R_LFU3RT(1.0),25/06/26 23:00:00,A,TOTAL,T,Y15-74,PC,AT11,2024,4.4,\n"
)


class Desk:
    """A person at the desk."""

    def __init__(self, tab: Tab, lang: str = "en", dataset: str = "observations") -> None:
        self.tab, self.page = tab, tab.page
        tab.open(f"/desk?region=riga&lang={lang}&dataset={dataset}")

    def says(self, text: str) -> Desk:
        """Waits until the page says it."""
        self.page.get_by_text(text).first.wait_for(timeout=60_000)
        self.tab.settle()
        return self

    def send(self, folder: Path, name: str, content: bytes) -> Desk:
        (folder / name).write_bytes(content)
        self.page.set_input_files("input[type=file]", folder / name)
        return self.says(name)

    def press(self, key: str) -> Desk:
        self.page.click(f".st-key-{key} button")
        return self

    def write(self, key: str, text: str) -> Desk:
        """Types, and goes on without leaving the field by itself: the next click does."""
        self.page.locator(f".st-key-{key} :is(input, textarea)").first.fill(text)
        return self

    def shows(self, key: str) -> bool:
        return self.page.locator(f".st-key-{key}").count() > 0


@pytest.fixture
def server(tmp_path: Path):
    """A server with a store of its own, which ends only after the tabs on it."""
    with serving(tmp_path) as address:
        yield address


def test_a_file_is_mended_published_seen_by_others_and_taken_back(visit: Visit, tmp_path):
    other = visit().open("/compare?region=riga&ind=median_age&lang=en")
    desk = Desk(visit())
    desk.send(tmp_path, "ministrija.csv", MINISTRY)
    desk.says("7,1 % → 7.1")
    desk.write("desk_source", "Ministry of Economics").press("desk_check")
    # The sum below the table is no row of it.
    desk.says("This row looks like a sum, not like a row of the data: «Kopā».")
    desk.press("desk_without").says("No error, 1 warning to look at")
    desk.page.locator(".st-key-desk-warning-0 label").last.click()
    desk.tab.settle()
    desk.press("desk_changes").says("2 rows will change, none is new, none is removed")
    desk.write("desk_who", "Ilze").write("desk_why", "Revised by the ministry")
    # One click, though the note was typed a moment ago.
    desk.press("desk_publish").says("Revision 1 is published")
    # Everybody else sees it at the next click, and keeps what was chosen.
    other.page.get_by_text("Trend", exact=True).first.click()
    other.page.get_by_text("The data were updated").first.wait_for(timeout=30_000)
    assert other.query["ind"] == "median_age"
    desk.press("desk_restore_0").says("Restore revision 0?")
    desk.press("desk_restore_yes").says("Revision 2 is published")
    assert desk.page.locator(".desk-revision:not(.head)").count() == 3


def test_a_download_of_eurostat_goes_through_in_latvian_on_a_phone(visit: Visit, tmp_path):
    desk = Desk(visit("phone", dark=True), "lv")
    desk.send(tmp_path, "lfst.csv", DOWNLOAD).says("Šī ir Eurostat lejupielāde.")
    desk.says("1 teritorija nav mūsu sarakstā un netiek ņemta: AT11.")
    desk.press("desk_check").says("Viss ir kārtībā")
    desk.press("desk_changes").says("Mainīsies 1 rinda")
    desk.press("desk_publish").says("Vēl trūkst: pamatojuma un jūsu vārda.")
    assert not desk.shows("desk_restore_0")
    desk.write("desk_who", "Ilze").write("desk_why", "Eurostat").press("desk_publish")
    desk.says("1. redakcija ir publicēta")
    main = "document.querySelector('[data-testid=stMain]')"
    assert desk.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
