"""Telnet (RFC 854): what its client says to us besides text, and the answers. No sockets.

Nothing is offered to who never sends a command of telnet: a plain `nc` sees not one byte of it. Options are agreed on
by the Q method (RFC 1143). The client is left to edit and echo its own lines: its wishes to have that done here are
refused (RFC 857, RFC 858). Keys that edit come as their control characters where it does not: see `rubbed_out`.
"""

from __future__ import annotations

import unicodedata
from enum import Enum, auto
from itertools import takewhile

import msgspec

IAC, DONT, DO, WONT, WILL, SB = 255, 254, 253, 252, 251, 250
EL, EC, AYT, IP, BRK, SE = 248, 247, 246, 244, 243, 240
LOWEST = 236  # of the commands: End of file, Suspend and Abort (RFC 1184), End of record (RFC 885)

BINARY, ECHO, SUPPRESS_GO_AHEAD, TIMING_MARK, NAWS = 0, 1, 3, 6, 31

OURS = frozenset({BINARY})  # options that we agree to perform
THEIRS = frozenset({BINARY, NAWS})  # and that the client may

BACKSPACE, DELETE, WORD, KILL = "\b", "\x7f", "\x17", "\x15"
LONGEST = 64  # bytes of a subnegotiation; one that does not end within them is none, and text goes on behind them
MOST = 200  # commands without a line of text between them

JOINER = "\u200d"  # between the parts of one emoji
_ERASERS = (BACKSPACE, DELETE, WORD, KILL)
_AYT = b"\r\n[Yes]\r\n"


class State(Enum):
    """Of one side of one option (RFC 1143, section 7)."""

    NO = auto()
    YES = auto()
    WANT_NO = auto()
    WANT_YES = auto()


class Option:
    """One side of one option. `ask` and `refuse` are the commands that we send (DO, DONT; or WILL, WONT); `agree`: it
    is switched on when the client wishes so."""

    __slots__ = ("agree", "ask", "opposite", "refuse", "state")

    def __init__(self, ask: int, refuse: int, *, agree: bool) -> None:
        self.ask = ask
        self.refuse = refuse
        self.agree = agree
        self.state = State.NO
        self.opposite = False  # the queue bit: we want the other thing after all

    def hear_yes(self) -> int | None:
        """WILL or DO came; the command to answer with."""
        state, self.opposite, opposite = self.state, False, self.opposite
        if state is State.NO:
            self.state = State.YES if self.agree else State.NO
            return self.ask if self.agree else self.refuse
        if state is State.WANT_NO:  # an error of theirs: "DONT answered by WILL"
            self.state = State.YES if opposite else State.NO
        elif state is State.WANT_YES:
            self.state = State.WANT_NO if opposite else State.YES
            return self.refuse if opposite else None
        return None

    def hear_no(self) -> int | None:
        """WONT or DONT came; the command to answer with."""
        state, self.opposite, opposite = self.state, False, self.opposite
        self.state = State.NO
        if state is State.YES:
            return self.refuse
        if state is State.WANT_NO and opposite:
            self.state = State.WANT_YES
            return self.ask
        return None

    def want(self) -> int | None:
        """We want it on; the command to send now."""
        if self.state is State.NO:
            self.state = State.WANT_YES
            return self.ask
        if self.state in (State.WANT_NO, State.WANT_YES):
            self.opposite = self.state is State.WANT_NO
        return None

    def want_no(self) -> int | None:
        """We want it off; the command to send now."""
        if self.state is State.YES:
            self.state = State.WANT_NO
            return self.refuse
        if self.state in (State.WANT_NO, State.WANT_YES):
            self.opposite = self.state is State.WANT_YES
        return None


class Heard(msgspec.Struct, frozen=True):
    """What is known of a client between two pieces of what it says: all that who goes on reading needs. `part`: what
    came of a command or a line end that is not whole yet; the others as in `Telnet`."""

    part: bytes = b""
    spoken: bool = False
    width: int = 0


NOTHING = Heard()


class Telnet:
    """The reading side of one connection. `spoken`: a command of telnet has come. `width`: columns of the client's
    window, 0 while nobody knows. `interrupted`: Ctrl-C or Break has come since somebody looked. `excessive`: there
    were more commands than any client has reason for; nothing more is read."""

    __slots__ = ("_commands", "_ours", "_part", "_theirs", "answers", "excessive", "interrupted", "spoken", "width")

    def __init__(self, heard: Heard = NOTHING) -> None:
        self.interrupted = self.excessive = False
        self.spoken, self.width = heard.spoken, heard.width
        self._commands = 0
        self.answers = bytearray()  # to be written, and taken out, by whoever feeds us
        self._part = heard.part
        self._theirs: dict[int, Option] = {}
        self._ours: dict[int, Option] = {}

    @property
    def heard(self) -> Heard:
        return Heard(self._part, self.spoken, self.width)

    def feed(self, data: bytes) -> bytes:
        """The text in what came. CR NUL ends a line as CR LF does; erasing is told by `DELETE` and `KILL`."""
        if self._part:
            data, self._part = self._part + data, b""
        if self._commands and b"\n" in data:  # lines are counted elsewhere
            self._commands = 0
        if data.endswith(b"\r"):
            data, self._part = data[:-1], b"\r"
        if 255 not in data:
            return data.replace(b"\r\0", b"\n") if b"\0" in data else data
        return self._read(data).replace(b"\r\0", b"\n")

    def finish(self) -> bytes:
        """Nothing more comes: a CR at the very end ends a line."""
        part, self._part = self._part, b""
        return b"\n" if part == b"\r" else b""

    def _read(self, data: bytes) -> bytes:
        text = bytearray()
        place = 0
        while (found := data.find(255, place)) >= 0:
            text += data[place:found]
            command = data[found + 1 : found + 2]
            if not command:
                break
            if not self.spoken and command[0] < LOWEST:  # no telnet: a letter of another encoding
                text.append(IAC)
                place = found + 1
                continue
            size = self._command(command[0], data, found, text)
            if not size:
                break
            self._commands += 1
            if self._commands > MOST:
                self.excessive = True
                return b""
            place = found + size
        else:
            return bytes(text + data[place:])
        # An end that came before is part of what waits: the rest of the command comes first.
        self._part = bytes(data[found:]) + self._part
        return bytes(text)

    def _command(self, command: int, data: bytes, at: int, text: bytearray) -> int:
        """Do what a command asks, and return how many bytes it has; 0: it is not whole yet."""
        if command == IAC:
            text.append(IAC)
            return 2
        if DONT >= command >= WILL:
            if len(data) < at + 3:
                return 0
            self._begin()
            self._negotiate(command, data[at + 2])
            return 3
        if command == SB:
            end = _end(data, at + 2, at + LONGEST)
            if end < 0:
                return 0 if len(data) - at < LONGEST else LONGEST
            self._begin()
            self._subnegotiate(data[at + 2 : end])
            return end + 2 - at
        self._begin()
        if command == EC:
            text += DELETE.encode()
        elif command == EL:
            text += KILL.encode()
        elif command == AYT:
            self.answers += _AYT
        elif command in (IP, BRK):
            text += KILL.encode()
            self.interrupted = True
        return 2

    def _begin(self) -> None:
        """It is telnet: its window may be asked for."""
        if not self.spoken:
            self.spoken = True
            self._send(self._option(self._theirs, NAWS).want(), NAWS)

    def _negotiate(self, command: int, kind: int) -> None:
        if (
            kind == TIMING_MARK
        ):  # "the receiver ... MUST send WILL at the point in its data where it got the DO" (RFC 860)
            if command == DO:
                self._send(WILL, kind)
            return
        option = self._option(self._theirs if command in (WILL, WONT) else self._ours, kind)
        self._send(option.hear_yes() if command in (WILL, DO) else option.hear_no(), kind)

    def _option(self, side: dict[int, Option], kind: int) -> Option:
        option = side.get(kind)
        if option is None:
            theirs = side is self._theirs
            option = Option(*(DO, DONT) if theirs else (WILL, WONT), agree=kind in (THEIRS if theirs else OURS))
            side[kind] = option
        return option

    def _send(self, command: int | None, kind: int) -> None:
        if command is not None:
            self.answers += bytes((IAC, command, kind))

    def _subnegotiate(self, body: bytes) -> None:
        body = body.replace(b"\xff\xff", b"\xff")
        if len(body) == 5 and body[0] == NAWS:  # RFC 1073: width and height, 16 bits each
            self.width = int.from_bytes(body[1:3], "big")


def _end(data: bytes, at: int, before: int) -> int:
    """Where IAC SE begins; -1: not there. IAC IAC is a byte of what stands before it."""
    while (found := data.find(IAC, at, before - 1)) >= 0:
        if data[found + 1 : found + 2] == bytes((SE,)):
            return found
        at = found + 2
    return -1


def rubbed_out(line: str) -> str:
    """The line as it is after the keys in it: Backspace and Delete take away the letter before, as it is seen; Ctrl-W
    the word, Ctrl-U all of it."""
    if not any(key in line for key in _ERASERS):
        return line
    kept: list[str] = []
    for letter in line:
        if letter == KILL:
            kept.clear()
        elif letter == WORD:
            while kept and kept[-1] == " ":
                kept.pop()
            while kept and kept[-1] != " ":
                kept.pop()
        elif letter in (BACKSPACE, DELETE):
            _rub_out(kept)
        else:
            kept.append(letter)
    return "".join(kept)


def _rub_out(kept: list[str]) -> None:
    """Take the last letter away with its accents; of emoji the whole picture, flags and joined ones too."""
    while True:
        while kept and _belongs_to_the_one_before(kept[-1]):
            kept.pop()
        last = kept.pop() if kept else ""
        if kept and kept[-1] == JOINER:
            kept.pop()
            continue
        if kept and kept[-1] in _LINKERS and unicodedata.category(last) == "Lo":
            continue
        if _is_half_a_flag(last):
            before = len(list(takewhile(_is_half_a_flag, reversed(kept))))
            del kept[len(kept) - before % 2 :]
        return


_LINKERS = "\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d"  # two consonants with one of these between are one (UAX 29, GB9c)


def _belongs_to_the_one_before(letter: str) -> bool:
    """Accents and vowel signs, the rest of a Korean syllable, and what makes another picture of an emoji."""
    if unicodedata.category(letter)[0] == "M" or letter in (
        JOINER,
        "\N{THAI CHARACTER SARA AM}",
        "\N{LAO VOWEL SIGN AM}",
    ):
        return True
    if "\u1160" <= letter <= "\u11ff":
        return True
    return "\U0001f3fb" <= letter <= "\U0001f3ff" or "\U000e0020" <= letter <= "\U000e007f"


def _is_half_a_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
