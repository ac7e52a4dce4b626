"""People: who is here, and who one is oneself."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from hubbub import __version__
from hubbub.chat.refusals import NobodyHere
from hubbub.chat.rights import may_find
from hubbub.commands.people import profile
from hubbub.dialects.api import shapes
from hubbub.server.http.response import Response

from .calls import Asked, Call
from .fields import Form
from .rooms import SLICE, Person, PersonList, listed, person_shape


class Me(shapes.Shape, frozen=True, kw_only=True):
    """Who asks, by which token, and what it is for. `rooms`: those that one is in. `until`: 0: for ever."""

    name: str
    account: str
    operator: bool
    rooms: list[str]
    token: str
    scopes: list[str]
    until: int
    server: str
    version: str


class Away(Form, frozen=True, kw_only=True):
    """Why one is away; empty: one is back."""

    text: Annotated[str, Meta(max_length=300, pattern=r"^[^\x00\r\n]*$")]


def me(asked: Asked) -> Me:
    user, token = asked.session.me, asked.token
    return Me(
        name=user.name,
        account=user.account,
        operator=user.operator,
        rooms=sorted(room.name for room in user.rooms if asked.may("read", room.name)),
        token=token.name,
        scopes=list(token.scopes),
        until=token.until,
        server=asked.chat.policy.server,
        version=__version__,
    )


def set_away(asked: Asked) -> None:
    profile.set_away(asked.chat, asked.session, asked.body.text)


async def people(asked: Asked) -> Response:
    return await listed("people", profile.online(asked.chat, asked.session).in_parts(SLICE), person_shape)


def person(asked: Asked) -> Person:
    name = asked.given["name"]
    user = asked.chat.world.user(name)
    if user is None or not may_find(user, asked.session.me):
        raise NobodyHere(name)
    return person_shape(user)


CALLS = (
    Call(method="GET", path="/me", does="See who you are by this token, and what it is for.", run=me, answer=Me),
    Call(method="PUT", path="/me/away", does="Say that you are away, or back.", run=set_away, scope="say", body=Away),
    Call(method="GET", path="/people", does="See who is online.", run=people, scope="read", answer=PersonList),
    Call(method="GET", path="/people/{name}", does="See somebody who is in the chat.", run=person, scope="read",
         answer=Person),
)  # fmt: skip
