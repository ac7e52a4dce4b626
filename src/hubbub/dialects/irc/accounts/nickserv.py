"""NickServ, for clients that know neither SASL nor draft/account-registration."""

from __future__ import annotations

import re
from functools import partial

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import authentication, emails
from hubbub.commands.guard import identity
from hubbub.dialects.irc.lines import ROWS, nick_of, shortened, standard_reply, tell, tell_all
from hubbub.dialects.irc.spoken import is_in_ours, spoken, to_nickserv
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import OwnRefusal, sentence
from hubbub.dialects.services import certificates, serving
from hubbub.dialects.services.service import Misunderstood
from hubbub.typed import help
from hubbub.typed.table import COMMANDS
from hubbub.wire.message import Message

from .authentication import tell_logged_in

SERVICE = "NickServ"
HELP = (
    "REGISTER <password>: Make an account of the name you have.",
    "IDENTIFY [<name>] <password>: Log in.",
    "PASSWD <new password>: Change the password of the account you are logged in to.",
    *(f"{command.ordered(command.name.upper())}: {command.sentence}" for command in COMMANDS if command.served),
)


USAGES = {line.partition(" ")[0]: line.partition(":")[0] for line in HELP[:3]}  # of those that are NickServ's alone


class Incomplete(OwnRefusal):
    """What was said fits no usage; our own clients are told that of the command that they have for it."""

    code = Misunderstood.code
    sentence = "That is not complete. Type it like this: /msg NickServ {usage}"


class Unknown(OwnRefusal):
    """NickServ does nothing by that name, or not without more words."""

    code = "UNKNOWN_COMMAND"
    sentence = "NickServ cannot do {about} like that. To see what it can: /msg NickServ HELP"


async def nickserv(chat: Chat, session: Session, message: Message) -> None:
    """What is said to NickServ, as by clients and people that know nothing newer."""
    command, text = _said(message)
    told = partial(tell_logged_in, session)
    words = message.params[1:] if message.command != "PRIVMSG" and len(message.params) > 1 else text.split()
    try:
        match command.upper(), words:
            case "REGISTER", [_, *_]:
                password, email = emails.apart(_new(message, text))  # which other networks want there
                await authentication.register(chat, session, password, email=email, told=told)
                notice(session, "The account is made, and you are logged in.")
            case "IDENTIFY" | "LOGIN", [_, *_]:
                await _identify(chat, session, text)
            case "PASSWD", [_, *_]:
                await _change(chat, session, _new(message, text))
            case "HELP", [word] if (service := serving.served(word)) is not None:
                for line in help.about(service):
                    notice(session, line if is_in_ours(session) else to_nickserv(line))
            case known, _ if (service := serving.served(known)) is not None:
                tell_all(session, await serving.serve(chat, session, service.name, text), _source(session))
            case "" | "HELP", _:
                for line in HELP:
                    notice(session, line)
            case known, _ if known in USAGES:
                raise Misunderstood(USAGES[known])
            case _:
                raise Unknown(shortened(command))
    except Misunderstood as refusal:
        refuse(session, refusal if state_of(session).caps & ROWS else Incomplete(usage=_usage(command)))
    except Refusal as refusal:
        refuse(session, refusal)


def _said(message: Message) -> tuple[str, str]:
    """The command, and what follows it with its spaces: what has them at the end may be a password."""
    params = message.params[1:] if message.command == "PRIVMSG" else message.params
    command, *rest = " ".join(params).split(maxsplit=1) or [""]
    return command, rest[0].strip() if rest else ""


def _new(message: Message, text: str) -> str:
    """The new password: as it is where it has a parameter of its own, so that one with spaces around it is refused and
    not kept as another one than the client knows."""
    return message.params[1] if message.command != "PRIVMSG" and len(message.params) == 2 else text


def _usage(command: str) -> str:
    service = serving.served(command)
    return USAGES[command.upper()] if service is None else service.ordered(service.name.upper())


async def _identify(chat: Chat, session: Session, given: str) -> None:
    """A name and a password, which may have spaces, or a password alone."""
    first, *rest = re.split("[ \t]+", given, maxsplit=1)
    name, password = (first, rest[0]) if rest else (nick_of(session), given)
    account = await authentication.log_in(chat, session, name, password, partial(tell_logged_in, session))
    notice(session, f"You are logged in as {account.name}.")


async def _change(chat: Chat, session: Session, password: str) -> None:
    await authentication.change_password(chat, session, password)
    tell_logged_in(session, identity.logged_in(chat, session))  # so that clients keep the password that they sent
    for line in ("The password is changed.", *certificates.left(chat, session)):
        notice(session, line)


def notice(session: Session, text: str) -> None:
    """NickServ says this."""
    tell(session, text, _source(session))


def _source(session: Session) -> str:
    return f"{SERVICE}!services@{session.chat.policy.server}"


def refuse(session: Session, refusal: Refusal) -> None:
    """NickServ does not do it; who has asked for records can tell that from an answer (docs/ext/rows.md)."""
    if state_of(session).caps & ROWS:
        about = [shortened(refusal.about)] if refusal.about else []
        standard_reply(session, "FAIL", "NICKSERV", refusal.code, *about, text=sentence(refusal))
    else:
        notice(session, sentence(refusal, spoken))


VERBS: dict[str, Verb] = {
    "NICKSERV": Verb(nickserv, "NICKSERV <command>", "Log in, or make an account.", params=1, cost=2),
    "NS": Verb(nickserv, "NS <command>", "The same.", params=1, cost=2),
}
