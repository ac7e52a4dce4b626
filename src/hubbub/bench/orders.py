"""What the bench asks of the load generator, and how the answer comes back: lines of JSON over a pipe."""

from __future__ import annotations

import msgspec

from .clients import Target
from .load import Load
from .works import Carrier, Work


class Order(msgspec.Struct, frozen=True, tag=True):
    target: Target


class RunWork(Order, frozen=True):
    """Answered by a `Done` with a `Load`. `wait`: seconds of silence when all are in, which `Ready` says."""

    work: Work
    seconds: float
    wait: float = 0.0


class Idle(Order, frozen=True):
    """That many clients come in and do nothing. Figures: `bytes` a connection."""

    count: int
    carrier: Carrier = "tcp"


class ConnectStorm(Order, frozen=True):
    """That many clients come in as fast as they can. Figures: `cpu`, `seconds`."""

    count: int


class JoinStorm(Order, frozen=True):
    """That many clients, connected already, join one room at once. Figures: `cpu`, `seconds`."""

    count: int


class Arrive(Order, frozen=True):
    """That many clients come in, each into one room, a hundred at a time. Figures: `cpu`, `seconds`."""

    count: int


class Soak(Order, frozen=True):
    """People who come, talk and go, for so many seconds. Figures: `first`, `last`, `most` (bytes), `messages`."""

    seconds: float


class ComeBack(Order, frozen=True):
    """That many guests come in, some talk, and all come back when the server was killed and started again.

    `Ready` says when it is to be killed, and when all are back. Figures: `seconds`, `p99` (ms), `echoed`.
    """

    count: int


class Listen(Order, frozen=True):
    """One talks and another listens. `Ready` says when something is to be killed.

    Figures: `silence` (s), the longest at who listens; `missing` and `sent` messages.
    """


class RunAttack(Order, frozen=True):
    """That attack, for so many seconds after `Ready` says that it is under way. Figures: `count`."""

    attack: str
    seconds: float


class Ask(Order, frozen=True):
    """One client asks one question after another. Figures: `p50`, `p99` (ms), `cpu` seconds a question.

    `until` stands in the end of each answer.
    """

    room: str
    questions: list[str]
    until: str


class Talked(msgspec.Struct, frozen=True, tag=True):
    """What the generator is doing, for a person."""

    text: str


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The generator is where the bench wanted it."""


class Done(msgspec.Struct, frozen=True, tag=True):
    """The last line of an answer."""

    load: Load | None = None
    figures: dict[str, float] = {}


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The last line of an answer that could not be given."""

    why: str


AnyOrder = RunWork | Idle | ConnectStorm | JoinStorm | Arrive | Soak | ComeBack | Listen | RunAttack | Ask
AnyAnswer = Talked | Ready | Done | Failed
