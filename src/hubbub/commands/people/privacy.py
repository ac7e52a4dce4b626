"""Blocking: whose private messages and invitations do not arrive, and who may send any."""

from __future__ import annotations

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import PrivacyChanged, Silenced, UserModesChanged
from hubbub.chat.names import masks
from hubbub.chat.party import Party
from hubbub.chat.refusals import BadSilence, NotBlocked, NotWanted, SilenceFull
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.history.journal import Journal
from hubbub.chat.world.people.privacy import LETTERS, Privacy
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.session import Session
from hubbub.irc.modes import Change

MOST = 64  # masks of one person
LONGEST = 200  # bytes of a mask

WANTS = {
    "D": "takes no private messages",
    "R": "takes private messages only from people with an account: register, or log in",
    "c": "takes private messages only from people who share a room with them",
}


def block(chat: Chat, session: Session, text: str) -> str:
    """Block somebody by name, or whom a mask means; returns the mask. Raises BadSilence, SilenceFull or DiskFull.

    Who is logged in, or has registered the name, is blocked by their account, whatever they are called.
    """
    account = _account(chat, text)
    return silence(chat, session, masks.ACCOUNT + account.name if account else text)


def silence(chat: Chat, session: Session, text: str) -> str:
    """The same by mask alone (SILENCE +mask)."""
    user, mask = session.me, _whole(text)
    if names.fold(mask) in user.privacy.masks:
        return mask
    try:
        masks.check_possible(mask)
    except masks.NoMask as error:
        raise BadSilence(text, reason=str(error)) from None
    if len(user.privacy.masks) >= MOST:
        raise SilenceFull(mask, limit=str(MOST))
    _change(chat, session, mask, on=True)
    return mask


def unblock(chat: Chat, session: Session, text: str) -> str:
    """The opposite, by name or by mask; returns the mask. Raises NotBlocked or DiskFull."""
    listed, account = session.me.privacy.masks, _account(chat, text)
    candidates = [masks.ACCOUNT + (account.name if account else text), text, f"{text}!*@*"]
    for candidate in candidates:
        mask = listed.get(names.fold(candidate))
        if mask is not None:
            _change(chat, session, mask, on=False)
            return mask
    raise NotBlocked(text)


def unsilence(chat: Chat, session: Session, text: str) -> None:
    """The same by mask alone (SILENCE -mask); nothing happens where nobody was blocked."""
    mask = session.me.privacy.masks.get(names.fold(_whole(text)))
    if mask is not None:
        _change(chat, session, mask, on=False)


def blocked(session: Session) -> list[str]:
    """The masks, in the order in which they were set."""
    return list(session.me.privacy.masks.values())


def arrives(chat: Chat, user: User, party: Party, name: str) -> bool:
    """Whether what this user says to that party, who is called `name`, is shown to them, now or later.

    Raises NotWanted where they say whose messages they take; those who are blocked are told nothing.
    """
    if party == user.party:
        return True
    other = chat.world.parties.get(party)
    known = other if other is not None else chat.world.sender(party)
    if known is None:
        return True
    shield = known.privacy
    for letter in shield.letters:
        if letter == "D" or (letter == "R" and not user.account) or (letter == "c" and not _share_room(user, other)):
            raise NotWanted(name, why=WANTS[letter])
    return not (shield.masks and shield.blocks(user))


def arrives_in(chat: Chat, user: User, journal: Journal) -> bool:
    """Whether what this user says in a room or a conversation is shown to others. Raises NotWanted."""
    if not isinstance(journal, Conversation):
        return True
    other = journal.other(user.party)
    return arrives(chat, user, journal.parties[other], journal.names[other])


def reaches(chat: Chat, user: User, conversation: Conversation) -> bool:
    """Whether any words of this user reach the other one of a conversation; nobody is refused anything."""
    try:
        return arrives_in(chat, user, conversation)
    except NotWanted:
        return False


def is_blocked(user: User, by: User) -> bool:
    """Whether `by` blocks this user."""
    return bool(by.privacy.masks) and by is not user and by.privacy.blocks(user)


def keep_privacy(chat: Chat, user: User) -> None:
    """The user's modes that say who may write to them are the account's from now on."""
    _set_privacy(chat, user, "".join(letter for letter in LETTERS if letter in user.modes))


def recall(chat: Chat, user: User) -> None:
    """Who has come has again the modes that they had as this visitor or account."""
    wanted = user.privacy.letters
    if not wanted and not user.modes:
        return
    changes = [Change(letter in wanted, letter) for letter in LETTERS if (letter in user.modes) != (letter in wanted)]
    if changes:
        chat.emit(UserModesChanged(at=chat.now, source=user.source, changes=tuple(changes)))


def bring(chat: Chat, user: User, before: Privacy) -> None:
    """A guest has logged in: whom they blocked the account blocks, too; who may write to them the account says."""
    for mask in before.masks.values():
        if names.fold(mask) not in user.privacy.masks and len(user.privacy.masks) < MOST:
            chat.emit(
                Silenced(at=chat.now, source=user.source, party=user.party, account=user.number, mask=mask, on=True)
            )
    if before.letters and not user.privacy.letters:
        _set_privacy(chat, user, before.letters)
    recall(chat, user)


def _set_privacy(chat: Chat, user: User, letters: str) -> None:
    chat.emit(PrivacyChanged(at=chat.now, party=user.party, account=user.number, letters=letters))


def _change(chat: Chat, session: Session, mask: str, *, on: bool) -> None:
    chat.check_space()
    user = session.me
    chat.emit(
        Silenced(at=chat.now, source=user.source, party=user.party, account=user.number, mask=mask, on=on), session
    )


def _account(chat: Chat, text: str) -> Account | None:
    """Whose name this is: the account of who has it now, or the one registered under it."""
    user = chat.world.user(text)
    return chat.world.accounts.of_party(user.party) if user else chat.world.accounts.named(text)


def _whole(text: str) -> str:
    if len(text.encode()) > LONGEST:
        raise BadSilence(text, reason=f"it has more than {LONGEST} bytes")
    try:
        mask = masks.whole(text)
    except masks.NoMask as error:
        raise BadSilence(text, reason=str(error)) from None
    if mask.startswith(masks.MUTE) or not text or set(text) & set(" ,"):
        raise BadSilence(text, reason="it is no name, and no mask nick!user@host")
    return mask


def _share_room(user: User, other: User | None) -> bool:
    return other is not None and not user.rooms.keys().isdisjoint(other.rooms)
