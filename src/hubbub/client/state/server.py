"""The server and the connection to it."""

from __future__ import annotations

from typing import Literal

import msgspec

Step = Literal["offline", "registering", "entering", "ready"]


class Server(msgspec.Struct):
    """What the server says of itself. `lobby`: the room where everybody starts, '' without one. `supports`: the tokens
    of ISUPPORT; `capabilities`: those that are enabled on this connection. `needs_email`: an account is made with an
    e-mail address only.
    """

    name: str = ""
    network: str = ""
    lobby: str = ""
    icon: str = ""
    supports: dict[str, str] = msgspec.field(default_factory=dict)
    capabilities: frozenset[str] = frozenset()
    needs_email: bool = False


class Connection(msgspec.Struct):
    """`step`: "offline" (none), "registering" (until the welcome), "entering" (rooms and what was missed are being
    fetched), "ready". `been_here`: the server has let us in before, so that this is a coming back. `reason`: why the
    last connection ended, in the server's words or the system's.
    """

    step: Step = "offline"
    been_here: bool = False
    reason: str = ""
