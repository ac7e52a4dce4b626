"""A face without a screen, to be run as a process and killed: `face.py FOLDER PORT NAME`.

It does what it is told by lines of JSON ({"do": action, ...arguments}), and tells by such lines what it is told itself.
"""

from __future__ import annotations

import asyncio
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from hubbub.client.changes import MessageAdded, MessageChanged, MessageQueued
from hubbub.client.events import Event
from hubbub.client.session import Client
from hubbub.uplink import loops
from hubbub.uplink.addresses import Address
from hubbub.uplink.happenings import PhaseChanged
from hubbub.uplink.ports import Told
from hubbub.uplink.starting import Begun, Folders, Start, begin
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.visit import Visit


def tell(**what: Any) -> None:
    print(json.dumps(what), flush=True)


def watch(told: list[Told]) -> None:
    for one in told:
        match one:
            case PhaseChanged():
                tell(phase=one.phase, code=one.trouble.code if one.trouble else "")
            case MessageQueued():
                tell(queued=one.message.text)
            case MessageAdded():
                tell(said=one.message.text, by=one.message.sender, buffer=one.buffer)
            case MessageChanged(change="unsure" | "failed"):
                tell(lost=one.id, change=one.change)


def state(begun: Begun) -> None:
    """Where one is, and what is half written."""
    client = begun.client
    tell(
        state=client.state.current,
        rooms=sorted(buffer.name for buffer in client.state.buffers.values() if client.rooms.find(buffer.name)),
        drafts={key: buffer.draft.text for key, buffer in client.state.buffers.items() if buffer.draft.text},
        unsent=[message.text for buffer in client.state.buffers.values() for message in buffer.unsent.values()],
    )


def do(action: str, arguments: dict[str, Any], client: Client, now: int) -> list[Event]:
    return client.do(action, now, **arguments)


async def obey(begun: Begun, visit: Visit) -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        order = json.loads(line)
        match order.pop("do"):
            case "state":
                state(begun)
            case "leave":
                visit.leave()
            case action:
                visit.act(partial(do, action, order))


async def main(folder: Path, port: int, name: str) -> None:
    folders = Folders(folder / "config", folder / "state", folder / "runtime")
    try:
        begun = await begin(Start(Address("127.0.0.1", port), name), lambda words: tell(raised=words), folders=folders)
    except Trouble as trouble:
        tell(phase="over", code=trouble.code)
        return
    state(begun)
    visit = Visit(begun.client, watch, keep=begun.keeper, patient=True)
    obeying = asyncio.create_task(obey(begun, visit))
    await visit.run(begun.dialer)
    obeying.cancel()
    begun.end()


if __name__ == "__main__":
    loops.run(main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
