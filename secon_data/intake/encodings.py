"""Which encoding the bytes of a text file are in.

UTF-8 and UTF-16 tell themselves. The old code pages do not: general detectors take cp1257, cp1253
and cp1250 for something else. Here the alphabets of the ten languages decide: of the letters beyond
ASCII, how many belong to one language, how common they are in it, and whether capitals stand where
capitals do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice, pairwise

# Letters beyond ASCII, the commonest first, by language; the code pages that can hold them: of
# Windows, ISO and DOS. Some neighbours' languages stand here so that theirs is not taken for ours.
_LETTERS = {
    "lv": ("āīšēūņļžčķģ", ("cp1257", "iso8859_13", "cp775")),
    "pl": ("łóążęśćńź", ("cp1250", "cp1257", "iso8859_2", "iso8859_13", "cp775", "cp852")),
    "ro": ("ăîţşâțș", ("cp1250", "iso8859_2", "cp852")),
    "hu": ("áéöíóőüúű", ("cp1250", "iso8859_2", "cp852")),
    "de": ("üäöß", ("cp1252", "cp1250", "cp1257", "iso8859_2", "cp850", "cp852")),
    "nl": ("ëéïèöüáóíêàôâçû", ("cp1252", "cp850")),
    "pt": ("ãçáéíóêõâúàô", ("cp1252", "cp850")),
    "es": ("óíáéñúüçàèò", ("cp1252", "cp850")),
    "fr": ("éèàêçôîùûâëïœ", ("cp1252", "cp850")),
    "da": ("åøæ", ("cp1252",)),
    "sv": ("äåö", ("cp1252",)),
    "bg": (
        "аоеитнрсвлкдпмзгъубчяжщшцйхюфь",
        ("cp1251", "iso8859_5", "koi8_r", "cp866"),
    ),
    "el": ("αοιετσνηυρπκμλωςίόάέήγδθχφύβξζώψϊΐϋΰ", ("cp1253", "iso8859_7", "cp737")),
}
CODE_PAGES = (
    "cp1257", "cp1250", "cp1252", "cp1251", "cp1253",
    "iso8859_2", "iso8859_13", "iso8859_5", "iso8859_7",
    "koi8_r", "cp866", "cp852", "cp850", "cp775", "cp737",
)  # fmt: skip
# Signs that any language may use; they tell little.
_SIGNS = frozenset("–—…’‘“”„«»€°§·№\u00a0\u00ad•©®½¼¾²³×±")
_CONTROLS = frozenset(map(chr, range(0x80, 0xA0)))
_SIGN, _STRANGE_LETTER, _STRANGE, _UNREADABLE = 0.01, 0.0008, 0.0002, 0.00001
# A capital is so much rarer than its small letter; right behind a small letter no word has one.
_CAPITAL, _CAPITAL_INSIDE = 0.2, 0.02
# What is not Windows' own is rare by now, as a logarithm.
_RARE = -3.0
# How much likelier the best must be than the next, as a logarithm, to be taken unasked.
_CLEAR = 7.0
# A word with a byte beyond ASCII; so many of them are looked at.
_WORD = re.compile(rb"[^\s;,\t|\"]*[\x80-\xff][^\s;,\t|\"]*")
_ENOUGH = 4000


@dataclass(frozen=True)
class Reading:
    """What a file says in one encoding. ``sample``: its words that hold letters beyond ASCII;
    ``likely``: a logarithm, higher is likelier."""

    encoding: str
    sample: str
    likely: float


def readings(content: bytes) -> list[Reading]:
    """All readings that may be meant, the likeliest first; encodings that give the same words are
    one. UTF-8 and UTF-16 stand alone when they fit."""
    if encoding := _unicode(content):
        return [Reading(encoding, "", 0.0)]
    words = b" ".join(islice((match[0] for match in _WORD.finditer(content)), _ENOUGH))
    found: dict[str, Reading] = {}
    for encoding in CODE_PAGES:
        sample = words.decode(encoding, errors="replace")
        likely = (0.0 if encoding.startswith("cp125") else _RARE) + max(
            _likelihood(sample, letters)
            for letters, pages in _LETTERS.values()
            if encoding in pages
        )
        if sample not in found or found[sample].likely < likely:
            found[sample] = Reading(encoding, sample, likely)
    return sorted(found.values(), key=lambda reading: -reading.likely)


def of_one_language(text: str) -> bool:
    """Whether all letters beyond ASCII are those of one language («SPÓŁDZIELNIA»)."""
    strange = {character for character in text.lower() if ord(character) > 127}
    return any(strange <= set(letters) for letters, _ in _LETTERS.values())


def clear(found: list[Reading]) -> bool:
    """Whether the first reading is so much likelier that nobody need be asked."""
    return len(found) == 1 or found[0].likely - found[1].likely >= _CLEAR


def decode(content: bytes, encoding: str) -> str:
    """The text in a named encoding, without a byte-order mark; bytes that mean nothing in it
    become «\ufffd»."""
    return content.decode(encoding, errors="replace").removeprefix("\ufeff")


def _unicode(content: bytes) -> str | None:
    """UTF-16 by its mark or by its noughts, UTF-8 by its strictness; None when neither."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = content[:2000]
    if len(start) > 3:
        # The upper halves of Latin, Greek and Cyrillic letters are 0 to 4: no text has such bytes.
        even, odd = (
            sum(byte < 5 for byte in half) / len(start) for half in (start[::2], start[1::2])
        )
        for share, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
            if share > 0.4 and other < 0.2:
                return encoding
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _likelihood(text: str, letters: str) -> float:
    """The logarithm of how likely the characters beyond ASCII are in a language, when the
    n-th commonest of its letters is taken to be 1 / (n + 2) as common."""
    total = sum(1 / (rank + 3) for rank in range(len(letters)))
    chance = {letter: 1 / (rank + 3) / total for rank, letter in enumerate(letters)}
    # A word all in capitals is one choice of its writer, not one for each letter.
    loud = [word for word in text.split() if len(word) > 2 and word.isupper()]
    quiet = (
        " ".join(
            word.lower() if word.isupper() and len(word) > 2 else word for word in text.split()
        )
        if loud
        else text
    )
    score = len(loud) * math.log(_CAPITAL)
    for character, count in Counter(quiet).items():
        if ord(character) < 128:
            continue
        small = character.lower()
        if small in chance:
            p = chance[small] * (1 if character == small else _CAPITAL)
        elif character == "\ufffd" or character in _CONTROLS:
            p = _UNREADABLE
        elif character in _SIGNS:
            p = _SIGN
        else:
            p = _STRANGE_LETTER if character.isalpha() else _STRANGE
        score += count * math.log(p)
    inside = sum(
        ord(capital) > 127 and capital.isupper() and before.islower()
        for before, capital in pairwise(text)
    )
    return score + inside * math.log(_CAPITAL_INSIDE)
