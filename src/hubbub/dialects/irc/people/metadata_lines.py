"""Metadata as lines (https://ircv3.net/specs/extensions/metadata): answers, and what is told unasked.

draft/metadata-2 tells of keys by METADATA where draft/metadata-3 has numerics.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hubbub.chat.notices import Appeared, MetadataNotice
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.people import metadata
from hubbub.dialects.irc.batches import in_batch, lazily_in_batch
from hubbub.dialects.irc.lines import numeric, numeric_line, server_name, shortened
from hubbub.dialects.irc.state import state_of
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import format_message

METADATA_2 = Cap.METADATA_2.value
METADATA_3 = Cap.METADATA_3.value
METADATA = METADATA_2 | METADATA_3
AT_ONCE = 200  # people and rooms whose metadata is shown unasked; of more, the client is to ask itself
LATER = "1"  # seconds


def show_own(session: Session) -> None:
    """ "servers MUST send clients a list of their current metadata ... in a metadata batch with their own nick" """
    user = session.user
    if state_of(session).caps & METADATA and user is not None:
        in_batch(session, "metadata", [user.name], list(told_lines(session, user, user.metadata)))


def show_entered(session: Session, target: User | Room) -> None:
    """ "When a metadata-aware client joins a channel, the server MUST send either a metadata batch ... or a 774"; the
    same for who turns up whose name it watches."""
    if not state_of(session).caps & METADATA:
        return
    if isinstance(target, Room) and len(target.members) > AT_ONCE:
        numeric(
            session, n.RPL_METADATASYNCLATER, target.name, LATER, "Ask for the metadata of this room: METADATA SYNC"
        )
        return
    show_all(session, target.name, metadata.with_members(target))


def show_appeared(session: Session, found: Appeared) -> None:
    """The same of who turns up, as they were then: what they say from then on is told by itself."""
    if state_of(session).caps & METADATA:
        in_batch(session, "metadata", [found.name], list(told_lines(session, found, session.subscribed)))


def show_notice(session: Session, told: MetadataNotice) -> None:
    """A change of something that the connection hears of."""
    session.answer(_told_line(session, told.name, told.key, told.value))


def show_in_whois(session: Session, user: User) -> None:
    if state_of(session).caps & METADATA:
        for key, value in user.metadata.items():
            if value:
                numeric(session, n.RPL_WHOISKEYVALUE, user.name, key, "*", value)


def show_all(session: Session, shown: str, targets: Sequence[User | Room]) -> None:
    """What is subscribed to, of all of these; those who have gone when it is their turn say nothing any more."""
    lines = ([*told_lines(session, target, session.subscribed)] for target in targets)
    if len(targets) <= AT_ONCE:
        in_batch(session, "metadata", [shown], [line for some in lines for line in some])
    else:
        lazily_in_batch(session, "metadata", [shown], lines)


def told_lines(session: Session, target: User | Room | Appeared, keys: Iterable[str]) -> Iterator[bytes]:
    for key in keys:
        if key in target.metadata:
            yield _told_line(session, target.name, key, target.metadata[key])


def value_line(session: Session, shown: str, key: str, value: str | None) -> bytes:
    """None: there is none. An empty one is a value in the older draft alone."""
    if value or (value is not None and state_of(session).caps & METADATA_2):
        return numeric_line(session, n.RPL_KEYVALUE, shown, key, "*", value)
    return numeric_line(session, n.RPL_KEYNOTSET, shown, key, "Key not set")


def key_lines(session: Session, code: str, keys: Sequence[str]) -> list[bytes]:
    """As many keys in a numeric as surely fit."""
    return [numeric_line(session, code, *keys[start : start + 8]) for start in range(0, len(keys), 8)]


def reply_line(session: Session, kind: str, code: str, *about: str, text: str) -> bytes:
    """A standard reply, which who can read metadata can read, too."""
    return format_message(
        kind, ["METADATA", code, *(shortened(word, 64) for word in about), text], server_name(session)
    )


def _told_line(session: Session, shown: str, key: str, value: str | None) -> bytes:
    if state_of(session).caps & METADATA_3:
        return value_line(session, shown, key, value)
    return format_message("METADATA", [shown, key, "*", *([] if value is None else [value])], server_name(session))
