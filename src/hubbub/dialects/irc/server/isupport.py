"""RPL_ISUPPORT (005): what this server supports, gathered from where each limit and table stands.

ISUPPORT and the batch are those of https://ircv3.net/specs/extensions/extended-isupport, draft/ICON is that of
https://ircv3.net/specs/extensions/network-icon.
"""

from __future__ import annotations

from functools import lru_cache

from hubbub.chat.chat import Chat
from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import masks
from hubbub.chat.world.session import Session
from hubbub.commands.guard import access
from hubbub.commands.people import monitor, privacy
from hubbub.commands.rooms.modes import KEY_BYTES, LIST_LENGTH
from hubbub.dialects.irc.batches import in_batch
from hubbub.dialects.irc.lines import Common, numeric
from hubbub.dialects.irc.people.whois import MOST_NAMES
from hubbub.dialects.irc.rooms.joining import MOST_KICKS
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import elist, isupport, modes
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message
from hubbub.wire.truncate import LINE_TEXT

LONGEST_URL = 300  # that fits into a line of 005 with the longest names
EXTENDED_ISUPPORT = Cap.EXTENDED_ISUPPORT.value
WEBPUSH = (Cap.WEBPUSH | Cap.SOJU_WEBPUSH).value


def ask(chat: Chat, session: Session, message: Message) -> None:
    """Before registration only for who asked for extended-isupport."""
    if session.user is None and not state_of(session).caps & EXTENDED_ISUPPORT:
        numeric(session, n.ERR_NOTREGISTERED, "Register first: send NICK and USER")
    else:
        show_isupport(chat, session)


def show_isupport(chat: Chat, session: Session) -> None:
    """005, in a batch for who has asked for extended-isupport."""
    needs_account, filehost, key = access.needs_account(chat), _filehost(chat, session), vapid(chat, session)
    common = _common(chat.policy, chat.world.lobby, needs_account, filehost, key)
    if state_of(session).caps & EXTENDED_ISUPPORT:
        in_batch(session, "draft/isupport", [], common.lines(session))
    else:
        common.tell(session)


@lru_cache(maxsize=8)
def _common(policy: Policy, lobby: str, needs_account: bool, filehost: str, vapid_key: str) -> Common:
    """The same for everybody: there is room for the longest name."""
    overhead = len(f":{policy.server} {n.RPL_ISUPPORT}  ".encode()) + policy.name_bytes
    lists = isupport.parameter_lists(_tokens(policy, lobby, needs_account, filehost), overhead)
    if vapid_key:
        lists.append([isupport.token("VAPID", vapid_key), isupport.TRAILING])
    return Common(policy.server, ((n.RPL_ISUPPORT, *params) for params in lists))


def _filehost(chat: Chat, session: Session) -> str:
    """Where files are uploaded; empty: nowhere. "Clients MUST refuse to use unencrypted URI transports ... if the IRC
    connection is encrypted": the port takes both."""
    if not chat.policy.files.on:
        return ""
    url = chat.services.public_address().url
    if session.secure and session.endpoint.is_encrypted and url.startswith("http:"):
        url = f"https:{url.removeprefix('http:')}"
    return f"{url}/files" if len(url) <= LONGEST_URL else ""


def vapid(chat: Chat, session: Session) -> str:
    """The key by which push services know this server, for who has asked for webpush; empty for others."""
    push = chat.services.push
    return push.key if push is not None and state_of(session).caps & WEBPUSH else ""


def _tokens(policy: Policy, lobby: str, needs_account: bool, filehost: str) -> dict[str, isupport.Value]:
    tokens: dict[str, isupport.Value] = {
        "NETWORK": policy.server,
        "CASEMAPPING": "ascii",
        "UTF8ONLY": None,
        "CHANTYPES": "#",
        "CHANMODES": modes.chanmodes(),
        "PREFIX": modes.prefix(),
        "STATUSMSG": "".join(mode.symbol for mode in modes.PREFIXES),
        "MODES": modes.MOST_CHANGES,
        "MAXLIST": f"beI:{LIST_LENGTH}",
        "EXCEPTS": "e",
        "INVEX": "I",
        "EXTBAN": f",{masks.EXTENDED}",
        "ACCOUNTEXTBAN": masks.ACCOUNT.removesuffix(":"),
        "KEYLEN": KEY_BYTES,
        "KICKLEN": LINE_TEXT,
        "CHANLIMIT": f"#:{policy.rooms_per_user}",
        "CHANNELLEN": policy.room_bytes,
        "BOT": "B",
        "WHOX": None,
        "MONITOR": monitor.MOST,
        "SILENCE": privacy.MOST,
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
        "LOBBY": lobby,
    }
    if policy.flood_burst:
        tokens["FLOOD"] = f"{_number(policy.flood_burst)}/{_number(policy.flood_rate)}"
    if policy.denied_tags:
        tokens["CLIENTTAGDENY"] = ",".join(policy.denied_tags)
    if needs_account:
        tokens["draft/ACCOUNTREQUIRED"] = None
    if policy.icon:
        tokens["draft/ICON"] = policy.icon
    if filehost:
        tokens |= {"draft/FILEHOST": filehost, "soju.im/FILEHOST": filehost}
    return tokens


def _number(value: float) -> str:
    return f"{value:f}".rstrip("0").rstrip(".")


def _targmax(targets: int) -> str:
    """How many targets one command may name; nothing behind the colon: any number."""
    most = dict.fromkeys(("PRIVMSG", "NOTICE", "TAGMSG"), str(targets)) | dict.fromkeys(("JOIN", "PART", "NAMES"), "")
    most["KICK"] = str(MOST_KICKS)
    most |= {"LIST": "", "MONITOR": "", "WHOWAS": "1"}
    most["WHOIS"] = str(MOST_NAMES)
    return ",".join(f"{command}:{number}" for command, number in most.items())


VERBS: dict[str, Verb] = {"ISUPPORT": Verb(ask, "ISUPPORT", "See what this server supports.", early=True)}
