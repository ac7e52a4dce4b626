"""Subscriptions to pushes at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.push import Subscription
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for kept in state.pushes:
        account = world.accounts.numbers.get(kept.account)
        if account is not None:
            told = Subscription(
                kept.endpoint, kept.at, kept.key, kept.secret, kept.caps, kept.quiet, kept.shown, kept.token_hash
            )
            world.accounts.subscribe(account, told)
