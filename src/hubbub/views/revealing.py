"""Signs in others' text that hide or reorder, found so that a label can be shown in their place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HIDDEN = re.compile(
    "[\0-\x08\x0a-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200d\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_JOINERS = "\u200c\u200d"
_SPELT_WITH_JOINERS = (
    *("ARABIC", "SYRIAC", "MONGOLIAN", "DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU"),
    *("KANNADA", "MALAYALAM", "SINHALA", "KHMER", "MYANMAR", "TIBETAN"),
)
_PICTURES = re.compile("[\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")


def revealed(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: what can be shown as it is, and (with a label such as `U+202E` or `^[`) signs that cannot.
    Line feeds stay in their piece."""
    start = 0
    if not text.isprintable():
        for found in HIDDEN.finditer(text):
            if found[0] == "\n" or _spells(text, found.start()):
                continue
            if found.start() > start:
                yield text[start : found.start()], ""
            yield found[0], _label(found[0])
            start = found.end()
    if start < len(text):
        yield text[start:], ""


def _spells(text: str, at: int) -> bool:
    """Whether a joiner is where emoji or scripts need one."""
    if text[at] not in _JOINERS or not at:
        return False
    before, after = text[at - 1], text[at + 1 : at + 2]
    if text[at] == "\u200d" and _PICTURES.match(before) and _PICTURES.match(after):
        return True
    return unicodedata.category(before)[0] == "M" or unicodedata.name(before, "").startswith(_SPELT_WITH_JOINERS)


def _label(sign: str) -> str:
    code = ord(sign)
    return f"^{chr(code ^ 0x40)}" if code < 0x80 else f"U+{code:04X}"
