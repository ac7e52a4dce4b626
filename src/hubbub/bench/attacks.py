"""What somebody who means harm does to a server, as far as a client can: one function for each attack.

Each begins, says when it is on its way, and goes on until it is cancelled; the count it keeps says how much it did.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
from collections.abc import Callable, Coroutine
from contextlib import suppress

from .clients import Door, Target

ADDRESSES = 100  # that the attackers come from, unless one is what it is about
MANY = 200
LOGINS = 2_000
A_SECOND = 5_000  # connections
ACCOUNT = "aim"
PASSWORD = "the account that is aimed at"


class Attack:
    """One attack under way. `ready` is called when it has begun; `count` is what it did so far."""

    def __init__(self, target: Target, ready: Callable[[], None]) -> None:
        self.target = target
        self.ready = ready
        self.count = 0
        self.numbers = itertools.count()
        self.door = Door(target)

    async def connect(self, address: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection from the attackers' addresses, or from the one with that number (1 and up)."""
        address = address or 1 + next(self.numbers) % ADDRESSES
        return await asyncio.open_connection(self.target.host, self.target.port, local_addr=(f"127.0.2.{address}", 0))

    async def enter(self, address: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection that has a name."""
        reader, writer = await self.connect(address)
        name = f"foe{next(self.numbers)}"
        writer.write(f"NICK {name}\r\nUSER {name} 0 * :{name}\r\n".encode())
        await reader.readuntil(b" 001 ")
        return reader, writer


async def slow_readers(attack: Attack) -> None:
    """They ask for long answers and never read one."""
    writers = [(await attack.enter())[1] for _ in range(MANY)]
    for writer in writers:
        writer.transport.pause_reading()  # type: ignore[attr-defined]
    attack.ready()
    while True:
        for writer in writers:
            writer.write(b"HELP\r\nLIST\r\n")
            attack.count += 2
        await asyncio.sleep(1)


async def slow_senders(attack: Attack) -> None:
    """Their lines come a byte at a time and never end."""
    writers = [(await attack.enter())[1] for _ in range(MANY // 2)]
    writers += [(await attack.connect(0))[1] for _ in range(MANY // 2)]
    attack.ready()
    while True:
        for writer in writers:
            writer.write(b"a")
            attack.count += 1
        await asyncio.sleep(0.5)


async def connections(attack: Attack) -> None:
    """One address connects and hangs up, 5,000 times a second if the machine can."""
    attack.ready()
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while True:
        behind = int((loop.time() - begun) * A_SECOND) - attack.count
        if behind <= 0:
            await asyncio.sleep(0.001)
            continue
        await asyncio.gather(*(_knock(attack) for _ in range(min(behind, 50))))


async def _knock(attack: Attack) -> None:
    attack.count += 1
    with suppress(OSError):
        _, writer = await attack.connect(1)
        writer.transport.abort()


async def descriptors(attack: Attack) -> None:
    """They hold more connections than the server may have open files."""
    held = []
    for _ in range(2_000):
        with suppress(OSError):
            held.append(await attack.connect(0))
            attack.count += 1
    attack.ready()
    await asyncio.Event().wait()


async def guessing(attack: Attack) -> None:
    """They guess the password of an account, each as fast as it is answered."""
    await _register(attack)
    guessers = [asyncio.create_task(_guess(attack)) for _ in range(50)]
    attack.ready()
    await asyncio.gather(*guessers)


async def _guess(attack: Attack) -> None:
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await attack.connect(0)
            for _ in range(3):
                await _log_in(reader, writer, f"wrong {next(attack.numbers)}")
                attack.count += 1
            writer.transport.abort()
        await asyncio.sleep(0.01)


async def logins(attack: Attack) -> None:
    """Two thousand people log in at the same time, as after a restart."""
    await _register(attack)
    people = [await attack.connect(0) for _ in range(LOGINS)]
    attack.ready()

    async def log_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            taken = await _log_in(reader, writer, PASSWORD)
            attack.count += taken

    await asyncio.gather(*(log_in(*one) for one in people))


async def _log_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, password: str) -> bool:
    """SASL PLAIN before registration; whether it was taken."""
    answer = base64.b64encode(f"\0{ACCOUNT}\0{password}".encode()).decode()
    writer.write(f"CAP REQ sasl\r\nAUTHENTICATE PLAIN\r\nAUTHENTICATE {answer}\r\n".encode())
    while True:
        words = (await reader.readuntil(b"\n")).split(b" ")
        if len(words) > 1 and words[1] in (b"903", b"904", b"906", b"908"):
            return words[1] == b"903"


async def _register(attack: Attack) -> None:
    """The account that is aimed at, unless it is there already."""
    reader, writer = await attack.connect(0)
    writer.write(f"NICK {ACCOUNT}\r\nUSER u 0 * :u\r\nNICKSERV REGISTER :{PASSWORD}\r\nQUIT\r\n".encode())
    await reader.read()
    writer.transport.abort()


Attackers = Callable[[Attack], Coroutine[None, None, None]]

ATTACKS: dict[str, Attackers] = {
    "slow-readers": slow_readers,
    "slow-senders": slow_senders,
    "connections": connections,
    "descriptors": descriptors,
    "guessing": guessing,
    "logins": logins,
}


async def attack(target: Target, name: str, seconds: float, ready: Callable[[], None]) -> dict[str, float]:
    """Attack for that long once it is under way. Figures: `count`."""
    begun = asyncio.Event()

    def say() -> None:
        begun.set()
        ready()

    under_way = Attack(target, say)
    task = asyncio.create_task(ATTACKS[name](under_way))
    await asyncio.wait([task, asyncio.create_task(begun.wait())], return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    await asyncio.wait([task], timeout=seconds)
    task.cancel()
    return {"count": under_way.count}
