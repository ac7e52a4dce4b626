"""WEBPUSH (https://github.com/ircv3/ircv3-specifications/pull/471 and soju's webpush.md; docs/ext/push.md)."""

from __future__ import annotations

from base64 import urlsafe_b64encode

import pytest
from tests.commands.accounts.test_authentication import with_alice
from tests.commands.accounts.test_devices import irc
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, NoService, Person

from hubbub.chat.world.accounts import Account
from hubbub.irc.caps import Cap
from hubbub.server.push.pusher import bits

ENDPOINT = "https://push.example/send/1"
PRIVATE = "https://push.internal/1"
POINT = b"\x04" + bytes(range(64))
KEYS = f"p256dh={urlsafe_b64encode(POINT).decode().rstrip('=')};auth={urlsafe_b64encode(bytes(16)).decode()}"


def pushing() -> MemoryChat:
    """A chat with push, and the account alice."""
    chat = with_alice()
    chat.push = NoService(PRIVATE)
    return chat


def phone(chat: MemoryChat, *caps: str) -> Person:
    """Alice on a device that can be pushed to."""
    device = irc(chat, "draft/webpush", *caps)
    device.take()
    return device


def owner(chat: MemoryChat) -> Account:
    """Alice's account."""
    account = chat.world.accounts.named("alice")
    assert account is not None
    return account


def failed(answer: list[str], code: str, *about: str) -> bool:
    """Whether that is the one answer."""
    return len(answer) == 1 and answer[0].startswith(" ".join([":hubbub FAIL WEBPUSH", code, *about, ":"]))


def test_the_capability_is_offered_only_where_the_operator_wants_it() -> None:
    chat = MemoryChat()
    someone = chat.connect()
    assert "webpush" not in " ".join(someone.ask("CAP LS 302"))
    assert " NAK " in someone.ask("CAP REQ draft/webpush")[0]
    chat.push = NoService()
    listed = " ".join(someone.ask("CAP LS 302"))
    assert " draft/webpush " in listed
    assert "soju.im/webpush" in listed


@pytest.mark.parametrize("cap", ["draft/webpush", "soju.im/webpush"])
def test_vapid_is_told_to_who_asked_for_webpush_and_to_nobody_else(cap: str) -> None:
    """ "if ... the client has enabled the `soju.im/webpush` capability, the server MUST advertise its public key" """
    chat = MemoryChat()
    chat.push = NoService()
    alice = chat.connect()
    alice.send(f"CAP REQ {cap}", "NICK alice", "USER a 0 * :a", "CAP END")
    assert any(" 005 alice VAPID=BKey :" in line for line in alice.take())
    bob = chat.irc("bob")
    assert not any("VAPID" in line for line in bob.ask("ISUPPORT"))
    assert any(" VAPID=BKey :" in line for line in bob.ask(f"CAP REQ {cap}")), "who asks later is told then"
    assert not any("VAPID" in line for line in bob.ask("CAP REQ away-notify"))


def test_a_device_registers_and_unregisters() -> None:
    chat = pushing()
    alice = phone(chat, "message-tags", "server-time", "draft/read-marker", "echo-message")
    assert alice.ask(f"webpush register {ENDPOINT} {KEYS}") == [f":hubbub WEBPUSH REGISTER {ENDPOINT}"]
    account = owner(chat)
    (told,) = account.pushes.values()
    assert (told.endpoint, told.key, told.secret, told.shown, told.quiet) == (ENDPOINT, POINT, bytes(16), False, ())
    assert set(told.caps) == {"message-tags", "server-time", "draft/read-marker"}, "what changes what is pushed"
    assert bits(told.caps) == (Cap.MESSAGE_TAGS | Cap.SERVER_TIME | Cap.READ_MARKER).value
    assert alice.ask(f"WEBPUSH UNREGISTER {ENDPOINT}") == [f":hubbub WEBPUSH UNREGISTER {ENDPOINT}"]
    assert not account.pushes
    assert alice.ask("WEBPUSH UNREGISTER https://x.example/") == [":hubbub WEBPUSH UNREGISTER https://x.example/"]


def test_an_earlier_draft_asks_for_the_key_by_a_command() -> None:
    chat = pushing()
    assert phone(chat).ask("WEBPUSH VAPIDPUBKEY") == [":hubbub WEBPUSH VAPIDPUBKEY BKey"]


def test_further_keys_are_ours() -> None:
    chat = pushing()
    alice = phone(chat)
    alice.send(f"WEBPUSH REGISTER {ENDPOINT} {KEYS};hubbub.chat/quiet=#Tea,bob;hubbub.chat/shown")
    (told,) = owner(chat).pushes.values()
    assert (told.quiet, told.shown) == (("#Tea", "bob"), True)
    many = ",".join(f"#r{number}" for number in range(51))
    answer = alice.ask(f"WEBPUSH REGISTER {ENDPOINT} {KEYS};hubbub.chat/quiet={many}")
    assert failed(answer, "INVALID_PARAMS", "REGISTER", ENDPOINT)


def test_the_line_may_be_longer_than_others_but_not_without_end() -> None:
    chat = pushing()
    alice = phone(chat)
    long = ENDPOINT + "x" * 700
    assert alice.ask(f"WEBPUSH REGISTER {long} {KEYS}") == [f":hubbub WEBPUSH REGISTER {long}"]
    assert " 417 " in alice.ask(f"WEBPUSH REGISTER {ENDPOINT}{'x' * 2048} {KEYS}")[0]
    assert " 417 " in alice.ask(f"PRIVMSG bob :{'x' * 700}")[0], "and others are as they were"


@each(
    "keys",
    [
        "",
        "p256dh",
        "auth=AAAAAAAAAAAAAAAAAAAAAA",
        "p256dh=AAAA",
        "p256dh=!!!!;auth=AAAAAAAAAAAAAAAAAAAAAA",
        "p256dh=AAAA;auth=AAAA",
        f"p256dh=AAAA;auth={'A' * 1000}",
        "p256dh=ÄÖÜ;auth=ÄÖÜ",
        ";;;===;\\",
    ],
)
def test_garbage_for_keys_is_refused(keys: str) -> None:
    alice = phone(pushing())
    assert failed(alice.ask(f"WEBPUSH REGISTER {ENDPOINT} :{keys}"), "INVALID_PARAMS", "REGISTER", ENDPOINT)


@each(
    "line",
    [
        "WEBPUSH REGISTER",
        f"WEBPUSH REGISTER {ENDPOINT}",
        f"WEBPUSH REGISTER {ENDPOINT} {KEYS} more",
        "WEBPUSH UNREGISTER",
        f"WEBPUSH UNREGISTER {ENDPOINT} {KEYS}",
        "WEBPUSH VAPIDPUBKEY x",
        f"WEBPUSH FETCH {ENDPOINT}",
        "WEBPUSH :",
    ],
)
def test_what_is_no_command_of_it_is_refused(line: str) -> None:
    answer = phone(pushing()).ask(line)
    assert len(answer) == 1
    assert answer[0].startswith(":hubbub FAIL WEBPUSH INVALID_PARAMS ")


def test_where_nothing_may_be_sent_nothing_registers() -> None:
    alice = phone(pushing())
    (answer,) = alice.ask(f"WEBPUSH REGISTER {PRIVATE} {KEYS}")
    assert answer == (
        f":hubbub FAIL WEBPUSH INVALID_PARAMS REGISTER {PRIVATE} "
        ":No device can be told of messages there: it is not in the public internet."
    )


def test_a_fifth_device_is_refused_and_a_known_one_is_not() -> None:
    chat = pushing()
    alice = phone(chat)
    for number in range(4):
        alice.send(f"WEBPUSH REGISTER {ENDPOINT}{number} {KEYS}")
    alice.take()
    fifth = f"{ENDPOINT}4"
    assert failed(alice.ask(f"WEBPUSH REGISTER {fifth} {KEYS}"), "TOO_MANY_SUBSCRIPTIONS", "REGISTER", fifth)
    assert alice.ask(f"WEBPUSH REGISTER {ENDPOINT}0 {KEYS}") == [f":hubbub WEBPUSH REGISTER {ENDPOINT}0"]
    alice.send(f"WEBPUSH UNREGISTER {ENDPOINT}0")
    alice.take()
    assert alice.ask(f"WEBPUSH REGISTER {fifth} {KEYS}") == [f":hubbub WEBPUSH REGISTER {fifth}"]


def test_guests_have_no_devices_that_outlast_them() -> None:
    chat = pushing()
    bob = chat.irc("bob", "draft/webpush")
    assert failed(bob.ask(f"WEBPUSH REGISTER {ENDPOINT} {KEYS}"), "NOT_LOGGED_IN")
    assert failed(bob.ask(f"WEBPUSH UNREGISTER {ENDPOINT}"), "NOT_LOGGED_IN")


def test_a_full_disk_is_said() -> None:
    chat = pushing()
    alice = phone(chat)
    alice.send(f"WEBPUSH REGISTER {ENDPOINT} {KEYS}")
    chat.core.disk_full = True
    other = f"{ENDPOINT}2"
    assert failed(alice.ask(f"WEBPUSH REGISTER {other} {KEYS}")[-1:], "INTERNAL_ERROR", "REGISTER", other)
    assert failed(alice.ask(f"WEBPUSH UNREGISTER {ENDPOINT}"), "INTERNAL_ERROR", "UNREGISTER", ENDPOINT)


def test_where_it_is_off_it_is_refused() -> None:
    chat = with_alice()
    alice = irc(chat)
    alice.take()
    for line in (f"WEBPUSH REGISTER {ENDPOINT} {KEYS}", "WEBPUSH VAPIDPUBKEY"):
        assert failed(alice.ask(line), "PUSH_OFF")
