"""What two processes say to each other while one takes over from the other: words, and files and sockets with them.

| who   | words                  | with them                                        | then                          |
|-------|------------------------|--------------------------------------------------|-------------------------------|
| giver | `look`                 | a file of what would be handed over              | the taker judges it           |
| taker | `ready SCHEMA VERSION` |                                                  | the giver comes to a stand    |
| giver | `take`, and how many   | that file as it is now, two outputs, the sockets | the taker opens log and world |
| taker | `here`                 |                                                  | it could go on                |
| giver | `go`                   |                                                  | it ends; the taker goes on    |

Until it has said `go`, the giver may think better of it: whoever does not like what it hears closes. Files and sockets
come behind the words, so many with one byte each time (SCM_RIGHTS).
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from contextlib import suppress

AT_ONCE = 200  # files and sockets with one byte; Linux takes 253
LONGEST = 1000  # bytes of words
PATIENCE = 10.0  # seconds that the other side may take to read what it is told


class Channel:
    """One end. What cannot be said raises OSError; what is not heard any more is an empty text."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock

    def say(self, words: str, numbers: Sequence[int] = ()) -> None:
        """Say it, and pass on the files and sockets of these numbers, which stay open here."""
        self.sock.settimeout(PATIENCE)
        self.sock.sendall(f"{words}\n".encode())
        for start in range(0, len(numbers), AT_ONCE):
            socket.send_fds(self.sock, [b"+"], numbers[start : start + AT_ONCE])

    def hear(self) -> str:
        """Wait for the next words. What is passed on with them is to be received next."""
        self.sock.setblocking(True)
        heard = bytearray()
        with suppress(OSError):
            while (byte := self.sock.recv(1)) and byte != b"\n" and len(heard) < LONGEST:
                heard += byte
            return heard.decode(errors="replace") if byte == b"\n" else ""
        return ""

    async def answer(self) -> str:
        """The same, while other things happen."""
        loop = asyncio.get_running_loop()
        self.sock.setblocking(False)
        heard = bytearray()
        with suppress(OSError):
            while (byte := await loop.sock_recv(self.sock, 1)) and byte != b"\n" and len(heard) < LONGEST:
                heard += byte
            return heard.decode(errors="replace") if byte == b"\n" else ""
        return ""

    def receive(self, count: int) -> list[int]:
        """So many files and sockets; what this process starts does not have them. Raises OSError if there are fewer."""
        self.sock.setblocking(True)
        numbers: list[int] = []
        while len(numbers) < count:
            byte, came, _, _ = socket.recv_fds(self.sock, 1, AT_ONCE)
            numbers += came
            if not byte or not came:
                for number in numbers:
                    os.close(number)
                raise OSError("not everything was handed over")
        for number in numbers:
            os.set_inheritable(number, False)
        return numbers

    def close(self) -> None:
        self.sock.close()
