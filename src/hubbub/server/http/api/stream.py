"""The stream of events: what happened after a place, from the log, and then what happens, without a gap or a double.

| phase   | what is written                                                | then                                   |
|---------|----------------------------------------------------------------|----------------------------------------|
| behind  | pages of the log after the place, as far as they may be read   | nothing more is there: live            |
| live    | what the visit's session is told; nothing: a sign of life      | more waits than may: behind            |

The session hears what any connection of its owner hears, by the same rules, once the log has it. It is there before the
first page is read, so that what happens meanwhile waits in the queue; what comes twice is known by its id, for ids rise
in the order of the log. Nothing of a slow reader is kept but its place: it goes on from the log.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator

import msgspec

from hubbub.chat.chat import Ended
from hubbub.chat.events import Entry
from hubbub.chat.history.present_names import under_present_names
from hubbub.chat.ids import msgid, read_msgid
from hubbub.chat.refusals import HistoryDamaged, Refusal
from hubbub.chat.rights.scopes import Scope, allows
from hubbub.chat.world.people.users import NOT_CONNECTED
from hubbub.chat.world.tokens import Token
from hubbub.commands.accounts import tokens
from hubbub.commands.history import pages
from hubbub.commands.people import profile
from hubbub.dialects.api import shapes
from hubbub.dialects.api.rendering import line, shape_of
from hubbub.server.core.engine import Engine
from hubbub.server.http.problems import Wrong
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response

from .calls import Call, Calls
from .fields import Form, Id
from .visits import Visit

BEAT = 15.0  # seconds without an event until a sign of life
PAGE = 500  # entries of the log at once
MOST = 2_000  # events that wait; then the stream goes on from the log
STREAMS = 4  # of one token at once
SSE, LINES = "text/event-stream", "application/x-ndjson"


class EventsQuery(Form, frozen=True, kw_only=True):
    """`after`: the id of the last event that was had; `0`: all that is readable. Without it: from now on."""

    after: Id | None = None


class Hello(shapes.Shape, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """The first line. `cursor`: events after this one follow."""

    cursor: str


class Ping(shapes.Shape, frozen=True, kw_only=True, tag_field="type", tag="ping"):
    """A sign of life, when nothing has happened for a while. `cursor`: the last event that was told."""

    cursor: str


class Bye(shapes.Shape, frozen=True, kw_only=True, tag_field="type", tag="bye"):
    """The last line, if the server ends the stream. `reason`: it stops, the token is over, or its owner may not be here
    any more."""

    reason: str = "This token is over, or its owner may not be here any more."


class Stream:
    """One reader. `last` is the id of the last event that was told, or that could not be."""

    def __init__(self, engine: Engine, visit: Visit, token: Token, last: int, *, behind: bool) -> None:
        self.engine = engine
        self.visit = visit
        self.token = token
        self.scopes = tokens.scopes_of(token)
        self.last = last
        self.behind = behind
        self.over = False
        self.queue: deque[tuple[int, bytes]] = deque()
        self.some = asyncio.Event()
        visit.streams[self] = self._told

    def close(self) -> None:
        """Nobody reads any more."""
        self.visit.streams.pop(self, None)
        self.visit.used = self.engine.loop.time()

    def _told(self, lines: list[bytes]) -> None:
        """The session was told these, of one turn; none: it has ended."""
        if not lines:
            self.over = True
        elif len(self.queue) + len(lines) > MOST:  # the log has it all
            self.queue.clear()
            self.behind = True
        elif not self.behind:
            self.queue.extend(sorted((int(one.partition(b" ")[0], 16), one) for one in lines))
        self.some.set()

    async def events(self) -> AsyncGenerator[bytes, None]:
        """Lines of events, and between them empty ones as a sign of life. Ends when the token, or the visit, does."""
        try:
            while not self.over:
                async for one in self._caught_up():
                    yield one
                while self.queue and not self.behind:
                    id, told = self.queue.popleft()
                    if id > self.last:
                        self.last = id
                        if self._is_for(told):
                            yield told
                if self.over or self.behind:
                    continue
                self.some.clear()
                if not await self._more():
                    yield b""
        except (Ended, Refusal):
            return
        finally:
            self.close()

    async def _more(self) -> bool:
        """Wait for something to happen; False: nothing did for a while. Raises Ended when the token is over."""
        now = self.engine.chat.now / 1000
        wait = BEAT
        if self.token.until:
            wait = max(0.0, min(BEAT, self.token.until / 1000 - now))
        try:
            await asyncio.wait_for(self.some.wait(), wait)
        except TimeoutError:
            self.engine.begin()
            if not self.token.holds(self.engine.chat.now):
                raise Ended from None
            return False
        return True

    async def _caught_up(self) -> AsyncIterator[bytes]:
        """What the log has after the place, until nothing more is there; what happens meanwhile waits."""
        while self.behind and not self.over:
            self.queue.clear()
            self.behind = False  # from here on all that happens waits
            while not self.over:
                found, last = await self._page()
                for entry in found:
                    told = self._shown(entry)
                    if told is not None:
                        yield told
                if last is None:
                    break
                self.last = last

    async def _page(self) -> tuple[list[Entry], int | None]:
        """The next entries that may be read, and the id of the last that was looked at; None: there are no more."""
        chat = self.engine.chat
        found = await chat.after(self.visit.session, chat.log.oldest(self.last, PAGE))
        if not found:
            return [], None
        if any(entry.event is None for entry in found):  # nothing is left out without being told (G7)
            raise HistoryDamaged
        last = found[-1].id
        if len(found) == PAGE:  # of an event in several logs the rest would be on the next page
            whole = await chat.after(self.visit.session, chat.log.entries([last]))
            found = [*(entry for entry in found if entry.id != last), *whole]
        readable = pages.still_readable(chat, self.visit.session, found)
        return under_present_names(chat.world, readable), last

    def _shown(self, entry: Entry) -> bytes | None:
        if entry.id <= self.last:  # in several of one's rooms, told already
            return None
        shape = shape_of(entry.event)
        if shape is None:
            return None
        told = line(shape)
        self.last = entry.id
        return told if self._is_for(told) else None

    def _is_for(self, told: bytes) -> bool:
        """Whether the token is for that."""
        if Scope("read") in self.scopes and Scope("dm") in self.scopes:
            return True
        place = msgspec.json.decode(told.split(b" ", 2)[2], type=_Place)
        if place.to:
            return allows(self.scopes, "dm")
        return allows(self.scopes, "read", place.room)


class _Place(msgspec.Struct):
    room: str = ""
    to: str = ""


def events(calls: Calls, request: Request, token: Token, query: EventsQuery) -> Response:
    """The answer: lines, or events for who accepts text/event-stream. Raises Refused, Refusal."""
    engine = calls.engine
    sse = SSE in request.field("accept")
    after = request.field("last-event-id") or query.after
    scopes = tokens.scopes_of(token)
    if not any(scope.what in ("read", "dm") for scope in scopes):
        raise Wrong(403, "NOT_IN_SCOPE", "This token is not for that: it would need the scope read or dm.", "read")
    visit, _, _ = calls.visit(request, token, present=True)
    if len(visit.streams) >= STREAMS:
        raise Wrong(429, "TOO_MANY_STREAMS", f"{STREAMS} streams are open by this token. Close one first.",
                    headers={"Retry-After": "15"})  # fmt: skip
    if visit.session.me.away == NOT_CONNECTED:
        profile.set_away(engine.chat, visit.session, "")
    last = engine.chat.ids.last
    if after:
        known = 0 if after == "0" else read_msgid(after)
        if known is None:
            raise Wrong(400, "BAD_CURSOR", "The place to go on from is the id of an event, or 0.")
        if known > last:
            raise Wrong(410, "UNKNOWN_CURSOR", "This server's log does not reach to that place: a copy was put back. "
                        "Ask without a place, and read what was said anew.")  # fmt: skip
    else:
        known = last
    stream = Stream(engine, visit, token, known, behind=bool(after))
    headers = {"Content-Type": SSE if sse else LINES, "Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return Response(200, headers, parts=_Parts(stream, _written(stream, known, sse=sse)))


class _Parts:
    """What is written; also who never begins to read it has closed the stream in the end."""

    def __init__(self, stream: Stream, parts: AsyncGenerator[bytes, None]) -> None:
        self.stream = stream
        self.parts = parts

    def __aiter__(self) -> _Parts:
        return self

    async def __anext__(self) -> bytes:
        return await self.parts.__anext__()

    async def aclose(self) -> None:
        await self.parts.aclose()
        self.stream.close()


async def _written(stream: Stream, known: int, *, sse: bool) -> AsyncGenerator[bytes, None]:
    events = stream.events()
    try:
        hello = msgspec.json.encode(Hello(cursor=msgid(known) if known else "0"))
        yield b"retry: 2000\nevent: hello\ndata: %b\n\n" % hello if sse else hello + b"\n"
        async for told in events:
            if not told:
                ping = msgspec.json.encode(Ping(cursor=msgid(stream.last) if stream.last else "0"))
                yield b": %b\n\n" % ping if sse else ping + b"\n"
                continue
            id, kind, data = told.split(b" ", 2)
            yield b"id: %b\nevent: %b\ndata: %b\n\n" % (id, kind, data) if sse else data + b"\n"
        why = stream.visit.inside.why_over
        bye = msgspec.json.encode(Bye(reason=why) if why else Bye())
        yield b"event: bye\ndata: %b\n\n" % bye if sse else bye + b"\n"
    finally:
        await events.aclose()
        stream.close()


CALLS = (
    Call(
        method="GET",
        path="/events",
        does="Be told what happens, from a place on, without a gap: lines of JSON, or server-sent events.",
        run=events,
        stream=True,
        query=EventsQuery,
        answer=shapes.Event,
    ),
)
