"""What commands found out, as lines for who asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from hubbub.chat import refusals as why
from hubbub.chat.names import fold
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Session, Slices
from hubbub.commands.accounts.devices import PartedWays
from hubbub.commands.messages import held as waiting
from hubbub.commands.messages.held import Held, HeldMessages, HeldRefused
from hubbub.commands.people.hosts import HostShown
from hubbub.commands.rooms.joining import Entered
from hubbub.commands.rooms.renaming import Moved
from hubbub.commands.sessions.merging import Merged
from hubbub.dialects.refusals import sentence
from hubbub.typed import sentences

from .messages.display import spoken
from .screen import SLICE, as_line, calendar, note, say
from .state import state_of
from .whereabouts import shown

OF_NO_ROOM = (
    why.AccountExists, why.BadApiToken, why.BadBan, why.BadName, why.BadSilence, why.LoginFailed, why.NameOwned,
    why.NameReserved, why.NameTaken, why.NoSuchAccount, why.NoSuchBan, why.NoSuchLevel, why.NoSuchToken, why.NobodyHere,
    why.NobodyNamed, why.NoWords, why.NotBlocked,
)  # fmt: skip
"""What they are about is no room, whatever it begins with."""


def reply(session: Session, found: msgspec.Struct) -> None:
    """Tell the asker."""
    REPLIES[found.__class__](session, found)


def refuse(session: Session, refusal: Refusal) -> None:
    """Say no, and why. Among messages it has its time."""
    state_of(session).refused = True
    text = sentence(refusal)
    about = "" if isinstance(refusal, OF_NO_ROOM) else refusal.about
    for named in {about, refusal.details.get("room", ""), refusal.details.get("name", "")}:
        if named.startswith("#"):
            where = shown(named, session.chat.world.lobby)
            text = text.replace(named, where)
            if text.startswith("the ") and where == "the lobby":
                text = f"T{text[1:]}"
    (note if session.user else say)(session, f"! {text}")


def held(session: Session, found: Held) -> None:
    name = found.name
    if found.registered:
        note(session, f"{name} is offline. Your message is kept for {name}.")
        return
    note(
        session,
        f"{name} is offline. Your message is kept for {name} "
        f"(or whoever next takes that name: {name} is not registered).",
    )


def entered(session: Session, found: Entered) -> None:
    """The notice that the person has joined says it already."""


def host_shown(session: Session, found: HostShown) -> None:
    """Plain text shows nobody's host."""


def moved(session: Session, found: Moved) -> None:
    """Everybody has been told; who was in the room stays in it."""
    state = state_of(session)
    if fold(state.room) == fold(found.before):
        state.room = found.room.name
    if state.said is not None and fold(state.said.target) == fold(found.before):
        state.said = msgspec.structs.replace(state.said, target=found.room.name)


def messages_refused(session: Session, found: HeldRefused) -> None:
    note(session, sentences.held_refused(found.count))


def held_messages(session: Session, found: HeldMessages) -> None:
    session.answer_slowly(_delivered(session, found))


def _delivered(session: Session, found: HeldMessages) -> Slices:
    """The messages wait no longer when all of them were written and have drained."""
    lines = [as_line(calendar(message.at) + text) for message in found.messages for text in spoken(message, "")]
    for start in range(0, len(lines), SLICE):
        yield lines[start : start + SLICE]
    session.acknowledged += (lambda: waiting.acknowledge(session.chat, found),)


def parted(session: Session, found: PartedWays) -> None:
    """Who is a guest beside their own account now begins as guests do: in the lobby."""
    lobby = session.chat.world.lobby
    note(session, sentences.renamed_self(session.me.name))
    state_of(session).room = lobby


def merged(session: Session, found: Merged) -> None:
    note(session, sentences.renamed_self(session.me.name))
    tell_rooms(session)


def tell_rooms(session: Session) -> None:
    """Whoever is in more than the room where everybody begins is told so."""
    places = [shown(room.name, session.chat.world.lobby) for room in session.me.rooms]
    if len(places) > 1:
        say(session, sentences.your_rooms(places))


REPLIES: dict[type[msgspec.Struct], Callable[[Session, Any], None]] = {
    Held: held,
    HeldMessages: held_messages,
    HeldRefused: messages_refused,
    Entered: entered,
    HostShown: host_shown,
    PartedWays: parted,
    Moved: moved,
    Merged: merged,
}
