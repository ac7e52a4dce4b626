"""Subscriptions to pushes in the state tables."""

from __future__ import annotations

from hubbub.chat.events import PushSubscribed, PushUnsubscribed
from hubbub.chat.ports import Fields, PushState
from hubbub.log.tables import PUSH, Fold, Reading, Tables, where

from .change import Changes


def push_subscribed(tables: Tables, event: PushSubscribed, _: Fold) -> None:
    tables.put(
        PUSH,
        event.endpoint,
        event.account,
        event.at,
        event.key,
        event.secret,
        " ".join(event.caps),
        ",".join(event.quiet),
        int(event.shown),
        event.token_hash,
    )


def push_unsubscribed(tables: Tables, event: PushUnsubscribed, _: Fold) -> None:
    tables.drop(PUSH, where(endpoint=event.endpoint))


def read(tables: Reading) -> Fields:
    """What `State` has of pushes."""
    return {
        "pushes": [
            PushState(
                account,
                endpoint,
                at,
                key,
                secret,
                tuple(caps.split()),
                tuple(quiet.split(",")) if quiet else (),
                bool(shown),
                token_hash,
            )
            for endpoint, account, at, key, secret, caps, quiet, shown, token_hash in tables.rows(PUSH)
        ]
    }


CHANGES: Changes = {
    PushSubscribed: push_subscribed,
    PushUnsubscribed: push_unsubscribed,
}
