"""What an authority asks for that looks whether a host name is ours (http-01: RFC 8555, 8.3)."""

from __future__ import annotations

from collections.abc import Mapping

from .head import FOR_AUTHORITIES
from .refused import Refused
from .request import Request
from .response import Response
from .routes import Route


def rows(answers: Mapping[str, str]) -> tuple[Route, ...]:
    """`answers` by token, while there are any."""

    def challenge(request: Request) -> Response:
        answer = answers.get(request.params["token"])
        if answer is None:
            raise Refused(404, "Nobody waits for that.")
        return Response(200, {"Content-Type": "application/octet-stream", "Cache-Control": "no-store"}, answer.encode())

    return (Route("GET", f"{FOR_AUTHORITIES}{{token}}", challenge),)
