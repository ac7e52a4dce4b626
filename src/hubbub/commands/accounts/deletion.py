"""Deleting an account, and erasing what its owner said, a little at a time."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat.accounts import Account
from hubbub.chat.events import AccountDeleted, AccountErased, Entry, HeldDelivered
from hubbub.chat.refusals import DiskFull, NoSuchAccount, NotLoggedIn
from hubbub.chat.rights import Action
from hubbub.chat.rooms import Conversation
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.accounts import accounts, devices
from hubbub.commands.messages.redaction import erasures
from hubbub.commands.moderation import reporting
from hubbub.commands.moderation.actors import actor, note
from hubbub.commands.moderation.roles import logged_in
from hubbub.commands.people import presence
from hubbub.commands.rooms.rooms import end_if_forgotten


async def delete(turn: Turn, session: Session, password: str, *, erase: bool) -> Account:
    """Who is logged in, and gives the password again, deletes their account; `erase`: and all that they said.

    Raises NotLoggedIn, DiskFull, and what `accounts.authenticate` does.
    """
    mine = logged_in(turn, session)
    account = await accounts.authenticate(turn, session, mine.name, password)
    if account is not mine or logged_in(turn, session) is not mine:
        raise NotLoggedIn
    _delete(turn, account, session, erase=erase)
    return account


def delete_named(turn: Turn, session: Session, name: str, *, erase: bool) -> Account:
    """An operator deletes somebody's account. Raises NotServerOperator, NoSuchAccount, DiskFull."""
    me = actor(session, Action.MANAGE_ACCOUNTS)
    account = turn.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    if turn.disk_full:
        raise DiskFull
    note(turn, me, "DELETE", account.name, "erasing all that was said" if erase else "")
    _delete(turn, account, None, erase=erase)
    return account


def erase(turn: Turn, said: Iterable[Entry]) -> None:
    """These entries say nothing from now on."""
    for entry in said:
        for gone in erasures(entry):
            turn.emit(gone)


def erased(turn: Turn, account: int) -> None:
    """Nothing is left of what the owner of that account said."""
    turn.emit(AccountErased(account))


def _delete(turn: Turn, account: Account, session: Session | None, *, erase: bool) -> None:
    """Everybody who is logged in is a guest first; the asker last, who so keeps their rooms."""
    if turn.disk_full:
        raise DiskFull
    user = turn.world.parties.get(account.party)
    for device in sorted(user.sessions, key=lambda one: one is session) if user else []:
        devices.log_out(turn, device)
    if (absent := turn.world.parties.get(account.party)) is not None:
        presence.go(turn, absent, "left", "The account was deleted")
    rooms = [room for room in turn.world.rooms.values() if account.number in room.standing]
    _let_go_of_held(turn, account)
    if erase:
        reporting.erase_quotes(turn, account.party)
    turn.emit(AccountDeleted(account.number, turn.now, account.name, account.party, erase))
    for room in rooms:
        end_if_forgotten(turn, room)


def _let_go_of_held(turn: Turn, account: Account) -> None:
    """What waits for them is not for the next one of that name."""
    waits = turn.world.held.get(account.fold, {})
    theirs = tuple(id for id, log in waits.items() if _is_of(turn, log, account.party))
    if theirs:
        turn.emit(HeldDelivered(account.fold, theirs))


def _is_of(turn: Turn, log: int, party: str) -> bool:
    talk = turn.world.journals.get(log)
    return isinstance(talk, Conversation) and party in talk.parties
