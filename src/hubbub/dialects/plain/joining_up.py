"""Accounts: making one's name one's own, logging in, and another password."""

from __future__ import annotations

from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.accounts import accounts
from hubbub.commands.messages import messages
from hubbub.dialects import certifying, services
from hubbub.typed import qr
from hubbub.typed.meanings import Login, Register, Serve

from .screen import note, say
from .standing import me


async def register(turn: Turn, session: Session, meaning: Register) -> None:
    if me(session).account:
        await accounts.change_password(turn, session, meaning.password)
        for sentence in ("Your password is changed.", *certifying.left(turn, session)):
            note(session, sentence)
        return
    account = await accounts.register(turn, session, meaning.password)
    note(session, f"The name {account.name} is yours now. Next time give it as your name, and then your password.")


async def login(turn: Turn, session: Session, meaning: Login) -> None:
    account = await accounts.log_in(turn, session, meaning.name, meaning.password)
    note(session, f"You are logged in as {account.name}.")
    if not session.ended:
        await messages.collect(turn, session)


async def serve(turn: Turn, session: Session, meaning: Serve) -> None:
    """What the service for accounts understands, and says to it."""
    for sentence in await services.serve(turn, session, services.SERVICES[meaning.command], meaning.words or ""):
        note(session, sentence)
        for line in qr.after(sentence):
            say(session, line)
