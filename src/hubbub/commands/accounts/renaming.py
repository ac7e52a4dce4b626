"""An operator gives an account another name; whose it is, its rooms, messages and tokens stay as they are."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import AccountRenamed, HostChanged, LoggedIn, ModesChanged
from hubbub.chat.names import fold, masks
from hubbub.chat.refusals import AccountExists
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation.bans import ACCOUNT
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Listed, Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.moderation import bans
from hubbub.commands.people import hosts, monitor, presence
from hubbub.commands.sessions import entering, staying
from hubbub.irc.modes import Change

from . import enrolling

AT_ONCE = 200  # rooms on whose lists the account stands


async def rename(chat: Chat, session: Session, name: str, wanted: str) -> tuple[Account, str]:
    """The account, and what it was called. Its owner, if here by that name, is seen to take the new one; bans of
    the account go with it, from the server and in rooms.

    Raises NotServerOperator, NoSuchAccount, AccountExists, BadName, NameReserved, NameTaken, NameResting, DiskFull.
    """
    account = enrolling.named(chat, session, name)
    before, user = account.name, chat.world.parties.get(account.party)
    owner = chat.world.accounts.owner(wanted)
    if owner is not None and owner is not account:
        raise AccountExists(wanted)
    new = entering.check_name(chat, wanted, mine=user, account=account.number, by_operator=True)
    chat.check_space()
    ban = chat.world.bans.get(fold(f"{ACCOUNT}{before}"))
    note(chat, actor(session, Action.MANAGE_ACCOUNTS), "RENAMEACCOUNT", before, new)
    chat.emit(AccountRenamed(at=chat.now, account=account.number, before=before, name=new))
    if user is not None:
        _follow(chat, user, account, before)
    if ban is not None and fold(before) != account.fold:
        bans.lift(chat, session, ban.target)
        if ban.holds(chat.now):
            meant = bans.meant(chat, session, f"{ACCOUNT}{new}")
            bans.add(chat, session, meant, ban.until - chat.now if ban.until else 0, ban.why)
    await _rooms_follow(chat, account, before)
    return account, before


async def _rooms_follow(chat: Chat, account: Account, before: str) -> None:
    """What stands on rooms' lists for the account stands there for its new name, for as long; of many rooms a part in
    each turn."""
    while chat.world.accounts.numbers.get(account.number) is account and fold(before) != account.fold:
        logs = chat.world.masked.of_account(before)
        _replace_in(chat, logs[:AT_ONCE], before, account.name)
        if len(logs) <= AT_ONCE:
            return
        await chat.settled()
        chat.begin()


def _replace_in(chat: Chat, logs: list[int], before: str, new: str) -> None:
    meant = {fold(f"{kind}{masks.ACCOUNT}{before}"): f"{kind}{masks.ACCOUNT}{new}" for kind in ("", masks.MUTE)}
    for log in logs:
        room = chat.world.journal(log)
        assert isinstance(room, Room)
        for letter, listed in tuple(room.lists.items()):
            for known in meant.keys() & listed.keys():
                _replace(chat, room, letter, listed[known], meant[known])


def _replace(chat: Chat, room: Room, letter: str, listed: Listed, mask: str) -> None:
    changes = [Change(False, letter, listed.mask)]
    if fold(mask) not in room.lists[letter]:
        changes.append(Change(True, letter, mask))
    chat.emit(
        ModesChanged(
            id=chat.ids(),
            at=chat.stamp(room),
            log=room.log,
            room=room.name,
            source=chat.policy.server,
            changes=tuple(changes),
            until=listed.until,
            why=listed.why,
        )
    )


def _follow(chat: Chat, user: User, account: Account, before: str) -> None:
    """Who is here, connected or not, is shown with the account's new name."""
    if user.fold == fold(before):
        seen = user.name
        staying.take_name(chat, user, account.name)
        if fold(seen) != user.fold and user.sessions:
            monitor.went(chat, seen)
            monitor.came(chat, user.source)
    if user.sessions:
        chat.emit(LoggedIn(at=chat.now, source=user.source, account=account.number, name=account.name))
        hosts.settle(chat, next(iter(user.sessions)))
    elif user.host != (host := hosts.of_account(chat, account.name)):
        chat.emit(HostChanged(at=chat.now, source=user.source, host=host))
    presence.note(chat, user)
