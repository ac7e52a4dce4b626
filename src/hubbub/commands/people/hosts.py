"""Which host somebody has: the cloak of their address, or that of their account."""

from __future__ import annotations

import msgspec

from hubbub.chat import cloaks
from hubbub.chat.events import HostChanged, SeemedToJoin, SeemedToQuit
from hubbub.chat.people import User
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.irc.modes import Change


class HostShown(msgspec.Struct, frozen=True):
    """Reply, for all connections of somebody: the host that others see from now on."""

    host: str


def cloak(turn: Turn, session: Session) -> str:
    """What the address of this connection is shown as; empty where there are no cloaks."""
    return cloaks.of_address(turn.world.cloak_key, session.address) if turn.policy.cloaks else ""


def host_of(turn: Turn, session: Session, account: str = "") -> str:
    """The host of who comes in here; `account`: the name of the account that is theirs."""
    if account or not turn.policy.cloaks:
        return of_account(turn, account)
    return cloak(turn, session)


def of_account(turn: Turn, account: str) -> str:
    """The host of the owner of the account of that name, wherever they connect from."""
    return cloaks.of_account(account) if turn.policy.cloaks else cloaks.HIDDEN


def settle(turn: Turn, session: Session) -> None:
    """The host of who is here follows who they are: that of their account, or the cloak of this connection."""
    user = session.user
    assert user is not None
    host = host_of(turn, session, user.account)
    if host == user.host:
        return
    before = user.source
    turn.emit(HostChanged(turn.now, before, host), session)
    for device in user.sessions:
        device.dialect.reply(device, HostShown(host))
    _seem_to_come_again(turn, user, before)


def _seem_to_come_again(turn: Turn, user: User, before: str) -> None:
    """ "Servers SHOULD send fallback messages to simulate the client reconnecting" (IRCv3 chghost)."""
    turn.emit(SeemedToQuit(turn.now, before))
    for room in user.rooms:
        standing = tuple(Change(True, letter, user.name) for letter in room.members[user].prefixes)
        turn.emit(
            SeemedToJoin(
                turn.now, room.log, room.name, user.source, user.realname, user.account,
                turn.policy.server, standing, user.away,
            )
        )  # fmt: skip
