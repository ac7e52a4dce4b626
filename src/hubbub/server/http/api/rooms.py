"""Rooms: which there are, who is in them, coming and going, and what those who keep order do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from operator import attrgetter
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta

from hubbub.chat.refusals import Refusal
from hubbub.chat.rights import may_find, role_of
from hubbub.chat.world.people.users import User, name_of
from hubbub.chat.world.rooms import Room
from hubbub.commands.people import profile
from hubbub.commands.people.in_order import InOrder
from hubbub.commands.rooms import joining, modes, renaming
from hubbub.dialects.api import shapes
from hubbub.irc.modes import Change
from hubbub.server.http.problems import Wrong
from hubbub.server.http.response import Response

from .calls import HEADERS, Asked, Call
from .fields import Because, Form, Lasting, Name, Reason, Word

SLICE = 100  # rooms, people or bans that are looked at in one go
T = TypeVar("T")


class RoomShape(shapes.Shape, frozen=True, kw_only=True):
    """A room. `id` stays when it is renamed: `id:NUMBER` may stand in its place in paths. `role`: one's own, from
    outsider to owner. `last_at`: when something happened there last."""

    id: int
    name: str
    topic: str
    topic_by: str
    topic_at: int
    members: int
    private: bool
    role: str
    last_at: int


class RoomList(shapes.Shape, frozen=True, kw_only=True):
    rooms: list[RoomShape]


class Person(shapes.Shape, frozen=True, kw_only=True):
    """Somebody in the chat. `here`: a connection of theirs is there. `role`: in the room that was asked about."""

    name: str
    account: str
    bot: bool
    here: bool
    away: str
    role: str = ""


class PersonList(shapes.Shape, frozen=True, kw_only=True):
    people: list[Person]


class RoomBan(shapes.Shape, frozen=True, kw_only=True):
    """Who may not come in or speak. `mask`: nick!user@host with * and ?, or a:account. `until`: 0: for ever."""

    mask: str
    by: str
    at: int
    until: int
    reason: str


class RoomBanList(shapes.Shape, frozen=True, kw_only=True):
    bans: list[RoomBan]


class RoomQuery(Form, frozen=True, kw_only=True):
    """`joined`: those alone that one is in."""

    joined: bool = False


class Coming(Form, frozen=True, kw_only=True):
    """The key of a room that has one."""

    key: Annotated[str, Meta(max_length=64)] = ""


class RoomChange(Form, frozen=True, kw_only=True):
    """What is to be changed; what is left out stays. An empty topic takes it away."""

    topic: Annotated[str, Meta(max_length=1000)] | None = None
    name: Annotated[str, Meta(min_length=1, max_length=128)] | None = None
    reason: Reason = ""


class Kicking(Form, frozen=True, kw_only=True):
    """Who has to leave, and why."""

    name: Name
    reason: Reason = ""


class Banning(Form, frozen=True, kw_only=True):
    """Who may not come in or speak, for how long, and why."""

    mask: Word
    seconds: Lasting = 0
    reason: Reason = ""


class Unbanning(Form, frozen=True, kw_only=True):
    """The mask as it is listed."""

    mask: Word


class Inviting(Form, frozen=True, kw_only=True):
    """Who may come in."""

    name: Name


class RoleChange(Form, frozen=True, kw_only=True):
    """What somebody is in the room, or is no more."""

    name: Name
    role: Annotated[str, Meta(pattern="^(voice|moderator|operator|admin|owner)$")]
    has: bool


LETTERS = {"voice": "v", "moderator": "h", "operator": "o", "admin": "a", "owner": "q"}


def room_shape(room: Room, user: User) -> RoomShape:
    """The room as this user sees it."""
    return RoomShape(
        id=room.log,
        name=room.name,
        topic=room.topic,
        topic_by=name_of(room.topic_by),
        topic_at=room.topic_at,
        members=len(room.members),
        private=room.is_private,
        role=role_of(room, user).name.lower(),
        last_at=room.last_at,
    )


def person_shape(user: User, room: Room | None = None) -> Person:
    return Person(
        name=user.name,
        account=user.account,
        bot=user.is_bot,
        here=bool(user.sessions),
        away=user.away,
        role=role_of(room, user).name.lower() if room is not None else "",
    )


def _as_it_is(one: Any) -> Any:
    return one


async def rooms(asked: Asked) -> Response:
    """Those that the token is for; very many are found bit by bit, with everybody else's turns in between."""
    user, readable = asked.session.me, list[RoomShape]()
    async for room in in_slices(joining.shown(asked.chat, asked.session)):
        if (not asked.query.joined or room in user.rooms) and asked.may("read", room.name):
            readable.append(room_shape(room, user))
    return await listed("rooms", InOrder(readable, attrgetter("name")).in_parts(SLICE))


async def in_slices(found: Iterable[T]) -> AsyncIterator[T]:
    """One after the other; the loop turns after every SLICE of them."""
    for number, one in enumerate(found, start=1):
        yield one
        if number % SLICE == 0:
            await asyncio.sleep(0)


async def listed(
    name: str, found: Iterable[Sequence[T]], shape: Callable[[T], shapes.Shape | None] = _as_it_is
) -> Response:
    """All of them, as a list of that name, or those that still have a shape: found, written as JSON and sent in parts,
    with everybody else's turns in between."""
    written = list[bytes]()
    for some in found:
        if shown := [made for made in map(shape, some) if made is not None]:
            written.append((b"," if written else b"") + msgspec.json.encode(shown)[1:-1])
        await asyncio.sleep(0)
    written = [b'{"%b":[' % name.encode(), *written, b"]}"]
    return Response(200, HEADERS, parts=_in_turns(written), length=sum(map(len, written)))


async def _in_turns(parts: list[bytes]) -> AsyncIterator[bytes]:
    for part in parts:
        yield part
        await asyncio.sleep(0)


def room(asked: Asked) -> RoomShape:
    return room_shape(joining.find(asked.chat, asked.session, asked.room), asked.session.me)


async def members(asked: Asked) -> Response:
    found, me = joining.find(asked.chat, asked.session, asked.room), asked.session.me

    def shape(user: User) -> Person | None:
        return person_shape(user, found) if user in found.members else None

    shown = profile.members(found).that(lambda user: may_find(user, me))
    return await listed("people", shown.in_parts(SLICE), shape)


def join(asked: Asked) -> RoomShape:
    joining.join(asked.chat, asked.session, asked.room, asked.body.key)
    return room(asked)


def leave(asked: Asked) -> None:
    joining.leave(asked.chat, asked.session, asked.room, asked.body.reason)


def change_room(asked: Asked) -> RoomShape:
    body, name = asked.body, asked.room
    if body.topic is None and body.name is None:
        raise Wrong(422, "BAD_BODY", "Say what is to be changed: topic or name.")
    if body.name is not None:  # what is refused changes nothing, the topic either
        renaming.check(asked.chat, asked.session, name, body.name)
    if body.topic is not None:
        joining.set_topic(asked.chat, asked.session, name, body.topic)
    if body.name is not None:
        name = renaming.rename(asked.chat, asked.session, name, body.name, body.reason).name
    return room_shape(joining.find(asked.chat, asked.session, name), asked.session.me)


def kick(asked: Asked) -> None:
    joining.kick(asked.chat, asked.session, asked.room, asked.body.name, asked.body.reason)


def room_bans(asked: Asked) -> RoomBanList:
    _, found = joining.member_of(asked.chat, asked.session, asked.room)
    listed = found.lists.get("b", {}).values()
    return RoomBanList(
        bans=[RoomBan(mask=one.mask, by=name_of(one.by), at=one.at, until=one.until, reason=one.why) for one in listed]
    )


def ban_in_room(asked: Asked) -> None:
    modes.ban(asked.chat, asked.session, asked.room, asked.body.mask, asked.body.seconds * 1000, asked.body.reason)


def unban_in_room(asked: Asked) -> None:
    _change(asked, Change(False, "b", asked.body.mask))


def invite(asked: Asked) -> None:
    joining.invite(asked.chat, asked.session, asked.body.name, asked.room)


def set_role(asked: Asked) -> None:
    _change(asked, Change(asked.body.has, LETTERS[asked.body.role], asked.body.name))


def _change(asked: Asked, change: Change) -> None:
    refusals: list[Refusal] = modes.change(asked.chat, asked.session, asked.room, [change])
    for refusal in refusals:
        raise refusal


CALLS = (
    Call(method="GET", path="/rooms", does="See the rooms that you may know of.", run=rooms, query=RoomQuery,
         answer=RoomList),
    Call(method="GET", path="/rooms/{room}", does="See one room.", run=room, scope="read", answer=RoomShape),
    Call(method="PATCH", path="/rooms/{room}", does="Change a room's topic or name.", run=change_room, scope="moderate",
         body=RoomChange, answer=RoomShape),
    Call(method="GET", path="/rooms/{room}/members", does="See who is in a room.", run=members, scope="read",
         answer=PersonList),
    Call(method="POST", path="/rooms/{room}/join", does="Come into a room; one that there is not is made.", run=join,
         scope="say", body=Coming, answer=RoomShape),
    Call(method="POST", path="/rooms/{room}/leave", does="Leave a room.", run=leave, scope="say", body=Because),
    Call(method="POST", path="/rooms/{room}/invite", does="Let somebody into a room.", run=invite, scope="say",
         body=Inviting),
    Call(method="POST", path="/rooms/{room}/kick", does="Make somebody leave a room.", run=kick, scope="moderate",
         body=Kicking),
    Call(method="GET", path="/rooms/{room}/bans", does="See who is banned from a room.", run=room_bans, scope="read",
         answer=RoomBanList),
    Call(method="POST", path="/rooms/{room}/bans", does="Ban somebody from a room.", run=ban_in_room, scope="moderate",
         body=Banning),
    Call(method="POST", path="/rooms/{room}/unban", does="Lift a ban from a room.", run=unban_in_room,
         scope="moderate", body=Unbanning),
    Call(method="POST", path="/rooms/{room}/roles", does="Give somebody a role in a room, or take it.", run=set_role,
         scope="moderate", body=RoleChange),
)  # fmt: skip
