"""Messages to somebody who is not here: they wait for whoever has the name next."""

from __future__ import annotations

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import ConversationClaimed, HeldDelivered, MessageSent
from hubbub.chat.party import NO_PARTY, Party, gone, visit_of, waiting
from hubbub.chat.refusals import TooMuchHeld
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.session import Session
from hubbub.wire.addresses import network_of


class Held(msgspec.Struct, frozen=True):
    """Reply: the recipient is offline and the message is kept. `name` as they last wrote it."""

    name: str
    registered: bool = False


class HeldMessages(msgspec.Struct, frozen=True):
    """Reply: what was sent to this name while nobody had it. To be acknowledged with `acknowledge`."""

    name: str
    messages: list[MessageSent]


class HeldRefused(msgspec.Struct, frozen=True):
    """Reply: so many messages for this account were refused while it was away, since too many waited already."""

    count: int


def check_share(chat: Chat, session: Session, party: Party, name: str, fold: str) -> None:
    """Whether one more may wait for this name: this sender, their network and all together have so many places.

    Raises TooMuchHeld.
    """
    held, share = chat.world.held.get(fold, {}), chat.policy.held_per_sender
    conversation = chat.world.conversation(session.me.party, party)
    own = sum(log == conversation.log for log in held.values()) if conversation else 0
    near = chat.world.local.waiting.count_from(fold, network_of(session.address))
    for many, most in ((max(own, near), share), (len(held), chat.policy.held_per_name)):
        if many >= most:
            chat.world.local.waiting.refused(fold)
            raise TooMuchHeld(name, limit=str(most))


def awaited(chat: Chat, user: User, name: str, fold: str) -> Party:
    """Whose a held message is: the account's, the guest's who may come back, or whoever's who takes the name."""
    account = chat.world.accounts.named(name)
    if account is not None:
        return account.party
    conversation = chat.world.conversation_named(user.party, name)
    party = conversation.parties[conversation.other(user.party)] if conversation else NO_PARTY
    may_come_back = visit_of(party) in chat.world.visits and party not in chat.world.parties
    return party if may_come_back else waiting(fold)


def tell(chat: Chat, session: Session, event: MessageSent) -> None:
    """That the recipient is not here, and that the message is kept."""
    if event.held_for:
        chat.world.local.waiting.came(event.held_for, network_of(session.address))
    if event.held_for and not event.notice:
        name = event.target
        session.reply(Held(name, registered=chat.world.accounts.named(name) is not None))


async def collect(chat: Chat, session: Session) -> None:
    """Hand over what waits for the name that this connection took. Does nothing when nothing waits."""
    user = session.me
    fold = user.fold
    ids = chat.world.held.get(fold)
    refused = chat.world.local.waiting.collected(fold)
    if refused and user.account:
        session.reply(HeldRefused(refused))
    if not ids:
        return
    entries = await chat.after(session, chat.log.entries(tuple(ids)))
    still = chat.world.held.get(fold, {}) if session.user is user and user.fold == fold else {}
    found = [chat.world.recent.as_now(entry).event for entry in entries if entry.id in still]
    messages = [message for message in found if isinstance(message, MessageSent)]
    for message in messages:
        _claim(chat, user, message)
    if messages:
        session.reply(HeldMessages(fold, messages))


def acknowledge(chat: Chat, held: HeldMessages) -> None:
    """The held messages have reached their reader and wait no longer."""
    chat.emit(HeldDelivered(name=held.name, ids=tuple(message.id for message in held.messages)))


def _claim(chat: Chat, user: User, message: MessageSent) -> None:
    """The conversation in which the message waited for whoever takes the name is the reader's from now on.

    When these two have one already, it is nobody's: else the next one of that name could read what this one got.
    """
    conversation = chat.world.journal(message.log)
    before = waiting(message.held_for)
    if isinstance(conversation, Conversation) and before in conversation.parties:
        taken = chat.world.conversation(message.party, user.party) is not None
        chat.emit(ConversationClaimed(log=message.log, before=before, party=gone(message.log) if taken else user.party))
