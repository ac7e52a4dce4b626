"""Help, made from the table of typed commands, and answers to what is no command."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.plain.screen import say_all
from hubbub.dialects.plain.whereabouts import InNoRoom, place, stumble
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed import help, sentences, table
from hubbub.typed.meanings import Help, Incomplete, NoRoom, Nothing, Place, Unknown, Upload

BARE = [command for command in table.COMMANDS if command.bare]
BARE_WORDS = ", ".join(dict.fromkeys(word for command in BARE for word in command.words))


class NoSuchCommand(OwnRefusal):
    code = "UNKNOWN_COMMAND"


class Unfinished(OwnRefusal):
    code = "NEED_MORE"


class NoFilesHere(OwnRefusal):
    code = "CANNOT_UPLOAD"
    sentence = "Your files cannot be read from here. hubbub chat, hubbub desktop and browsers upload them."


def show_help(chat: Chat, session: Session, meaning: Help) -> None:
    word = meaning.command
    if word is not None and not help.is_known(word):
        raise no_such_command(word, table.closest_command(word))
    lines = help.help_text(word)
    if word is None:
        lines.append("Anything else that you type goes to the room you are in.")
        if place(session) is Place.OUTSIDE:
            lines.append(f"While you are in no room, these need no slash: {BARE_WORDS}")
    say_all(session, lines)


def no_such_command(word: str, closest: str | None) -> NoSuchCommand:
    return NoSuchCommand(word[:40], sentences.unknown_command("{about}", closest))


def unknown(chat: Chat, session: Session, meaning: Unknown) -> None:
    stumble(session)
    raise no_such_command(meaning.word, meaning.closest)


def incomplete(chat: Chat, session: Session, meaning: Incomplete) -> None:
    stumble(session)
    say = sentences.slipped if meaning.slip else sentences.unfinished
    raise Unfinished(meaning.usage, say("{about}"))


def no_files_here(chat: Chat, session: Session, meaning: Upload) -> None:
    raise NoFilesHere


def no_room(chat: Chat, session: Session, meaning: NoRoom) -> None:
    raise InNoRoom


def nothing(chat: Chat, session: Session, meaning: Nothing) -> None:
    """An empty line says nothing."""
