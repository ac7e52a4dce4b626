"""A call of the API, from its request to its answer: who asks, whether they may, done once, told when the log has it.

Each call is a row (`Call`). Its path, scope, query, body and answer are data: they decode and encode, OpenAPI and
docs/api.md are made of them, and a test gives each to who may and to who may not. What it does is the chat's command.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import unquote_to_bytes

import msgspec

from hubbub.chat.chat import Chat, Ended, unread
from hubbub.chat.events import AnswerKept, LeaveReason
from hubbub.chat.ports import LogDamaged
from hubbub.chat.refusals import Refusal
from hubbub.chat.rights.scopes import allows
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Profile, Session, Told, text_line
from hubbub.chat.world.tokens import Token
from hubbub.commands.accounts import tokens
from hubbub.commands.guard import guessing
from hubbub.dialects.api import API
from hubbub.server.core.engine import Engine
from hubbub.server.core.rate_limit import TokenBucket
from hubbub.server.http import problems
from hubbub.server.http.head import CHALLENGE
from hubbub.server.http.json_body import decode
from hubbub.server.http.problems import JSON, Wrong
from hubbub.server.http.refused import Gone, Refused
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response
from hubbub.settings import Api
from hubbub.typed.durations import DAY
from hubbub.wire.numbers import LARGEST, whole

from .fields import person_named
from .visits import Visit, Visits

COST_BYTES = 400  # of a text that costs as much as one message on IRC
PATIENCE = 20.0  # seconds for the log to have what was done
BUCKETS = 4096
SHOWN_ONCE = 1000  # answers with something that is shown only once, which are remembered whole

_BY_ID = re.compile("id:([0-9]{1,18})")
_KEY = re.compile(r"[!-~]{1,128}")


class Asked(msgspec.Struct, frozen=True):
    """What is asked for. `session` is the call's own: who is behind it, and no connection of theirs.

    `given`: the parts of the path; `query` and `body`: as the row says.
    """

    engine: Engine
    session: Session
    token: Token
    given: dict[str, str]
    query: Any = None
    body: Any = None

    @property
    def chat(self) -> Chat:
        return self.engine.chat

    @property
    def room(self) -> str:
        """The room in the path, with its #."""
        return self.given["room"]

    @property
    def person(self) -> str:
        """Whom the path names. Raises NobodyNamed."""
        return person_named(self.given["name"])

    def may(self, scope: str, room: str = "") -> bool:
        """Whether the token is for that."""
        return allows(tokens.scopes_of(self.token), scope, room)


class Nothing(msgspec.Struct, frozen=True):
    """It was done, and there is nothing to say."""


Run = Callable[..., Any]


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One row. In `path` `{name}` is one part of a path; `{room}` may be given with its # (as %23) or without.

    `run` gets what is `Asked`. `scope`: what the token has to be for, in the room of the path if there is one; "": any
    token, or with `open` none. `operators`: its owner has to be an operator of the server, by the table of rights.
    `says`: it costs what saying something does. `once`: fields of the answer that are shown only once. `stream`: the
    answer has no end; `run` gets these calls, the request, its token and its query.
    """

    method: str
    path: str
    does: str
    run: Run
    scope: str = ""
    query: type[msgspec.Struct] | None = None
    body: type[msgspec.Struct] | None = None
    answer: Any = Nothing
    open: bool = False
    operators: bool = False
    says: bool = False
    once: tuple[str, ...] = ()
    stream: bool = False

    @property
    def name(self) -> str:
        """What OpenAPI calls it."""
        return self.run.__name__.strip("_")

    @property
    def makes(self) -> bool:
        """Whether it is answered as something new."""
        return self.method == "POST" and self.answer is not Nothing

    @property
    def parts(self) -> list[str]:
        """The names in the path."""
        return re.findall(r"\{(\w+)\}", self.path)


class Ending:
    """The far end of the session of one call: the answer is told when the log has all that it did."""

    is_encrypted = True
    goes_on = False

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.told: asyncio.Future[None] = loop.create_future()

    def flush(self, outbox: Sequence[Told]) -> None:
        if not self.told.done():
            self.told.set_result(None)

    def take_next(self, many: int) -> int:
        """A call is made alone."""
        return 0

    def close(self, reason: LeaveReason, text: str) -> None:
        """A call ends by itself."""

    def hold(self) -> None:
        """The same."""

    def move(self, address: str) -> str | None:
        return None


class Calls:
    """Does calls, by the settings as they are now. `visits` are those who are here by a token."""

    def __init__(self, engine: Engine, rows: tuple[Call, ...], rules: Callable[[], Api] = Api) -> None:
        self.engine = engine
        self.rows = rows
        self.rules = rules
        self.visits = Visits(engine)
        self.busy: set[tuple[int, str]] = set()  # keys of calls that are being done
        self.whole: OrderedDict[tuple[int, str], bytes] = OrderedDict()  # answers with what is shown only once
        self.buckets: OrderedDict[int, TokenBucket] = OrderedDict()
        self._patterns: dict[str, tuple[re.Pattern[str], dict[str, Call]]] = {}
        for row in rows:
            pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", row.path))
            self._patterns.setdefault(row.path, (pattern, {}))[1][row.method] = row

    async def answer(self, request: Request, base: str) -> Response:
        """The answer to a request below `base`."""
        try:
            return await self._answer(request, base)
        except Refused as refused:
            return problems.response(refused)
        except Refusal as refusal:
            return problems.response(problems.of_refusal(refusal))
        except Ended:
            return problems.response(Wrong(403, "ENDED", "What was here by this token has been ended. Ask again."))

    async def _answer(self, request: Request, base: str) -> Response:
        row, given = self._find(request, base)
        if row.open:
            asked = Asked(self.engine, _nobody(self.engine, request), NO_TOKEN, given)
            return _as_response(row, row.run(asked))
        token = self.token(request)
        if "room" in given:
            given["room"] = self._room(given["room"])
        self._check_scope(row, token, given.get("room", ""))
        query = _query(row, request)
        raw = await request.body.read() if row.body is not None or not request.body.whole else b""
        body = _body(row, request, raw)
        self._check_pace(row, token, body)
        if row.stream:
            if request.head.method == "HEAD":
                raise Wrong(405, "NOT_ALLOWED", "Only GET may be asked here.", headers={"Allow": "GET"})
            answer: Response = row.run(self, request, token, query)
            return answer
        key = _key(row, request)
        if not key:
            return (await self.do(row, request, token, given, query, body))[0]
        return await self._once(row, request, token, given, query, body, key, raw)

    def _room(self, given: str) -> str:
        """The room's name, for how it is given: with its # or without, or by its number."""
        number = _BY_ID.fullmatch(given)
        room = self.engine.chat.world.journal(int(number[1])) if number else None
        if isinstance(room, Room):
            return room.name
        return given if given.startswith("#") else f"#{given}"

    def token(self, request: Request) -> Token:
        """The token of the request, which is good. Raises Refused."""
        secret = request.bearer
        if not request.caller.secure:
            raise Wrong(403, "NOT_SECURE", "A token is only taken over https, or on the server's own machine. Others "
                        "may have read this one on the way: revoke it.")  # fmt: skip
        self.engine.begin()
        token = tokens.find(self.engine.chat, secret)
        if token is None:
            guessing.wrong_token(self.engine.chat, request.caller.address)
            raise Wrong(401, "BAD_TOKEN", "This token was revoked, is over, or was never good. To make one: "
                        "/token add NAME SCOPE...", headers=CHALLENGE)  # fmt: skip
        return token

    def visit(self, request: Request, token: Token, *, present: bool) -> tuple[Visit, Session, Ending]:
        """Who asks, and a session for one call of theirs. Raises Refusal."""
        engine = self.engine
        engine.begin()
        visit = self.visits.come(token, request.caller.address, present=present)
        ending = Ending(engine.loop)
        profile = Profile.of(API, 0, text_line)
        session = Session(engine.chat, profile, ending, request.caller.address, True, direct=False)
        session.user = visit.session.me
        session.login = token.token_hash
        self.visits.check(session)
        tokens.used(engine.chat, token)
        return visit, session, ending

    async def do(
        self, row: Call, request: Request, token: Token, given: dict[str, str], query: Any, body: Any, key: str = "",
        asked_hash: bytes = b"",
    ) -> tuple[Response, bytes]:  # fmt: skip
        """Do it; the answer, once the log has what was done, and its bytes."""
        visit, session, ending = self.visit(request, token, present=False)
        asked = Asked(self.engine, session, token, given, query, body)
        session.captured = []
        found = row.run(asked)
        if isinstance(found, Awaitable):
            found = await found
        self.engine.begin()
        if token.number not in self.engine.chat.world.api_tokens.numbers:
            raise Ended
        if row.says and not visit.over:
            visit.session.last_active = self.engine.chat.now
        response = _as_response(row, found)
        if key:
            kept = _without(response.body, row.once)
            self.engine.chat.emit(
                AnswerKept(
                    token=token.number,
                    key=key,
                    at=self.engine.chat.now,
                    asked=asked_hash,
                    status=response.status,
                    answer=kept,
                )
            )
        await self._told(session, ending)
        return response, response.body

    async def _told(self, session: Session, ending: Ending) -> None:
        """Wait until the log has all that happened. Raises Refused when it cannot have it now."""
        session.captured = None
        session.send(b"")
        await self.engine.commits.settled()
        if ending.told.done():
            return
        if self.engine.chat.disk_full:
            why = self.engine.commits.outage.says
            raise Wrong(507, "DISK_FULL", f"{why.capitalize()}: what was asked for waits, and is done when it can be "
                        "kept. Repeat it with the same Idempotency-Key to learn of it.",
                        headers={"Retry-After": "10"})  # fmt: skip
        try:
            await asyncio.wait_for(ending.told, PATIENCE)
        except TimeoutError:
            raise Gone from None

    async def _once(
        self, row: Call, request: Request, token: Token, given: dict[str, str], query: Any, body: Any, key: str,
        raw: bytes,
    ) -> Response:  # fmt: skip
        """The same for a call that is done once, however often it comes (draft-ietf-httpapi-idempotency-key-header)."""
        place = token.number, key
        asked = sha256(b"\0".join((row.method.encode(), request.head.target.encode(), raw))).digest()
        if place in self.busy:
            raise Wrong(409, "KEY_BUSY", "A call with this Idempotency-Key is being done. Ask again in a moment.",
                        headers={"Retry-After": "1"})  # fmt: skip
        self.busy.add(place)
        try:
            known = await self._answered(token.number, key)
            self.engine.begin()
            if known is not None and self.engine.chat.aged() - known.at < DAY:
                if known.asked != asked:
                    raise Wrong(422, "KEY_REUSED", "This Idempotency-Key was used for another call. Take another key.")
                answer = self.whole.get(place, known.answer)
                return Response(known.status, {**HEADERS, "Idempotent-Replayed": "true"}, answer)
            response, whole = await self.do(row, request, token, given, query, body, key, asked)
            if row.once:
                self.whole[place] = whole
                if len(self.whole) > SHOWN_ONCE:
                    self.whole.popitem(last=False)
            return response
        finally:
            self.busy.discard(place)

    async def _answered(self, token: int, key: str) -> AnswerKept | None:
        """What was answered before. Raises HistoryAway, HistoryDamaged."""
        try:
            return await self.engine.log.answered(token, key)
        except LogDamaged as error:
            raise unread(error) from None

    def _find(self, request: Request, base: str) -> tuple[Call, dict[str, str]]:
        """The row, and the parts of the path: what is escaped in one stays in it. Raises Refused."""
        target = request.head.target.partition("?")[0]
        path = target[target.index(base) + len(base) :].rstrip("/")
        for pattern, methods in self._patterns.values():
            found = pattern.fullmatch(path)
            if found is None:
                continue
            method = "GET" if request.head.method == "HEAD" else request.head.method
            if method not in methods:
                heads = ["HEAD"] if "GET" in methods and not methods["GET"].stream else []
                allowed = ", ".join(sorted([*methods, *heads]))
                raise Wrong(405, "NOT_ALLOWED", f"Only {allowed} may be asked here.", headers={"Allow": allowed})
            return methods[method], {name: _decoded(part) for name, part in found.groupdict().items()}
        raise Wrong(404, "NOT_FOUND", "There is no such call. All that there are: GET /api/v1/openapi.json")

    def _check_scope(self, row: Call, token: Token, room: str) -> None:
        if not row.scope or allows(tokens.scopes_of(token), row.scope, room):
            return
        needed = row.scope if not room else f"{row.scope} or {row.scope}:{room}"
        raise Wrong(403, "NOT_IN_SCOPE", f"This token is not for that: it would need the scope {needed}.", row.scope)

    def _check_pace(self, row: Call, token: Token, body: Any) -> None:
        """Whether it comes too fast: all calls of the token, and what is said as lines of the account on IRC are."""
        limits, clock = self.engine.limits, self.engine.loop.time()
        if not limits.flood_burst:
            return
        bucket = self.buckets.get(token.number)
        if bucket is None:
            rules = self.rules()
            bucket = self.buckets[token.number] = TokenBucket(rules.burst, rules.rate)
            if len(self.buckets) > BUCKETS:
                self.buckets.popitem(last=False)
        wait = bucket.take(clock, 1.0)
        if not wait and row.says:
            cost = max(1.0, len(getattr(body, "text", "").encode(errors="replace")) / COST_BYTES)
            wait = self.engine.allowance_of(token.account).take(clock, cost)
        if wait:
            seconds = str(int(wait) + 1)
            raise Wrong(429, "TOO_FAST", f"That is too fast. Go on in {seconds} s.", headers={"Retry-After": seconds})


HEADERS = {"Content-Type": JSON, "Cache-Control": "no-store"}
NO_TOKEN = Token(0, 0, 0, "", b"", ())


def _nobody(engine: Engine, request: Request) -> Session:
    return Session(
        engine.chat, Profile.of(API, 0, text_line), Ending(engine.loop), request.caller.address, request.caller.secure
    )


def _as_response(row: Call, found: Any) -> Response:
    if isinstance(found, Response):
        return found
    if found is None or row.answer is Nothing:
        return Response(204, {"Cache-Control": "no-store"})
    return Response(201 if row.makes else 200, HEADERS, msgspec.json.encode(found))


def _without(body: bytes, fields: tuple[str, ...]) -> bytes:
    """The answer without what is shown only once."""
    if not fields:
        return body
    found = msgspec.json.decode(body)
    return msgspec.json.encode({**found, **{name: "" for name in fields if name in found}})


def _key(row: Call, request: Request) -> str:
    given = request.head.all("idempotency-key")
    if not given or row.method != "POST":
        return ""
    if len(given) > 1 or not _KEY.fullmatch(given[0]):
        raise Wrong(400, "BAD_KEY", "An Idempotency-Key is 1 to 128 printable ASCII characters without a space.")
    return given[0]


@cache
def _fields(query: type[msgspec.Struct]) -> dict[str, bool]:
    """The fields of a query, and whether each is a whole number: msgspec would take `1e2` and `5.0` for such, too."""
    kind = msgspec.inspect.type_info(query)
    assert isinstance(kind, msgspec.inspect.StructType)
    return {one.encode_name: isinstance(one.type, msgspec.inspect.IntType) for one in kind.fields}


def _query(row: Call, request: Request) -> Any:
    given = request.query
    if row.query is None:
        if given:
            raise Wrong(400, "BAD_QUERY", f"This call takes no {next(iter(given))[:40]!r} behind a ?.")
        return None
    known = _fields(row.query)
    unknown = next((name for name in given if name not in known), None)
    if unknown is not None:
        raise Wrong(
            400, "BAD_QUERY", f"This call takes no {unknown[:40]!r} behind a ?, but {', '.join(sorted(known))}."
        )
    read: dict[str, str | int] = dict(given)
    for name in [name for name in given if known[name]]:
        number = whole(given[name], LARGEST)
        if number is None:
            raise Wrong(
                400, "BAD_QUERY", f"What stands behind the ? does not fit: {name} is a whole number, in digits."
            )
        read[name] = number
    try:
        return msgspec.convert(read, row.query, strict=False)
    except msgspec.ValidationError as error:
        raise Wrong(400, "BAD_QUERY", f"What stands behind the ? does not fit: {error}.") from None


def _body(row: Call, request: Request, raw: bytes) -> Any:
    if row.body is None:
        if raw.strip():
            raise Wrong(400, "BAD_BODY", "This call takes no body.")
        return None
    if request.field("content-type").partition(";")[0].strip().lower() != JSON:
        raise Wrong(415, "NOT_JSON", "This takes application/json.")
    try:
        return msgspec.convert(decode(raw), row.body)
    except msgspec.ValidationError as error:
        raise Wrong(422, "BAD_BODY", f"This JSON is not what is expected here: {error}.") from None


def _decoded(part: str) -> str:
    """A part of a path, which `judge` has found to be UTF-8."""
    return unquote_to_bytes(part).decode()
