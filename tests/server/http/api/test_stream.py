"""The stream of events: from a place on, without a gap or a double, to who may hear it and as long as they may."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.server.http.api.stage import Stage, staged

from hubbub.server.http.api import stream, visits


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as stage:
        yield stage


async def test_what_happens_is_told_as_lines(stage: Stage) -> None:
    alice, bob = await stage.person("alice", "#tea"), await stage.person("bob", "#tea")
    program = await stage.program(alice)
    async with program.events() as events:
        hello = await events.line()
        assert hello["type"] == "hello"
        bob.send("PRIVMSG #tea :hello", "TOPIC #tea :green", "PART #tea :gone")
        told = [await events.line() for _ in range(3)]
        assert [one["type"] for one in told] == ["message", "topic", "leave"]
        assert (told[0]["room"], told[0]["name"], told[0]["text"]) == ("#tea", "bob", "hello")
        assert int(hello["cursor"], 16) < int(told[0]["id"], 16) < int(told[1]["id"], 16)
        await program.say("tea", "mine")
        assert (await events.line())["text"] == "mine"
        bob.send("PRIVMSG alice :psst")
        private = await events.line()
        assert (private["room"], private["to"], private["text"]) == ("", "alice", "psst")


async def test_it_goes_on_from_its_place(stage: Stage) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))
    ids = [await program.say("tea", str(number)) for number in range(5)]
    async with program.events(ids[1]) as events:
        assert await events.texts("4") == ["2", "3", "4"]
        await program.say("tea", "live")
        assert await events.texts("live") == ["live"]
    async with program.events("0") as events:
        assert await events.texts("live") == ["0", "1", "2", "3", "4", "live"]
    async with program.events(Last_Event_ID=ids[3]) as events:
        assert await events.texts("live") == ["4", "live"]


async def test_pages_of_the_log_and_what_happens_meanwhile_fit_together(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PAGE", 3)
    monkeypatch.setattr(stream, "MOST", 5)
    alice, bob = await stage.person("alice", "#tea", "#milk"), await stage.person("bob", "#tea", "#milk")
    program = await stage.program(alice)
    for number in range(20):
        bob.send(f"PRIVMSG {'#tea' if number % 2 else '#milk'} :{number}")
    bob.send("NICK bobby")  # one event in two logs
    async with program.events("0") as events:
        for number in range(20, 60):
            bob.send(f"PRIVMSG #tea :{number}")
        assert await events.texts("59") == [str(number) for number in range(60)]


async def test_as_server_sent_events(stage: Stage) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))
    first = await program.say("tea", "one")
    second = await program.say("tea", "two")
    async with program.events(first, Accept="text/event-stream") as events:
        assert events.answer.headers["Content-Type"] == "text/event-stream"
        head = (await events.answer.content.readuntil(b"\n\n")).decode()
        assert head.startswith("retry: 2000\nevent: hello\ndata: {")
        told = (await events.answer.content.readuntil(b"\n\n")).decode()
        assert told.startswith(f"id: {second}\nevent: message\ndata: {{")


async def test_who_was_put_out_hears_nothing_more(stage: Stage) -> None:
    bob, alice = await stage.person("bob", "#tea"), await stage.person("alice", "#tea")
    program = await stage.program(alice)
    async with program.events() as events:
        cursor = (await events.line())["cursor"]
        bob.send("KICK #tea alice :out", "PRIVMSG #tea :secret", "PRIVMSG alice :open")
        told = [await events.line() for _ in range(2)]
        assert [(one["type"], one.get("text", one.get("kicked"))) for one in told] == [
            ("kick", "alice"),
            ("message", "open"),
        ]
    async with program.events(cursor) as events:
        await events.line()
        assert (await events.line())["text"] == "open"


async def test_it_ends_with_its_token(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea")
    program = await stage.program(alice)
    async with program.events() as events:
        await events.line()
        alice.send("NS TOKEN REVOKE bot")
        assert await events.line() == {"type": "bye", "reason": "The token was revoked"}
        assert await events.line() == {}
    assert (await program.ask("GET", "/me"))[0] == 401


async def test_it_ends_when_the_time_of_its_token_has_come(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea")
    program = await stage.program(alice)
    (token,) = stage.engine.chat.world.api_tokens.numbers.values()
    token.until = stage.engine.chat.now + 300
    async with program.events() as events:
        await events.line()
        assert (await events.line())["type"] == "bye"


async def test_it_says_why_the_server_ends_it(stage: Stage) -> None:
    """As the server does when it stops: the token is good for the next one, and nobody is told that it were over."""
    alice = await stage.person("alice", "#tea")
    program, again = await stage.program(alice), "The server is being upgraded. Come back in 3 seconds."
    async with program.events() as events:
        await events.line()
        stage.engine.begin()
        for user in stage.engine.chat.world.users.values():
            for session in tuple(user.sessions):
                session.close("stopped", again)
        told = [await events.line()]
        while told[-1]["type"] != "bye":
            told.append(await events.line())
        assert told[-1]["reason"] == again


async def test_it_ends_with_its_account(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea")
    program = await stage.program(alice)
    async with program.events() as events:
        await events.line()
        alice.send("NS ACCOUNT DELETE password1 keep")
        assert (await events.line())["type"] in ("quit", "bye", "leave")
    assert (await program.ask("GET", "/me"))[0] == 401


async def test_a_sign_of_life(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.01)
    program = await stage.program(await stage.person("alice", "#tea"))
    last = await program.say("tea", "one")
    async with program.events("0") as events:
        assert await events.texts("one") == ["one"]
        assert await events.line() == {"type": "ping", "cursor": last}


async def test_so_many_at_once_and_none_is_left_behind(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.01)
    program = await stage.program(await stage.person("alice", "#tea"))
    async with program.events(), program.events(), program.events(), program.events():
        status, problem = await program.ask("GET", "/events")
        assert (status, problem["code"]) == (429, "TOO_MANY_STREAMS")
    status, _ = await program.ask("HEAD", "/events")
    assert status == 405
    (visit,) = _visits(stage)
    await asyncio.wait_for(stage.served.until(lambda: not visit.streams), 10)


def _visits(stage: Stage) -> list[visits.Visit]:
    found = []
    for user in stage.engine.chat.world.users.values():
        for session in tuple(user.sessions):
            below = getattr(session.endpoint, "below", None)
            told = getattr(below, "told", None)
            if told is not None:
                found.append(told.__self__)
    return found


@pytest.mark.parametrize(("after", "status"), [("tea", 400), ("7fffffffffffffff", 410), ("-1", 400)])
async def test_places_that_are_none(stage: Stage, after: str, status: int) -> None:
    program = await stage.program(await stage.person("alice", "#tea"))
    assert (await program.ask("GET", f"/events?after={after}"))[0] == status


async def test_only_what_the_token_is_for(stage: Stage) -> None:
    alice, bob = await stage.person("alice", "#tea", "#milk"), await stage.person("bob", "#tea", "#milk")
    tea = await stage.program(alice, "tea", "read:#tea")
    none = await stage.program(alice, "none", "say")
    assert (await none.ask("GET", "/events"))[0] == 403
    bob.send("PRIVMSG #milk :one", "PRIVMSG alice :two", "PRIVMSG #tea :three")
    async with tea.events("0") as events:
        assert await events.texts("three") == ["three"]
        bob.send("PRIVMSG #milk :four", "PRIVMSG alice :five", "PRIVMSG #tea :six")
        assert await events.texts("six") == ["six"]


async def test_who_uses_a_token_is_here_and_its_device_is_shown(stage: Stage) -> None:
    alice = await stage.person("alice", "#tea")
    program = await stage.program(alice)
    await program.get("/me")
    alice.send("NS DEVICES")
    assert "A program from 127.0.0.1" in (await alice.until("2. "))[-1]
    alice.send("QUIT")
    await alice.until("ERROR")
    assert [one["here"] for one in (await program.get("/people"))["people"] if one["name"] == "alice"] == [True]
