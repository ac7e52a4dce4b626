"""One IRC line <-> `Message` (https://modern.ircdocs.horse/#message-format, IRCv3 message-tags)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from .tags import join_tags, parse_tags

LONGER = {"WEBPUSH ": 2048}  # bytes of what does not fit: addresses of push services are as long as they like
BODY_LIMIT = 510  # bytes of a client's line after its tags: 512 with CR LF
TAGS_LIMIT = 4094  # bytes of a client's tag data, between '@' and space
_SURELY_SHORT = BODY_LIMIT // 4  # a character takes at most four bytes
_BEFORE_COMMAND = frozenset(("@", ":", " ", ""))  # how a line begins that does not begin with its command

# How many parameters make the last one free text. It then gets its colon even where the grammar needs none, because
# small clients (ii is one) look for the colon and not for the place.
_TEXT_AT = {
    "PRIVMSG": 2,
    "NOTICE": 2,
    "TOPIC": 2,
    "PART": 2,
    "KICK": 3,
    "QUIT": 1,
    "NICK": 1,
    "AWAY": 1,
    "SETNAME": 1,
    "ERROR": 1,
    "PONG": 2,
}


class BadMessage(Exception):
    """A line that is no message."""


class LineTooLong(BadMessage):
    """Answered with 417. `part` is 'tags' or 'body'."""

    def __init__(self, part: str) -> None:
        super().__init__(f"too long: {part}")
        self.part = part


class NoCommand(BadMessage):
    """The line is empty, or there is nothing after its tags and source."""


class Message(msgspec.Struct, gc=False):
    """`tags` None: the line had none. `command` is in upper case; the trailing parameter is the last of `params`."""

    tags: dict[str, str] | None
    source: str | None
    command: str
    params: list[str]


def parse(line: str, *, limited: bool = True) -> Message:
    """A line without its end -> Message. `limited`: to the length a client may send; a server's lines may be longer.

    Any number of spaces separates; there may be any number of parameters. Raises LineTooLong and NoCommand.
    """
    tags = source = None
    with_command = line[:1] not in _BEFORE_COMMAND
    if not with_command and line[:1] == "@":
        written, _, line = line.partition(" ")
        if limited and _over(written, TAGS_LIMIT + 1):
            raise LineTooLong("tags")
        tags = parse_tags(written[1:]) or None
    if len(line) > _SURELY_SHORT and limited and _over(line, BODY_LIMIT) and _over(line, _longest(line)):
        raise LineTooLong("body")
    if not with_command and line.startswith((" ", ":")):
        source, line = _split_source(line.lstrip(" "))
    head, colon, trailing = line.partition(" :")
    words = head.split(" ")
    if "" in words:
        words = [word for word in words if word]
    if not with_command and (not words or words[0].startswith(":")):
        raise NoCommand
    if colon:
        words.append(trailing)
    command = words.pop(0)
    # Only ASCII has a case here: the Turkish dotless i must not make a NICK.
    return Message(tags, source, command if command.isupper() or not command.isascii() else command.upper(), words)


def beginning(command: str, target: str) -> str:
    """How a line begins that has this command, this word as its first parameter, and a text behind it: the text is all
    that follows."""
    return f"{command} {target} :"


def _longest(line: str) -> int:
    """How many bytes a line that is longer than most may have."""
    return LONGER.get(line[:8].upper(), BODY_LIMIT)


def _over(text: str, limit: int) -> bool:
    """Whether the text has more than `limit` bytes in UTF-8, counted only when there may be that many."""
    size = len(text)
    return size > limit or (not text.isascii() and len(text.encode(errors="surrogatepass")) > limit)


def _split_source(line: str) -> tuple[str | None, str]:
    if line[:1] != ":":
        return None, line
    source, _, rest = line.partition(" ")
    return source[1:] or None, rest.lstrip(" ")


def last_parameter(text: str) -> str:
    """As it stands at the end of a line: with a colon where it would be no word without."""
    return text if text and text[0] != ":" and " " not in text else ":" + text


def format_message(
    command: str, params: Sequence[str] = (), source: str | None = None, tags: Mapping[str, str] | None = None
) -> bytes:
    """The line in UTF-8, without its end and however long it gets.

    Raises ValueError for what cannot be written: CR, LF or NUL anywhere; an empty word, a space, or a colon in front,
    anywhere but in the last parameter; a lone surrogate; a bad tag key.
    """
    words = [command, *params]
    if params:
        last = last_parameter(words.pop())
        if last[0] != ":" and _TEXT_AT.get(command) == len(params):
            last = ":" + last
    for word in words:
        if not word or word[0] == ":" or " " in word:
            raise ValueError(f"not a word: {word!r}")
    if command[0] == "@":
        raise ValueError("a command does not begin like tags")
    if params:
        words.append(last)
    line = " ".join(words)
    if source:
        if " " in source:
            raise ValueError("a source has no spaces")
        line = f":{source} {line}"
    if tags:
        line = f"@{join_tags(tags)} {line}"
    if "\n" in line or "\r" in line or "\0" in line:
        raise ValueError("a line has no CR, LF or NUL inside")
    return line.encode()
