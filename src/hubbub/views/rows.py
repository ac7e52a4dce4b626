"""The rows of a timeline: what a face draws one below the other, with texts that are safe to show."""

from __future__ import annotations

from typing import Literal

import msgspec

from .files import Card

Kind = Literal["message", "event", "fold", "note", "whisper", "day", "new", "gap"]
State = Literal["sent", "sending", "waiting", "held", "failed", "unsure"]


class Quote(msgspec.Struct, frozen=True):
    """What a message replies to. `text` is its beginning; `name` is '' when nobody knows."""

    id: str
    name: str
    text: str
    own: bool = False


class Reaction(msgspec.Struct, frozen=True):
    text: str
    count: int
    mine: bool = False
    names: tuple[str, ...] = ()


class Row(msgspec.Struct, frozen=True):
    """One row. `key` is its own for good: the same thing has the same key when it changes or moves.

    message  said by `name` at `at` (ms since 1970): `head` begins a group of one person; `action` is /me
    event    the server's words about what happened (topic, roles, bans, renames); `bad` when it is sad
    fold     people who came and went, in one sentence; `more` has the single ones
    note     words for the reader alone: answers, refusals (`bad`)
    whisper  a private message shown in passing, in a place that is not its own; `place` is where it belongs
    day, new, gap   lines with words
    """

    kind: Kind
    key: str
    text: str = ""
    at: int = 0
    name: str = ""
    who: str = ""  # whose hue: the account, else the name
    id: str = ""
    place: str = ""
    own: bool = False
    mention: bool = False
    head: bool = True
    action: bool = False
    notice: bool = False
    bot: bool = False
    removed: bool = False
    bad: bool = False
    reply: Quote | None = None
    reactions: tuple[Reaction, ...] = ()
    files: tuple[Card, ...] = ()  # whose links the text does not have any more
    state: State = "sent"
    shown: int = 0  # of a long message: so many of its characters are in view; 0: all
    toggle: str = ""  # the words that open a long message or a fold of several, or fold it again
    remark: str = ""  # behind the text: (edited), sending…, waits for zed
    why: str = ""  # of a message that was not sent
    more: tuple[str, ...] = ()

    @property
    def begun(self) -> str:
        """What is in view of its text."""
        return self.text[: self.shown] if self.shown else self.text

    @property
    def is_stop(self) -> bool:
        """Whether the keyboard stops at it: something can be done there."""
        return self.kind in ("message", "whisper") or (self.kind == "fold" and bool(self.toggle))
