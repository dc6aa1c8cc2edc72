"""Of which of Eurostat's tables values are: each case is an extract as the list words it."""

from __future__ import annotations

import pandas as pd
import pytest

from secon_data.eurostat.tables import cited, named

WORDS = {
    "a": "tgs00042;sectperf=TOTAL;unit=PC_GDP (row LV00: Latvia is one NUTS 2 region)",
    "b": "rd_e_gerdtot;sectperf=TOTAL;unit=PC_GDP",
    "c": "Eurostat Regional Yearbook 2026; tour_occ_nin2m (sum of 12 months);c_resid=TOTAL",
    "d": "Urban-rural Europe 2026; demo_r_pjanind3; urt_pjangrp3",
    "e": "not a Eurostat table",
    "f": "sdg_04_10a;sex=T;age=Y18-24;wstatus=POP;citizen=NAT;unit=PC",
}
EXTRACTS = pd.DataFrame({"extract_id": list(WORDS), "eurostat_table": list(WORDS.values())})


def test_an_extract_names_its_tables_and_no_filters():
    assert named(EXTRACTS) == {
        "a": ("tgs00042",),
        "b": ("rd_e_gerdtot",),
        "c": ("tour_occ_nin2m",),
        "d": ("demo_r_pjanind3", "urt_pjangrp3"),
        "e": (),
        "f": ("sdg_04_10a",),
    }


@pytest.mark.parametrize(
    ("ids", "codes"),
    [
        (["a", "a", None], ["tgs00042"]),
        (["a+b", "b"], ["tgs00042", "rd_e_gerdtot"]),
        ([float("nan")], ["of_indicator"]),
        (["e"], ["of_indicator"]),
        (["b+e"], ["rd_e_gerdtot", "of_indicator"]),
        (["gone"], ["of_indicator"]),
    ],
)
def test_values_are_of_the_tables_of_their_extracts(ids, codes):
    assert cited(ids, EXTRACTS, ["of_indicator"]) == codes
