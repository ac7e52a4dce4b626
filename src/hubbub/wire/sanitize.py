"""Others' text made safe for a terminal: controls in caret notation, towers of marks cut, formatting codes removed."""

from __future__ import annotations

import re
import unicodedata

# Kept: tab, which only moves to the right; and the marks (LRM, RLM, ALM) that Hebrew and Arabic writers need and that
# reorder nothing by themselves. Shown: C0, DEL, C1, line and paragraph separators, embeddings, overrides and isolates
# of the bidirectional algorithm, interlinear annotations, and surrogates, which could not even be written.
_UNSAFE = re.compile(r"[\0-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]")

# Everything that either pattern finds is not printable in Python's sense, and most text is printable throughout:
# str.isprintable is the fast way out.

# Colour, hex colour; bold, reset, monospace, reverse, italic, strikethrough, underline.
# https://modern.ircdocs.horse/formatting
_FORMATTING = re.compile(
    "\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]"
)


# What may pile up on one letter or join pictures into one. Letters, digits and ASCII never do, so that only a long run
# of other characters is worth a look.
_PILE = re.compile(r"[^\w\0-\u02ff]{13,}")
_HIGHEST = 12  # code points in one visible character; the longest emoji that Unicode recommends has 10
_JOINER = "\u200d"
_SKIN_TONES = frozenset("\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


def visible(text: str) -> str:
    """The text with nothing left that a terminal would obey: `^[` for ESC, `^?` for DEL, `<9b>`, `<202e>`.

    Tabs stay. A line feed shows as `^J`: whoever prints several lines splits them first. More marks on a letter, or
    more joined emoji, than any language has are cut off, with an ellipsis in their place.
    """
    if not text.isprintable():
        text = _UNSAFE.sub(_show, text)
    return clip(text)


def clip(text: str) -> str:
    """The text without more marks on a letter, or more joined emoji, than any language has: an ellipsis instead."""
    return text if text.isascii() else _PILE.sub(_clip, text)


def _clip(found: re.Match[str]) -> str:
    kept: list[str] = []
    height, before = 0, ""
    for character in found[0]:
        height = height + 1 if before == _JOINER or _adds_to_another(character) else 1
        before = character
        if height <= _HIGHEST:
            kept.append(character)
        elif height == _HIGHEST + 1:
            kept.append("…")
    return "".join(kept)


def _adds_to_another(character: str) -> bool:
    """Whether it is shown as a part of the character before it: marks, joiners, tags, skin tones."""
    category = unicodedata.category(character)
    return category[0] == "M" or category == "Cf" or character in _SKIN_TONES


def _show(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"^{chr(code ^ 0x40)}" if code < 0x80 else f"<{code:x}>"


def strip_formatting(text: str) -> str:
    """The text without IRC formatting codes, in linear time."""
    return text if text.isprintable() else _FORMATTING.sub("", text)
