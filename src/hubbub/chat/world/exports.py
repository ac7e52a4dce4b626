"""Tokens with which the owners of accounts fetch what is kept of theirs, once, in the lifetime of this process."""

from __future__ import annotations

from hubbub.chat.codes import hash_of

LASTS_MS = 10 * 60_000


class Exports:
    """By account: the hash of its latest token, and until when it is good."""

    def __init__(self) -> None:
        self.tokens: dict[bytes, tuple[int, int]] = {}

    def offer(self, account: int, token: str, now: int) -> None:
        """Whoever has the token may fetch it; an earlier one of the account is good no more."""
        self.tokens = {key: kept for key, kept in self.tokens.items() if kept[0] != account and kept[1] > now}
        self.tokens[hash_of(token)] = (account, now + LASTS_MS)

    def withdraw(self, account: int) -> None:
        """No token of this account is good any more."""
        self.tokens = {key: kept for key, kept in self.tokens.items() if kept[0] != account}

    def take(self, token: str, now: int) -> int:
        """The account that it is for; 0: it is no good. It is used up."""
        account, until = self.tokens.pop(hash_of(token), (0, 0))
        return account if now < until else 0
