"""Others' text made safe for a terminal: control characters in caret notation, formatting codes removed."""

from __future__ import annotations

import re

# Kept: tab, which only moves to the right; and the marks (LRM, RLM, ALM) that Hebrew and Arabic writers need and that
# reorder nothing by themselves. Shown: C0, DEL, C1, line and paragraph separators, embeddings, overrides and isolates
# of the bidirectional algorithm, interlinear annotations, and surrogates, which could not even be written.
_UNSAFE = re.compile("[\0-\x08\x0a-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]")

# Everything that either pattern finds is not printable in Python's sense, and most text is printable throughout:
# str.isprintable is the fast way out.

# Colour, hex colour; bold, reset, monospace, reverse, italic, strikethrough, underline.
# https://modern.ircdocs.horse/formatting
_FORMATTING = re.compile(
    "\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\x04(?:[0-9a-fA-F]{6}(?:,[0-9a-fA-F]{6})?)?|[\x02\x0f\x11\x16\x1d\x1e\x1f]"
)


def visible(text: str) -> str:
    """The text with nothing left that a terminal would obey: `^[` for ESC, `^?` for DEL, `<9b>`, `<202e>`.

    Tabs stay. A line feed shows as `^J`: whoever prints several lines splits them first.
    """
    return text if text.isprintable() else _UNSAFE.sub(_show, text)


def _show(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"^{chr(code ^ 0x40)}" if code < 0x80 else f"<{code:x}>"


def strip_formatting(text: str) -> str:
    """The text without IRC formatting codes, in linear time."""
    return text if text.isprintable() else _FORMATTING.sub("", text)
