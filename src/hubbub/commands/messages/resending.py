"""Messages that are sent again with the same client id, for nobody knows whether the first one arrived (G5)."""

from __future__ import annotations

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent
from hubbub.chat.history.present_names import under_present_name
from hubbub.chat.refusals import ClientIdRemoved, ClientIdReused
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session


def resent(chat: Chat, session: Session, user: User, target: str, text: str, client_id: str) -> bool:
    """Whether this visit has sent this very message before (G5); the sender is then told of the first one again.

    Raises ClientIdReused when it was another message.
    """
    sender = chat.world.sender(user.party)
    assert sender is not None
    known, first = client_id in sender.sent, sender.sent.get(client_id)
    if not known and not sender.remembers_all:
        entry = chat.log.sent(user.party, client_id)
        known, first = entry is not None, entry.event if entry else None  # type: ignore[assignment]
    if not known:
        return False
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
