"""What stands in queries, bodies and answers of several calls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from hubbub.chat.ids import read_msgid
from hubbub.chat.refusals import NobodyNamed, UnknownMessage
from hubbub.chat.rights import ROLES_BY_SYMBOL
from hubbub.irc.caps import MULTILINE_BYTES
from hubbub.server.http.problems import Wrong

_BREAKS = frozenset("\0\r\n")

Text = Annotated[str, Meta(min_length=1, max_length=MULTILINE_BYTES, description="Lines end with a line feed.")]
Reason = Annotated[str, Meta(max_length=300)]
Name = Annotated[str, Meta(min_length=1, max_length=128)]
Id = Annotated[str, Meta(pattern="^[0-9a-f]{1,16}$", description="The id of a message or event.")]
Limit = Annotated[int, Meta(ge=1, le=500)]
Lasting = Annotated[int, Meta(ge=0, le=3_155_760_000, description="Seconds; 0: for ever.")]
Word = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^\S+$", description="Without a space.")]


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A query or a body. What it does not know is an error: a slip would go unseen. Nor is a text taken that does not
    fit one line, for it may become one; but the fields `with_lines`. Raises Wrong."""

    with_lines: ClassVar[frozenset[str]] = frozenset()

    def __post_init__(self) -> None:
        for field in self.__struct_fields__:
            value = getattr(self, field)
            texts = value if isinstance(value, list | tuple) else [value]
            if field not in self.with_lines and any(isinstance(text, str) and _BREAKS & set(text) for text in texts):
                raise Wrong(422, "BAD_TEXT", "This text has to fit one line, without NUL.", field)


class Because(Form, frozen=True, kw_only=True):
    """Why it is done."""

    reason: Reason = ""


def id_of(text: str, where: str = "") -> int:
    """The id of a message as it was written. Raises UnknownMessage."""
    id = read_msgid(text)
    if id is None:
        raise UnknownMessage(where, message=text[:40])
    return id


def person_named(name: str) -> str:
    """The name, if a person may have it: one of a room, or of those with a role in it, would lead there, where other
    scopes are asked for. Raises NobodyNamed."""
    if name[0] == "#" or name[0] in ROLES_BY_SYMBOL:
        raise NobodyNamed(name)
    return name


def records(lines: Iterable[str], kind: str, shape: Any) -> list[Any]:
    """What a command of the chat has answered, as data (docs/ext/rows.md): the lines of that kind, in that shape."""
    found = [record for line in lines if (record := getattr(line, "record", None)) and record["row"] == kind]
    return [msgspec.convert({k: v for k, v in record.items() if k != "row"}, shape) for record in found]
