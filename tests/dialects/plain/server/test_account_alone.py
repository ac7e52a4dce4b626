"""`/account` alone answers something useful."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat


def test_a_guest_learns_how_to_get_one_and_an_owner_what_can_be_done() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("plain", secure=True)
    alice.send("alice")
    assert "/register PASSWORD" in "\n".join(alice.ask("/account"))
    alice.send("/register correct-horse")
    said = "\n".join(alice.ask("/account"))
    assert "logged in as alice" in said
    assert "/account stay on|off" in said
    assert "/account delete password keep|erase" in said
