"""Received bytes -> whole lines, or a `BadLine` for each one that must not be relayed.

A line ends with LF; one CR before it belongs to the end. A chunk is decoded and split at once, and looked at line by
line only when something in it is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from .tags import unescape

LINE_LIMIT = 9 * 1024  # bytes: 8,191 of tags with their '@' and space, 512 of message, and room for a sloppy end

BadLineCode = Literal["INVALID_UTF8", "INVALID_CHARACTER", "CARRIAGE_RETURN", "LINE_END", "TOO_LONG", "BOM"]

_BOM = "\ufeff"  # in front of any line: what is read may be several texts, one behind the other
_BOM_BYTES = _BOM.encode()
_END_OF_DOS = b"\x1a"
_BEGINNING = 64  # bytes
_LABEL = re.compile(rb"@(?:[^ ;]*;)*label=([^ ;\0]{1,256})(?:[ ;]|$)")
_COMMAND = re.compile(rb"(?:\xef\xbb\xbf)?(?:@[^ ]* +)?(?::[^ ]* +)?([A-Za-z0-9]{1,16})")


class BadLine(msgspec.Struct, frozen=True):
    """A line that is refused. `command`: its command in upper case, shortened to 16 letters; '*' if there is none.

    `label`: that of its tags (IRCv3 labeled-response). `typed`: how a line begins that begins with no letter and no
    digit, as what people type as commands does.
    """

    code: BadLineCode
    command: str
    label: str = ""
    typed: str = ""


class LineReader:
    """Cuts one connection's bytes into lines. `limit`: the longest line in bytes, without its end.

    `overfull`: more waits than a line may be long, and the connection has to be closed.
    """

    __slots__ = ("_limit", "_waiting", "overfull")

    def __init__(self, limit: int = LINE_LIMIT) -> None:
        self._limit = limit
        self._waiting = bytearray()
        self.overfull = False

    @property
    def waiting(self) -> bytes:
        """What waits for the end of its line."""
        return bytes(self._waiting)

    def resume(self, waiting: bytes) -> None:
        """Go on where another reader has stopped, who had that waiting."""
        self._waiting.clear()
        self._wait(waiting)

    @property
    def buffered(self) -> int:
        """Bytes that wait for the end of their line."""
        return len(self._waiting)

    def feed(self, data: bytes) -> Sequence[str | BadLine]:
        """Take the next received bytes; return the lines they complete, empty ones included, without their ends."""
        if not self._waiting and data[-1:] == b"\n":  # nearly always
            return self._split(data)
        end = data.rfind(b"\n") + 1
        if not end:
            self._wait(data)
            return []
        rest = data[end:]
        whole = data[:end] if rest else data
        if self._waiting:
            whole = bytes(self._waiting) + whole
            self._waiting.clear()
        self.overfull = False
        if rest:
            self._wait(rest)
        return self._split(whole)

    def _wait(self, data: bytes) -> None:
        self._waiting += data
        self.overfull = len(self._waiting) > self._limit

    def finish(self) -> Sequence[str | BadLine]:
        """Nothing more comes: what waits is a line without an end. A Ctrl-Z behind it ends a text of DOS."""
        if self._waiting.endswith(_END_OF_DOS):
            self._waiting.pop()
        return self.feed(b"\n") if self._waiting else []

    def _split(self, whole: bytes) -> Sequence[str | BadLine]:
        try:
            text = whole.decode()
        except UnicodeDecodeError:
            return self._split_slowly(whole)
        lines = text.split("\r\n" if "\r" in text else "\n")
        last, within = lines.pop(), "".join(lines)
        if last or "\r" in within or "\n" in within or "\0" in within or _BOM in within:
            return self._split_slowly(whole)  # also where some lines end in CR LF and some in LF
        # A character takes at most four bytes, so only a chunk with a line this long needs them counted.
        if len(whole) > self._limit and max(map(len, lines)) * 4 > self._limit:
            return self._split_slowly(whole)
        return lines

    def _split_slowly(self, whole: bytes) -> list[str | BadLine]:
        return [check_line(line.removesuffix(b"\r"), self._limit) for line in whole.split(b"\n")[:-1]]


def check_message(message: bytes, limit: int = LINE_LIMIT) -> str | BadLine:
    """A message that holds one line without its end (WebSocket), decoded, or what is wrong with it."""
    if b"\n" in message:
        return refused("LINE_END", message)
    return check_line(message, limit)


def check_line(line: bytes, limit: int = LINE_LIMIT) -> str | BadLine:
    """One line without its end, decoded, or what is wrong with it: CR, too."""
    if line.startswith(_BOM_BYTES):
        return refused("BOM", line)
    if len(line) > limit:
        return refused("TOO_LONG", line)
    if b"\r" in line:
        return refused("CARRIAGE_RETURN", line)
    if b"\0" in line:
        return refused("INVALID_CHARACTER", line)
    try:
        return line.decode()
    except UnicodeDecodeError:
        return refused("INVALID_UTF8", line)


def refused(code: BadLineCode, line: bytes) -> BadLine:
    label, typed = label_of(line) if line[:1] == b"@" else "", _typed(line.removeprefix(_BOM_BYTES))
    return BadLine(code, command_of(line), label, typed)


def _typed(line: bytes) -> str:
    begins = line[:_BEGINNING].decode(errors="replace")
    return "" if begins[:1].isalnum() else begins


def label_of(line: bytes) -> str:
    """The label among the tags of a line that may hold anything; empty when there is none that can be read."""
    found = _LABEL.match(line)
    try:
        return unescape(found[1].decode()) if found else ""
    except UnicodeDecodeError:
        return ""


def command_of(line: bytes) -> str:
    """The command of a line that may hold anything: at most 16 letters or digits in upper case, '*' if none is seen."""
    found = _COMMAND.match(line)
    return found[1].decode("ascii").upper() if found else "*"
