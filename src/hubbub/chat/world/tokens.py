"""The tokens by which programs do what the owners of accounts may."""

from __future__ import annotations

import msgspec


class Token(msgspec.Struct):
    """`account`: the number of its owner. `until`: when it is good no more, 0: never. `used_at`: 0: never yet."""

    number: int
    account: int
    at: int
    name: str
    token_hash: bytes
    scopes: tuple[str, ...]
    until: int = 0
    used_at: int = 0

    def holds(self, now: int) -> bool:
        """Whether it is good still."""
        return not self.until or now < self.until


class Tokens:
    """All of them, by number, by the hash of what is shown only once, and by account."""

    def __init__(self) -> None:
        self.numbers: dict[int, Token] = {}
        self.hashes: dict[bytes, Token] = {}
        self.accounts: dict[int, dict[int, Token]] = {}
        self.last = 0  # the number of the last one ever made

    def add(self, token: Token) -> None:
        self.numbers[token.number] = token
        self.hashes[token.token_hash] = token
        self.accounts.setdefault(token.account, {})[token.number] = token
        self.last = max(self.last, token.number)

    def drop(self, number: int) -> None:
        token = self.numbers.pop(number, None)
        if token is not None:
            del self.hashes[token.token_hash]
            of_account = self.accounts[token.account]
            del of_account[number]
            if not of_account:
                del self.accounts[token.account]

    def of(self, account: int) -> list[Token]:
        """Those of an account, the oldest first."""
        return list(self.accounts.get(account, {}).values())

    def named(self, account: int, name: str) -> Token | None:
        """That of an account with this name, in capitals or not."""
        return next((token for token in self.of(account) if token.name.lower() == name.lower()), None)
