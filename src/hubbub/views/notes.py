"""What is told to this person alone, in words: the server's own, or ours where those are a riddle."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from hubbub.client.state.items import Note
from hubbub.client.state.messages import Failure
from hubbub.irc import numerics as n
from hubbub.typed import help, sentences

from .pieces import safe

Details = tuple[str, ...]


def sentence(note: Note | Failure) -> str:
    """The sentence as it may be shown, in as many lines as it has."""
    return "\n".join(safe(line) for line in (words_of(note) or note.code).split("\n"))


def refusal(notes: Iterable[Note]) -> str:
    """The sentence of the first that refuses; '' for none."""
    return next((sentence(note) for note in notes if note.error), "")


def why(notes: Sequence[Note], otherwise: str) -> str:
    """What was said in place of what was asked for: a refusal, or whatever came first, or, where nothing did,
    `otherwise`."""
    return refusal(notes) or (sentence(notes[0]) if notes else otherwise)


def words_of(note: Note | Failure) -> str:
    """The sentence. Names and texts in it are those of others, as sent."""
    ours = _OURS.get(note.code)
    if ours is not None:
        return ours(note.details)
    known = _NUMERICS.get(note.code)
    if known is not None and len(note.details) >= known[0]:
        return known[1](note.details)
    return _why(note)


def _why(note: Note | Failure) -> str:
    """The server's words, or ours where many servers' are a riddle. Rooms are named as people name them."""
    sentence = _RIDDLES.get(note.code)
    said = sentence is not None and note.text.startswith(sentence.partition("{")[0] or "\0")  # and says more
    if sentence is not None and len(note.details) > 1 and not said:
        return sentence.format(about=note.details[0].removeprefix("#"), term="")
    text = note.text
    for room in note.details:
        if room.startswith("#") and room != note.text:
            text = text.replace(room, room[1:])
    return text


def _bare(room: str) -> str:
    return room.removeprefix("#")


_AFTER_THE_END = "What you write is sent once you are back."
_AFTER_A_KILL = "You may come back; who goes on as before may be banned."
_OURS: dict[str, Callable[[Details], str]] = {
    "no_connection": lambda details: "There is no connection. Try again when there is one.",
    "sent_later": lambda details: "There is no connection. It will be sent when there is one again.",
    "so_already": lambda details: sentences.SO_ALREADY,
    "in_no_room": lambda details: sentences.IN_NO_ROOM,
    "not_in_room": lambda details: f"You are not in {_bare(details[0])}.",
    "bad_name": lambda details: f"{details[0]} cannot be anybody's name.",
    "bad_word": lambda details: f"The name {details[0]} cannot be used.",
    "bad_room_name": lambda details: f"There can be no room named {_bare(details[0])}.",
    "no_recipient": lambda details: "No recipient was given.",
    "nothing_to_edit": lambda details: sentences.NOTHING_TO_EDIT,
    "no_files": lambda details: "Nobody can upload files on this server.",
    "no_edits": lambda details: "This server keeps what was said as it was said.",
    "edit_of_several_lines": lambda details: "An edited message is one line here.",
    "no_such_message": lambda details: "That message is not there any more.",
    "no_reactions": lambda details: "There are no reactions on this server.",
    "no_redactions": lambda details: "On this server nothing can be removed.",
    "no_metadata": lambda details: "This server keeps nothing that people say of themselves.",
    "no_history": lambda details: "This server keeps no history.",
    "no_login_by_certificate": lambda details: "This server lets nobody log in by a certificate.",
    "no_login_by_password": lambda details: "This server lets nobody log in by a password on this connection.",
    "closed": lambda details: f"The server has ended your connection: {details[0]}. {_AFTER_THE_END}",
    "killed": lambda details: f"{details[0]} has ended your connection: {details[1]}. {_AFTER_A_KILL}",
    "killed_silently": lambda details: f"{details[0]} has ended your connection, and gave no reason. {_AFTER_A_KILL}",
    "unmarked_answers": lambda details: "This server does not mark its answers. What it says stands in the talk.",
    "unreadable_line": lambda details: "The server sent a line that cannot be read; it is left out.",
    "unknown_command": lambda details: sentences.unknown_command(details[0], details[1] or None),
    "slipped_command": lambda details: sentences.slipped(details[0]),
    "incomplete_command": lambda details: sentences.unfinished(details[0]),
    "hint": lambda details: f"That was sent to everyone. If you wanted {help.hint_text(details[0])}",
}
_LISTS = {n.RPL_ENDOFBANLIST: "b", n.RPL_ENDOFEXCEPTLIST: "e", n.RPL_ENDOFINVEXLIST: "I"}


def _mask(details: Details) -> str:
    by = details[2].partition("!")[0] if len(details) > 2 else "somebody"
    return sentences.mask_row(details[1], by)


def _end_of_list(letter: str) -> Callable[[Details], str]:
    return lambda details: sentences.end_of_list(letter, _bare(details[0]))


# The fewest details that make sense of a numeric, and its sentence.
_NUMERICS: dict[str, tuple[int, Callable[[Details], str]]] = {
    n.RPL_AWAY: (2, lambda details: f"{details[0]} is away: {details[1]}"),
    n.RPL_CHANNELMODEIS: (2, lambda details: sentences.modes_are(_bare(details[0]), " ".join(details[1:]))),
    n.RPL_INVITING: (2, lambda details: sentences.invited_by_self(details[0], _bare(details[1]))),
    **dict.fromkeys((n.RPL_BANLIST, n.RPL_EXCEPTLIST, n.RPL_INVEXLIST), (2, _mask)),
    **{code: (1, _end_of_list(letter)) for code, letter in _LISTS.items()},
}
_RIDDLES = {
    n.ERR_CHANNELISFULL: sentences.ROOM_FULL,
    n.ERR_INVITEONLYCHAN: sentences.INVITE_ONLY,
    n.ERR_BANNEDFROMCHAN: sentences.BANNED,
    n.ERR_BADCHANNELKEY: sentences.BAD_KEY,
}
