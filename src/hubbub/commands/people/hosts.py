"""Which host somebody has: the cloak of their address, or that of their account."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import HostChanged, SeemedToJoin, SeemedToQuit
from hubbub.chat.names import cloaks
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.irc.modes import Change


class HostShown(msgspec.Struct, frozen=True):
    """Reply, for all connections of somebody: the host that others see from now on."""

    host: str


def cloak(chat: Chat, session: Session) -> str:
    """What the address of this connection is shown as; empty where there are no cloaks."""
    return cloaks.of_address(chat.world.cloak_key, session.address) if chat.policy.cloaks else ""


def host_of(chat: Chat, session: Session, account: str = "") -> str:
    """The host of who comes in here; `account`: the name of the account that is theirs."""
    if account or not chat.policy.cloaks:
        return of_account(chat, account)
    return cloak(chat, session)


def of_account(chat: Chat, account: str) -> str:
    """The host of the owner of the account of that name, wherever they connect from."""
    return cloaks.of_account(account) if chat.policy.cloaks else cloaks.HIDDEN


def settle(chat: Chat, session: Session) -> None:
    """The host of who is here follows who they are: that of their account, or the cloak of this connection."""
    user = session.me
    host = host_of(chat, session, user.account)
    if host == user.host:
        return
    before = user.source
    chat.emit(HostChanged(at=chat.now, source=before, host=host), session)
    for device in user.sessions:
        device.reply(HostShown(host))
    _seem_to_come_again(chat, user, before)


def _seem_to_come_again(chat: Chat, user: User, before: str) -> None:
    """ "Servers SHOULD send fallback messages to simulate the client reconnecting" (IRCv3 chghost)."""
    chat.emit(SeemedToQuit(at=chat.now, source=before))
    for room in user.rooms:
        standing = tuple(Change(True, letter, user.name) for letter in room.members[user].prefixes)
        chat.emit(
            SeemedToJoin(
                at=chat.now,
                log=room.log,
                room=room.name,
                source=user.source,
                realname=user.realname,
                account=user.account,
                server=chat.policy.server,
                roles=standing,
                away=user.away,
            )
        )
