"""What may be guessed is counted before anybody looks whether it is right."""

from __future__ import annotations

from hubbub.chat import names
from hubbub.chat.refusals import TooManyTries
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn


def begin_try(turn: Turn, session: Session, name: str) -> str:
    """Count a try to log in and return the folded name. Raises TooManyTries."""
    fold = names.fold(name)
    guesses = turn.world.guesses
    refuse_for(guesses.wait(session.address, fold, turn.now))
    guesses.begin(session.address, fold, turn.now)
    return fold


def refuse_for(milliseconds: int) -> None:
    """Raises TooManyTries when there is something to wait for."""
    if milliseconds:
        raise TooManyTries(seconds=str(-(-milliseconds // 1000)))
