"""CTCP: what programs say to each other in the text of a message, between two signs; people see ACTION alone of it.

https://modern.ircdocs.horse/ctcp.html
"""

from __future__ import annotations

DELIMITER = "\x01"
ACTION = f"{DELIMITER}ACTION "


def is_ctcp(text: str) -> bool:
    """Whether programs talk, or somebody says what they do."""
    return text.startswith(DELIMITER)


def action(text: str) -> str:
    """The text of a message which says that its sender does that."""
    return f"{ACTION}{text}{DELIMITER}"


def action_of(text: str) -> str | None:
    """What its sender does; None: the message says something else. "The final <delim> MUST NOT be required"."""
    if not text.startswith(DELIMITER):
        return None
    word, _, rest = text[1:].removesuffix(DELIMITER).partition(" ")
    return rest if word.upper() == "ACTION" else None


def in_words(name: str, text: str) -> str:
    """A text as people read it beside the name of who said it: what they say they do begins with that name."""
    doing = action_of(text)
    return text if doing is None else f"* {name} {doing}"
