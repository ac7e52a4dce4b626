"""All calls, put together."""

from __future__ import annotations

from hubbub.server.http.response import Response

from . import accounts, messages, moderation, people, rooms, server, stream
from .calls import HEADERS, Asked, Call, Calls
from .openapi import openapi

__all__ = ["CALLS", "Calls"]


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
