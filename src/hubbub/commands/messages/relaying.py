"""Bridges say in a room what somebody said elsewhere (draft/relaymsg)."""

from __future__ import annotations

from hubbub.chat import names, rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import MessageSent
from hubbub.chat.refusals import BadRelayedName, MayNotRelay, NoSuchRoom, NoText
from hubbub.chat.rights import Action
from hubbub.chat.world.session import Session

HOST = "relay@relayed"  # nobody has it: who trusts a host, as programs do, trusts nobody by that


def relay(
    chat: Chat, session: Session, target: str, name: str, text: str, tags: dict[str, str] | None = None
) -> MessageSent:
    """Say something in a room for somebody who is not here and has this name elsewhere.

    What is kept is theirs by name, and the bridge's to redact. Raises BadRelayedName, MayNotRelay, and others.
    """
    user = session.me
    try:
        name = names.check_relayed(name)
    except names.InvalidName as error:
        raise BadRelayedName(name, reason=error.reason) from None
    room = chat.world.room(target)
    if room is None or not rights.may_see(room, user):
        raise NoSuchRoom(target)
    if not rights.may(Action.RELAY, user, room):
        raise MayNotRelay(room.name)
    if chat.world.lockdown:
        rights.check_speak(chat.world.lockdown, user, room.name)
    if not text:
        raise NoText
    if "\x01" in text:
        rights.check_ctcp(room, text)
    chat.check_space()
    session.last_active = chat.now
    source, at = f"{name}!{HOST}", chat.stamp(room)
    said = MessageSent(
        id=chat.ids(),
        at=at,
        log=room.log,
        target=room.name,
        source=source,
        text=text,
        tags=tags,
        party=user.party,
        relayed_by=user.name,
        ends=chat.now + room.expiry if room.expiry else 0,
        lasts=room.expiry,
    )
    return chat.emit(said, session)
