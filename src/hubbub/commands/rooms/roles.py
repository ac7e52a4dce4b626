"""What the owners of accounts are in rooms, kept for when they come back."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat.chat import Chat
from hubbub.chat.events import MembershipChanged, RoleChanged, RoleNotice
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.irc.modes import PREFIXES, ROOM_MODES, Change, Kind

OWNED_ROOMS = 20  # of one account: rooms that stay when everybody has left


def settle(chat: Chat, user: User, room: Room, asker: Session | None = None) -> None:
    """Who has come, or has logged in, is again what they were there; what they are beside that is kept as well.

    So is that they are there at all.
    """
    account = chat.world.accounts.of_party(user.party)
    if account is None:
        return
    note_membership(chat, user, room)
    has, had = room.members[user].prefixes, room.roles.get(account.number, "")
    if missing := [letter for letter in had if letter not in has]:
        changes = tuple(Change(True, letter, user.name) for letter in missing)
        chat.emit(
            RoleNotice(at=chat.now, log=room.log, room=room.name, server=chat.policy.server, changes=changes), asker
        )
    _keep(chat, room, account, has + had)


def note_membership(chat: Chat, user: User, room: Room) -> None:
    """That the owner of an account is there is kept, and since when: they may have come as a guest."""
    since, first = room.members[user].joined_at, user.first_joined[room.log]
    chat.emit(MembershipChanged(at=since, log=room.log, account=user.number, first=first))


def lay_down(chat: Chat, user: User, room: Room) -> None:
    """Who logs out is nothing in the room any more; it is kept for when they are back."""
    if letters := room.members[user].prefixes:
        changes = tuple(Change(False, letter, user.name) for letter in letters)
        chat.emit(RoleNotice(at=chat.now, log=room.log, room=room.name, server=chat.policy.server, changes=changes))


def hand_over(chat: Chat, guest: User, user: User, room: Room) -> None:
    """Who was there as a guest has logged in: as the owner of the account they are that as well."""
    has, account = room.members[user].prefixes, chat.world.accounts.of_party(user.party)
    missing = [letter for letter in room.members[guest].prefixes if letter not in has]
    if account is not None and missing:
        changes = tuple(Change(True, letter, user.name) for letter in missing)
        chat.emit(RoleNotice(at=chat.now, log=room.log, room=room.name, server=chat.policy.server, changes=changes))
        _keep(chat, room, account, has + "".join(missing))


def end(chat: Chat, user: User, room: Room) -> None:
    """Who has left is no member any more; what they were there stays kept."""
    if user.number:
        chat.emit(MembershipChanged(at=chat.now, log=room.log, account=user.number, first=0))


def keep(chat: Chat, room: Room, changes: Iterable[Change]) -> None:
    """These changes of modes were made: what owners of accounts are now is kept."""
    for change in changes:
        if ROOM_MODES[change.letter].kind is not Kind.PREFIX:
            continue
        account = affected(chat, change.argument)
        if account is not None:
            had = room.roles.get(account.number, "").replace(change.letter, "")
            _keep(chat, room, account, had + (change.letter if change.set else ""))


def affected(chat: Chat, name: str) -> Account | None:
    """Whose standing it is when somebody of this name is given one, there or not."""
    user = chat.world.user(name)
    return chat.world.accounts.of_party(user.party) if user else chat.world.accounts.named(name)


def _keep(chat: Chat, room: Room, account: Account, letters: str) -> None:
    if "q" in letters and len(account.owned - {room.log}) >= OWNED_ROOMS:
        letters = letters.replace("q", "")  # for as long as they are here
    prefixes = "".join(mode.letter for mode in PREFIXES if mode.letter in letters)
    if prefixes != room.roles.get(account.number, ""):
        chat.emit(RoleChanged(at=chat.now, log=room.log, account=account.number, prefixes=prefixes))
