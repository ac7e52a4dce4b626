"""The floor: a process that sends the same bytes to the same sockets as a chat server, and does nothing else.

No checks, no storage, no loop library: one epoll loop, one recv and at most one send per socket and round. It knows
just enough IRC for the load generator to come in: NICK, JOIN, PRIVMSG, and CAP REQ for echo-message.
usage: python -m hubbub.bench.floor PORT
"""

from __future__ import annotations

import select
import socket
import sys


class Member:
    """A connection: its name, its room, and what came of a line that has not ended yet."""

    __slots__ = ("echo", "name", "rest", "room", "socket")

    def __init__(self, connected: socket.socket) -> None:
        self.socket = connected
        self.rest = b""
        self.name = b"*"
        self.room: Room | None = None
        self.echo = False


class Room:
    """Who is in it, and what they said in this round."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self.said: list[tuple[Member, bytes]] = []

    def flush(self) -> None:
        everything = b"".join(line for _, line in self.said)
        speakers = {speaker for speaker, _ in self.said}
        for member in self.members:
            data = everything
            if member in speakers and not member.echo:
                data = b"".join(line for speaker, line in self.said if speaker is not member)
            if data:
                send(member, data)
        self.said.clear()


def send(member: Member, data: bytes) -> None:
    """The sockets block, and the load generator always reads: a slow reader holds all up, as nowhere else."""
    try:
        member.socket.sendall(data)
    except OSError:
        leave(member)


def leave(member: Member) -> None:
    if member.room is not None and member in member.room.members:
        member.room.members.remove(member)


def receive(member: Member, data: bytes, rooms: dict[bytes, Room], talking: set[Room]) -> None:
    lines = (member.rest + data).split(b"\n")
    member.rest = lines.pop()
    for line in lines:
        command, _, rest = line.rstrip(b"\r").partition(b" ")
        if command == b"PRIVMSG" and member.room is not None:
            member.room.said.append((member, b":%b!user@localhost PRIVMSG %b\r\n" % (member.name, rest)))
            talking.add(member.room)
        elif command == b"JOIN":
            member.room = rooms.setdefault(rest, Room())
            member.room.members.append(member)
            send(member, b":floor 366 %b %b :End of /NAMES list.\r\n" % (member.name, rest))
        elif command == b"NICK":
            member.name = rest
            send(member, b":floor 001 %b :Welcome\r\n" % rest)
        elif command == b"CAP":
            member.echo = member.echo or b"echo-message" in rest


def serve(port: int) -> None:
    """Until the process is killed."""
    listener = socket.create_server(("127.0.0.1", port), backlog=4096)
    poll = select.epoll()
    poll.register(listener, select.EPOLLIN)
    members: dict[int, Member] = {}
    rooms: dict[bytes, Room] = {}
    while True:
        talking: set[Room] = set()
        for descriptor, _ in poll.poll():
            if descriptor == listener.fileno():
                member = Member(listener.accept()[0])
                member.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                members[member.socket.fileno()] = member
                poll.register(member.socket, select.EPOLLIN)
                continue
            member = members[descriptor]
            data = read(member)
            if data:
                receive(member, data, rooms, talking)
            else:
                leave(member)
                del members[descriptor]
                member.socket.close()
        for room in talking:
            room.flush()


def read(member: Member) -> bytes:
    try:
        return member.socket.recv(65536)
    except OSError:
        return b""


if __name__ == "__main__":
    from hubbub.bench.process import raise_file_limit

    raise_file_limit()
    serve(int(sys.argv[1]))
