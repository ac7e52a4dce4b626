"""The HTTP API: what programs do by a token, through the chat's own commands and its table of rights (docs/api.md)."""

from __future__ import annotations

from hubbub.server.core.engine import Engine
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response
from hubbub.server.http.routes import Route

from . import accounts, messages, moderation, people, rooms, server, stream
from .calls import BODY, HEADERS, Asked, Call, Calls
from .openapi import BASE, openapi

__all__ = ["BASE", "CALLS", "Calls", "rows"]

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def described(asked: Asked) -> Response:
    return Response(200, {**HEADERS, "Cache-Control": "no-cache"}, openapi(CALLS))


CALLS: tuple[Call, ...] = (
    Call(method="GET", path="/openapi.json", does="See this description.", run=described, answer=dict, open=True),
    *people.CALLS,
    *rooms.CALLS,
    *messages.CALLS,
    *stream.CALLS,
    *moderation.CALLS,
    *accounts.CALLS,
    *server.CALLS,
)


def rows(engine: Engine) -> tuple[Route, ...]:
    """All below BASE goes to the calls, which have a table of their own: it is what OpenAPI is made of."""
    calls = Calls(engine, CALLS)

    async def answer(request: Request) -> Response:
        return await calls.answer(request, BASE)

    return tuple(Route(method, f"{BASE}/{{rest*}}", answer, BODY) for method in METHODS)
