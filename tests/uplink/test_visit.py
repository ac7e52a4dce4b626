"""A visit with real servers: lost connections, questions, a machine that slept, and every kind of end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from tests.support.real_server import running
from tests.support.server_process import server_process
from tests.support.watching import Staying, dialer

from hubbub.cli.console_client import ConsoleClient
from hubbub.client.changes import MessageAdded
from hubbub.client.events import Alive, Disconnected, Ready
from hubbub.server.entrance import selfsigned
from hubbub.server.entrance.tls import Pair
from hubbub.uplink.happenings import Faulted, FileTrouble, PhaseChanged
from hubbub.uplink.http import Site
from hubbub.uplink.ports import Told
from hubbub.uplink.questions import AdmissionNeeded, CertificateQuestion, Code, Login, NameNeeded, PasswordNeeded
from hubbub.uplink.trouble import Trouble


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """The certificate of a server that makes its own."""
    made = Pair(tmp_path / "server.crt", tmp_path / "server.key")
    selfsigned.make(made.certificate, made.key)
    return made


def at_once(seconds: float) -> asyncio.Future[None]:
    """Waits between attempts are not what is tested."""
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done


async def never(seconds: float) -> None:
    await asyncio.Event().wait()


async def test_a_killed_server_is_come_back_to(tmp_path: Path) -> None:
    async with (
        server_process(tmp_path) as server,
        Staying("alice", dialer(server.port, tmp_path), sleep=never) as alice,
    ):
        await alice.watching.until_phase("on")
        await server.kill()
        await alice.watching.until_phase("waiting")
        waiting = alice.watching.all(PhaseChanged)[-1]
        assert waiting.trouble is not None
        assert waiting.trouble.code in ("lost", "broken-off")  # a killed peer may end or reset the connection
        assert 0.5 <= waiting.wait <= 1
        alice.visit.typed("typed meanwhile")
        await server.start()
        alice.visit.retry()
        await alice.watching.until_phase("on", 2)
        await alice.watching.until(
            lambda: "typed meanwhile" in [said.message.text for said in alice.watching.all(MessageAdded)]
        )
        alice.visit.leave()
        assert await alice.over() == Trouble("left")
    assert [one.again for one in alice.watching.all(Ready)] == [False, True]
    assert alice.watching.phases == [
        *("connecting", "entering", "on", "waiting"),
        *("connecting", "entering", "on", "over"),
    ]


async def test_waits_grow_until_the_server_is_back(tmp_path: Path) -> None:
    waits: list[float] = []
    gone = asyncio.Event()

    async def count(seconds: float) -> None:
        waits.append(seconds)
        await gone.wait()  # until the killed one is buried: its port may outlive its connections for a moment
        if len(waits) == 6:
            await server.start()

    async with (
        server_process(tmp_path) as server,
        Staying("alice", dialer(server.port, tmp_path), sleep=count, chance=lambda: 0.0) as alice,
    ):
        await alice.watching.until_phase("on")
        await server.kill()
        gone.set()
        await alice.watching.until_phase("on", 2)
    assert waits == [1, 2, 4, 8, 16, 30]
    codes = [one.trouble.code for one in alice.watching.all(PhaseChanged) if one.trouble]
    assert codes[0] in ("lost", "broken-off")  # a killed peer may end or reset the connection
    assert set(codes) - {codes[0]} == {"refused"}


async def test_nobody_there_is_the_end_of_a_first_visit_unless_it_is_patient(tmp_path: Path) -> None:
    async with running() as server:
        port = server.port
    async with Staying("alice", dialer(port, tmp_path)) as alice:
        assert await alice.over() == Trouble("refused", host="127.0.0.1", port=port)
    async with Staying("alice", dialer(port, tmp_path), patient=True, sleep=at_once) as alice:
        await alice.watching.until_phase("waiting", 3)


async def test_a_taken_name_is_a_question(tmp_path: Path) -> None:
    async with running() as server, Staying("alice", dialer(server.port, tmp_path)) as holder:
        await holder.watching.until_phase("on")
        async with Staying("alice", dialer(server.port, tmp_path)) as alice:
            question = await alice.watching.first(NameNeeded)
            assert (question.name, "taken" in question.reason) == ("alice", True)
            assert alice.visit.phase == "asking"
            alice.visit.answer(question, "no name")
            assert alice.visit.question == question
            alice.visit.answer(NameNeeded("bob", ""), "not asked")
            alice.visit.answer(question, "carol")
            await alice.watching.until_phase("on")
            assert alice.visit.client.name == "carol"


async def test_a_name_of_an_account_is_had_by_its_password(tmp_path: Path) -> None:
    async with running() as server:
        owner = await server.irc("alice")
        owner.send("NS REGISTER password1", "QUIT")
        await owner.rest()
        async with Staying("alice", dialer(server.port, tmp_path)) as alice:
            question = await alice.watching.first(NameNeeded)
            assert (question.owned, question.wrong) == (True, False)
            alice.visit.answer(question, Login("alice", "password2"))
            await alice.watching.until(lambda: len(alice.watching.all(NameNeeded)) == 2)
            assert alice.watching.all(NameNeeded)[-1].wrong
            alice.visit.answer(alice.watching.all(NameNeeded)[-1], Login("alice", "password1"))
            await alice.watching.until_phase("on")
            assert alice.visit.client.state.me.account == "alice"
            assert not alice.watching.all(Disconnected), "it is one coming in, whatever it takes"


async def test_who_does_not_know_the_password_takes_another_name(tmp_path: Path) -> None:
    async with running() as server:
        owner = await server.irc("alice")
        owner.send("NS REGISTER password1", "QUIT")
        await owner.rest()
        async with Staying("alice", dialer(server.port, tmp_path)) as alice:
            alice.visit.answer(await alice.watching.first(NameNeeded), Login("alice", "password2"))
            await alice.watching.until(lambda: len(alice.watching.all(NameNeeded)) == 2)
            alice.visit.answer(alice.watching.all(NameNeeded)[-1], "alicia")
            await alice.watching.until_phase("on")
            assert (alice.visit.client.name, alice.visit.client.login) == ("alicia", None)


async def test_a_connection_for_a_password_may_end_with_another_question(tmp_path: Path) -> None:
    """It is said to have ended, and the next owned name has had no password."""
    owned = b":s 433 * %s :The name belongs to an account\r\n"
    says = [owned % b"alice", b":s FAIL * ACCOUNT_REQUIRED :Log in\r\nERROR :over\r\n", owned % b"bob"]

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b":s CAP * LS :sasl\r\n" + (said := says.pop(0)))
        if b"ERROR" in said:
            await writer.drain()
            writer.close()
        with suppress(OSError):
            while await reader.read(1000):
                pass
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with listening, Staying("alice", dialer(listening.sockets[0].getsockname()[1], tmp_path)) as alice:
        watching = alice.watching
        alice.visit.answer(await watching.first(NameNeeded), Login("alice", "password1"))
        admission = await watching.first(AdmissionNeeded)
        await watching.first(Disconnected)
        alice.visit.answer(admission, Login("bob", "password1"))
        await watching.until(lambda: len(watching.all(NameNeeded)) == 2)
        assert watching.all(NameNeeded)[-1] == NameNeeded("bob", "The name belongs to an account", owned=True)


async def test_who_does_not_answer_has_left(tmp_path: Path) -> None:
    async with running() as server, Staying("alice", dialer(server.port, tmp_path)) as holder:
        await holder.watching.until_phase("on")
        async with Staying("alice", dialer(server.port, tmp_path)) as alice:
            alice.visit.answer(await alice.watching.first(NameNeeded), None)
            assert await alice.over() == Trouble("unanswered")


async def test_the_servers_password_is_a_question_as_often_as_it_is_wrong(tmp_path: Path) -> None:
    config = tmp_path / "hubbub.toml"
    config.write_text('[server]\npassword = "open sesame"\n')
    config.chmod(0o600)
    async with (
        server_process(tmp_path, "--config", str(config)) as server,
        Staying("alice", dialer(server.port, tmp_path)) as alice,
    ):
        alice.visit.answer(await alice.watching.first(PasswordNeeded), "wrong")
        await alice.watching.until(lambda: len(alice.watching.all(PasswordNeeded)) == 2)
        alice.visit.answer(alice.watching.all(PasswordNeeded)[-1], "open sesame")
        await alice.watching.until_phase("on")


async def test_an_answer_that_comes_before_the_server_has_closed_counts(tmp_path: Path) -> None:
    """A face that knows the password answers within the same turn of the loop."""
    config = tmp_path / "hubbub.toml"
    config.write_text('[server]\npassword = "open sesame"\n')
    config.chmod(0o600)
    async with server_process(tmp_path, "--config", str(config)) as server:
        staying = Staying("alice", dialer(server.port, tmp_path))
        heard = staying.visit.watch

        def answering(told: list[object]) -> None:
            heard(told)  # type: ignore[arg-type]
            for one in told:
                if isinstance(one, PasswordNeeded):
                    staying.visit.answer(one, "open sesame")

        staying.visit.watch = answering  # type: ignore[assignment]
        async with staying as alice:
            await alice.watching.until_phase("on")


async def test_where_only_some_may_enter_one_logs_in_or_has_a_code(tmp_path: Path) -> None:
    config = tmp_path / "hubbub.toml"
    config.write_text('[server]\naccess = "invited"\n')
    async with server_process(tmp_path, "--config", str(config)) as server:
        with ConsoleClient(tmp_path / "data", None) as console:
            password = console.answer("account add alice")[0][0].rpartition(" ")[2]
            link = next(line for line in console.answer("invite-link")[0] if line.startswith("http://"))
        async with Staying("alice", dialer(server.port, tmp_path)) as alice:
            question = await alice.watching.first(AdmissionNeeded)
            assert question.invited
            alice.visit.answer(question, Login("alice", password))
            await alice.watching.until_phase("on")
        async with Staying("bob", dialer(server.port, tmp_path)) as bob:
            bob.visit.answer(await bob.watching.first(AdmissionNeeded), Code(link.rpartition("#")[2].partition(".")[0]))
            await bob.watching.until_phase("on")


async def test_a_new_certificate_is_a_question_and_a_changed_one_is_none(tmp_path: Path, pair: Pair) -> None:
    async with running(pair) as server:
        way = dialer(server.port, tmp_path, tls=True)
        async with Staying("alice", way) as alice:
            question = await alice.watching.first(CertificateQuestion)
            assert (question.host, question.port, question.fingerprint) == (
                *("127.0.0.1", server.port),
                pair.fingerprint,
            )
            alice.visit.answer(question, False)
            over = await alice.over()
            assert (over.code, over.details["shown"]) == ("certificate-declined", question.fingerprint)
        async with Staying("alice", way) as alice:
            alice.visit.answer(await alice.watching.first(CertificateQuestion), True)
            await alice.watching.until_phase("on")
        way.pins.add("127.0.0.1", server.port, "AB:CD")
        async with Staying("alice", way) as alice:
            over = await alice.over()
            assert (over.code, over.details["known"], over.details["shown"]) == (
                *("certificate-changed", "AB:CD"),
                question.fingerprint,
            )
            assert alice.watching.all(CertificateQuestion) == []


async def test_who_leaves_while_a_certificate_is_asked_about_is_gone(tmp_path: Path, pair: Pair) -> None:
    async with running(pair) as server, Staying("alice", dialer(server.port, tmp_path, tls=True)) as alice:
        await alice.watching.first(CertificateQuestion)
        alice.visit.leave()
        assert await alice.over() == Trouble("left")


async def test_who_is_banned_does_not_come_again(tmp_path: Path) -> None:
    async with (
        server_process(tmp_path) as server,
        Staying("alice", dialer(server.port, tmp_path), sleep=at_once) as alice,
    ):
        await alice.watching.until_phase("on")
        with ConsoleClient(tmp_path / "data", None) as console:
            console.answer("uban add alice!*@* noise")
        over = await alice.over()
        assert (over.code, "noise" in over.details["reason"]) == ("banned", True)


# A machine that slept


@asynccontextmanager
async def deaf_at_times() -> AsyncIterator[tuple[int, asyncio.Event, asyncio.Event]]:
    """A server that answers PINGs only while `hears` is set; its port, and whether it was asked if it is there."""
    hears, asked = asyncio.Event(), asyncio.Event()
    hears.set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b":s CAP * LS :batch\r\n:s 001 alice :hello\r\n:s 376 alice :over\r\n")
        with suppress(OSError):
            while line := await reader.readline():
                if line.startswith(b"PING hubbub-alive"):
                    asked.set()
                if line.startswith(b"PING ") and hears.is_set():
                    writer.write(b":s PONG s " + line[5:])
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1], hears, asked
    finally:
        listening.close()


@pytest.fixture
def jumping(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Lets the clock jump by so many seconds, while waking up takes no time."""
    ahead = 0.0

    def jump(seconds: float) -> None:
        nonlocal ahead
        ahead += seconds

    monkeypatch.setattr("hubbub.uplink.pulse.EVERY", 0.01)
    monkeypatch.setattr("hubbub.uplink.visit.WAKING", 0.2)
    monkeypatch.setattr("hubbub.uplink.visit._now", lambda: int((time.time() + ahead) * 1000))
    return jump


@pytest.mark.parametrize("seconds", [3600, -3600])
async def test_after_a_jump_of_the_clock_the_server_has_to_answer(
    tmp_path: Path, jumping: Callable[[float], None], seconds: float
) -> None:
    """ "a PING with 5 s to answer decides; what the socket says of itself does not count" """
    async with (
        deaf_at_times() as (port, hears, asked),
        Staying("alice", dialer(port, tmp_path), sleep=never) as alice,
    ):
        await alice.watching.until_phase("on")
        jumping(seconds)
        await asked.wait()
        assert alice.visit.phase == "on"
        hears.clear()
        jumping(seconds)
        await alice.watching.until_phase("waiting")
        assert alice.watching.all(PhaseChanged)[-1].trouble == Trouble("silent")
        assert alice.watching.all(Disconnected)[-1].reason == "the server does not answer"
        hears.set()
        alice.visit.wake()
        await alice.watching.until_phase("on", 2)


async def test_a_machine_may_wake_while_something_is_told(tmp_path: Path) -> None:
    async with running() as server:
        staying = Staying("alice", dialer(server.port, tmp_path))
        heard = staying.visit.watch

        def waking(told: list[Told]) -> None:
            heard(told)
            staying.visit.wake()

        staying.visit.watch = waking
        async with staying as alice:
            await alice.watching.until_phase("on")
            await alice.watching.first(Alive)
            assert alice.visit.phase == "on"


class Stuck:
    """A connection that lets one in, and then takes nothing any more."""

    def __init__(self) -> None:
        self.welcome = [b":s CAP * LS :\r\n:s 001 alice :hello\r\n:s 376 alice :over\r\n:s PONG s hubbub-ready\r\n"]

    async def __call__(self, trust: object) -> Stuck:
        return self

    async def read(self) -> bytes:
        if self.welcome:
            return self.welcome.pop()
        await never(0)
        return b""

    def write(self, data: bytes) -> None:
        """Into the void."""

    async def drain(self) -> None:
        await never(0)

    def close(self) -> None:
        """Nothing is open."""

    async def site(self) -> Site:
        raise NotImplementedError

    def heard(self, said: object) -> bool:
        return False

    def ended(self) -> None:
        """Nothing is kept."""


async def test_a_connection_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.uplink.visit.SILENCE", 0.05)
    async with Staying("alice", Stuck(), sleep=never) as alice:
        await alice.watching.until_phase("waiting")
        assert alice.watching.all(PhaseChanged)[-1].trouble == Trouble("silent")


async def test_a_goodbye_waits_no_longer_than_for_a_goodbye(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.uplink.visit.GOODBYE", 0.05)
    async with Staying("alice", Stuck()) as alice:
        await alice.watching.until_phase("on")
        alice.visit.leave()
        assert await alice.over() == Trouble("left")


# Faults


async def test_a_fault_of_ours_is_told_and_the_visit_goes_on(tmp_path: Path) -> None:
    noted: list[BaseException] = []

    def note(error: BaseException) -> Trouble:
        noted.append(error)
        return Trouble("fault", reason="ValueError", file="f")

    async with (
        running() as server,
        Staying("alice", dialer(server.port, tmp_path), sleep=at_once) as alice,
    ):
        alice.visit._note_fault = note
        await alice.watching.until_phase("on")

        def breaks(*_: object) -> list[object]:
            raise ValueError("ours")

        alice.visit.act(breaks)  # type: ignore[arg-type]
        assert [one.trouble.code for one in alice.watching.all(Faulted)] == ["fault"]
        right, alice.visit.client.receive = alice.visit.client.receive, breaks  # type: ignore[assignment,method-assign]
        alice.visit.client.link.send("PING", "now")
        alice.visit._send()
        await alice.watching.until(lambda: len(noted) == 2)
        alice.visit.client.receive = right  # type: ignore[method-assign]
        await alice.watching.until_phase("on", 2)
        for _ in range(3):
            alice.visit.act(breaks)  # type: ignore[arg-type]
        assert (await alice.over()).code == "fault"


async def test_a_file_that_cannot_be_written_is_told_and_nobody_leaves(tmp_path: Path) -> None:
    class Full:
        def changed(self, client: object) -> None:
            raise Trouble("file", file="outbox", reason="no space left on device")

        shown = changed

        def close(self, client: object) -> None:
            """Nothing was kept."""

    async with (
        running() as server,
        Staying("alice", dialer(server.port, tmp_path), keep=Full()) as alice,
    ):
        await alice.watching.until_phase("on")
        alice.visit.typed("hello")
        (told,) = alice.watching.all(FileTrouble)
        assert told.trouble.details["reason"] == "no space left on device"
