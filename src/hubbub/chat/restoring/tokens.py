"""Tokens of programs at the start of the server."""

from __future__ import annotations

from msgspec.structs import astuple

from hubbub.chat.ports import State
from hubbub.chat.world.state import World
from hubbub.chat.world.tokens import Token


def restore(world: World, state: State) -> None:
    for known in state.tokens:
        if known.account in world.accounts.numbers:
            world.api_tokens.add(Token(*astuple(known)))
    world.api_tokens.last = state.last_token
