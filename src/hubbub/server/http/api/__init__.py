"""The HTTP API: what programs do by a token, through the chat's own commands and its table of rights (docs/api.md)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hubbub.server.core.engine import Engine
from hubbub.server.core.on_disk import DISK, CannotImport
from hubbub.server.http.body import BodyLimits
from hubbub.server.http.head import API
from hubbub.server.http.problems import Wrong, response
from hubbub.server.http.request import Request
from hubbub.server.http.response import Response
from hubbub.server.http.routes import Route
from hubbub.settings import Api as Rules

if TYPE_CHECKING:
    from .calls import Calls

BASE = API
BODY = BodyLimits(64 * 1024)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # of the last the calls say what there is instead


def rows(engine: Engine, rules: Callable[[], Rules]) -> tuple[Route, ...]:
    """All below BASE goes to the calls, which have a table of their own: it is what OpenAPI is made of. It is read with
    the first request: a server that no program asks does without."""
    api = Api(engine, rules)
    return tuple(Route(method, f"{BASE}/{{rest*}}", api.answer, BODY) for method in METHODS)


class Api:
    """Answers what is asked below BASE, by the settings as they are now."""

    def __init__(self, engine: Engine, rules: Callable[[], Rules]) -> None:
        self.engine = engine
        self.rules = rules
        self.calls: Calls | None = None

    async def answer(self, request: Request) -> Response:
        if not self.rules().on:
            return response(Wrong(403, "API_OFF", "Programs may do nothing here: [api] on = false in the settings."))
        if self.calls is None:  # what it takes is read beside the loop, so that nobody else waits
            try:
                table = await self.engine.loop.run_in_executor(None, DISK.load, f"{__package__}.table")
            except CannotImport as error:
                return response(Wrong(503, "NOT_NOW", str(error), headers={"Retry-After": "10"}))
            self.calls = self.calls or table.Calls(self.engine, table.CALLS, self.rules)
        return await self.calls.answer(request, BASE)
