"""RPL_ISUPPORT (005): what this server supports, gathered from where each limit and table stands."""

from __future__ import annotations

from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import monitor
from hubbub.commands.modes import KEY_BYTES, LIST_LENGTH
from hubbub.irc import elist, isupport, modes
from hubbub.irc import numerics as n

from .lines import nick_of, numeric, server_name
from .modes import MOST_CHANGES
from .rooms import MOST_KICKS
from .whois import MOST_NAMES

LINE_TEXT = 390  # bytes of text that surely fit into a line


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
