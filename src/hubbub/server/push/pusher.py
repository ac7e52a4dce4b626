"""Follows what was committed, and has devices told of what their people have not read by then.

Whoever is connected has a moment to read a message, and more of it who was just active: what is read is not pushed.
When it is read later, the device is told so (`MARKREAD`), and can take its notice back.
"""

from __future__ import annotations

import asyncio
import functools
from collections import OrderedDict

import msgspec

from hubbub.chat.chat import Batch
from hubbub.chat.events import (
    EntryEdited,
    EntryErased,
    Event,
    MessageSent,
    PushSubscribed,
    PushUnsubscribed,
    ReadMarked,
)
from hubbub.chat.names import fold
from hubbub.chat.party import number_of
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Profile, text_line
from hubbub.commands.accounts import push as subscriptions
from hubbub.dialects.irc.dialect import IRC
from hubbub.dialects.irc.rendering.caps import MULTILINE, RENDERED
from hubbub.irc.caps import NAMES, Cap
from hubbub.server.core.engine import Engine
from hubbub.server.core.observers import Follower

from .choosing import place_of, told_of
from .encryption import MOST
from .lanes import Lanes, Outcome, Push
from .service import PushServices

CONNECTED, ACTIVE = 5.0, 30.0  # seconds in which who is connected, or was just active, reads it
JUST = 120_000  # milliseconds since they were active
MOST_WAITING = 5_000  # messages that may be read first
MOST_TOLD = 10_000  # places of which it is known that somebody was told of something there
READ_MARKER = Cap.READ_MARKER.value


class Waiting:
    """A message that one of them may read first."""

    __slots__ = ("account", "event", "timer")

    def __init__(self, account: int, event: MessageSent) -> None:
        self.account = account
        self.event = event
        self.timer: asyncio.TimerHandle | None = None


class Pusher:
    """An observer of the commits; implements `chat.ports.Push`. `connected`, `active`: seconds, as above."""

    def __init__(
        self, engine: Engine, services: PushServices, connected: float = CONNECTED, active: float = ACTIVE
    ) -> None:
        self.engine = engine
        self.world = engine.chat.world
        self.services = services
        self.connected = connected
        self.active = active
        self.lanes = Lanes(self._send, services.host_of, engine.spawn, self._ended)
        self.follower = Follower(self.take)
        self.waiting: dict[tuple[int, int], list[Waiting]] = {}  # by number of the account and log
        self.count = 0
        self.read_at: OrderedDict[int, int] = OrderedDict()  # account -> when they read something last
        self.told: OrderedDict[tuple[int, int], int] = OrderedDict()  # account and log -> until when they were told

    @property
    def key(self) -> str:
        return self.services.vapid.key

    async def check(self, endpoint: str, key: bytes) -> None:
        await self.services.check(endpoint, key)

    def start(self) -> None:
        self.go_on()
        self.engine.spawn(self.follower.run(), "choosing what is pushed")

    def go_on(self) -> None:
        """People are told of what is said from now on."""
        if self.engine.push is None:
            self.engine.push = self
            self.engine.commits.observers.append(self)

    def pause(self) -> None:
        """Nobody is told of anything; what waits is not pushed any more."""
        if self.engine.push is not None:
            self.engine.push = None
            self.engine.commits.observers.remove(self)
        for waiting in [one for many in self.waiting.values() for one in many]:
            self._leave(waiting)
        for endpoint in tuple(self.lanes.lanes):
            self.lanes.drop(endpoint)

    def stop(self) -> None:
        self.pause()
        self.services.close()

    def __call__(self, batch: Batch) -> None:
        """The log has this."""
        if self.world.accounts.pushed or self.lanes.lanes:
            self.follower(batch)

    async def take(self, batch: Batch) -> None:
        for event in batch.events:
            kind = event.__class__
            if kind is MessageSent:
                self._said(event)  # type: ignore[arg-type]
            elif isinstance(event, ReadMarked):
                self._read(event)
            elif isinstance(event, EntryErased):
                self._erased(event.log, event.id)
            elif isinstance(event, EntryEdited):
                self._edited(event.message)
            elif isinstance(event, PushSubscribed | PushUnsubscribed):  # what waited may be for somebody else
                self.lanes.drop(event.endpoint)

    # what happened

    def _said(self, event: MessageSent) -> None:
        number = number_of(event.party)
        if number:
            self._forget(number, event.log, event.at)  # who answers has read what was said
        for account in told_of(self.world, event):
            if self.count < MOST_WAITING:
                self._wait(account, event)
            else:
                self.lanes.counts["dropped"] += 1

    def _read(self, event: ReadMarked) -> None:
        account = self.world.accounts.numbers.get(event.account)
        if account is None or not account.pushes:
            return
        self.read_at.pop(account.number, None)
        self.read_at[account.number] = event.at
        if len(self.read_at) > MOST_TOLD:
            self.read_at.popitem(last=False)
        place = (account.number, event.log)
        self._forget(*place, event.until)
        if place in self.told:
            if self.told[place] <= event.until:
                del self.told[place]
            push = Push(account.number, b"", "low", event.log, event.until, 0, self._good_until())
            self._push(account, event, push, READ_MARKER)

    def _erased(self, log: int, id: int) -> None:
        """Nor is anybody told any more of what is taken back."""
        for (_, place), many in tuple(self.waiting.items()):
            if place == log:
                for waiting in [one for one in many if one.event.id == id]:
                    self._leave(waiting)
        for endpoint in tuple(self.lanes.lanes):
            self.lanes.forget(endpoint, lambda push: push.log == log and push.id == id)

    def _edited(self, message: MessageSent) -> None:
        for (_, place), many in self.waiting.items():
            if place == message.log:
                for waiting in many:
                    if waiting.event.id == message.id:
                        waiting.event = message

    # what may be read first

    def _wait(self, account: Account, event: MessageSent) -> None:
        waiting = Waiting(account.number, event)
        self.waiting.setdefault((account.number, event.log), []).append(waiting)
        self.count += 1
        waiting.timer = self.engine.loop.call_later(self._patience(account), self._due, waiting)

    def _patience(self, account: Account) -> float:
        """Seconds in which they may read it themselves."""
        user = self.world.parties.get(account.party)
        if user is None or not user.sessions:
            return 0.0
        times = [self.read_at.get(account.number, 0), *(session.last_active for session in user.sessions)]
        is_active = any(0 <= self.engine.chat.now - at < JUST for at in times)  # what is still to come says nothing
        return self.active if is_active else self.connected

    def _due(self, waiting: Waiting) -> None:
        self._leave(waiting)
        event = waiting.event
        account = self.world.accounts.numbers.get(waiting.account)
        if account is None or account.read_until.get(event.log, -1) >= event.at or not self._may_read(account, event):
            self.lanes.counts["read"] += 1
            return
        push = Push(account.number, b"", "high", event.log, event.at, event.id, self._good_until())
        self._push(account, event, push)
        place = (account.number, event.log)
        self.told.pop(place, None)
        self.told[place] = event.at
        if len(self.told) > MOST_TOLD:
            self.told.popitem(last=False)

    def _may_read(self, account: Account, event: MessageSent) -> bool:
        """Whether they are still where it was said: who was kicked out meanwhile is told nothing of the room."""
        return account in told_of(self.world, event)

    def _forget(self, account: int, log: int, until: int) -> None:
        """They have read what was said there until then."""
        for waiting in [one for one in self.waiting.get((account, log), ()) if one.event.at <= until]:
            self._leave(waiting)
            self.lanes.counts["read"] += 1
        known = self.world.accounts.numbers.get(account)
        for endpoint in known.pushes if known is not None else ():
            gone = self.lanes.forget(endpoint, lambda push: push.log == log and push.at <= until and push.id > 0)
            self.lanes.counts["read"] += gone

    def _leave(self, waiting: Waiting) -> None:
        place = (waiting.account, waiting.event.log)
        many = self.waiting.get(place, [])
        if waiting not in many:
            return
        many.remove(waiting)
        if not many:
            del self.waiting[place]
        self.count -= 1
        if waiting.timer is not None:
            waiting.timer.cancel()

    # what is pushed

    def _push(self, account: Account, event: Event, push: Push, needs: int = 0) -> None:
        """To all devices of theirs that want to hear of it. `needs`: capabilities without which none can read it."""
        quiet = place_of(event) if isinstance(event, MessageSent) else ""
        for told in account.pushes.values():
            caps = bits(told.caps)
            if (needs and (told.shown or not caps & needs)) or (quiet and quiet in folded(told.quiet)):
                continue
            line = line_of(event, caps)
            if line:
                self.lanes.put(told.endpoint, msgspec.structs.replace(push, line=line))

    def _good_until(self) -> float:
        return self.engine.loop.time() + self.services.ttl

    async def _send(self, endpoint: str, push: Push) -> Outcome:
        account = self.world.accounts.endpoints.get(endpoint)
        if account is None or account.number != push.account:  # the device is somebody else's by now
            return Outcome("refused")
        return await self.services.send(account.pushes[endpoint], push)

    def _ended(self, endpoint: str) -> None:
        if not self.engine.chat.disk_full:
            self.engine.begin()
            subscriptions.end(self.engine.chat, endpoint)


@functools.lru_cache(maxsize=256)
def bits(names: tuple[str, ...]) -> int:
    """The capabilities of these names, as far as this server has them."""
    return functools.reduce(lambda caps, name: caps | NAMES.get(name, Cap.NONE).value, names, 0)


@functools.lru_cache(maxsize=256)
def folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(fold, names))


def line_of(event: Event, caps: int) -> bytes:
    """One line, as "each push notification MUST contain exactly one IRC message": of a message of several lines the
    first one, and without the tags of its sender where all of them would be too much."""
    profile = Profile.of(IRC, caps & RENDERED & ~MULTILINE, text_line)
    line = next(iter(profile.lines((event,))), b"")
    if len(line) > MOST and isinstance(event, MessageSent):
        line = next(iter(profile.lines((msgspec.structs.replace(event, tags=None, files=()),))), b"")
    return line[:MOST]
