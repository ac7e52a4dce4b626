"""A server of one room or one conversation, whose every line is a test's: answers wait until they are given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hubbub.client.session import Client
from hubbub.client.state.buffers import Buffer
from hubbub.irc.times import format_time
from hubbub.wire.message import parse

START_AT = 1_760_000_000_000
ENTRY = "j0"
_START = json.loads(Path("spec/client/start.json").read_text(encoding="utf-8"))["hubbub"]
_CAPABILITIES = [line for line in _START[1]["receive"] if " CAP " in line]


class Scripted:
    """`place`: the room, or the name of the other person; `page`: the most that an answer holds."""

    def __init__(self, place: str, pace: int, page: int, most_missed: int) -> None:
        self.place = place
        self.pace = pace
        self.page = page
        self.ids: list[str] = []
        self.pending: list[list[str]] = []  # answers that were not given yet, oldest question first
        self.client = Client("alice", "n", most_missed=most_missed)
        self.online = False
        self._names = 0
        self.comes_back()
        if place != "#lobby":
            self.does("open")
        self.answers_all()

    @property
    def buffer(self) -> Buffer:
        return self.client.state.buffers[self.place]

    # What the server does

    def says(self) -> None:
        """Somebody says something, which everybody hears who is there."""
        self.ids.append(f"m{len(self.ids)}")
        if self.online:
            self._tell(self._written(len(self.ids) - 1))

    def renames(self) -> None:
        """The other person takes another name; who is not there does not hear of it, so nobody does that then."""
        if self.online and self.place != "#lobby":
            self._names += 1
            before, self.place = self.place, f"bob{self._names}"
            told = (f"TARGETS {before} ", f"TARGETS {self.place} ")  # answers speak of people by their names of then
            self.pending = [[line.replace(*told) for line in answer] for answer in self.pending]
            self._tell(f":{before}!u@h NICK {self.place}")

    def loses(self) -> None:
        if self.online:
            self.online = False
            self.pending.clear()
            self.client.connection_lost("cut")

    def comes_back(self) -> None:
        """The connection stands again, up to where everything may be sent."""
        if self.online:
            return
        self.online = True
        entry = "" if self.client.been_here else f"@time={format_time(START_AT - 1)};msgid={ENTRY} "
        self.client.connect()
        supports = f"CHANTYPES=# PREFIX=(ov)@+ MONITOR=100 CHATHISTORY={self.page} LOBBY=#lobby"
        self._tell(
            *_CAPABILITIES,
            *(":s 001 alice :hi", f":s 005 alice {supports} :are supported", ":s 376 alice :end", ":s TOKEN t1"),
            *(
                f"{entry}:alice!u@h JOIN #lobby * :Alice",
                ":s 353 alice = #lobby :alice bob",
                ":s 366 alice #lobby :end",
            ),
            ":s PONG s hubbub-ready",
        )

    def answers(self, which: int) -> None:
        """One of the questions is answered by what was true when it was asked."""
        if self.pending:
            self._tell(*self.pending.pop(which % len(self.pending)))

    def answers_all(self) -> None:
        while self.pending:
            self.answers(0)

    # What the client does

    def does(self, action: str, **given: Any) -> None:
        self.client.do(action, START_AT, buffer=self.place, **given)
        self._listen()

    def typed(self, text: str) -> None:
        self.client.typed(text, START_AT, self.place)
        self._listen()

    # On the wire

    def _tell(self, *lines: str) -> None:
        self.client.receive("".join(f"{line}\r\n" for line in lines).encode(), START_AT)
        self._listen()

    def _listen(self) -> None:
        for line in self.client.bytes_to_send(START_AT).decode().splitlines():
            asked = parse(line)
            if asked.command == "CHATHISTORY":
                label = (asked.tags or {})["label"]
                kind, rows = self._answer(*asked.params)
                opened, closed = f"@label={label} :s BATCH +h {kind}", ":s BATCH -h"
                self.pending.append([opened, *(f"@batch=h;{row.removeprefix('@')}" for row in rows), closed])

    def _answer(self, subcommand: str, *params: str) -> tuple[str, list[str]]:
        if subcommand == "TARGETS":
            talked = self.place != "#lobby" and self.ids
            rows = [f":s CHATHISTORY TARGETS {self.place} {self._time(len(self.ids) - 1)}"] if talked else []
            return "draft/chathistory-targets", rows
        target, point, limit = params
        if target == "#lobby" != self.place:
            return f"chathistory {target}", []
        assert target == self.place, "it is known by its name of now"
        found = self._rows(subcommand, self._place_of(point, subcommand), int(limit))
        return f"chathistory {target}", [self._written(number) for number in found]

    def _place_of(self, point: str, subcommand: str) -> int:
        """The number of the message there: of a time the last one, or the first; before all we came in."""
        how, _, value = point.partition("=")
        if value == ENTRY:
            return -1
        if how == "msgid" and value in self.ids:
            return self.ids.index(value)
        times = [self._time(number) for number in range(len(self.ids))]
        if how == "timestamp":
            return (
                sum(time <= value for time in times) - 1
                if subcommand == "AFTER"
                else sum(time < value for time in times)
            )
        return len(self.ids)

    def _rows(self, subcommand: str, place: int, limit: int) -> range:
        end = len(self.ids)
        match subcommand:
            case "BEFORE":
                return range(max(0, place - limit), place)
            case "AFTER":
                return range(min(end, place + 1), min(end, place + 1 + limit))
            case "AROUND":
                return range(max(0, place - limit // 2), min(end, place + limit - limit // 2))
        return range(max(0, end - limit), end)

    def _time(self, number: int) -> str:
        return format_time(START_AT + number // self.pace)

    def _written(self, number: int) -> str:
        person = "bob" if self.place == "#lobby" else self.place
        target = "#lobby" if self.place == "#lobby" else "alice"
        return f"@time={self._time(number)};msgid=m{number} :{person}!u@h PRIVMSG {target} :{number}"
