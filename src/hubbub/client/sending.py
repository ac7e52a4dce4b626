"""How a message leaves: as one line, as one message of several lines, or in parts where the server takes no more."""

from __future__ import annotations

from hubbub.irc import ctcp
from hubbub.irc.tags import CONCAT_TAG, REPLY_TAGS
from hubbub.typed.splitting import cut_behind_words, split_at_words
from hubbub.wire.message import BODY_LIMIT

from .outgoing import Outgoing
from .protocol.capabilities import BATCH, CLIENT_ID, EDIT, MESSAGE_TAGS, MULTILINE
from .protocol.isupport import multiline_limits
from .protocol.link import Line, Link, clean

_SOURCE = len(":!@ ") + 32 + 10 + 63  # bytes: what the server puts in front for others, however long name and host are
_SMALLEST = 64  # bytes of text in a line, however long the target is: the server then says what is wrong


def send(link: Link, message: Outgoing, *, ids: bool) -> None:
    """Send a message that fits. `ids`: the server remembers ids, so that it makes no second one of it."""
    tags = {}
    if message.reply and MESSAGE_TAGS in link.caps:
        tags[REPLY_TAGS[0]] = message.reply
    if ids and CLIENT_ID in link.caps:
        tags[CLIENT_ID] = message.id
    if link.labels:
        tags["label"] = message.id
    lines = _lines(link, message)
    if len(lines) == 1:
        link.send(message.command, message.target, message.words, tags=tags)
        return
    rows = [
        ("PRIVMSG", [message.target, text], {CONCAT_TAG: ""} if goes_on else {}) for text, goes_on in lines
    ]  # fmt: skip
    link.send_batch(MULTILINE, [message.target], rows, tags)


def edit_of_lines(link: Link, target: str, id: str, text: str) -> list[Line] | None:
    """Give a message another text of several lines; None: this server does not take it (docs/ext/edit.md)."""
    most_bytes, most_lines = multiline_limits(link.offers.get(MULTILINE, ""))
    if "multiline" not in link.offers.get(EDIT, "") or not {BATCH, MULTILINE} <= link.caps:
        return None
    lines = _lines(link, Outgoing("", target, text))
    if len(text.encode()) > most_bytes or len(lines) > most_lines:
        return None
    return [("EDIT", [target, id, part], {CONCAT_TAG: ""} if goes_on else {}) for part, goes_on in lines]


def parts(link: Link, message: Outgoing) -> list[str]:
    """The texts of the messages that it has to be sent as: one where it can be sent whole."""
    if message.kind == "said" and {BATCH, MULTILINE} <= link.caps:
        most_bytes, most_lines = multiline_limits(link.offers.get(MULTILINE, ""))
        return _pages(message.text, most_bytes, most_lines, room_for_text(message))
    lines = [line for line in message.text.split("\n") if line.strip()] or [message.text]
    return [part for line in lines for part in split_at_words(clean(line), room_for_text(message))] or [""]


def room_for_text(message: Outgoing) -> int:
    """Bytes of text that one line can hold, also when it reaches others."""
    around = _SOURCE + len(f"{message.command} {message.target} :".encode())
    return max(_SMALLEST, BODY_LIMIT - around - (len(ctcp.action("")) if message.kind == "did" else 0))


def _lines(link: Link, message: Outgoing) -> list[tuple[str, bool]]:
    """The lines of a message, each with whether it goes on with the one before."""
    if message.kind != "said" or not {BATCH, MULTILINE} <= link.caps:
        return [(message.text, False)]
    found: list[tuple[str, bool]] = []
    for line in message.text.split("\n"):
        pieces = cut_behind_words(line, room_for_text(message))
        found += [(piece, number > 0) for number, piece in enumerate(pieces)]
    return found


def _pages(text: str, most_bytes: int, most_lines: int, limit: int) -> list[str]:
    """The text in messages of at most so many bytes, and lines of `limit` bytes; cut at lines, else at words."""
    most = min(most_bytes, most_lines * (limit - 4))  # a piece may be a character shorter than it could be
    pages: list[str] = []
    page: list[str] = []
    size = count = 0
    for line in (part for whole in text.split("\n") for part in (split_at_words(whole, most) or [""])):
        cost, lines = len(line.encode()) + 1, len(cut_behind_words(line, limit))
        if page and (size + cost > most_bytes or count + lines > most_lines):
            pages.append("\n".join(page))
            page, size, count = [], 0, 0
        page.append(line)
        size, count = size + cost, count + lines
    pages.append("\n".join(page))
    return [page for page in pages if page.strip()] or [""]


def clean_lines(text: str) -> str:
    """The text as lines can hold it: LF separates them, nothing else of the kind is left."""
    return "\n".join(clean(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
