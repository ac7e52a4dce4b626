"""What one process hands to the next, as data: of each listener and each connection what there is to know. Sockets are
places in a list that goes beside it (`channel`), and later their numbers."""

from __future__ import annotations

from typing import Literal

import msgspec

from hubbub.chat.events import LeaveReason
from hubbub.chat.restoring.handed import HandedSession, HandedWorld
from hubbub.dialects.handed import HandedIrc
from hubbub.dialects.plain.state import PlainState
from hubbub.server.core.rate_limit import Level
from hubbub.server.net.addresses import HandedAddresses
from hubbub.wire.lines import BadLine
from hubbub.wire.telnet import Heard


class HandedListener(msgspec.Struct):
    """A listener of the settings, as it writes itself, and its sockets."""

    place: str
    sockets: list[int]
    opened: bool = False  # by systemd: it stands in no settings


class HandedOpening(msgspec.Struct, kw_only=True):
    """Somebody who has not said yet what they are. `received`: the beginning of it; `outside`: who came from nobody
    knows where, by a proxy on this machine."""

    socket: int
    address: str
    port: int
    kind: str
    counted: str
    banned: str = ""
    received: bytes = b""
    outside: bool = False


class HandedConnection(msgspec.Struct, kw_only=True):
    """A connection. `socket` -1: it could not be handed over; whose it is may come back for some time.

    `framing`: `lines`, or the kind of a WebSocket's messages, `text` or `binary`. `counted`: the address with which it
    is counted. `received` is a line that has begun to come, `telnet` what is known of a person's client, `lines` those
    that wait, `unsent` what it is still to be told, `allowance` how much it may say. `deaf`: why it has ended, if it
    has, and only what it had said is still to be done.
    """

    session: HandedSession
    dialect: str
    caps: int
    irc: HandedIrc | None = None
    plain: PlainState | None = None
    socket: int = -1
    framing: str = "lines"
    address: str = ""
    port: int = 0
    secure: bool = False
    kind: str = "any"
    carrier: str = "tcp"
    counted: str = ""
    received: bytes = b""
    telnet: Heard | None = None
    lines: list[str | BadLine] = []
    unsent: bytes = b""
    allowance: Level | None = None
    deaf: LeaveReason | Literal[""] = ""


class Handover(msgspec.Struct, kw_only=True):
    format: int
    version: str
    listeners: list[HandedListener]
    world: HandedWorld
    connections: list[HandedConnection]
    openings: list[HandedOpening]
    addresses: HandedAddresses = HandedAddresses()
    shared: dict[int, Level] = {}  # the allowances of accounts with several connections
