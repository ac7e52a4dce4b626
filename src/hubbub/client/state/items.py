"""What stands between messages in a timeline: who came and went, what was changed, answers to the person, gaps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from .messages import Message

Happened = Literal[
    "joined",
    "left",
    "quit",
    "kicked",
    "renamed",
    "topic",
    "modes",
    "room_renamed",
    "invited",
    "disconnected",
    "returned",
]


class Happening(msgspec.Struct, frozen=True):
    """Something that happened in a room, or to a person.

    | kind | `name` | `by` | `text` | `before` |
    |---|---|---|---|---|
    | joined | who | | | |
    | left, quit | who | | their words | |
    | kicked | who | who did it | why | |
    | renamed | the new name | | | the old one |
    | topic | | who set it | the topic, '' for none | |
    | modes | | who did it | as in a MODE line: `+o bob` | |
    | room_renamed | the new name | who did it | why | the old one |
    | invited | who | by whom | | |

    `own`: `name` (or else `by`) is us. `late`: it comes from history.
    """

    kind: Happened
    id: str
    at: int
    name: str = ""
    by: str = ""
    text: str = ""
    before: str = ""
    own: bool = False
    late: bool = False


class Note(msgspec.Struct, frozen=True):
    """Something for this person's eyes alone: an answer of the server, a refusal, words of the server.

    `code`: a numeric ("404"), the code of a standard reply ("EDIT_FORBIDDEN"), or one of ours in lower case;
    `details`: the parameters as the server sent them (without our name, or the command of a standard reply);
    `text`: the server's own words, '' where the code is ours. `command`: of a standard reply, else ''. `row`: what it
    says as a record (docs/ext/rows.md), of what a face has asked for itself alone.
    """

    id: str
    at: int
    code: str
    details: tuple[str, ...] = ()
    text: str = ""
    error: bool = False
    command: str = ""
    row: Mapping[str, Any] | None = None
    kind: Literal["note"] = "note"


class Gap(msgspec.Struct, frozen=True):
    """What was said between its neighbours is not loaded (`actions.history.load_gap`)."""

    id: str
    at: int
    kind: Literal["gap"] = "gap"


Item = Message | Happening | Note | Gap
