"""How far operators have locked the server down for now."""

from __future__ import annotations

from enum import IntEnum


class Lockdown(IntEnum):
    """Each level forbids what the ones before it forbid, and more."""

    OPEN = 0
    NO_REGISTRATION = 1
    ACCOUNTS_ONLY = 2
    READ_ONLY = 3

    @property
    def word(self) -> str:
        """As it is typed."""
        return self.name.lower().replace("_", "-")

    @property
    def sentence(self) -> str:
        """As people are told of it."""
        return SENTENCES[self]


SENTENCES = {
    Lockdown.OPEN: "The server is open again.",
    Lockdown.NO_REGISTRATION: "Nobody can make a new account on this server for now.",
    Lockdown.ACCOUNTS_ONLY: "Only people with an account may enter this server and speak for now.",
    Lockdown.READ_ONLY: "This server is read only for now: nobody but its operators may speak, and only people with an "
    "account may enter.",
}
LEVELS = {level.word: level for level in Lockdown}
