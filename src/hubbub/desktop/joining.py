"""From what was typed on the page to a visit: one window for each server and name, what was kept, the connection."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hubbub.uplink import addresses
from hubbub.uplink.addresses import Address
from hubbub.uplink.credentials import Credentials, Keyring
from hubbub.uplink.places import config_directory
from hubbub.uplink.thread import Network
from hubbub.uplink.trouble import Trouble

if TYPE_CHECKING:
    from hubbub.client.session import Client
    from hubbub.uplink.keeping import Keeper
    from hubbub.uplink.single import Single

    from .core import VisitCore


@dataclass(frozen=True, slots=True)
class Going:
    """Where to, as whom. `account`: the password is that of an account; `code`: of an invitation."""

    address: Address
    name: str
    password: str = ""
    code: str = ""
    keep: bool = False


@dataclass
class Prepared:
    """What a visit begins with. `aside`: a damaged file of ours was put aside, in words."""

    going: Going
    client: Client
    single: Single
    keeper: Keeper
    credentials: Credentials
    core: VisitCore | None = field(default=None)
    aside: str = ""


async def prepare(going: Going, raised: Callable[[str], None]) -> Prepared:
    """In the network's loop. Raises Trouble: "running" when another window has this server and name already."""
    from hubbub.client.session import Client
    from hubbub.uplink.keeping import Keeper, folder_of
    from hubbub.uplink.single import Single

    folder = folder_of(going.address, going.name)
    single = Single(folder.name, raised)
    await single.begin()
    credentials = Credentials(going.address.place, going.name)
    client = Client(going.name, secrets.token_hex(6))
    keeper = Keeper(folder, credentials)
    try:
        aside = await keeper.restore(client)
        client.password = await _password(going, credentials)
    except Trouble:
        single.end()
        raise
    said = f"{aside.file} was damaged. It is kept as {aside.kept_as}, and a new one was begun." if aside else ""
    return Prepared(going, client, single, keeper, credentials, aside=said)


async def _password(going: Going, credentials: Credentials) -> str:
    """What is sent first: an invitation's code, or the account with its password, typed now or kept in the keyring."""
    if going.code or going.address.code:
        return going.code or going.address.code
    password = going.password or await credentials.find("password")
    return f"{going.name}:{password}" if password else ""


def begin(network: Network, prepared: Prepared, watch: Callable[[list[object]], None]) -> VisitCore:
    """Connect. What happens is told to `watch`, in the window's thread."""
    from hubbub.uplink.dial import Dialer, known

    from .core import VisitCore

    address = prepared.going.address
    visit = network.visit(
        prepared.client,
        lambda: Dialer(address, known(config_directory())),
        watch,  # type: ignore[arg-type]
        keep=prepared.keeper,
        patient=bool(prepared.client.state.buffers),  # who was there before goes in without a connection, too
    )
    prepared.core = VisitCore(visit)
    return prepared.core


async def keyring_there() -> bool:
    return await Keyring().there()


def invitation(text: str) -> str:
    """`Invitation to garden on chat.example.org`, for the page; '' when it is none."""
    try:
        address = addresses.read(text)
    except Trouble:
        return ""
    room = f" to {address.room.removeprefix('#')}" if address.room else ""
    return f"Invitation{room} on {address.host}" if address.code else ""
