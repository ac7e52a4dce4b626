"""What is pasted: how many messages it would become, and whether to ask before."""

from __future__ import annotations

from hubbub.typed.splitting import split_at_words

ASK_FROM = 6  # lines
BYTES = 350  # of text in one line on the wire


def messages(text: str) -> int:
    """How many messages a text becomes when every line is one, and long lines are several."""
    return sum(
        len(split_at_words(line.encode("utf-8", "replace").decode(), BYTES))
        for line in text.split("\n")
        if line.strip()
    )


def asks(text: str) -> bool:
    """Whether it is so much that the person is asked before."""
    lines = text.strip("\n").split("\n")
    return len(lines) >= ASK_FROM or (len(lines) == 1 and messages(text) >= 2)
