"""What the dialects remember of a connection, handed from one process to the next."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.messages.held import HeldMessages
from hubbub.irc.caps import Cap

from .irc.state import IrcState, OpenBatch
from .plain.state import PlainState


class HandedIrc(msgspec.Struct, kw_only=True):
    """An IrcState. An exchange of SASL that is going on is begun anew by the client."""

    nick: str
    username: str
    realname: str
    password: str
    away: str | None
    negotiating: bool
    cap_version: int
    enabled: int
    caps: int
    batches: int
    metadata: dict[str, str]
    commands: int
    account: int
    logouts: int = -1  # of a hubbub that handed the time: log in again
    visit: int
    open: OpenBatch | None
    handed: list[int]
    held: dict[str, HeldMessages]
    offered: frozenset[str] | None = None
    once: frozenset[str] = frozenset()


def hand_state(session: Session) -> HandedIrc | PlainState:
    """What the dialect remembers of this connection, as plain data."""
    state = session.state
    if isinstance(state, PlainState):
        return state
    assert isinstance(state, IrcState)
    plain = {name: getattr(state, name) for name in PLAIN_FIELDS}
    return HandedIrc(
        **plain,
        enabled=int(state.enabled),
        account=state.account.number if state.account else 0,
        visit=state.visit.number if state.visit else 0,
        handed=sorted(state.handed),
    )


def take_state(chat: Chat, handed: HandedIrc | PlainState) -> IrcState | PlainState:
    """The same in this process."""
    if isinstance(handed, PlainState):
        return handed
    state = IrcState()
    for name in PLAIN_FIELDS:
        setattr(state, name, getattr(handed, name))
    state.enabled = Cap(handed.enabled)
    state.account = chat.world.accounts.numbers.get(handed.account)
    state.visit = chat.world.visits.get(handed.visit)
    state.handed = frozenset(handed.handed)
    return state


PLAIN_FIELDS = tuple(
    name for name in HandedIrc.__struct_fields__ if name not in ("account", "enabled", "handed", "visit")
)
