"""How private conversations change the world."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubbub.chat.events import ConversationClaimed, ConversationOpened, Event
from hubbub.chat.rooms import Conversation
from hubbub.chat.world import World


def conversation_opened(world: World, event: ConversationOpened) -> None:
    world.add_conversation(Conversation(event.log, event.parties, event.names))


def conversation_claimed(world: World, event: ConversationClaimed) -> None:
    talk = world.journals[event.log]
    assert isinstance(talk, Conversation)
    recent = tuple(talk.recent)
    world.drop_conversation(talk)
    first, second = (event.party if party == event.before else party for party in talk.parties)
    talk.parties = (first, second)
    world.add_conversation(talk)
    if event.party in world.parties:
        talk.name(event.party, world.parties[event.party].name)
    if not world.is_reachable(talk):
        world.drop_conversation(talk)
        return
    for entry in recent:
        world.recent.append(talk, entry)


APPLY: dict[type[Event], Callable[[World, Any], None]] = {
    ConversationOpened: conversation_opened,
    ConversationClaimed: conversation_claimed,
}
