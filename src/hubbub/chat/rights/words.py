"""What carries words to others besides messages: one table, and one question about all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from hubbub.chat.ids import read_msgid
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World
from hubbub.irc.tags import PERSIST_TAGS, REACT_TAG, REPLY_TAGS, TYPING_TAG, UNREACT_TAG

from .checks import check_pace, check_send, check_speak
from .joining import ban_of


class Fate(Enum):
    """What becomes of the words of who may not speak."""

    REFUSED = "nothing is done"
    DROPPED = "it is done without the words"


CARRIERS: dict[str, Fate] = {
    "a message to a role (`@#room`)": Fate.REFUSED,
    "a topic": Fate.REFUSED,
    "another name": Fate.REFUSED,
    "an invitation": Fate.REFUSED,
    "another real name": Fate.REFUSED,
    "metadata of oneself": Fate.REFUSED,
    "tags that hold words (`TAGMSG`, a reaction)": Fate.REFUSED,
    "the reason for leaving a room": Fate.DROPPED,
    "the reason for leaving the chat": Fate.DROPPED,
    "the reason of a kick": Fate.DROPPED,
    "the reason for taking a message back": Fate.DROPPED,
    "why one is away": Fate.DROPPED,
    "the real name and the metadata that one enters a room with": Fate.DROPPED,
    "the room that a private message is shown beside (`+draft/channel-context`)": Fate.DROPPED,
}
"""Everything that who may not speak could speak by. What is read in all of one's rooms is held to each of them."""

_TYPING = ("active", "paused", "done")  # https://ircv3.net/specs/client-tags/typing

AWAY = "Away"  # what is shown of somebody whose own words are dropped


def tags_speak(tags: Mapping[str, str]) -> bool:
    """Whether tags without text put words before others, which slow mode counts: all do but typing, what says which
    message is meant, and reactions without a letter."""
    return not all(_is_sign(tag, value) for tag, value in tags.items())


def _is_sign(tag: str, value: str) -> bool:
    if tag in (REACT_TAG, UNREACT_TAG):
        return not any(map(str.isalpha, value))
    if tag in REPLY_TAGS:
        return read_msgid(value) is not None
    return value in _TYPING if tag == TYPING_TAG else tag in PERSIST_TAGS and not value


def check_words(world: World, user: User, room: Room) -> None:
    """Whether somebody may put words before a room now, by whatever carries them.

    Raises what a message would: NotInRoom, CannotSend, SilentNow or GuestsSilentNow.
    """
    check_speak(world.lockdown, user, room.name)
    check_send(room, user)
    if room.slow_mode:
        check_pace(world.local, room, user)


def silenced(world: World, user: User, rooms: Iterable[Room]) -> Refusal | None:
    """What keeps somebody from being read in all of these rooms, if anything does."""
    try:
        check_speak(world.lockdown, user, user.name)
        for room in rooms:
            check_words(world, user, room)
    except Refusal as refusal:
        return refusal
    return None


def enters_silent(world: World, user: User, room: Room) -> bool:
    """Whether somebody who enters could not speak there; a role that was kept for them counts as theirs already.

    What they come in with is not read there then.
    """
    if user.number and room.roles.get(user.number):  # a voice at least
        return False
    try:
        check_speak(world.lockdown, user, room.name)
        if room.slow_mode:
            check_pace(world.local, room, user)
    except Refusal:
        return True
    return "m" in room.flags or ban_of(room, user) is not None


def heard(world: World, user: User, rooms: Iterable[Room], text: str) -> str:
    """The text as these rooms may read it: nothing of it when its author may not speak there."""
    return "" if text and silenced(world, user, rooms) else text
