"""Sessions without a socket, with a dialect of their own: bots, and interfaces that speak for somebody."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Awaitable, Sequence

from tests.support.conditions import until
from tests.support.faulty_log import FaultyLog
from tests.support.real_engine import Served, serving

from hubbub.chat.chat import Chat
from hubbub.chat.events import Event, MessageSent
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Outbox, Profile, Session
from hubbub.commands.messages import sending
from hubbub.commands.rooms import joining
from hubbub.commands.sessions import entering
from hubbub.dialects.irc.dialect import IRC
from hubbub.server.net.in_process import InProcess
from hubbub.settings import Limits


class Echoing:
    """A dialect of three words, which tells of messages alone."""

    name = "echoing"
    knows_own = True
    tells_of_strangers = False
    begins_in_lobby = False

    def new_state(self) -> None:
        return None

    def handle(self, chat: Chat, session: Session, line: object) -> Awaitable[None] | None:
        word, _, rest = str(line).partition(" ")
        try:
            if word == "enter":
                entering.enter(chat, session, rest)
            elif word == "join":
                joining.join(chat, session, rest)
            elif word == "say":
                sending.send(chat, session, *rest.split(" ", 1))
        except Refusal as refusal:
            self.refuse(session, refusal)
        return None

    def render(self, events: Sequence[Event], profile: Profile) -> bytes:
        return b"".join([event.text.encode() + b"\n" for event in events if isinstance(event, MessageSent)])

    def own(self, events: Sequence[Event], session: Session) -> list[bytes]:
        return [b"sent" for event in events if isinstance(event, MessageSent)]

    def reply(self, session: Session, reply: object) -> None:
        """There are no questions."""

    def sentence(self, refusal: Refusal) -> str:
        return type(refusal).__name__

    def typed(self, session: Session, text: str) -> str:
        return text

    def refuse(self, session: Session, refusal: Refusal) -> None:
        session.send(f"refused: {self.sentence(refusal)}\r\n".encode())

    def behind_answer(self, session: Session, outbox: Outbox) -> Outbox | None:
        return None

    def greet(self, session: Session, *, unsure: bool = False) -> None:
        """It knows where it is."""

    def ping(self, session: Session) -> bool:
        return False

    def cost(self, session: Session, line: object) -> float:
        return 1

    def farewell(self, session: Session, reason: str) -> list[bytes]:
        return [f"goodbye: {reason}".encode()]


class Bot:
    """One of them, and what it was told."""

    def __init__(self, served: Served) -> None:
        self.told: list[bytes] = []
        self.ends = 0
        self.inside = InProcess(served.engine, Echoing(), self.told.extend, self._ended)

    def _ended(self) -> None:
        self.ends += 1


async def test_a_bot_enters_talks_and_leaves_like_everybody() -> None:
    async with serving() as served:
        alice = await served.irc("alice")
        alice.send("JOIN #a", "PING joined")
        await alice.until("PONG hubbub :joined")
        bot = Bot(served)
        bot.inside.say("enter robot", "join #a", "say #a hello")
        assert (await alice.until(" PRIVMSG "))[-1].startswith(":robot!")
        alice.send("PRIVMSG #a :hello yourself")
        await until(lambda: bot.told == [b"sent", b"hello yourself"])
        bot.inside.leave("until tomorrow")
        assert "until tomorrow" in (await alice.until(" QUIT "))[-1]
        await until(lambda: bot.ends == 1)
        assert bot.told[-1] == b"goodbye: until tomorrow"
        assert served.engine.chat.world.user("robot") is None
        bot.inside.say("say #a nothing more")
        bot.inside.leave()


async def test_it_is_told_nothing_that_the_log_does_not_have() -> None:
    log = FaultyLog()
    async with serving(log=log) as served:
        bot, alice = Bot(served), await served.irc("alice")
        bot.inside.say("enter robot")
        alice.send("PING here")
        await alice.until("PONG hubbub :here")
        served.engine.commits.off_loop = True
        log.gate.clear()
        alice.send("PRIVMSG robot :psst")
        await until(lambda: served.engine.commits.in_flight)
        assert bot.told == []
        log.gate.set()
        await until(lambda: bot.told == [b"psst"])


async def test_what_is_refused_is_an_answer_and_a_bot_may_be_as_quick_and_as_silent_as_it_likes() -> None:
    async with serving(limits=Limits(flood_burst=1, flood_rate=0.001)) as served:
        bot = Bot(served)
        bot.inside.say("enter alice", *["say nobody x"] * 50)
        for connection in served.engine.connections:
            connection.look_at_clock(served.engine.loop.time() + 10_000)
        await until(lambda: len(bot.told) == 50)
        assert set(bot.told) == {b"refused: NobodyNamed"}
        assert bot.ends == 0


async def test_it_may_speak_irc_too() -> None:
    async with serving() as served:
        told: list[bytes] = []
        inside = InProcess(served.engine, IRC, told.extend)
        inside.say("NICK robot", "USER r 0 * :r", "CHATHISTORY LATEST nowhere * 1", "PING done")
        await until(lambda: told and told[-1] == b":hubbub PONG hubbub :done")
        assert all(b"\n" not in line for line in told)


async def test_it_ends_with_the_server() -> None:
    async with serving() as served:
        bot = Bot(served)
        bot.inside.say("enter robot")
        await served.engine.stop()
        assert bot.ends == 1
        assert bot.told[-1].startswith(b"goodbye: The server is stopping")


async def test_nothing_keeps_one_that_is_gone() -> None:
    async with serving() as served:
        bot = Bot(served)
        gone = weakref.ref(bot.inside.connection)
        gc.collect()
        gc.disable()
        try:
            bot.inside.leave()
            await until(lambda: gone() is None)
        finally:
            gc.enable()
