"""A party: who somebody is in private conversations and in what is kept of them, whatever name they go by.

A guest is another party at each visit, the owner of an account the same for ever. In events and tables it is a short
text, which is a key there and nothing that anybody shows: made and read here alone.
"""

from __future__ import annotations

from typing import NewType

Party = NewType("Party", str)

NO_PARTY = Party("")


def party_of(account: int) -> Party:
    """The owner of the account with that number."""
    return Party(f"a{account}")


def number_of(party: Party) -> int:
    """The number of an account; 0 for a party that is no account."""
    return int(party[1:]) if party[:1] == "a" else 0


def guest(visit: int) -> Party:
    """A guest, during the visit with that number."""
    return Party(f"v{visit}")


def visit_of(party: Party) -> int:
    """The number of a guest's visit; 0 for a party that is no guest."""
    return int(party[1:]) if party[:1] == "v" else 0


def waiting(fold: str) -> Party:
    """Whoever takes that folded name next."""
    return Party(f"n{fold}")


def awaited(party: Party) -> str:
    """The folded name that this party will take; "" for a party that is somebody already."""
    return party[1:] if party[:1] == "n" else ""


def gone(log: int) -> Party:
    """Nobody: whose part of the conversation with that log was delivered, and is not read again."""
    return Party(f"g{log}")
