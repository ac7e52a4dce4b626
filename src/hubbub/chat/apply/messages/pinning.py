"""How pinning changes the world."""

from __future__ import annotations

from hubbub.chat import audience, audit
from hubbub.chat.apply.find import room_of
from hubbub.chat.apply.rule import Rules, rule, rules
from hubbub.chat.events import MessagePinned, MessageUnpinned, PinErased
from hubbub.chat.world.rooms import Pin
from hubbub.chat.world.state import World


def pinned(world: World, event: MessagePinned) -> None:
    room_of(world, event.log).pins[event.message] = Pin(event.source, event.at, event.author)


def unpinned(world: World, event: MessageUnpinned | PinErased) -> None:
    room_of(world, event.log).pins.pop(event.message, None)


RULES: Rules = rules(
    rule(MessagePinned, pinned, heard=audience.of_room, act=audit.pinned),
    rule(MessageUnpinned, unpinned, heard=audience.of_room, act=audit.unpinned),
    rule(PinErased, unpinned, heard=audience.of_room),
)
