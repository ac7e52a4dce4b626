"""WHO, AWAY, ISON, USERHOST and SETNAME."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hubbub.chat import names, rights
from hubbub.chat.people import User
from hubbub.chat.refusals import TextTooLong
from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import people
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.irc.masks import match
from hubbub.wire.message import Message

from .batches import SLICE
from .lines import numeric, numeric_line, server_name, shortened, standard_reply
from .verb import Verb

MULTI_PREFIX = Cap.MULTI_PREFIX.value
USERHOSTS = 5  # names that one USERHOST answers


def who(turn: Turn, session: Session, message: Message) -> None:
    mask = message.params[0] if message.params else "*"
    room = turn.world.room(mask) if mask.startswith("#") else None
    found: list[User] = []
    if room is not None and rights.may_see(room, session.user):
        found = people.members(room)
    elif not mask.startswith("#"):
        found = [user for user in people.online(turn) if mask in ("*", "0") or match(names.fold(mask), user.fold)]
    if len(found) <= SLICE:
        for user in found:
            session.answer(_who_line(session, user, room))
    else:
        session.answer_slowly(_who_lines(session, found, room))
    numeric(session, n.RPL_ENDOFWHO, shortened(mask, 64), "End of WHO")


def away(turn: Turn, session: Session, message: Message) -> None:
    text = message.params[0] if message.params else ""
    people.set_away(turn, session, text)
    if text:
        numeric(session, n.RPL_NOWAWAY, "You are marked as away")
    else:
        numeric(session, n.RPL_UNAWAY, "You are no longer marked as away")


def ison(turn: Turn, session: Session, message: Message) -> None:
    asked = [name for param in message.params for name in param.split()]
    here = [user.name for user in map(turn.world.user, asked) if user is not None]
    numeric(session, n.RPL_ISON, " ".join(here))


def userhost(turn: Turn, session: Session, message: Message) -> None:
    here = [user for user in map(turn.world.user, message.params[:USERHOSTS]) if user is not None]
    shown = [f"{user.name}={'-' if user.away else '+'}{user.username}@{user.host}" for user in here]
    numeric(session, n.RPL_USERHOST, " ".join(shown))


def setname(turn: Turn, session: Session, message: Message) -> None:
    try:
        people.set_realname(turn, session, message.params[0])
    except TextTooLong as refusal:
        standard_reply(session, "FAIL", "SETNAME", "INVALID_REALNAME", text=refusal.text)


def _who_line(session: Session, user: User, room: Room | None) -> bytes:
    shown = room or next((room for room in user.rooms if session.user and room in session.user.rooms), None)
    flags = "G" if user.away else "H"
    if shown is not None:
        flags += shown.members[user].symbols(every=bool(session.state.caps & MULTI_PREFIX))
    return numeric_line(
        session, n.RPL_WHOREPLY, shown.name if shown else "*", user.username, user.host, server_name(session),
        user.name, flags, f"0 {user.realname}",
    )  # fmt: skip


def _who_lines(session: Session, found: Iterable[User], room: Room | None) -> Iterator[list[bytes]]:
    users = list(found)
    for start in range(0, len(users), SLICE):
        here = [user for user in users[start : start + SLICE] if user.sessions and (not room or user in room.members)]
        yield [_who_line(session, user, room) for user in here]


VERBS = {
    "WHO": Verb(who, "WHO [<room>|<mask>]", "Shows people.", cost=2),
    "AWAY": Verb(away, "AWAY [:<text>]", "Says that you are away, or back."),
    "ISON": Verb(ison, "ISON <name> {<name>}", "Shows who of these is here.", params=1),
    "USERHOST": Verb(userhost, "USERHOST <name> {<name>}", "Shows under which addresses people are here.", params=1),
    "SETNAME": Verb(setname, "SETNAME :<real name>", "Changes your real name.", params=1),
}
