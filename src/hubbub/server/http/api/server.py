"""The server itself: how it is, its settings, a copy of everything, and what it says."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from hubbub.chat.rights import Action
from hubbub.commands.guard.actors import actor, note
from hubbub.commands.moderation import operators
from hubbub.dialects.api import shapes
from hubbub.server.http.problems import Wrong

from .calls import Asked, Call
from .fields import Because, Form


class Trouble(shapes.Shape, frozen=True, kw_only=True):
    """Something that is not as it should be. `down`: people cannot talk for it."""

    what: str
    says: str
    down: bool


class Copy(shapes.Shape, frozen=True, kw_only=True):
    """A copy that was proved."""

    at: int
    file: str
    messages: int


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How the server is. Times are milliseconds since 1970, 0: never."""

    server: str
    version: str
    python: str
    process: int
    listening: list[str]
    up_since: int
    people: int
    most_people: int
    connections: int
    rooms: int
    accounts: int
    certificate_ends: int
    last_copy: Copy | None
    troubles: list[Trouble]


class Reloaded(shapes.Shape, frozen=True, kw_only=True):
    """What was changed in the settings and waits for a restart."""

    waiting: list[str]


class Saying(Form, frozen=True, kw_only=True):
    """What the server says, to a person, a #room, or everybody (empty)."""

    to: Annotated[str, Meta(max_length=128)] = ""
    text: Annotated[str, Meta(min_length=1, max_length=400, pattern=r"^[^\x00\r\n]*$")]


class CopyMade(shapes.Shape, frozen=True, kw_only=True):
    """A copy of everything was made and proved: restored in a scratch folder, and searched."""

    file: str
    bytes: int
    rooms: int
    messages: int
    seconds: float


def status(asked: Asked) -> Status:
    actor(asked.session, Action.RUN_SERVER)
    known: dict[str, Any] = asked.chat.services.control.status()
    return msgspec.convert(known, Status)


async def reload(asked: Asked) -> Reloaded:
    operator = actor(asked.session, Action.RUN_SERVER)
    note(asked.chat, operator, "REHASH")
    wrong, waiting = await asked.chat.after(asked.session, asked.chat.services.control.reload())
    if wrong:
        raise Wrong(422, "BAD_SETTINGS", f"Nothing was changed: {' | '.join(wrong)}")
    return Reloaded(waiting=waiting)


def stop(asked: Asked) -> None:
    operators.end(asked.chat, asked.session, restart=False)


def restart(asked: Asked) -> None:
    operators.end(asked.chat, asked.session, restart=True)


async def backup(asked: Asked) -> CopyMade:
    operator = actor(asked.session, Action.RUN_SERVER)
    control = asked.chat.services.control
    if control.copying:
        raise Wrong(409, "COPY_BUSY", "A copy is being made already. Ask again when it is done.")
    note(asked.chat, operator, "BACKUP")
    made, error = await control.backup()
    if error:
        raise Wrong(500, "NO_COPY", f"No copy was made: {error}.")
    return msgspec.convert(made, CopyMade)


def say_as_server(asked: Asked) -> None:
    operators.say(asked.chat, asked.session, asked.body.to.removeprefix("@"), asked.body.text)


def kill(asked: Asked) -> None:
    operators.kill(asked.chat, asked.session, asked.given["name"], asked.body.reason or "No reason given")


CALLS = (
    Call(method="GET", path="/status", does="See how the server is.", run=status, scope="server", operators=True,
         answer=Status),
    Call(method="POST", path="/reload", does="Have it read its settings and certificate again.", run=reload,
         scope="server", operators=True, answer=Reloaded),
    Call(method="POST", path="/backup", does="Make a copy of everything, and prove it.", run=backup, scope="server",
         operators=True, answer=CopyMade),
    Call(method="POST", path="/stop", does="Stop the server; what keeps it running may start it again.", run=stop,
         scope="server", operators=True),
    Call(method="POST", path="/restart", does="Have it begin anew, by the same command.", run=restart, scope="server",
         operators=True),
    Call(method="POST", path="/say", does="Let the server say something.", run=say_as_server, scope="server",
         operators=True, body=Saying),
    Call(method="POST", path="/people/{name}/kill", does="End somebody's connections.", run=kill, scope="server",
         operators=True, body=Because),
)  # fmt: skip
