"""What a client is told when its registration is complete."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.events import MemberJoined
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import entering, messages, monitor, people
from hubbub.commands.modes import KEY_BYTES, LIST_LENGTH
from hubbub.irc import elist, isupport, modes
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.irc.times import format_time

from .lines import from_server, nick_of, numeric, server_name
from .modes import MOST_CHANGES
from .rooms import MOST_KICKS, show_room
from .server import count_users, show_motd
from .whois import MOST_NAMES

TOKEN = Cap.TOKEN.value
SOFTWARE = "hubbub"
LINE_TEXT = 390  # bytes of text that surely fit into a line


def welcome(turn: Turn, session: Session) -> Awaitable[None] | None:
    """The welcome burst, a token, the rooms that a resumed visit is in, and what waited for the name."""
    user = session.user
    assert user is not None
    server = server_name(session)
    numeric(session, n.RPL_WELCOME, f"Welcome to the chat, {user.name}!")
    numeric(session, n.RPL_YOURHOST, f"Your host is {server}, running {SOFTWARE}")
    numeric(session, n.RPL_CREATED, f"This server was started at {format_time(turn.policy.started_at)}")
    numeric(
        session,
        n.RPL_MYINFO,
        server,
        SOFTWARE,
        modes.user_letters(),
        modes.letters(),
        modes.letters(with_argument=True),
    )
    show_isupport(turn, session)
    count_users(turn, session)
    show_motd(turn, session)
    away = session.state.away
    if away is not None and not (away == "*" and user.away):  # * says less than the text of another connection
        people.set_away(turn, session, away)
    if session.state.caps & TOKEN and session.state.visit is None and not user.account:
        from_server(session, "TOKEN", entering.give_token(turn, session))
    for room in user.rooms:
        joined = MemberJoined(0, turn.now, room.log, room.name, user.source, user.realname, user.account)
        for line in session.dialect.own(joined, session):
            session.answer(line)
        show_room(session, room)
    return messages.collect(turn, session) if user.fold in turn.world.held else None


def show_isupport(turn: Turn, session: Session) -> None:
    """005: what this server supports."""
    policy = turn.policy
    tokens: dict[str, isupport.Value] = {
        "NETWORK": policy.server,
        "CASEMAPPING": "ascii",
        "UTF8ONLY": None,
        "CHANTYPES": "#",
        "CHANMODES": modes.chanmodes(),
        "PREFIX": modes.prefix(),
        "STATUSMSG": "".join(mode.symbol for mode in modes.PREFIXES),
        "MODES": MOST_CHANGES,
        "MAXLIST": f"beI:{LIST_LENGTH}",
        "EXCEPTS": "e",
        "INVEX": "I",
        "EXTBAN": ",m",
        "KEYLEN": KEY_BYTES,
        "KICKLEN": LINE_TEXT,
        "CHANLIMIT": f"#:{policy.rooms_per_user}",
        "CHANNELLEN": policy.room_bytes,
        "BOT": "B",
        "WHOX": None,
        "MONITOR": monitor.MOST,
        "ELIST": elist.LETTERS,
        "NICKLEN": policy.name_bytes,
        "USERLEN": 10,
        "TOPICLEN": policy.topic_bytes,
        "AWAYLEN": policy.away_bytes,
        "NAMELEN": policy.realname_bytes,
        "TARGMAX": _targmax(policy.targets),
        "SAFELIST": None,
        "CHATHISTORY": policy.history_page,
        "MSGREFTYPES": "msgid,timestamp",
        "LOBBY": turn.world.lobby,
    }
    if policy.flood_burst:
        tokens["FLOOD"] = f"{_number(policy.flood_burst)}/{_number(policy.flood_rate)}"
    if policy.denied_tags:
        tokens["CLIENTTAGDENY"] = ",".join(policy.denied_tags)
    overhead = len(f":{server_name(session)} 005 {nick_of(session)} ".encode())
    for params in isupport.parameter_lists(tokens, overhead):
        numeric(session, n.RPL_ISUPPORT, *params)


def _number(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _targmax(targets: int) -> str:
    """How many targets one command may name; nothing behind the colon: any number."""
    most = dict.fromkeys(("PRIVMSG", "NOTICE", "TAGMSG"), str(targets)) | dict.fromkeys(("JOIN", "PART", "NAMES"), "")
    most["KICK"] = str(MOST_KICKS)
    most |= {"LIST": "", "MONITOR": "", "WHOWAS": "1"}
    most["WHOIS"] = str(MOST_NAMES)
    return ",".join(f"{command}:{number}" for command, number in most.items())
