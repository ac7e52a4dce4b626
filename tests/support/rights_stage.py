"""One running server on which somebody of any role tries something, over any transport."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count
from typing import Protocol

from tests.support.real_engine import Client
from tests.support.real_server import Running, running
from websockets.asyncio.client import ClientConnection, connect

from hubbub.chat.apply.find import note_spoke
from hubbub.chat.events import AccountCreated, Credentials, LoggedIn, ModesChanged, UserModesChanged
from hubbub.chat.rights import ROLES, Role
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.commands.messages import sending
from hubbub.commands.rooms import joining
from hubbub.irc.modes import Change, parse_changes

NO_PASSWORD = Credentials("", b"", 4096, b"", b"")


class Wire(Protocol):
    """A connection of lines."""

    async def send(self, *lines: str) -> None: ...

    async def until(self, part: str) -> list[str]: ...


class Tcp:
    def __init__(self, client: Client) -> None:
        self.client = client

    async def send(self, *lines: str) -> None:
        self.client.send(*lines)

    async def until(self, part: str) -> list[str]:
        return await self.client.until(part)


class WebSocket:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def send(self, *lines: str) -> None:
        for line in lines:
            await self.socket.send(line)

    async def until(self, part: str) -> list[str]:
        lines = [""]
        while part not in lines[-1]:
            message = await self.socket.recv()
            lines.append(message if isinstance(message, str) else message.decode())
        return lines


class Actor:
    """Somebody over one transport, and how to know that their line was answered."""

    def __init__(self, stage: Stage, name: str, wire: Wire, *, plain: bool) -> None:
        self.stage, self.name, self.wire, self.plain = stage, name, wire, plain

    @property
    def user(self) -> User:
        user = self.stage.engine.chat.world.user(self.name)
        assert user is not None
        return user

    async def ask(self, line: str) -> str:
        """What comes back to one line, and nothing of what came before."""
        number = next(self.stage.numbers)
        marks = [f"/help nothing{number}{end}" if self.plain else f"PING {number}{end}" for end in "xy"]
        await self.wire.send(marks[0], line, marks[1])
        await self.wire.until(f"{number}x")
        return "\n".join(await self.wire.until(f"{number}y"))


class Stage:
    """Rooms with people in them, made in no time from inside."""

    def __init__(self, served: Running, stack: AsyncExitStack) -> None:
        self.served, self.stack = served, stack
        self.engine = served.server.engine
        self.numbers = count(1)
        self.actors: dict[tuple[str, str], Actor] = {}

    async def actor(self, transport: str, who: str) -> Actor:
        """The `who` of this transport: "guest", "member" (of an account), "operator" (of the server), or another."""
        known = self.actors.get((transport, who))
        if known is None:
            known = self.actors[transport, who] = await self.newcomer(transport)
            chat, user = self.engine.chat, known.user
            self.engine.begin()
            if who == "member":
                number = chat.ids()
                chat.emit(AccountCreated(account=number, at=chat.now, name=user.name, credentials=NO_PASSWORD))
                chat.emit(LoggedIn(at=chat.now, source=user.source, account=number, name=user.name))
            if who == "operator":
                chat.emit(
                    UserModesChanged(at=chat.now, source=user.source, changes=(Change(True, "o"),), operator="test")
                )
        return known

    async def newcomer(self, transport: str = "irc") -> Actor:
        name = f"n{next(self.numbers)}"
        if transport == "websocket":
            wire: Wire = WebSocket(
                await self.stack.enter_async_context(connect(f"ws://127.0.0.1:{self.served.port}/", proxy=None))
            )
        else:
            wire = Tcp(await self.served.connect())
        if transport == "plain":
            await wire.send("", name, "/leave")
            await wire.until("You have left")
        else:
            await wire.send(
                "CAP REQ :batch standard-replies draft/chathistory draft/metadata-3",
                f"NICK {name}",
                f"USER {name} 0 * :{name}",
                "CAP END",
            )
            await wire.until(" 422 ")
        return Actor(self, name, wire, plain=transport == "plain")

    def room(self, modes: str, **roles: Actor) -> Room:
        """A new room with these modes, in which a guest called `victim` said "hello", and the actors of these roles
        said "mine"; outsiders left then."""
        self.engine.begin()
        chat = self.engine.chat
        room = joining.create(chat, f"#r{next(self.numbers)}")
        for role, actor in roles.items():
            session = actor.user.sessions[0]
            joining.join(chat, session, room.name)
            sending.send(chat, session, room.name, "hello" if role == "victim" else "mine")
            letter = next((letter for letter, given in ROLES.items() if given.name == role.upper()), "")
            room.members[actor.user].prefixes = letter  # whoever was first had been made its operator
            if role == Role.OUTSIDER.name.lower():
                joining.leave(chat, session, room.name)
        changes = [change for change in parse_changes(modes.split(" ")) if isinstance(change, Change)]
        chat.emit(
            ModesChanged(
                id=chat.ids(),
                at=chat.stamp(room),
                log=room.log,
                room=room.name,
                source="stage!s@s",
                changes=tuple(changes),
            )
        )
        for actor in roles.values() if room.slow_mode else ():
            note_spoke(chat.world, room, actor.user.party)  # as if the modes had been there before
        return room

    def clear(self, room: Room) -> None:
        """Everybody leaves."""
        self.engine.begin()
        for user in tuple(room.members):
            joining.leave(self.engine.chat, user.sessions[0], room.name)


def seen(room: Room) -> dict[str, object]:
    """All of a room that somebody could have changed."""
    return {
        "name": room.name,
        "flags": dict(room.flags),
        "lists": {letter: sorted(masks) for letter, masks in room.lists.items()},
        "topic": room.topic,
        "metadata": dict(room.metadata),
        "members": {user.name: member.prefixes for user, member in room.members.items()},
        "invited": dict(room.invited),
        "pins": dict(room.pins),
        "entries": [(entry.id, entry.event) for entry in room.recent],
    }


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """A server for many tests."""
    async with AsyncExitStack() as stack, running() as served, stack:
        yield Stage(served, stack)
