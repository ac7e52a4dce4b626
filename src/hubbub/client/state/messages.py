"""What was said, as a face shows it: frozen records, replaced when something becomes of a message."""

from __future__ import annotations

from typing import Literal

import msgspec

from .files import File

Said = Literal["said", "did", "notice"]
Status = Literal["sending", "sent", "failed", "unsure", "kept"]


class Failure(msgspec.Struct, frozen=True):
    """Why something was not done. `code`: of a standard reply or numeric ("EDIT_FORBIDDEN", "404"), or one of ours in
    lower case ("no_connection"); `details`: what it is about, as the server gave it; `text`: the server's own words,
    '' where the code is ours.
    """

    code: str
    details: tuple[str, ...] = ()
    text: str = ""


class Reaction(msgspec.Struct, frozen=True):
    """One reaction to one message. `count`: people who reacted so; `names`: those of them that are known by name, in
    the order they came; `own`: we are one of them; `accounts`: whose the names are, "" where that is not known.
    """

    count: int
    names: tuple[str, ...] = ()
    own: bool = False
    accounts: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        """Whether it looks the same: whose the names are is not seen."""
        if not isinstance(other, Reaction):
            return NotImplemented
        return (self.count, self.names, self.own) == (other.count, other.names, other.own)

    def __hash__(self) -> int:
        return hash((self.count, self.names, self.own))


class Message(msgspec.Struct, frozen=True):
    """A message of a room or of a private conversation. Times are milliseconds since 1970; texts are those of others,
    as sent: a face makes them safe to show.

    `id`: the server's (msgid), or where it gives none one of ours that begins with "~"; of a message that is not
    accepted yet it is `client_id`. `client_id`: that of the outbox; '' unless it is our own, sent from here.
    `sender`: the name then; `account`: theirs, '' when none or not known. `text`: lines are separated by LF; '' when
    redacted. `kind`: "did" is /me. `status`: "sending" waits for the server (or for a connection), "failed" was
    refused (`failure` says why), "unsure" may or may not have arrived and is not sent again, "kept" was accepted and
    waits for who is offline; what others said is "sent".
    `edited_at`: 0 when it never was; `redacted`: removed, by `redacted_by` (a name, '' when not known) and why.
    `reply`: the id of what it answers, '' for none. `reactions`: by their text, in the order they first came.
    `late`: it came from history, or had waited for us. `bot`: a program said it. `mention`: it is meant for us: it has
    our name in it, or answers us, or is private. `only_for`: the sign of the role that one needs to read it ("@"), ''
    for all. `files`: those whose links stand in `text`.
    """

    id: str
    sender: str
    text: str
    at: int
    kind: Said = "said"
    account: str = ""
    own: bool = False
    private: bool = False
    client_id: str = ""
    status: Status = "sent"
    failure: Failure | None = None
    edited_at: int = 0
    redacted: bool = False
    redacted_by: str = ""
    redacted_why: str = ""
    reply: str = ""
    reactions: dict[str, Reaction] | None = None
    late: bool = False
    bot: bool = False
    mention: bool = False
    only_for: str = ""
    files: tuple[File, ...] = ()
