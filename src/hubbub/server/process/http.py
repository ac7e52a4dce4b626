"""What this server has over HTTP, by its settings: the tables of its addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hubbub
from hubbub.commands.guard import access
from hubbub.server.http import challenge, health, metrics
from hubbub.server.http.routes import Routes
from hubbub.server.http.site import site

if TYPE_CHECKING:
    from .server import Server


def for_everybody(server: Server) -> Routes:
    """At the addresses where people come."""
    settings = server.settings
    more = [*challenge.rows(server.answers)] if settings.acme.on else []
    if server.metrics is not None:
        more += metrics.rows(server.engine, server.metrics.text, lambda: server.settings.metrics.token)
    return site(
        server.engine,
        lambda: _about(server),
        lambda: server.settings.api,
        settings.web.url,
        server.files,
        server.health.troubles,
        more,
    )


def for_watchers(server: Server) -> Routes:
    """All there is at addresses for `metrics`."""
    rows = health.rows(server.engine, server.health.troubles)
    figures = metrics.off_rows() if server.metrics is None else metrics.open_rows(server.metrics.text)
    return Routes((*rows, *figures))


def _about(server: Server) -> dict[str, str]:
    """What pages say of this server."""
    settings, policy = server.settings, server.engine.chat.policy
    return {
        "server": server.name,
        "lobby": settings.server.lobby,
        "access": settings.server.access,
        "icon": settings.server.icon,
        "irc": settings.web.irc,
        "register": "yes" if access.may_register(server.engine.chat) else "",
        "fingerprint": server.fingerprint,
        "pin": server.public_address().pin,
        "version": hubbub.__version__,
        "largest": str(policy.files.largest) if policy.files.on else "",
    }
