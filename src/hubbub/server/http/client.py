"""The web client: its page at `/`, and its files beside it. Until there is one, `/` says how to join with others."""

from __future__ import annotations

from pathlib import Path

import hubbub

from .pages import Pages
from .request import Request
from .response import Response
from .routes import Route
from .static import Folder

CLIENT = Path(hubbub.__file__).parent / "web"
INDEX = "index.html"


def rows(pages: Pages) -> tuple[Route, ...]:
    folder = Folder(CLIENT)

    def index(request: Request) -> Response:
        return folder.page(INDEX, request) if folder.asset(INDEX) else pages.clients(request)

    def file(request: Request) -> Response:
        return folder.answer(request.params["name"], request)

    return Route("GET", "/", index), Route("GET", "/{name*}", file)
