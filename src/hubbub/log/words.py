"""What counts as a word, in any script: the same for what is stored, what is asked for, and what is not indexed yet.

Words are those of SQLite's unicode61 tokenizer: runs of letters, digits and marks, without case and accents.
Scripts that put no spaces between words (Chinese, Japanese, Thai, ...) and those that join endings to words (Korean)
are taken letter by letter, so that a word in a query becomes a phrase of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

import apsw

from hubbub.wire.words import CATEGORIES, as_read

TOKENIZER = ("unicode61", "remove_diacritics", "2", "categories", " ".join(CATEGORIES))

# One letter with its marks. Thai to Myanmar, Hangul jamo, Khmer, CJK radicals to Hangul, compatibility forms, and the
# planes of rare Han letters.
_APART = (
    "([\u0e01-\u0e30\u0e32\u0e33\u0e3f-\u0e46\u0e50-\u0eaf\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u0ed0-\u0f17\u0f20-\u0f34\u0f40-\u0f6c"
    "\u1000-\u102a\u103f-\u1055\u1100-\u11ff\u1780-\u17b3\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3038-\u303c\u3041-\u3098\u309b-\u31ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\U0001aff0-\U0001b2ff\U00020000-\U0003ffff]"
    "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18\u0f19\u0f35-\u0f39\u0f71-\u0f84\u0f86-\u0fbc"
    "\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u3099\u309a\u302a-\u302f]*)"
)
# Accents that stand alone once all is composed (the tokenizer would make words without letters of them), and the vowel
# signs that writers of Hebrew and Arabic mostly leave out.
_OPTIONAL = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc]"
)


def segment(text: str) -> str:
    """The text as the tokenizer is given it. For printable ASCII this changes nothing that the tokenizer sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", as_read(text)).casefold())
    if not folded.isascii():
        folded = _apart().sub(r" \1 ", _OPTIONAL.sub("", folded))
    return folded.replace("\0", " ")


@cache
def _apart() -> re.Pattern[str]:
    """Made when it is needed: that takes as long as the fiftieth part of a start."""
    return re.compile(_APART)


class WordBreaker:
    """The tokenizer, for Python. An instance belongs to one thread."""

    def __init__(self) -> None:
        self._connection = apsw.Connection(":memory:")
        self._tokenizer = self._connection.fts5_tokenizer(TOKENIZER[0], list(TOKENIZER[1:]))

    def of(self, text: str) -> list[str]:
        """The words of a text, in order."""
        found = self._tokenizer(
            segment(text).encode(),
            apsw.FTS5_TOKENIZE_DOCUMENT,
            None,
            include_offsets=False,
            include_colocated=False,
        )
        return [str(word) for word in found]

    def phrases(self, query: str) -> list[tuple[str, ...]]:
        """What a query asks for, each part as the words that must follow one another.

        A part is what stands between double quotes, or a run without spaces. Nothing else has a meaning.
        """
        parts: list[str] = []
        for number, piece in enumerate(query.split('"')):
            parts += [piece] if number % 2 else piece.split()
        found = (tuple(self.of(part)) for part in parts)
        return list(dict.fromkeys(phrase for phrase in found if phrase))

    def hold(self, text: str, phrases: Sequence[tuple[str, ...]]) -> bool:
        """Whether the text holds every phrase."""
        words = self.of(text)
        return all(_holds(words, phrase) for phrase in phrases)


def _holds(words: Sequence[str], phrase: tuple[str, ...]) -> bool:
    if len(phrase) == 1:
        return phrase[0] in words
    size = len(phrase)
    return any(tuple(words[at : at + size]) == phrase for at in range(len(words) - size + 1))
