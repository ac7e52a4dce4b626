"""The engine: begins and ends the turns of the chat, keeps the connections, and watches their clocks."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from hubbub.chat.chat import Batch, Chat
from hubbub.chat.events import LeaveReason
from hubbub.chat.ids import Ids
from hubbub.chat.limits.policy import Policy
from hubbub.chat.ports import Control, Hasher, Log, LogBroken, PublicAddress, Push
from hubbub.chat.restoring import restore
from hubbub.chat.restoring.handed import HandedWorld
from hubbub.chat.world.session import Session
from hubbub.chat.world.state import World
from hubbub.commands.chores import CHORES, SOON
from hubbub.commands.moderation.overriding import go_on_closing
from hubbub.commands.rooms.joining import create
from hubbub.settings import Limits

from .chores import Chores, Row
from .clocks import boot_clock
from .commits import Commits
from .erasing import keep_erasing, keep_erasing_deleted
from .in_parts import InParts
from .passwords import Argon2
from .rate_limit import TokenBucket
from .turned_away import TurnedAway

if TYPE_CHECKING:
    from hubbub.server.net.connection import Connection

logger = logging.getLogger(__name__)

GOODBYE = 5.0  # seconds that clients have to take the last words of a stopping server
PARTED = 50  # connections that a stopping server says goodbye to in one go
LOOKED_AT = 500  # connections whose clocks are looked at in one go
MUCH = 100  # events of a turn, or people who are told of it, behind which what is done in parts goes in the next one
MAKING = 0.003  # seconds in a row in which long replies are made, whoever asked for them


BACKGROUND: tuple[Callable[[Engine], Coroutine[Any, Any, None]], ...] = (keep_erasing, keep_erasing_deleted)


class Engine:
    """One running chat: its world, its log, and everybody's connections. Implements `chat.ports.Services`.

    To be made on the loop that it will run on.

    `limits` are those of the settings; with a `flood_burst` of 0 there is no flood control. `address` says where people
    find it; `handed` is what the process before has handed over, if it has, or tells it once the log is open.
    `commits`: how turns are committed.
    """

    def __init__(
        self,
        log: Log,
        policy: Policy,
        limits: Limits,
        lobby: str,
        control: Control,
        address: Callable[[], PublicAddress],
        handed: HandedWorld | Callable[[], HandedWorld | None] | None = None,
        commits: type[Commits] = Commits,
    ) -> None:
        self.loop = asyncio.get_running_loop()
        self.log = log
        self.limits = limits
        self.control = control
        self.public_address = address
        self.passwords = Argon2()
        self.hasher: Hasher = self.passwords
        self.push: Push | None = None
        self.connections: set[Connection] = set()
        self.all_gone = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()
        self.broken: asyncio.Future[LogBroken] = self.loop.create_future()
        self.turned_away = TurnedAway()
        self.closed: Counter[LeaveReason] = Counter()  # connections that have ended, by why
        # what is done step by step: many that end, much that is told
        self.ending = InParts(self.loop, self._begin_part, self._has_much_to_keep)
        self.parted: Batch | None = None  # the turn in which a part of that was done last
        self.making: OrderedDict[Connection, None] = OrderedDict()  # whose long replies go on when it is their turn
        self.making_until = 0.0  # what is made until then is made in one go; 0: nothing was
        self.to_look_at: list[Connection] = []  # whose clocks are looked at in this round still
        self.time_of_day = _now  # in milliseconds since 1970
        self.begun = False
        self.clock = self.loop.time()  # when the turn began
        self.resting = False  # another process goes on: what timers still do here is nothing to anybody
        self.shared: dict[int, TokenBucket] = {}  # by number of the account, for those with several connections
        world, now = World(lobby), _now()
        with no_collection():
            state = log.load(now)
            restore(world, state, handed() if callable(handed) else handed)
        world.local.leaps.begin(now, _passed(), state.kept_at)
        self.chat = Chat(world, log, Ids(state.generation, now), policy, self, now)
        self.commits = commits(self.chat, log, self._fail)
        self.chores = Chores(self.loop, self.begin, self._rows())
        self.started_at = self.chat.now

    def _rows(self) -> list[Row]:
        """What is done every so often: for the connections, and for the chat."""
        ours: list[Row] = [(SOON, self._look_at_clocks, False), (SOON, self._forget_allowances, False)]
        return [*ours, *((chore.every, partial(chore.do, self.chat), chore.at_start) for chore in CHORES)]

    def start(self) -> None:
        """Begin to work."""
        self.begin()
        if self.chat.world.lobby and self.chat.world.room(self.chat.world.lobby) is None:
            create(self.chat, self.chat.world.lobby)
        go_on_closing(self.chat)
        self.chores.start()
        for work in BACKGROUND:
            self.spawn(work(self), work.__name__)

    def begin(self) -> None:
        """Something happens: have a turn, which ends when the loop has handed over all it has."""
        if not self.begun:
            self.begun, chat, loop = True, self.chat, self.loop
            chat.now = self.time_of_day()
            self.clock = loop.time()
            chat.world.local.clock = int(self.clock * 1000)
            chat.world.local.passed = _passed()
            loop.call_soon(self._end)

    def secret(self) -> str:
        """A new random token."""
        return secrets.token_urlsafe(24)

    async def settled(self) -> None:
        """Wait until the log has all that happened so far."""
        await self.commits.settled()

    async def space(self, session: Session) -> bool:
        """Wait until the log takes something again, or nobody listens to that session any more: whether it was that."""
        return await self.commits.space(session)

    async def pause(self) -> None:
        """Let all others have their turn."""
        await asyncio.sleep(0)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run something in the background, under a name; its failure is logged."""
        task = self.loop.create_task(work, name=name)
        self.tasks.add(task)
        task.add_done_callback(self._finished)

    async def stop(self) -> None:
        """Finish what is being committed, tell everybody when to come back, and close (G18)."""
        self.chores.stop()
        self.ending.do_all()  # what was decided is done
        await self.commits.settled()
        if not self.commits.dead:
            await self._say_goodbye()
            await self._until_all_gone()
        for connection in list(self.connections):
            connection.abort()
        for task in self.tasks:
            task.cancel()
        self.passwords.close()
        await self.commits.settled()
        await self.log.close()

    async def rest(self) -> None:
        """Finish what is being committed and let go of the log, so that another process goes on. Nobody is told."""
        self.chores.stop()
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.commits.settled()
        self.passwords.close()
        await self.log.close()

    async def _say_goodbye(self) -> None:
        """To some at a time: others' last words are heard in between."""
        left = list(self.connections)
        while left:
            self.begin()
            for connection in left[-PARTED:]:
                connection.stop(f"The server is stopping. Come back in {secrets.randbelow(16)} seconds.")
            del left[-PARTED:]
            await self.pause()

    async def _until_all_gone(self) -> None:
        """Wait until everybody has read the last words, but not for long."""
        if self.connections:
            self.all_gone.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.all_gone.wait(), GOODBYE)

    def allowance_of(self, account: int) -> TokenBucket:
        """What all connections of an account may send together."""
        shared = self.shared.get(account)
        if shared is None:
            many = self.limits.flood_connections
            shared = TokenBucket(self.limits.flood_burst * many, self.limits.flood_rate * many)
            self.shared[account] = shared
        return shared

    def forget(self, connection: Connection, why: LeaveReason) -> None:
        """The connection is lost, or was ended."""
        self.closed[why] += 1
        self.connections.discard(connection)
        if not self.connections:
            self.all_gone.set()

    def may_make(self, connection: Connection, *, again: bool) -> bool:
        """Whether the next slice of its long reply may be made now; if not, it is made when it is its turn. `again`: it
        has made one just now. However many wait for long replies, those that are made in one go take no longer than
        MAKING and a slice."""
        now = time.monotonic()
        if not self.making_until:
            self.making_until = now + MAKING
            self.loop.call_soon(self._make_some)
        if now < self.making_until and not (again and self.making):
            return True
        self.making[connection] = None
        return False

    def _make_some(self) -> None:
        if not self.making:
            self.making_until = 0.0
            return
        self.making_until = time.monotonic() + MAKING
        try:
            while self.making:
                self.making.popitem(last=False)[0].pump(its_turn=True)
                if time.monotonic() >= self.making_until:
                    break
        finally:
            self.loop.call_soon(self._make_some)

    def in_turns(self, steps: Iterator[object]) -> None:
        """Take these steps in their turn, behind others that are taken so: what ends many, or is told to very many."""
        self.ending.do_soon(steps)

    def _begin_part(self) -> None:
        self.begin()
        self.parted = self.chat.batch

    def _has_much_to_keep(self) -> bool:
        """Whether the turn has a part already that has become long, while the one before is being committed: what it
        keeps and tells goes in one go."""
        batch = self.chat.batch
        return (
            self.commits.in_flight and batch is self.parted and (len(batch.events) > MUCH or len(batch.talking) > MUCH)
        )

    def _end(self) -> None:
        self.begun = False
        if not self.resting:
            self.commits.end_turn()

    def _fail(self, error: LogBroken) -> None:
        logger.critical("the log can accept nothing more: %s", error, extra={"event": "log_broken"})
        if not self.broken.done():
            self.broken.set_result(error)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self.tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("%s failed", task.get_name(), exc_info=task.exception())

    def _look_at_clocks(self) -> bool:
        """Those of some connections, of which all may be asked for a sign of life; whether more are to be looked at."""
        clock, left = self.loop.time(), self.to_look_at
        if not left:
            left.extend(self.connections)
        for connection in left[-LOOKED_AT:]:
            connection.look_at_clock(clock)
        del left[-LOOKED_AT:]
        return bool(left)

    def _forget_allowances(self) -> None:
        clock = self.loop.time()
        for account in [account for account, shared in self.shared.items() if shared.is_full(clock)]:
            del self.shared[account]


@contextmanager
def no_collection() -> Iterator[None]:
    """Nothing is garbage while a world comes into being: looking for it took longer than all else."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _passed() -> int:
    return int(boot_clock() * 1000)


def _now() -> int:
    return time.time_ns() // 1_000_000
