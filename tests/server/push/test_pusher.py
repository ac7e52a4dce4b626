"""From a message to the device of somebody who is away: a whole server, and a push service over real TLS."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tests.support.memory_chat import Plainly
from tests.support.push_service import Device, PushService, push_service
from tests.support.real_engine import Client
from tests.support.real_server import Running, running

from hubbub.chat.world.accounts import Account
from hubbub.server.push.pusher import Pusher
from hubbub.settings import Push

PASSWORD = "correct-horse"
READS = "message-tags server-time draft/read-marker account-tag"


class Stage:
    """A server that pushes to `service`, and alice's phone there."""

    def __init__(self, server: Running, service: PushService) -> None:
        self.server = server
        self.service = service
        self.device = Device()

    @property
    def pusher(self) -> Pusher:
        pusher = self.server.server.pusher
        assert pusher is not None
        return pusher

    @property
    def account(self) -> Account:
        found = self.server.server.engine.chat.world.accounts.named("alice")
        assert found is not None
        return found

    async def person(self, name: str, caps: str = "", *, register: bool = False) -> Client:
        """Somebody on IRC; with `register` they have an account from now on."""
        client = await self.server.connect()
        client.send(f"CAP REQ :draft/webpush {caps}", f"NICK {name}", f"USER {name} 0 * :{name}", "CAP END")
        await client.until(" 422 ")
        if register:
            client.send(f"NICKSERV REGISTER {PASSWORD}")
            await client.until(" 900 ")
        return client

    async def comes_back(self, caps: str = READS) -> Client:
        """Alice on another connection."""
        client = await self.server.connect()
        plain = b64encode(f"\0alice\0{PASSWORD}".encode()).decode()
        client.send(f"CAP REQ :sasl draft/webpush {caps}", "NICK alice", "USER a 0 * :a", "AUTHENTICATE PLAIN")
        client.send(f"AUTHENTICATE {plain}", "CAP END")
        await client.until(" 422 ")
        return client

    async def subscribed(self, caps: str = READS, more: str = "", *, rooms: str = "#tea") -> Client:
        """Alice, whose phone is told."""
        alice = await self.person("alice", caps, register=True)
        alice.send(f"JOIN {rooms}", f"WEBPUSH REGISTER {self.service.url()} {self.device.keys}{more}")
        await alice.until(" WEBPUSH REGISTER ")
        return alice

    async def sleeps(self, client: Client) -> None:
        """The connection is gone; who it was stays in their rooms."""
        client.writer.transport.abort()
        await self.server.until(lambda: not self.here())

    def here(self) -> bool:
        user = self.server.server.engine.chat.world.parties.get(self.account.party)
        return bool(user and user.sessions)

    async def told(self, number: int) -> list[str]:
        """The lines that the phone has read, when there are so many."""
        return [self.device.read(asked.body) for asked in await self.service.got(number)]

    async def counted(self, what: str, number: int = 1) -> None:
        await self.server.until(lambda: self.pusher.lanes.counts[what] >= number)


@asynccontextmanager
async def stage(folder: Path) -> AsyncIterator[Stage]:
    async with push_service(folder) as service:
        given = Push(enabled=True, contact="mailto:a@example.org", allow=("localhost",), ca_file=str(service.ca))
        async with running(push=given) as server:
            one = Stage(server, service)
            server.server.engine.hasher = Plainly()
            one.pusher.connected, one.pusher.active = 0.02, 0.02
            yield one


@pytest.fixture
async def pushing(tmp_path: Path) -> AsyncIterator[Stage]:
    async with stage(tmp_path) as one:
        yield one


async def test_a_private_message_wakes_the_phone_of_who_is_away(pushing: Stage) -> None:
    await pushing.sleeps(await pushing.subscribed())
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :are you there?")
    (line,) = await pushing.told(1)
    tags, _, rest = line.partition(" ")
    assert rest.startswith(":bob!bob@")
    assert rest.endswith(" PRIVMSG alice :are you there?")
    assert {part.partition("=")[0] for part in tags[1:].split(";")} == {"time", "msgid"}
    asked = pushing.service.asked[0]
    assert asked.claims(pushing.pusher.key)["sub"] == "mailto:a@example.org"
    assert asked.headers["urgency"] == "high"


async def test_a_mention_is_told_and_other_words_are_not(pushing: Stage) -> None:
    await pushing.sleeps(await pushing.subscribed())
    bob = await pushing.person("bob", "draft/multiline batch message-tags")
    bob.send("JOIN #tea", "PRIVMSG #tea :hello all", "PRIVMSG #tea :`alice` is a word", "PRIVMSG #tea :malice!")
    bob.send(
        "PRIVMSG #tea :\x01VERSION alice\x01",
        "PRIVMSG #tea :Alice: tea?",
        "PRIVMSG #tea :\x01ACTION waves at alice\x01",
    )
    bob.send(
        "BATCH +1 draft/multiline #tea", "@batch=1 PRIVMSG #tea :one", "@batch=1 PRIVMSG #tea :two, alice", "BATCH -1"
    )
    lines = await pushing.told(3)
    assert [line.partition(" PRIVMSG ")[2] for line in lines] == [
        "#tea :Alice: tea?",
        "#tea :\x01ACTION waves at alice\x01",
        "#tea :one",
    ]
    assert "msgid=" in lines[2]
    assert not any("\n" in line for line in lines)


async def test_an_answer_to_what_one_said_is_told(pushing: Stage) -> None:
    alice = await pushing.subscribed("message-tags echo-message")
    alice.send("PRIVMSG #tea :who has tea?")
    said = (await alice.until("who has tea?"))[-1]
    id = said.partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    await pushing.sleeps(alice)
    bob = await pushing.person("bob", "message-tags")
    bob.send("JOIN #tea", f"@+draft/reply={id} PRIVMSG #tea :me")
    (line,) = await pushing.told(1)
    assert line.endswith("PRIVMSG #tea :me")
    assert f"+draft/reply={id}" in line


async def test_the_capabilities_are_those_of_the_registration(pushing: Stage) -> None:
    await pushing.sleeps(await pushing.subscribed(""))
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :hello")
    (line,) = await pushing.told(1)
    assert line.startswith(":bob!bob@")


async def test_who_reads_it_in_time_is_not_told(pushing: Stage) -> None:
    pushing.pusher.connected = pushing.pusher.active = 3600.0
    alice = await pushing.subscribed()
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :hello", "JOIN #tea", "PRIVMSG #tea :alice?", "PRIVMSG #tea :alice!")
    line = (await alice.until("alice!"))[-1]
    time = line.partition("time=")[2].partition(";")[0]
    alice.send(f"MARKREAD #tea timestamp={time}")
    await pushing.counted("read", 2)
    alice.send("PRIVMSG bob :hello")
    await pushing.counted("read", 3)
    assert not pushing.pusher.waiting
    assert pushing.pusher.count == 0
    assert not pushing.service.asked


async def test_how_long_they_have_for_it(pushing: Stage) -> None:
    pusher, engine = pushing.pusher, pushing.server.server.engine
    pusher.connected, pusher.active = 5.0, 30.0
    alice = await pushing.subscribed()
    assert pusher._patience(pushing.account) == 30.0, "just came"
    session = next(iter(engine.chat.world.parties[pushing.account.party].sessions))
    session.last_active -= 120_001
    engine.begin()
    assert pusher._patience(pushing.account) == 5.0
    session.last_active += 3_600_000
    assert pusher._patience(pushing.account) == 5.0, "they were not active an hour from now: the clock was set back"
    await pushing.sleeps(alice)
    assert pusher._patience(pushing.account) == 0.0


async def test_who_is_connected_and_does_not_read_is_told_and_then_that_it_was_read(pushing: Stage) -> None:
    alice = await pushing.subscribed()
    bob = await pushing.person("bob")
    bob.send("JOIN #tea", "PRIVMSG #tea :alice, look")
    (line,) = await pushing.told(1)
    time = line.partition("time=")[2].partition(";")[0]
    alice.send(f"MARKREAD #tea timestamp={time}")
    lines = await pushing.told(2)
    assert lines[1] == f":test MARKREAD #tea timestamp={time}"
    assert pushing.service.asked[1].headers["urgency"] == "low"
    bob.send("PRIVMSG #tea :nothing for anybody", "PRIVMSG alice :hello")
    line = (await pushing.told(3))[-1]
    assert line.endswith("PRIVMSG alice :hello"), "what was told of is told of once"


@pytest.mark.parametrize(("caps", "more"), [("message-tags", ""), (READS, ";hubbub.chat/shown")])
async def test_a_marker_is_only_for_who_can_do_something_with_it(pushing: Stage, caps: str, more: str) -> None:
    alice = await pushing.subscribed(caps, more)
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :one")
    await pushing.told(1)
    alice.send("MARKREAD bob timestamp=2040-01-01T00:00:00.000Z", "PING x")
    await alice.until("PONG")
    bob.send("PRIVMSG alice :two")
    assert (await pushing.told(2))[1].endswith(":two")


async def test_rooms_and_people_that_are_quiet(pushing: Stage) -> None:
    await pushing.sleeps(await pushing.subscribed(READS, ";hubbub.chat/quiet=#TEA,Carol", rooms="#tea,#cake"))
    bob, carol = await pushing.person("bob"), await pushing.person("carol")
    carol.send("JOIN #cake", "PRIVMSG alice :hello", "PRIVMSG #cake :alice one")
    await pushing.told(1)
    bob.send("JOIN #tea,#cake", "PRIVMSG #tea :alice", "PRIVMSG #cake :alice two")
    assert [line[-3:] for line in await pushing.told(2)] == ["one", "two"]


async def test_nobody_is_told_of_who_they_block(pushing: Stage) -> None:
    alice = await pushing.subscribed()
    alice.send("SILENCE +eve!*@*", "SILENCE +a:mallory", "PING x")
    await alice.until("PONG")
    await pushing.sleeps(alice)
    eve, mallory = await pushing.person("eve"), await pushing.person("mallory", register=True)
    for one in (eve, mallory):
        one.send("JOIN #tea", "PRIVMSG #tea :alice, listen", "PRIVMSG alice :listen", "PING x")
        await one.until("PONG")
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :hello")
    assert [line[-5:] for line in await pushing.told(1)] == ["hello"]


async def test_nobody_is_told_of_rooms_they_are_not_in_or_of_themselves(pushing: Stage) -> None:
    alice = await pushing.subscribed()
    alice.send("PRIVMSG #tea :alice speaks of alice", "PRIVMSG alice :a note", "PART #tea", "PING x")
    await alice.until("PONG")
    bob = await pushing.person("bob")
    bob.send("JOIN #tea", "PRIVMSG #tea :alice?", "PRIVMSG alice :hello")
    assert [line[-5:] for line in await pushing.told(1)] == ["hello"]


async def test_what_is_taken_back_or_edited_in_time(pushing: Stage) -> None:
    pushing.pusher.connected = pushing.pusher.active = 3600.0
    await pushing.subscribed()
    bob = await pushing.person("bob", "message-tags echo-message draft/message-redaction hubbub.chat/edit")
    ids = []
    for text in ("first", "second"):
        bob.send(f"PRIVMSG alice :{text}")
        ids.append((await bob.until(f":{text}"))[-1].partition("msgid=")[2].split(" ")[0].split(";")[0])
    bob.send(f"REDACT alice {ids[0]} :sorry")
    pusher = pushing.pusher
    await pushing.server.until(lambda: pusher.count == 1)
    bob.send(f"EDIT alice {ids[1]} :third")
    (waiting,) = next(iter(pusher.waiting.values()))
    await pushing.server.until(lambda: waiting.event.text == "third")
    pusher._due(waiting)
    (line,) = await pushing.told(1)
    assert line.endswith(":third")


async def test_a_device_that_the_push_service_knows_no_more(pushing: Stage) -> None:
    await pushing.sleeps(await pushing.subscribed())
    pushing.service.answers.append(b"HTTP/1.1 410 Gone\r\n\r\n")
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :hello")
    await pushing.server.until(lambda: not pushing.account.pushes)
    await pushing.counted("gone")


async def test_a_device_that_is_another_ones_by_now_gets_nothing_of_the_first(pushing: Stage) -> None:
    await pushing.sleeps(await pushing.subscribed())
    pusher, first = pushing.pusher, pushing.device
    found = pusher.services.resolver.resolve
    pusher.services.resolver.resolve = nobody_knows
    bob = await pushing.person("bob")
    bob.send("PRIVMSG alice :a secret")
    await pushing.counted("later")
    pusher.services.resolver.resolve = found
    carol = await pushing.person("carol", READS, register=True)
    pushing.device = Device()
    carol.send(f"WEBPUSH REGISTER {pushing.service.url()} {pushing.device.keys}")
    await carol.until(" WEBPUSH REGISTER ")
    assert not pushing.account.pushes
    bob.send("PRIVMSG carol :for you")
    (line,) = await pushing.told(1)
    assert line.endswith(":for you")
    assert first.keys != pushing.device.keys


def nobody_knows(host: str, port: int) -> list[str]:
    raise OSError(host)


async def test_addresses_to_which_the_server_does_not_go(pushing: Stage) -> None:
    alice = await pushing.person("alice", "standard-replies", register=True)
    for endpoint in (
        "http://localhost/x",
        "https://user@localhost/x",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://intranet/x",
        "https://push.example:22/x",
        f"https://localhost/{'x' * 1024}",
    ):
        alice.send(f"WEBPUSH REGISTER {endpoint} {pushing.device.keys}")
        assert " FAIL WEBPUSH INVALID_PARAMS REGISTER " in (await alice.until(" WEBPUSH "))[-1]
    bad = pushing.device.keys.replace("p256dh=B", "p256dh=A")
    alice.send(f"WEBPUSH REGISTER {pushing.service.url()} {bad}")
    assert "p256dh" in (await alice.until(" FAIL WEBPUSH INVALID_PARAMS "))[-1]
    alice.send(f"WEBPUSH REGISTER https://localhost/{'x' * 4_096} {pushing.device.keys}")
    assert " 417 " in (await alice.until("too long"))[-1]
    assert not pushing.account.pushes


async def test_it_is_said_in_the_metrics(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client")
    from hubbub.server.process.metrics import Metrics

    async with stage(tmp_path) as pushing:
        metrics = Metrics(pushing.server.server)
        await pushing.sleeps(await pushing.subscribed())
        bob = await pushing.person("bob")
        bob.send("PRIVMSG alice :hello")
        await pushing.counted("sent")
        text = metrics.text()[1].decode()
    for row in ('hubbub_pushes_total{result="sent"} 1.0', "hubbub_push_devices 1.0", "hubbub_push_waiting 0.0"):
        assert row in text
