"""The settings as the chat asks for them: by the names that both have, and a few that need a thought."""

from __future__ import annotations

import time
from typing import Any

import msgspec

from hubbub.chat.limits.policy import FileRules, Gateway, Operator, Policy, Sts
from hubbub.settings import Limits, Settings, server_name, server_password

LIFTED = ("flood_burst", "connections_per_address", "connections_per_account", "new_rooms_per_day", "http_burst")


def policy(settings: Settings, limits: Limits) -> Policy:
    """What the chat keeps to. `limits` are those of the settings, or fewer. Raises SettingsError when the password
    file cannot be read."""
    return Policy(
        **by_name(settings, limits),
        server=server_name(settings),
        started_at=time.time_ns() // 1_000_000,
        password=server_password(settings),
        operators=tuple(Operator(given.name, given.password) for given in settings.operators),
        gateways=tuple(Gateway(given.name, given.password, given.hosts) for given in settings.webirc),
        sts=_sts(settings),
        files=_files(settings),
        accounts_open=settings.accounts.open,
        token_days=settings.api.longest_days,
        ascii_names=settings.server.names == "ascii",
    )


def by_name(settings: Settings, limits: Limits) -> dict[str, Any]:
    """The settings that the policy has under the same name."""
    tables = (settings.server, settings.accounts, settings.moderation, settings.history, limits)
    names = set(Policy.__struct_fields__) - {"password"}
    return {name: getattr(table, name) for table in tables for name in table.__struct_fields__ if name in names}


def without_limits(limits: Limits) -> Limits:
    """No flood control, and any number of connections and requests from one address, and of new rooms."""
    return msgspec.structs.replace(limits, **dict.fromkeys(LIFTED, 0))


def _files(settings: Settings) -> FileRules:
    given = settings.files
    return FileRules(given.enabled, given.largest, given.per_person, given.total, given.guests, given.types)


def _sts(settings: Settings) -> Sts | None:
    given = settings.sts
    hosts = tuple(name.lower().removesuffix(".") for name in given.names)
    return Sts(given.port, given.duration, given.preload, hosts) if given.port else None
