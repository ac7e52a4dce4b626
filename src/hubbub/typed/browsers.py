"""The table of commands as browsers get it."""

from __future__ import annotations

import msgspec

from . import help, table


def as_json() -> bytes:
    """A list of objects, one a command, in the order of the table (web/typed/table.js names their fields)."""
    return msgspec.json.encode([_row(command, group) for group, rows in table.GROUPS.items() for command in rows])


def _row(command: table.Command, group: str) -> dict[str, object]:
    return {
        "name": command.name,
        "usage": command.usage,
        "help": command.help,
        "aliases": command.aliases,
        "details": help.about(command)[1:],
        "bare": command.bare,
        "operators": command.operators,
        "group": group,
        "needs": command.needs,
        "secret": command.secret,
    }
