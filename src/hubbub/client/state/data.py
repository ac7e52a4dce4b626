"""The state as plain data, as spec/README.md describes it: what the vectors of spec/client/ compare."""

from __future__ import annotations

from typing import Any

import msgspec

from .buffers import Buffer
from .items import Item
from .messages import Message
from .store import State


def of_state(state: State) -> dict[str, Any]:
    """The whole state, as JSON has it; sets are sorted lists."""
    plain = _plain
    return {
        "me": plain(state.me),
        "server": {**plain(state.server), "capabilities": sorted(state.server.capabilities)},
        "connection": plain(state.connection),
        "people": plain(state.people),
        "buffers": {key: of_buffer(buffer) for key, buffer in state.buffers.items()},
        "current": state.current,
        "invitations": plain(state.invitations),
        "search": plain(state.search),
        "rooms": plain(state.rooms),
        "whois": plain(state.whois),
        "notes": plain(state.notes),
    }


def of_buffer(buffer: Buffer) -> dict[str, Any]:
    """One buffer; its timeline is a list of items, and so are the messages that are not accepted yet."""
    left_out = ("timeline", "unsent", "far")
    data = {name: _plain(getattr(buffer, name)) for name in Buffer.__struct_fields__ if name not in left_out}
    return data | {
        "timeline": [of_item(item) for item in buffer.timeline],
        "unsent": [of_item(message) for message in buffer.unsent.values()],
    }


def of_item(item: Item) -> dict[str, Any]:
    """One item of a timeline."""
    data: dict[str, Any] = _plain(item)
    if isinstance(item, Message):
        data["reactions"] = data["reactions"] or {}
    return data


def _plain(value: Any) -> Any:
    """Lists for tuples as well."""
    return _listed(msgspec.to_builtins(value))


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, list | tuple) else value
