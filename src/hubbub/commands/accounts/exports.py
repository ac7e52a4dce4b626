"""What is kept of the owner of an account, as lines of JSON: a part at a time, so that no memory has to hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.codes import code_of
from hubbub.chat.events import Entry, MessageSent, ReactionSent, TagsKept
from hubbub.chat.ids import msgid
from hubbub.chat.ports import LogDamaged
from hubbub.chat.refusals import NoSuchAccount, WouldBeShown
from hubbub.chat.rights import Action
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard.actors import actor
from hubbub.commands.guard.identity import logged_in
from hubbub.irc.times import format_time

LOOKED_AT = 2_000  # entries that one part looks at
READ = 500  # messages of a private conversation in one part
AT_ONCE = 200  # private conversations that wake in one turn
FIRST = 1  # the lowest number of a log

Line = dict[str, object]
DAMAGED: Line = {"kind": "incomplete", "why": "the server's database is damaged: what comes here cannot be read"}


class Position(msgspec.Struct, frozen=True):
    """Where the next part begins: what was said in rooms after the message id `after`, or, once that is done
    (`talk` is set), the private conversation with this log or a later one, after its seq `after`."""

    conversation: int = 0
    after: int = 0


BEGINNING = Position()


def offer(chat: Chat, session: Session) -> str:
    """A token with which the account that is logged in here is fetched, once. Raises WouldBeShown or NotLoggedIn."""
    if not session.secure:
        raise WouldBeShown
    token = code_of(chat.services.secret())
    chat.world.local.exports.offer(logged_in(chat, session).number, token, chat.clock)
    return token


def taken(chat: Chat, token: str) -> Account | None:
    """The account for which this token was; it is used up."""
    return chat.world.accounts.numbers.get(chat.world.local.exports.take(token, chat.clock))


def named(chat: Chat, session: Session, name: str) -> Account:
    """An operator wants that account exported. Raises NotServerOperator or NoSuchAccount."""
    actor(session, Action.MANAGE_ACCOUNTS)
    account = chat.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    return account


async def part(chat: Chat, account: Account, place: Position) -> tuple[list[str], Position | None]:
    """The lines of one part, and where the next one begins; None: that was the last, or the account is no more."""
    await chat.settled()
    lines = _head(chat, account) if place == BEGINNING else []
    if chat.world.accounts.numbers.get(account.number) is not account:
        return [], None
    read = _conversation if place.conversation else _said
    try:
        more, following = await read(chat, account, place)
    except LogDamaged:
        more, following = [DAMAGED], None
    return [json.dumps(line) for line in (*lines, *more)], following


def _head(chat: Chat, account: Account) -> list[Line]:
    here = chat.world.parties.get(account.party)
    about: Line = {"kind": "account", "name": account.name, "created": format_time(account.created)}
    if account.email:
        about["email"] = account.email
    about |= {"operator": account.operator, "certificates": list(account.certificates), "metadata": account.metadata}
    about |= {"blocked": list(account.privacy.masks.values()), "privacy": account.privacy.letters}
    about["pushes"] = [
        {"host": endpoint.split("/")[2], "since": format_time(told.at), "quiet": list(told.quiet)}
        for endpoint, told in account.pushes.items()
    ]
    rooms = list(dict.fromkeys([*chat.world.standing_in(account), *(here.rooms if here else ())]))
    return [
        about,
        *(
            {
                "kind": "room",
                "name": room.name,
                "member": bool(here and here in room.members),
                "modes": room.roles.get(account.number, ""),
            }
            for room in rooms
        ),
    ]


async def _said(chat: Chat, account: Account, place: Position) -> tuple[list[Line], Position | None]:
    """What they said in rooms."""
    found, last = await chat.log.said_by(account.party, place.after, LOOKED_AT)
    lines: list[Line] = []
    for entry in _as_now(chat, found):
        room = chat.world.journal(entry.log)
        if entry.event is None:
            lines.append(DAMAGED)
        elif isinstance(room, Room):
            lines.append({"kind": "room message", "room": room.name, **_line(entry)})
    return lines, Position(after=last) if last else Position(conversation=FIRST)


async def _conversation(chat: Chat, account: Account, place: Position) -> tuple[list[Line], Position | None]:
    """What they and somebody else said to each other."""
    if place.conversation == FIRST:
        for _ in chat.world.conversations_in_parts(account.party, AT_ONCE):
            await chat.services.pause()
            chat.begin()
    conversations = chat.world.conversations_of(account.party)
    conversation = min(
        (one for one in conversations if one.log >= place.conversation), key=lambda one: one.log, default=None
    )
    if conversation is None:
        return [], None
    after = place.after if conversation.log == place.conversation else 0
    found = await chat.log.oldest_of(conversation.log, after, READ)
    other = conversation.names[conversation.other(account.party)]
    lines: list[Line] = [
        DAMAGED if entry.event is None else {"kind": "private message", "with": other, **_line(entry)}
        for entry in _as_now(chat, found)
        if isinstance(entry.event, MessageSent | None)
    ]
    return lines, Position(conversation.log, found[-1].seq) if len(found) == READ else Position(conversation.log + 1)


def _as_now(chat: Chat, found: Iterable[Entry]) -> list[Entry]:
    """What was not erased since it was read; what cannot be read is without its event."""
    known = ((entry, chat.world.recent.as_now(entry)) for entry in found)
    return [
        now
        for entry, now in known
        if isinstance(now.event, MessageSent | ReactionSent | TagsKept) or (now.event is None and entry.event is None)
    ]


def _line(entry: Entry) -> Line:
    said = entry.event
    assert isinstance(said, MessageSent | ReactionSent | TagsKept)
    line: Line = {"time": format_time(entry.at), "id": msgid(entry.id), "from": name_of(said.source)}
    if isinstance(said, ReactionSent):
        return line | {"reaction to": msgid(said.message), "tags": said.tags}
    if isinstance(said, TagsKept):
        return line | {"tags": said.tags}
    if said.edited is not None:
        line["edited"] = format_time(said.edited.at)
    return line | {"text": said.text} | ({"tags": said.tags} if said.tags else {})
