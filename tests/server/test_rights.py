"""Every cell of the table of rights, over every transport, against one running server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import product

import msgspec
import pytest
import pytest_asyncio
from tests.support.each import each
from tests.support.rights_stage import Actor, Stage, seen, stage

from hubbub.chat import refusals as why
from hubbub.chat.ids import msgid
from hubbub.chat.refusals import Refusal
from hubbub.chat.rights import IN_ROOMS, ON_SERVER, ROLES, Action, Role
from hubbub.chat.world.rooms import Room
from hubbub.dialects.irc.refusals import ROWS
from hubbub.dialects.refusals import SENTENCES

pytestmark = pytest.mark.asyncio(loop_scope="module")

TRANSPORTS = ("plain", "irc", "websocket")
SERVER_OPERATOR = "an operator of the server"
COLUMNS = (*(role.name.lower() for role in Role), SERVER_OPERATOR)


class Attempt(msgspec.Struct, frozen=True):
    """How to do one action: on IRC, and typed ("": there is no such command), in a room with these modes.

    `shows`: what the answer has in it when it is allowed; where it is empty, the room has changed then. `refused` is
    the answer to those in the room whose role is too low, `outside` that to those who are not in it.
    """

    irc: str
    typed: str = ""
    modes: str = "+n"
    shows: str = ""
    refused: type[Refusal] | str = why.NotOperator
    outside: type[Refusal] | str = why.NotInRoom
    server: bool = False  # operators of the server may as well, whatever their role there


IN_A_ROOM: dict[Action, Attempt] = {
    Action.SPEAK: Attempt("PRIVMSG {room} :words", "words", outside=why.CannotSend),
    Action.SPEAK_FROM_OUTSIDE: Attempt("PRIVMSG {room} :words", "words", "-n"),
    Action.SPEAK_MODERATED: Attempt(
        "PRIVMSG {room} :words", "words", "+mn", refused=why.CannotSend, outside=why.CannotSend
    ),
    Action.SPEAK_FAST: Attempt(
        "PRIVMSG {room} :words", "words", "+nW 3600", refused=why.CannotSend, outside=why.CannotSend
    ),
    Action.SPEAK_BANNED: Attempt(
        "PRIVMSG {room} :words", "words", "+nb m:*!*@*", refused=why.CannotSend, outside=why.CannotSend
    ),
    Action.READ_HISTORY: Attempt("CHATHISTORY LATEST {room} * 10", "/history", shows="hello", outside=why.NoHistory),
    Action.SEE_MEMBERS: Attempt("NAMES {room}", "/who here", shows="{victim}"),
    Action.SEE_HIDDEN: Attempt("TOPIC {room}", "/topic", "+s", shows="topic", outside=why.NoSuchRoom),
    Action.SEE_KEY: Attempt("MODE {room}", "/mode", "+k sesame", shows="sesame", outside="+kn *"),
    Action.SET_TOPIC: Attempt("TOPIC {room} :tea", "/topic tea"),
    Action.SET_TOPIC_PROTECTED: Attempt("TOPIC {room} :tea", "/topic tea", "+t"),
    Action.INVITE: Attempt("INVITE {stranger} {room}", "/invite {stranger}"),
    Action.INVITE_CLOSED: Attempt("INVITE {stranger} {room}", "/invite {stranger}", "+i"),
    Action.RENAME_ROOM: Attempt("RENAME {room} {room}x", "/rename {room} {room}x"),
    Action.SET_METADATA: Attempt(
        "METADATA {room} SET avatar :tea", refused=" KEY_NO_PERMISSION ", outside=" KEY_NO_PERMISSION "
    ),
    Action.RELAY: Attempt(
        "RELAYMSG {room} carol/matrix :words", refused=" RELAYMSG PRIVS_NEEDED ", outside=" RELAYMSG PRIVS_NEEDED "
    ),
    Action.KICK: Attempt("KICK {room} {victim} :out", "/kick {victim} out"),
    Action.BAN: Attempt("MODE {room} +b *!*@example.account", "/ban *!*@example.account"),
    Action.REDACT_OWN: Attempt("REDACT {room} {mine}", outside=why.NoHistory),
    Action.REDACT_OTHERS: Attempt("REDACT {room} {theirs}", refused=why.NotYours, outside=why.NoHistory),
    Action.INVITE_BY_LINK: Attempt(
        "NICKSERV INVITE-LINK room {room}",
        "/invite-link room {room}",
        shows="It is shown only now",
        refused="You may not do that in",
        outside="You are not in",
    ),
    Action.SET_DOOR: Attempt("MODE {room} +k sesame", "/mode +k sesame"),
    Action.SET_SPEECH: Attempt("MODE {room} +m", "/mode +m"),
    Action.SET_SIGHT: Attempt("MODE {room} +s", "/mode +s"),
    Action.REPORTS_ROOM: Attempt("REPORTS {room}", "/reports {room}", shows="There are no reports", server=True),
    Action.AUDIT_ROOM: Attempt("AUDIT {room}", "/audit {room}", shows="Nothing is noted about {room}", server=True),
    Action.PROTECT_TOPIC: Attempt("MODE {room} +t", "/mode +t"),
    Action.PIN: Attempt("PIN {room} {theirs}", "/pin hello", refused=why.MayNotPin),
    Action.SET_EXPIRY: Attempt("EXPIRE {room} 1d", "/expire 1d"),
    Action.SET_RETENTION: Attempt("RETENTION {room} 30d", "/retention 30d"),
    Action.APPOINT_VOICE: Attempt("MODE {room} +v {victim}", "/voice {victim}"),
    Action.APPOINT_MODERATOR: Attempt("MODE {room} +h {victim}", "/mode +h {victim}"),
    Action.APPOINT_OPERATOR: Attempt("MODE {room} +o {victim}", "/op {victim}"),
    Action.APPOINT_ADMIN: Attempt("MODE {room} +a {victim}", "/mode +a {victim}"),
    Action.APPOINT_OWNER: Attempt("MODE {room} +q {victim}", "/mode +q {victim}"),
}
ON_THE_SERVER: dict[Action, Attempt] = {
    Action.INVITE_TO_SERVER: Attempt(
        "NICKSERV INVITE-LINK", shows="It is shown only now", refused="you are not an operator of this server"
    ),
    Action.KILL: Attempt("KILL {victim} :out", refused=why.NotServerOperator),
    Action.TELL_ALL: Attempt("WALLOPS :words", refused=why.NotServerOperator),
    Action.SEE_ADDRESS: Attempt("WHOIS {victim}", shows="*@127.0.0.1", refused=" 318 "),
    Action.AUDIT: Attempt("AUDIT #elsewhere", shows="Nothing is noted about", refused=why.NoSuchRoom),
    Action.REPORTS: Attempt("REPORTS #elsewhere", shows="There are no reports", refused=why.NoSuchRoom),
    Action.LOCK_DOWN: Attempt("LOCKDOWN open", shows="Lockdown: open.", refused=why.NotServerOperator),
    Action.RUN_SERVER: Attempt("STATS o", shows=" 219 ", refused=why.NotServerOperator),
    Action.MANAGE_ACCOUNTS: Attempt(
        "NICKSERV ACCOUNT OPERATOR nobody", shows="no account", refused=SENTENCES[why.NotServerOperator]
    ),
    Action.OVERRIDE: Attempt("SAMODE {room} +m", refused=why.NotServerOperator),
}
"""`shows` empty: see `test_a_row_of_the_server`."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place() -> AsyncIterator[Stage]:
    async with stage() as made:
        yield made


@pytest.mark.parametrize("action", IN_A_ROOM, ids=lambda action: action.name)
@each("transport, column", product(TRANSPORTS, COLUMNS))
async def test_a_row_of_the_table(place: Stage, action: Action, transport: str, column: str) -> None:
    attempt = IN_A_ROOM[action]
    if transport == "plain" and (not attempt.typed or column == "outsider"):
        return  # typed words go to the room one is in
    victim, stranger = await place.actor("irc", "victim"), await place.actor("irc", "stranger")
    actor = await place.actor(transport, {SERVER_OPERATOR: "operator", "member": "member"}.get(column, "guest"))
    room = place.room(attempt.modes, victim=victim, **{column: actor})
    names = {"room": room.name, "victim": victim.name, "stranger": stranger.name, **said_in(room)}
    before = seen(room)
    answer = await actor.ask((attempt.typed if actor.plain else attempt.irc).format(**names))
    if role_of(column) >= IN_ROOMS[action] or (attempt.server and column == SERVER_OPERATOR):
        assert attempt.shows.format(**names) in answer
        assert (seen(room) == before) == bool(attempt.shows), answer
    else:
        refusal = attempt.outside if column == "outsider" else attempt.refused
        assert refused(actor, refusal) in answer
        assert seen(room) == before
    place.clear(room)


@pytest.mark.parametrize("action", ON_SERVER, ids=lambda action: action.name)
@each("transport, column", product(TRANSPORTS[1:], ["guest", "owner", SERVER_OPERATOR]))
async def test_a_row_of_the_server(place: Stage, action: Action, transport: str, column: str) -> None:
    attempt = ON_THE_SERVER[action]
    victim = await place.newcomer()
    await victim.wire.send(f"MODE {victim.name} +w")
    await victim.wire.until(" +w")
    actor = await place.actor(transport, "operator" if column == SERVER_OPERATOR else "guest")
    room = place.room("+n", victim=victim, **{column: actor})
    before = seen(room)
    answer = await actor.ask(attempt.irc.format(room=room.name, victim=victim.name))
    if column == SERVER_OPERATOR:
        assert attempt.shows in answer
        await granted(action, victim)
    else:
        assert refused(actor, attempt.refused) in answer
        assert attempt.shows not in answer if attempt.shows else True
        assert seen(room) == before
    place.clear(room)


async def test_every_action_is_tried() -> None:
    assert IN_A_ROOM.keys() == IN_ROOMS.keys()
    assert ON_THE_SERVER.keys() == ON_SERVER


@pytest.mark.parametrize("role", list(ROLES.values()), ids=lambda role: role.name)
async def test_nobody_is_made_to_leave_by_a_lower_role(place: Stage, role: Role) -> None:
    victim, actor = await place.actor("irc", "victim"), await place.actor("irc", "guest")
    for other in ROLES.values():
        if other < Role.MODERATOR:
            continue
        room = place.room("+n", victim=victim, **{other.name.lower(): actor})
        room.members[victim.user].prefixes = next(letter for letter, given in ROLES.items() if given is role)
        answer = await actor.ask(f"KICK {room.name} {victim.name}")
        assert (" 482 " in answer) == (role > other)
        assert (victim.user in room.members) == (role > other)
        place.clear(room)


def role_of(column: str) -> Role:
    """An operator of the server who is a guest in the room."""
    return Role.GUEST if column == SERVER_OPERATOR else Role[column.upper()]


def said_in(room: Room) -> dict[str, str]:
    """The ids of what was said in it: by the victim, then by the actor."""
    theirs, mine = (msgid(entry.id) for entry in room.recent if getattr(entry.event, "text", "") in ("hello", "mine"))
    return {"theirs": theirs, "mine": mine}


def refused(actor: Actor, refusal: type[Refusal] | str) -> str:
    """How a refusal begins, said over this transport."""
    if isinstance(refusal, str):
        return refusal
    if actor.plain:
        return f"! {SENTENCES[refusal].partition('{')[0]}"
    return f" {ROWS[refusal].numeric or refusal.code} " if refusal in ROWS else f" {refusal.code} "


async def granted(action: Action, victim: Actor) -> None:
    """What only the victim of it can tell."""
    expected = {Action.KILL: "ERROR", Action.TELL_ALL: "WALLOPS :words", Action.OVERRIDE: "MODE"}
    if action in expected:
        await victim.wire.until(expected[action])
