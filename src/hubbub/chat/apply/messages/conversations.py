"""How private conversations change the world."""

from __future__ import annotations

from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import ConversationClaimed, ConversationOpened
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.state import World


def conversation_opened(world: World, event: ConversationOpened) -> None:
    """Who was last called otherwise goes by the name under which they were found now, in all conversations."""
    world.add_conversation(Conversation(event.log, event.parties, event.names))
    for party, name in zip(event.parties, event.names, strict=True):
        if world.called.names.get(party, name) != name:
            world.name_party(party, name)


def conversation_claimed(world: World, event: ConversationClaimed) -> None:
    conversation = world.journals[event.log]
    assert isinstance(conversation, Conversation)
    first, second = (event.party if party == event.before else party for party in conversation.parties)
    world.take_over(conversation, (first, second))
    if event.party in world.parties:
        world.name_in(conversation, event.party, world.parties[event.party].name)
    if not world.is_reachable(conversation.parties, conversation.log):
        world.drop_conversation(conversation)


RULES: Rules = rules(
    rule(ConversationOpened, conversation_opened),
    rule(ConversationClaimed, conversation_claimed),
)
