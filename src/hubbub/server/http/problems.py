"""What is wrong with a call, as a program reads it: problem details (RFC 9457)."""

from __future__ import annotations

import re
from http import HTTPStatus

import msgspec

from hubbub.chat import refusals as why
from hubbub.chat.refusals import Refusal
from hubbub.dialects.refusals import sentence
from hubbub.server.http.refused import Refused
from hubbub.server.http.response import Response

JSON = "application/json"
PROBLEM = "application/problem+json"
FOR_PROGRAMS = "/api/"  # below it nobody but programs asks


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """`detail` says what is wrong and what helps; `code` is for programs, and stays; `about` is what it is about."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    about: str = ""


STATUS: dict[type[Refusal], int] = {
    **dict.fromkeys(
        (
            why.NobodyNamed, why.NoHistory, why.NoSuchAccount, why.NoSuchAct, why.NoSuchBan, why.NoSuchFile,
            why.NoSuchInvite, why.NoSuchReport, why.NoSuchRoom, why.NoSuchToken, why.NotPinned, why.NotThere,
            why.UnknownMessage, why.UnknownPoint,
        ),
        404,
    ),
    **dict.fromkeys(
        (
            why.AccountExists, why.AlreadyPinned, why.AlreadyThere, why.CannotUndo, why.ChangedSince,
            why.ClientIdReused, why.NameTaken, why.NameOwned, why.RoomNameInUse, why.ListFull, why.TooManyPins,
            why.TooManyInvites, why.TooManyRooms, why.TooMuchHeld,
        ),
        409,
    ),
    **dict.fromkeys(
        (
            why.BadBan, why.BadInvite, why.BadModeArgument, why.BadName, why.BadRoomName, why.BadSearch, why.MeansMany,
            why.NoSuchLevel, why.NoText, why.NoWords, why.TextTooLong, why.TopicTooLong, why.WeakPassword,
            why.BadPassword,
        ),
        422,
    ),
    **dict.fromkeys((why.TooManyConnections, why.TooManyNewRooms, why.TooManyReports, why.TooManyTries), 429),
    why.TooManyOfYours: 429,
    why.HistoryDamaged: 500,
    **dict.fromkeys((why.HistoryAway, why.TooManyLogins), 503),
    why.DiskFull: 507,
}  # fmt: skip
"""How HTTP calls a refusal, or the nearest class above it; 403 for others: they may not."""

CALLS = {
    "/audit": "GET /audit",
    "/invite-link list": "GET /invitations",
    "/invite-link revoke NUMBER": "DELETE /invitations/{n}",
    "/pins": "GET /rooms/{room}/pins",
    "/reports": "GET /reports",
    "/unpin": "DELETE /rooms/{room}/pins/{id}",
}
"""What people type, of what refusals name, and the call that does the same."""
_TYPED = re.compile(rf"(?:type )?({'|'.join(CALLS)})\b")

CODES = {
    400: "BAD_REQUEST", 401: "NO_TOKEN", 403: "FORBIDDEN", 404: "NOT_FOUND", 405: "NOT_ALLOWED", 408: "TOO_SLOW",
    413: "TOO_LARGE", 415: "NOT_JSON", 417: "NOT_EXPECTED", 429: "TOO_FAST", 431: "TOO_LARGE", 500: "BUG",
    503: "NOT_NOW", 507: "DISK_FULL",
}  # fmt: skip


class Wrong(Refused):
    """A call is refused, with a code for programs."""

    def __init__(self, status: int, code: str, sentence: str, about: str = "", headers: dict[str, str] | None = None):
        super().__init__(status, sentence, headers)
        self.code = code
        self.about = about


def of_refusal(refusal: Refusal) -> Wrong:
    """The same as HTTP has it."""
    status = next((STATUS[kind] for kind in refusal.__class__.__mro__ if kind in STATUS), 403)
    headers = {"Retry-After": refusal.details.get("seconds", "10")} if status in (429, 503, 507) else None
    return Wrong(status, refusal.code, sentence(refusal, in_calls), refusal.about, headers)


def in_calls(form: str) -> str:
    """What a sentence says to type, as programs ask for it."""
    return _TYPED.sub(lambda found: CALLS[found[1]].replace("{", "{{").replace("}", "}}"), form)


def response(refused: Refused) -> Response:
    """The answer to a call that was refused."""
    code = refused.code if isinstance(refused, Wrong) else CODES.get(refused.status, "REFUSED")
    problem = Problem(
        type=f"urn:hubbub:problem:{code.lower().replace('_', '-')}",
        title=HTTPStatus(refused.status).phrase,
        status=refused.status,
        detail=refused.sentence,
        code=code,
        about=refused.about if isinstance(refused, Wrong) else "",
    )
    headers = {"Content-Type": PROBLEM, "Cache-Control": "no-store", **refused.headers}
    return Response(refused.status, headers, msgspec.json.encode(problem))
