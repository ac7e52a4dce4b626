"""What the line client keeps over its end; one client of a name at a time."""

from __future__ import annotations

from pathlib import Path

from tests.client.people import Town

from hubbub.client.session import Client
from hubbub.uplink.line_keeping import LineKeeper


def waiting() -> Client:
    client = Client("alice", "n")
    client.token = "t"
    client.private("bob", "hello", 1)
    return client


async def test_what_is_unsent_is_in_the_file_until_it_is_accepted(tmp_path: Path) -> None:
    first, client = LineKeeper(tmp_path), waiting()
    assert await first.begin()
    first.changed(client)
    assert first.file.stat().st_mode & 0o777 == 0o600
    again = Client("alice", "other")
    LineKeeper(tmp_path).restore(again)
    assert [(message.id, message.text) for message in again.queue] == [(m.id, m.text) for m in client.queue]
    assert again.token == "t"
    assert again.state.current is None
    for message in list(client.queue):
        client.queue.discard(message.id)
    first.close(client)
    accepted = Client("alice", "other")
    LineKeeper(tmp_path).restore(accepted)
    assert not len(accepted.queue)


async def test_what_came_counts_as_seen_when_it_was_shown(tmp_path: Path) -> None:
    town = Town()
    alice, keeper = town.person("alice").client, LineKeeper(tmp_path)
    town.rest()
    assert await keeper.begin()
    keeper.shown(alice)
    before = alice.catchup.kept()
    town.person("bob").typed("hello")
    town.rest()
    alice.private("bob", "and something to send", 1)
    keeper.changed(alice)
    for shown in (before, alice.catchup.kept()):
        again = Client("alice", "other")
        LineKeeper(tmp_path).restore(again)
        assert again.catchup.kept() == shown
        assert again.state.current == "#lobby"
        keeper.shown(alice)
    keeper.close(alice)


async def test_what_the_face_wants_to_have_again_is_beside_it(tmp_path: Path) -> None:
    class Face:
        data: object = None

        def kept(self) -> dict[str, object]:
            return {"waiting": 1}

        def restore(self, data: dict[str, object]) -> None:
            self.data = data
            raise ValueError("it is not understood")

    first, face = LineKeeper(tmp_path, Face()), Face()
    assert await first.begin()
    first.close(waiting())
    again = Client("alice", "other")
    LineKeeper(tmp_path, face).restore(again)
    assert face.data == {"waiting": 1}
    assert len(again.queue) == 1


async def test_only_one_client_of_a_name_keeps_something(tmp_path: Path) -> None:
    first, second = LineKeeper(tmp_path), LineKeeper(tmp_path)
    assert await first.begin()
    assert not await second.begin()
    first.close(waiting())
    assert first.file.exists()
    assert await second.begin()
    second.close(Client("alice", "x"))


async def test_a_damaged_file_is_set_aside(tmp_path: Path) -> None:
    unsent = LineKeeper(tmp_path)
    unsent.file.write_text("{")
    client = Client("alice", "n")
    aside = unsent.restore(client)
    assert aside is not None
    assert aside.file == unsent.file
    assert not len(client.queue)


async def test_what_was_typed_before_the_file_was_read_is_sent_after_it(tmp_path: Path) -> None:
    first = LineKeeper(tmp_path)
    assert await first.begin()
    first.close(waiting())
    again = Client("alice", "other")
    again.private("bob", "and hello again", 1)
    LineKeeper(tmp_path).restore(again)
    assert [message.text for message in again.queue] == ["hello", "and hello again"]
    assert len(again.state.buffers["bob"].unsent) == 2
