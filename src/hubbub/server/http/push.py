"""A browser that is told of messages is reached at another address: its service worker says so, while no page is open.

Who it is its cookie says (session.py). docs/ext/push.md has it for clients.
"""

from __future__ import annotations

import msgspec

from hubbub.chat.refusals import Refusal
from hubbub.chat.world.push import Subscription
from hubbub.commands.accounts import logins, push
from hubbub.dialects.irc.accounts.push import keys_of
from hubbub.dialects.refusals import sentence
from hubbub.server.core.engine import Engine

from .body import BodyLimits
from .refused import Refused
from .request import Request
from .response import Response
from .routes import Route
from .session import cookie_of

LIMITS = BodyLimits(4096)
NOBODY = "This browser is told of nothing."


class Moved(msgspec.Struct, frozen=True):
    """The body: a PushSubscription of the browser as JSON (https://www.w3.org/TR/push-api/)."""

    endpoint: str
    keys: dict[str, str]


def rows(engine: Engine, prefix: str) -> tuple[Route, ...]:
    """`prefix` is the path under which browsers find us, without its last slash."""
    chat = engine.chat

    async def moved(request: Request) -> Response:
        """In place of where it was told before: nobody begins to be told this way."""
        given = await request.json_as(Moved)
        token = cookie_of(request.head, tls=request.caller.tls, prefix=prefix)
        secure = request.caller.secure
        service = engine.push
        if service is None or logins.device_of(chat, token, secure=secure) is None:
            raise Refused(404, NOBODY)
        try:
            wanted = Subscription(given.endpoint, 0, *keys_of(given.keys))
            await service.check(wanted.endpoint, wanted.key)
            engine.begin()
            found = logins.device_of(chat, token, secure=secure)
            if found is None:
                raise Refused(404, NOBODY)
            push.move(chat, *found, wanted)
        except ValueError as error:
            raise Refused(400, f"This is no subscription: {error}.") from None
        except Refusal as refusal:
            raise Refused(400, sentence(refusal)) from None
        await engine.commits.settled()
        return Response(204, {"Cache-Control": "no-store"})

    return (Route("POST", "/session/push", moved, limits=LIMITS),)
