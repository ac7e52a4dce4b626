"""What the dialects remember of a connection, handed from one process to the next."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.messages.held import HeldMessages
from hubbub.irc import scram

from .irc.state import IrcState, OpenBatch, Sasl
from .plain.state import PlainState


class HandedScram(msgspec.Struct, array_like=True):
    """A `scram.Exchange`: the client's first message, and what it was answered with."""

    first: bytes
    nonce: str
    salt: bytes
    iterations: int


class HandedSasl(msgspec.Struct):
    """A `Sasl`: an exchange that is going on."""

    mechanism: str
    received: str
    account: int
    fold: str
    proved: int | None
    scram: HandedScram | None


class HandedIrc(msgspec.Struct, kw_only=True):
    """An IrcState. `sasl`: None also of a hubbub that did not hand it; then it fails, and the client begins anew."""

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
    sasl: HandedSasl | None = None


def hand_state(session: Session) -> HandedIrc | PlainState:
    """What the dialect remembers of this connection, as plain data."""
    state = session.state
    if isinstance(state, PlainState):
        return state
    assert isinstance(state, IrcState)
    plain = {name: getattr(state, name) for name in PLAIN_FIELDS}
    return HandedIrc(
        **plain,
        enabled=state.enabled,
        account=state.account.number if state.account else 0,
        visit=state.visit.number if state.visit else 0,
        handed=sorted(state.handed),
        sasl=_hand_sasl(state.sasl) if state.sasl is not None else None,
    )


def _hand_sasl(sasl: Sasl) -> HandedSasl:
    exchange, account = sasl.exchange, sasl.account
    return HandedSasl(
        mechanism=sasl.mechanism,
        received=sasl.received,
        account=account.number if account else 0,
        fold=sasl.fold,
        proved=sasl.proved,
        scram=HandedScram(exchange.first.message, exchange.own, exchange.salt, exchange.iterations)
        if exchange
        else None,
    )


def take_state(chat: Chat, handed: HandedIrc | PlainState) -> IrcState | PlainState:
    """The same in this process."""
    if isinstance(handed, PlainState):
        return handed
    state = IrcState()
    for name in PLAIN_FIELDS:
        setattr(state, name, getattr(handed, name))
    state.enabled = handed.enabled
    state.account = chat.world.accounts.numbers.get(handed.account)
    state.visit = chat.world.visits.get(handed.visit)
    state.handed = frozenset(handed.handed)
    state.sasl = _take_sasl(chat, handed.sasl) if handed.sasl is not None else None
    return state


def _take_sasl(chat: Chat, handed: HandedSasl) -> Sasl:
    sasl = Sasl(handed.mechanism)
    sasl.received, sasl.fold, sasl.proved = handed.received, handed.fold, handed.proved
    sasl.account = chat.world.accounts.numbers.get(handed.account)
    if (begun := handed.scram) is not None:
        sasl.exchange = scram.Exchange(scram.First(begun.first), begun.nonce, begun.salt, begun.iterations)
    return sasl


PLAIN_FIELDS = tuple(
    name for name in HandedIrc.__struct_fields__ if name not in ("account", "enabled", "handed", "sasl", "visit")
)
