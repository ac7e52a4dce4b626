"""What may be guessed is counted before anybody looks whether it is right."""

from __future__ import annotations

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import LoginRefused
from hubbub.chat.refusals import TooManyTries
from hubbub.chat.world.session import Session


def begin_try(chat: Chat, session: Session, name: str) -> str:
    """Count a try to log in and return the folded name. Raises TooManyTries."""
    fold = names.fold(name)
    guesses = chat.world.local.guesses
    refuse_for(guesses.wait(session.address, fold, chat.clock))
    guesses.begin(session.address, fold, chat.clock)
    return fold


def refuse_for(milliseconds: int) -> None:
    """Raises TooManyTries when there is something to wait for."""
    if milliseconds:
        raise TooManyTries(seconds=str(-(-milliseconds // 1000)))


def wrong(chat: Chat, session: Session, name: str, way: str) -> None:
    """What was tried is not the password, or the code, of that account: the server's log is told."""
    chat.emit(LoginRefused(at=chat.now, name=name, address=session.address, way=way))
