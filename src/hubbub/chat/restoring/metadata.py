"""What rooms and the owners of accounts say of themselves, at the start of the server."""

from __future__ import annotations

from hubbub.chat.ports import State
from hubbub.chat.world.accounts import Account
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World


def restore(world: World, state: State) -> None:
    for said in state.metadata:
        speaker = world.journal(said.log) if said.log else world.accounts.numbers.get(said.account)
        if isinstance(speaker, (Room, Account)):
            speaker.metadata[said.key] = said.value
