"""People, rooms, reports, bans and lines of the log as consoles are told of them (`hubbub.console.records`)."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from itertools import islice

from hubbub.chat.events import Act, Event, ModesChanged, ServerBanLifted, ServerBanned
from hubbub.chat.names import fold
from hubbub.chat.world import rooms as world_rooms
from hubbub.chat.world.moderation import reports
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.chat.world.state import World
from hubbub.console import records
from hubbub.console.records import Ban, Line, Person, Report, Room
from hubbub.dialects.irc.state import state_of
from hubbub.irc.caps import Cap
from hubbub.server.net.connection import Connection

OF_SERVER = "0"  # in keys, where other bans have the log of their room
OUR_CAPS = (Cap.CLIENT_ID | Cap.TOKEN).value  # what hubbub's own clients ask for, and nobody else


def person(user: User) -> Person | None:
    """Somebody as the console lists them."""
    if not user.sessions:
        return None
    latest = max(user.sessions, key=lambda session: session.last_active)
    return Person(
        key=user.party,
        name=user.name,
        account=user.account,
        role="operator" if user.operator else "bot" if user.is_bot else "",
        rooms=tuple(room.name for room in islice(user.rooms, 20)),
        address=latest.address,
        client=client_of(latest),
        devices=len(user.sessions),
        since=min(session.signed_on for session in user.sessions),
        active=latest.last_active,
        away=user.away,
    )


def client_of(session: Session) -> str:
    """By what somebody is here: browser, hubbub, IRC, plain text or program; and whether it is encrypted."""
    endpoint = session.endpoint
    carrier = endpoint.peer.carrier if isinstance(endpoint, Connection) else ""
    if carrier in ("ws", "wss"):
        kind = "browser"
    elif not carrier:
        kind = "program"
    elif session.dialect.name == "plain":
        kind = "plain text"
    else:
        kind = "hubbub" if state_of(session).caps & OUR_CAPS == OUR_CAPS else "IRC"
    return f"{kind} · TLS" if carrier in ("tls", "wss") else kind


def room(found: world_rooms.Room) -> Room:
    """A room as the console lists it."""
    return Room(
        key=found.log,
        name=found.name,
        topic=found.topic,
        members=len(found.members),
        messages=found.last_seq,
        last_at=found.last_at,
        modes="".join(sorted(found.flags)),
    )


def report(one: reports.Report) -> Report:
    return Report(
        number=one.number,
        at=one.at,
        name=one.name,
        about=one.about,
        why=one.why,
        room=one.room,
        quote=one.quote,
        state=one.state,
        handler=one.handler,
        note=one.note,
    )


class Banned(Mapping[str, Ban]):
    """The bans from the server and those from rooms, as the console lists them, each made when it is asked for."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __getitem__(self, key: str) -> Ban:
        log, _, mask = key.partition(" ")
        if log == OF_SERVER:
            ban = self.world.bans[mask]
            return Ban(key=key, target=ban.target, by=ban.by, at=ban.at, until=ban.until, why=ban.why)
        found = self.world.journals[int(log)]
        assert isinstance(found, world_rooms.Room)
        listed = found.lists["b"][mask]
        return Ban(
            key=key, target=listed.mask, by=listed.by, at=listed.at, until=listed.until, why=listed.why, room=found.name
        )

    def __iter__(self) -> Iterator[str]:
        """Those of now, however long it takes to go through them."""
        for mask in list(self.world.bans):
            yield key_of(OF_SERVER, mask)
        for log in list(self.world.masked.rooms):
            found = self.world.journals.get(log)
            for mask in list(found.lists.get("b", ())) if isinstance(found, world_rooms.Room) else ():
                yield key_of(log, mask)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def key_of(log: int | str, mask: str) -> str:
    """Of a ban: which list it stands on, and what stands there."""
    return f"{log} {fold(mask)}"


def keys_of(event: Event) -> Iterator[str]:
    """Those of the bans that may be others after this."""
    if isinstance(event, ServerBanned | ServerBanLifted):
        yield key_of(OF_SERVER, event.target)
    elif isinstance(event, ModesChanged):
        yield from (key_of(event.log, change.argument) for change in event.changes if change.letter == "b")


def act(noted: Act) -> Line:
    """Of the audit log."""
    from hubbub.dialects.services.audit import sentence

    return Line(at=noted.at, level="info", event="act", text=sentence(noted))


def line(record: logging.LogRecord) -> Line:
    level: records.Level = (
        "error" if record.levelno >= logging.ERROR else "warning" if record.levelno >= logging.WARNING else "info"
    )
    text = record.getMessage()
    if record.exc_info and record.exc_info[1] is not None:
        text = f"{text}: {record.exc_info[1]!r}"
    return Line(at=int(record.created * 1000), level=level, event=getattr(record, "event", "log"), text=text)
