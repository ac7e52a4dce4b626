"""Reading the settings again while the server runs, and stopping it from inside."""

from __future__ import annotations

import asyncio
import threading

import msgspec
import pytest
from tests.support.real_server import running
from tests.support.told import told

from hubbub.commands.sessions import entering
from hubbub.server.process.control import RESTART, Controls
from hubbub.settings import Operator, Problem, Settings, SettingsError


def changed(settings: Settings, **tables: dict[str, object]) -> Settings:
    new = {name: msgspec.structs.replace(getattr(settings, name), **values) for name, values in tables.items()}
    return msgspec.structs.replace(settings, **new)


async def test_what_can_be_changed_is_and_the_rest_waits(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    async with running() as here:
        old = here.server.settings
        new = changed(old, server={"motd": "new", "name": "other"}, limits={"topic_bytes": 99, "ping_seconds": 5.0})
        new = msgspec.structs.replace(new, operators=(Operator("root", "x"),))
        controls = Controls(here.server, lambda: new)
        started = here.server.engine.chat.policy.started_at
        assert await controls.rehash() == ["server.name: changes with the next restart"]
        policy = here.server.engine.chat.policy
        assert (policy.motd, policy.topic_bytes, policy.server) == ("new", 99, "test")
        assert policy.started_at == started
        assert policy.operators[0].name == "root"
        assert here.server.engine.limits.ping_seconds == 5
        assert "rehash" in told(caplog)


async def test_devices_are_told_from_now_on_or_no_more() -> None:
    async with running() as here:
        engine, old = here.server.engine, here.server.settings
        bob = await here.connect()
        for line in ("CAP LS 302", "NICK bob", "USER b 0 * :B", "CAP END"):
            bob.send(line)
        await bob.until(" 422 ")
        on = {"enabled": True, "contact": "mailto:a@example.org"}
        asked = [changed(old, push=on), changed(old, push=on | {"allow": ("localhost",), "ttl": 60.0}), old]
        controls = Controls(here.server, lambda: asked.pop(0))
        assert await controls.rehash() == []
        assert await bob.until(" CAP bob NEW ") == [":test CAP bob NEW :draft/webpush soju.im/webpush"]
        bob.send("CAP REQ :draft/webpush")
        key = (await bob.until(" VAPID="))[-1].partition("VAPID=")[2].split(" ")[0]
        pusher = here.server.pusher
        assert pusher is not None
        assert (pusher.key, engine.push) == (key, pusher)
        assert await controls.rehash() == []
        assert (pusher.services.ttl, "localhost" in pusher.services.allowed.names) == (60, True)
        assert engine.commits.observers.count(pusher) == 1
        assert await controls.rehash() == []
        assert await bob.until(" CAP bob DEL ") == [":test CAP bob DEL :draft/webpush soju.im/webpush"]
        assert (engine.push, engine.commits.observers.count(pusher)) == (None, 0)
        asked.append(changed(old, push=on))
        assert await controls.rehash() == []
        assert engine.push is pusher


async def test_wrong_settings_change_nothing() -> None:
    def wrong() -> Settings:
        raise SettingsError(Problem("hubbub.toml", 4, "listen.prot", "there is no such setting"))

    async with running() as here:
        before = here.server.engine.chat.policy
        controls = Controls(here.server, wrong)
        assert await controls.rehash() == ["hubbub.toml:4: listen.prot: there is no such setting"]
        assert here.server.engine.chat.policy is before


async def test_others_have_their_turn_while_the_settings_are_read_and_the_last_ones_hold() -> None:
    """No command "holds the loop longer than 10 ms": of 200 operators they took 85."""
    begun, go_on = asyncio.Event(), threading.Event()

    async with running() as here:
        loop, old = asyncio.get_running_loop(), here.server.settings
        found = [changed(old, server={"motd": text}) for text in ("first", "second")]

        def slowly() -> Settings:
            loop.call_soon_threadsafe(begun.set)
            assert go_on.wait(60)
            return found.pop(0)

        controls = Controls(here.server, slowly)
        both = asyncio.gather(controls.rehash(), controls.rehash())
        await begun.wait()
        bob = await here.connect()
        bob.send("NICK bob")
        bob.send("USER b 0 * :B")
        await bob.until(" 422 ")
        go_on.set()
        assert list(await both) == [[], []]
        assert here.server.engine.chat.policy.motd == "second"


async def test_those_who_are_nobody_yet_are_counted() -> None:
    async with running() as here:
        strangers = here.server.engine.chat.world.local.strangers
        stranger = await here.connect()
        stranger.send("NICK bob")
        await here.until(lambda: len(strangers) == 1)
        stranger.send("USER b 0 * :B")
        await stranger.until(" 253 bob 0 ")
        assert not strangers
        carol = await here.connect()
        carol.send("NICK carol")
        await here.until(lambda: len(strangers) == 1)
        carol.send("QUIT")
        await here.until(lambda: not strangers)


async def test_the_end_is_asked_for_once() -> None:
    async with running() as here:
        controls = here.server.controls
        controls.end(restart=True)
        controls.end(restart=False)
        assert controls.asked.result() == RESTART


async def test_who_has_quit_is_not_counted_while_the_last_bytes_are_on_their_way() -> None:
    """LUSERS does not count connections that have quit."""
    async with running() as here:
        bob = await here.connect()
        bob.send("NICK bob", "USER b 0 * :B")
        await bob.until(" 422 ")
        engine = here.server.engine
        (connection,) = engine.connections
        engine.begin()
        entering.leave(engine.chat, connection.session, "quit")
        assert engine.connections
        assert not engine.chat.world.local.strangers
