"""The current connection as the client core knows it: what it can do, and the bytes that wait to be sent.

Where the server makes us wait, three things wait in two queues. First what a person said, did or asked for, in its
order, but that words go before pages of history, the long ones. Then what nobody waits for: it goes out when
nothing else waits, and leaves something of the allowance for what is said next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from hubbub.irc import casemap
from hubbub.wire.message import format_message, parse

from .rate_limit import BATCH_BYTES, COSTS, FREE_ONCE, LEAST_OF_BATCH, USUAL_COST, RateLimit, rate_limit_of

READY = "hubbub-ready"  # our PINGs: everything that belongs to entering has been answered
SETTLED = "hubbub-settled"  # everything that was typed has been answered
ALIVE = "hubbub-alive"  # the server is there

LIST_BYTES = 440  # of a list in a line: the line, and the server's answer with it, have at most 512

_FIRST = frozenset({"BATCH", "NOTICE", "NUMBERS", "PRIVMSG"})  # words, and a page that is nothing without its answer
_INSIDE = frozenset({"MARKREAD", "METADATA", "WHO"})  # what is of use only to who is in the room
# which parameter names whom a line is about, where not the first; 99: none does
_TARGETS = {"CHATHISTORY": 1, "BATCH": 2, "AWAY": 99, "NICK": 99, "SETNAME": 99}
_READ = frozenset({"CHATHISTORY", "LIST", "SEARCH", "WHO", "WHOIS"})  # what these go before

Line = tuple[str, Sequence[str], Mapping[str, str]]
Waiting = tuple[float, str, bytes]  # what it costs, its command, the lines


class Link:
    """`caps`: the enabled capabilities; `offers`: what CAP LS said of each; `supports`: the ISUPPORT tokens."""

    def __init__(self) -> None:
        self.caps: set[str] = set()
        self.offers: dict[str, str] = {}
        self.supports: dict[str, str] = {}
        self._lines: deque[Waiting] = deque()
        self._later: dict[str, Waiting] = {}  # what nobody waits for, each under a name of its own
        self._once = set(FREE_ONCE)
        self._pace: RateLimit | None = None
        self._number = self._batches = 0

    @property
    def labels(self) -> bool:
        """Whether answers can be told apart by labels."""
        return {"labeled-response", "batch", "message-tags"} <= self.caps

    def send(self, command: str, *params: str, tags: Mapping[str, str] | None = None) -> None:
        """Queue one line. What cannot be in a line must have been taken out before: see `clean`."""
        waiting = self._written(command, params, tags)
        if command == "PONG":  # whoever does not answer in time is taken for dead
            self._lines.appendleft(waiting)
            return
        if command in ("PART", "QUIT"):  # how far one has read is told before
            marks = self._waiting_about(params[0] if command == "PART" else None, {"MARKREAD"})
            self._lines += [self._later.pop(name) for name in marks]
        self._lines.append(waiting)

    def send_later(self, command: str, *params: str, tags: Mapping[str, str] | None = None, name: str = "") -> None:
        """Queue one line that nobody waits for. `name`: it takes the place of the one of that name."""
        waiting = self._written(command, params, tags)
        self._later[name or waiting[2].decode()] = waiting

    def drop(self, room: str) -> list[str]:
        """Throw away what nobody waits for and only who is in the room may ask; the names that it had here."""
        names = self._waiting_about(room, _INSIDE)
        for name in names:
            del self._later[name]
        return names

    def rename(self, before: str, name: str) -> None:
        """A room or a person has another name: what waits to be sent is about that."""
        names = {f"MARKREAD {casemap.lower(before)}": f"MARKREAD {casemap.lower(name)}"}
        self._lines = deque((cost, command, _renamed(lines, before, name)) for cost, command, lines in self._lines)
        later, self._later = self._later, {}
        for one, (cost, command, line) in later.items():
            renamed = _renamed(line, before, name)
            key = renamed.decode() if one == line.decode() else names.get(one, one)
            self._later[key] = (cost, command, renamed)

    def _waiting_about(self, room: str | None, commands: Set[str]) -> list[str]:
        """The names of what nobody waits for, about that room, or (None) about any."""
        return [
            name
            for name, (_, command, line) in self._later.items()
            if command in commands and (room is None or _is_about(line, room))
        ]

    def _written(self, command: str, params: Sequence[str], tags: Mapping[str, str] | None) -> Waiting:
        line = format_message(command, params, tags=tags if "message-tags" in self.caps else None) + b"\r\n"
        return COSTS.get(command, USUAL_COST), command, line

    def send_batch(self, kind: str, about: Sequence[str], lines: Sequence[Line], tags: Mapping[str, str]) -> None:
        """Queue a batch that nothing comes between; `about`: its parameters. Of each line its command, parameters and
        tags."""
        self._batches += 1
        reference = f"b{self._batches}"
        written = [format_message("BATCH", [f"+{reference}", kind, *about], tags=tags)]
        written += [
            format_message(command, params, tags={"batch": reference, **more}) for command, params, more in lines
        ]
        written.append(format_message("BATCH", [f"-{reference}"]))
        cost = 2 * USUAL_COST + sum(max(LEAST_OF_BATCH, len(line) / BATCH_BYTES) for line in written[1:-1])
        self._lines.append((cost, "BATCH", b"".join(line + b"\r\n" for line in written)))

    def label(self) -> str:
        """A label that was not used before on this connection."""
        self._number += 1
        return f"q{self._number}"

    def take(self, now: int) -> bytes:
        """The lines that wait and may be sent now, once. `now`: milliseconds since 1970."""
        taken = bytearray()
        while self.wait(now) == 0:
            cost, command, lines = self._lines.popleft() if self._lines else self._later.pop(next(iter(self._later)))
            taken += lines
            if self._pace is not None and command not in self._once:
                self._pace.use(cost)
            self._once.discard(command)
        return bytes(taken)

    def wait(self, now: int) -> int | None:
        """The milliseconds until the next line may be sent; None when none waits."""
        if self._lines:
            if self._wait(now):
                self._hurry()
            return self._wait(now)
        if self._later:
            return self._wait_to_leave(now, *next(iter(self._later.values()))[:2])
        return None

    def has_leisure(self, now: int) -> bool:
        """Whether what nobody waits for could go out now."""
        return not self._lines and not self._wait_to_leave(now, USUAL_COST)

    def _wait(self, now: int) -> int:
        cost, command, _ = self._lines[0]
        if self._pace is None or command in self._once:
            return 0
        return self._pace.wait(now, cost if command in _READ else cost - self._pace.spared)

    def _wait_to_leave(self, now: int, cost: float, command: str = "") -> int:
        return self._pace.wait_to_leave(now, 0 if command in self._once else cost) if self._pace is not None else 0

    def _hurry(self) -> None:
        """Put what goes first in front, if nothing but what is to be read stands before them."""
        place = next((at for at, (_, command, _) in enumerate(self._lines) if command not in _READ), 0)
        if place and self._lines[place][1] in _FIRST:
            first = self._lines[place]
            del self._lines[place]
            self._lines.appendleft(first)

    def learn(self, tokens: list[str]) -> None:
        """Take in the tokens of an RPL_ISUPPORT line."""
        for token in tokens:
            name, _, value = token.partition("=")
            if name.startswith("-"):
                self.supports.pop(name[1:], None)
            else:
                self.supports[name] = value
                if name == "FLOOD":
                    self._pace = rate_limit_of(value)

    def page(self) -> int:
        """How many messages to ask for at once."""
        limit = self.supports.get("CHATHISTORY", "")
        return min(100, int(limit)) if limit.isascii() and limit.isdigit() and len(limit) < 9 and int(limit) else 100


def _renamed(lines: bytes, before: str, name: str) -> bytes:
    """The same lines about who or what has another name now."""
    parts = []
    for line in lines.split(b"\r\n")[:-1]:
        asked = parse(line.decode(), limited=False)
        place = _TARGETS.get(asked.command, 0)
        if [casemap.lower(one) for one in asked.params[place : place + 1]] == [casemap.lower(before)]:
            params = [*asked.params[:place], name, *asked.params[place + 1 :]]
            line = format_message(asked.command, params, tags=asked.tags)
        parts.append(line + b"\r\n")
    return b"".join(parts)


def _is_about(line: bytes, room: str) -> bool:
    return [casemap.lower(name) for name in parse(line.decode().rstrip(), limited=False).params[:1]] == [
        casemap.lower(room)
    ]


def packed(words: Iterable[str], joint: str) -> Iterator[str]:
    """The words joined, in as many parts as it takes for each, and the answer with all of it, to fit into a line."""
    line, sep = "", ""
    for word in words:
        if line and len(f"{line}{joint}{word}".encode()) > LIST_BYTES:
            yield line
            line, sep = "", ""
        line, sep = f"{line}{sep}{word}", joint
    if line:
        yield line


_CONTROLS = str.maketrans({"\r": " ", "\n": " ", "\0": " "})


def clean(text: str) -> str:
    """The text as a line can hold it: without line ends and NUL, and with something in place of what is not UTF-8."""
    return text.translate(_CONTROLS).encode(errors="replace").decode()


def is_word(text: str) -> bool:
    """Whether the text can be a parameter before the last one."""
    return bool(text) and text[0] != ":" and not {" ", ",", "\r", "\n", "\0"} & set(text) and _encodable(text)


def _encodable(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
