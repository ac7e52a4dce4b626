"""Whether the server is well, for those who watch over it."""

from __future__ import annotations

from hubbub.server.core.engine import Engine

from .request import Request
from .response import Response, text
from .routes import Route


def rows(engine: Engine) -> tuple[Route, ...]:
    def health(_: Request) -> Response:
        if engine.commits.dead:
            return text("the log is broken", 503)
        if engine.chat.disk_full:
            return text("the disk is full", 503)
        return text("ok", headers={"Cache-Control": "no-store"})

    return (Route("GET", "/healthz", health),)
