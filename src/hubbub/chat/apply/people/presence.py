"""How the owners of accounts stay and come back."""

from __future__ import annotations

from hubbub.chat import audience
from hubbub.chat.apply.find import folded
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import (
    MembershipChanged,
    PresenceEnded,
    PresenceNoted,
    StayingChosen,
    UserDisconnected,
    UserReturned,
)
from hubbub.chat.world.state import World


def user_disconnected(world: World, event: UserDisconnected) -> None:
    user = world.users[folded(event.source)]
    user.away = event.text
    account = world.accounts.numbers[user.number]
    account.seen_at = max(account.seen_at, event.at)
    world.resting[account.number] = account


def user_returned(world: World, event: UserReturned) -> None:
    user = world.users[folded(event.source)]
    user.away = event.text
    world.resting.pop(user.number, None)


def staying_chosen(world: World, event: StayingChosen) -> None:
    world.accounts.numbers[event.account].stays = event.stays


RULES: Rules = rules(
    rule(UserDisconnected, user_disconnected, heard=audience.of_acquaintances_at_once),
    rule(UserReturned, user_returned, heard=audience.of_acquaintances_at_once),
    rule(StayingChosen, staying_chosen),
    rule(MembershipChanged),
    rule(PresenceEnded),
    rule(PresenceNoted),
)
