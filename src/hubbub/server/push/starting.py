"""A pusher as the settings want it."""

from __future__ import annotations

import ssl
import time

from hubbub.server.core.engine import Engine
from hubbub.server.outgoing.addresses import Allowed
from hubbub.settings import Push

from .pusher import Pusher
from .service import PushServices
from .vapid import Vapid

Means = tuple[Vapid, Allowed, ssl.SSLContext, float, float]


def pusher(engine: Engine, settings: Push) -> Pusher:
    """Its `ca_file` was read before, by the look at the settings."""
    return Pusher(engine, PushServices(*_means(engine, settings)))


def follow(pusher: Pusher, settings: Push) -> None:
    """The settings are others now."""
    if settings.enabled:
        pusher.services.use(*_means(pusher.engine, settings))
        pusher.go_on()
    else:
        pusher.pause()


def _means(engine: Engine, settings: Push) -> Means:
    context = ssl.create_default_context()
    if settings.ca_file:
        context.load_verify_locations(settings.ca_file)
    vapid = Vapid(engine.chat.world.accounts.salt_key, settings.contact, time.time)
    return vapid, Allowed(settings.allow), context, settings.ttl, settings.timeout
