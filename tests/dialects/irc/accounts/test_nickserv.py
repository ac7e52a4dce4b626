"""NickServ, for clients that know neither SASL nor draft/account-registration."""

from __future__ import annotations

from base64 import b64encode

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.dialects.irc.accounts.nickserv import HELP


def test_nickserv_registers_identifies_and_changes_passwords() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A", "PRIVMSG NickServ :REGISTER first-word")
    assert alice.take()[-1] == ":NickServ!services@hubbub NOTICE alice :The account is made, and you are logged in."
    assert alice.ask("NS PASSWD other-word")[-1].endswith(":The password is changed.")
    alice.send("QUIT")
    again = chat.connect(secure=True)
    again.send("NICK alice_", "USER alice 0 * :A")
    again.take()
    assert "is not the password" in again.ask("PRIVMSG nickserv :IDENTIFY alice first-word")[0]
    lines = again.ask("PRIVMSG NickServ :IDENTIFY alice other-word")
    assert ":alice_!alice@guest NICK :alice" in lines
    assert lines[-1].endswith(" NOTICE alice :You are logged in as alice.")
    assert len(again.ask("NICKSERV HELP")) == len(HELP)
    assert again.ask("NS HELP UBAN")[1].endswith(
        " NOTICE alice :UBAN add target [2h] [why]  ban it, and end the connections concerned"
    )


def test_nickserv_at_this_server_is_the_service_and_at_another_nobody() -> None:
    """How other networks have it said, so that no password reaches who has taken the name somewhere."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    here = chat.core.policy.server
    assert len(alice.ask(f"PRIVMSG NickServ@{here.upper()} :HELP")) == len(HELP)
    assert " 401 alice " in alice.ask("PRIVMSG NickServ@else.example :IDENTIFY hunter2")[0]
    assert "hunter2" not in str(chat.happened)


@each(
    "targets",
    [
        "NickServ,bob", "bob,nickserv", "#a,NICKSERV,@#a", "NickServ@{},bob", "bob,NickServ@else.example",
        "ChanServ,bob", "bob,NiсkServ", "N1ckServ,bob,#a", "X@channels.example,bob", "*playback,bob",
        "NickServ!services@services,bob", "NickServ,*playback,bob", "NickServ,nickserv,bob", "NickServ,nickserv@{},#a",
    ],
)  # fmt: skip
def test_what_is_for_a_service_is_for_nobody_besides(targets: str) -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob", "message-tags")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take(), bob.take()
    targets = targets.format(chat.core.policy.server)
    lines = alice.ask(f"@+x=y PRIVMSG {targets} :IDENTIFY alice hunter2")
    refused = [line.split(" ")[1:4] for line in lines if "That was not said, for it is for " in line]
    for other, code in (("bob", "531"), ("#a", "404"), ("@#a", "404")):
        assert ([code, "alice", other] in refused) == (other in targets.split(","))
    assert alice.ask(f"NOTICE {targets} :IDENTIFY alice hunter2") == []
    alice.ask(f"PRIVMSG {targets} IDENTIFY hunter2 alice")
    assert bob.take() == []
    assert "hunter2" not in str(chat.happened)
    assert "IDENTIFY" not in str(chat.happened)


def test_of_several_recipients_the_service_does_what_it_is_told() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "echo-message"), chat.irc("bob")
    lines = alice.ask("PRIVMSG bob,nickserv :HELP")
    assert lines[0] == (
        ":hubbub 531 alice bob :That was not said, for it is for nickserv, too, and may hold a password. "
        "Say it without nickserv."
    )
    assert lines[1].endswith(" PRIVMSG nickserv :HELP")
    assert len(lines) == 2 + len(HELP)
    assert bob.take() == []


def test_who_cannot_be_let_in_is_not_told_first_that_they_are() -> None:
    """A connection more of an account that is here is kept, for which there may be no space."""
    chat = MemoryChat()
    alice, again = chat.connect(secure=True), chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A", "NS REGISTER first-word")
    again.send("CAP REQ :sasl", "NICK alice_", "USER alice 0 * :A", "CAP END")
    again.take()
    chat.core.disk_full = True
    (refused,) = again.ask("NS IDENTIFY alice first-word")
    assert " NOTICE alice_ :" in refused
    again.send("AUTHENTICATE PLAIN")
    again.take()
    lines = again.ask(f"AUTHENTICATE {b64encode(b'%balice%bfirst-word' % (bytes(1), bytes(1))).decode()}")
    assert not [line for line in lines if " 900 " in line or " 903 " in line]
    assert again.session.me.account == ""


@each(
    "line",
    [
        "PRIVMSG NickServ :  IDENTIFY  alice  correct horse ",
        "NS IDENTIFY  alice  :correct horse",
        "NS IDENTIFY :alice  correct horse ",
        "NS :IDENTIFY  alice  correct horse ",
        "NickServ identify  alice correct horse",
    ],
)
def test_identify_takes_spaces_to_spare_and_in_passwords(line: str) -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A", "NS REGISTER :correct horse", "QUIT")
    again = chat.connect(secure=True)
    again.send("NICK alice_", "USER alice 0 * :A")
    assert again.ask(line)[-1].endswith(" NOTICE alice :You are logged in as alice.")


@each(
    ("line", "code"),
    [
        ("IDENTIFY wrong-word", "NOT_SECURE"),
        ("REGISTER short", "NOT_SECURE"),
        ("PASSWD other-word", "NOT_LOGGED_IN"),
        ("BLOCK", "NEED_MORE"),
        ("IDENTIFY", "NEED_MORE"),
        ("JION tea", "UNKNOWN_COMMAND"),
    ],
)
def test_what_nickserv_does_not_do_can_be_told_from_an_answer(line: str, code: str) -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "standard-replies", "hubbub.chat/rows", "message-tags")
    for asked in (f"NICKSERV {line}", f"PRIVMSG NickServ :{line}"):
        [answer] = alice.ask(asked)
        assert answer.startswith(f":hubbub FAIL NICKSERV {code} "), "docs/ext/rows.md"
    bob = chat.irc("bob")
    [answer] = bob.ask(f"PRIVMSG NickServ :{line}")
    assert answer.startswith(":NickServ!services@hubbub NOTICE bob :")


@pytest.mark.parametrize("target", ["NickServ", "*playback"])
def test_what_is_said_to_a_service_is_echoed_once_taken_in(target: str) -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "echo-message", "batch", "message-tags", "labeled-response", "hubbub.chat/client-id")
    lines = alice.ask(f"@label=7;hubbub.chat/client-id=c1 PRIVMSG {target} :HELP UBAN")
    assert lines[0].startswith("@label=7 :hubbub BATCH +")
    assert lines[1].endswith(f" PRIVMSG {target} :HELP UBAN")
    assert "hubbub.chat/client-id=c1" in lines[1]
    bob = chat.irc("bob")
    assert not any(line.endswith(" :HELP UBAN") for line in bob.ask(f"PRIVMSG {target} :HELP UBAN"))


@each(
    ("said", "usage"),
    [
        ("REGISTER", "REGISTER <password>"),
        ("identify", "IDENTIFY [<name>] <password>"),
        ("Passwd ", "PASSWD <new password>"),
        ("block", "BLOCK <name>"),
        ("file", "FILE <link>"),
    ],
)
def test_what_is_not_complete_is_answered_with_how_it_is_said_to_nickserv(said: str, usage: str) -> None:
    """Not with a command that IRC clients do not have, such as /block."""
    alice = MemoryChat().irc("alice")
    (line,) = alice.ask(f"PRIVMSG NickServ :{said}")
    assert line.endswith(f"Type it like this: /msg NickServ {usage}")


def test_tabs_part_words_like_spaces() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :Alice", "NS REGISTER some-words", "NS LOGOUT")
    alice.send("PRIVMSG NickServ :\tIDENTIFY\talice\t some-words\t")
    assert alice.session.me.account == "alice"


@each("password", [" correct horse", "correct horse ", "\u3000correct horse", "correct horse\u00a0"])
@each("form", ["REGISTER * * :{}", "NS REGISTER :{}", "NS PASSWD :{}"])
def test_no_new_password_begins_or_ends_with_a_space(form: str, password: str) -> None:
    """Some lines have spaces around a password, and others have not; whoever sets one could not log in everywhere."""
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A")
    if "PASSWD" in form:
        alice.send("NS REGISTER :correct horse")
    alice.take()
    assert "That cannot be a password: it begins or ends with a space." in alice.ask(form.format(password))[-1]
    if "PASSWD" not in form:
        assert alice.session.me.account == ""


def test_a_password_may_have_any_space_within() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :A", "NS REGISTER correct\u3000horse", "QUIT")
    again = chat.connect(secure=True)
    again.send("NICK alice_", "USER alice 0 * :A")
    (refused,) = again.ask("NS IDENTIFY correct\u3000horse")[-1:]
    assert " :That is not the password of alice_, " in refused  # no name with a password behind it
    assert again.ask("NS IDENTIFY alice  correct\u3000horse ")[-1].endswith(
        " NOTICE alice :You are logged in as alice."
    )
