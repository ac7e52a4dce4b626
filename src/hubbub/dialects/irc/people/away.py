"""AWAY, ISON, USERHOST and SETNAME."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import TextTooLong
from hubbub.chat.world.session import Session
from hubbub.commands.people import profile
from hubbub.dialects.irc import lists
from hubbub.dialects.irc.lines import numeric, standard_reply
from hubbub.dialects.irc.packing import packed
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb, verb
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message

PRE_AWAY = Cap.PRE_AWAY.value
USERHOSTS = 5  # names that one USERHOST answers


def away(chat: Chat, session: Session, message: Message) -> None:
    text = message.params[0] if message.params else ""
    if session.user is not None:
        profile.set_away(chat, session, text)
    elif state_of(session).caps & PRE_AWAY:
        profile.check_away(chat, text)
        state_of(session).away = text
    else:
        numeric(session, n.ERR_NOTREGISTERED, "Register first: send NICK and USER")
        return
    if text:
        numeric(session, n.RPL_NOWAWAY, "You are marked as away")
    else:
        numeric(session, n.RPL_UNAWAY, "You are no longer marked as away")


def ison(chat: Chat, session: Session, message: Message) -> None:
    asked = lists.people(name for param in message.params for name in param.split())
    here = [user.name for user in map(chat.world.user, asked) if user is not None and user.sessions]
    _listed(session, n.RPL_ISON, here)


def userhost(chat: Chat, session: Session, message: Message) -> None:
    here = [user for user in map(chat.world.user, lists.people(message.params)[:USERHOSTS]) if user is not None]
    shown = [
        f"{user.name}{'*' * user.operator}={'-' if user.away else '+'}{user.username}@{user.host}" for user in here
    ]
    _listed(session, n.RPL_USERHOST, shown)


def _listed(session: Session, code: str, words: list[str]) -> None:
    """In as many numerics as they need, and in one without any."""
    if words:
        packed(session, code, [], words)
    else:
        numeric(session, code, "")


def setname(chat: Chat, session: Session, message: Message) -> None:
    if not message.params[0].strip():
        standard_reply(session, "FAIL", "SETNAME", "INVALID_REALNAME", text="A real name has a letter at least.")
        return
    try:
        profile.set_realname(chat, session, message.params[0])
    except TextTooLong as refusal:
        standard_reply(session, "FAIL", "SETNAME", "INVALID_REALNAME", text=sentence(refusal))


def show_modes(session: Session) -> None:
    """The modes that one has on coming."""
    user = session.user
    if user is not None and user.modes:
        session.answer(f":{user.source} MODE {user.name} +{user.modes}".encode())


VERBS: dict[str, Verb] = {
    "AWAY": verb(away, "away", early=True),
    "ISON": Verb(ison, "ISON <name> {<name>}", "See who of these is here.", params=1),
    "USERHOST": Verb(userhost, "USERHOST <name> {<name>}", "See under which addresses people are here.", params=1),
    "SETNAME": Verb(setname, "SETNAME :<real name>", "Change your real name.", params=1),
}
