"""How private conversations change the world."""

from __future__ import annotations

from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import ConversationClaimed, ConversationOpened
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.state import World


def conversation_opened(world: World, event: ConversationOpened) -> None:
    world.add_conversation(Conversation(event.log, event.parties, event.names))


def conversation_claimed(world: World, event: ConversationClaimed) -> None:
    conversation = world.journals[event.log]
    assert isinstance(conversation, Conversation)
    recent = tuple(conversation.recent)
    world.drop_conversation(conversation)
    first, second = (event.party if party == event.before else party for party in conversation.parties)
    conversation.parties = (first, second)
    world.add_conversation(conversation)
    if event.party in world.parties:
        conversation.name(event.party, world.parties[event.party].name)
    if not world.is_reachable(conversation.parties, conversation.log):
        world.drop_conversation(conversation)
        return
    world.recent.extend(conversation, recent)


RULES: Rules = rules(
    rule(ConversationOpened, conversation_opened),
    rule(ConversationClaimed, conversation_claimed),
)
