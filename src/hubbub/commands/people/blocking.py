"""Blocking: whose private messages and invitations do not arrive, and who may send any."""

from __future__ import annotations

from hubbub.chat import masks, names
from hubbub.chat.accounts import Account
from hubbub.chat.events import PrivacyChanged, Silenced, UserModesChanged
from hubbub.chat.people import User
from hubbub.chat.refusals import BadSilence, DiskFull, NotBlocked, NotWanted, SilenceFull
from hubbub.chat.rooms import Conversation
from hubbub.chat.session import Session
from hubbub.chat.shield import LETTERS, Shield
from hubbub.chat.turn import Turn
from hubbub.irc.modes import Change

MOST = 64  # masks of one person
LONGEST = 200  # bytes of a mask

WANTS = {
    "D": "takes no private messages",
    "R": "takes private messages only from people with an account: register, or log in",
    "c": "takes private messages only from people who share a room with them",
}


def block(turn: Turn, session: Session, text: str) -> str:
    """Block somebody by name, or whom a mask means; returns the mask. Raises BadSilence, SilenceFull or DiskFull.

    Who is logged in, or has registered the name, is blocked by their account, whatever they are called.
    """
    account = _account(turn, text)
    return silence(turn, session, masks.ACCOUNT + account.name if account else text)


def silence(turn: Turn, session: Session, text: str) -> str:
    """The same by mask alone (SILENCE +mask)."""
    user, mask = _me(session), _whole(text)
    if names.fold(mask) in user.shield.masks:
        return mask
    if len(user.shield.masks) >= MOST:
        raise SilenceFull(mask, limit=str(MOST))
    _change(turn, session, mask, on=True)
    return mask


def unblock(turn: Turn, session: Session, text: str) -> str:
    """The opposite, by name or by mask; returns the mask. Raises NotBlocked or DiskFull."""
    listed, account = _me(session).shield.masks, _account(turn, text)
    candidates = [masks.ACCOUNT + (account.name if account else text), text, f"{text}!*@*"]
    for candidate in candidates:
        mask = listed.get(names.fold(candidate))
        if mask is not None:
            _change(turn, session, mask, on=False)
            return mask
    raise NotBlocked(text)


def unsilence(turn: Turn, session: Session, text: str) -> None:
    """The same by mask alone (SILENCE -mask); nothing happens where nobody was blocked."""
    mask = _me(session).shield.masks.get(names.fold(_whole(text)))
    if mask is not None:
        _change(turn, session, mask, on=False)


def blocked(session: Session) -> list[str]:
    """The masks, in the order in which they were set."""
    return list(_me(session).shield.masks.values())


def arrives(turn: Turn, user: User, party: str, name: str) -> bool:
    """Whether what this user says to that party, who is called `name`, is shown to them, now or later.

    Raises NotWanted where they say whose messages they take; those who are blocked are told nothing.
    """
    if party == user.party:
        return True
    other = turn.world.parties.get(party)
    known = other if other is not None else turn.world.sender(party)
    if known is None:
        return True
    shield = known.shield
    for letter in shield.letters:
        if letter == "D" or (letter == "R" and not user.account) or (letter == "c" and not _share_room(user, other)):
            raise NotWanted(name, why=WANTS[letter])
    return not (shield.masks and shield.blocks(user))


def reaches(turn: Turn, user: User, talk: Conversation) -> bool:
    """Whether any words of this user reach the other one of a conversation; nobody is refused anything."""
    other = talk.other(user.party)
    try:
        return arrives(turn, user, talk.parties[other], talk.names[other])
    except NotWanted:
        return False


def is_blocked(user: User, by: User) -> bool:
    """Whether `by` blocks this user."""
    return bool(by.shield.masks) and by is not user and by.shield.blocks(user)


def keep_privacy(turn: Turn, user: User) -> None:
    """The user's modes that say who may write to them are the account's from now on."""
    _set_privacy(turn, user, "".join(letter for letter in LETTERS if letter in user.modes))


def recall(turn: Turn, user: User) -> None:
    """Who has come has again the modes that they had as this visitor or account."""
    wanted = user.shield.letters
    changes = [Change(letter in wanted, letter) for letter in LETTERS if (letter in user.modes) != (letter in wanted)]
    if changes:
        turn.emit(UserModesChanged(turn.now, user.source, tuple(changes)))


def bring(turn: Turn, user: User, before: Shield) -> None:
    """A guest has logged in: whom they blocked the account blocks, too; who may write to them the account says."""
    for mask in before.masks.values():
        if names.fold(mask) not in user.shield.masks and len(user.shield.masks) < MOST:
            turn.emit(Silenced(turn.now, user.source, user.party, user.number, mask, True))
    if before.letters and not user.shield.letters:
        _set_privacy(turn, user, before.letters)
    recall(turn, user)


def _set_privacy(turn: Turn, user: User, letters: str) -> None:
    account = turn.world.accounts.of_party(user.party)
    user.shield.letters = letters
    if account is not None:
        turn.emit(PrivacyChanged(turn.now, account.number, letters))


def _change(turn: Turn, session: Session, mask: str, *, on: bool) -> None:
    if turn.disk_full:
        raise DiskFull
    user = _me(session)
    turn.emit(Silenced(turn.now, user.source, user.party, user.number, mask, on), session)


def _account(turn: Turn, text: str) -> Account | None:
    """Whose name this is: the account of who has it now, or the one registered under it."""
    user = turn.world.user(text)
    return turn.world.accounts.of_party(user.party) if user else turn.world.accounts.named(text)


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


def _me(session: Session) -> User:
    assert session.user is not None
    return session.user
