"""What the first bytes of a connection say about who is there.

A head that begins with an HTTP method and a space is HTTP. Otherwise the first whole line decides: an IRC command with
its parameters makes it IRC, anything else is a person. A lone word is a name: somebody may be called Nick.
"""

from __future__ import annotations

from enum import Enum, auto

from .lines import LINE_LIMIT
from .message import BadMessage, parse


class Opening(Enum):
    MORE = auto()  # not decided yet
    HTTP = auto()
    IRC = auto()
    PERSON = auto()
    TLS = auto()
    PROXY = auto()  # a PROXY protocol header: from a stranger, the connection is closed


_METHODS = (b"CONNECT ", b"DELETE ", b"GET ", b"HEAD ", b"OPTIONS ", b"PATCH ", b"POST ", b"PUT ", b"TRACE ")
_PROXY_HEADERS = (b"PROXY ", b"\r\n\r\n\0\r\nQUIT\n")  # haproxy.org proxy-protocol.txt, versions 1 and 2
_TLS_HANDSHAKE = b"\x16"
_BOM = "\ufeff"

# What IRC clients say first: the command, and how many parameters it has at least and at most.
_FIRST_COMMANDS = {
    "AUTHENTICATE": (1, 1),
    "CAP": (1, 3),
    "NICK": (1, 2),
    "PASS": (1, 4),
    "PING": (1, 2),
    "PRIVMSG": (2, 2),
    "USER": (4, 4),
    "WEBIRC": (4, 5),
}
_CAP_COMMANDS = frozenset({"LS", "LIST", "REQ", "END"})


def decide(buffer: bytes) -> Opening:
    """What a connection is, by all it has sent so far. MORE at most until LINE_LIMIT bytes have come without a LF."""
    if buffer.startswith(_TLS_HANDSHAKE):
        return Opening.TLS
    if buffer.startswith(_METHODS):
        return Opening.HTTP
    if buffer.startswith(_PROXY_HEADERS):
        return Opening.PROXY
    end = buffer.find(b"\n")
    if end < 0:
        return Opening.PERSON if len(buffer) > LINE_LIMIT else Opening.MORE
    # A byte order mark is refused later, by name; here it must not hide who is there.
    text = buffer[:end].removesuffix(b"\r").decode(errors="replace").removeprefix(_BOM)
    return Opening.IRC if looks_like_irc(text) else Opening.PERSON


def looks_like_irc(line: str) -> bool:
    """Whether an IRC client would begin with this line, tags and source allowed.

    A command is written all in upper or all in lower case: `NICK x` and `nick x` are IRC, `Nick Cave` is a person
    (whose name is refused for its space, in words that person understands).
    """
    try:
        message = parse(line, limited=False)
    except BadMessage:
        return False
    least, most = _FIRST_COMMANDS.get(message.command, (1, 0))
    if not least <= len(message.params) <= most or not _in_one_case(line, message.command):
        return False
    return message.command != "CAP" or message.params[0].upper() in _CAP_COMMANDS


def _in_one_case(line: str, command: str) -> bool:
    words = line.split(" ")
    return command in words or command.lower() in words
