"""Who is in a room, in groups: those with the highest role first, those without a connection last, by name in each."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.store import State

from .pieces import safe
from .places import Presence, presence

GROUPS = {  # by the highest role's letter
    "q": "Owners",
    "a": "Admins",
    "o": "Operators",
    "h": "Moderators",
    "v": "Voices",
}
MEMBERS, GUESTS, AWAY = "Members", "Guests", "Not connected"
ORDER = (*GROUPS.values(), MEMBERS, GUESTS, AWAY)


class MemberRow(msgspec.Struct, frozen=True):
    """`key`: the folded name. `words`: why they are away."""

    key: str
    name: str
    presence: Presence
    bot: bool = False
    words: str = ""


class Group(msgspec.Struct, frozen=True):
    title: str
    members: tuple[MemberRow, ...]


_safe = lru_cache(20_000)(safe)


def groups(state: State, buffer: Buffer) -> list[Group]:
    """The groups that have somebody in them. Of 5,000 members it takes some milliseconds: only for what is shown."""
    found: dict[str, list[tuple[str, MemberRow]]] = {}
    with_accounts = "account-tag" in state.server.capabilities or "account-notify" in state.server.capabilities
    for key, member in buffer.members.items():
        person = state.people.get(key)
        there = presence(person) or "online"
        away = person.away if person is not None else None
        bot = person is not None and person.bot
        if there == "offline":
            group = AWAY
        elif member.roles:
            group = GROUPS.get(member.roles[0], MEMBERS)
        else:
            guest = with_accounts and not bot and person is not None and not person.account
            group = GUESTS if guest else MEMBERS
        row = MemberRow(key, _safe(member.name), there, bot, safe(away) if away else "")
        found.setdefault(group, []).append((key, row))
    return [
        Group(title, tuple(row for _, row in sorted(found[title], key=lambda pair: pair[0])))
        for title in ORDER
        if title in found
    ]
