""" "What was typed or piped for one place is never said in another; when the place changed or the entering failed, it
is held and asked about (terminal) or refused with an exit code (pipe)": dialogues with a real server."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
from tests.support.real_engine import Client as Connection
from tests.support.real_server import Running, running
from tests.support.watching import dialer

from hubbub.client.session import Client
from hubbub.terminal.dialogue import Dialogue
from hubbub.terminal.lines import Line
from hubbub.terminal.pipe import read_lines
from hubbub.uplink.trouble import Trouble

PATIENCE = 20.0  # seconds; a test that needs them has failed
NUMBERS = count()


class Face:
    """Somebody at a terminal, or (`asks` False) a pipe."""

    def __init__(self, asks: bool) -> None:
        self.asks = asks
        self.shown: list[str] = []
        self.given_back: list[str] = []
        self.more = asyncio.Event()

    def show(self, lines: list[Line]) -> None:
        self.shown += [line.text for line in lines]
        self.more.set()

    def refresh(self) -> None:
        self.more.set()

    def give_back(self, text: str) -> None:
        self.given_back.append(text)


class Alice:
    """Talks, with bob looking on from the lobby: `heard` is what he hears her say."""

    def __init__(self, server: Running, bob: Connection, folder: Path, asks: bool) -> None:
        self.bob = bob
        self.face = Face(asks)
        self.now = 1_760_000_000_000
        self.dialogue = Dialogue(
            Client("alice", f"n{next(NUMBERS)}"), self.face, now=lambda: self.now, chance=lambda: 0.5
        )
        self.staying = asyncio.create_task(self.dialogue.run(dialer(server.port, folder)))

    async def until(self, pattern: str) -> None:
        """A line was shown, or is asked at the prompt, in which this is found."""
        async with asyncio.timeout(PATIENCE):
            while not re.search(pattern, "\n".join([*self.face.shown, self.dialogue.prompt]), re.MULTILINE):
                self.face.more.clear()
                await self.face.more.wait()

    async def type(self, *lines: str) -> None:
        for line in lines:
            self.dialogue.line(line)
            await asyncio.sleep(0)

    async def pipe(self, *lines: str) -> None:
        """As `terminal.pipe` does: what a command came to is waited for."""
        for line in lines:
            if self.dialogue.line(line):
                await self.dialogue.answered(line)

    async def end(self) -> int:
        await self.dialogue.visit.finish()
        return await self.staying

    async def heard(self) -> list[str]:
        """All that bob has heard, once nothing is under way any more."""
        self.bob.send("PING :heard")
        lines = await self.bob.until(" PONG test :heard")
        found = (re.match(r":alice!\S+ (?:PRIVMSG|NOTICE|TOPIC) (\S+) :(.*)", line) for line in lines)
        return [f"{one[1]} {one[2]}" for one in found if one]


@asynccontextmanager
async def meeting(folder: Path, *, asks: bool = True, files: bool = False) -> AsyncIterator[Alice]:
    """Bob is in the lobby, and keeps a room where nobody is let in."""
    async with running(data=folder / "data" if files else None) as server:
        bob = await server.connect()
        bob.send("NICK bob", "USER b 0 * :b", "JOIN #lobby", "JOIN #tea", "MODE #tea +i", "PING :here")
        await bob.until(" PONG test :here")
        alice = Alice(server, bob, folder, asks)
        await alice.until("^lobby> $")
        yield alice
        alice.staying.cancel()
        await asyncio.wait([alice.staying])


@pytest.mark.parametrize("start", ["/msg bob ", "@bob ", "@bob: ", "/message @bob "])
async def test_lines_behind_a_name_are_all_for_that_person(tmp_path: Path, start: str) -> None:
    async with meeting(tmp_path) as alice:
        alice.dialogue.typed.lines([f"{start}one", "two", "/quit"], pasted=False)
        await alice.until("/quit$")
        assert await alice.end() == 0
        assert await alice.heard() == ["bob one", "bob two", "bob /quit"]


@pytest.mark.parametrize(
    "start", ["/register ", "/login alice ", "/topic ", "/me ", "/join ", "/away ", "/nosuch ", "/msg bob", "@bob"]
)
async def test_lines_behind_any_other_command_are_said_nowhere(tmp_path: Path, start: str) -> None:
    async with meeting(tmp_path) as alice:
        alice.dialogue.typed.lines([f"{start}", "hunter2", "three"], pasted=False)
        await alice.until("Nothing was done: a command takes one line, and these are 3")
        assert alice.face.given_back == [f"{start}\nhunter2\nthree"]
        assert await alice.end() == 0
        assert await alice.heard() == []


async def test_pasted_lines_are_text_whatever_they_look_like(tmp_path: Path) -> None:
    async with meeting(tmp_path) as alice:
        alice.dialogue.typed.lines(["/quit", "@bob psst", "", "//x"], pasted=True)
        alice.dialogue.typed.lines(["//etc", "who"], pasted=False)
        await alice.until("who$")
        assert await alice.end() == 0
        assert await alice.heard() == ["#lobby /quit", "#lobby @bob psst", "#lobby //x", "#lobby /etc", "#lobby who"]


@pytest.mark.parametrize(("answer", "said"), [("no", []), ("", []), ("yes", ["#lobby secret"])])
async def test_after_a_refused_join_a_person_is_asked(tmp_path: Path, answer: str, said: list[str]) -> None:
    async with meeting(tmp_path) as alice:
        await alice.type("/join tea")
        await alice.until("^lobby> $")
        await alice.until("invit")
        await alice.type("secret")
        await alice.until(r"You are in lobby now, not in tea\. Go on in lobby\? \(yes/no\)")
        await alice.type(answer)
        await alice.type("/who")
        assert await alice.end() == 0
        assert await alice.heard() == said


async def test_what_is_neither_yes_nor_no_is_named_and_asked_about_again(tmp_path: Path) -> None:
    async with meeting(tmp_path) as alice:
        alice.dialogue.typed.lines(["one", "two", "3", "4", "5", "six"], pasted=True)
        await alice.until(r"Send 6 lines\? \(yes/no\)")
        await alice.type("@bob psst\x1b[2J")
        await alice.until(r"! Nothing was done with this, which is neither yes nor no: @bob psst\^\[\[2J")
        await alice.until(r"Send 6 lines\? \(yes/no\)")
        await alice.type("YES")
        await alice.until("six$")
        assert await alice.end() == 0
        assert await alice.heard() == [f"#lobby {text}" for text in ("one", "two", "3", "4", "5", "six")]


async def test_who_begins_a_private_message_and_says_nothing_is_told_that_nothing_was_sent(tmp_path: Path) -> None:
    async with meeting(tmp_path) as alice:
        for questions in (["To whom"], ["To whom", "What is the message"]):
            alice.face.shown.clear()
            await alice.type("/msg")
            for question in questions:
                await alice.until(question)
                await alice.type(" " if question is questions[-1] else "bob")
            await alice.until(r"Nothing was sent\.")
        assert await alice.end() == 0
        assert await alice.heard() == []


@pytest.mark.parametrize("text", ["/me acts", "/topic words", "/kick bob", "/ban bob", "leave", "/mode +m", "hi"])
async def test_whatever_is_for_the_room_one_is_in_is_asked_about(tmp_path: Path, text: str) -> None:
    async with meeting(tmp_path) as alice:
        await alice.type("/join tea")
        await alice.until("invit")
        await alice.type(text)
        await alice.until("Go on in lobby")
        await alice.type("no")
        assert await alice.end() == 0
        assert await alice.heard() == []


async def test_who_was_removed_is_asked_once(tmp_path: Path) -> None:
    async with meeting(tmp_path) as alice:
        alice.bob.send("MODE #tea -i")
        assert await alice.heard() == []
        await alice.type("/join tea")
        await alice.until("You are in tea now")
        alice.bob.send("KICK #tea alice")
        await alice.until("^lobby> $")
        alice.dialogue.typed.lines(["one", "two"], pasted=True)
        await alice.until("Go on in lobby")
        await alice.type("yes", "three")
        await alice.until("three$")
        assert await alice.end() == 0
        assert await alice.heard() == ["#lobby one", "#lobby two", "#lobby three"]


async def test_what_is_typed_before_there_is_a_connection_is_given_back(tmp_path: Path) -> None:
    face = Face(asks=True)
    dialogue = Dialogue(Client("alice", "n"), face, now=lambda: 0, chance=lambda: 0.5)
    dialogue.line("hello")
    dialogue.typed.lines(["one", "two"], pasted=True)
    await asyncio.sleep(0)
    assert face.given_back == ["hello", "one\ntwo"]
    assert face.shown == ["! There is no connection yet. Nothing was sent."] * 2
    assert list(dialogue.client.queue) == []


async def test_a_pipe_ends_with_a_code_when_a_room_cannot_be_entered(tmp_path: Path) -> None:
    async with meeting(tmp_path, asks=False) as alice:
        await alice.type("/join tea")
        await alice.until("invit")
        await alice.type("secret", "/me acts", "@bob for you", "/join open", "here", "/join lobby", "there")
        await alice.until("there$")
        assert await alice.end() == 1
        assert await alice.heard() == ["bob for you", "#lobby there"]
    assert "! Not done, because this is not tea: secret" in alice.face.shown


@pytest.mark.parametrize("lines", [["/kick bob"], ["/nosuch"], ["/join"], ["/join tea"], ["@nobody,else hi"]])
async def test_a_pipe_ends_with_a_code_when_something_was_not_done(tmp_path: Path, lines: list[str]) -> None:
    async with meeting(tmp_path, asks=False) as alice:
        await alice.type("hello", *lines, "the end")
        assert await alice.end() == 1


@pytest.mark.parametrize("line", ["/join bad name", "/jion tea", "/register ", "/topic ", "@bob ", "/msg bob"])
async def test_what_is_piped_behind_a_command_that_came_to_nothing_is_said_nowhere(tmp_path: Path, line: str) -> None:
    """ "... the lines behind `/register `, `/topic `, `@bob `": it may be the password that the command lacks."""
    async with meeting(tmp_path, asks=False) as alice:
        await alice.type("hello", line, "secret12", "/me acts", "@bob for you", "there")
        await alice.until("there$")
        assert await alice.end() == 1
        assert await alice.heard() == ["#lobby hello", "bob for you", "#lobby there"]
    assert not any("secret12" in text for text in alice.face.shown)


REFUSED = (
    "/msg NickServ IDENTIFY wrong-word", "/msg nickserv REGISTER short", "/msg NickServ PASSWD another-word",
    "/msg NickServ JION tea", "/logout everywhere", "/private nonsense", "/account add x", "/token add",
    "/report nobody why", "/invited abcdef", "/undo 5", "/nick a:b", "/kick nobody", "/op nobody", "/slow abc",
    "/retention 5d", "/expire 99q", "/unpin", "/edit nothing", "/mode +k", "/mode +l x", "/mode +Q", "/unblock nobody",
    "/upload /etc/passwd", "/lockdown open", "/uban add x", "/login alice wrong-word", "/register short",
)  # fmt: skip


@pytest.mark.parametrize("line", ["/jion tea", "/login ", "/join bad,name", "/register ", "/topic ", "@bob"])
async def test_what_a_person_types_ahead_of_a_refusal_is_given_back(tmp_path: Path, line: str) -> None:
    """Pasted where pastes are not told apart, or typed before the answer could be read: over plain text it was held."""
    async with meeting(tmp_path) as alice:
        await alice.type(line, "hunter2", "hunter2")
        assert alice.face.given_back == ["hunter2", "hunter2"]
        assert "! Nothing was sent, because it came together with" in "\n".join(alice.face.shown)
        held, alice.now = alice.dialogue.typed.holds_words, alice.now + 5_000
        assert held, "nor is it kept in the history: it may be a password"
        assert not alice.dialogue.typed.holds_words
        await alice.type("hello")
        await alice.until("alice\\]: hello$")
        assert await alice.end() == 0
        assert await alice.heard() == ["#lobby hello"]


async def test_what_is_told_of_a_refused_command_has_no_password(tmp_path: Path) -> None:
    async with meeting(tmp_path, asks=False) as alice:
        await alice.pipe("/login bob hunter22", "secret")
        await alice.until("^! Not done, because nothing was done with /login before it: 6 characters$")
        assert await alice.end() == 1
        assert not any("hunter22" in line for line in alice.face.shown)


async def test_what_a_terminal_sends_that_is_no_text_is_said_nowhere(tmp_path: Path) -> None:
    """In Latin-1 `caf\\xe9` is no UTF-8: it was said as `caf?`."""
    async with meeting(tmp_path) as alice:
        await alice.type("caf\udce9", "/topic caf\udce9", "hunter2")
        assert alice.face.given_back == ["hunter2"]
        alice.now += 5_000
        await alice.type("café")
        await alice.until("alice\\]: café$")
        assert await alice.end() == 0
        assert await alice.heard() == ["#lobby café"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"/join #\xff\nsecret\n/topic secret\n", []),
        (b"/join #a\0b\nsecret\n", []),
        (b"@bob caf\xe9\nsecret\n", []),
        (b"one\ncaf\xe9\na\0b\ntwo\n", ["#lobby one", "#lobby two"]),
        (b"one\r/msg bob two\nthree\n", ["#lobby three"]),  # it was said as two lines, the second one to all
        (b"/msg bob a\rb\nsecret\n", []),
    ],
)
async def test_a_piped_line_that_is_no_text_is_said_nowhere_nor_what_it_may_lead_to(
    tmp_path: Path, data: bytes, said: list[str]
) -> None:
    source, sink = os.pipe()
    os.write(sink, data)
    os.close(sink)
    async with meeting(tmp_path, asks=False) as alice:
        await read_lines(alice.dialogue, source)
        await alice.until("^! Not done, because it is not valid UTF-8, or has a NUL")
        assert await alice.staying == 1
        assert await alice.heard() == said
    os.close(source)


async def test_what_is_piped_behind_any_refusal_is_said_nowhere(tmp_path: Path) -> None:
    """Whatever refuses: NickServ, a numeric, a standard reply, or this program."""
    async with meeting(tmp_path, asks=False) as alice:
        await alice.pipe("/nick alice")  # so that nobody waits for a question
        for number, line in enumerate(REFUSED):
            await alice.pipe(line, f"behind {number}")
        assert await alice.end() == 1
        assert await alice.heard() == []


async def test_a_pipe_that_did_everything_ends_well(tmp_path: Path) -> None:
    async with meeting(tmp_path, asks=False) as alice:
        await alice.type("hello", "/join open", "in there", "leave", "/topic words", "/who", "@bob hi")
        assert await alice.end() == 0


async def test_a_pipe_that_nobody_reads_ends_at_once(tmp_path: Path) -> None:
    async with meeting(tmp_path, asks=False) as alice:

        def broken(lines: list[Line]) -> None:
            raise BrokenPipeError

        alice.face.show = broken  # type: ignore[method-assign]
        await alice.type("hello")
        with pytest.raises(BrokenPipeError):
            await alice.staying
        assert alice.dialogue.visit.over == Trouble("unanswered")


async def test_a_file_is_shared_from_a_terminal(tmp_path: Path) -> None:
    (tmp_path / "tea time.txt").write_text("tea")
    async with meeting(tmp_path, files=True) as alice:
        await alice.type(f"/upload '{tmp_path / 'tea time.txt'}'")
        await alice.until(r"Uploading tea time\.txt \(3 bytes\)\. To stop it: /upload stop$")
        await alice.until(r"\[alice\]: https?://\S+/files/\S+/tea%20time\.txt$")
        await alice.type("/upload")
        await alice.until(r"^Which file\?")
        await alice.type(str(tmp_path / "nothing"))
        await alice.until(r"nothing cannot be read or written: no such file or directory$")
        await alice.type("/upload stop")
        await alice.until(r"^Nothing is being uploaded\.$")
        assert await alice.end() == 0
        (said,) = await alice.heard()
        assert re.fullmatch(r"#lobby https?://\S+/files/\S+/tea%20time\.txt", said)


async def test_nothing_that_comes_through_a_pipe_reaches_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    async with meeting(tmp_path, asks=False, files=True) as alice:
        await alice.type(f"/upload {tmp_path / 'secret'}")
        await alice.until("! Not done: files are uploaded by who sits at a terminal, not through a pipe")
        assert await alice.end() == 1
        assert await alice.heard() == []


async def locked(alice: Alice) -> None:
    """Bob keeps another room, whose key is "sesame"."""
    alice.bob.send("JOIN #vault", "MODE #vault +k sesame", "PING :kept")
    await alice.bob.until(" PONG test :kept")


async def test_the_key_of_a_room_is_asked_for_until_it_is_right_or_one_stays_out(tmp_path: Path) -> None:
    async with meeting(tmp_path) as alice:
        await locked(alice)
        await alice.type("/join vault")
        await alice.until("vault needs a key to join\\.")
        await alice.until("The key of #vault")
        await alice.type("mellon")
        await alice.until("vault needs a key to join, and that was not it")
        await alice.until("The key of #vault")
        await alice.type("sesame")
        await alice.until("You are in vault now")
        assert not any("sesame" in line for line in alice.face.shown)
        await alice.type("/leave")
        await alice.until("You have left vault")
        await alice.type("/join vault")
        await alice.until("The key of #vault")
        await alice.type("")
        await alice.until("^lobby> $")
        assert await alice.end() == 0


async def test_a_pipe_is_not_asked_for_the_key_of_a_room(tmp_path: Path) -> None:
    async with meeting(tmp_path, asks=False) as alice:
        await locked(alice)
        await alice.pipe("/join vault", "secret")
        assert await alice.end() != 0
        assert any("vault needs a key" in line for line in alice.face.shown)
        assert await alice.heard() == []


@pytest.mark.parametrize("asks", [True, False])
async def test_who_types_has_read_what_was_shown(tmp_path: Path, asks: bool) -> None:
    async with meeting(tmp_path, asks=asks) as alice:
        state = alice.dialogue.client.state
        alice.bob.send("PRIVMSG #lobby :to all", "PRIVMSG alice :to her", "PING :said")
        await alice.bob.until(" PONG test :said")
        await alice.until("Private message from bob: to her$")
        assert [state.buffers[key].unread for key in ("#lobby", "bob")] == [1, 1]
        await alice.type("/list")
        await alice.until("^Online now")
        assert [state.buffers[key].unread for key in ("#lobby", "bob")] == ([0, 0] if asks else [1, 1])
