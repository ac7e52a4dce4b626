"""`/block`, `/unblock`, `/blocked` and `/private`, as people ask for them in every dialect."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.people.privacy import LETTERS
from hubbub.chat.world.session import Session
from hubbub.commands.people import privacy
from hubbub.commands.rooms import modes
from hubbub.irc.modes import Change
from hubbub.typed.person import person

from .record import Row, row
from .service import Service

CHOICES = {"everybody": "", "accounts": "R", "rooms": "c", "nobody": "D"}
MEAN = {
    "": "Everybody may send you private messages.",
    "R": "Only people with an account may send you private messages.",
    "c": "Only people who share a room with you may send you private messages.",
    "D": "Nobody may send you private messages.",
}


def block(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    if len(words) != 1:
        return None
    mask = privacy.block(chat, session, person(words[0]))
    return [f"You block {mask}: private messages and invitations from there are not shown to you."]


def unblock(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    if len(words) != 1:
        return None
    return [f"You do not block {privacy.unblock(chat, session, person(words[0]))} any more."]


def blocked(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    if words:
        return None
    return [row("blocked", mask, mask=mask) for mask in privacy.blocked(session)] or ["You block nobody."]


def private(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """Says who may send private messages, or changes it."""
    user = session.me
    if words:
        wanted = CHOICES.get(words[0].lower())
        if wanted is None or len(words) > 1:
            return None
        modes.change_own(chat, session, [Change(letter == wanted, letter) for letter in LETTERS])
    return [_row(letter) for letter in LETTERS if letter in user.modes] or [_row("")]


def _row(letter: str) -> Row:
    who = next(word for word, chosen in CHOICES.items() if chosen == letter)
    return row("private", MEAN[letter], who=who)


SERVICES: dict[str, Service] = {
    "block": Service(block),
    "unblock": Service(unblock),
    "blocked": Service(blocked),
    "private": Service(private),
}
