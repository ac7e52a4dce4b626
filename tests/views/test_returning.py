"""What is said when the connection is back: all that came, and what of one's own had waited and went out."""

from __future__ import annotations

from hubbub.client.changes import MessageAdded, MessageChanged, MessageDiscarded, MessageQueued
from hubbub.client.events import CaughtUp, Disconnected, Ready
from hubbub.client.state.messages import Message
from hubbub.views.returning import Returning


def queued(id: str) -> MessageQueued:
    return MessageQueued("#tea", id, Message(id, "alice", "a", 1, own=True, client_id=id, status="sending"))


def sent(id: str) -> MessageAdded:
    return MessageAdded("#tea", f"m{id}", Message(f"m{id}", "alice", "a", 1, own=True, client_id=id))


def told(*events: object) -> list[str]:
    returning = Returning()
    return [words for event in events if (words := returning.hear(event))]


def test_what_came_and_what_went_is_counted() -> None:
    away = (queued("1"), Disconnected("gone"), *(queued(id) for id in "234567"))
    lost = (MessageDiscarded("#tea", "5"), MessageChanged("#tea", "6", "failed"))
    back = (*lost, Ready(True), sent("1"), CaughtUp(12), sent("2"), queued("8"), sent("8"), sent("3"))
    assert told(*away, *back) == [
        "Back. 12 messages fetched, 1 of yours sent.",
        "Back. 12 messages fetched, 2 of yours sent.",
        "Back. 12 messages fetched, 3 of yours sent.",
    ]


def test_nothing_is_said_of_nothing_and_of_the_first_time() -> None:
    assert told(queued("1"), Ready(False), sent("1"), Disconnected(""), Ready(True), CaughtUp(0)) == []
    assert told(Disconnected(""), queued("1"), Ready(True), CaughtUp(0), sent("1")) == ["Back. 1 of yours sent."]
