"""What only the server's own console understands: words in, sentences out, as in `serving`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable
from inspect import isawaitable
from typing import Any

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.rights import ROLES_BY_SYMBOL, role_of
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import operators, overriding
from hubbub.commands.people import profile
from hubbub.commands.rooms import joining
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed.durations import moment
from hubbub.typed.person import person

from .record import Row, row
from .service import Answer, Misunderstood, Run, Words, counted

ROLE_SIGNS = defaultdict(str, {role: symbol for symbol, role in ROLES_BY_SYMBOL.items()})
SORTED = 1_000  # rooms that are shown by their names
AT_ONCE = 500  # members of a room that are looked at in one go
EVERYBODY = ("all", "*", "everybody")


async def _who(chat: Chat, session: Session, words: Words) -> Answer | None:
    """Who is connected, or with `all` everybody who is in the chat."""
    everybody = words in (["all"], ["--all"])
    if words and not everybody:
        return None
    found = profile.known(chat) if everybody else profile.online(chat, session)
    for _ in found.steps():
        await chat.rest(session)
    return map(_person, found) if found else ["Nobody is here."]


def _person(user: User) -> Row:
    here = bool(user.sessions)
    account = f", account {user.account}" if user.account else ""
    over = sorted({one.dialect.name if one.direct else "browser" for one in user.sessions})
    addresses = sorted({one.address for one in user.sessions})
    rooms = sorted(room.name for room in user.rooms)
    where = f"by {' and '.join(over)} from {' and '.join(addresses)}" if here else "not connected"
    who = f"{user.name}{account}{', an operator of this server' * user.operator}"
    told = f"{who}, {where}; in {', '.join(rooms) or 'no room'}"
    return row(
        "person", told, name=user.name, account=user.account, operator=user.operator, bot=user.is_bot, here=here,
        away=user.away, over=over, addresses=addresses, rooms=rooms,
    )  # fmt: skip


def _rooms(chat: Chat, session: Session, words: Words) -> Answer | Awaitable[Answer] | None:
    """All rooms, one of them with its people, or one closed."""
    match words and [words[0].lower(), *words[1:]]:
        case ["list"]:
            return _every_room(chat)
        case ["show", name]:
            return _with_people(chat, session, joining.find(chat, session, name))
        case ["close", name, *why]:
            return _closed(chat, session, name if name.startswith("#") else f"#{name}", " ".join(why))
    return None


async def _closed(chat: Chat, session: Session, name: str, why: str) -> Answer:
    room, gone = await overriding.close(chat, session, name, why)
    return [f"{room} is closed: {gone} had to leave, and only who is invited comes in."]


def _every_room(chat: Chat) -> Answer:
    """Those that sleep, too. A great many are not sorted: they are found as the console takes them."""
    every = chat.world.every_room
    if not every:
        return ["There are no rooms."]
    found = (room for room in map(every.get, every) if room is not None)
    return map(_room, found if len(every) > SORTED else sorted(found, key=lambda room: room.fold))


def _all_rooms(chat: Chat, session: Session, words: Words) -> Answer | None:
    return None if words else _every_room(chat)


async def _with_people(chat: Chat, session: Session, room: Room) -> Answer:
    """A room, and who is in it: of very many some are looked at in a turn."""
    people, members = list[str](), list(room.members)
    for start in range(0, len(members), AT_ONCE):
        if start:
            await chat.rest(session)
        some = (user for user in members[start : start + AT_ONCE] if user in room.members)
        people += [f"{ROLE_SIGNS[role_of(room, user)]}{user.name}" for user in some]
    return [_room(room, sorted(people))]


def _room(room: Room, people: list[str] | None = None) -> Row:
    modes = "+" + "".join(sorted(room.flags))
    told = f"{room.name} {modes}, {counted(len(room.members), 'member')}{f': {room.topic}' if room.topic else ''}"
    if people is not None:
        told += f"; {', '.join(people) or 'nobody is in it'}"
    return row(
        "room", told, id=room.log, name=room.name, topic=room.topic, modes=modes, members=len(room.members),
        created=room.created, last=room.last_at, **({} if people is None else {"people": people}),
    )  # fmt: skip


def _remove(chat: Chat, session: Session, words: Words) -> Answer | None:
    if not words:
        return None
    name, why = person(words[0]), " ".join(words[1:])
    operators.kill(chat, session, name, why or "No reason given")
    return [f"{name} is removed from the server, and may come back. To keep somebody away, ban them."]


def _kick(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) < 2:
        return None
    name = words[0] if words[0].startswith("#") else f"#{words[0]}"
    room = overriding.push_out(chat, session, name, person(words[1]), " ".join(words[2:]))
    return [f"{person(words[1])} is not in {room} any more."]


def _unban(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) != 2:
        return None
    room, mask = overriding.unban(chat, session, words[0] if words[0].startswith("#") else f"#{words[0]}", words[1])
    return [f"{mask} is not banned from {room} any more."]


def _say(chat: Chat, session: Session, words: Words) -> Answer | None:
    if len(words) < 2:
        return None
    to = "" if words[0].lower() in EVERYBODY else person(words[0])
    operators.say(chat, session, to, words[1])
    return [f"Said to {to or 'everybody'}."]


def _stop(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    operators.end(chat, session, restart=False)
    return ["The server is stopping."]


def _restart(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    operators.end(chat, session, restart=True)
    return ["The server is stopping, and begins anew."]


def _watch(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    chat.services.control.watch(session)
    return []


class Stays(OwnRefusal):
    """Something is wrong with what was read, and nothing was changed."""

    code = "BAD_SETTINGS"
    sentence = "{why}"


async def _reload(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    wrong, waiting = await chat.after(session, chat.services.control.reload())
    if wrong:
        raise Stays(why=" | ".join(wrong))
    return ["The settings and the certificate were read again.", *waiting]


async def _upgrade(chat: Chat, session: Session, words: Words) -> Answer | None:
    if words:
        return None
    try:
        version = await chat.services.control.upgrade()
    except Exception as error:
        raise Stays(why=f"No upgrade: {error}") from None
    chat.begin()
    return [f"{version} takes over."]


def _rollback(chat: Chat, session: Session, words: Words) -> Answer | None:
    if not words:
        return None
    try:
        aside = chat.services.control.roll_back(words[0])
    except Exception as error:
        raise Stays(why=f"No rollback: {error}") from None
    return [aside]


def _status(chat: Chat, session: Session, words: Words) -> Answer | None:
    known = chat.services.control.status()
    if words == ["json"]:
        return [msgspec.json.encode(known).decode()]
    return None if words else told(known)


def told(known: dict[str, Any]) -> Answer:
    """How a server is, in lines for people."""
    since, copy = moment(known["up_since"]), known["last_copy"]
    proved = copy["says"] if copy else "no copy yet"
    lines = [
        f"{known['server']} runs hubbub {known['version']} on Python {known['python']}, process {known['process']}",
        f"It listens on {', '.join(known['listening'])}, since {since}",
        f"{counted(known['people'], 'person') if known['people'] == 1 else str(known['people']) + ' people'} connected "
        f"(at most {known['most_people']} at once), {counted(known['rooms'], 'room')}, "
        f"{counted(known['accounts'], 'account')}",
    ]
    if known["certificate_ends"]:
        lines.append(f"Its certificate ends {moment(known['certificate_ends'])}")
    if authority := known["certificate"]:
        names = ", ".join(authority["names"])
        when = f"next at {moment(authority['next'])}" if authority["next"] else "now"
        lines.append(f"{authority['authority']} is asked for a certificate for {names}, {when}")
    lines.append(f"{proved[0].upper()}{proved[1:]}")
    if known["not_upgraded"]:
        lines.append(f"! The last upgrade came to nothing: {known['not_upgraded']}")
    return [*lines, *(f"! {one['says']}" for one in known["troubles"])]


class Own(msgspec.Struct, frozen=True):
    """`rest`: of how many words at most the last one has its spaces as they are; -1: none."""

    run: Run
    usage: str
    help: str
    rest: int = -1


CONSOLE = {
    "who": Own(_who, "who all", "see everybody, also who is in rooms without being connected"),
    "room": Own(_rooms, "room list|show name|close name [why]", "see rooms, or close one: all have to leave"),
    "rooms": Own(_all_rooms, "rooms", "see the rooms"),
    "kill": Own(_remove, "kill name [why]", "the same as remove"),
    "remove": Own(_remove, "remove name [why]", "end somebody's connections"),
    "kick": Own(_kick, "kick room name [why]", "make somebody leave a room"),
    "unban": Own(_unban, "unban room mask", "lift a ban from a room"),
    "say": Own(_say, "say name|#room|all text", "let the server say something", rest=1),
    "status": Own(_status, "status [json]", "show how the server is"),
    "reload": Own(_reload, "reload", "read the settings and the certificate again"),
    "upgrade": Own(_upgrade, "upgrade", "let the program on disk take over; nobody is disconnected"),
    "rollback": Own(_rollback, "rollback folder", "begin with the database there (for hubbub rollback)", rest=0),
    "stop": Own(_stop, "stop", "stop the server"),
    "restart": Own(_restart, "restart", "stop the server and start it again"),
    "watch": Own(_watch, "watch", "be told what happens, as lines of JSON (for programs)"),
}


IN_WORDS = frozenset({"who", "rooms"})
"""Those that the table has, too: there it says less, and in words."""


async def serve(chat: Chat, session: Session, command: str, text: str) -> Answer:
    """Do it, and what there is to say then. Raises Misunderstood, or its refusal."""
    own = CONSOLE[command]
    answer = own.run(chat, session, text.split(maxsplit=own.rest))
    if isawaitable(answer):
        answer = await answer
    if answer is None:
        raise Misunderstood(f"/{own.usage}")
    return answer
