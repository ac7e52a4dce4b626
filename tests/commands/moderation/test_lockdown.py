"""Lockdown: no new accounts, accounts only, read only; who is told, what is refused, and how it ends."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said
from tests.commands.moderation.test_appointments import operated
from tests.dialects.plain.test_console import console
from tests.dialects.plain.typist import heard, told
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.world.moderation.lockdown import Lockdown


def crowd() -> tuple[MemoryChat, Person, Person, Person]:
    """Alice, who is an operator, bob with an account, and the guest carol, all in the lobby."""
    chat, alice = operated()
    bob, carol = person(chat, "bob", f"/register {PASSWORD}"), person(chat, "carol")
    for one in (alice, bob, carol):
        one.take()
    return chat, alice, bob, carol


def later(chat: MemoryChat) -> None:
    """After a moment, in which they have read what they were told."""
    chat.now += 2_000
    chat.tell_time()


def test_no_registration_refuses_new_accounts_and_lets_the_rest_be() -> None:
    chat, alice, bob, carol = crowd()
    assert told(alice, "/lockdown no-registration") == [
        "Lockdown: no-registration. Nobody can make a new account on this server for now."
    ]
    assert heard(carol) == ["* Nobody can make a new account on this server for now."]
    assert heard(bob) == []
    assert told(carol, f"/register {PASSWORD}") == [
        "! Nobody can make a new account on this server for now. Try again later."
    ]
    assert "account-registration" not in " ".join(chat.connect(secure=True).ask("CAP LS 302"))
    later(chat)
    assert told(carol, "hello") == []
    assert "Welcome to the chat, dave!" in said(person(chat, "dave"))
    assert told(alice, "/account add eve")[0].startswith("There is an account eve now.")


def test_accounts_only_keeps_guests_out_and_silent() -> None:
    chat, alice, bob, carol = crowd()
    told(alice, "/lockdown accounts-only")
    assert heard(carol) == ["* Only people with an account may enter this server and speak for now."]
    silent = "! Only people with an account may speak for now. Nothing was sent. To log in: /login NAME PASSWORD"
    for line in ("hello", "/topic tea", "/msg bob hello"):
        assert told(carol, line) == [silent]
    assert told(bob, "hello") == []
    assert heard(carol) == ["[bob]: hello"]
    assert "Only people with an account may enter this server for now." in said(person(chat, "dave"))
    client = chat.connect()
    client.send("CAP REQ standard-replies", "NICK dave", "USER d 0 * :d", "CAP END")
    assert ":hubbub FAIL * ACCOUNT_REQUIRED :" in "\n".join(client.take())
    assert client.closed is not None
    device = person(chat, "bob", PASSWORD)
    assert "Welcome to the chat, bob!" in said(device)
    assert "Only people with an account may enter this server and speak for now." in said(device)


def test_read_only_silences_all_but_operators() -> None:
    chat, alice, bob, _carol = crowd()
    guest = chat.irc("gina", "message-tags")
    guest.send("JOIN #lobby")
    bob.take()
    told(alice, "/lockdown read-only")
    assert heard(bob)[-1].startswith("* This server is read only for now")
    silent = "! This server is read only for now. Nothing was sent; try again later."
    assert told(bob, "hello", "/me waves", "/topic tea", "/msg alice help") == [silent] * 4
    assert guest.take()[-1].startswith(":hubbub NOTICE * :This server is read only for now")
    assert guest.ask("PRIVMSG #lobby :hello") == [
        ":hubbub 404 gina #lobby :This server is read only for now. Nothing was sent; try again later."
    ]
    assert " 404 gina bob :" in guest.ask("@+typing=active TAGMSG bob")[0]
    assert "read only" in "\n".join(guest.ask("INFO"))
    assert " 481 " in guest.ask("LOCKDOWN open")[0]
    assert told(alice, "hello") == []
    assert heard(bob)[-1] == "[alice]: hello"
    assert told(alice, "/lockdown open") == ["Lockdown: open."]
    assert heard(bob)[-1] == "* The server is open again."
    later(chat)
    assert told(bob, "hello") == []


def test_what_was_said_before_cannot_be_changed_while_nobody_may_speak() -> None:
    _chat, alice, bob, _carol = crowd()
    told(bob, "hello")
    told(alice, "/lockdown read-only")
    assert told(bob, "/edit good bye")[0].startswith("! This server is read only for now.")


def test_nothing_else_that_holds_words_gets_through_while_nobody_may_speak() -> None:
    chat, alice, _bob, _carol = crowd()
    caps = ("draft/metadata-3", "batch", "draft/channel-rename", "draft/relaymsg", "standard-replies", "message-tags")
    dora, hugo = chat.irc("dora", *caps), chat.irc("hugo", *caps)
    dora.send("JOIN #tea", "METADATA * SET status :early")
    hugo.send("JOIN #tea", "METADATA * SUB status display-name")
    told(alice, "/lockdown read-only")
    hugo.take()
    for line in (
        "RENAME #tea #coffee :my words",
        "RELAYMSG #tea dora/there :my words",
        "METADATA * SET display-name :my words",
        "METADATA #tea SET display-name :my words",
    ):
        assert "This server is read only for now." in dora.ask(line)[0]
    assert hugo.take() == []
    assert dora.ask("METADATA * SET status")[0].startswith(":hubbub 766 ")
    assert len(hugo.take()) == 1
    told(alice, "/lockdown open")
    assert " RENAME #tea #coffee :my words" in dora.ask("RENAME #tea #coffee :my words")[0]


def test_who_comes_in_meanwhile_brings_no_words_either() -> None:
    chat, alice, _bob, carol = crowd()
    person(chat, "dave", f"/register {PASSWORD}", "/quit")
    told(alice, "/lockdown read-only")
    heard(carol)
    dave = chat.connect(secure=True)
    dave.send("CAP REQ :draft/metadata-3 batch sasl", "METADATA * SET display-name :my words", "NICK dave")
    dave.send(
        "USER d 0 * :d",
        "AUTHENTICATE PLAIN",
        f"AUTHENTICATE {b64encode(f'{chr(0)}dave{chr(0)}{PASSWORD}'.encode()).decode()}",
    )
    dave.send("CAP END")
    here = chat.world.user("dave")
    assert here is not None
    assert here.metadata == {}


def test_it_outlives_the_server_is_in_the_audit_log_and_can_be_undone() -> None:
    chat, alice, _bob, _carol = crowd()
    told(alice, "/lockdown accounts-only", "/lockdown accounts-only")
    number = chat.world.last_act
    after = MemoryChat(lobby="#lobby", log=chat.log)
    assert after.world.lockdown is Lockdown.ACCOUNTS_ONLY
    sitting = console(after)
    assert sitting.ask("audit 1")[0].endswith(": lockdown accounts-only")
    assert sitting.ask(f"undo {number}")[0].startswith(f"Undone: {number}. ")
    assert sitting.ask("lockdown") == ["Lockdown: open.", "\x06"]
    assert "the lockdown is not as it left it any more" in sitting.ask(f"undo {number}")[0]


@pytest.mark.parametrize("line", ["/lockdown shut", "/lockdown a b"])
def test_what_is_no_level_is_refused(line: str) -> None:
    chat, alice = operated()
    answer = told(alice, line)[-1]
    assert "open, no-registration, accounts-only, read-only" in answer or "/lockdown [level]" in answer
    assert chat.world.lockdown is Lockdown.OPEN


def test_everybody_may_look_and_only_operators_change_it() -> None:
    _chat, _alice, _bob, carol = crowd()
    assert told(carol, "/lockdown") == ["Lockdown: open."]
    assert "Permission denied" in told(carol, "/lockdown read-only")[0]


def test_a_guest_who_is_here_comes_back_and_one_who_left_does_not() -> None:
    chat, alice = operated()

    def knock(*lines: str) -> Person:
        client = chat.connect()
        client.send(*lines, "CAP REQ hubbub.chat/token", "NICK gina", "USER g 0 * :g", "CAP END")
        return client

    first = knock()
    token = next(line.split(" ")[2] for line in first.take() if " TOKEN " in line)
    told(alice, "/lockdown accounts-only")
    second = knock(f"TOKEN {token}")
    assert second.closed is None
    second.vanish()
    assert knock(f"TOKEN {token}").closed is not None
