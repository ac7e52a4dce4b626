"""What a start leaves to the first who needs it: it is large, and many servers never need it. A process that takes over
from another one, at once or some day, imports it before it waits: the program on disk may be a newer one then."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from hubbub.server.core.on_disk import DISK
from hubbub.settings import Settings

WEBSOCKET = "hubbub.server.http.websocket"
API = "hubbub.server.http.api.table"
CERTIFICATES = "hubbub.server.process.certificates"
METRICS = "hubbub.server.process.metrics"
PUSH = "hubbub.server.push.starting"


def asked_for(settings: Settings) -> list[str]:
    """The modules that these settings ask for, and others do not."""
    asked = ((CERTIFICATES, settings.acme.on), (METRICS, settings.metrics.on), (PUSH, settings.push.enabled))
    return [name for name, wanted in asked if wanted]


def import_all(settings: Settings) -> None:
    """What is not installed on this machine is left out."""
    for name in (WEBSOCKET, *([API] if settings.api.on else ()), *asked_for(settings), "uvloop", "resource"):
        with suppress(ImportError):
            import_module(name)


def import_for(settings: Settings) -> None:
    """What settings ask for that are new to this process. Raises CannotImport."""
    for name in asked_for(settings):
        DISK.load(name)
