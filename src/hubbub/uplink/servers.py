"""The servers that one has been to: servers.toml in the config directory, the last one first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from . import documents
from .addresses import Address, read
from .happenings import FileSetAside
from .places import config_directory

FILE_NAME = "servers.toml"
_HEADING = "Servers that hubbub's clients have been to. They write this file anew; comments of yours are not kept."
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A server, and who one is there. `title`: what it calls itself; `account`: to log in to, '' for a guest;
    `certificate`: a file to log in by; `place`: the room or person one looked at last.
    """

    address: str
    name: str
    title: str = ""
    account: str = ""
    certificate: str = ""
    place: str = ""
    used: datetime = _LONG_AGO

    def where(self) -> Address:
        """Raises Trouble("bad-address") when somebody wrote nonsense into the file."""
        return read(self.address)


class Servers:
    """The file as it is now. `aside`: it was damaged, and is elsewhere now. What cannot be read in it stays in it."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file or config_directory() / FILE_NAME
        self.aside: FileSetAside | None = None

    def all(self) -> list[Saved]:
        """Those that can be read, the last used one first. Raises Trouble("file")."""
        found = [saved for saved in map(_saved, self._rows()) if saved is not None]
        return sorted(found, key=lambda saved: saved.used, reverse=True)

    def find(self, address: str, name: str) -> Saved | None:
        """Raises Trouble("file")."""
        return next((saved for saved in self.all() if (saved.address, saved.name) == (address, name)), None)

    def put(self, saved: Saved) -> None:
        """Remember it, in place of what there was of the same address and name. Raises Trouble("file")."""
        rows = self._rows()
        new = {
            key: value for key, value in msgspec.to_builtins(saved, builtin_types=(datetime,)).items() if value != ""
        }
        for row in rows:
            if _is(row, saved.address, saved.name):
                for key in _KEYS:
                    row.pop(key, None)
                row.update(new)
                break
        else:
            rows.append(new)
        self._write(rows)

    def forget(self, address: str, name: str) -> None:
        """Raises Trouble("file")."""
        self._write([row for row in self._rows() if not _is(row, address, name)])

    def _rows(self) -> list[Any]:
        loaded = documents.load_toml(self.file)
        self.aside = loaded.aside or self.aside
        rows = loaded.data.get("server", [])
        return rows if isinstance(rows, list) else []

    def _write(self, rows: list[Any]) -> None:
        data = documents.load_toml(self.file).data
        documents.save_toml(self.file, {**data, "server": rows}, _HEADING)


_KEYS = tuple(field.name for field in msgspec.structs.fields(Saved))


def _is(row: Any, address: str, name: str) -> bool:
    return isinstance(row, dict) and (row.get("address"), row.get("name")) == (address, name)


def _saved(row: Any) -> Saved | None:
    """None: somebody wrote something else there. A time without its zone is taken for UTC."""
    try:
        saved = msgspec.convert(row, Saved)
    except msgspec.ValidationError:
        return None
    return saved if saved.used.tzinfo else msgspec.structs.replace(saved, used=saved.used.replace(tzinfo=UTC))
