"""Private conversations: with whom, from now on if not before."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.events import ConversationOpened
from hubbub.chat.party import Party
from hubbub.chat.refusals import NobodyNamed
from hubbub.chat.rights import may_find
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation


def conversation_with(chat: Chat, user: User, party: Party, name: str) -> Conversation:
    """What these two have said to each other, from now on if not before. `name`: what the other one was last called,
    if they are not here, or not any more."""
    world = chat.world
    conversation = world.conversation(user.party, party)
    if conversation is None:
        names = (user.name, world.parties[party].name if party in world.parties else name)
        chat.emit(ConversationOpened(log=world.next_log(), at=chat.now, parties=(user.party, party), names=names))
        conversation = world.conversation(user.party, party)
        assert conversation is not None
    return conversation


def nobody(chat: Chat, asker: User, name: str, *, guess: bool = True) -> NobodyNamed:
    """The refusal for a name that nobody has or had, with the closest name that somebody did, unless the asker may not
    find them.

    Without `guess` no closest one is looked for: nobody would read of it, or one was told in the same command.
    """
    closest = chat.world.whowas.spelling.closest(name) if guess else None
    other = chat.world.user(closest) if closest else None
    if closest is None or (other is not None and not may_find(other, asker)):
        return NobodyNamed(name)
    return NobodyNamed(name, closest=closest)
