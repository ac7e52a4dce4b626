"""What the first bytes of a connection say about who is there.

A head that begins with an HTTP method and a space is HTTP, also behind an empty line (RFC 9112, 2.2). Otherwise the
first whole line decides: one that ends with a version of a protocol is a request, and so HTTP, an IRC command with its
parameters makes it IRC, anything else is a person, and so is who begins with a command of telnet. A lone word is a
name: somebody may be called Nick.
"""

from __future__ import annotations

import re
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
_BEHIND_AN_EMPTY_LINE = tuple(empty + method for empty in (b"\r\n", b"\n") for method in _METHODS)
# Of any method and version, and of those that were made after it (RTSP, SIP): HTTP says no to it.
_REQUEST_LINE = re.compile(r"[A-Za-z-]+ [^ ]+ [A-Za-z]{3,}/[0-9](\.[0-9])*", re.ASCII)
_PROXY_HEADERS = (b"PROXY ", b"\r\n\r\n\0\r\nQUIT\n")  # haproxy.org proxy-protocol.txt, versions 1 and 2
_TLS_HANDSHAKE = b"\x16"
_TELNET = b"\xff"  # IAC: nobody else's first byte
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
    "WEBIRC": (1, 15),  # whatever is wrong with it: its password must not come back as a bad name
}
# What they say later, mostly. In upper case, with its parameters, that is no person's name either.
_LATER_COMMANDS = frozenset({"JOIN", "MODE", "NOTICE", "PONG", "TAGMSG"})
# How nearly all of them begin; to find out the long way would come to the same.
_NEARLY_ALWAYS = re.compile(rb"(?:NICK [!-9;-~][!-~]*|CAP LS(?: 302)?)\r?\n")
# What programs say in upper case where they expect another server, or what their first command lacks parameters for.
_PROGRAMS_SAY = """
ADMIN AUDIT AUTHENTICATE AWAY BATCH CAP CHATHISTORY CONNECT DIE EDIT ERROR EXPIRE FILE HELP HELPOP INFO INVITE ISON
ISUPPORT JOIN KICK KILL KNOCK LINKS LIST LOCKDOWN LUSERS MAP MARKREAD METADATA MODE MONITOR MOTD NAMES NICK NICKSERV
NOTICE NS NUMBERS OPER PART PASS PIN PING PINS PONG PRIVMSG PROTOCTL QUIT REDACT REGISTER REHASH RELAYMSG RENAME
REPORT REPORTS RESTART RETENTION RULES SAJOIN SAMODE SEARCH SERVER SESSION SETNAME SILENCE SQUIT STARTTLS STATS
TAGMSG TBAN TIME TOKEN TOPIC TRACE UBAN UNDO UNPIN UNREAD USER USERHOST USERIP USERS VERIFY VERSION WALLOPS WATCH
WEBIRC WEBPUSH WHO WHOIS WHOWAS
DELETE GET HEAD OPTIONS PATCH POST PRI PROPFIND PUT
CAPA CAPABILITY DATA EHLO EXPN HELO LHLO LOGIN LOGOUT MAIL NOOP RCPT RSET STAT STLS VRFY
ANNOUNCE BREW BURST CAPAB CNXN COMMAND CONFIG DESCRIBE EVAL FLUSHALL GIOP HTTP JDWP-HANDSHAKE KEYS MKCOL PLAY PROXY
PUBLISH RFB SEND SETUP SOURCE SSH STOMP SUBSCRIBE TEARDOWN TNMP UID
"""
_WORDS = frozenset(_PROGRAMS_SAY.split())
_NAMES = frozenset({"nick"})  # which somebody may be called who has no capitals
_NOBODY_SAYS = frozenset({"AUTHENTICATE", "PRIVMSG", "WEBIRC"})  # but programs, however they write it
_CAP_COMMANDS = frozenset({"LS", "LIST", "REQ", "END"})


def decide(buffer: bytes) -> Opening:
    """What a connection is, by all it has sent so far. MORE at most until LINE_LIMIT bytes have come without a LF."""
    return Opening.IRC if _NEARLY_ALWAYS.match(buffer) else _decided(buffer)


def _decided(buffer: bytes) -> Opening:
    if buffer.startswith(_TLS_HANDSHAKE):
        return Opening.TLS
    if buffer.startswith(_METHODS):
        return Opening.HTTP
    if buffer.startswith(_PROXY_HEADERS):
        return Opening.PROXY
    if buffer.startswith(_BEHIND_AN_EMPTY_LINE):
        return Opening.HTTP
    if buffer.startswith(_TELNET):
        return Opening.PERSON
    end = buffer.find(b"\n")
    if b"\r\0" in buffer[: end if end >= 0 else None]:  # a telnet client's line end (RFC 854)
        return Opening.PERSON
    if end < 0:
        return Opening.PERSON if len(buffer) > LINE_LIMIT else Opening.MORE
    # A byte order mark is refused later, by name; here it must not hide who is there.
    text = buffer[:end].removesuffix(b"\r").decode(errors="replace").removeprefix(_BOM)
    if _REQUEST_LINE.fullmatch(text):
        return Opening.HTTP
    return Opening.IRC if looks_like_irc(text) else Opening.PERSON


def is_command_word(text: str) -> bool:
    """Whether a program said this alone, and no person: a command of IRC, HTTP, mail or others, all in upper or all in
    lower case, or as only that protocol has it (`JDWP-Handshake`)."""
    if text.islower():
        return text.upper() in _WORDS and text not in _NAMES
    return text in _WORDS or ("-" in text and text.upper() in _WORDS)


def looks_like_irc(line: str) -> bool:
    """Whether an IRC client would begin with this line, tags and source allowed.

    A command is written all in upper or all in lower case: `NICK x` and `nick x` are IRC, `Nick Cave` is a person
    (whose name is refused for its space, in words that person understands). In upper case it is a program's,
    whatever is wrong with its parameters: `CAP FOO` is IRC, `cap it` is a person. What nobody is called is a command in
    any case (RFC 2812, 2.3), and a password behind it is not said again.
    """
    try:
        message = parse(line, limited=False)
    except BadMessage:
        return False
    if message.command in _NOBODY_SAYS and message.params:
        return True
    least, most = _FIRST_COMMANDS.get(message.command, (1, int(message.command in _LATER_COMMANDS)))
    if most and message.params and message.command in line.split(" "):
        return True
    if (
        message.command in _LATER_COMMANDS
        or not least <= len(message.params) <= most
        or message.command.lower() not in line.split(" ")
    ):
        return False
    return message.command != "CAP" or message.params[0].upper() in _CAP_COMMANDS
