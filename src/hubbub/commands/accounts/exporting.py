"""What is kept of the owner of an account, as lines of JSON: a part at a time, so that no memory has to hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from hubbub.chat.accounts import Account
from hubbub.chat.codes import code_of
from hubbub.chat.events import Entry, MessageSent, ReactionSent
from hubbub.chat.ids import msgid
from hubbub.chat.people import name_of
from hubbub.chat.refusals import NoSuchAccount, NotSecure
from hubbub.chat.rights import Action
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation.actors import actor
from hubbub.commands.moderation.roles import logged_in
from hubbub.irc.times import format_time

LOOKED_AT = 2_000  # entries that one part looks at
READ = 500  # messages of a private conversation in one part

Line = dict[str, object]


class Place(msgspec.Struct, frozen=True):
    """Where the next part begins: what was said in rooms after the message id `after`, or, once that is done
    (`talk` is set), the private conversation with this log or a later one, after its seq `after`."""

    talk: int = 0
    after: int = 0


BEGINNING = Place()


def offer(turn: Turn, session: Session) -> str:
    """A token with which the account that is logged in here is fetched, once. Raises NotSecure or NotLoggedIn."""
    if not session.secure:
        raise NotSecure(sentence=NotSecure.SHOWN)
    token = code_of(turn.secret())
    turn.world.exports.offer(logged_in(turn, session).number, token, turn.now)
    return token


def taken(turn: Turn, token: str) -> Account | None:
    """The account for which this token was; it is used up."""
    return turn.world.accounts.numbers.get(turn.world.exports.take(token, turn.now))


def named(turn: Turn, session: Session, name: str) -> Account:
    """An operator wants that account exported. Raises NotServerOperator or NoSuchAccount."""
    actor(session, Action.MANAGE_ACCOUNTS)
    account = turn.world.accounts.named(name)
    if account is None:
        raise NoSuchAccount(name)
    return account


async def part(turn: Turn, account: Account, place: Place) -> tuple[list[str], Place | None]:
    """The lines of one part, and where the next one begins; None: that was the last, or the account is no more."""
    if turn.settled and not turn.disk_full:
        await turn.settled()
    lines = _head(turn, account) if place == BEGINNING else []
    if turn.world.accounts.numbers.get(account.number) is not account:
        return [], None
    read = _conversation if place.talk else _said
    more, following = await read(turn, account, place)
    return [json.dumps(line) for line in (*lines, *more)], following


def _head(turn: Turn, account: Account) -> list[Line]:
    here = turn.world.parties.get(account.party)
    about: Line = {"kind": "account", "name": account.name, "created": format_time(account.created)}
    about |= {"operator": account.operator, "certificates": list(account.certificates), "metadata": account.metadata}
    about |= {"blocked": list(account.shield.masks.values()), "privacy": account.shield.letters}
    rooms = [
        room for room in turn.world.rooms.values() if account.number in room.standing or (here and here in room.members)
    ]
    return [
        about,
        *(
            {
                "kind": "room",
                "name": room.name,
                "member": bool(here and here in room.members),
                "modes": room.standing.get(account.number, ""),
            }
            for room in rooms
        ),
    ]


async def _said(turn: Turn, account: Account, place: Place) -> tuple[list[Line], Place | None]:
    """What they said in rooms."""
    found, last = await turn.log.said_by(account.party, place.after, LOOKED_AT)
    lines: list[Line] = []
    for entry in _as_now(turn, found):
        room = turn.world.journals.get(entry.log)
        if isinstance(room, Room):
            lines.append({"kind": "room message", "room": room.name, **_line(entry)})
    return lines, Place(after=last) if last else Place(talk=1)


async def _conversation(turn: Turn, account: Account, place: Place) -> tuple[list[Line], Place | None]:
    """What they and somebody else said to each other."""
    talks = turn.world.conversations.get(account.party, {}).values()
    talk = min((one for one in talks if one.log >= place.talk), key=lambda one: one.log, default=None)
    if talk is None:
        return [], None
    after = place.after if talk.log == place.talk else 0
    found = await turn.log.messages_after(talk.log, after, READ, 1)
    other = talk.names[talk.other(account.party)]
    lines: list[Line] = [{"kind": "private message", "with": other, **_line(entry)} for entry in _as_now(turn, found)]
    return lines, Place(talk.log, found[-1].seq) if len(found) == READ else Place(talk.log + 1)


def _as_now(turn: Turn, found: Iterable[Entry]) -> list[Entry]:
    """What was not erased since it was read."""
    now = (turn.world.recent.as_now(entry) for entry in found)
    return [entry for entry in now if isinstance(entry.event, MessageSent | ReactionSent)]


def _line(entry: Entry) -> Line:
    said = entry.event
    assert isinstance(said, MessageSent | ReactionSent)
    line: Line = {"time": format_time(entry.at), "id": msgid(entry.id), "from": name_of(said.source)}
    if isinstance(said, ReactionSent):
        return line | {"reaction to": msgid(said.message), "tags": said.tags}
    if said.edited is not None:
        line["edited"] = format_time(said.edited.at)
    return line | {"text": said.text} | ({"tags": said.tags} if said.tags else {})
