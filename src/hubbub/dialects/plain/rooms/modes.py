"""Who may be in a room and speak there: removing and inviting people, and the room's modes."""

from __future__ import annotations

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.rooms import joining
from hubbub.commands.rooms import modes as room_modes
from hubbub.dialects.plain.replies import refuse
from hubbub.dialects.plain.screen import note, say_all
from hubbub.dialects.plain.whereabouts import must_be_in_room, room_meant, shown
from hubbub.dialects.refusals import OwnRefusal
from hubbub.irc.modes import (
    MOST_CHANGES,
    ROOM_MODES,
    Change,
    Kind,
    MissingArgument,
    UnknownMode,
    parse_changes,
)
from hubbub.typed import sentences
from hubbub.typed.durations import milliseconds, moment
from hubbub.typed.meanings import Ban, Invite, Kick, Modes
from hubbub.wire.sanitize import strip_formatting


class NoSuchMode(OwnRefusal):
    code = "UNKNOWN_MODE"
    sentence = "There is no mode {about}."


class ModeNeedsMore(OwnRefusal):
    code = "NEED_MORE"
    sentence = "Mode {about} needs a word behind it: {help}."


class TooManyModes(OwnRefusal):
    code = "TOO_MANY_MODES"
    sentence = "That is for too many at once: at most {limit}. Nothing was changed."


def kick(chat: Chat, session: Session, meaning: Kick) -> None:
    joining.kick(chat, session, must_be_in_room(session).name, meaning.name, meaning.text or "")


def invite(chat: Chat, session: Session, meaning: Invite) -> None:
    other, room = joining.invite(chat, session, meaning.name, must_be_in_room(session).name)
    note(session, sentences.invited_by_self(other.name, shown(room.name, chat.world.lobby)))


def ban(chat: Chat, session: Session, meaning: Ban) -> None:
    name = must_be_in_room(session).name
    room_modes.ban(chat, session, name, meaning.mask, milliseconds(meaning.time or ""), meaning.text or "")


def modes(chat: Chat, session: Session, meaning: Modes) -> None:
    """Show them, or a list of masks, or change them as far as one may."""
    room = room_meant(session, meaning)
    words = (meaning.words or "").split()
    if not words or not words[0].strip("+-"):
        note(session, sentences.modes_are(shown(room.name, chat.world.lobby), _written(room, session)))
        return
    wanted = _read(session, room, words)
    if len(wanted) > MOST_CHANGES:
        raise TooManyModes(limit=str(MOST_CHANGES))
    for refusal in room_modes.change(chat, session, room.name, wanted) if wanted else ():
        refuse(session, refusal)


def _read(session: Session, room: Room, words: list[str]) -> list[Change]:
    """The changes asked for; what cannot be read is answered, and a list without a mask is shown."""
    wanted: list[Change] = []
    for change in parse_changes(words):
        if isinstance(change, UnknownMode):
            refuse(session, NoSuchMode(change.letter))
        elif isinstance(change, MissingArgument):
            refuse(session, ModeNeedsMore(change.letter, help=ROOM_MODES[change.letter].help))
        elif ROOM_MODES[change.letter].kind is Kind.LIST and not change.argument:
            _show_list(session, room, change.letter)
        else:
            wanted.append(change)
    return wanted


def _show_list(session: Session, room: Room, letter: str) -> None:
    where, listed = shown(room.name, session.chat.world.lobby), room.lists.get(letter, {}).values()
    rows = [
        sentences.mask_row(
            entry.mask, name_of(entry.by), moment(entry.until) if entry.until else "", strip_formatting(entry.why)
        )
        for entry in listed
    ]
    say_all(session, [*rows, sentences.end_of_list(letter, where)])


def _written(room: Room, session: Session) -> str:
    """The flags with their arguments: '+kn sesame'."""
    knows = rights.has_key(room, session.user)
    arguments = (argument if letter != "k" or knows else "*" for letter, argument in sorted(room.flags.items()))
    return " ".join(["+" + "".join(sorted(room.flags)), *filter(None, arguments)])
