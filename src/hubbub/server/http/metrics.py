"""`/metrics`, for Prometheus: at an address that is for nothing else, or for who has the token.

Whose a request is, its address does not say: what passes it on is on this machine, too.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from hubbub.chat.refusals import TooManyTries
from hubbub.commands.guard import guessing
from hubbub.server.core.engine import Engine

from .problems import of_refusal
from .refused import Refused
from .request import Request
from .response import Response
from .routes import Route

Gather = Callable[[], tuple[str, bytes]]


def rows(engine: Engine, gather: Gather, token: Callable[[], str]) -> tuple[Route, ...]:
    """Where everybody comes. `gather` makes the type and the text of it; `token` is the one that readers need."""

    def metrics(request: Request) -> Response:
        wanted = token()
        if not wanted:
            raise Refused(403, "These figures are read by a token (metrics.token), or at an address metrics://.")
        if not hmac.compare_digest(request.bearer.encode(), wanted.encode()):
            engine.begin()
            try:
                guessing.wrong_token(engine.chat, request.caller.address, "metrics token")
            except TooManyTries as refusal:
                raise of_refusal(refusal) from None
            raise Refused(403, "This is not the token of metrics.token.")
        return _answer(gather)

    return (Route("GET", "/metrics", metrics),)


def open_rows(gather: Gather) -> tuple[Route, ...]:
    """At an address for this alone: who reaches it may read."""
    return (Route("GET", "/metrics", lambda _: _answer(gather)),)


def off_rows() -> tuple[Route, ...]:
    """The same where there are no figures."""

    def off(_: Request) -> Response:
        raise Refused(404, "There are no figures: the settings say so (metrics.on = false).")

    return (Route("GET", "/metrics", off),)


def _answer(gather: Gather) -> Response:
    kind, body = gather()
    return Response(200, {"Content-Type": kind, "Cache-Control": "no-store"}, body)
