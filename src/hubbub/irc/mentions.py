"""Whether a text has somebody's name in it, as a word, outside of code and links."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from hubbub.irc import casemap
from hubbub.wire.sanitize import strip_formatting

# What may be a link; `views/links` says where it leads.
LINK = re.compile(r"(?<![\w+.-])(?:https?://|ircs?://|mailto:)[^\s<>\"\x00-\x1f\x7f]{1,2000}", re.IGNORECASE)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_WORD = re.compile(r"\w+")


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether one of these names or words stands in the text as a whole word, without regard to case."""
    wanted = [casemap.lower(word) for word in words if word]
    if not wanted:
        return False
    folded = casemap.lower(text)
    if not any(word in folded for word in wanted):
        return False
    bare = casemap.lower(strip_formatting(text))
    bare = LINK.sub(" ", _CODE.sub(" ", bare))
    return any(_has_word(bare, word) for word in wanted)


def words_of(text: str) -> set[str]:
    """Those of its words that a mention begins with: `first_word` of who is mentioned is among them. For who asks for
    many names; most of them are not in a text."""
    return {"", *_WORD.findall(casemap.lower(strip_formatting(text)))}


@lru_cache(maxsize=10_000)
def first_word(name: str) -> str:
    """The letters and digits that a name begins with, behind other signs; empty when it has none."""
    found = _WORD.search(casemap.lower(name))
    return found[0] if found else ""


def _has_word(text: str, word: str) -> bool:
    start = text.find(word)
    while start >= 0:
        if not _is_letter(text, start - 1) and not _is_letter(text, start + len(word)):
            return True
        start = text.find(word, start + 1)
    return False


def _is_letter(text: str, place: int) -> bool:
    """Whether the sign there makes a longer word of what stands beside it."""
    if not 0 <= place < len(text):
        return False
    sign = text[place]
    return sign.isalnum() or sign == "_" or _is_mark(sign)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M"
