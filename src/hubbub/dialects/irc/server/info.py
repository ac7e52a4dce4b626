"""MOTD, LUSERS, VERSION, TIME and INFO: about the server itself."""

from __future__ import annotations

from functools import lru_cache

from hubbub import __version__
from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.irc.lines import NAME, Common, nick_of, numeric, server_name, written
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.irc.times import format_time
from hubbub.wire.message import Message

from .addressed import addressed
from .isupport import show_isupport

ABOUT = (
    f"hubbub {__version__}",
    "A self-hosted chat: one command starts it, one port serves every kind of client.",
    "Every message is in the log before anybody sees it.",
)


def motd(chat: Chat, session: Session, message: Message) -> None:
    if addressed(session, message):
        show_motd(chat, session)


def lusers(chat: Chat, session: Session, message: Message) -> None:
    if addressed(session, message, 1):
        count_users(chat, session)


def version(chat: Chat, session: Session, message: Message) -> None:
    if not addressed(session, message):
        return
    numeric(session, n.RPL_VERSION, f"hubbub-{__version__}", server_name(session), "")
    show_isupport(chat, session)


def time(chat: Chat, session: Session, message: Message) -> None:
    if addressed(session, message):
        numeric(session, n.RPL_TIME, server_name(session), format_time(chat.now))


def info(chat: Chat, session: Session, message: Message) -> None:
    if not addressed(session, message):
        return
    for line in (*ABOUT, *([chat.world.lockdown.sentence] if chat.world.lockdown else [])):
        numeric(session, n.RPL_INFO, line)
    numeric(session, n.RPL_ENDOFINFO, "End of INFO")


def show_motd(chat: Chat, session: Session) -> None:
    """The message of the day, or that there is none."""
    _motd(chat.policy.server, chat.policy.motd).tell(session)


@lru_cache(maxsize=2)
def _motd(server: str, text: str) -> Common:
    if not text:
        return Common(server, [(n.ERR_NOMOTD, "There is no message of the day")])
    lines = [(n.RPL_MOTD, f"- {line}") for line in text.replace(NAME, "").splitlines()]
    start, end = (n.RPL_MOTDSTART, f"- {server} message of the day -"), (n.RPL_ENDOFMOTD, "End of MOTD")
    return Common(server, [start, *lines, end])


def count_users(chat: Chat, session: Session) -> None:
    """How many people and rooms there are."""
    world, local = chat.world, chat.world.local
    now, most, invisible, nick = f"{local.connected}", f"{local.most_users}", local.invisible, nick_of(session)
    users, operators, strangers, rooms, here, of_server, of_all = _counted(server_name(session))
    text = (
        f"{users}{nick} :There are {local.connected - invisible} users and {invisible} invisible on 1 server\n"
        f"{operators}{nick} {len(world.with_mode('o'))} :operators online\n"
        f"{strangers}{nick} {len(local.strangers)} :connections that are nobody's yet\n"
        f"{rooms}{nick} {len(world.every_room)} :rooms formed\n"
        f"{here}{nick} :I have {now} clients and 0 servers\n"
        f"{of_server}{nick} {now} {most} :Current local users {now}, max {most}\n"
        f"{of_all}{nick} {now} {most} :Current global users {now}, max {most}"
    )
    written(session, text.encode())


@lru_cache(maxsize=2)
def _counted(server: str) -> tuple[str, ...]:
    """How the lines of LUSERS begin."""
    return tuple(f":{server} {code} " for code in _COUNTS)


_COUNTS = (
    n.RPL_LUSERCLIENT, n.RPL_LUSEROP, n.RPL_LUSERUNKNOWN, n.RPL_LUSERCHANNELS, n.RPL_LUSERME, n.RPL_LOCALUSERS,
    n.RPL_GLOBALUSERS,
)  # fmt: skip


VERBS: dict[str, Verb] = {
    "MOTD": Verb(motd, "MOTD", "See the message of the day."),
    "LUSERS": Verb(lusers, "LUSERS", "Count people and rooms."),
    "VERSION": Verb(version, "VERSION", "See what runs here and what it supports."),
    "TIME": Verb(time, "TIME", "See the server's time (UTC)."),
    "INFO": Verb(info, "INFO", "See what this server is."),
}
