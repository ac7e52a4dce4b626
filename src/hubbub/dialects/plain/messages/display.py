"""A message as a sentence on a screen, live or read back later."""

from __future__ import annotations

from collections.abc import Mapping

from hubbub.chat.events import Entry, MessageEdited, MessageSent
from hubbub.chat.party import NO_PARTY, Party
from hubbub.chat.ports import Counts
from hubbub.chat.world.people.users import name_of
from hubbub.commands.messages.replying import one_line
from hubbub.dialects.plain.screen import calendar
from hubbub.dialects.plain.whereabouts import shown
from hubbub.irc.ctcp import action_of, is_ctcp
from hubbub.typed import sentences
from hubbub.wire.sanitize import strip_formatting


def spoken(message: MessageSent | MessageEdited, lobby: str, party: Party = NO_PARTY) -> list[str]:
    """The message as others see it, or `party` their own one: each of its lines. None: programs talk (CTCP)."""
    said: list[str] = []
    for line in message.text.split("\n"):
        sentence = _sentence(message, line, lobby, party, first=not said) if line else None
        said += [] if sentence is None else [sentence]
    return said


def _sentence(message: MessageSent | MessageEdited, line: str, lobby: str, party: Party, *, first: bool) -> str | None:
    name = name_of(message.source)
    action = action_of(line)
    if action is None and is_ctcp(line):
        return None
    text = strip_formatting(line if action is None else action)
    edited = isinstance(message, MessageEdited) or message.edited is not None
    answers = strip_formatting(message.answers) if first and isinstance(message, MessageSent) else ""
    if message.target.startswith("#"):
        where, is_lobby = shown(message.target, lobby), message.target == lobby
        return sentences.in_room(
            name, where, text, lobby=is_lobby, action=action is not None, notice=message.notice, edited=edited,
            answers=answers,
        )  # fmt: skip
    side = f"to {message.target}" if party and message.party == party else f"from {name}"
    actor = "" if action is None else name
    return sentences.private(side, text, actor=actor, notice=message.notice, edited=edited, answers=answers)


def earlier(entries: list[Entry], lobby: str, party: Party, counts: Mapping[int, Counts]) -> list[str]:
    """Messages that were sent earlier, with their dates, and how often they were reacted to."""
    lines: list[str] = []
    for entry in entries:
        if isinstance(entry.event, MessageSent):
            said = spoken(entry.event, lobby, party)
            lines += [calendar(entry.at) + text for text in said]
            if said and entry.id in counts:
                lines[-1] += sentences.reactions(
                    [(one_line(strip_formatting(text)), n) for text, n in counts[entry.id]]
                )
    return lines
