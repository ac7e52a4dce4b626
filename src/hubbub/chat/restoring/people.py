"""The names that were seen, the visits that can be taken up again, and what waits for whom, at the start."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.people.users import Visit
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for fold, log, id in state.held:
        world.held.setdefault(fold, {})[id] = log
    for fold, name, at in state.seen:
        world.whowas.used[fold] = (name, at)
        world.whowas.spelling.note(name)
    for visit in sorted(state.visits, key=lambda visit: visit.seen_at):
        world.add_visit(Visit(visit.visit, visit.name, visit.token_hash, visit.seen_at))
