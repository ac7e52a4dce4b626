"""The numbers of the operator's page: counted by the minute, kept over a restart, asked for by operators alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.support.memory_chat import MemoryChat
from tests.support.real_server import running

from hubbub.chat.limits.policy import Operator, Policy
from hubbub.chat.world.people.users import User
from hubbub.server.process import numbers
from hubbub.server.process.server import Server
from hubbub.settings.model import Limits
from hubbub.wire.message import parse

CAPS = ("message-tags", "hubbub.chat/rows")


def records(server: Server, what: str, kind: str) -> list[dict[str, Any]]:
    return [fields for name, fields in server.numbers.records(what) if name == kind]


def later(server: Server, minutes: int) -> None:
    """So much time goes by, and the minute is counted."""
    server.engine.chat.now += minutes * 60_000
    server.numbers._count()


async def test_what_is_said_is_counted_and_kept_over_a_restart(tmp_path: Path) -> None:
    async with running() as one:
        server = one.server
        server.numbers.start(tmp_path)
        alice = await one.connect()
        alice.send("NICK alice", "USER a 0 * :a", "JOIN #tea", "PRIVMSG #tea :one", "PRIVMSG #tea :two", "PING done")
        await alice.until("PONG")
        later(server, 0)
        for span, step in (("hour", 60), ("day", 1200), ("week", 7200)):
            series = {one["name"]: one for one in records(server, span, "series")}
            assert sum(series["messages"]["values"]) * step / 60 == pytest.approx(2, abs=0.5)
            assert series["messages"]["step"] == step
            assert max(series["connected_other"]["values"]) == 1
            assert max(series["connected_browser"]["values"]) == 0
            assert max(series["commit_99"]["values"]) > 0
        [now] = records(server, "hour", "now")
        assert (now["here"], now["with_account"], now["rooms"], now["messages_today"]) == (1, 0, 2, 2)
        [here] = records(server, "here", "here")
        assert (here["name"], here["over"], here["rooms"], here["devices"]) == ("alice", "irc", ["#tea"], 1)
        settings = {one["name"]: one["value"] for one in records(server, "settings", "setting")}
        assert settings["server.name"] == '"test"'
        server.numbers.stop()
    async with running() as one:
        server = one.server
        server.numbers.start(tmp_path)
        later(server, 3)
        [messages] = [one for one in records(server, "hour", "series") if one["name"] == "messages"]
        assert sum(messages["values"]) == 2
        assert len(messages["values"]) in (4, 5)  # what is not known in between is 0
        later(server, 2 * 60)
        [messages] = [one for one in records(server, "hour", "series") if one["name"] == "messages"]
        assert sum(messages["values"]) == 0
        later(server, 7 * 24 * 60 - 2 * 60 - 3)
        [now] = records(server, "hour", "now")
        assert now["messages_same_day_last_week"] == 2
        server.numbers.stop()


async def test_who_was_turned_away_today_and_wrong_passwords(tmp_path: Path) -> None:
    async with running(
        no_limits=False, limits=Limits(connections_per_address=1, connections_per_private_address=2)
    ) as one:
        server = one.server
        server.numbers.start(tmp_path)
        alice = await one.connect()
        alice.send("NICK alice", "USER a 0 * :a", "NS IDENTIFY alice not-it-at-all", "PING done")
        await alice.until("PONG")
        await one.connect()
        third = await one.connect()
        await third.until("Too many connections")
        [now] = records(server, "hour", "now")
        assert (now["refused_today"], now["wrong_passwords_today"]) == (2, 1)
        later(server, 0)
        server.numbers.stop()
    async with running() as one:
        one.server.numbers.start(tmp_path)
        [now] = records(one.server, "hour", "now")
        assert (now["refused_today"], now["wrong_passwords_today"]) == (2, 1)
        one.server.numbers.stop()


def test_operators_alone_get_them() -> None:
    chat = MemoryChat(Policy(operators=(Operator("root", "secret"),)))
    alice = chat.connect(secure=True)
    alice.send(f"CAP REQ :{' '.join(CAPS)}", "NICK alice", "USER a 0 * :a", "CAP END")
    alice.take()
    assert alice.ask("NUMBERS")[0].split(" ")[1] == "481"
    alice.send("OPER root secret")
    alice.take()
    [line] = alice.ask("NUMBERS HERE")
    tags = parse(line).tags or {}
    assert json.loads(tags["hubbub.chat/row"]) == {"row": "here", "name": "alice", "rooms": ["#tea"]}
    assert line.endswith(":here: name alice, rooms #tea")
    for wrong in ("NOTHING", "DAY NOTHING", "HERE LISTS", "DAY LISTS LISTS"):
        assert alice.ask(f"NUMBERS {wrong}")[0].split(" ")[1] == "461"


async def test_the_beginnings_of_lists_come_with_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a page that shows all of them: each asked for alone would wait for the pace of commands. Nobody is looked at
    whom it does not show: there may be very many."""
    looked_at: list[str] = []
    person = numbers._person

    def look(user: User) -> dict[str, Any]:
        looked_at.append(user.name)
        return person(user)

    monkeypatch.setattr(numbers, "_person", look)
    async with running() as one:
        chat = one.server.engine.chat
        chat.policy = msgspec.structs.replace(chat.policy, operators=(Operator("root", "correcthorse"),))
        alice = await one.connect()
        alice.send(
            f"CAP REQ :{' '.join(CAPS)}",
            "NICK alice",
            "USER a 0 * :a",
            "CAP END",
            "OPER root correcthorse",
            "JOIN #own",
        )
        for name in "bcdefg":
            other = await one.connect()
            other.send(f"NICK {name}{name}", "USER a 0 * :a", "JOIN #lobby", "PING done")
            await other.until("PONG")
            alice.send(f"NICKSERV REPORT {name}{name} :loud", f"MODE #own +b {name}!*@*")
        alice.send("NICKSERV REPORTS CLOSE 1", "PING before")
        await alice.until(":before")
        alice.send("NUMBERS HOUR LISTS", "PING done")
        tags = [parse(line).tags or {} for line in await alice.until(":done")]
        rows = [json.loads(one["hubbub.chat/row"]) for one in tags if "hubbub.chat/row" in one]
        kinds = [row["row"] for row in rows]
        assert [row["n"] for row in rows if row["row"] == "report"] == [2, 3, 4]
        assert kinds.count("here") == len(looked_at) == 5
        alice.send("NUMBERS HERE", "PING all")
        shown = [line for line in await alice.until(":all") if "row" in line]
        assert len(shown) == 7 == len(set(looked_at[5:]))
        assert [row["n"] for row in rows if row["row"] == "act"][-1] > 5
        assert kinds.count("act") == 5
