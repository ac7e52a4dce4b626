"""A node: sockets and TLS, and what their clients and the decider say to each other. It has no world.

What the decider says comes in parts with positions, by the bus; what that loses is read from the log. A node turns to a
new decider once it has applied all that the one before has said, and then says again what may not have been heard.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import msgspec

import hubbub
from hubbub.bus import Bus
from hubbub.chat.ports import LogUnreachable, Parts
from hubbub.server.core.in_parts import InParts
from hubbub.server.core.turned_away import TurnedAway
from hubbub.server.entrance.door import Door
from hubbub.server.net.addresses import Addresses
from hubbub.server.net.peer import Peer
from hubbub.settings import Limits
from hubbub.wire.sniff import Opening

from . import comparing
from .beats import NODE_BEATS, Contact
from .child import Will
from .connections import REPORT, Connections, NodeConnection
from .messages import (
    BEATS,
    CALLS,
    OURS,
    PARTS,
    Call,
    Calls,
    DeciderBeat,
    NodeBeat,
    Part,
    Received,
    beat_of,
    part_of,
    to_bytes,
)

logger = logging.getLogger(__name__)

WINDOW = 64 * 1024  # bytes of one client on their way, at least
GATHER = 0.001  # seconds between two messages of calls, at least; the first one waits for nothing
TOGETHER = 256 * 1024  # bytes that are said in one message, about
SILENCE = 1.0  # seconds without a beat of the decider, after which what it was told may be lost
GOODBYE = 3.0  # seconds for the last words of all connections
TOLD = 500  # connections of which a beat tells what the kernel has taken; there are as many beats as it takes
PAGE = 64  # parts that are read from the log in one go
MOST_AHEAD = 256  # parts that are kept while one before them is missing; the log has them all
AWAY = "This machine has lost the others. Come back in a moment."


class Wanted(NamedTuple):
    """A new decider, to whom a node turns when it has applied all parts up to `after`."""

    generation: int
    after: int
    name: str


class NodeDoor(Door):
    """Where sockets come in: whoever it is, the decider speaks with them."""

    def __init__(self, node: Node, addresses: Addresses, server: str) -> None:
        super().__init__(node, addresses)
        self.node = node
        self.server = server

    def first_protocol(self, peer: Peer, greet: bool, first: bytes = b"") -> asyncio.Protocol:
        return self.node.connections.add(peer, silent=greet)

    def why_not(self, address: str) -> str:
        return ""  # the decider knows the bans

    @property
    def name(self) -> str:
        return self.server


class Node:
    """One node. Implements `Host` for its door. `cluster` tells its subjects apart from those of others on the bus;
    `parts` reads what the bus has lost. To be made on the loop that it will run on.

    `taken`: done when another process has our name, and goes on in our place. `outgrown`: done, with what is to be
    said, when the decider is too new for us. `forms`: those that we have. `before`: the epoch of the one before."""

    forms = OURS

    def __init__(
        self, name: str, cluster: str, bus: Bus, parts: Parts, limits: Limits, server: str, before: int = 0
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.name = name
        self.subject = f"hubbub.{cluster}"
        self.bus = bus
        self.parts = parts
        self.limits = limits
        self.turned_away = TurnedAway()
        self.tasks: set[asyncio.Task[None]] = set()
        self.door = NodeDoor(self, Addresses(limits, self.loop.time), server)
        self.contact = Contact()
        self.taken: asyncio.Future[None] = self.loop.create_future()
        self.outgrown: asyncio.Future[str] = self.loop.create_future()
        self.not_understood = 0  # the generation of a decider that is too old for us, which was said
        self.form = self.forms.newest  # of what we say
        self.turned = asyncio.Event()  # once there is a decider
        self.leaves: Callable[[Will], object] = lambda will: None  # what is to be said when this process is no more
        self.epoch = before
        self.applying = InParts(self.loop)  # what was said to very many
        self.saying = InParts(self.loop)  # what is said of very many
        self._begin()

    def _begin(self) -> None:
        """A new epoch: nobody is here, nothing was said."""
        self.epoch = max(time.time_ns() // 1000, self.epoch + 1)
        window = max(WINDOW, 2 * (self.limits.read_queue_bytes + self.limits.websocket_bytes))
        report = max(REPORT, self.limits.send_queue_bytes // 4)
        self.connections = Connections(self.loop, window, report, self._say, self.door.addresses.spoke_http)
        self.generation = 0  # of the decider that we talk to; 0: none yet
        self.wanted: Wanted | None = None  # who says that they decide now
        self.counted = 0  # and of the one that counts what it tells our clients
        self.applying.clear()
        self.saying.clear()
        self.applied = 0  # the position of the last part that is
        self.come = 0  # and of the last one whose turn has come
        self.ahead: dict[int, Part] = {}  # parts before which one is missing, by position
        self.calls: list[Call] = []
        self.said_at = 0.0  # when calls were said last
        self.beat = 0
        self.told: dict[int, list[tuple[int, int]]] = {}  # what our beats have said of what the kernel has taken
        self.heard_at = self.loop.time()  # the last beat of a decider
        self.bus_was_up = self.bus.is_up
        self.behind = -1  # what had come when a beat said that there is more
        self.contact.begin()

    async def start(self) -> None:
        """Begin to hear and to be heard."""
        await self.bus.subscribe(f"{self.subject}.{PARTS}.{self.name}", self._hear_part)
        await self.bus.subscribe(f"{self.subject}.{BEATS}", self._hear_beat)
        self.spawn(self._keep_beating(), "beats")

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = self.loop.create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("%s failed", task.get_name(), exc_info=task.exception())

    async def leave(self) -> None:
        """Have the decider say goodbye to everybody, and wait for it, but not for long."""
        self._flush()  # what was said before that comes before it
        words = f"This server is stopping. Come back in {secrets.randbelow(4)} seconds."
        said = Calls(self.name, self.epoch, self.generation, [], leaving=words, form=self.form)
        self.bus.publish(f"{self.subject}.{CALLS}", to_bytes(said))
        with suppress(TimeoutError):
            async with asyncio.timeout(GOODBYE):
                await self.connections.all_gone()

    @property
    def will(self) -> Will:
        """That this process is no more, as the one that decides is to hear it."""
        said = Calls(self.name, self.epoch, 0, [], form=self.form, ended=True)
        return Will(f"{self.subject}.{CALLS}", to_bytes(said))

    def say_the_end(self) -> None:
        """Nothing is shown from now on: whoever is still connected here is lost."""
        will = self.will
        self.bus.publish(will.subject, will.data)

    async def stop(self) -> None:
        """Say that all connections are lost, and hear nothing more."""
        self.door.close()
        self._flush()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.bus.close()

    # to the decider

    def _say(self, call: Call) -> None:
        """Calls of one turn of the loop go together, and where there are many those of a moment: the decider keeps them
        together anyway. Without a decider they are said when there is one."""
        if self.generation:
            if not self.calls:
                since = self.loop.time() - self.said_at
                if since < GATHER:
                    self.loop.call_later(GATHER - since, self._flush)
                else:
                    self.loop.call_soon(self._flush)
            self.calls.append(call)

    def _flush(self) -> None:
        calls, self.calls = self.calls, []
        if calls:
            self.said_at = self.loop.time()
        together: list[Call] = []
        size = 0
        for call in calls:
            together.append(call)
            size += len(call.data) if call.__class__ is Received else 64
            if size > TOGETHER:
                self._publish(together)
                together, size = [], 0
        if together:
            self._publish(together)

    def _publish(self, calls: list[Call], beat: NodeBeat | None = None) -> None:
        said = Calls(self.name, self.epoch, self.generation, calls, beat, form=self.form)
        self.bus.publish(f"{self.subject}.{CALLS}", to_bytes(said))

    async def _keep_beating(self) -> None:
        while True:
            self._look_at_contact()
            self._beat()
            if not self.saying:
                self.saying.do(self.connections.say_late())
            await asyncio.sleep(NODE_BEATS)

    def _beat(self) -> None:
        self.leaves(self.will)
        is_for_who_counts = self.generation == self.counted  # another one would hear the beat, and pass over that
        wrote = self.connections.wrote() if is_for_who_counts else iter(())
        if len(self._beat_of(wrote)) == TOLD:
            self.saying.do_soon(self._beats_of(wrote))

    def _beats_of(self, wrote: Iterator[tuple[int, int]]) -> Iterator[None]:
        """Beats for the rest of what is to be told, as long as it is for the same decider: `saying` is cleared then."""
        while self._beat_of(wrote):
            yield

    def _beat_of(self, changed: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
        """A beat that tells as much of that as one does; what it has told."""
        self.beat += 1
        wrote = list(islice(changed, TOLD))
        if wrote:
            self.told[self.beat] = wrote
        self.contact.sent(self.beat)
        mine = self.connections
        self._publish(
            [], NodeBeat(self.beat, self.applied, hubbub.__version__, len(mine), wrote, mine.differed, mine.unknown)
        )
        return wrote

    def _look_at_contact(self) -> bool:
        """Whether our connections are still ours. Without contact the decider gives them to others before long."""
        if not self.contact.is_lost:
            return True
        if len(self.connections):
            logger.warning(
                "no contact with the others: %d connections are closed", len(self.connections), extra={"event": "alone"}
            )
        self.connections.close(_last_words)
        self._begin()
        return False

    # from the decider

    def _hear_beat(self, data: bytes) -> None:
        beat = _decoded(beat_of, data)
        if beat is None or beat.generation < self.generation or not self._look_at_contact():
            return
        if not self._understands(beat) or not self._all_is_there(beat):
            return
        now, before, self.heard_at = self.loop.time(), self.heard_at, self.loop.time()
        epoch, heard, last = beat.nodes.get(self.name, (0, 0, 0))
        if epoch > self.epoch:
            if not self.taken.done():
                self.taken.set_result(None)
            return
        if epoch != self.epoch:
            last = 0  # nothing was said to this one yet
        if beat.generation > self.generation:
            is_news = self.wanted is None or self.wanted.generation < beat.generation
            self.wanted = Wanted(beat.generation, last, beat.name)
            if is_news:
                self._beat()  # contact is when it has heard one of ours: there may not be much time for it
        if epoch == self.epoch:
            self.contact.heard(heard)
            self._look_for_more(last)
        self._turn()
        if beat.generation == self.generation and epoch == self.epoch:
            for number in [number for number in self.told if number <= heard]:
                self.saying.do(self.connections.confirmed(self.told.pop(number)))
            if now - before > SILENCE or self.bus.is_up != self.bus_was_up:
                self.bus_was_up = self.bus.is_up
                self.saying.do(self.connections.say_waiting())

    def _understands(self, beat: DeciderBeat) -> bool:
        """Whether we have a form in common. If the decider is too old, one that is not may come after it."""
        oldest, newest = beat.forms
        self.form = min(self.forms.newest, newest)
        if self.form >= max(self.forms.oldest, oldest):
            return True
        if self.forms.newest < oldest:
            if not self.outgrown.done():
                self.outgrown.set_result(
                    f"{beat.name} decides with hubbub {beat.version}, which this one ({hubbub.__version__}) is too old "
                    "for: upgrade this machine."
                )
        elif self.not_understood != beat.generation:
            self.not_understood = beat.generation
            logger.error(
                "%s decides with hubbub %s, which is too old for this one (%s): people wait here until another one "
                "decides. Upgrade %s.",
                beat.name,
                beat.version,
                hubbub.__version__,
                beat.name,
                extra={"event": "too_old", "name_of": beat.name, "version": beat.version},
            )
        return False

    def _all_is_there(self, beat: DeciderBeat) -> bool:
        """Whether the log of a new decider has all that we were told. A standby of the database that was promoted may
        lack it: then nobody knows any more who is here and what they have seen. What comes late from a decider before
        the one whose parts we have, such as one that was paused, tells nothing of it."""
        if beat.generation <= self.counted or beat.position >= self.applied:
            return True
        logger.error(
            "the database lacks what was committed last: %d connections are closed, and people come back",
            len(self.connections),
            extra={"event": "log_behind", "connections": len(self.connections)},
        )
        self.connections.close(_last_words)
        self._begin()
        return False

    def _look_for_more(self, last: int) -> None:
        """There are parts up to that: if they do not come until the next beat, they are lost. Where the bus does not
        carry, they are not waited for."""
        if last <= self.come:
            self.behind = -1
        elif self.behind == self.come or self.wanted is not None or not self.bus.is_up:
            self._catch_up()
        else:
            self.behind = self.come

    def _turn(self) -> None:
        """To the decider that has said that it is one, once all that the one before has said is applied."""
        wanted = self.wanted
        if wanted is None or self.applied < wanted.after:
            return
        self.wanted = None
        self.generation = wanted.generation
        self.calls.clear()
        self._count_from(wanted.generation)
        self.saying.clear()
        self.saying.do(self.connections.say_again())
        self.turned.set()
        logger.info("%s decides", wanted.name, extra={"event": "decider", "name_of": wanted.name})

    def _count_from(self, generation: int) -> None:
        if generation > self.counted:
            self.counted = generation
            self.told.clear()
            self.saying.clear()
            self.connections.begin_counting()

    def _hear_part(self, data: bytes) -> None:
        part = _decoded(part_of, data)
        if part is not None:
            self._take_part(part)

    def _take_part(self, part: Part) -> None:
        """Apply it and what follows on it, or keep it for later and ask the log for what is missing."""
        if part.epoch != self.epoch or not self._look_at_contact():
            return
        if not part.position:  # nobody keeps it, so it may not come before what is kept
            if part.previous <= self.come:
                self.applying.do(self._apply_loose(part))
            return
        if part.position <= self.come:
            return
        if len(self.ahead) >= MOST_AHEAD:
            self.ahead.clear()
        self.ahead[part.position] = part
        while self.ahead and (following := self.ahead[min(self.ahead)]).previous <= self.come:
            del self.ahead[following.position]
            if following.position > self.come:
                self.come = following.position
                self.applying.do(self._apply(following))
        if self.ahead:
            self._catch_up()

    def _apply(self, part: Part) -> Iterator[None]:
        self._count_from(part.generation)
        yield from self.connections.apply(part.items)
        self.applied = part.position
        if part.picture is not None and part.generation == self.counted:
            comparing.compare(self.connections, part.picture, _words_of_loss)
        self._turn()

    def _apply_loose(self, part: Part) -> Iterator[None]:
        if part.generation == self.counted:
            yield from self.connections.apply_loose(part.items)

    def _catch_up(self) -> None:
        if not any(task.get_name() == "catching up" for task in self.tasks):
            self.spawn(self._read_parts(), "catching up")

    async def _read_parts(self) -> None:
        epoch, after = self.epoch, self.come
        while epoch == self.epoch:
            try:
                found = await self.parts.parts_after(self.name, after, PAGE)
            except LogUnreachable:  # the next beat asks again
                return
            for one in found:
                part = _decoded(part_of, one.body)
                if part is not None:
                    self._take_part(part)
            self._turn()
            if len(found) < PAGE:
                return
            after = max(self.come, found[-1].position)


def _decoded(decode: Any, data: bytes) -> Any:
    try:
        return decode(data)
    except msgspec.MsgspecError:
        logger.warning("what the bus has brought cannot be read: another hubbub, of another version?")
        return None


def _last_words(connection: NodeConnection, words: str = AWAY) -> bytes:
    """Of a WebSocket or a page nothing can be said from here."""
    if connection.opening is Opening.IRC:
        return f"ERROR :{words}\r\n".encode()
    return f"{words}\r\n".encode() if connection.opening is Opening.PERSON else b""


def _words_of_loss(connection: NodeConnection) -> bytes:
    return _last_words(connection, comparing.WORDS)
