"""The time of day an hour ahead, and then put right: "waits run on the monotonic clock; what is stored is judged by the
present clock and never longer than its own length"."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.events import NAME_RESTS_MS, AccountDeleted, LoginKept, LoginsEnded, ResetCodeMade
from hubbub.chat.limits.policy import Operator, Policy
from hubbub.commands import timekeeping
from hubbub.commands.accounts import tokens
from hubbub.commands.messages import files
from hubbub.commands.messages.erasing import Eraser
from hubbub.commands.sessions import entering

HOUR, MINUTE, SECOND = 3_600_000, 60_000, 1_000
DAY = 24 * HOUR
YEAR = 365 * DAY
POLICY = Policy(operators=(Operator("root", "right"),), registrations_per_10min=1)
CAPS = ("standard-replies", "draft/metadata-2", "draft/chathistory", "message-tags", "server-time", "batch")


class Day:
    """A chat whose time of day somebody sets."""

    def __init__(self) -> None:
        self.chat = MemoryChat(POLICY, lobby="#lobby")
        self.eraser = Eraser(self.chat.core)

    def set(self, milliseconds: int) -> None:
        """Set it; the server looks at it now and then."""
        self.look()
        self.chat.set_forward(milliseconds)
        self.look()

    def look(self) -> None:
        timekeeping.look_at_clock(self.chat.core)
        self.chat.commit()

    def erase(self) -> None:
        run(self._erase())
        self.chat.commit()

    async def _erase(self) -> None:
        await self.eraser.step()

    def account(self, name: str, *caps: str) -> Person:
        person = self.chat.connect(secure=True, address=f"192.0.2.{len(name)}")
        person.send(f"CAP REQ :{' '.join(caps or CAPS)}", f"NICK {name}", f"USER {name} 0 * :x", "CAP END")
        return person


WAITS = {
    "slow mode": (["MODE #tea +W 30"], "PRIVMSG #tea :x", 31),
    "OPER": ([], "OPER root wrong", 11),
    "logins": ([], "NS LOGIN other wrong-password", 120),
    "new passwords": (["NS REGISTER password1"], "NS PASSWD password{count}", 1300),
    "renames": (["JOIN #a", "NS REGISTER password1"], "RENAME #{room} #{other}", 31),
    "metadata": ([], "METADATA * SET avatar :{count}", 40),
    "reports": ([], "REPORT eve :noise", 1300),
}


def makes_wait(answer: list[str]) -> bool:
    words = ("slow mode", "wait", "try again", "RATE", "Too many tries")
    return any(word in line for word in words for line in answer)


@each("wait", WAITS)
def test_nobody_waits_the_hour_that_a_clock_was_ahead(wait: str) -> None:
    """ "Clock an hour ahead, then put right: slow mode, OPER, logins, renames, metadata wait the whole hour"."""
    before, line, seconds = WAITS[wait]
    day = Day()
    owner, eve = day.account("owner"), day.account("eve")
    owner.send("JOIN #tea")
    eve.send("JOIN #tea")
    owner.send(*before)
    someone = owner if wait in ("renames", "new passwords") else eve
    count, rooms = 0, ["a", "b"]

    def again() -> list[str]:
        nonlocal count
        count += 1
        rooms.reverse()
        return someone.ask(line.format(count=count, room=rooms[1], other=rooms[0]))

    day.set(HOUR)
    done = again()
    refused: list[str] = []
    for _ in range(40):
        refused = again()
        if makes_wait(refused):
            break
    else:
        raise AssertionError(f"nothing makes wait: {refused}")
    rooms.reverse()
    day.set(-HOUR)
    day.chat.now += seconds * SECOND
    answer = eve.ask("OPER root right") if wait == "OPER" else again()
    assert not makes_wait(answer), (done, refused)


@each("ahead", [-40 * YEAR, -HOUR, HOUR, 40 * YEAR])
def test_tokens_and_links_of_files_last_ten_minutes_whatever_the_clock_does(ahead: int) -> None:
    day = Day()
    owner = day.account("owner")
    owner.send("NS REGISTER password1")
    token, _ = files.token(day.chat.core, owner.session)
    day.set(ahead)
    day.chat.now += 9 * MINUTE
    day.chat.tell_time()
    assert files.holder(day.chat.core, token) is owner.session.me
    day.chat.now += MINUTE
    day.chat.tell_time()
    assert files.holder(day.chat.core, token) is None


def test_who_was_logged_out_everywhere_while_the_clock_was_ahead_logs_in_again() -> None:
    """ "Logins ... wait the whole hour"."""
    day = Day()
    owner = day.account("owner")
    owner.send("NS REGISTER password1")
    day.set(HOUR)
    core = day.chat.core
    core.emit(LoginsEnded(account=owner.session.me.number, at=core.now))
    owner.vanish()
    day.set(-HOUR)
    day.chat.now += MINUTE
    again = day.chat.connect(secure=True, address="192.0.2.77")
    again.send("CAP REQ :sasl", "NICK owner", "USER o 0 * :o", "AUTHENTICATE PLAIN")
    again.send(f"AUTHENTICATE {b64encode(chr(0).join(['', 'owner', 'password1']).encode()).decode()}", "CAP END")
    assert any(" 001 owner " in line for line in again.take())


def test_somebody_active_while_the_clock_was_ahead_is_idle_like_others_when_it_is_right() -> None:
    day = Day()
    alice, bob = day.account("alice"), day.account("bob")
    day.set(HOUR)
    bob.send("PRIVMSG alice :hi")
    day.set(-HOUR)
    day.chat.now += 5 * MINUTE
    (idle,) = [line for line in alice.ask("WHOIS bob") if " 317 " in line]
    assert 300 <= int(idle.split(" ")[4]) < 310
    assert alice.ask("STATS u")[0].startswith(":hubbub 242 alice :Server Up ")


def test_setting_the_clock_forward_is_no_way_around_a_wait() -> None:
    day = Day()
    alice, bob = join(day.chat, "alice"), join(day.chat, "bob")
    alice.send("/join tea", "/slow 30s")
    bob.send("/join tea", "one")
    heard(bob)
    day.set(HOUR)
    assert "slow mode" in told(bob, "two")[0]


def test_a_message_that_disappears_stays_no_longer_than_its_length() -> None:
    """ "Expiring messages stay"."""
    day = Day()
    owner = day.account("owner")
    owner.send("NS REGISTER password1", "JOIN #tea", "EXPIRE #tea 60s")
    day.set(HOUR)
    owner.send("PRIVMSG #tea :gone soon")
    day.set(-HOUR)
    day.chat.now += 50 * SECOND
    day.chat.tell_time()
    day.erase()
    assert any("gone soon" in line for line in owner.ask("CHATHISTORY LATEST #tea * 10"))
    day.chat.now += 11 * SECOND
    day.chat.tell_time()
    day.erase()
    assert not any("gone soon" in line for line in owner.ask("CHATHISTORY LATEST #tea * 10"))


@pytest.mark.parametrize("restart", [False, True])
def test_bans_and_invitations_end_after_as_long_as_they_were_to_last(restart: bool) -> None:
    day = Day()
    ruth = day.account("ruth")
    ruth.send("OPER root right", "NS REGISTER password1", "JOIN #tea")
    day.set(HOUR)
    ruth.send("UBAN ADD 198.51.100.7 10m :x", "TBAN #tea 10m eve :x", "NS INVITE-LINK")
    chat = day.chat
    if restart:
        chat = MemoryChat(POLICY, lobby="#lobby", log=chat.log, now=chat.now - HOUR)
    else:
        day.set(-HOUR)
    world, now = chat.world, chat.now
    room = world.room("#tea")
    assert room is not None
    (ban,), (listed,), (invite,) = world.bans.values(), room.lists["b"].values(), world.invites
    assert 9 * MINUTE < ban.until - now <= 10 * MINUTE
    assert 9 * MINUTE < listed.until - now <= 10 * MINUTE
    assert invite.until - now <= 7 * 24 * HOUR
    assert world.banned_addresses.find("198.51.100.7", lambda begun: now + 9 * MINUTE)
    assert not world.banned_addresses.find("198.51.100.7", lambda begun: now + 11 * MINUTE)


@pytest.mark.parametrize("restart", [False, True])
def test_what_lasts_as_long_as_all_of_its_kind_lasts_no_longer(restart: bool) -> None:
    """ "What is stored is judged by the present clock and never longer than its own length": codes, kept logins,
    tokens, names that rest, visits, and who stays in rooms."""
    day = Day()
    ruth, gone = day.account("ruth"), day.account("leaver")
    ruth.send("NS REGISTER password1", "JOIN #tea", "NICK ruth")
    day.set(YEAR)
    gone.send("NS REGISTER password1")
    guest = day.account("guest")
    entering.give_token(day.chat.core, guest.session)
    chat = day.chat
    core, number = chat.core, ruth.session.me.number
    core.emit(ResetCodeMade(account=number, at=core.now, code_hash=b"code"))
    core.emit(LoginKept(account=number, at=core.now, token_hash=b"login"))
    tokens.make(core, ruth.session, "bot", ("read",), DAY)
    rested = chat.world.accounts.named("leaver")
    assert rested is not None
    core.emit(AccountDeleted(account=rested.number, at=core.now, name="leaver", party=rested.party))
    guest.vanish()
    ruth.vanish()
    chat.commit()
    if restart:
        chat = MemoryChat(POLICY, lobby="#lobby", log=chat.log, now=chat.now - YEAR)
    else:
        day.set(-YEAR)
    world, now = chat.world, chat.now
    account = world.accounts.named("ruth")
    assert account is not None
    assert account.reset_at <= now
    assert account.logins == {b"login": account.logins[b"login"]}
    assert account.logins[b"login"] <= now
    (token,) = world.api_tokens.numbers.values()
    assert token.until <= now + DAY
    assert 0 < world.accounts.rests_until("leaver", now) <= now + NAME_RESTS_MS
    assert all(visit.seen_at <= now for visit in world.visits.values())
    assert world.visits
    assert world.users["ruth"].here_at <= now
    assert all(at <= now for _, at in world.whowas.used.values())


def test_who_left_while_the_clock_was_ahead_is_shown_what_they_missed() -> None:
    """ "An account that left meanwhile is shown nothing of what it missed"."""
    day = Day()
    bob = join(day.chat, "bob")
    alice = day.chat.connect("plain", secure=True)
    alice.send("alice", "/register password1")
    day.set(HOUR)
    bob.send("seen")
    alice.vanish()
    day.set(-HOUR)
    bob.send("missed one", "missed two")
    again = day.chat.connect("plain", secure=True)
    again.send("alice", "password1")
    text = "\n".join(heard(again))
    assert "missed one" in text
    assert "missed two" in text


def test_times_tell_the_messages_apart_after_the_clock_was_put_right() -> None:
    """ "All messages of a room carry one time": they go on rising, a millisecond each."""
    day = Day()
    alice = day.account("alice")
    alice.send("JOIN #tea")
    day.set(HOUR)
    alice.send("PRIVMSG #tea :0")
    day.set(-HOUR)
    alice.send(*(f"PRIVMSG #tea :{n}" for n in range(1, 10)))
    lines = [line for line in alice.ask("CHATHISTORY LATEST #tea * 50") if "PRIVMSG #tea" in line]
    times = [line.partition("time=")[2].partition("Z")[0] for line in lines]
    assert len(lines) == 10
    assert times == sorted(set(times))
