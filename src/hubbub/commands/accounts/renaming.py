"""An operator gives an account another name; whose it is, its rooms, messages and tokens stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from hubbub.chat.chat import Chat
from hubbub.chat.events import AccountRenamed, HostChanged, LoggedIn, ModesChanged
from hubbub.chat.names import fold, masks
from hubbub.chat.refusals import AccountExists, NoSuchAccount, Refusal
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.moderation.bans import ACCOUNT
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Listed, Room
from hubbub.chat.world.session import Ended, Session
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.moderation import bans
from hubbub.commands.people import hosts, monitor, presence
from hubbub.commands.sessions import entering, staying
from hubbub.irc.modes import Change

from . import enrolling

T = TypeVar("T")

AT_ONCE = 200  # rooms on whose lists the account stands


class Both(NamedTuple):
    """On a list of a room the account stands by both names. `before` and `new`: the folded masks."""

    log: int
    letter: str
    before: str
    new: str


async def rename(chat: Chat, session: Session, name: str, wanted: str) -> tuple[Account, str]:
    """The account, and what it was called. Its owner, if here by that name, is seen to take the new one; bans of
    the account go with it, from the server and in rooms.

    Of very many rooms a part is looked after in each turn. The new name comes onto their lists before the account is
    called so, and the old one leaves them after that: no pause or stop between lets it in anywhere.

    Raises NotServerOperator, NoSuchAccount, AccountExists, BadName, NameReserved, NameTaken, NameResting, DiskFull.
    """
    account = enrolling.named(chat, session, name)
    before, new = account.name, _checked(chat, account, wanted)
    both: list[Both] = []
    try:
        for logs in _parts(chat.world.masked.of_account(before)[AT_ONCE:] if fold(new) != account.fold else []):
            both += _name_both(chat, logs, before, new)
            await chat.settled()
            chat.begin()
            if enrolling.named(chat, session, name) is not account:
                raise NoSuchAccount(name)
            before, new = account.name, _checked(chat, account, wanted)
    except (Refusal, Ended):
        for some in _parts(both):
            _take_off(chat, [(one.log, one.letter, one.new) for one in some])
            await chat.settled()
            chat.begin()
        raise
    user, ban = chat.world.parties.get(account.party), chat.world.bans.get(fold(f"{ACCOUNT}{before}"))
    note(chat, actor(session, Action.MANAGE_ACCOUNTS), "RENAMEACCOUNT", before, new)
    chat.emit(AccountRenamed(at=chat.now, account=account.number, before=before, name=new))
    if user is not None:
        _follow(chat, user, account, before)
    if fold(before) != account.fold:
        done = {one.log for one in both}
        _replace_in(chat, [log for log in chat.world.masked.of_account(before) if log not in done], before, new)
    if ban is not None and fold(before) != account.fold:
        bans.lift(chat, session, ban.target)
        if ban.holds(chat.over_by):
            meant = bans.of_account(chat, account)
            bans.add(chat, session, meant, chat.left(ban.at, ban.until) if ban.until else 0, ban.why)
    for some in _parts(both):
        await chat.settled()
        chat.begin()
        if account.fold == fold(new):  # it may be called otherwise again
            _take_off(chat, [(one.log, one.letter, _superfluous(chat, one)) for one in some])
    return account, before


def _checked(chat: Chat, account: Account, wanted: str) -> str:
    """The new name, if the account may have it now, and has another one."""
    owner = chat.world.accounts.owner(wanted)
    if (owner is not None and owner is not account) or wanted == account.name:
        raise AccountExists(wanted)
    user = chat.world.parties.get(account.party)
    new = entering.check_name(chat, wanted, mine=user, account=account.number, by_operator=True)
    chat.check_space()
    return new


def _parts(every: list[T]) -> Iterator[list[T]]:
    return (every[start : start + AT_ONCE] for start in range(0, len(every), AT_ONCE))


def _name_both(chat: Chat, logs: Iterable[int], before: str, new: str) -> Iterator[Both]:
    """Where the account stands on these rooms' lists, it stands by its next name, too, for as long."""
    for room, letter, listed, mask in _meant(chat, logs, before, new):
        if fold(mask) not in room.lists[letter]:
            _change(chat, room, Change(True, letter, mask), until=_until(chat, listed), why=listed.why)
            yield Both(room.log, letter, fold(listed.mask), fold(mask))


def _superfluous(chat: Chat, both: Both) -> str:
    """The old mask; or the new one, where the old one was taken off meanwhile."""
    room = chat.world.journal(both.log)
    return both.before if isinstance(room, Room) and both.before in room.lists.get(both.letter, ()) else both.new


def _take_off(chat: Chat, standing: Iterable[tuple[int, str, str]]) -> None:
    """What stands on lists still: log, letter and folded mask."""
    for log, letter, mask in standing:
        room = chat.world.journal(log)
        if isinstance(room, Room) and mask in room.lists.get(letter, ()):
            _change(chat, room, Change(False, letter, room.lists[letter][mask].mask))


def _replace_in(chat: Chat, logs: Iterable[int], before: str, new: str) -> None:
    """What stands on these rooms' lists for the account stands there for its new name, for as long."""
    for room, letter, listed, mask in _meant(chat, logs, before, new):
        changes = [Change(False, letter, listed.mask)]
        if fold(mask) not in room.lists[letter]:
            changes.append(Change(True, letter, mask))
        _change(chat, room, *changes, until=_until(chat, listed), why=listed.why)


def _until(chat: Chat, standing: Listed) -> int:
    """Until when the same is to stand that begins now."""
    return chat.now + chat.left(standing.at, standing.until) if standing.until else 0


def _meant(chat: Chat, logs: Iterable[int], before: str, new: str) -> Iterator[tuple[Room, str, Listed, str]]:
    """Where masks in these rooms mean the account, and what they are to be by its new name."""
    meant = {fold(f"{kind}{masks.ACCOUNT}{before}"): f"{kind}{masks.ACCOUNT}{new}" for kind in ("", masks.MUTE)}
    for log in logs:
        room = chat.world.journal(log)
        if not isinstance(room, Room):
            continue
        for letter, listed in tuple(room.lists.items()):
            for known in meant.keys() & listed.keys():
                yield room, letter, listed[known], meant[known]


def _change(chat: Chat, room: Room, *changes: Change, until: int = 0, why: str = "") -> None:
    at = chat.stamp(room)
    chat.emit(
        ModesChanged(
            id=chat.ids(),
            at=at,
            log=room.log,
            room=room.name,
            source=chat.policy.server,
            changes=changes,
            until=until,
            why=why,
            since=chat.now if at > chat.now else 0,
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
