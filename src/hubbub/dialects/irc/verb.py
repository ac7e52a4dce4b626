"""One command of IRC: who may use it, what it takes, and what it costs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.typed import table
from hubbub.typed.table import Who
from hubbub.wire.message import Message

Run = Callable[[Chat, Session, Message], Awaitable[None] | None]


class Verb(msgspec.Struct, frozen=True):
    """`params`: how many it needs at least, else 461. `early`: works before registration. `cost`: flood allowance.

    `once`: the first on a connection costs nothing, since a client that comes in has to ask it.

    `named`: so many of its first parameters name rooms or people; where none stands in one (`JOIN :`, `JOIN ,`), it is
    lacking.

    `listed`: takes a list of rooms, and every four of them cost 1. `silent`: no errors are answered (NOTICE). `usage`
    and `help` are what HELP shows. `who`: who may, at the least, in the words of the table.
    """

    run: Run
    usage: str
    help: str
    params: int = 0
    early: bool = False
    cost: float = 1
    once: bool = False
    named: int = 0
    listed: bool = False
    silent: bool = False
    who: Who = Who.ANYBODY
    details: tuple[str, ...] = ()

    def lacks(self, params: list[str]) -> bool:
        """Whether there are too few of them."""
        return len(params) < self.params or (self.named > 0 and not all(one.strip(",") for one in params[: self.named]))

    @property
    def lines(self) -> tuple[str, ...]:
        """What HELP says below the usage."""
        return (self.help, *self.details, *([f"For {self.who.value}."] if self.who.value else []))


def verb(run: Run, name: str, **how: Any) -> Verb:
    """The verb of a command that people can type as well: what is said of it is in its row of the table."""
    row = table.find(name)
    assert row is not None, name
    if row.served:
        return Verb(run, row.ordered(row.irc), row.sentence, who=row.who, details=row.details, **how)
    return Verb(run, row.irc, row.sentence, who=row.who, **how)
