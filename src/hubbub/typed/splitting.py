"""A text too long for one line, split at words into parts that fit."""

from __future__ import annotations

import unicodedata

SMALLEST_LIMIT = 4  # bytes: the longest character in UTF-8


def split_at_words(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` bytes of UTF-8 each; none for an empty text. ValueError for a limit below 4.

    The one space at which the text is split is dropped, every other character is in exactly one part. A word that is
    too long for a part is split between characters, and where possible not before a combining one. The text has to
    be encodable (no lone surrogates).
    """
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"limit is {limit}, at least {SMALLEST_LIMIT} bytes are needed")
    parts = []
    start = 0
    while start < len(text):
        end = _reach(text, start, limit)
        cut = end if end == len(text) else _cut(text, start, end)
        parts.append(text[start:cut])
        start = cut + 1 if cut < len(text) and _is_word_end(text, cut) else cut
    return parts


def cut_behind_words(text: str, limit: int) -> list[str]:
    """Parts of at most `limit` bytes of UTF-8 each which are the text again, one behind the other: cut behind spaces,
    where there are some. ValueError for a limit below 4."""
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"limit is {limit}, at least {SMALLEST_LIMIT} bytes are needed")
    parts, start = [], 0
    while (end := _reach(text, start, limit)) < len(text):
        space = text.rfind(" ", start + 1, end)
        cut = space + 1 if space > 0 else end
        parts.append(text[start:cut])
        start = cut
    return [*parts, text[start:]]


def _reach(text: str, start: int, limit: int) -> int:
    """The end of the longest piece from `start` that fits."""
    whole = text[start : start + limit].encode()
    return start + len(whole[:limit].decode(errors="ignore"))


def _cut(text: str, start: int, end: int) -> int:
    """The last place up to `end` where the text may be cut: at a word, else between characters, else at `end`."""
    places = range(end, start, -1)
    at_word = next((place for place in places if _is_word_end(text, place)), None)
    if at_word is not None:
        return at_word
    return next((place for place in places if not _goes_with_previous(text, place)), end)


def _is_word_end(text: str, place: int) -> bool:
    """Whether the space at `place` may be dropped: an accent put on it must not move to another letter."""
    follows = place + 1
    return text[place] == " " and (follows == len(text) or not _goes_with_previous(text, follows))


def _goes_with_previous(text: str, place: int) -> bool:
    """Accents, joiners with what they join, variation selectors and skin tones (a part of Unicode's UAX 29)."""
    letter = text[place]
    joined = letter == "\u200d" or text[place - 1] == "\u200d"
    return joined or unicodedata.category(letter)[0] == "M" or "\U0001f3fb" <= letter <= "\U0001f3ff"
