"""What is kept of the owner of an account, for whoever brings the token: written as the connection takes it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from hubbub.chat.world.accounts import Account
from hubbub.commands.accounts import exports
from hubbub.commands.accounts.exports import BEGINNING, Position
from hubbub.server.core.engine import Engine

from .refused import Refused
from .request import Request
from .response import Response
from .routes import Route

NO_TOKEN = "This link was used before, is older than ten minutes, or was never good. Type /account export again."
NO_TLS = "Others could read this on the way, so the link is good no more. Type /account export again, and use https."
HEADERS = {
    "Content-Type": "application/x-ndjson",
    "Content-Disposition": 'attachment; filename="hubbub-account.jsonl"',
    "Cache-Control": "no-store",
}


def rows(engine: Engine) -> tuple[Route, ...]:
    """A look at the head alone is no use of the token."""

    def download(request: Request) -> Response:
        """The answer to who brings this token, which is used up by it."""
        engine.begin()
        account = exports.taken(engine.chat, request.params["token"])
        if not request.caller.secure:
            raise Refused(403, NO_TLS)
        if account is None:
            raise Refused(404, NO_TOKEN)
        return Response(200, HEADERS, parts=_parts(engine, account))

    return (Route("GET", "/export/{token}", download, with_head=False),)


async def _parts(engine: Engine, account: Account) -> AsyncIterator[bytes]:
    """JSON lines, a part at a time."""
    place: Position | None = BEGINNING
    while place is not None:
        lines, place = await exports.part(engine.chat, account, place)
        yield "".join(f"{line}\n" for line in lines).encode()
