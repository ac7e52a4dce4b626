"""Settings that count with the next start alone: what was opened, named or begun by them stays."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from hubbub.settings import Settings

WAITING = (
    "server.name", "server.lobby", "listen.host", "listen.port", "listen.addresses", "listen.tls_cert",
    "listen.tls_key", "data.directory", "web.origins", "web.url", "log.format", "metrics.on", "cluster.log",
    "acme.on", "acme.names", "acme.email", "acme.challenge", "acme.directory", "acme.ca_file",
)  # fmt: skip


def for_later(old: Settings, new: Settings) -> Iterator[str]:
    """A line for each setting that was changed and waits for a restart."""
    for key in WAITING:
        if _value(old, key) != _value(new, key):
            yield f"{key}: changes with the next restart"


def held(old: Settings, new: Settings) -> Settings:
    """The new settings, but for those that wait: these are as they were."""
    for table in {key.partition(".")[0] for key in WAITING}:
        kept = {name: _value(old, f"{table}.{name}") for one, _, name in map(_parted, WAITING) if one == table}
        new = msgspec.structs.replace(new, **{table: msgspec.structs.replace(getattr(new, table), **kept)})
    return new


def _parted(key: str) -> tuple[str, str, str]:
    return key.partition(".")


def _value(settings: Settings, key: str) -> object:
    table, name = key.split(".")
    return getattr(getattr(settings, table), name)
