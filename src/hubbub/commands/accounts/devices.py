"""The connections of an account: which there are, ending them, and logging out."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import LoggedOut, LoginsEnded, UserModesChanged
from hubbub.chat.refusals import BannedHere, NoSuchDevice, NotAdmitted
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.commands.guard import access, banned
from hubbub.commands.guard.identity import logged_in
from hubbub.commands.people import hosts, metadata, presence
from hubbub.commands.rooms import joining, roles
from hubbub.commands.sessions import entering, staying
from hubbub.irc.modes import Change

from . import logins, push


class PartedWays(msgspec.Struct, frozen=True):
    """Reply: this connection is somebody else now, in no room; `before` (nick!user@host) goes on without it."""

    before: str
    rooms: tuple[str, ...]
    account: str


class Device(msgspec.Struct, frozen=True):
    """One connection of an account. `kind`: the name of its dialect, or browser; `ago`: the milliseconds since then.

    `secure`: nobody on the way could read along.
    """

    number: int
    kind: str
    address: str
    connected_ago: int
    active_ago: int
    is_asking: bool
    secure: bool


def devices(chat: Chat, session: Session) -> list[Device]:
    """All connections of the account, in the order of their coming. Raises NotLoggedIn."""
    return [
        Device(
            number,
            one.dialect.name if one.direct else "browser",
            one.address,
            max(0, chat.now - one.signed_on),
            max(0, chat.now - one.last_active),
            one is session,
            one.secure,
        )
        for number, one in enumerate(_connections(chat, session), 1)
    ]


def close(chat: Chat, session: Session, number: int) -> None:
    """End one of the account's connections, by its place in `devices`. Raises NotLoggedIn or NoSuchDevice."""
    connections, account = _connections(chat, session), logged_in(chat, session)
    if not 1 <= number <= len(connections):
        raise NoSuchDevice(str(number))
    push.end_with(chat, account, connections[number - 1])
    logins.forget(chat, connections[number - 1])
    connections[number - 1].close("closed", "Closed from another device")


async def log_out(chat: Chat, session: Session) -> None:
    """This connection is a guest's from now on; others of the account stay. Raises NotLoggedIn or DiskFull.

    The last connection keeps its rooms but those where it may not speak, though not what the account was in them, and
    its name unless that belongs to an account. Where no guest may come in the connection ends.
    """
    for _ in logging_out(chat, session):
        if chat.told_much:
            await chat.give_way()


def logging_out(chat: Chat, session: Session) -> Iterator[bool]:
    """The same in steps, of each of which very many may hear; True: they are the account's no more. What is left then
    is how a guest is called and shown."""
    account = logged_in(chat, session)
    chat.check_space()
    push.end_with(chat, account, session)
    logins.forget(chat, session)
    user = session.me
    alone = len(user.sessions) == 1
    name = user.name if alone and chat.world.accounts.owner(user.name) is None else entering.guest_name(chat)
    try:
        access.check_enter(chat, session, None, None)
        banned.check(chat, session, f"{name}!{user.username}@{hosts.host_of(chat, session)}", "")
    except (NotAdmitted, BannedHere) as refusal:  # no guest may be here from there: logging out is going
        if alone:
            staying.go(chat, user, "left", "Logged out")
        session.close("closed", refusal)
        return
    if alone:
        yield from _become_guest(chat, session, user, account, renamed=name != user.name)
    else:
        _part_ways(chat, session, user, account, name)


def log_out_elsewhere(chat: Chat, session: Session) -> int:
    """End all other connections of the account; how many there were. Raises NotLoggedIn."""
    return end_others(chat, logged_in(chat, session), session)


def end_others(
    chat: Chat, account: Account, session: Session | None, why: str = "Logged out from another device"
) -> int:
    """End the account's connections but this one, also those that are logged in but have no name yet (G19).

    So do the links with which what is kept of the account can be fetched, and what its other devices are told.
    """
    chat.emit(LoginsEnded(account=account.number, at=chat.now))
    chat.world.local.exports.withdraw(account.number)
    push.end_others(chat, account, session)
    logins.forget_all(chat, account, session.login if session else b"")
    user = chat.world.parties.get(account.party)
    others = [other for other in user.sessions if other is not session] if user else []
    for other in others:
        other.close("closed", why)
    return len(others)


def _connections(chat: Chat, session: Session) -> list[Session]:
    logged_in(chat, session)
    return list(session.me.sessions)


def _become_guest(chat: Chat, session: Session, user: User, account: Account, *, renamed: bool) -> Iterator[bool]:
    for room in tuple(user.rooms):
        if room in user.rooms:
            roles.lay_down(chat, user, room)
            yield False
        if user.sessions != [session] or user.party != account.party:
            yield from _stay_the_owner(chat, session, user, account)
            return
    for room in user.rooms:  # what somebody made them meanwhile
        roles.lay_down(chat, user, room)
    if user.operator:
        chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=(Change(False, "o"),)), session)
    joining.leave_barred(chat, user)
    presence.forget(chat, user)
    before = user.metadata
    chat.emit(
        LoggedOut(at=chat.now, source=user.source, account=account.number, name=account.name, visit=chat.ids()), session
    )
    metadata.became(chat, user, before)
    yield True
    if session.user is user:
        hosts.settle(chat, session)
        yield True
    if renamed and session.user is user:
        entering.rename(chat, session, entering.guest_name(chat))


def _stay_the_owner(chat: Chat, session: Session, user: User, account: Account) -> Iterator[bool]:
    """Meanwhile this connection has ended, or another one of the account has come, which stays what it is."""
    for room in tuple(user.rooms):
        if room in user.rooms and chat.world.parties.get(account.party) is user:
            roles.settle(chat, user, room)
            yield False
    if session.user is user and user.party == account.party:
        _part_ways(chat, session, user, account, entering.guest_name(chat))


def _part_ways(chat: Chat, session: Session, user: User, account: Account, name: str) -> None:
    before, was_in = user.source, tuple(room.name for room in user.rooms)
    chat.world.local.detach(session)
    entering.enter(chat, session, name, user.username, user.realname)
    session.reply(PartedWays(before, was_in, account.name))
    if session.dialect.begins_in_lobby and chat.world.lobby:
        joining.join(chat, session, chat.world.lobby)
