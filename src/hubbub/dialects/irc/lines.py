"""The lines of this dialect: numerics, commands of the server, and tags put onto lines that are already written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from hubbub.chat.world.session import Session
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.services.record import Row
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.typed.splitting import cut_behind_words
from hubbub.wire.message import BODY_LIMIT, format_message, last_parameter
from hubbub.wire.tags import escape
from hubbub.wire.truncate import cut_bytes, is_too_long

SAFE_SPACES = str.maketrans({" ": "_"})
MESSAGE_TAGS = Cap.MESSAGE_TAGS.value
STANDARD_REPLIES = Cap.STANDARD_REPLIES.value
ROWS = Cap.ROWS.value
Numeric = tuple[str, ...]  # a code, and its parameters
SLICE = 50  # lines of a long answer that are made at once
NAME = "\ufdd0"  # stands for a name: a noncharacter, which is in nothing that is to be told
_NAME = NAME.encode()
LONGEST_ROW = 4000  # bytes of a record as a tag: "servers MUST NOT add tag data exceeding 4094 bytes" (message-tags)


def server_name(session: Session) -> str:
    """The name under which the server speaks."""
    return session.chat.policy.server


def nick_of(session: Session) -> str:
    """How numerics address this connection: its name, or * before it has one."""
    if session.user is not None:
        return session.user.name
    return state_of(session).nick or "*"


def numeric(session: Session, code: str, *params: str) -> None:
    """Answer with a numeric; the last parameter may be text. What could not stand in a line is made to fit."""
    session.answer(numeric_line(session, code, *params))


def numeric_line(session: Session, code: str, *params: str) -> bytes:
    *middle, last = params
    words = [_word(word) for word in middle]
    return caused(session, cut_bytes(format_message(code, [nick_of(session), *words, last], server_name(session))))


def numeric_lines(session: Session, rows: Iterable[Numeric]) -> list[bytes]:
    """As `numeric_line` for each, of many. The last parameters have no line end in them."""
    server, nick = server_name(session), nick_of(session)
    lines = [
        cut_bytes(f":{server} {code} {nick} {' '.join([*map(_word, middle), last_parameter(last)])}".encode())
        for code, *middle, last in rows
    ]
    return _all_caused(session, lines)


def written(session: Session, text: bytes) -> None:
    """Answer with numerics that are written already and fit, with a line feed between them."""
    user = session.user
    if user is not None and user.is_bot:
        session.answer_all(_all_caused(session, text.split(b"\n")))
    else:
        session.answer_text(text)


class Common:
    """Numerics that everybody is told in the same words: written once, but for the name of who is told, which is
    between the `pieces`. In the rows NAME stands for it. With a name that is `longest` all lines fit."""

    __slots__ = ("longest", "pieces")

    def __init__(self, server: str, rows: Iterable[Numeric]) -> None:
        lines = [format_message(code, [NAME, *map(_word, middle), last], server) for code, *middle, last in rows]
        self.pieces = b"\n".join(lines).split(_NAME)
        self.longest = min((BODY_LIMIT - len(line.replace(_NAME, b""))) // line.count(_NAME) for line in lines)

    def tell(self, session: Session) -> None:
        """Answer with them."""
        written(session, self._text(session))

    def lines(self, session: Session) -> list[bytes]:
        """As this connection is told them."""
        return _all_caused(session, self._text(session).split(b"\n"))

    def _text(self, session: Session) -> bytes:
        name = nick_of(session).encode()
        text = name.join(self.pieces)
        return text if len(name) <= self.longest else b"\n".join(map(cut_bytes, text.split(b"\n")))


def refuse_too_long(session: Session, command: str, target: str, text: str, source: str = "") -> bool:
    """Whether the line would be too long for who reads it, with who sends it in front; they are told so (417).

    Cut, the end of it would be lost, and nobody would know. `source`: nick!user@host, if it is not the sender's.
    """
    if not is_too_long(f":{source or session.me.source} {command} {target} :{text}"):
        return False
    numeric(session, n.ERR_INPUTTOOLONG, "The line is too long with its sender in front; it was not relayed")
    return True


def _word(text: str) -> str:
    """The text made into a parameter that is not the last one."""
    if text and text[0] != ":" and " " not in text:
        return text
    return text.translate(SAFE_SPACES).lstrip(":") or "*"


def caused(session: Session, line: bytes) -> bytes:
    """The numeric with the tag that "SHOULD also be added by the ircd to all numerics directly caused by the bot"."""
    user = session.user
    return tagged(line, "bot") if user is not None and user.is_bot and state_of(session).caps & MESSAGE_TAGS else line


def _all_caused(session: Session, lines: list[bytes]) -> list[bytes]:
    """The same of several, which nearly nobody is a bot for."""
    user = session.user
    return [caused(session, line) for line in lines] if user is not None and user.is_bot else lines


def from_server(session: Session, command: str, *params: str, tags: dict[str, str] | None = None) -> None:
    """Answer with a command of the server itself."""
    if command == "NOTICE":
        for line in notices(server_name(session), *params):
            session.answer(line)
        return
    line = cut_bytes(format_message(command, params, server_name(session)))
    for tag, value in (tags or {}).items():
        line = tagged(line, tag, value)
    session.answer(line)


def cap_line(session: Session, subcommand: str, names: str) -> bytes:
    """A CAP of the server that answers nothing."""
    return format_message("CAP", [nick_of(session), subcommand, names], server_name(session))


SPECIFIED = frozenset(
    {"AUTHENTICATE", "BATCH", "CHATHISTORY", "MARKREAD", "METADATA", "REDACT", "REGISTER", "RELAYMSG", "RENAME"}
    | {"SEARCH", "SETNAME", "VERIFY", "WEBPUSH"}
)
"""Commands whose specifications name FAIL: who sends them knows it."""


def standard_reply(session: Session, kind: str, command: str, code: str, *about: str, text: str) -> None:
    """FAIL, WARN or NOTE (IRCv3 standard-replies); a NOTICE for who has not asked for them where they are ours."""
    if state_of(session).caps & STANDARD_REPLIES or (kind == "FAIL" and command in SPECIFIED):
        words = [_word(word) for word in about]
        from_server(session, kind, command, code, *words, text)
    else:
        from_server(session, "NOTICE", nick_of(session), text)


def with_record(session: Session, line: bytes, told: str) -> bytes:
    """The line that says it, with its record for who has asked for them (docs/ext/rows.md)."""
    if not isinstance(told, Row) or not state_of(session).caps & ROWS:
        return line
    written = msgspec.json.encode(told.record).decode()
    return tagged(line, "hubbub.chat/row", written) if len(escape(written).encode()) <= LONGEST_ROW else line


def tell(session: Session, told: str, source: str = "") -> None:
    """The server, or a service of it, says this, as a record too for who has asked for them."""
    for line in _told(session, told, source):
        session.answer(line)


def tell_all(session: Session, sentences: Iterable[str], source: str = "") -> None:
    """It says all of these, which may be thousands where they are no list."""
    if isinstance(sentences, list):
        for sentence in sentences:
            tell(session, sentence, source)
    else:
        session.answer_slowly(_in_slices(session, iter(sentences), source))


def _in_slices(session: Session, sentences: Iterator[str], source: str) -> Iterator[list[bytes]]:
    while some := list(islice(sentences, SLICE)):
        yield [line for sentence in some for line in _told(session, sentence, source)]


def _told(session: Session, told: str, source: str) -> list[bytes]:
    first, *others = notices(source or server_name(session), nick_of(session), told)
    return [with_record(session, first, told), *others]


def notices(source: str, target: str, text: str) -> list[bytes]:
    """A NOTICE, or several where one would be too long a line."""
    longest = BODY_LIMIT - len(f":{source} NOTICE {target} :".encode())
    return [format_message("NOTICE", [target, part], source) for part in cut_behind_words(text, longest)]


def shortened(text: str, limit: int = 50) -> str:
    """A client's own word, short enough and safe to be sent back."""
    text = "".join(letter for letter in text[:limit] if letter.isprintable() and letter != " ")
    return text.lstrip(":") or "*"


def tagged(line: bytes, tag: str, value: str = "") -> bytes:
    """The line with one more tag."""
    written = f"{tag}={escape(value)}".encode() if value else tag.encode()
    return b"@" + written + (b";" + line[1:] if line[:1] == b"@" else b" " + line)
