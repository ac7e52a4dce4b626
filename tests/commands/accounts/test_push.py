"""Devices that are told of messages: whose they are, and when they are nobody's any more."""

from __future__ import annotations

import asyncio

import pytest
from tests.commands.accounts.test_authentication import PASSWORD
from tests.commands.accounts.test_devices import irc
from tests.commands.accounts.test_logins import browser, kept, pass_time, restarted
from tests.dialects.irc.accounts.test_push import ENDPOINT, KEYS, owner, pushing
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import ClockSetBack, PushSubscribed
from hubbub.commands.accounts import deletion, exports, push

DAY = 24 * 3_600_000


def register(someone: Person, endpoint: str = ENDPOINT) -> None:
    assert someone.ask(f"WEBPUSH REGISTER {endpoint} {KEYS}") == [f":hubbub WEBPUSH REGISTER {endpoint}"]


def told(chat: MemoryChat) -> set[str]:
    """The endpoints in use, which the account and the whole server have to agree on."""
    accounts = chat.world.accounts
    known = {endpoint for account in accounts.numbers.values() for endpoint in account.pushes}
    assert known == accounts.endpoints.keys()
    assert {number for number, account in accounts.numbers.items() if account.pushes} == accounts.pushed.keys()
    return known


def test_a_restart_forgets_none() -> None:
    chat = pushing()
    alice = irc(chat, "message-tags")
    register(alice)
    again = restarted(chat)
    assert told(again) == {ENDPOINT}
    assert owner(again).pushes == owner(chat).pushes
    alice.send(f"WEBPUSH UNREGISTER {ENDPOINT}")
    assert told(restarted(chat)) == set()


def test_the_same_said_again_is_noted_once_a_day() -> None:
    chat = pushing()
    alice = irc(chat)

    def noted() -> int:
        return sum(isinstance(event, PushSubscribed) for event in chat.happened)

    register(alice)
    register(alice)
    assert noted() == 1
    alice.send(f"WEBPUSH REGISTER {ENDPOINT} {KEYS};hubbub.chat/shown")
    assert noted() == 2
    pass_time(chat, DAY + 1)
    alice.send(f"WEBPUSH REGISTER {ENDPOINT} {KEYS};hubbub.chat/shown")
    assert noted() == 3


def test_a_browser_that_logs_out_is_told_nothing_more() -> None:
    chat = pushing()
    first = irc(chat)
    token, second = kept(chat, first), irc(chat)
    here, _ = browser(chat, token)
    register(here)
    register(second, f"{ENDPOINT}2")
    here.send("NICKSERV LOGOUT")
    assert told(chat) == {f"{ENDPOINT}2"}
    second.send("NICKSERV LOGOUT")
    assert told(restarted(chat)) == told(chat) == set()


def test_the_subscription_goes_on_when_its_browser_gets_another_login() -> None:
    """Who logs in registers first, and has the cookie a moment later, or a new one."""
    chat = pushing()
    alice = irc(chat)
    register(alice)
    for _ in range(2):
        kept(chat, alice)
        (one,) = owner(chat).pushes.values()
        assert one.token_hash == alice.session.login != b""
    alice.vanish()
    pass_time(chat, 31 * DAY)
    assert told(chat) == {ENDPOINT}
    other = irc(chat)
    other.send("NICKSERV LOGOUT everywhere")
    assert told(chat) == set()


def test_logging_out_elsewhere_and_a_new_password_leave_only_this_device() -> None:
    for line in ("NICKSERV LOGOUT everywhere", "NICKSERV PASSWD another-password"):
        chat = pushing()
        here, there = irc(chat), irc(chat)
        register(here)
        register(there, f"{ENDPOINT}2")
        here.send(line)
        assert told(chat) == {ENDPOINT}, line


def test_a_device_that_is_closed_from_another_one_is_told_nothing_more() -> None:
    chat = pushing()
    here, there = irc(chat), irc(chat)
    register(here)
    register(there, f"{ENDPOINT}2")
    number = owner(chat)
    assert len(number.pushes) == 2
    place = here.session.me.sessions.index(there.session) + 1
    here.send(f"NICKSERV DEVICES close {place}")
    assert told(chat) == {ENDPOINT}


def test_a_device_that_is_somebody_elses_now_is_told_of_theirs_alone() -> None:
    chat = pushing()
    register(irc(chat))
    carol = chat.connect(secure=True)
    carol.send("CAP REQ draft/webpush", "NICK carol", "USER c 0 * :c", "CAP END", f"NICKSERV REGISTER :{PASSWORD}")
    carol.take()
    register(carol)
    assert told(chat) == {ENDPOINT}
    assert chat.world.accounts.endpoints[ENDPOINT].name == "carol"
    assert told(restarted(chat)) == {ENDPOINT}


def test_deleting_the_account_ends_them_all() -> None:
    chat = pushing()
    here, there = irc(chat), irc(chat)
    register(here)
    register(there, f"{ENDPOINT}2")
    asyncio.run(deletion.delete(chat.core, here.session, PASSWORD, erase=False))
    chat.commit()
    assert told(restarted(chat)) == told(chat) == set()


def test_a_device_that_never_says_so_again_is_forgotten() -> None:
    chat = pushing()
    register(irc(chat))
    pass_time(chat, push.LASTS_MS)
    push.forget_old(chat.core)
    assert told(chat) == {ENDPOINT}
    pass_time(chat, 2)
    push.forget_old(chat.core)
    assert told(chat) == set()


@pytest.mark.parametrize("restart", [False, True])
def test_one_of_a_time_still_to_come_lasts_no_longer(restart: bool) -> None:
    """The clock said 2040, and was put right: "what is stored is judged by the present clock and never longer than its
    own length"."""
    chat = pushing()
    before = chat.now
    pass_time(chat, 20 * 365 * DAY)
    register(irc(chat))
    chat.now = before
    if restart:
        chat = restarted(chat)
    else:
        chat.core.now = before
        chat.core.emit(ClockSetBack(at=before, after=before))
        chat.commit()
    assert [one.at for one in owner(chat).pushes.values()] == [before]
    pass_time(chat, push.LASTS_MS + 1)
    push.forget_old(chat.core)
    assert told(chat) == set()


def test_what_is_kept_of_them_is_in_the_export() -> None:
    chat = pushing()
    register(irc(chat))
    (line, *_), _ = asyncio.run(exports.part(chat.core, owner(chat), exports.BEGINNING))
    assert '"pushes": [{"host": "push.example"' in line
    assert ENDPOINT not in line, "who has it can use it"
