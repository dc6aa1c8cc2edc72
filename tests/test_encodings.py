"""Which encoding a file is in: right from about twenty accented letters on."""

from __future__ import annotations

import math
import random

import pytest
from texts import CEDILLA, TEXTS

from secon_data.intake import encodings

CASES = [
    (language, encoding)
    for language in TEXTS
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", *encodings.CODE_PAGES)
    if encoding.startswith("utf")
    or not set(TEXTS[language].translate(CEDILLA))
    - set(bytes(range(256)).decode(encoding, "ignore"))
]


def test_every_language_has_its_old_code_page():
    assert {language for language, encoding in CASES if encoding.startswith("cp125")} == set(TEXTS)
    assert ("pl", "cp1257") in CASES and ("lv", "cp1252") not in CASES


def excerpt(words: list[str], letters: int, chance: random.Random) -> str:
    """Words in a row, from anywhere, that hold so many letters beyond ASCII."""
    start, picked = chance.randrange(len(words)), []
    while sum(ord(c) > 127 and c.isalpha() for c in " ".join(picked)) < letters:
        picked.append(words[(start + len(picked)) % len(words)])
    return ";".join(picked)


@pytest.mark.parametrize(("language", "encoding"), CASES)
def test_twenty_accented_letters_are_enough(language, encoding):
    text = TEXTS[language] if encoding.startswith("utf") else TEXTS[language].translate(CEDILLA)
    chance = random.Random(f"{language} {encoding}")
    for _ in range(40):
        part = excerpt(text.split(), 20, chance)
        found = encodings.readings(part.encode(encoding))
        assert encodings.decode(part.encode(encoding), found[0].encoding) == part


@pytest.mark.parametrize(("language", "encoding"), [case for case in CASES if case[1][:3] != "utf"])
def test_with_a_few_letters_the_right_reading_is_among_those_to_pick_from(language, encoding):
    text, chance = TEXTS[language].translate(CEDILLA), random.Random(3)
    for _ in range(40):
        part = excerpt(text.split(), 3, chance)
        content = part.encode(encoding)
        found = encodings.readings(content)
        assert part in [encodings.decode(content, reading.encoding) for reading in found]
        if encodings.clear(found):
            assert encodings.decode(content, found[0].encoding) == part


def test_plain_letters_need_no_question():
    assert encodings.readings(b"region;value\nriga;6.9\n") == [encodings.Reading("utf-8", "", 0.0)]


def test_a_byte_that_means_nothing_is_kept_visible():
    assert encodings.decode(b"R\x81ga", "cp1257") == "R\ufffdga"


def test_a_long_file_is_judged_by_a_part_of_it():
    content = (TEXTS["lv"] + "\n").encode("cp1257") * 20_000
    assert encodings.readings(content)[0].encoding == "cp1257"


def test_a_capital_is_a_fifth_as_likely_and_a_fiftieth_more_behind_a_small_letter():
    def likely(word: str) -> float:
        found = encodings.readings(word.encode("cp1257"))
        return next(r.likely for r in found if r.sample == word)

    # The commonest of eleven Latvian letters: 1/3 of 1/3 + 1/4 + … + 1/13 = 1.68013, so 0.19840.
    assert likely("ā") == pytest.approx(math.log(0.19840), abs=1e-4)
    assert likely("Ā") == pytest.approx(math.log(0.19840 / 5), abs=1e-4)
    assert likely("aĀ") == pytest.approx(math.log(0.19840 / 5 / 50), abs=1e-4)


def test_where_capitals_stand_tells_an_encoding():
    # In cp1257 the same bytes are «ÓßĒĀČĢČ»: a small letter, and capitals behind it.
    word = "УЯЗВИМИ".encode("cp1251")
    assert encodings.decode(word, encodings.readings(word)[0].encoding) == "УЯЗВИМИ"
    # In cp1251 «ομάδες.» would be «пмЬдет.», with one capital in its midst.
    word = "ομάδες.".encode("cp1253")
    assert encodings.decode(word, encodings.readings(word)[0].encoding) == "ομάδες."
    # And this is clear: in another code page a capital would follow a small letter.
    assert encodings.clear(encodings.readings("επεξεργάζονται".encode("cp1253")))
