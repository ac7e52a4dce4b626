"""`/block`, `/unblock`, `/blocked` and `/private`, as people ask for them in every dialect."""

from __future__ import annotations

from hubbub.chat.session import Session
from hubbub.chat.shield import LETTERS
from hubbub.chat.turn import Turn
from hubbub.commands.people import blocking
from hubbub.commands.rooms import modes
from hubbub.irc.modes import Change

CHOICES = {"everybody": "", "accounts": "R", "rooms": "c", "nobody": "D"}
MEAN = {
    "": "Everybody may send you private messages.",
    "R": "Only people with an account may send you private messages.",
    "c": "Only people who share a room with you may send you private messages.",
    "D": "Nobody may send you private messages.",
}


def block(turn: Turn, session: Session, words: list[str]) -> list[str] | None:
    if len(words) != 1:
        return None
    mask = blocking.block(turn, session, words[0].removeprefix("@"))
    return [f"You block {mask}: private messages and invitations from there are not shown to you."]


def unblock(turn: Turn, session: Session, words: list[str]) -> list[str] | None:
    if len(words) != 1:
        return None
    return [f"You do not block {blocking.unblock(turn, session, words[0].removeprefix('@'))} any more."]


def blocked(turn: Turn, session: Session, words: list[str]) -> list[str] | None:
    return None if words else blocking.blocked(session) or ["You block nobody."]


def private(turn: Turn, session: Session, words: list[str]) -> list[str] | None:
    """Says who may send private messages, or changes it."""
    user = session.user
    assert user is not None
    if words:
        wanted = CHOICES.get(words[0].lower())
        if wanted is None or len(words) > 1:
            return None
        modes.change_own(turn, session, [Change(letter == wanted, letter) for letter in LETTERS])
    return [MEAN[letter] for letter in LETTERS if letter in user.modes] or [MEAN[""]]
