"""`/metrics`, for Prometheus: for who has the token, or, where there is none, for this machine alone.

A request that a proxy has passed on is nobody's of this machine, whatever its address says.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

from hubbub.wire.addresses import is_loopback

from .refused import Refused
from .request import Request
from .response import Response
from .routes import Route

PASSED_ON = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via")


def rows(gather: Callable[[], tuple[str, bytes]], token: Callable[[], str]) -> tuple[Route, ...]:
    """`gather` makes the type and the text of it; `token` is the one that readers need, or empty."""

    def metrics(request: Request) -> Response:
        wanted = token()
        if wanted:
            if not hmac.compare_digest(request.bearer.encode(), wanted.encode()):
                raise Refused(403, "This is not the token of metrics.token.")
        elif not is_loopback(request.caller.address) or any(request.field(name) for name in PASSED_ON):
            raise Refused(403, "Only this machine may read that, or who has a token (metrics.token).")
        kind, body = gather()
        return Response(200, {"Content-Type": kind, "Cache-Control": "no-store"}, body)

    return (Route("GET", "/metrics", metrics),)
