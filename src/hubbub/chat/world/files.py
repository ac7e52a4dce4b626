"""The files that people have uploaded, and the messages that they belong to."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import Attachment
from hubbub.chat.party import Party


class Use(msgspec.Struct, frozen=True, gc=False):
    """A message has the file: where it stands."""

    log: int
    seq: int


class File(msgspec.Struct, gc=False):
    """One file. `uses`: by the id of the message; `used`: there was one at some time."""

    about: Attachment
    hash: str
    party: Party
    owner: str
    at: int
    uses: dict[int, Use] = {}
    used: bool = False

    @property
    def is_there(self) -> bool:
        """Whether anybody may have it: not once the last message with it is gone."""
        return bool(self.uses) or not self.used


class Files:
    """All files by id, by the hash of their content, and by message; `logs` has the messages with files of each log.

    `loose`: those that no message has. `bytes_of`: what each party's files have together; `bytes`:
    and all of them.
    """

    def __init__(self) -> None:
        self.ids: dict[str, File] = {}
        self.hashes: dict[str, set[str]] = {}
        self.messages: dict[int, tuple[str, ...]] = {}
        self.logs: dict[int, set[int]] = {}
        self.loose: set[str] = set()
        self.bytes_of: dict[str, int] = {}
        self.bytes = 0

    def add(self, file: File) -> None:
        """A file that no message has."""
        id, size = file.about.id, file.about.size
        self.ids[id] = file
        self.hashes.setdefault(file.hash, set()).add(id)
        self.loose.add(id)
        self.bytes += size
        self.bytes_of[file.party] = self.bytes_of.get(file.party, 0) + size

    def remove(self, id: str) -> None:
        file = self.ids.pop(id, None)
        if file is None:
            return
        for message in file.uses:
            left = tuple(one for one in self.messages[message] if one != id)
            if left:
                self.messages[message] = left
            else:
                self._forget(message, file.uses[message].log)
        same = self.hashes[file.hash]
        same.discard(id)
        if not same:
            del self.hashes[file.hash]
        self.loose.discard(id)
        self.bytes -= file.about.size
        left_bytes = self.bytes_of[file.party] - file.about.size
        if left_bytes:
            self.bytes_of[file.party] = left_bytes
        else:
            del self.bytes_of[file.party]

    def use(self, message: int, use: Use, ids: tuple[str, ...]) -> None:
        """The message has these files from now on, and no others."""
        self.drop_message(message)
        known = tuple(id for id in ids if id in self.ids)
        for id in known:
            file = self.ids[id]
            file.uses[message] = use
            file.used = True
            self.loose.discard(id)
        if known:
            self.messages[message] = known
            self.logs.setdefault(use.log, set()).add(message)

    def drop_message(self, message: int) -> None:
        """The message is gone."""
        ids = self.messages.get(message, ())
        if ids:
            self._forget(message, self.ids[ids[0]].uses[message].log)
        for id in ids:
            file = self.ids[id]
            del file.uses[message]
            if not file.uses:
                self.loose.add(id)

    def drop_log(self, log: int) -> None:
        """A room has ended, and all that was said in it with it."""
        for message in tuple(self.logs.get(log, ())):
            self.drop_message(message)

    def of(self, party: Party) -> list[File]:
        """All files of somebody."""
        return [file for file in self.ids.values() if file.party == party]

    def _forget(self, message: int, log: int) -> None:
        del self.messages[message]
        self.logs[log].discard(message)
        if not self.logs[log]:
            del self.logs[log]
