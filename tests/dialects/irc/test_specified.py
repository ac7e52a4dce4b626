"""What specifications say of the forms of answers, for those who negotiated little."""

from __future__ import annotations

import msgspec
import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Operator, Policy, Sts
from hubbub.commands.moderation import operators
from hubbub.dialects.irc.verbs import VERBS

CAPS = (
    "batch", "message-tags", "echo-message", "labeled-response", "standard-replies", "draft/multiline",
    "hubbub.chat/edit", "draft/message-redaction", "draft/channel-rename", "server-time", "account-tag",
)  # fmt: skip


@each(
    ("line", "answer"),
    [
        ("MARKREAD", ":hubbub FAIL MARKREAD NEED_MORE_PARAMS"),
        ("REDACT #r nosuch", ":hubbub FAIL REDACT UNKNOWN_MSGID"),
        ("CHATHISTORY LATEST #nope * 10", ":hubbub FAIL CHATHISTORY INVALID_TARGET LATEST #nope"),
        ("CHATHISTORY BEFORE #r * 10", ":hubbub FAIL CHATHISTORY INVALID_PARAMS BEFORE *"),
        ("SETNAME :", ":hubbub FAIL SETNAME INVALID_REALNAME"),
        ("SETNAME : ", ":hubbub FAIL SETNAME INVALID_REALNAME"),
    ],
)
def test_fail_is_said_as_the_specification_of_the_command_names_it(line: str, answer: str) -> None:
    """Without standard-replies, too: NOTICE only for inventions of ours."""
    alice = MemoryChat().irc("alice")
    alice.send("JOIN #r")
    assert alice.ask(line)[0].startswith(answer)
    assert alice.ask("EDIT #r nosuch :x")[0].split(" ")[1] == "NOTICE"


NAMED = sorted(name for name, verb in VERBS.items() if verb.named)


@each("name", NAMED)
@each("rest", [":", ", x y z", ",, x y z"])
def test_no_command_is_silent_where_nobody_is_named(name: str, rest: str) -> None:
    """ERR_NEEDMOREPARAMS (461): "not enough parameters were supplied" (Modern IRC), where a list has no name in it."""
    (answer,) = MemoryChat().irc("alice").ask(f"{name} {rest}")
    assert answer.startswith(f":hubbub 461 alice {name} :")


def test_what_one_is_told_to_give_is_taken_there() -> None:
    """A sentence names only what the command takes."""
    alice = MemoryChat().irc("alice")
    alice.send("JOIN #r")
    for line in ("BEFORE #r * 5", "AFTER #r x 5", "AROUND #r msgid= 5", "BETWEEN #r * * 5", "TARGETS * * 5"):
        (answer,) = alice.ask(f"CHATHISTORY {line}")
        assert "INVALID_PARAMS" in answer
        assert not answer.endswith("or *."), answer
    (answer,) = alice.ask("CHATHISTORY LATEST #r x 5")
    assert answer.endswith("or *.")


@pytest.mark.parametrize(
    "line", ["REGISTER * * correct-horse", "NS REGISTER correct-horse", "NS IDENTIFY bob secret-bob"]
)
def test_who_has_logged_in_hears_so_before_what_comes_of_it(line: str) -> None:
    """ "Afterward, the client is assumed to be authenticated ... as if it used SASL" (account-registration): 900, then
    ACCOUNT, CHGHOST, 396, NICK."""
    chat = MemoryChat()
    bob = chat.connect(secure=True)
    bob.send("NICK bob", "USER bob 0 * :bob", "REGISTER * * secret-bob")
    alice = chat.connect(secure=True)
    alice.send("CAP REQ :account-notify chghost", "NICK alice", "USER alice 0 * :alice", "CAP END")
    alice.take()
    words = [line.split(" ")[1] for line in alice.ask(line)]
    assert {"900", "ACCOUNT"} <= set(words)
    assert words.index("900") < min(words.index(one) for one in ("ACCOUNT", "396", "CHGHOST", "NICK") if one in words)


def test_cap_ls_without_302_is_one_line() -> None:
    """Below version 302 a client reads one line, and knows nothing of more."""
    person = MemoryChat().connect()
    (line,) = person.ask("CAP LS")
    assert len(line) < 510
    words = line.rpartition(":")[2].split()
    assert "sasl" not in words  # no TLS
    assert {"server-time", "message-tags", "batch", "echo-message", "standard-replies"} <= set(words)
    assert len(person.ask("CAP LS 302")) > 1
    (again,) = person.ask("CAP LS")
    assert again == line, "after CAP LS 302 a lower one is answered in its form"


def test_cap_req_needs_no_colon() -> None:
    person = MemoryChat().connect()
    assert person.ask("CAP REQ batch server-time") == [":hubbub CAP * ACK :batch server-time"]
    assert person.ask("CAP REQ batch nosuch")[0].split(" ")[3] == "NAK"


def test_tagmsg_without_client_tags_is_relayed() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "message-tags"), chat.irc("bob", "message-tags")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    bob.take()
    alice.send("TAGMSG #a")
    (line,) = bob.take()
    assert line.endswith(":alice!alice@guest TAGMSG #a")


def test_the_history_with_somebody_to_whom_nothing_was_said_is_an_empty_batch() -> None:
    chat = MemoryChat()
    alice, _ = chat.irc("alice", "batch", "draft/chathistory"), chat.irc("bob")
    first, last = alice.ask("CHATHISTORY LATEST bob * 10")
    assert first.startswith(":hubbub BATCH +")
    assert first.endswith(" chathistory bob")
    assert last.startswith(":hubbub BATCH -")
    assert " FAIL CHATHISTORY INVALID_TARGET " in alice.ask("CHATHISTORY LATEST nobody * 10")[0]


def test_nickserv_takes_spaces_to_spare() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER alice 0 * :Alice", "PRIVMSG NickServ :REGISTER  correct-horse ", "QUIT")
    again = chat.connect(secure=True)
    again.send("NICK other", "USER other 0 * :Other")
    assert any(" 900 " in line for line in again.ask("PRIVMSG NickServ :IDENTIFY  alice  correct-horse "))


LONG_ROOM = "#" + "r" * 60


def filled(start: str, letter: str) -> str:
    """A line of 510 bytes at most: as long as a client may send one."""
    return start + letter * ((510 - len(start.encode())) // len(letter.encode()))


@each("letter", ["x", "é", "茶"])
@each(
    "start",
    [
        f"PRIVMSG {LONG_ROOM} :", f"NOTICE {LONG_ROOM} :", f"PRIVMSG {'b' * 30} :", f"TOPIC {LONG_ROOM} :",
        f"PART {LONG_ROOM} :", f"KICK {LONG_ROOM} {'b' * 30} :", f"EDIT {LONG_ROOM} ID :", f"REDACT {LONG_ROOM} ID :",
        f"RENAME {LONG_ROOM} #other :", f"RELAYMSG {LONG_ROOM} {'c' * 30}/{'d' * 30} :", "QUIT :", "AWAY :",
        "SETNAME :",
    ],
)  # fmt: skip
def test_no_line_above_512_bytes_reaches_a_client(start: str, letter: str) -> None:
    """ "These messages SHALL NOT exceed 512 characters in length, counting all characters including the trailing CR-LF"
    (RFC 2812, section 2.3): with the longest names what does not fit is refused (417), or is a reason and is cut."""
    chat = MemoryChat(Policy(cloaks=True, server="chat.tea-house.example.org"))
    alice, bob = chat.irc("a" * 32, *CAPS), chat.irc("b" * 30, "setname", "away-notify")
    people = [alice, bob, chat.irc("carol", *CAPS)]
    for person in people:
        person.send(f"JOIN {LONG_ROOM}")
    alice.take()
    (said,) = alice.ask(f"PRIVMSG {LONG_ROOM} :hi")
    before = said.partition("msgid=")[2].split(" ")[0].split(";")[0]
    alice.send(filled(start.replace("ID", before), letter), "LIST", f"TOPIC {LONG_ROOM}", f"WHOIS {'a' * 32}")
    alice.send("SEARCH :" + "x " * 250, "PING " + "x" * 505)
    for person in people:
        for line in person.take():
            body = line.partition(" ")[2] if line.startswith("@") else line
            assert len(body.encode()) <= 510, line
            assert "\ufffd" not in line


def offered(lines: list[str]) -> list[str]:
    return [line.removeprefix(":hubbub CAP ") for line in lines if " CAP " in line]


def test_cap_new_and_del_follow_lockdowns_and_settings() -> None:
    """ "The NEW subcommand signals that the server supports one or more new capabilities", "the DEL subcommand ... that
    one or more capabilities are removed": to those with cap-notify alone, and what is gone cannot be asked for."""
    chat = MemoryChat(Policy(operators=(Operator("root", "pass"),)))
    root = chat.irc("alice", secure=True)
    root.send("OPER root pass")
    modern, named, old = (chat.connect(secure=True) for _ in range(3))
    modern.send("CAP LS 302", "CAP REQ draft/account-registration")
    named.send("CAP REQ cap-notify")
    old.send("CAP LS", "CAP REQ :draft/account-registration")
    for number, person in enumerate((modern, named, old)):
        person.send(f"NICK p{number}", "USER p 0 * :P", "CAP END")
        person.take()
    root.send("LOCKDOWN no-registration", "LOCKDOWN accounts-only")
    assert offered(modern.take()) == ["p0 DEL draft/account-registration"]
    assert offered(named.take()) == ["p1 DEL draft/account-registration"]
    assert offered(old.take()) == []
    assert offered(modern.ask("CAP LIST")) == ["p0 LIST cap-notify"]
    assert " NAK " in modern.ask("CAP REQ draft/account-registration")[0]
    root.send("LOCKDOWN open")
    assert offered(modern.take())[0].startswith("p0 NEW draft/account-registration=before-connect")
    assert offered(named.take()) == ["p1 NEW draft/account-registration"]
    operators.follow(chat.core, msgspec.structs.replace(chat.core.policy, accounts_open=False))
    chat.commit()
    assert offered(modern.take()) == ["p0 DEL draft/account-registration"]
    operators.follow(chat.core, msgspec.structs.replace(chat.core.policy, motd="Hello"))
    chat.commit()
    assert modern.take() == []


def test_what_there_is_to_ask_for_is_told_anew_while_somebody_comes_in() -> None:
    """ "Clients that ... CAP version 302 ... are implicitly subscribed" from their CAP LS on, not from CAP END."""
    chat = MemoryChat()
    coming, old = chat.connect(secure=True), chat.connect(secure=True)
    chat.world.local.strangers |= {coming.session, old.session}
    coming.send("CAP LS 302", "CAP REQ draft/account-registration")
    old.send("CAP LS", "CAP REQ draft/account-registration")
    coming.take(), old.take()
    operators.follow(chat.core, msgspec.structs.replace(chat.core.policy, accounts_open=False))
    chat.commit()
    assert offered(coming.take()) == ["* DEL draft/account-registration"]
    assert old.take() == []
    assert offered(coming.ask("CAP LIST")) == ["* LIST cap-notify"]
    operators.follow(chat.core, msgspec.structs.replace(chat.core.policy, accounts_open=True))
    chat.commit()
    assert offered(coming.take())[0].startswith("* NEW draft/account-registration=before-connect")


def test_sts_is_told_anew_and_never_taken_away() -> None:
    """ "Servers MAY notify clients of STS policies by CAP NEW"; "Servers MUST NOT ... CAP DEL" it (sts)."""
    chat = MemoryChat()
    modern = chat.connect()
    modern.send("CAP LS 302", "NICK alice", "USER a 0 * :A", "CAP END")
    modern.take()
    sts = Sts(port=6697, duration=60, preload=False, hosts=())
    operators.follow(chat.core, msgspec.structs.replace(chat.core.policy, sts=sts))
    chat.commit()
    assert offered(modern.take()) == ["alice NEW sts=port=6697"]
    operators.follow(chat.core, msgspec.structs.replace(chat.core.policy, sts=None))
    chat.commit()
    assert modern.take() == []


def test_who_needs_an_account_is_told_so_by_its_code() -> None:
    """ "FAIL * ACCOUNT_REQUIRED": the connection needs a login; ISUPPORT's draft/ACCOUNTREQUIRED says so before
    (account-registration)."""
    chat = MemoryChat(Policy(access="accounts"))
    guest = chat.connect()
    guest.send("CAP REQ draft/extended-isupport")
    assert any(" draft/ACCOUNTREQUIRED " in line for line in guest.ask("ISUPPORT"))
    guest.send("NICK alice", "USER a 0 * :A", "CAP END")
    refused, closing = guest.take()
    assert refused.startswith(":hubbub FAIL * ACCOUNT_REQUIRED :")
    assert closing.startswith("ERROR :")
    other = MemoryChat().irc("alice")
    assert not any("ACCOUNTREQUIRED" in line for line in other.ask("ISUPPORT"))


@each("line", ["@label=x", "@label=x ", "@label=x :alice", "@+a=b;label=x "])
def test_a_line_without_a_command_is_answered_under_its_label(line: str) -> None:
    """ "When a client sends a message with a label tag, the server MUST reply with the same label" """
    alice = MemoryChat().irc("alice", "labeled-response", "batch")
    (answer,) = alice.ask(line)
    assert answer.startswith("@label=x :hubbub 421 alice * :")


def test_a_sasl_response_in_too_many_chunks_fails() -> None:
    """ "ERR_SASLFAIL (904)": 905 is for one AUTHENTICATE of more than 400 bytes."""
    alice = MemoryChat().connect(secure=True)
    alice.send("CAP REQ sasl", "AUTHENTICATE PLAIN")
    alice.take()
    alice.send(*["AUTHENTICATE " + "A" * 400] * 21)
    (failed,) = alice.take()
    assert failed.startswith(":hubbub 904 ")
    assert alice.ask(f"AUTHENTICATE {'A' * 401}")[0].startswith(":hubbub 905 ")


def test_registering_without_a_name_needs_one() -> None:
    """ "FAIL REGISTER NEED_NICK * <message>"; "FAIL VERIFY ALREADY_AUTHENTICATED <account> <message>" """
    alice = MemoryChat().connect(secure=True)
    assert alice.ask("REGISTER alice * secret12")[0].startswith(":hubbub FAIL REGISTER NEED_NICK * :")
    alice.send("NICK alice", "REGISTER alice * secret12")
    assert alice.ask("VERIFY alice 123")[0].startswith(":hubbub FAIL VERIFY ALREADY_AUTHENTICATED alice :")


def owner_of_alice(chat: MemoryChat) -> None:
    """There is an account alice, which stays in #a while nobody is connected."""
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER first 0 * :First Name", "REGISTER * * secret12", "JOIN #a", "QUIT")


def test_who_stays_has_the_real_name_that_was_given_last() -> None:
    chat = MemoryChat()
    owner_of_alice(chat)
    watcher = chat.irc("bob", "setname")
    watcher.send("JOIN #a")
    watcher.take()
    alice = chat.connect(secure=True)
    alice.send("PASS alice:secret12", "NICK alice", "USER x 0 * :Second Name")
    assert any(line.endswith(" SETNAME :Second Name") for line in watcher.take())
    alice.send("QUIT")
    guest = chat.connect(secure=True)
    guest.send("NICK guest", "USER x 0 * :Third Name", "PRIVMSG NickServ :IDENTIFY alice secret12")
    assert any(" 311 " in line and line.endswith(" :Third Name") for line in guest.ask("WHOIS alice"))


def test_a_guest_who_logs_in_to_who_stays_is_told_their_host() -> None:
    """ "This message notifies clients that a user's username and/or hostname have changed" (chghost); 396 is "sent to
    a client after their host has changed"; the same for who logs out beside another connection."""
    chat = MemoryChat(Policy(cloaks=True))
    owner_of_alice(chat)
    guest = chat.connect(secure=True)
    guest.send("CAP REQ :chghost sasl", "NICK guest", "USER x 0 * :X", "CAP END")
    cloak = guest.session.me.host
    answer = guest.ask("PRIVMSG NickServ :IDENTIFY alice secret12")
    renamed = answer.index(f":guest!x@{cloak} NICK :alice")
    assert answer[renamed + 1 : renamed + 3] == [
        f":alice!x@{cloak} CHGHOST first alice.account",
        ":hubbub 396 alice alice.account :is your displayed host now",
    ]
    other = chat.connect(secure=True)
    other.send("PASS alice:secret12", "NICK alice", "USER x 0 * :X")
    parted = guest.ask("PRIVMSG NickServ :LOGOUT")
    name = guest.session.me.name
    assert f":{name}!first@alice.account CHGHOST first {cloak}" in parted
    assert f":hubbub 396 {name} {cloak} :is your displayed host now" in parted


def test_a_tagmsg_is_kept_where_its_sender_asks() -> None:
    """ "servers and bouncers will store only those TAGMSG that carry the persist tag"; "Servers should ignore any tag
    value" (draft/persist). Seen in history with draft/event-playback, and taken back like a message."""
    chat = MemoryChat()
    caps = ("message-tags", "batch", "echo-message", "draft/chathistory", "draft/event-playback")
    alice, bob = chat.irc("alice", *caps), chat.irc("bob", *caps)
    for person in (alice, bob):
        person.send("JOIN #a")
    for target in ("#a", "bob"):
        bob.take()
        (echo,) = alice.ask(f"@+x=1;+draft/persist=y TAGMSG {target}")
        assert bob.take() == [echo]
        alice.send(f"@+x=2 TAGMSG {target}")
        where = "alice" if target == "bob" else target
        kept = [line for line in bob.ask(f"CHATHISTORY LATEST {where} * 9") if " TAGMSG " in line]
        assert [line.partition(";")[2] for line in kept] == [echo[1:]]
        plain = chat.irc("carol" if target == "#a" else "dan", "batch", "draft/chathistory", "message-tags")
        plain.send("JOIN #a")
        assert not any(" TAGMSG " in line for line in plain.ask("CHATHISTORY LATEST #a * 9"))
        id = echo.partition("msgid=")[2].partition(";")[0]
        alice.send(f"REDACT {target} {id}")
        assert not any(" TAGMSG " in line for line in bob.ask(f"CHATHISTORY LATEST {where} * 9"))
    again = MemoryChat(log=chat.log)
    assert again.world.room("#a") is not None


@each(
    "mask",
    [
        "127.0.0.1/33", "*!*@10.0.0.0/8", "10.1.2.3", "*!*@10.1.2.3", "*!*@192.168.*", "*!*@2001:db8::1", "::1",
        "$a:eve", "m:$a:eve", ":bob", "*!:u@h", "*!*@:h", "a!b!c", "bob,carol", "b\x02b", "*!~bob@*", "alice/matrix",
        "@", "!@", "m:", "1abc", "m:-bob!*@*", "n" * 33, "é" * 17, "?" * 33, "*!" + "u" * 11 + "@*",
        "*!*@*.example.com", "*!*@localhost", "bob!*@zzzz.ip", "*!*@2130706433", "*!*@*.x.ip", "m:*!*@é",
        "*!*@1.account", "*!*@0123456789abcdef0.ip", "*!*@.account", "*!*@guests", "*!*@gateway/web/x",
        "a:1abc", "m:a:" + "n" * 33, "a:b ob", "a:\u202ebob",
    ],
)  # fmt: skip
def test_a_mask_that_can_mean_nobody_is_refused_with_words(mask: str) -> None:
    """ERR_INVALIDMODEPARAM: nothing is listed that means nobody, nor what a client could not lift again."""
    alice = MemoryChat().irc("alice")
    alice.send("JOIN #a")
    for command in (f"MODE #a +b :{mask}", f"MODE #a +e :{mask}", f"TBAN #a 1h :{mask}"):
        (refused,) = alice.ask(command)
        assert refused.startswith(":hubbub 696 alice #a ")
        assert ":That cannot be the argument of mode" in refused
    assert alice.ask("MODE #a b") == [":hubbub 368 alice #a :End of the ban list"]


@each(
    "mask",
    [
        "bob", "*!*@*", "b?b*!x*@*.ip", "a:bob", "m:a:b*", "m:bob!*@*", "[b]\\`|^_{}-!*@*", "*!*@9f*", "?" * 32, "*1*",
        "*!*@9f3a5c0d1e7b24c2.IP", "*!*@bob.account", "*!*@*account", "*!*@GUEST", "*!*@g????", "*!*@*b24c2.ip",
        "*!*@*p", "*!*@[x].account",
    ],
)  # fmt: skip
def test_a_mask_that_may_mean_somebody_is_taken_and_lifted_as_it_is_shown(mask: str) -> None:
    alice = MemoryChat().irc("alice")
    alice.send("JOIN #a", f"MODE #a +b {mask}")
    listed, _ = alice.ask("MODE #a b")
    alice.send(f"MODE #a -b {listed.split(' ')[4]}")
    assert len(alice.ask("MODE #a b")) == 1


def test_mode_c_keeps_ctcp_out_of_a_room() -> None:
    """As others have it (charybdis, InspIRCd, Ergo): CTCP is refused with 404, an ACTION is not."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *CAPS)
    for person in (alice, bob):
        person.send("JOIN #a")
    assert alice.ask("MODE #a +C")[0].endswith(" MODE #a +C")
    bob.take()
    for line in (
        "PRIVMSG #a :\x01VERSION\x01",
        "PRIVMSG @#a :\x01PING 1\x01",
        "PRIVMSG #a :\x01ACTION a\x01\x01VERSION\x01",
    ):
        assert " 404 alice #a :" in alice.ask(line)[0]
    assert alice.ask("NOTICE #a :\x01VERSION x\x01") == []
    alice.send(
        "BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :a", "@batch=1 PRIVMSG #a :\x01VERSION\x01", "BATCH -1"
    )
    assert bob.take() == []
    alice.send("PRIVMSG #a :\x01ACTION waves\x01", "PRIVMSG bob :\x01VERSION\x01")
    assert [line.rpartition(" :")[2] for line in bob.take()] == ["\x01ACTION waves\x01", "\x01VERSION\x01"]
    alice.send("MODE #a -C", "PRIVMSG #a :\x01VERSION\x01")
    assert bob.take()[-1].endswith(":\x01VERSION\x01")


def test_accounts_follow_the_settings_that_others_have() -> None:
    """ "COMPLETE_CONNECTION_REQUIRED" without before-connect, "WEAK_PASSWORD" (account-registration)."""
    chat = MemoryChat(Policy(register_early=False, shortest_password=12, reserved_names=("Boss",)))
    alice = chat.connect(secure=True)
    offers = " ".join(alice.ask("CAP LS 302"))
    assert " draft/account-registration=min-password-length=12,max-password-length=1024 " in offers
    alice.send("NICK alice")
    assert alice.ask("REGISTER alice * long-enough-12")[0].startswith(
        ":hubbub FAIL REGISTER COMPLETE_CONNECTION_REQUIRED :"
    )
    assert alice.ask("VERIFY alice 1")[0].startswith(":hubbub FAIL VERIFY COMPLETE_CONNECTION_REQUIRED :")
    alice.send("USER a 0 * :A", "CAP END")
    assert alice.ask("REGISTER alice * short-11-by")[0].startswith(":hubbub FAIL REGISTER WEAK_PASSWORD alice :")
    for name in ("boss", "B\u043ess"):  # the second with a letter of another script
        assert " 432 alice " in alice.ask(f"NICK {name}")[0]
    alice.send("REGISTER alice * long-enough-12")
    assert chat.world.accounts.named("alice") is not None
