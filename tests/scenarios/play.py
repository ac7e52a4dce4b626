"""Plays a transcript against a server, step by step; what is expected tells when to go on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from tests.scenarios.person import KINDS, Person, Wire
from tests.scenarios.transcript import Step, Transcript, pattern


class Server(Protocol):
    """A server to play against."""

    async def start(self, settings: Mapping[str, str]) -> None: ...

    async def connect(self, kind: str, name: str) -> Wire:
        """A connection for that kind of client; `name` for the clients that are told it on their command line."""

    async def restart(self) -> None:
        """Kill it, and start it again with the same data."""

    async def stop(self) -> None: ...


class Play:
    """A transcript on a server: everybody in it, by name."""

    def __init__(self, transcript: Transcript, server: Server) -> None:
        self.transcript = transcript
        self.server = server
        self.people: dict[str, Person] = {}

    async def run(self) -> None:
        await self.server.start(self.transcript.settings)
        try:
            for step in self.transcript.steps:
                await self._step(step)
        finally:
            for person in self.people.values():
                await person.wire.cut()
            await self.server.stop()

    async def _step(self, step: Step) -> None:
        try:
            await DOES[step.action](self, step)
        except AssertionError as error:
            raise AssertionError(f"line {step.number}, {step.person}{step.action} {step.text}\n{error}") from None

    async def connects(self, step: Step) -> None:
        kind = step.action.removeprefix("connects with ")
        person = KINDS[kind](step.person, await self.server.connect(kind, step.person))
        self.people[step.person] = person
        await person.connect()

    async def types(self, step: Step) -> None:
        await self.people[step.person].type(step.text)

    async def sees(self, step: Step) -> None:
        line = await self.people[step.person].next_line()
        assert pattern(step.text).fullmatch(line), f"but saw: {line!r}"

    async def sees_later(self, step: Step) -> None:
        await self.people[step.person].later_line(pattern(step.text))

    async def has_not_seen(self, step: Step) -> None:
        person = self.people[step.person]
        await person.fence()
        found = [line for line in person.seen if step.text in line]
        assert not found, f"but saw: {found}"

    async def sees_nothing(self, step: Step) -> None:
        person = self.people[step.person]
        await person.fence()
        assert not person.seen, f"but saw: {list(person.seen)}"

    async def is_asked(self, step: Step) -> None:
        await self.people[step.person].is_asked()

    async def is_not_asked(self, step: Step) -> None:
        assert not await self.people[step.person].fence(), "but a prompt shows"

    async def is_cut_off(self, step: Step) -> None:
        await self.people.pop(step.person).wire.cut()

    async def is_disconnected(self, step: Step) -> None:
        person = self.people.pop(step.person)
        await person.disconnected()
        assert not person.seen, f"but saw: {list(person.seen)}"
        await person.wire.cut()

    async def restarts(self, step: Step) -> None:
        for person in self.people.values():
            await person.wire.cut()
        self.people.clear()
        await self.server.restart()


DOES: dict[str, Callable[[Play, Step], Awaitable[None]]] = {
    "connects with nc": Play.connects,
    "connects with irc": Play.connects,
    "connects with hubbub chat": Play.connects,
    ">": Play.types,
    "<": Play.sees,
    "<<": Play.sees_later,
    "<!": Play.has_not_seen,
    "sees nothing": Play.sees_nothing,
    "is asked": Play.is_asked,
    "is not asked": Play.is_not_asked,
    "is cut off": Play.is_cut_off,
    "is disconnected": Play.is_disconnected,
    "restarts": Play.restarts,
}
