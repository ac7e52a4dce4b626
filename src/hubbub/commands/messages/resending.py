"""Messages that are sent again with the same client id, for nobody knows whether the first one arrived (G5)."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent
from hubbub.chat.history.present_names import under_present_name
from hubbub.chat.refusals import ClientIdRemoved, ClientIdReused
from hubbub.chat.world.accounts import EARLIER, Sender
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session


def recall(chat: Chat, session: Session, client_id: str) -> Awaitable[None] | None:
    """Remember what the log knows of a message that this visit has sent with that client id: to be done before it is
    `resent`. Waits only where memory does not tell, as the first time after a restart.
    """
    sender = chat.world.sender(session.me.party)
    if sender is None or sender.knows(client_id):
        return None
    return _recall(chat, session, sender, client_id)


async def _recall(chat: Chat, session: Session, sender: Sender, client_id: str) -> None:
    party = session.me.party
    if sender.earlier is None:
        known = await chat.after(session, chat.log.client_ids(party, EARLIER + 1))
        if len(known) <= EARLIER:
            sender.earlier = set(known).difference(sender.sent)
    if not sender.knows(client_id):
        entry = await chat.after(session, chat.log.sent(party, client_id))
        if entry is not None and client_id not in sender.sent:
            message = chat.world.recent.as_now(entry).event
            sender.recall(client_id, message if isinstance(message, MessageSent) else None)


def resent(chat: Chat, session: Session, user: User, target: str, text: str, client_id: str) -> bool:
    """Whether this visit has sent this very message before (G5); the sender is then told of the first one again.

    Raises ClientIdReused when it was another message.
    """
    sender = chat.world.sender(user.party)
    if sender is None or client_id not in sender.sent:
        return False
    first = sender.sent[client_id]
    if first is None:
        raise ClientIdRemoved(client_id)
    another = first.text != text and first.edited is None  # what was said before an edit, nobody knows any more
    if another or not _same_target(chat, first, target):
        raise ClientIdReused(client_id)
    chat.echo(under_present_name(chat.world, first.log, first), session)
    return True


def _same_target(chat: Chat, first: MessageSent, target: str) -> bool:
    """Whether the message went there; a room that was renamed meanwhile may be named by either name."""
    if names.fold(first.target) == names.fold(target):
        return True
    room = chat.world.room(target)
    return room is not None and room.log == first.log
