"""Invitations by code: who makes them, whom they let in, and when they are over."""

from __future__ import annotations

import re

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.commands.moderation.test_appointments import operated
from tests.dialects.plain.typist import told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.chat.ports import PublicAddress

DAY = 86_400_000
CODE = re.compile(r"^http://localhost:7777/invite#([^.\s]+)\S*$", re.MULTILINE)


def code_in(lines: list[str]) -> str:
    found = CODE.search("\n".join(lines))
    assert found is not None, lines
    return found[1]


def console(chat: MemoryChat) -> Person:
    at = chat.connect("console", "", secure=True)
    at.session.console = True
    return at


def invited_only(policy: Policy | None = None) -> tuple[MemoryChat, str]:
    """A server for the invited, and the code of an invitation for two people."""
    chat = MemoryChat(policy or Policy(access="invited"), lobby="#lobby")
    return chat, code_in(console(chat).ask("invite-link uses 2"))


def knock(chat: MemoryChat, name: str, code: str = "", *caps: str) -> Person:
    client = chat.connect(secure=True)
    if code:
        client.send(f"PASS {code}")
    client.send(f"CAP REQ :standard-replies {' '.join(caps)}", f"NICK {name}", "USER u 0 * :u", "CAP END")
    return client


def is_in(chat: MemoryChat, name: str) -> bool:
    return chat.world.user(name) is not None


def test_a_server_for_the_invited_tells_others_what_to_do() -> None:
    chat, _ = invited_only()
    assert "! Only people who were invited may enter this server." in said(person(chat, "bob"))
    client = knock(chat, "bob", "no-such-code")
    assert ":hubbub FAIL * INVITATION_REQUIRED :Only people who were invited" in "\n".join(client.take())
    assert client.closed is not None
    assert not is_in(chat, "bob")


def test_in_plain_text_the_code_is_given_where_the_name_is_asked_for() -> None:
    chat, code = invited_only()
    bob = person(chat, f"/invited {code}", "bob")
    assert "You are invited." in said(bob)
    assert "Welcome to the chat, bob!" in said(bob)
    assert "! That is no invitation" in said(person(chat, "/invited ABCD-EFGH-IJKL-MNOP", "eve"))
    assert not is_in(chat, "eve")


def test_on_irc_the_code_is_the_password_however_it_is_typed() -> None:
    chat, code = invited_only()
    knock(chat, "bob", code.lower().replace("-", ""))
    assert is_in(chat, "bob")


def test_an_invitation_is_for_so_many_people() -> None:
    chat, code = invited_only()
    for name in ("bob", "carol", "eve"):
        knock(chat, name, code)
    assert (is_in(chat, "bob"), is_in(chat, "carol"), is_in(chat, "eve")) == (True, True, False)
    assert console(chat).ask("invite-link list")[0].startswith("1: to the server, used 2 of 2 times, until 2025-10-16 ")


def test_who_has_come_once_comes_again_by_the_same_use() -> None:
    chat, code = invited_only()
    bob = knock(chat, "bob", code, "hubbub.chat/token")
    token = next(line.split(" ")[2] for line in bob.take() if " TOKEN " in line)
    knock(chat, "carol", code)
    bob.vanish()
    after = MemoryChat(chat.core.policy, lobby="#lobby", log=chat.log)
    again = after.connect(secure=True)
    again.send(f"PASS {code}", "CAP REQ hubbub.chat/token", f"TOKEN {token}", "NICK bob", "USER u 0 * :u", "CAP END")
    assert is_in(after, "bob")
    knock(after, "eve", code)
    assert not is_in(after, "eve")


def test_an_invitation_ends_with_its_days_and_by_being_revoked() -> None:
    chat, code = invited_only()
    assert console(chat).ask("invite-link revoke 1") == ["Nobody comes by invitation 1 any more.", "\x06"]
    knock(chat, "bob", code)
    second = code_in(console(chat).ask("invite-link days 2"))
    chat.now += 2 * DAY + 1000
    knock(chat, "bob", second)
    assert not is_in(chat, "bob")
    for _ in range(2):  # the first start does not believe the clock yet
        after = MemoryChat(log=chat.log, now=chat.now)
    assert len(after.world.invites) == 0


@each(
    ("address", "ways"),
    [
        (PublicAddress(), ["nc localhost 7777", "server localhost, port 7777"]),
        (PublicAddress("https://chat.example", proxied=True), []),
        (PublicAddress("https://chat.example/c", proxied=True, irc="irc.example:6697"), ["nc irc.example 6697"]),
        (PublicAddress("https://chat.example", proxied=True, irc="[2001:db8::7]:6697"), ["server 2001:db8::7, port"]),
    ],
)
def test_ways_to_come_are_only_those_that_get_through_a_proxy(address: PublicAddress, ways: list[str]) -> None:
    chat, _ = invited_only()
    chat.address = address
    lines = console(chat).ask("invite-link")
    assert any(line.startswith(f"{address.url}/invite#") for line in lines)
    told = [line for line in lines if " nc " in line or "IRC client" in line]
    assert len(told) == (2 if ways else 0)
    assert all(any(way in line for line in told) for way in ways)


def test_no_number_is_given_twice() -> None:
    """Who revokes number 2 by what was listed a while ago must not end another invitation."""
    chat, _ = invited_only()
    sitting = console(chat)
    code_in(sitting.ask("invite-link"))
    sitting.ask("invite-link revoke 2")
    code_in(sitting.ask("invite-link"))
    assert list(chat.world.invites.numbers) == [1, 3]
    sitting.ask("invite-link revoke 3")
    after = MemoryChat(log=chat.log)
    code_in(console(after).ask("invite-link"))
    assert list(after.world.invites.numbers) == [1, 4]


def test_the_invited_make_accounts_and_need_no_code_then() -> None:
    chat, code = invited_only()
    bob = person(chat, f"/invited {code}", "bob", f"/register {PASSWORD}", "/quit")
    assert "The name bob is yours now" in said(bob)
    assert "Welcome to the chat, bob!" in said(person(chat, "bob", PASSWORD))


def test_an_account_made_before_coming_in_needs_a_code_and_is_one_use() -> None:
    """ "this functionality cannot be used to bypass any authentication restrictions" (account-registration)."""
    chat, code = invited_only()
    for password, answer in (("wrong", "FAIL REGISTER INVITATION_REQUIRED"), (code, "REGISTER SUCCESS bob")):
        client = chat.connect(secure=True)
        client.send(f"PASS {password}", "CAP REQ standard-replies", "NICK bob")
        assert f":hubbub {answer} " in client.ask(f"REGISTER * * :{PASSWORD}")[0]
    (invite,) = chat.world.invites
    assert len(invite.used) == 1
    client.send("USER u 0 * :u", "CAP END")
    assert is_in(chat, "bob")
    assert len(invite.used) == 1


def test_an_invitation_stands_for_the_servers_password() -> None:
    chat, code = invited_only(Policy(password="sesame"))
    assert "Welcome to the chat, bob!" in said(person(chat, code, "bob"))
    assert "Welcome to the chat, carol!" in said(person(chat, f"/invited {code}", "carol"))
    eve = knock(chat, "eve", code)
    assert eve.closed == "The server's password is wrong."


def test_an_account_that_comes_by_a_code_in_place_of_the_password_is_one_use() -> None:
    chat = MemoryChat(Policy(password="sesame"))
    code = code_in(console(chat).ask("invite-link uses 1"))
    for name, answer in (("bob", "REGISTER SUCCESS bob"), ("carol", "FAIL REGISTER WRONG_PASSWORD")):
        client = chat.connect(secure=True)
        client.send(f"PASS {code}", "CAP REQ standard-replies", f"NICK {name}")
        assert f":hubbub {answer} " in client.ask(f"REGISTER * * :{PASSWORD}")[0]
        client.send("USER u 0 * :u", "CAP END")
    assert (is_in(chat, "bob"), is_in(chat, "carol")) == (True, False)
    (invite,) = chat.world.invites
    (account,) = chat.world.accounts.numbers.values()
    assert list(invite.used) == [account.party]


def test_who_logs_in_and_shows_a_code_in_place_of_the_password_is_one_use() -> None:
    chat = MemoryChat(Policy(password="sesame"), log=with_alice().log)
    code = code_in(console(chat).ask("invite-link uses 1"))
    (invite,) = chat.world.invites
    assert "Welcome to the chat, alice!" in said(person(chat, "sesame", f"/invited {code}", "alice", PASSWORD, "/quit"))
    assert invite.used == {}
    assert "Welcome to the chat, alice!" in said(person(chat, code, "alice", PASSWORD))
    (account,) = chat.world.accounts.numbers.values()
    assert list(invite.used) == [account.party]


def test_an_open_server_takes_no_notice_of_codes_it_does_not_need() -> None:
    chat, code = invited_only(Policy())
    knock(chat, "bob", code)
    knock(chat, "carol", "whatever")
    assert is_in(chat, "bob")
    assert is_in(chat, "carol")
    (invite,) = chat.world.invites
    assert invite.used == {}


# rooms


def with_room(modes: str) -> tuple[MemoryChat, Person, str]:
    """alice has made a room with these modes, and a link into it."""
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", "/join tea", f"/mode {modes}")
    code = code_in(told(alice, "/invite-link room tea uses 2"))
    return chat, alice, code


@each("modes", ["+i", "+k sesame", "+l 1", "+s"])
def test_a_link_into_a_room_opens_its_door(modes: str) -> None:
    chat, _, code = with_room(modes)
    bob = person(chat, f"/invited {code}", "bob")
    assert "You are invited to tea." in said(bob)
    assert "alice invites you to tea. To join, type: /join tea" in said(bob)
    told(bob, "/join tea")
    carol = knock(chat, "carol", code)
    assert ":alice!guest@guest INVITE carol #tea" in carol.take()
    carol.send("JOIN #tea")
    assert {user.name for user in chat.world.rooms["#tea"].members} == {"alice", "bob", "carol"}


def test_a_link_that_was_used_opens_its_room_after_a_restart_too_and_once() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", f"/register {PASSWORD}", "/join tea", "/mode +i")
    code = code_in(told(alice, "/invite-link room tea"))
    for name in ("bob", "carol"):
        person(chat, name, f"/register {PASSWORD}", f"/invited {code}", *(["/join tea", "/leave"] * (name == "carol")))
    later = MemoryChat(lobby="#lobby", log=chat.log.after_a_crash(), now=chat.now)
    assert list(later.world.rooms["#tea"].invited) == list(chat.world.rooms["#tea"].invited)
    bob = person(later, "bob", PASSWORD, "/join tea", "/leave")
    assert "! tea is only for those who are invited." not in said(bob)
    last = MemoryChat(lobby="#lobby", log=later.log.after_a_crash(), now=later.now)
    assert "! tea is only for those who are invited." in said(person(last, "bob", PASSWORD, "/join tea"))
    assert "! tea is only for those who are invited." in said(person(last, "carol", PASSWORD, "/join tea"))


def test_who_is_here_already_types_the_code() -> None:
    chat, _, code = with_room("+i")
    bob = person(chat, "bob")
    assert told(bob, f"/invited {code}")[-1] == "You may join #tea."
    client = chat.irc("carol")
    assert client.ask(f"PRIVMSG NickServ :INVITED {code}")[-1].endswith(" NOTICE carol :You may join #tea.")
    eve = person(chat, "eve")
    assert told(eve, f"/invited {code}")[-1].startswith("! That is no invitation, or it is over")
    assert told(eve, "/join tea")[-1].startswith("! ")


def test_a_link_of_an_operator_of_a_room_does_not_open_the_server() -> None:
    chat, alice, _ = with_room("+i")
    code = code_in(told(alice, "/invite-link room tea"))
    chat.core.policy = Policy(access="invited")
    knock(chat, "bob", code)
    assert not is_in(chat, "bob")
    both = code_in(console(chat).ask("invite-link room tea"))
    bob = knock(chat, "bob", both)
    bob.send("JOIN #tea")
    assert len(chat.world.rooms["#tea"].members) == 2


def test_a_ban_is_stronger_than_a_link() -> None:
    chat, alice, code = with_room("+i")
    told(alice, "/ban bob")
    bob = person(chat, f"/invited {code}", "bob")
    assert "banned" in told(bob, "/join tea")[-1]


def test_links_end_with_their_room() -> None:
    chat, alice, code = with_room("+i")
    told(alice, "/leave")
    assert len(chat.world.invites) == 0
    assert "! That is no invitation" in said(person(chat, f"/invited {code}"))
    assert len(MemoryChat(log=chat.log).world.invites) == 0


def test_operators_of_a_room_see_and_revoke_what_is_for_it_and_nothing_else() -> None:
    chat, alice, _ = with_room("+i")
    console(chat).ask("invite-link")
    told(alice, "/join milk")
    told(alice, "/invite-link room milk")
    told(alice, "/deop alice")
    assert [row[:11] for row in told(alice, "/invite-link list")] == ["1: to #tea,"]
    assert told(alice, "/invite-link revoke 2") == [
        "! There is no invitation number 2 that you may revoke; to see them: /invite-link list"
    ]
    assert told(alice, "/invite-link revoke 1") == ["Nobody comes by invitation 1 any more."]
    assert len(chat.world.invites) == 2


# who may


def test_only_operators_of_the_server_invite_into_it() -> None:
    chat, alice = operated()
    code_in(told(alice, "/invite-link"))
    eve = person(chat, "eve", "/invite-link")
    assert "! Permission denied: you are not an operator of this server." in said(eve)
    assert told(eve, "/invite-link list") == ["! Permission denied: you are not an operator of this server."]
    assert len(chat.world.invites) == 1


@each(
    ("words", "answer"),
    [
        ("uses 0", "That cannot be an invitation: it can be used 1 to 1000 times."),
        ("uses 1001", "That cannot be an invitation: it can be used 1 to 1000 times."),
        ("days 366", "That cannot be an invitation: it can last 1 to 365 days."),
        ("room nowhere", "There is no room named nowhere."),
        ("room", "That is not complete."),
        ("uses many", "That is not complete."),
        ("uses 1 uses 2", "That is not complete."),
        ("people 3", "That is not complete."),
        ("revoke 9", "There is no invitation number 9"),
    ],
)
def test_what_cannot_be_is_refused(words: str, answer: str) -> None:
    chat = MemoryChat()
    assert console(chat).ask(f"invite-link {words}")[0].removeprefix("! ").startswith(answer)
    assert len(chat.world.invites) == 0


def test_there_are_not_too_many_for_a_room() -> None:
    chat, alice, _ = with_room("+i")
    for _ in range(19):
        told(alice, "/invite-link room tea days 1")
    assert "there are 20 for that room already" in told(alice, "/invite-link room tea")[-1]
    chat.now += DAY + 1000
    code_in(told(alice, "/invite-link room tea"))


def test_links_into_rooms_take_no_place_from_those_into_the_server() -> None:
    chat = MemoryChat(lobby="#lobby")
    eve = chat.irc("eve")  # who is shown no QR codes: a hundred of them take seconds
    for number in range(51):
        eve.send(f"JOIN #r{number}")
        answer = [eve.ask(f"NS INVITE-LINK room #r{number} days 1")[-1] for _ in range(2)]
    assert answer[1].endswith("there are 100 for your rooms already; revoke some: /msg NickServ INVITE-LINK list.")
    assert len(chat.world.invites) == 100
    person(chat, "bob", "/join tea", "/invite-link room tea")
    assert len(chat.world.invites) == 101


def test_as_many_open_the_server_as_are_let(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.commands.moderation.invites.MOST", 2)
    chat, _, _ = with_room("+i")
    code_in(console(chat).ask("invite-link"))
    code_in(console(chat).ask("invite-link days 2"))
    assert "there are 2 already; revoke some" in console(chat).ask("invite-link")[0]
    chat.now += 2 * DAY + 1000
    code_in(console(chat).ask("invite-link"))


def test_a_link_comes_with_a_qr_code_where_somebody_looks_at_a_screen() -> None:
    chat, alice, _ = with_room("+i")
    assert any(line.startswith("██ ▄▄▄▄▄ ") for line in told(alice, "/invite-link room tea"))
    client = chat.irc("carol")
    client.send("JOIN #milk")
    lines = client.ask("NS INVITE-LINK room #milk")
    assert len(lines) == 6
    assert code_in([line.partition(" carol :")[2] for line in lines])


def test_codes_are_kept_as_hashes() -> None:
    chat, code = invited_only()
    (invite,) = chat.world.invites
    assert code.encode() not in invite.code_hash
    assert len(invite.code_hash) == 32
