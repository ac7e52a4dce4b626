"""The current connection as the client core knows it: what it can do, and the bytes that wait to be sent."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from hubbub.wire.message import format_message

from .rate_limit import BATCH_BYTES, COSTS, LEAST_OF_BATCH, USUAL_COST, RateLimit, rate_limit_of

READY = "hubbub-ready"  # our PINGs: everything that belongs to entering has been answered
SETTLED = "hubbub-settled"  # everything that was typed has been answered
ALIVE = "hubbub-alive"  # the server is there

LIST_BYTES = 440  # of a list in a line: the line, and the server's answer with it, have at most 512

Line = tuple[str, Sequence[str], Mapping[str, str]]


class Link:
    """`caps`: the enabled capabilities; `offers`: what CAP LS said of each; `supports`: the ISUPPORT tokens."""

    def __init__(self) -> None:
        self.caps: set[str] = set()
        self.offers: dict[str, str] = {}
        self.supports: dict[str, str] = {}
        self._lines: deque[tuple[float, bytes]] = deque()  # with their costs
        self._pace: RateLimit | None = None
        self._number = self._batches = 0

    @property
    def labels(self) -> bool:
        """Whether answers can be told apart by labels."""
        return {"labeled-response", "batch", "message-tags"} <= self.caps

    def send(self, command: str, *params: str, tags: Mapping[str, str] | None = None) -> None:
        """Queue one line. What cannot be in a line must have been taken out before: see `clean`."""
        line = format_message(command, params, tags=tags if "message-tags" in self.caps else None) + b"\r\n"
        if command == "PONG":  # whoever does not answer in time is taken for dead
            self._lines.appendleft((0, line))
        else:
            self._lines.append((COSTS.get(command, USUAL_COST), line))

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
        self._lines.append((cost, b"".join(line + b"\r\n" for line in written)))

    def label(self) -> str:
        """A label that was not used before on this connection."""
        self._number += 1
        return f"q{self._number}"

    def take(self, now: int) -> bytes:
        """The lines that wait and may be sent now, once. `now`: milliseconds since 1970."""
        taken = bytearray()
        while self._lines and not self._wait(now):
            cost, line = self._lines.popleft()
            taken += line
            if self._pace is not None:
                self._pace.use(cost)
        return bytes(taken)

    def wait(self, now: int) -> int | None:
        """The milliseconds until the next line may be sent; None when none waits."""
        return self._wait(now) if self._lines else None

    def _wait(self, now: int) -> int:
        return self._pace.wait(now, self._lines[0][0]) if self._pace is not None else 0

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
