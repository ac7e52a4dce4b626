"""Invitations that are handed on as a code: to the server, into a room, or both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hubbub.chat.party import Party


class Invite:
    """Whoever shows the code may come in, and into the room with log `log` (0: none), `uses` people before `until`.

    `number` is what people call it; `code_hash` is all that is kept of the code. `by`: nick!user@host of who made it;
    `admits`: it opens the server, too. `used`: the parties that came by it, each of them one use.
    """

    __slots__ = ("admits", "at", "by", "code_hash", "log", "number", "until", "used", "uses")

    def __init__(
        self,
        number: int,
        code_hash: bytes,
        at: int,
        until: int,
        uses: int,
        by: str,
        *,
        admits: bool,
        log: int = 0,
        used: Iterable[Party] = (),
    ) -> None:
        self.number = number
        self.code_hash = code_hash
        self.at = at
        self.until = until
        self.uses = uses
        self.by = by
        self.admits = admits
        self.log = log
        self.used = dict.fromkeys(used)

    def holds(self, now: int) -> bool:
        """Whether its time is not over yet."""
        return now < self.until

    def lets(self, party: Party, now: int) -> bool:
        """Whether this party may come by it (`""`: somebody new); who has used it may use it again."""
        return self.holds(now) and (len(self.used) < self.uses or party in self.used)


class Invites:
    """All invitations, by number and by the hash of the code."""

    def __init__(self) -> None:
        self.numbers: dict[int, Invite] = {}
        self.hashes: dict[bytes, Invite] = {}
        self.last = 0  # the number of the last one ever made: who revokes one means no later one

    def __iter__(self) -> Iterator[Invite]:
        return iter(self.numbers.values())

    def __len__(self) -> int:
        return len(self.numbers)

    def add(self, invite: Invite) -> None:
        self.numbers[invite.number] = invite
        self.hashes[invite.code_hash] = invite
        self.last = max(self.last, invite.number)

    def drop(self, number: int) -> None:
        invite = self.numbers.pop(number, None)
        if invite is not None:
            del self.hashes[invite.code_hash]

    def drop_room(self, log: int) -> None:
        """The room has ended, and nobody can be invited into it."""
        for number in [invite.number for invite in self if invite.log == log]:
            self.drop(number)

    def next_number(self) -> int:
        return self.last + 1
