"""How what happens to the server changes the world."""

from __future__ import annotations

import msgspec

from hubbub.chat.events import ClockLeapt, ClockSetBack
from hubbub.chat.world.set_back import happened
from hubbub.chat.world.state import World
from hubbub.irc.modes import Change

from .find import room_of
from .rule import Rules, rule, rules


def clock_set_back(world: World, event: ClockSetBack) -> None:
    """Nothing that ends by itself lasts longer than it was to."""
    _begin_by(world, event.at, event.after, event.by)
    _happen_by(world, event.at, event.after, event.by)


def _happen_by(world: World, now: int, after: int, by: int) -> None:
    """What lasts as long as all of its kind, from when it was made, or somebody was here."""
    for user in world.users.values():
        user.here_at = min(user.here_at, now)
        for session in user.sessions:
            session.signed_on, session.last_active = min(session.signed_on, now), min(session.last_active, now)
    for visit in world.visits.values():
        visit.seen_at = happened(visit.seen_at, now, after, by)
    for file in world.files.ids.values():
        file.at = happened(file.at, now, after, by)
    world.accounts.begin_by(now, after, by)
    world.whowas.used_by(now)


def _begin_by(world: World, now: int, after: int, by: int) -> None:
    """What ends at a time of its own, if at all."""
    for token in world.api_tokens.numbers.values():
        if token.at > after:
            token.at, token.until = _begun(token.at, token.until, now, after, by)
    for ban in [ban for ban in world.bans.values() if ban.at > after]:
        at, until = _begun(ban.at, ban.until, now, after, by)
        world.ban(msgspec.structs.replace(ban, at=at, until=until))
    for invite in world.invites:
        if invite.at > after:
            invite.at, invite.until = _begun(invite.at, invite.until, now, after, by)
    for log in world.masked.rooms:
        room = room_of(world, log)
        for letter, masks in room.lists.items():
            for key, one in masks.items():
                if one.at > after:
                    at, until = _begun(one.at, one.until, now, after, by)
                    masks[key] = msgspec.structs.replace(one, at=at, until=until)
                    if until:
                        world.will_end(room, Change(True, letter, one.mask), until)
        room.found.clear()


def _begun(at: int, until: int, now: int, after: int, by: int) -> tuple[int, int]:
    """When it began by the time of day that is now, and when it ends (0: never)."""
    first = happened(at, now, after, by)
    return first, until - (at - first) if until else 0


RULES: Rules = rules(
    rule(ClockLeapt),
    rule(ClockSetBack, clock_set_back),
)
