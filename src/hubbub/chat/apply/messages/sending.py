"""How what was said changes the world."""

from __future__ import annotations

from collections.abc import Sequence

from hubbub.chat import audience, audit
from hubbub.chat.apply.find import folded, note_spoke, note_words
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import (
    EntryEdited,
    EntryErased,
    HeldDelivered,
    MessageEdited,
    MessageRedacted,
    MessageSent,
    ReactionNotice,
    ReactionSent,
    StatusSent,
    TagsKept,
    TagsSent,
)
from hubbub.chat.rights import tags_speak
from hubbub.chat.world.files import Use
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def messages_sent(world: World, events: Sequence[MessageSent]) -> None:
    """Of one room or conversation, whose latest entries they are. Most change nothing else."""
    first = events[0]
    journal = world.journals[first.log]
    if isinstance(journal, Room):
        journal.has_messages = True
        if journal.slow_mode:
            note_spoke(world, journal, events[-1].party)
    if first.files or first.client_id or first.held_for:
        for seq, event in enumerate(events, journal.last_seq + 1 - len(events)):
            _note_more(world, event, seq)


def _note_more(world: World, event: MessageSent, seq: int) -> None:
    """What some messages change besides; it is the `seq`-th entry."""
    if event.held_for:
        world.held.setdefault(event.held_for, {})[event.id] = event.log
    if event.client_id:
        sender = world.sender(event.party)
        if sender is not None:
            sender.remember(event)
    if event.files:
        world.files.use(event.id, Use(event.log, seq), _ids(event))


def status_sent(world: World, event: StatusSent) -> None:
    """What only some hear is a message, too."""
    if event.text or tags_speak(event.tags or {}):
        note_words(world, event.log, event.source)


def tags_sent(world: World, event: TagsSent | TagsKept | ReactionSent) -> None:
    """In slow mode words in tags are a message, too."""
    journal = world.journal(event.log)
    if isinstance(journal, Room) and journal.slow_mode and tags_speak(event.tags):
        note_words(world, event.log, event.source)


def message_edited(world: World, event: MessageEdited) -> None:
    """In slow mode other words are a message, too."""
    journal = world.journals[event.log]
    if isinstance(journal, Room) and journal.slow_mode:
        note_spoke(world, journal, event.party)


def reaction_notice(world: World, event: ReactionNotice) -> None:
    world.users[folded(event.source)].reaction_told_at = world.local.clock


def entry_edited(world: World, event: EntryEdited) -> None:
    """Nor does any path lead to the earlier text: those who send the message again are told of the new one."""
    message = event.message
    world.recent.edit(message)
    sender = world.sender(message.party)
    if message.client_id and sender is not None:
        sender.remember(message)
    world.files.use(message.id, Use(message.log, event.seq), _ids(message))


def entry_erased(world: World, event: EntryErased) -> None:
    """No path leads to what the entry said any more: not the recent entries, what is held, nor what was sent."""
    world.recent.erase(event.log, event.id)
    world.files.drop_message(event.id)
    if event.held_for:
        held_delivered(world, HeldDelivered(name=event.held_for, ids=(event.id,)))
    sender = world.sender(event.party)
    if event.client_id and sender is not None:
        sender.forget(event.client_id)


def held_delivered(world: World, event: HeldDelivered) -> None:
    waiting = world.held.get(event.name, {})
    for id in event.ids:
        waiting.pop(id, None)
    if not waiting:
        world.held.pop(event.name, None)


def _ids(message: MessageSent) -> tuple[str, ...]:
    return tuple(file.id for file in message.files)


RULES: Rules = rules(
    rule(MessageSent, change_all=messages_sent, heard=audience.of_room, own=audience.own_of_message),
    rule(MessageEdited, message_edited, heard=audience.of_readers),
    rule(ReactionNotice, reaction_notice, heard=audience.of_parties),
    rule(EntryEdited, entry_edited),
    rule(EntryErased, entry_erased),
    rule(HeldDelivered, held_delivered),
    rule(MessageRedacted, heard=audience.of_redacted, act=audit.redacted),
    rule(ReactionSent, tags_sent, heard=audience.of_parties, own=audience.own_of_tags),
    rule(TagsKept, tags_sent, heard=audience.of_parties, own=audience.own_of_tags),
    rule(StatusSent, status_sent, heard=audience.of_role),
    rule(TagsSent, tags_sent, heard=audience.of_room, own=audience.own_of_tags),
)
