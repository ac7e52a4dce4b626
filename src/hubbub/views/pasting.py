"""What is pasted: how much it is, how many messages it becomes, and whether to ask before."""

from __future__ import annotations

from math import ceil

from hubbub.client.protocol.capabilities import FILES, MULTILINE
from hubbub.client.protocol.isupport import multiline_limits
from hubbub.client.state.server import Server
from hubbub.typed.splitting import split_at_words

ASK_FROM = 6  # lines
BYTES = 350  # of text in one line on the wire
PASTE, AS_FILE = "Paste it", "Share it as a file"


def asks(text: str) -> bool:
    """Whether it is so much that the person is asked before: many lines, or as much as two messages; and has words."""
    if not text.strip():
        return False  # it is no message
    return text.strip("\n").count("\n") + 1 >= ASK_FROM or len(_bytes(text)) > 2 * BYTES


def question(text: str, where: str, server: Server) -> tuple[str, str]:
    """What is asked then, and what is said about it."""
    count = messages(text, server)
    words = f"It is {count} {'message' if count == 1 else 'messages'} to {where}."
    return f"Paste {size(text)}?", f"{words} It goes into the field first; nothing is sent before you press Enter."


def size(text: str) -> str:
    """`12 lines`, `1,200 characters`."""
    lines = text.strip("\n").count("\n") + 1
    return f"{lines} lines" if lines > 1 else f"{len(text):,} characters"


def messages(text: str, server: Server) -> int:
    """How many messages it becomes, if this server takes as much in one as most do."""
    lines = [line for line in text.split("\n") if line.strip()]
    if MULTILINE not in server.capabilities:
        return sum(len(split_at_words(_bytes(line).decode(), BYTES)) for line in lines)
    most_bytes, most_lines = multiline_limits("")
    return max(ceil(len(lines) / most_lines), ceil(len(_bytes(text)) / most_bytes))


def may_be_file(server: Server) -> bool:
    """Whether it could be shared as a file instead."""
    return FILES in server.capabilities


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
