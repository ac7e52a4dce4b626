"""Client and server mean the same capabilities."""

from __future__ import annotations

from hubbub.client.protocol import capabilities
from hubbub.irc.caps import NAMES


def test_the_client_asks_for_what_the_server_knows() -> None:
    named = {value for name, value in vars(capabilities).items() if name.isupper() and isinstance(value, str)}
    assert named <= set(capabilities.WANTED) <= NAMES.keys()
