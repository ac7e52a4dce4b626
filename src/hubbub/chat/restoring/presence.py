"""Roles that last, and the owners of accounts who stay in their rooms, at the start of the server."""

from __future__ import annotations

from hubbub.chat.party import party_of
from hubbub.chat.ports import MembershipState, PresenceState, State
from hubbub.chat.world.people.users import NOT_CONNECTED, User
from hubbub.chat.world.rooms import Member, Room
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    """Who stayed is there again, away, under the account's name, and is in the rooms what is kept that they are."""
    for presence in state.presences:
        _come(world, presence)
    for membership in state.memberships:
        _join(world, membership)


def _come(world: World, known: PresenceState) -> None:
    account = world.accounts.numbers.get(known.account)
    if account is None:
        return
    user = User(f"{account.name}!{known.username}@{known.host}", account.party, known.at)
    user.belongs_to(account)
    user.realname, user.here_at, user.away = known.realname, known.at, known.away or NOT_CONNECTED
    world.add_user(user)
    for letter in known.modes:
        world.change_user_mode(user, letter, has=True)


def _join(world: World, membership: MembershipState) -> None:
    """When they first joined is with their account."""
    member = world.parties.get(party_of(membership.account))
    room = world.journal(membership.log) if member is not None and membership.here else None
    if member is not None and isinstance(room, Room):
        room.members[member] = Member(membership.at, room.roles.get(membership.account, ""))
        member.rooms[room] = None
