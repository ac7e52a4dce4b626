"""When two names count as one: folding (case, width) and the look-alike skeleton of UTS 39."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pkgutil import get_data

import msgspec

ASKED = 1024  # names that were asked about last: who comes in is asked about again and again


def fold(text: str) -> str:
    """The key under which a name or room is unique: case, width and compatibility forms do not matter.

    This is NFKC with full case folding (Unicode 3.13, R5), without its removal of invisible characters, which
    names never hold. Folding what is folded changes nothing.
    """
    if text.isascii():
        return text.lower()
    for _ in range(8):  # twice is enough for nearly all; combining marks in odd orders take longer to settle
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
        if folded == text:
            break
        text = folded
    return text


def skeleton(text: str) -> str:
    """The key under which a name and its look-alikes are one: UTS 39 section 4, applied to the folded text.

    ASCII characters stand for themselves: by the letter of UTS 39 "modern" and "modem", or "bill" and "b1ll", would be
    one name, which refuses real people their names and protects nobody, because these are told apart at a
    second look. What is caught is what no look can tell apart: a letter of one script, or an ornamented Latin
    one, in the place of another. For the few names that must not be imitated at all see `strict_skeleton`.
    """
    folded = fold(text)
    if folded.isascii():
        return folded
    looks = _looks()
    letters = unicodedata.normalize("NFD", folded)
    seen = unicodedata.normalize("NFD", "".join(looks.get(letter, letter) for letter in letters))
    return _SECOND_DOT.sub(r"\1", seen)


@lru_cache(maxsize=ASKED)
def skeletons(text: str) -> tuple[str, ...]:
    """All keys under which a name and its look-alikes are one: that of `skeleton`, and that of the text as written.

    Capitals may look like letters that their small ones do not look like: the Greek capitals of nu, beta and alpha are
    N, B and A to any reader, and so is aIice alice, with a capital I among small letters, and ALlCE ALICE. A letter
    that is an upright bar in another alphabet is both an l and a capital I: the Greek iota in IAN.
    """
    by_folding, upright = skeleton(text), ""
    if by_folding == text and text.isascii():  # nearly always: no capitals, and no letters but those from a to z
        return (by_folding,)
    if not text.isascii():
        looks, letters = _looks(), unicodedata.normalize("NFD", unicodedata.normalize("NFC", text))
        text = "".join(looks.get(letter, letter) for letter in letters)
        if not _BARS.isdisjoint(letters):
            upright = skeleton("".join("I" if letter in _BARS else looks.get(letter, letter) for letter in letters))
    as_written = skeleton(_CAPITAL_I.sub(_as_small_l, _SMALL_L.sub("I", text)))
    if upright:
        return tuple(dict.fromkeys((by_folding, as_written, upright)))
    return (by_folding,) if as_written == by_folding else (by_folding, as_written)


def _as_small_l(capitals: re.Match[str]) -> str:
    return "l" * len(capitals[0])


def strict_skeleton(text: str) -> str:
    """Like `skeleton`, with the look-alikes within ASCII too: 1, l, | and i; 0 and o; 5 and s; rn and m; vv and w."""
    return skeleton(text).translate(_ASCII_LOOKS).replace("rn", "m").replace("vv", "w")


_CAPITAL_I = re.compile("(?<=[a-z])I+(?![A-Z])")
_BARS = frozenset(  # what UTS 39 takes for l and a reader for either: iotas, palochka, vav, alef, Lisu I, runes ...
    "\u0196\u01c0\u0399\u0406\u04c0\u05d5\u05df\u0627\u07ca\u16c1\u2c92\u2d4f\ua4f2\U0001028a\U00010309\U00016f28"
)
_SECOND_DOT = re.compile("([ij][\u0316-\u0333]*)\u0307+")  # above a letter that has one, of which only one is drawn
_SMALL_L = re.compile("(?<=[A-Z])l(?=[A-Z])")

_ASCII_LOOKS = str.maketrans("1l|05", "iiios")


@cache
def _looks() -> dict[str, str]:
    """Folded letters, marks and digits, each with what it looks like; read when the first name needs it.

    looks.json is what tests/chat/names/looks.py makes of confusables.txt (data of Unicode, Inc., under the Unicode
    License): 1 ms to read where making it takes 80.
    """
    data = get_data(__package__, "looks.json")
    assert data is not None, "it is part of the package"
    return msgspec.json.decode(data, type=dict[str, str])
