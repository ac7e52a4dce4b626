"""Coming in by an invitation."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.codes import hash_of
from hubbub.chat.events import Invited, InviteUsed
from hubbub.chat.party import NO_PARTY, Party
from hubbub.chat.refusals import WrongInvite
from hubbub.chat.world.moderation.invites import Invite
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session


def room_of(chat: Chat, invite: Invite) -> Room | None:
    """The room that it is for."""
    room = chat.world.journal(invite.log)
    return room if isinstance(room, Room) else None


def show(chat: Chat, session: Session, code: str, party: Party = NO_PARTY) -> Invite:
    """Somebody shows a code. Who is here comes by it at once, others when they enter (`party`: as whom, if known).

    Tries are not counted: a code has 80 bits, and nobody guesses that. Raises WrongInvite or DiskFull.
    """
    invite = chat.world.invites.hashes.get(hash_of(code))
    user = session.user
    if invite is None or not invite.lets(user.party if user else party, chat.now):
        raise WrongInvite
    chat.check_space()
    session.invite = invite.number
    if user is not None:
        use(chat, session, user.party)
        session.invite = 0
    return invite


def admits(chat: Chat, session: Session, party: Party = NO_PARTY) -> bool:
    """Whether that party ("": somebody new) may enter the server by what this connection has shown."""
    invite = _shown(chat, session, party)
    return invite is not None and invite.admits


def use(chat: Chat, session: Session, party: Party, *, admitted: bool = False) -> None:
    """Who is one of us now came by what was shown, as far as it did something for them: it `admitted` them, or opens a
    room. Each party is one use, however often it comes by it.
    """
    invite = _shown(chat, session, party)
    if invite is None or not (admitted or invite.log):
        return
    room = room_of(chat, invite)
    if party not in invite.used or (room is not None and party not in room.invited):
        chat.emit(InviteUsed(number=invite.number, at=chat.now, party=party))


def tell(chat: Chat, session: Session) -> None:
    """Who has come by an invitation into a room hears that they may join it."""
    user = session.me
    invite, session.invite = chat.world.invites.numbers.get(session.invite), 0
    room = room_of(chat, invite) if invite is not None else None
    if invite is not None and room is not None and user.party in room.invited:
        chat.emit(Invited(at=chat.now, log=room.log, room=room.name, source=invite.by, name=user.name))


def _shown(chat: Chat, session: Session, party: Party) -> Invite | None:
    """The invitation that this connection has shown, while it lets that party in."""
    invite = chat.world.invites.numbers.get(session.invite)
    return invite if invite is not None and invite.lets(party, chat.now) else None
