"""When two names count as one: folding (case, width) and the look-alike skeleton of UTS 39."""

from __future__ import annotations

import unicodedata
from functools import cache
from pkgutil import get_data

import msgspec


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
    return unicodedata.normalize("NFD", "".join(looks.get(letter, letter) for letter in letters))


def strict_skeleton(text: str) -> str:
    """Like `skeleton`, with the look-alikes within ASCII too: 1, l, | and i; 0 and o; 5 and s; rn and m; vv and w."""
    return skeleton(text).translate(_ASCII_LOOKS).replace("rn", "m").replace("vv", "w")


_ASCII_LOOKS = str.maketrans("1l|05", "iiios")


class _Glyph(msgspec.Struct):
    c: str


@cache
def _looks() -> dict[str, str]:
    """Folded letters, marks and digits, each with what it looks like; read when the first name needs it.

    The source gives the pairs of Unicode's confusables.txt in both directions and without names for the two
    sides; a character with one partner is the imitation, one with many is what they imitate.
    """
    data = get_data("confusable_homoglyphs", "confusables.json")
    assert data is not None, "confusable-homoglyphs comes with its data"
    partners = {
        _bare(key): [_bare(glyph.c) for glyph in glyphs]
        for key, glyphs in msgspec.json.decode(data, type=dict[str, list[_Glyph]]).items()
    }
    originals = {key: _original(key, partners) for key in partners if len(key) == 1 and not key.isascii()}
    looks = {key: _look(key, originals) for key in originals if _is_folded(key)}
    return {key: _follow(looks, look) for key, look in looks.items() if look != key}


def _bare(glyph: str) -> str:
    """Right-to-left characters stand between two left-to-right marks in the data."""
    return glyph.strip("\u200e")


def _original(key: str, partners: dict[str, list[str]]) -> str:
    others = partners[key]
    if len(others) > 1:
        return key
    other = others[0]
    is_pair = len(other) == 1 and not other.isascii() and len(partners.get(other, ())) == 1
    return min(key, other) if is_pair else other


def _look(key: str, originals: dict[str, str]) -> str:
    """What a folded letter looks like; the capital decides where only the capitals are alike (H and Cyrillic En)."""
    look = _of_folded(originals[key])
    if not look.isascii():
        capital = _of_folded(originals.get(key.upper(), key))
        look = capital if capital.isascii() else look
    return look


def _of_folded(original: str) -> str:
    """UTS 39 writes m as rn; here m stays m, so its imitations have to be m too."""
    return unicodedata.normalize("NFD", fold(original)).replace("rn", "m")


def _follow(looks: dict[str, str], look: str) -> str:
    """A folded original can imitate another one in its turn (capital Gamma: gamma: y): go on to the last."""
    for _ in range(4):
        look = "".join(looks.get(letter, letter) for letter in look)
    return look


def _is_folded(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN" and unicodedata.normalize("NFD", fold(letter)) == letter
