"""Accounts: making one's name one's own, logging in, and another password."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import authentication
from hubbub.commands.messages import held
from hubbub.dialects.services import certificates, serving
from hubbub.dialects.services.service import Misunderstood
from hubbub.typed import qr
from hubbub.typed.meanings import Login, Register, Serve

from .screen import clock, note, say, say_all
from .whereabouts import stumble


async def register(chat: Chat, session: Session, meaning: Register) -> None:
    if session.me.account:
        await authentication.change_password(chat, session, meaning.password)
        for sentence in ("Your password is changed.", *certificates.left(chat, session)):
            note(session, sentence)
        return
    account = await authentication.register(chat, session, meaning.password)
    note(session, f"The name {account.name} is yours now. Next time give it as your name, and then your password.")


async def login(chat: Chat, session: Session, meaning: Login) -> None:
    account = await authentication.log_in(chat, session, meaning.name, meaning.password)
    note(session, f"You are logged in as {account.name}.")
    if not session.ended:
        await held.collect(chat, session)


async def serve(chat: Chat, session: Session, meaning: Serve) -> None:
    """What the server understands by itself, and says to it."""
    try:
        sentences = await serving.serve(chat, session, meaning.command, meaning.words or "")
    except Misunderstood:
        stumble(session)
        raise
    if not isinstance(sentences, list):
        say_all(session, (clock(chat.now) + sentence for sentence in sentences))
        return
    for sentence in sentences:
        note(session, sentence)
        for line in qr.after(sentence):
            say(session, line)
