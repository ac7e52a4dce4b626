"""How subscriptions to pushes change the world."""

from __future__ import annotations

from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import PushSubscribed, PushUnsubscribed
from hubbub.chat.world.push import Subscription
from hubbub.chat.world.state import World


def push_subscribed(world: World, event: PushSubscribed) -> None:
    told = Subscription(
        event.endpoint, event.at, event.key, event.secret, event.caps, event.quiet, event.shown, event.token_hash
    )
    world.accounts.subscribe(world.accounts.numbers[event.account], told)


def push_unsubscribed(world: World, event: PushUnsubscribed) -> None:
    world.accounts.unsubscribe(event.endpoint)


RULES: Rules = rules(
    rule(PushSubscribed, push_subscribed),
    rule(PushUnsubscribed, push_unsubscribed),
)
