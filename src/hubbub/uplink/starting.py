"""What a face needs before a visit: a client that goes on where the last one stopped, the way, and to be alone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from hubbub.client.catchup import MOST_PAGES
from hubbub.client.protocol.login import Login
from hubbub.client.session import Client

from .addresses import Address
from .credentials import Credentials, Keyring
from .dial import Dialer, known
from .keeping import Keeper, folder_of
from .places import config_directory, runtime_directory, state_directory
from .servers import FILE_NAME, Saved, Servers
from .single import Single


class Folders(msgspec.Struct, frozen=True):
    """Where files are; the platform's directories unless given."""

    config: Path = msgspec.field(default_factory=config_directory)
    state: Path = msgspec.field(default_factory=state_directory)
    runtime: Path = msgspec.field(default_factory=runtime_directory)


class Start(msgspec.Struct, frozen=True):
    """Where to, and who one is there. `account`: to log in to, by this password or the keyring's; `certificate`: of
    ours, to log in by; `server_password`: what everybody needs there, if it is not in the keyring.
    """

    address: Address
    name: str
    account: str = ""
    password: str = ""
    certificate: Path | None = None
    server_password: str = ""

    __repr__ = object.__repr__  # no password in what is logged


class Begun(msgspec.Struct):
    """A visit may begin: `Visit(begun.client, watch, keep=begun.keeper).run(begun.dialer)`; `end` when it is over."""

    start: Start
    client: Client
    dialer: Dialer
    keeper: Keeper
    credentials: Credentials
    _single: Single
    _servers: Servers

    def remember(self, title: str, place: str) -> None:
        """Put the server among the saved ones, as the last one used. Raises Trouble("file")."""
        start = self.start
        self._servers.put(
            Saved(
                address=str(start.address),
                name=start.name,
                title=title,
                account=start.account if self.client.login is not None else "",
                certificate=str(start.certificate or ""),
                place=place,
                used=datetime.now(UTC),
            )
        )

    def end(self) -> None:
        """Make room for the next start."""
        self._single.end()


async def begin(
    start: Start,
    raised: Callable[[str], None],
    *,
    words: str = "",
    folders: Folders | None = None,
    keyring: Keyring | None = None,
) -> Begun:
    """Be the one face of this server and name. `raised` is called with the words of a second start, `words` are ours.

    Raises Trouble: "running" when there is another one, which was raised; "file", "own-certificate".
    """
    folders = folders or Folders()
    folder = folder_of(start.address, start.name, folders.state)
    dialer = Dialer(start.address, known(folders.config), start.certificate)
    single = Single(folder.name, raised, folders.runtime)
    await single.begin(words)
    try:
        credentials = Credentials(start.address.place, start.name, folders.state, keyring)
        keeper = Keeper(folder, credentials)
        client = await _client(start, credentials)
        await keeper.restore(client)
    except BaseException:
        single.end()
        raise
    servers = Servers(folders.config / FILE_NAME)
    return Begun(start, client, dialer, keeper, credentials, single, servers)


async def _client(start: Start, credentials: Credentials) -> Client:
    first = start.server_password or await credentials.find("server") or start.address.code
    client = Client(start.name, secrets.token_hex(6), first, most_missed=MOST_PAGES)
    client.external = start.certificate is not None
    if start.account:
        password = start.password or await credentials.find("password")
        client.login = Login(start.account, password) if password else None
    return client
