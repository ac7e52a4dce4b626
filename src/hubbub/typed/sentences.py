"""The sentences that people read, in one place for plain text and for `hubbub chat`.

What is handed in is ready to be shown. `where` is a room as people say it (`place`); `lobby`: that it is the lobby.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from .durations import spelt

OUTSIDE = "You are in no room. Type message, who, rooms, join room, help or exit."
IN_NO_ROOM = "You are in no room. To enter one, type: join room"
NO_ROOMS = "There are no rooms yet. To make one, type: join room"
ROOMS = "Rooms:"
BACK = "You are back."
WHAT_NOW = "What you type goes to everyone. For private messages, rooms and more, type /help"
AT_THE_DOOR = 10  # earlier messages shown to who enters a room
USUAL_HISTORY = 20  # messages, where no number was given
NAMES_AT_ONCE = 50  # shown to who enters; more are counted
NAMES_ON_A_LINE = 20


def place(room: str, *, lobby: bool) -> str:
    """The room's name for people, who know no '#'."""
    return "the lobby" if lobby else room.removeprefix("#")


def behind(command: str, here: str) -> str:
    """What came in one go with a command with which nothing could be done."""
    return f"Nothing was sent: nothing was done with {command} before it. To say it in {here}, type it again."


def astray(wanted: str, where: str) -> str:
    return f"Nothing was sent: that was for {wanted}, and you are in {where}. To say it here, type it again."


def put_out(gone: str, where: str) -> str:
    return f"Nothing was sent: you are in {gone} no more, but in {where}. To say it here, type it again."


# People come and go


def joined(name: str, where: str, *, lobby: bool) -> str:
    return f"* {name} has joined {'the chat' if lobby else where}."


def left(name: str, where: str, text: str, *, lobby: bool) -> str:
    """Who leaves the lobby is still there, and may be seen in other rooms."""
    if lobby:
        return f"* {name} has left the chat ({f'{text}; ' if text else ''}still online)."
    return f"* {name} has left {where}{f' ({text})' if text else ''}."


def gone(name: str, reason: str) -> str:
    return f"* {name} has left the chat{f' ({reason})' if reason else ''}."


def renamed(before: str, name: str) -> str:
    return f"* {before} is now known as {name}."


def renamed_self(name: str) -> str:
    return f"You are now known as {name}."


def away_self(text: str) -> str:
    return f"You are away now: {text}" if text else BACK


INTERRUPTED = "Ctrl-C does nothing here. To leave, type /quit"
NARROWEST = 20  # columns for which lines are made
PASSWORD_INSECURELY = (
    "This server has a password, which is not taken without encryption. Connect with: ncat --ssl HOST PORT. "
    "Who was invited types /invited CODE"
)


def welcome(name: str) -> str:
    """To who has come in."""
    return f"Registration successful. Welcome to the chat, {name}!"


def online_others(names: Sequence[str], others: int = 0) -> str:
    """To who arrives: the others, and so many more."""
    more = len(names) + others - NAMES_AT_ONCE
    rest = f" and {more} more (type /who to see all)" if more > 0 else ""
    return f"Online now: {', '.join(names[:NAMES_AT_ONCE])}{rest}"


def disconnected(name: str, text: str) -> str:
    """Who stays in their rooms without a connection."""
    return f"* {name} has disconnected ({text})."


def returned(name: str) -> str:
    return f"* {name} is connected again."


# Rooms


def your_rooms(places: Sequence[str]) -> str:
    """To who is in several rooms from the moment of coming."""
    return f"You are in {len(places)} rooms: {', '.join(places)}"


def here(where: str, names: Sequence[str], others: int = 0) -> str:
    """To who has entered a room, or turned to it: in it are these, and so many more."""
    count = len(names) + others
    more = f" and {count - NAMES_AT_ONCE} more" if count > NAMES_AT_ONCE else ""
    return f"You are in {where} now. In it: {', '.join(names[:NAMES_AT_ONCE])}{more}"


def here_too(where: str) -> str:
    """To who comes back to several rooms, of one that they are not turned to."""
    return f"You are in {where}, too."


def left_self(where: str, now: str = "") -> str:
    """`now`: the room that one is in then."""
    return f"You have left {where}." + (f" You are in {now} now." if now else "")


def topic_is(where: str, topic: str) -> str:
    return f"The topic of {where} is: {topic}" if topic else f"{where[:1].upper()}{where[1:]} has no topic."


def topic_changed(name: str, where: str, topic: str) -> str:
    if not topic:
        return f"* {name} took the topic of {where} away."
    return f"* {name} changed the topic of {where} to: {topic}"


def topic_changed_self(where: str, topic: str) -> str:
    return f"The topic of {where} is now: {topic}" if topic else f"{where[:1].upper()}{where[1:]} has no topic now."


def room_renamed(name: str, before: str, now: str, text: str) -> str:
    return f"* {name} renamed the room {before} to {now}{f': {text}' if text else '.'}"


def room_renamed_self(before: str, now: str) -> str:
    return f"The room {before} is called {now} now."


def kicked(name: str, where: str, by: str, text: str) -> str:
    return f"* {name} was removed from {where} by {by}{f': {text}' if text else ''}"


def kicked_self(where: str, by: str, text: str) -> str:
    return f"You were removed from {where} by {by}{f': {text}' if text else ''}"


def modes_changed(name: str, where: str, modes: str, until: str = "", why: str = "") -> str:
    """`until` and `why` are of bans."""
    return f"* {name} changed the modes of {where}: {modes}{_in_words(modes)}{_term(until, why)}"


def _in_words(modes: str) -> str:
    """What a single change means that has a command of its own."""
    match modes.split(" "):
        case ["+m"]:
            return " (only those with a voice may speak)"
        case ["-m"]:
            return " (those without a voice may speak, too)"
        case ["+W", seconds]:
            return (
                f" (slow mode: one message in {spelt(int(seconds) * 1000)})"
                if seconds.isdecimal() and len(seconds) < 10
                else ""
            )
        case ["-W"]:
            return " (slow mode is over)"
    return ""


def modes_are(where: str, modes: str) -> str:
    return f"The modes of {where}: {modes}"


def retention_changed(name: str, where: str, what: str, length: int) -> str:
    """`what`: "retention" or "expiry"; `length` in milliseconds, 0 for none; `where`: `in tea`, `here`."""
    if what == "expiry":
        return f"{name} lets new messages {where} {f'disappear after {spelt(length)}' if length else 'stay'}"
    return f"{name} has {f'messages older than {spelt(length)}' if length else 'no old messages'} erased {where}"


def keeping(where: str, retention: int, expiry: int) -> list[str]:
    """What holds there: no sentence when messages stay."""
    sentences = [f"New messages {where} disappear after {spelt(expiry)}."] if expiry else []
    return [*sentences, f"Messages older than {spelt(retention)} are erased {where}."] if retention else sentences


def all_kept(where: str) -> str:
    return f"Messages {where} stay."


def mask_row(mask: str, by: str, until: str = "", why: str = "") -> str:
    """A line of a room's list of masks: bans, exceptions, invitations."""
    return f"  {mask} (by {by}){_term(until, why)}"


def _term(until: str, why: str) -> str:
    return (f" until {until}" if until else "") + (f": {why}" if why else "")


def end_of_list(letter: str, where: str) -> str:
    return f"(That was the list {letter} of {where}.)"


def invited_by_self(name: str, where: str) -> str:
    return f"{name} is invited to {where}."


def invited(name: str, where: str) -> str:
    return f"* {name} invites you to {where}. To join, type: /join {where}"


def room_row(where: str, members: int, topic: str, *, mine: bool) -> str:
    """A line of the list of rooms, below `ROOMS`."""
    count = f"{members} {'member' if members == 1 else 'members'}"
    return f"  {where} ({count}){f': {topic}' if topic else ''}{' (you are in it)' if mine else ''}"


def name_rows(heading: str, names: Sequence[str], width: int = 0) -> Iterator[str]:
    """`Online now (3): alice, bob, carol`, on as many lines as it takes; of so many columns, if that is known."""
    return rows_of_names(heading, names, len(names), width)


def rows_of_names(heading: str, names: Iterable[str], count: int, width: int = 0) -> Iterator[str]:
    """The same of so many, who are asked for as the lines are taken."""
    row, left = f"{heading} ({count}):", iter(names)
    if width < NARROWEST:
        while some := ", ".join(islice(left, NAMES_ON_A_LINE)):
            yield f"{row} {some}"
            row = " "
        return
    for number, name in enumerate(left, 1):
        for word in f"{name}{',' * (number < count)}".split():
            if len(row) + len(word) + 2 > width:
                yield row
                row = f"  {word}"
            else:
                row += f" {word}"
    yield row


# Messages


EARLIER = "an earlier message"
QUOTE = 24  # characters of what a message replies to
NOTHING_TO_EDIT = "There is nothing to correct: only what you said last, when it was one message."


def in_room(
    name: str,
    where: str,
    text: str,
    *,
    lobby: bool,
    action: bool,
    notice: bool = False,
    edited: bool = False,
    answers: str = "",
) -> str:
    """`answers`: whom it replies to (`answering`)."""
    place = (["notice"] if notice else []) + ([] if lobby else [f"in {where}"])
    remarks = ([" ".join(place)] if place else []) + (["edited"] if edited else [])
    remarks += [f"to {answers}"] if answers else []
    remark = f" ({', '.join(remarks)})" if remarks else ""
    return f"* {name}{remark} {text}" if action else f"[{name}]{remark}: {text}"


def reactions(counts: Iterable[tuple[str, int]]) -> str:
    """Behind a message: ` (👍 2, ❤️ 1)`."""
    shown = ", ".join(f"{text} {count}" for text, count in counts)
    return f" ({shown})" if shown else ""


def private(
    side: str, text: str, *, actor: str = "", notice: bool = False, edited: bool = False, answers: str = ""
) -> str:
    """`side`: `from bob`, `to bob`, `to bob delivered`; `actor` does what the text says, '' when it is said."""
    remarks = (["edited"] if edited else []) + ([f"to {answers}"] if answers else [])
    remark = f" ({', '.join(remarks)})" if remarks else ""
    what = f"Private {'notice' if notice else 'message'} {side}{remark}"
    return f"{what}: {f'* {actor} ' if actor else ''}{text}"


def answering(name: str, said: str = "") -> str:
    """Whom a message replies to, and to what: `alice: "deploy done"`."""
    if not said:
        return name
    return f'{name}: "{beginning(said)}"'


def beginning(said: str) -> str:
    """How a message begins, in one line; dots where it goes on."""
    said = " ".join(said[: QUOTE + 2].split("\n"))
    return said if len(said) <= QUOTE else f"{said[:QUOTE].rstrip()}..."


def names_already(text: str, name: str) -> bool:
    """Whether a reply says itself whom it is for, as in `alice: yes`."""
    word = re.match(r"[@\s]*([^\s:,]+)", text)
    return word is not None and word[1].casefold() == name.casefold()


def reacted(name: str, reaction: str, about: str, where: str, *, undone: bool) -> str:
    """`about`: how the message begins, '' when nobody knows; `where`: '' in the lobby and in private."""
    did = f"took {reaction} back from" if undone else f"reacted with {reaction} to"
    what = f'"{about}"' if about else EARLIER
    return f"* {name} {did} {what}{f' in {where}' if where else ''}"


def pinned(name: str, author: str, about: str, where: str = "") -> str:
    """`about`: how the message begins, '' when nobody knows; `where`: `in tea`, '' when that is clear."""
    return f"{name} pinned a message of {author}{_quoted(about)}{f' {where}' if where else ''}"


def unpinned(name: str, author: str, about: str, where: str = "") -> str:
    return f"{name} took a message of {author}{_quoted(about)} off the pins{f' {where}' if where else ''}"


def _quoted(about: str) -> str:
    return f' ("{about}")' if about else ""


def pins_here(count: int, where: str) -> str:
    return f"{'One message is' if count == 1 else f'{count} messages are'} pinned {where}."


def nothing_pinned(where: str) -> str:
    return f"Nothing is pinned {where}."


def pin_row(author: str, text: str, by: str) -> str:
    """A line of the list of pins."""
    return f"  [{author}]: {text} (pinned by {by})"


def edited_self(text: str, *, actor: str = "") -> str:
    return f"Your message says now: {f'* {actor} ' if actor else ''}{text}"


def earlier_at_the_door(where: str) -> str:
    """Above the last messages, for who enters."""
    return f"Earlier in {where} (more with /history):"


def missed(where: str) -> str:
    """Above what was said while somebody was away."""
    return f"What you missed in {where} (more with /history):"


def earlier(where: str, lines: list[str]) -> list[str]:
    """Around what was read back: live messages stand above and below it."""
    return [f"Earlier in {where}:", *lines, f"(That was earlier in {where}.)"]


def nothing_said(where: str) -> str:
    return f"Nothing has been said in {where} yet."


def found(lines: list[str]) -> list[str]:
    return [f"Found ({len(lines)}):", *lines]


def nothing_found(words: str) -> str:
    return f"Nothing was found for: {words}"


# What was not done

WHY_LEFT = {
    "left": "left",
    "quit": "quit",
    "lost": "connection lost",
    "timeout": "timed out",
    "closed": "closed by the server",
    "killed": "removed by an operator",
    "stopped": "the server stopped",
}
"""By the reasons of the server (chat/events)."""
ROOM_FULL = "{about} is full."
INVITE_ONLY = "{about} is only for those who are invited."
BANNED_HERE = "You are banned from this server{until}: {why}"
BANNED = "You are banned from {about}{term}."
SO_ALREADY = "Nothing was changed: that is so already."
BAD_KEY = "{about} needs a key to join."
OTHER_KEY = "{about} needs a key to join, and that was not it."


def unknown_command(word: str, closest: str | None) -> str:
    known = f"Did you mean /{closest}?" if closest else "To see all commands, type /help"
    return f"There is no command /{word[:40]}. {known}"


def unfinished(usage: str) -> str:
    return f"That is not complete. Type it like this: {usage}"


def slipped(usage: str) -> str:
    return (
        f"That was not said, for it may hold a password or a code. Type it like this: {usage} - or put a word in "
        "front, to say it."
    )


def beside_service(service: str) -> str:
    return f"That was not said, for it is for {service}, too, and may hold a password. Say it without {service}."


def held_refused(count: int) -> str:
    """For the owner of an account who comes back."""
    messages = "One private message was" if count == 1 else f"{count} private messages were"
    return f"{messages} refused while you were away, because too many from the same sender, or in all, waited already."


def size_of(size: int) -> str:
    """A number of bytes for people."""
    for unit, name in ((1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}".replace(".0 ", " ")
    return f"{size} byte{'' if size == 1 else 's'}"
