"""A turn of the loop: what happens in it is applied, rendered, and waits for the log before it leaves (the law)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from .apply import APPLY
from .audience import HEARD, HEARD_AFTER, NOBODY
from .audit import ACTS, Doing, act_of
from .events import (
    ActNoted,
    Entry,
    Event,
    MessageSent,
    UserQuit,
    UserRenamed,
)
from .ids import Ids
from .limits.policy import Policy
from .ports import Control, Hasher, Log, Passwords, PublicAddress
from .world.history.journal import Journal
from .world.people.users import User
from .world.rooms import Listeners
from .world.session import Session, Slices
from .world.state import World

T = TypeVar("T")
E = TypeVar("E", bound=Event)


class Ended(Exception):
    """The connection that asked is gone, or the process stops; nobody waits for the answer."""


class Chat:
    """Collects what one turn of the loop did. The server begins it, commits `entries` and `changes`, then lets
    the outboxes of `talking` go.

    `now` is in milliseconds since 1970; `secret` gives a new random token; `disk_full` refuses what would be kept.
    `held` is the output that waits for a full disk, by connection.
    `begin` starts a turn outside of received data; `settled` waits until the log has all that happened so far.
    `watch` is told of every event that is not a message. `passwords` and `control` are the server's, once it runs.
    `uses` counts the commands that were given. `reach` says where people find this server.
    `undoes` is the number of the act that is being undone, or 0.
    `hasher` turns passwords into what may be kept; without one there are no accounts.
    """

    def __init__(self, world: World, log: Log, ids: Ids, policy: Policy, secret: Callable[[], str]) -> None:
        self.world = world
        self.log = log
        self.ids = ids
        self.policy = policy
        self.secret = secret
        self.now = 0
        self.disk_full = False
        self.held: dict[Session, list[bytes | Slices]] = {}
        self.entries: list[Entry] = []
        self.changes: list[Event] = []
        self.talking: list[Session] = []
        self.begin: Callable[[], None] = lambda: None
        self.settled: Callable[[], Awaitable[None]] | None = None
        self.hasher: Hasher | None = None
        self.watch: Callable[[Event], None] | None = None
        self.passwords: Passwords | None = None
        self.control: Control | None = None
        self.uses: dict[str, int] = {}
        self.public_address: Callable[[], PublicAddress] = PublicAddress
        self.undoes = 0

    def stamp(self, *journals: Journal) -> int:
        """The time of an event now: never before that of the last entry of any log it goes to."""
        at = self.now
        for journal in journals:
            if journal.last_at > at:
                at = journal.last_at
        return at

    def emit(self, event: E, asker: Session | None = None, shown: E | None = None) -> E:
        """Let something happen: the world changes at once, whoever hears it gets it when the log has it.

        `asker` is the connection whose command it was; it is shown the event in its own way. `shown` is the event as
        those see it who hear it now, when it is kept with less. Returns the event as it happened: it says who did it.
        """
        kind = event.__class__
        if asker is not None and asker.user is not None and (asker.user.account or asker.user.modes):
            event = _done_by(asker.user, event)
            shown = None if shown is None else _done_by(asker.user, shown)
        act = act_of(self.world, event, self._doing(asker)) if kind in ACTS else None
        if kind.kept:  # before anybody's outbox has it: even a bug further on shows nothing that is not in the log
            self._keep(event)
        if kind in HEARD_AFTER:
            APPLY[kind](self.world, event)
            self._deliver(HEARD[kind](self.world, event), event, asker)
        else:
            heard = HEARD.get(kind)
            self._deliver(heard(self.world, event) if heard else NOBODY, shown or event, asker)
            change = APPLY.get(kind)
            if change:
                change(self.world, event)
        if kind.state or (kind is MessageSent and (event.held_for or event.client_id or event.ends)):  # type: ignore[attr-defined]
            self.changes.append(event)
        if kind is not MessageSent and self.watch is not None:
            self.watch(event)
        if act is not None:
            self.emit(ActNoted(act))
        return event

    def _doing(self, asker: Session | None) -> Doing:
        return Doing(asker.dialect.name if asker else "", self.undoes)

    def _deliver(self, heard: Listeners, event: Event, asker: Session | None) -> None:
        talking = self.talking
        for profile, sessions in heard.items():
            data = profile.render(event)
            if data is None:
                continue
            for session in sessions:
                if session is not asker:
                    outbox = session.outbox
                    if not outbox:
                        talking.append(session)
                    outbox.append(data)
        if asker is not None:
            for line in asker.profile.dialect.own(event, asker):
                asker.answer(line)

    def _keep(self, event: Event) -> None:
        several = event.__class__ is UserQuit or event.__class__ is UserRenamed
        logs = event.logs if several else (event.log,)  # type: ignore[attr-defined]
        for log in logs:
            journal = self.world.journals[log]
            journal.last_seq += 1
            journal.last_at = event.at  # type: ignore[attr-defined]
            entry = Entry(log, journal.last_seq, event.id, event.at, event)  # type: ignore[attr-defined,arg-type]
            self.entries.append(entry)
            self.world.recent.append(journal, entry)

    async def after(self, session: Session, awaitable: Awaitable[T]) -> T:
        """Wait for something slow on behalf of a session, and go on in a new turn.

        What has happened before is in the log when the awaitable starts (except while the disk is full). Raises
        Ended when the session has ended meanwhile. What was checked before has to be checked again.
        """
        if self.settled and not self.disk_full:
            await self.settled()
        result = await awaitable
        self.begin()
        if session.ended:
            raise Ended
        return result


def _done_by(user: User, event: E) -> E:
    """The event with what is to be known of who did it. A message has said so from the beginning: it comes often."""
    bot, login = user.is_bot, user.account
    if event.login == login and event.bot == bot:
        return event
    return msgspec.structs.replace(event, bot=bot, login=login)
