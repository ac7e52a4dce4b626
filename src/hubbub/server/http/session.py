"""The cookie by which a browser comes back as who it was: set for a ticket, read by WebSockets, taken away.

`__Host-` cookies are sent to this very host over TLS alone; where there is no TLS a name without that must do. Browsers
share cookies between the ports of a host, and a proxy may have several of us behind one name: the cookie's name tells
them apart. How it is used: docs/ext/session.md.
"""

from __future__ import annotations

import re

import msgspec

from hubbub.chat.refusals import Refusal
from hubbub.commands.accounts import logins
from hubbub.dialects.refusals import sentence
from hubbub.server.core.engine import Engine
from hubbub.server.net.hosts import split_host

from .body import BodyLimits
from .head import Head
from .refused import Refused
from .request import Request
from .response import Response
from .routes import Route

LIMITS = BodyLimits(1024)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,128}")


class Ticket(msgspec.Struct, frozen=True):
    """The body of a request for the cookie."""

    ticket: str


def rows(engine: Engine, prefix: str) -> tuple[Route, ...]:
    """`prefix` is the path under which browsers find us, without its last slash."""

    async def keep(request: Request) -> Response:
        """A ticket of the chat connection, for the cookie. It is set once the log knows of it."""
        given = await request.json_as(Ticket)
        engine.begin()
        try:
            kept = logins.redeem(engine.chat, given.ticket, secure=request.caller.secure)
        except Refusal as refusal:
            raise Refused(403, sentence(refusal)) from None
        await engine.commits.settled()
        return _set(request, kept.token, kept.lasts // 1000)

    async def end(request: Request) -> Response:
        """Log out: the cookie is good for nothing any more, here and in the browser."""
        token = cookie_of(request.head, tls=request.caller.tls, prefix=prefix)
        if token:
            engine.begin()
            logins.end(engine.chat, token)
            await engine.commits.settled()
        return _set(request, "", 0)

    def _set(request: Request, token: str, seconds: int) -> Response:
        tls = request.caller.tls
        name = cookie_name(request.host, tls=tls, prefix=prefix)
        path = "/" if tls else f"{prefix}/"
        secure = "; Secure" if tls else ""
        cookie = f"{name}={token}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}"
        return Response(204, {"Set-Cookie": cookie, "Cache-Control": "no-store"})

    return Route("POST", "/session", keep, limits=LIMITS), Route("POST", "/session/end", end, limits=LIMITS)


def cookie_name(host: str, *, tls: bool, prefix: str) -> str:
    """Its name at that Host: ours alone among the servers of the host."""
    port = split_host(host)[1] or (443 if tls else 80)
    place = re.sub(r"[^A-Za-z0-9]", "-", prefix)
    return f"{'__Host-' if tls else ''}hubbub-{port}{place}"


def cookie_of(head: Head, *, tls: bool, prefix: str) -> str:
    """The token that the browser has kept; empty when there is none, or more than one."""
    name = cookie_name(head.host, tls=tls, prefix=prefix)
    pairs = [pair.strip().partition("=") for field in head.all("cookie") for pair in field.split(";")]
    found = [value for key, _, value in pairs if key == name]
    return found[0] if len(found) == 1 and _TOKEN.fullmatch(found[0]) else ""
