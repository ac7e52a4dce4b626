"""Kept logins: tickets for browsers, what their tokens are good for, and when they end (docs/ext/session.md)."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import with_alice
from tests.commands.accounts.test_devices import irc
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.refusals import BadTicket, DiskFull, NotSecure
from hubbub.commands.accounts import logins

DAY = 24 * 3_600_000


def ticket(someone: Person) -> str:
    (line,) = someone.ask("SESSION KEEP")
    assert line.startswith(":hubbub SESSION TICKET ")
    return line.split(" ")[3]


def redeem(chat: MemoryChat, given: str, *, secure: bool = True) -> str:
    """The token that the browser with this ticket keeps."""
    try:
        return logins.redeem(chat.core, given, secure=secure).token
    finally:
        chat.commit()


def kept(chat: MemoryChat, someone: Person) -> str:
    """The token that the person's browser keeps."""
    return redeem(chat, ticket(someone))


def pass_time(chat: MemoryChat, milliseconds: int) -> None:
    chat.now += milliseconds
    chat.tell_time()


def restarted(chat: MemoryChat) -> MemoryChat:
    """The same server after a restart."""
    return MemoryChat(log=chat.log, now=chat.now)


def browser(chat: MemoryChat, token: str, name: str = "alice", *, secure: bool = True) -> tuple[Person, list[str]]:
    """A browser that comes with this cookie, and what it is told."""
    someone = chat.connect(secure=secure, address="192.0.2.9")
    someone.session.cookie = token
    someone.send(
        "CAP REQ :hubbub.chat/token standard-replies", "TOKEN *", f"NICK {name}", f"USER {name} 0 * :{name}", "CAP END"
    )
    return someone, someone.take()


def account_of(someone: Person) -> str:
    return someone.session.user.account if someone.session.user else ""


def test_a_browser_comes_back_logged_in() -> None:
    chat = with_alice()
    token = kept(chat, irc(chat))
    again, told = browser(chat, token)
    assert any(" 900 " in line for line in told)
    assert account_of(again) == "alice"
    again.send("QUIT")
    assert account_of(browser(restarted(chat), token)[0]) == "alice"


def test_a_guest_comes_back_as_the_same_visit() -> None:
    chat = MemoryChat()
    bob = chat.irc("bob", "hubbub.chat/token")
    token = kept(chat, bob)
    again, told = browser(chat, token, "bob")
    assert not any("TOKEN" in line for line in told)
    assert bob.session.ended
    assert again.session.user is not None
    assert again.session.user.name == "bob"


def test_without_a_cookie_or_with_a_wrong_one_registration_goes_on() -> None:
    chat = with_alice()
    for token in ("", "nonsense"):
        someone, told = browser(chat, token, "carol")
        assert ":hubbub FAIL TOKEN INVALID_TOKEN :The token is not known here (any more)." in told
        assert account_of(someone) == ""
        someone.send("QUIT")


def test_a_ticket_is_good_once_and_for_a_minute_and_with_its_connection() -> None:
    chat = with_alice()
    alice = irc(chat)
    once = ticket(alice)
    redeem(chat, once)
    late = ticket(alice)
    pass_time(chat, 60_000)
    earlier = ticket(alice)
    newest = ticket(alice)
    alice.send("QUIT")
    for given in (once, late, earlier, newest, "", "nonsense"):
        with pytest.raises(BadTicket):
            redeem(chat, given)


def test_an_accounts_token_never_goes_where_others_can_read() -> None:
    chat = with_alice()
    alice = irc(chat)
    with pytest.raises(NotSecure):
        redeem(chat, ticket(alice), secure=False)
    someone, told = browser(chat, kept(chat, alice), "carol", secure=False)
    assert any("INVALID_TOKEN" in line for line in told)
    assert account_of(someone) == ""


def test_logging_out_ends_it() -> None:
    chat = with_alice()
    first = irc(chat)
    token = kept(chat, first)
    first.send("NICKSERV LOGOUT")
    assert account_of(browser(chat, token, "carol")[0]) == ""


@pytest.mark.parametrize(
    "line", ["NICKSERV LOGOUT everywhere", "NICKSERV PASSWD another-password", "NICKSERV DEVICES close 1"]
)
def test_what_ends_those_of_other_devices(line: str) -> None:
    chat = with_alice()
    other = irc(chat)
    theirs = kept(chat, other)
    mine_token = kept(chat, irc(chat))
    mine, _ = browser(chat, mine_token)
    mine.send(line)
    assert other.session.ended
    assert account_of(browser(chat, theirs, "carol")[0]) == ""
    assert account_of(browser(chat, mine_token)[0]) == "alice"


def test_ending_one_closes_its_connections() -> None:
    chat = with_alice()
    elsewhere = irc(chat)
    token = kept(chat, irc(chat))
    mine, _ = browser(chat, token)
    logins.end(chat.core, token)
    logins.end(chat.core, "nonsense")
    assert mine.session.ended
    assert not elsewhere.session.ended


def test_an_account_keeps_so_many_and_the_oldest_goes() -> None:
    chat = with_alice()
    devices = [irc(chat)]
    first = kept(chat, devices[0])
    devices[0].send("QUIT")
    for _ in range(logins.MOST):
        device = irc(chat)
        kept(chat, device)
        device.send("QUIT")
    assert account_of(browser(chat, first, "carol")[0]) == ""
    (account,) = chat.world.accounts.numbers.values()
    assert len(account.logins) == logins.MOST


def test_asking_again_takes_the_place_of_the_one_before() -> None:
    chat = with_alice()
    alice = irc(chat)
    first, second = kept(chat, alice), kept(chat, alice)
    assert account_of(browser(chat, first, "carol")[0]) == ""
    assert account_of(browser(chat, second)[0]) == "alice"


def test_it_lasts_thirty_days_since_it_was_used_last() -> None:
    chat = with_alice()
    alice = irc(chat)
    token = kept(chat, alice)
    for _ in range(3):
        pass_time(chat, 29 * DAY)
        assert account_of(browser(chat, token)[0]) == "alice"
    pass_time(chat, 31 * DAY)
    assert account_of(browser(chat, token, "carol")[0]) == ""


def test_a_full_disk_keeps_none() -> None:
    chat = with_alice()
    alice = irc(chat)
    given = ticket(alice)
    chat.core.disk_full = True
    with pytest.raises(DiskFull):
        redeem(chat, given)


def test_there_is_only_keep() -> None:
    assert MemoryChat().irc("bob", "standard-replies").ask("SESSION LOSE") == [
        ":hubbub FAIL SESSION INVALID_PARAMS LOSE :There is only SESSION KEEP."
    ]
