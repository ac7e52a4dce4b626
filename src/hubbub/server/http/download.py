"""What is kept of the owner of an account, for whoever brings the token: written as the connection takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from hubbub.chat.world.accounts import Account
from hubbub.commands.accounts import exports
from hubbub.commands.accounts.exports import BEGINNING, Position

if TYPE_CHECKING:
    from hubbub.server.core.engine import Engine

    from .protocol import HttpConnection

NO_TOKEN = "This link was used before, is older than ten minutes, or was never good. Type /account export again.\n"
NO_TLS = "Others could read this on the way, so the link is good no more. Type /account export again, and use https.\n"


class Download(web.StreamResponse):
    """JSON lines, a part at a time."""

    def __init__(self, engine: Engine, account: Account) -> None:
        super().__init__()
        self.engine = engine
        self.account = account
        self.content_type = "application/x-ndjson"
        self.headers["Content-Disposition"] = 'attachment; filename="hubbub-account.jsonl"'
        self.headers["Cache-Control"] = "no-store"

    async def write_parts(self, connection: HttpConnection) -> None:
        """Write all of it. Whoever takes nothing for a while is cut off; how long all of it takes does not matter."""
        place: Position | None = BEGINNING
        while place is not None:
            lines, place = await exports.part(self.engine.chat, self.account, place)
            if lines:
                await self.write("".join(f"{line}\n" for line in lines).encode())
            connection.took_some()


def download(engine: Engine, token: str, *, secure: bool) -> web.StreamResponse:
    """The answer to who brings this token, which is used up by it."""
    engine.begin()
    account = exports.taken(engine.chat, token)
    if not secure:
        return web.Response(status=403, text=NO_TLS)
    if account is None:
        return web.Response(status=404, text=NO_TOKEN)
    return Download(engine, account)
