"""What may be guessed is counted before anybody looks whether it is right."""

from __future__ import annotations

from hubbub.chat import names
from hubbub.chat.chat import Chat
from hubbub.chat.events import LoginRefused
from hubbub.chat.refusals import TooManyTries
from hubbub.chat.world.session import Session
from hubbub.wire.addresses import network_of


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
    """What was tried is not the password, or the code, of that name ("": of nobody's in particular): the server's log
    is told."""
    chat.emit(LoginRefused(at=chat.now, name=name, address=session.address, way=way))


def wrong_token(chat: Chat, address: str, way: str = "token") -> None:
    """A token came from there that is not good: the server's log is told, unless that happens too often. Raises
    TooManyTries then.

    A good one from there is taken all the same: nobody guesses one, and a program that has been forgotten with an old
    one shuts out no other.
    """
    tokens, network = chat.world.local.guesses.tokens, network_of(address)
    refuse_for(tokens.wait(network, chat.clock))
    tokens.count(network, chat.clock)
    chat.emit(LoginRefused(at=chat.now, name="", address=address, way=way))
