"""The server's lines: one function for each command and numeric that the client understands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.typed import sentences
from hubbub.wire.message import Message

from . import entering, link, messages, moving, sts, surroundings
from .catchup import PRIVATE
from .events import (
    Alive,
    Banned,
    Event,
    NameRefused,
    NotAdmitted,
    PasswordRefused,
    Reacted,
    Told,
    Welcomed,
)
from .link import CLIENT_ID
from .messages import Around
from .registration import NAME_REFUSALS, Step
from .surroundings import Handler

if TYPE_CHECKING:
    from .session import Client

REACT, UNREACT = "+draft/react", "+draft/unreact"


def handle(client: Client, message: Message, around: Around) -> list[Event]:
    """The events of one line. A line that means nothing to us has none."""
    least, handler = _HANDLERS.get(message.command, (0, _other))
    return handler(client, message, around) if len(message.params) >= least else []


# The connection


def _cap(client: Client, message: Message, around: Around) -> list[Event]:
    client.registration.cap(message)
    told = sts.read(message.params[-1].split(" ")) if message.params[1].upper() in ("LS", "NEW") else None
    complaint, client.registration.complaint = client.registration.complaint, ""
    return [*([told] if told else ()), *([Told(complaint, error=True)] if complaint else ())]


def _authenticate(client: Client, message: Message, around: Around) -> list[Event]:
    client.registration.asked_who()
    return []


def _logged_in(client: Client, message: Message, around: Around) -> list[Event]:
    client.registration.login_over(logged_in=True)
    return []


def _logged_in_as(client: Client, message: Message, around: Around) -> list[Event]:
    """What was typed is right: it brings us back after a lost connection."""
    trying = client.trying
    here = client.registration.step is Step.DONE
    if here and trying is not None and casemap.lower(trying.account) == casemap.lower(message.params[2]):
        client.login, client.trying = trying, None
    return []


def _logged_out(client: Client, message: Message, around: Around) -> list[Event]:
    client.login = None
    return []


def _not_logged_in(client: Client, message: Message, around: Around) -> list[Event]:
    client.registration.login_over(logged_in=False)
    client.login = None
    return [Told(message.params[-1], error=True)]


def _token(client: Client, message: Message, around: Around) -> list[Event]:
    client.token = message.params[0]
    return []


def _ping(client: Client, message: Message, around: Around) -> list[Event]:
    """Held messages are followed by a PING: its PONG says that they were shown, so it waits with them."""
    if not (message.params[0].startswith("held") and client.catchup.hold(PRIVATE, message.params[0])):
        client.link.send("PONG", message.params[0])
    return []


def _pong(client: Client, message: Message, around: Around) -> list[Event]:
    match message.params[-1]:
        case link.READY:
            return entering.now_ready(client)
        case link.SETTLED:
            return client.settled()
        case link.ALIVE:
            return [Alive()]
    return []


def _welcome(client: Client, message: Message, around: Around) -> list[Event]:
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return []
    entering.welcomed(client, message)
    return [Welcomed(client.name, client.been_here)]


def _isupport(client: Client, message: Message, around: Around) -> list[Event]:
    client.link.learn(message.params[1:-1])
    return []


def _motd(client: Client, message: Message, around: Around) -> list[Event]:
    return [] if client.been_here else [Told(message.params[-1].removeprefix("- "))]


def _welcome_complete(client: Client, message: Message, around: Around) -> list[Event]:
    return entering.welcome_complete(client)


def _error(client: Client, message: Message, around: Around) -> list[Event]:
    client.last_error = message.params[-1]
    return []


def _name_refused(client: Client, message: Message, around: Around) -> list[Event]:
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return [Told(message.params[-1], error=True)]
    return [NameRefused(client.name, client.registration.name_refused(message))]


def _banned(client: Client, message: Message, around: Around) -> list[Event]:
    """Not let in. Who is in has only been refused another name or account."""
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return _refused(client, message, around)
    return [Banned(message.params[-1])]


def _password_refused(client: Client, message: Message, around: Around) -> list[Event]:
    return [PasswordRefused(message.params[-1])]


# Messages


def _message(client: Client, message: Message, around: Around) -> list[Event]:
    said = messages.read(message, client.name, around.now, late=around.late, held=around.held)
    if said is None:
        return []
    if client.registration.step is not Step.DONE or "!" not in (message.source or ""):
        return [Told(said.text)]  # the server itself speaks
    if said.own and not around.late:
        _accepted(client, message, around)
    return client.say_or_hold(said)


def _tagged(client: Client, message: Message, around: Around) -> list[Event]:
    """Tags without a text: reactions, for a person to see."""
    tags = message.tags or {}
    reaction, about = tags.get(REACT, "") or tags.get(UNREACT, ""), messages.reference_of(message)
    if not reaction or not about or around.late:
        return []
    said, at = client.quotes.text_of(about), messages.time_of(message, around.now)
    return [Reacted(message.params[0], messages.sender_of(message), reaction, said, at, undone=REACT not in tags)]


def _edited(client: Client, message: Message, around: Around) -> list[Event]:
    """A message has another text. What comes late is in the history already."""
    said = messages.read(message, client.name, around.now)
    return [] if said is None or around.late else client.say_or_hold(said)


def _accepted(client: Client, message: Message, around: Around) -> None:
    """The echo of one of our messages, found by its id, its label, or its words."""
    tags = message.tags or {}
    for id in (tags.get(CLIENT_ID, ""), around.label):
        if id and client.queue.finish(id):
            return
    if not client.link.labels and CLIENT_ID not in client.link.caps:
        client.queue.finish(client.queue.match(*message.params[:2]))


# Standard replies (https://ircv3.net/specs/extensions/standard-replies) and refusals


def _fail(client: Client, message: Message, around: Around) -> list[Event]:
    match message.params:
        case ["TOKEN", "INVALID_TOKEN", *_]:
            client.registration.token_refused()
            client.token = ""
            return []
        case ["PRIVMSG" | "NOTICE", "CLIENT_ID_REUSED", id, *_]:
            client.queue.finish(id)
            return [Told(message.params[-1], error=True)]
        case ["*", "ACCOUNT_REQUIRED" | "INVITATION_REQUIRED" as code, _] if not client.been_here:
            return [NotAdmitted(message.params[-1], invited=code == "INVITATION_REQUIRED")]
        case ["NICK", _, *_] if client.registration.step not in (Step.WELCOME, Step.DONE):
            return _name_refused(client, message, around)
    return _refused(client, message, around)


def _told(client: Client, message: Message, around: Around) -> list[Event]:
    return [Told(message.params[-1])]


def _refused(client: Client, message: Message, around: Around) -> list[Event]:
    """Something was not done: a question, a message, an entry into a room, or anything else."""
    command = message.params[0] if message.command == "FAIL" else ""
    if around.label or command in ("CHATHISTORY", "SEARCH"):
        question = client.questions.answered(around.label, client.link)
        if question is not None and question.kind == "door":
            return []
        if question is not None and question.gate is not None:
            return client.release(client.catchup.failed(question, client.link, client.questions))
    if not client.queue.finish(around.label) and not client.link.labels and (command == "PRIVMSG" or not command):
        client.queue.finish(next(filter(None, map(client.queue.match, message.params)), ""))
    return [Told(_why(message), error=True), *_not_entered(client, message, around)]


def _why(message: Message) -> str:
    """The server's words, or ours where many servers' are a riddle. Rooms are named as people name them."""
    sentence = _WHY.get(message.command)
    ours = sentence is not None and message.params[-1].startswith(sentence.partition("{")[0] or "\0")  # and says more
    if sentence is not None and len(message.params) > 2 and not ours:
        return sentence.format(about=message.params[1].removeprefix("#"), term="")
    text = message.params[-1]
    for room in filter(messages.is_room, message.params[:-1]):
        text = text.replace(room, room[1:])
    return text


def _not_entered(client: Client, message: Message, around: Around) -> list[Event]:
    """The room that we said we would be in next is none that we may be in."""
    named = {casemap.lower(word) for word in message.params[:-1]}
    for room, label in list(client.entering.items()):
        if label == around.label or room in named:
            del client.entering[room]
            return moving.step_out(client, room)
    return []


def _other(client: Client, message: Message, around: Around) -> list[Event]:
    """Numerics from 400 on are errors; everything else that we do not know is not for us."""
    command = message.command
    is_error = len(command) == 3 and command.isascii() and command.isdigit() and command[0] in "45"
    return _refused(client, message, around) if is_error and message.params else []


_WHY = {
    n.ERR_CHANNELISFULL: sentences.ROOM_FULL,
    n.ERR_INVITEONLYCHAN: sentences.INVITE_ONLY,
    n.ERR_BANNEDFROMCHAN: sentences.BANNED,
    n.ERR_BADCHANNELKEY: sentences.BAD_KEY,
}
# The command, the fewest parameters that make sense of it, and its handler.
_HANDLERS: dict[str, tuple[int, Handler]] = {
    **surroundings.HANDLERS,
    "CAP": (3, _cap),
    "AUTHENTICATE": (1, _authenticate),
    n.RPL_LOGGEDIN: (3, _logged_in_as),
    n.RPL_LOGGEDOUT: (0, _logged_out),
    n.RPL_SASLSUCCESS: (0, _logged_in),
    n.ERR_SASLFAIL: (1, _not_logged_in),
    "TOKEN": (1, _token),
    "PING": (1, _ping),
    "PONG": (1, _pong),
    "ERROR": (1, _error),
    n.RPL_WELCOME: (1, _welcome),
    n.RPL_ISUPPORT: (2, _isupport),
    n.RPL_MOTD: (2, _motd),
    n.RPL_ENDOFMOTD: (0, _welcome_complete),
    n.ERR_NOMOTD: (0, _welcome_complete),
    n.ERR_YOUREBANNEDCREEP: (1, _banned),
    n.ERR_PASSWDMISMATCH: (1, _password_refused),
    "PRIVMSG": (2, _message),
    "NOTICE": (2, _message),
    "EDIT": (3, _edited),
    "TAGMSG": (1, _tagged),
    "FAIL": (2, _fail),
    "WARN": (2, _told),
    "NOTE": (2, _told),
    **dict.fromkeys(NAME_REFUSALS, (1, _name_refused)),
}
