"""Which host somebody has: the cloak of their address, or that of their account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import HostChanged, SeemedToJoin, SeemedToQuit
from hubbub.chat.names import cloaks
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Profile, Session
from hubbub.irc.modes import Change

Seen = tuple[Profile, Room | None]

AT_ONCE = 100  # connections that are told in one go how somebody comes again


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
    """ "Servers SHOULD send fallback messages to simulate the client reconnecting" (IRCv3 chghost).

    Where very many are to be told, some are in each turn; each of them at once, so that nobody sees a room without who
    is in it.
    """
    quitting = SeemedToQuit(at=chat.now, source=before)
    untold = [
        group for profile, group in chat.world.neighbours(user).items() if profile.render([quitting])
    ]  # that cannot be told of another host
    steps = _coming_again(chat, user, before.partition("!")[2], untold)
    if sum(map(len, untold)) > AT_ONCE:
        chat.services.in_turns(steps)
    else:
        for _ in steps:
            pass


def _coming_again(chat: Chat, user: User, before: str, untold: Iterable[Iterable[Session]]) -> Iterator[None]:
    """The steps of that. What each of them is told is as it is by then."""
    left = iter(dict.fromkeys(chain.from_iterable(untold)))
    while some := list(islice(left, AT_ONCE)):
        if chat.world.parties.get(user.party) is not user:
            return
        seen: dict[Seen, bytes] = {}
        for session in some:
            if session.user is not None and session.user is not user:
                _tell(chat, session, user, f"{user.name}!{before}", seen)
        yield


def _tell(chat: Chat, session: Session, user: User, before: str, seen: dict[Seen, bytes]) -> None:
    """They leave and come into each room that both are in. `seen`: how that was rendered for others just now."""
    profile, mine, theirs = session.profile, user.rooms, session.me.rooms
    fewer, more = (theirs, mine) if len(theirs) < len(mine) else (mine, theirs)
    shared = [room for room in fewer if room in more]
    for room in (None, *shared) if shared else ():
        if (profile, room) not in seen:
            event = _joining(chat, user, room) if room else SeemedToQuit(at=chat.now, source=before)
            seen[profile, room] = profile.render([event])
        session.send(seen[profile, room])


def _joining(chat: Chat, user: User, room: Room) -> SeemedToJoin:
    return SeemedToJoin(
        at=chat.now,
        log=room.log,
        room=room.name,
        source=user.source,
        realname=user.realname,
        account=user.account,
        server=chat.policy.server,
        roles=tuple(Change(True, letter, user.name) for letter in room.members[user].prefixes),
        away=user.away,
    )
