"""Private conversations: with whom, from now on if not before."""

from __future__ import annotations

from itertools import islice

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import ConversationOpened
from hubbub.chat.refusals import NobodyNamed
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation


def conversation_with(chat: Chat, user: User, party: str, name: str) -> Conversation:
    """What these two have said to each other, from now on if not before."""
    world = chat.world
    conversation = world.conversation(user.party, party)
    if conversation is None:
        world.last_log += 1
        chat.emit(
            ConversationOpened(log=world.last_log, at=chat.now, parties=(user.party, party), names=(user.name, name))
        )
        conversation = world.conversation(user.party, party)
        assert conversation is not None
    return conversation


def nobody(chat: Chat, name: str) -> NobodyNamed:
    """The refusal for a name that nobody has or had, with the closest name that somebody did."""
    known = [user.name for user in islice(chat.world.users.values(), 1000)]
    known += [seen for seen, _ in islice(reversed(chat.world.whowas.used.values()), 1000)]
    closest = names.closest(name, known)
    if closest is None:
        return NobodyNamed(name)
    return NobodyNamed(name, NobodyNamed.sentence + " Did you mean {closest}?", closest=closest)
