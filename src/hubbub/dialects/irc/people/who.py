"""WHO, also with the fields one asks for (https://ircv3.net/specs/extensions/whox)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from hubbub.chat import names, rights
from hubbub.chat.chat import Chat
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.people import profile
from hubbub.commands.people.in_order import InOrder
from hubbub.dialects.irc.lines import SLICE, numeric, numeric_line, server_name, shortened
from hubbub.dialects.irc.people.whois import address_of, idle_seconds
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.irc.masks import match
from hubbub.wire.message import Message

MULTI_PREFIX = Cap.MULTI_PREFIX.value
FIELDS = "tcuihsnfdlaor"  # of WHOX, in the order in which they are answered
NO_LEVEL = "n/a"  # there are no levels of operators in a room
NO_ADDRESS = "255.255.255.255"


class WhoQuery(msgspec.Struct, frozen=True):
    """What a WHO asks for. `room` when it is about one; `fields` None for an ordinary WHO."""

    room: Room | None
    fields: str | None
    token: str


def who(chat: Chat, session: Session, message: Message) -> None:
    mask = (message.params[0] if message.params else "") or "*"
    options, percent, rest = (message.params[1] if len(message.params) > 1 else "").partition("%")
    fields, _, token = rest.partition(",")
    room = chat.world.room(mask) if mask.startswith("#") else None
    known = percent and any(letter in fields for letter in FIELDS)  # else an ordinary WHO
    question = WhoQuery(room, fields if known else None, _token(token))
    people, fits = _meant(chat, session, mask, room)
    if "o" in options.lower():
        people = people.that(_is_operator)
    if people.most <= SLICE:
        for user in filter(fits, people):
            session.answer(_line(session, user, question))
    else:
        session.answer_slowly(_lines(session, people, fits, question))
    numeric(session, n.RPL_ENDOFWHO, shortened(mask, 64), "End of WHO list")


def _meant(chat: Chat, session: Session, mask: str, room: Room | None) -> tuple[InOrder[User], Callable[[User], bool]]:
    """ "A channel name, in which case the channel members are listed. An exact nickname, in which case a single user
    is returned. A mask pattern, in which case all visible users whose nickname matches are listed."

    Who may be meant, and whether one of them is: with masks that is asked when the connection takes the lines.
    """
    asker = session.user
    if mask.startswith("#"):
        return (
            _members(room, asker) if room is not None and rights.may_see(room, asker) else profile.by_name(())
        ), _anybody
    exactly = chat.world.user(mask)
    if exactly is not None:
        return profile.by_name((exactly,)), _anybody
    wanted = "*" if mask == "0" else names.fold(mask)
    whole = "!" in wanted or "@" in wanted

    def fits(user: User) -> bool:
        return match(wanted, names.fold(user.source) if whole else user.fold) and rights.may_find(user, asker)

    return profile.known(chat), fits


def _anybody(user: User) -> bool:
    return True


def _is_operator(user: User) -> bool:
    return user.operator


def _members(room: Room, asker: User | None) -> InOrder[User]:
    members = profile.members(room)
    return members if asker in room.members else members.that(lambda user: rights.may_find(user, asker))


def _lines(
    session: Session, people: InOrder[User], fits: Callable[[User], bool], question: WhoQuery
) -> Iterator[list[bytes]]:
    room, users = question.room, session.chat.world.users
    for some in people.in_parts(SLICE):
        still = [user for user in some if users.get(user.fold) is user and fits(user)]
        here = [user for user in still if not room or user in room.members]
        yield [_line(session, user, question) for user in here]


def _line(session: Session, user: User, question: WhoQuery) -> bytes:
    shown = question.room or next(iter(rights.rooms_shown(user, session.user)), None)
    channel, flags = shown.name if shown else "*", _flags(session, user, shown)
    server = server_name(session)
    if question.fields is None:
        about = (channel, user.username, user.host, server, user.name, flags, f"0 {user.realname}")
        return numeric_line(session, n.RPL_WHOREPLY, *about)
    asker = session.user
    values = {
        "t": question.token,
        "c": channel,
        "u": user.username,
        "i": address_of(user) if rights.may_see_address(user, asker) else NO_ADDRESS,
        "h": user.host,
        "s": server,
        "n": user.name,
        "f": flags,
        "d": "0",
        "l": str(idle_seconds(session.chat, user)),
        "a": user.account or "0",
        "o": NO_LEVEL,
        "r": user.realname,
    }
    asked = [values[letter] for letter in FIELDS if letter in question.fields]
    return numeric_line(session, n.RPL_WHOSPCRPL, *asked)


def _flags(session: Session, user: User, room: Room | None) -> str:
    """Away or here, then operator, then the standing in the room, then other flags, in this order."""
    flags = ("G" if user.away else "H") + "*" * user.operator
    if room is not None:
        flags += room.members[user].symbols(every=bool(state_of(session).caps & MULTI_PREFIX))
    return flags + "B" * user.is_bot


def _token(text: str) -> str:
    """ "The token MUST contain only digit characters and MUST contain at most 3 characters." """
    return text if text.isascii() and text.isdecimal() and len(text) <= 3 else "0"


VERBS: dict[str, Verb] = {"WHO": Verb(who, "WHO [<room>|<mask> [o][%<fields>[,<token>]]]", "See people.", cost=2)}
