"""What the line client keeps over its end: only what is unsent, and one client of a name at a time."""

from __future__ import annotations

from pathlib import Path

from hubbub.client.session import Client
from hubbub.uplink.unsent import Unsent


def waiting() -> Client:
    client = Client("alice", "n")
    client.token = "t"
    client.private("bob", "hello", 1)
    return client


async def test_it_is_in_the_file_until_it_is_accepted(tmp_path: Path) -> None:
    first, client = Unsent(tmp_path), waiting()
    assert await first.begin()
    first.changed(client)
    assert first.file.stat().st_mode & 0o777 == 0o600
    again = Client("alice", "other")
    Unsent(tmp_path).restore(again)
    assert [(message.id, message.text) for message in again.queue] == [(m.id, m.text) for m in client.queue]
    assert again.token == "t"
    assert again.state.current is None
    for message in list(client.queue):
        client.queue.discard(message.id)
    first.close(client)
    assert not first.file.exists()


async def test_only_one_client_of_a_name_keeps_something(tmp_path: Path) -> None:
    first, second = Unsent(tmp_path), Unsent(tmp_path)
    assert await first.begin()
    assert not await second.begin()
    first.close(waiting())
    assert first.file.exists()
    assert await second.begin()
    second.close(Client("alice", "x"))


async def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    unsent = Unsent(tmp_path)
    unsent.file.write_text("{")
    client = Client("alice", "n")
    aside = unsent.restore(client)
    assert aside is not None
    assert aside.file == unsent.file
    assert not len(client.queue)


async def test_what_was_typed_before_the_file_was_read_is_sent_after_it(tmp_path: Path) -> None:
    first = Unsent(tmp_path)
    assert await first.begin()
    first.close(waiting())
    again = Client("alice", "other")
    again.private("bob", "and hello again", 1)
    Unsent(tmp_path).restore(again)
    assert [message.text for message in again.queue] == ["hello", "and hello again"]
    assert len(again.state.buffers["bob"].unsent) == 2
