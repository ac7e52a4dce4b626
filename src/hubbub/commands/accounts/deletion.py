"""Deleting an account, and erasing what its owner said, a little at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from hubbub.chat.chat import Chat
from hubbub.chat.events import AccountDeleted, AccountErased, Entry, EntryErased, HeldDelivered
from hubbub.chat.party import Party
from hubbub.chat.refusals import NoSuchAccount, NotLoggedIn
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import authentication, devices, push, tokens
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.guard.identity import logged_in
from hubbub.commands.messages import files
from hubbub.commands.messages.redaction import erasures
from hubbub.commands.moderation import reports
from hubbub.commands.rooms.joining import end_if_forgotten
from hubbub.commands.sessions import staying


async def delete(chat: Chat, session: Session, password: str, *, erase: bool) -> Account:
    """Who is logged in, and gives the password again, deletes their account; `erase`: and all that they said.

    Raises NotLoggedIn, DiskFull, and what `accounts.authenticate` does.
    """
    mine = logged_in(chat, session)
    account = await authentication.authenticate(chat, session, mine.name, password)
    if account is not mine or logged_in(chat, session) is not mine:
        raise NotLoggedIn
    await _delete(chat, account, session, erase=erase)
    return account


async def delete_named(chat: Chat, session: Session, name: str, *, erase: bool) -> Account:
    """An operator deletes somebody's account. Raises NotServerOperator, NoSuchAccount, DiskFull."""
    me = actor(session, Action.MANAGE_ACCOUNTS)
    account = chat.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    chat.check_space()
    note(chat, me, "DELETE", account.name, "erasing all that was said" if erase else "")
    await _delete(chat, account, None, erase=erase)
    return account


def erase(chat: Chat, said: Iterable[Entry]) -> None:
    """These entries say nothing from now on, those neither that cannot be read."""
    for entry in said:
        for gone in erasures(chat, entry):
            unread = entry.event is None and isinstance(gone, EntryErased)
            chat.emit(replace(gone, unread=True) if unread else gone)


def erasing(chat: Chat, party: Party) -> Iterator[None]:
    """What is remembered here of what they said, what reports quote of it, and their files: some with each step."""
    yield from chat.world.recent.unsay(party)
    yield from reports.erase_quotes(chat, party)
    yield from files.remove_all(chat, party)


def erased(chat: Chat, account: int) -> None:
    """Nothing is left of what the owner of that account said."""
    chat.emit(AccountErased(account=account))


async def _delete(chat: Chat, account: Account, session: Session | None, *, erase: bool) -> None:
    """Everybody who is logged in is a guest first; the asker last, who so keeps their rooms.

    Very many may hear of each step of it. The last login and the account end in one turn, whoever has gone meanwhile;
    what comes before that can be begun anew, and what comes behind is how a guest is called and shown.
    """
    chat.check_space()
    tokens.revoke_all(chat, account)
    shown: dict[Session, Iterator[bool]] = {}
    while (user := chat.world.parties.get(account.party)) is not None:
        devices_left = [one for one in user.sessions if one not in shown]
        if devices_left:
            device = min(devices_left, key=lambda one: one is session)
            shown[device] = devices.logging_out(chat, device)
            await _until_out(chat, shown[device])
        else:  # nobody is here, or a page that is loaded again where no guest may be
            staying.go(chat, user, "left", "The account was deleted")
    if chat.world.accounts.numbers.get(account.number) is not account:
        raise NoSuchAccount(account.name)  # somebody else has done it meanwhile
    push.end_others(chat, account, None)
    rooms = chat.world.standing_in(account)
    _let_go_of_held(chat, account)
    chat.emit(AccountDeleted(account=account.number, at=chat.now, name=account.name, party=account.party, erase=erase))
    for room in rooms:
        end_if_forgotten(chat, room)
    for _ in erasing(chat, account.party) if erase else ():
        await chat.give_way()
    for steps in shown.values():
        for _ in steps:
            if chat.told_much:
                await chat.give_way()


async def _until_out(chat: Chat, steps: Iterator[bool]) -> None:
    for is_out in steps:
        if is_out:
            return
        if chat.told_much:
            await chat.give_way()


def _let_go_of_held(chat: Chat, account: Account) -> None:
    """What waits for them is not for the next one of that name."""
    waits = chat.world.held.get(account.fold, {})
    theirs = tuple(id for id, log in waits.items() if _is_of(chat, log, account.party))
    if theirs:
        chat.emit(HeldDelivered(name=account.fold, ids=theirs))


def _is_of(chat: Chat, log: int, party: Party) -> bool:
    conversation = chat.world.journal(log)
    return isinstance(conversation, Conversation) and party in conversation.parties
