"""What the line client says of messages that it keeps over its end."""

from __future__ import annotations

from pathlib import Path

from tests.terminal.test_asking import Face

from hubbub.client.session import Client
from hubbub.terminal.dialogue import Dialogue
from hubbub.uplink.line_keeping import LineKeeper


def test_it_is_sent_to_who_comes_again_under_the_name_one_came_with(tmp_path: Path) -> None:
    face, client = Face(), Client("alice", "n")
    dialogue = Dialogue(client, face, now=lambda: 0, chance=lambda: 0.5)
    dialogue.go_on(LineKeeper(tmp_path))
    client.private("bob", "hello", 1)
    client.choose_name("alice2")
    dialogue._tell_unsent()
    assert face.shown[-1] == "It is kept, and sent when you come again as alice."
