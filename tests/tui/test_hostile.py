"""Others' texts are never obeyed: neither as markup, nor by the terminal. On every screen, as every kind of name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import cycle

import pytest
from rich.segment import Segment
from tests.support import sample
from tests.support.effort import costs_at_most
from tests.support.hostile import MARKUP, NAMES
from tests.tui.stage import Stage, on_stage

from hubbub.client import changes as c
from hubbub.client.state.buffers import Buffer, Member, Topic
from hubbub.client.state.items import Gap, Happening, Note
from hubbub.client.state.messages import Failure, Message, Reaction
from hubbub.client.state.people import Me, Person
from hubbub.client.state.server import Connection, Server
from hubbub.client.state.store import Invitation, RoomRow, Search, State
from hubbub.irc import casemap

HOSTILE = [*NAMES, "[@click=app.exit]x[/]", "[red", "a\tb\tc"]
AT = (1, 253402300799999999)  # 1970, and what no calendar has


def _state(texts: list[str]) -> State:
    """A state where everything that others choose is one of those texts."""
    some = cycle(texts)

    def text() -> str:
        return next(some)

    sender = text()
    made = State(Me("alice"), Server(text(), text(), "#lobby"), Connection("ready", been_here=True))
    room = Buffer(casemap.lower(f"#{text()}"), f"#{text()}", "room", joined=True, beginning=True, unread=2)
    person = Buffer(casemap.lower(sender), sender, "person", beginning=True, unread=1, mentions=1)
    room.topic = Topic(text(), text())
    for name in (*texts, "alice"):
        room.members[casemap.lower(name)] = Member(name, "o")
        made.people[casemap.lower(name)] = Person(name, text(), text(), text(), away=text(), online=True, status=text())
    room.typing = {casemap.lower(text()): sample.NOW + 9_999_999}
    first = Message("m1", sender, text(), sample.NOW - 60_000, reactions={text(): Reaction(2, (text(),), own=True)})
    room.timeline.add(first)
    for number, said in enumerate(texts):
        room.timeline.add(Message(f"t{number}", text(), said, sample.NOW - 55_000, reply="m1"))
    for at in AT:
        room.timeline.add(Message(f"at{at}", text(), text(), at))
    for item in (
        Message("m2", text(), text(), sample.NOW - 50_000, kind="did", reply="m1", mention=True),
        Message("m3", text(), "", sample.NOW - 40_000, redacted=True, redacted_by=text(), redacted_why=text()),
        Happening("joined", "h1", sample.NOW, text()),
        Happening("left", "h2", sample.NOW, "zed", text=text()),
        Happening("topic", "h3", sample.NOW, by=text(), text=text()),
        Happening("kicked", "h4", sample.NOW, text(), by=text(), text=text()),
        Happening("modes", "h5", sample.NOW, by=text(), text=text()),
        Happening("room_renamed", "h6", sample.NOW, text(), by=text(), text=text(), before=text()),
        Happening("renamed", "h7", sample.NOW, text(), before=text()),
        Note("n1", sample.NOW, text(), (text(),), text(), error=True),
        Gap("g1", sample.NOW),
    ):
        room.timeline.add(item)
    refused = Failure(text(), (), text())
    room.unsent["n-1"] = Message("n-1", "alice", text(), sample.NOW, own=True, status="failed", failure=refused)
    made.buffers = {room.key: room, person.key: person}
    made.current = room.key
    made.invitations = [Invitation(text(), text(), sample.NOW)]
    made.rooms = (RoomRow(f"#{text()}2", 3, text()),)
    made.search = Search(text(), messages=(first,), targets=(room.name,), done=True)
    return made


SCREENS = {
    "talk": [],
    "jump": ["ctrl+k"],
    "find": ["ctrl+f"],
    "help": ["f1"],
    "settings": ["f5"],
    "message": ["shift+up", "up", "up", "enter"],
    "remove": ["shift+up", "up", "up", "delete"],
    "react": ["shift+up", "up", "up", "plus"],
    "reply": ["shift+up", "up", "up", "r"],
    "person": ["shift+up", "up", "up", "p"],
    "places": ["f2"],
    "conversation": ["alt+down"],
    "complete": ["@", "x", "tab"],
}


@pytest.mark.parametrize("texts", [[MARKUP], HOSTILE], ids=["markup", "everything"])
async def test_every_screen_shows_every_text_as_text(texts: list[str]) -> None:
    text = texts[0]
    async with on_stage(_state(texts)) as stage:
        whisper = Message("p1", text, texts[-1], sample.NOW, private=True, mention=True)
        stage.core.tell(c.MessageAdded(casemap.lower(text), "p1", whisper), c.InvitationsChanged(text, text, 1))
        for keys in SCREENS.values():
            await stage.press(*keys)
            _check(stage)
            while stage.app.screen is not stage.app.talk:
                await stage.press("escape")
            await stage.press("escape", "escape")
        stage.state.connection.step = "offline"
        stage.core.tell(c.ConnectionChanged())
        await stage.settle()
        _check(stage)
        assert "[/]" in stage.text()


def _check(stage: Stage) -> None:
    """Nothing that a terminal would obey is painted, and every line is as wide as the terminal."""
    for strip in stage.app.screen._compositor.render_strips():
        assert strip.cell_length == stage.app.size.width
        for segment in _segments(strip):
            assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in segment.text), segment
            assert "\u202e" not in segment.text


def _segments(strip: object) -> Iterator[Segment]:
    yield from strip  # type: ignore[misc]


@pytest.mark.parametrize("width", [124, 20])
async def test_long_and_towering_texts_cost_little(width: int) -> None:
    """Rows 71 and 73: a page of the worst is laid out about as fast as ten times as much of the usual."""
    async with on_stage(size=(width, 24)) as stage:
        timeline, garden = stage.app.talk.timeline, stage.state.buffers["#garden"]
        usual = ["word " * 400] * 40
        worst = ["x" * 10_240, "a" + "\u0301" * 500, "👨‍👩‍👧" * 3_400, "\x0304,04x" * 1_000]
        assert costs_at_most(10, partial(_lay_out, stage, garden, usual), partial(_lay_out, stage, garden, worst))
        assert timeline.window.rows


def _lay_out(stage: Stage, buffer: Buffer, texts: list[str]) -> None:
    for text in texts:
        buffer.timeline.add(Message(f"x{len(buffer.timeline)}", "bob", text, sample.NOW))
    stage.app.reading.refresh()
    stage.app.reading.to_end()
    for y in range(stage.app.talk.timeline.size.height):
        stage.app.talk.timeline.render_line(y)
