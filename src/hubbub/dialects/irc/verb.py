"""One command of IRC: who may use it, what it takes, and what it costs."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.wire.message import Message

Run = Callable[[Chat, Session, Message], Awaitable[None] | None]


class Verb(msgspec.Struct, frozen=True):
    """`params`: how many it needs at least, else 461. `early`: works before registration. `cost`: flood allowance.

    `listed`: takes a list of rooms, and every four of them cost 1. `silent`: no errors are answered (NOTICE). `usage`
    and `help` are what HELP shows.
    """

    run: Run
    usage: str
    help: str
    params: int = 0
    early: bool = False
    cost: float = 1
    listed: bool = False
    silent: bool = False
