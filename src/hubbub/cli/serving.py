"""`hubbub serve` behind its options: what was given becomes settings, and a server runs by them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from .reading import bad_settings, config_file, read_settings

if TYPE_CHECKING:
    from hubbub.server.process.early import Early
    from hubbub.settings import Settings


class Given(NamedTuple):
    """What the command line says; None and empty: nothing."""

    host: str | None = None
    port: int | None = None
    addresses: tuple[str, ...] = ()
    data: Path | None = None
    config: Path | None = None
    name: str | None = None
    lobby: str | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    no_limits: bool = False
    cluster: bool = False

    @property
    def flags(self) -> dict[str, object]:
        """Of the settings, by dotted key."""
        return {
            "listen.host": self.host,
            "listen.port": self.port,
            "listen.addresses": self.addresses,
            "listen.tls_cert": absolute(self.tls_cert),
            "listen.tls_key": absolute(self.tls_key),
            "server.name": self.name,
            "server.lobby": self.lobby,
        }

    def settings(self) -> Settings:
        """Read now. Raises SettingsError."""
        return read_settings(self.config, self.data, self.flags)


def contradiction(given: Given, settings: Settings) -> str:
    """Why such a server is not started, in words; empty: it may be."""
    from hubbub.settings import listeners

    if given.no_limits:
        for listener in listeners(settings.listen):
            if not listener.loopback:
                return f"--no-limits is for loopback addresses only, and {listener} is not one"
    if given.cluster and not settings.cluster.log:  # a server never opens another log than the one that is meant
        return "--cluster needs the address of a database: log in the table [cluster] of the settings"
    if settings.cluster.log and not given.cluster:
        return "the settings have a database in [cluster] log: start with --cluster, or take it out"
    return ""


def run(given: Given, settings: Settings, early: Early) -> int:
    """Serve: as all there is, as a node among many machines, or as the child of one that decides. The exit code."""
    from hubbub.settings import SettingsError

    no_limits, reread, file = given.no_limits, given.settings, config_file(given.config, given.data)
    try:
        if not settings.cluster.bus:
            from hubbub.server.process import run

            return run.run(settings, no_limits=no_limits, reread=reread, config=file, early=early)
        from hubbub.server.cluster import child

        if child.is_decider():
            from hubbub.server.cluster import decider

            return decider.run(settings, no_limits=no_limits, reread=reread, config=file, early=early)
        from hubbub.server.cluster import run as node

        return node.run(settings, no_limits=no_limits, reread=reread, early=early)
    except SettingsError as error:
        return bad_settings(error)


def absolute(path: Path | None) -> str | None:
    return None if path is None else str(path.absolute())
