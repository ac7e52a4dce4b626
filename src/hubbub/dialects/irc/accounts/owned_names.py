"""Names that belong to accounts, for clients without SASL: logging in with PASS, or coming in as a guest first."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.codes import hash_of
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import authentication
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.refusals import sentence
from hubbub.irc.caps import Cap

from .authentication import tell_logged_in
from .nickserv import notice

TOKEN = Cap.TOKEN.value


def given(chat: Chat, session: Session) -> tuple[str, str] | None:
    """The account and the password that PASS means: `account:password`, or the password of who owns the NICK.

    None: PASS means something else: the server's password, where it has one, or an invitation.
    """
    state, known = state_of(session), chat.world.accounts
    if chat.policy.password or state.account is not None or not state.password:
        return None
    if hash_of(state.password) in chat.world.invites.hashes:
        return None
    name, colon, password = state.password.partition(":")
    if colon and known.named(name) is not None:
        return name, password
    owner = known.owner(state.nick)
    if owner is not None:
        return owner.name, state.password
    return (name, password) if colon and name and password else None


async def log_in(chat: Chat, session: Session, name: str, password: str) -> None:
    """Before registration: who cannot be logged in is told so, and goes on as a guest."""
    state = state_of(session)
    state.password = ""
    try:
        account = await authentication.authenticate(chat, session, name, password)
    except Refusal as refusal:
        notice(session, sentence(refusal))
    else:
        state.account, state.logouts = account, account.logouts
        tell_logged_in(session, account)


def owner_of(chat: Chat, session: Session) -> Account | None:
    """Whose name it is that a guest asks for, who is to come in under another one. Our own clients ask their people."""
    state = state_of(session)
    if state.account is not None or state.caps & TOKEN or not chat.policy.rename_guests:
        return None
    return chat.world.accounts.owner(state.nick)


def way_in(session: Session, owner: Account) -> str:
    """How to get the name, when it is one's own: the line to type."""
    known = f"The name {owner.name} belongs to an account"
    if not authentication.are_offered(session.chat, session):
        return f"{known}. If it is yours, connect with TLS (the same port) and log in."
    return f"{known}. If it is yours, type: /msg NickServ IDENTIFY {owner.name} PASSWORD"
