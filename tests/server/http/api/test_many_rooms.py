""" "No command holds the loop longer than 10 ms whatever its arguments ... long answers in slices": of the API, too."""

from __future__ import annotations

import asyncio

import msgspec
from tests.server.http.api.stage import staged

from hubbub.chat.world.rooms import Room
from hubbub.server.http.api.calls import Asked
from hubbub.server.http.api.rooms import SLICE, RoomList, RoomQuery, rooms

ROOMS = 1_000


async def test_a_list_of_very_many_rooms_is_made_with_others_turns_in_between() -> None:
    async with staged() as stage:
        chat = stage.engine.chat
        alice = await stage.person("alice")
        program = await stage.program(alice)
        first = chat.world.next_log() + 1
        for number in range(ROOMS):
            chat.world.add_room(Room(first + number, f"#r{number:04}", chat.now, 1, chat.now))
        turns = 0

        async def turn() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        others = asyncio.create_task(turn())
        [session] = chat.world.user("alice").sessions
        [token] = chat.world.api_tokens.numbers.values()
        found = await rooms(Asked(stage.engine, session, token, {}, RoomQuery()))
        assert found.parts is not None
        body = b"".join([part async for part in found.parts])
        names = [room.name for room in msgspec.json.decode(body, type=RoomList).rooms]
        others.cancel()
        assert found.length == len(body)
        assert turns >= 3 * ROOMS // SLICE  # found, written and sent
        assert names == sorted(names)
        assert len(names) >= ROOMS
        assert (await program.get("/rooms?joined=true"))["rooms"] == []
