"""From what was typed on the page to a visit: one window for each server and name, what was kept, the connection."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from hubbub.typed import links
from hubbub.uplink.addresses import Address
from hubbub.uplink.credentials import Keyring
from hubbub.uplink.thread import Network
from hubbub.views.pieces import safe

if TYPE_CHECKING:
    from hubbub.uplink.starting import Begun

    from .core import VisitCore


class Going(msgspec.Struct, frozen=True):
    """Where to, as whom. `address` has the code of an invitation, if there is one; `password`: of the account of that
    name; `server_password`: what everybody needs there; `keep`: both, in the keyring.
    """

    address: Address
    name: str
    password: str = ""
    server_password: str = ""
    keep: bool = False


class Prepared(msgspec.Struct):
    """What a visit begins with."""

    going: Going
    begun: Begun
    core: VisitCore | None = None

    @property
    def name(self) -> str:
        return self.begun.client.name

    async def keep_passwords(self) -> None:
        """In the keyring, where that is wanted."""
        going, credentials = self.going, self.begun.credentials
        if going.keep and going.password:
            await credentials.keep("password", going.password)
        if going.keep and going.server_password:
            await credentials.keep("server", going.server_password)


async def prepare(going: Going, raised: Callable[[str], None]) -> Prepared:
    """In the network's loop. Raises Trouble: "running" when another window has this server and name already. It is
    raised, and `raised` there is told where this one was to lead.
    """
    from hubbub.uplink.starting import Start, begin

    start = Start(going.address, going.name, going.name, going.password, server_password=going.server_password)
    return Prepared(going, await begin(start, raised, words=going.address.leads))


def begin(network: Network, prepared: Prepared, watch: Callable[[list[object]], None]) -> VisitCore:
    """Connect. What happens is told to `watch`, in the window's thread."""
    from .core import VisitCore

    begun = prepared.begun
    visit = network.visit(
        begun.client,
        lambda: begun.dialer,
        watch,  # type: ignore[arg-type]
        keep=begun.keeper,
        patient=bool(begun.client.state.buffers),  # who was there before goes in without a connection, too
    )
    prepared.core = VisitCore(visit)
    return prepared.core


async def keyring_there() -> bool:
    return await Keyring().there()


def invitation(text: str) -> str:
    """`Invitation to garden on chat.example.org`, for the page; '' when it is none."""
    try:
        link = links.read(text)
    except links.NoLink:
        return ""
    return f"Invitation to {safe(link.room)} on {link.host}" if link.room else f"Invitation to {link.host}"
