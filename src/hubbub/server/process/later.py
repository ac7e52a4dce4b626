"""What a start leaves to the first who needs it, for whoever cannot wait until then: a process that takes over from
another one, at once or some day. By then the program on disk may be a newer one, whose modules do not fit."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module

from hubbub.server.core.on_disk import DISK

NEEDED = (
    *("hubbub.dialects.irc.dialect", "hubbub.dialects.plain.console", "hubbub.server.core.hashing"),
    *("hubbub.server.http.protocol", "hubbub.server.process.http", "hubbub.server.process.watching"),
    *("hubbub.server.process.handover_websocket", "uvloop", "resource"),
)


AT_START = (
    *("hubbub.dialects.irc.dialect", "hubbub.dialects.plain.console", "hubbub.server.process.watching"),
    *("hubbub.server.http.protocol", "hubbub.server.process.http"),
)


def import_dialects() -> None:
    """What nearly all who come need, and `hubbub upgrade`. They may come when a newer program was put on disk, or when
    no file can be opened any more. All else is imported only while the program on disk is this one."""
    for name in AT_START:
        import_module(name)
    if not DISK.noted:  # a process that goes on after an upgrade that failed is what it was
        DISK.note()


def import_all() -> None:
    """What is not installed on this machine is left out."""
    for name in NEEDED:
        with suppress(ImportError):
            import_module(name)
