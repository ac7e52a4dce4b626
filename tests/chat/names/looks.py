"""chat/names/looks.json as it follows from Unicode's confusables.txt, which confusable-homoglyphs brings along.

To write it anew after that package has changed: `PYTHONPATH=.:src .venv/bin/python -m tests.chat.names.looks`.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from pkgutil import get_data

import msgspec

import hubbub.chat
from hubbub.chat.names.confusables import fold

FILE = Path(hubbub.chat.__file__).parent / "names" / "looks.json"


# What the source has otherwise, or not: a small palochka, drawn as the bar of its capital, is an l and no i. It says
# that kra and the turned w are κ and м, but only those have capitals by which they are found to be k and m.
_OURS = {"\u04cf": "l", "\u0138": "k", "\u028d": "m", "\u13c6": "i"}


class _Glyph(msgspec.Struct):
    c: str


def looks() -> dict[str, str]:
    """Folded letters, marks and digits, each with what it looks like; and capitals that look like something else than
    their small letters do.

    The source gives the pairs in both directions and without names for the two sides; a character with one partner is
    the imitation, one with many is what they imitate.
    """
    data = get_data("confusable_homoglyphs", "confusables.json")
    assert data is not None, "confusable-homoglyphs comes with its data"
    partners = {
        _bare(key): [_bare(glyph.c) for glyph in glyphs]
        for key, glyphs in msgspec.json.decode(data, type=dict[str, list[_Glyph]]).items()
    }
    originals = {key: _original(key, partners) for key in partners if len(key) == 1 and not key.isascii()}
    found = {key: _look(key, originals) for key in originals if _is_folded(key)}
    found |= _small_capitals() | _OURS
    followed = {key: _follow(found, look) for key, look in found.items() if look != key}
    written = {key: _follow(found, _of_folded(originals[key])) for key in originals if _is_capital(key)}
    return followed | {
        key: look for key, look in written.items() if _is_told(key, look) and look != _seen(followed, key)
    }


def _small_capitals() -> dict[str, str]:
    """Latin letters that are drawn as small capitals, as in ʙoʙ: the source has only a few of them."""
    found = {}
    for code in range(0x250, 0x10000):
        kind, _, letter = unicodedata.name(chr(code), "").rpartition(" ")
        if kind == "LATIN LETTER SMALL CAPITAL" and len(letter) == 1:
            found[chr(code)] = letter.lower()
    return found


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


def _is_capital(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "L" and fold(letter) != letter


def _is_told(capital: str, look: str) -> bool:
    """Whether names can have this capital as it is; of others only a look in ASCII says anything."""
    return look.isascii() or (
        unicodedata.category(capital) == "Lu" and unicodedata.normalize("NFKD", capital) == capital
    )


def _seen(looks: dict[str, str], letter: str) -> str:
    """What the letter looks like when it is folded first."""
    return "".join(looks.get(one, one) for one in unicodedata.normalize("NFD", fold(letter)))


def written() -> str:
    """One pair a line, so that a change can be seen."""
    pairs = (
        f"{msgspec.json.encode(key).decode()}: {msgspec.json.encode(look).decode()}" for key, look in looks().items()
    )
    return "{\n" + ",\n".join(sorted(pairs)) + "\n}\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
