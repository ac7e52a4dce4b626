"""SILENCE, and the user modes that say who may send private messages."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.commands.people.privacy import MOST


def pair() -> tuple[MemoryChat, Person, Person]:
    chat = MemoryChat()
    return chat, chat.irc("alice"), chat.irc("bob", "echo-message", "message-tags", "draft/message-redaction")


def test_the_limit_is_in_isupport() -> None:
    """ "the maximum number of entries that can exist in a client's silence list" (modern.ircdocs.horse, SILENCE)."""
    client = MemoryChat().connect()
    client.send("NICK alice", "USER a 0 * :a")
    assert f" SILENCE={MOST} " in " ".join(client.take()) + " "


def test_masks_go_on_the_list_and_off_it() -> None:
    """ "271 <nick> <mask>", "272 :End of silence list" (InspIRCd, UnrealIRCd)."""
    _chat, alice, _ = pair()
    assert alice.ask("SILENCE +bob,eve!*@*") == [
        ":alice!alice@guest SILENCE +bob!*@*",
        ":alice!alice@guest SILENCE +eve!*@*",
    ]
    assert alice.ask("SILENCE +BOB") == []
    assert alice.ask("SILENCE") == [
        ":hubbub 271 alice alice bob!*@*",
        ":hubbub 271 alice alice eve!*@*",
        ":hubbub 272 alice :End of silence list",
    ]
    assert alice.ask("SILENCE -bob!*@*,-nobody") == [":alice!alice@guest SILENCE -bob!*@*"]
    assert alice.ask("SILENCE alice")[:-1] == [":hubbub 271 alice alice eve!*@*"]


def test_a_sign_holds_until_the_next_one() -> None:
    """Who takes two off the list blocks neither."""
    _chat, alice, _ = pair()
    alice.send("SILENCE bob,eve,mallory")
    alice.take()
    assert [line.split(" ")[-1] for line in alice.ask("SILENCE -bob,eve,BOB,+carol,dave")] == [
        "-bob!*@*", "-eve!*@*", "+carol!*@*", "+dave!*@*",
    ]  # fmt: skip
    assert [line.split(" ")[-1] for line in alice.ask("SILENCE")[:-1]] == ["mallory!*@*", "carol!*@*", "dave!*@*"]


@each("line", ["SILENCE +", "SILENCE -", "SILENCE ,", "SILENCE +,-"])
def test_where_nobody_is_named_it_says_so(line: str) -> None:
    _chat, alice, _ = pair()
    assert alice.ask(line) == [":hubbub 461 alice SILENCE :Not enough parameters: say which masks"]


def test_who_is_blocked_notices_nothing_and_nothing_arrives() -> None:
    _chat, alice, bob = pair()
    alice.send("SILENCE +bob")
    alice.take()
    (echo,) = bob.ask("PRIVMSG alice :hello")
    assert echo.endswith(":bob!bob@guest PRIVMSG alice :hello")
    for line in ("NOTICE alice :hello", "@+typing=active TAGMSG alice", "PRIVMSG alice :\x01VERSION\x01"):
        assert len(bob.ask(line)) == 1
    assert alice.take() == []


def test_nothing_of_it_is_kept() -> None:
    chat, alice, bob = pair()
    alice.send("SILENCE +bob")
    bob.send("PRIVMSG alice :hello")
    assert chat.log.logs() == []
    alice.send("SILENCE -bob")
    bob.send("PRIVMSG alice :hello")
    assert len(chat.log.logs()) == 1


def test_what_was_said_before_cannot_be_edited_or_reacted_to_any_more() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "message-tags", "hubbub.chat/edit")
    bob = chat.irc("bob", "message-tags", "echo-message", "hubbub.chat/edit")
    id = bob.ask("PRIVMSG alice :hello")[0].partition("msgid=")[2].partition(" ")[0].partition(";")[0]
    alice.send("SILENCE +bob")
    alice.take()
    bob.send(f"EDIT alice {id} :other words", f"@+draft/react=x;+reply={id} TAGMSG alice")
    assert alice.take() == []


@pytest.mark.parametrize("shut", ["SILENCE +bob", "MODE alice +D"])
def test_what_was_said_before_can_be_taken_back_but_no_reason_is_told(shut: str) -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "message-tags", "draft/message-redaction", "draft/chathistory", "draft/event-playback")
    bob = chat.irc("bob", "message-tags", "echo-message", "draft/message-redaction")
    ids = [bob.ask(f"PRIVMSG alice :{n}")[0].partition("msgid=")[2].partition(" ")[0] for n in range(2)]
    bob.send(f"REDACT alice {ids[0]} :said too much")
    assert alice.take()[-1].endswith(f" REDACT alice {ids[0]} :said too much")
    alice.send(shut)
    alice.take()
    bob.send(f"REDACT alice {ids[1]} :hear this")
    assert [line.partition(" REDACT ")[2] for line in alice.take()] == [f"alice {ids[1]}"]
    assert "hear this" not in "".join(alice.ask("CHATHISTORY LATEST bob * 10"))


def test_nor_can_how_long_messages_stay_be_changed() -> None:
    """Who is blocked is shown what anybody is: their own change, on all their devices."""
    chat, alice, bob = pair()
    for hours, before in ((1, ()), (2, ("PRIVMSG alice :hello",))):  # without a conversation, and in one
        bob.send(*before)
        alice.send("SILENCE +bob")
        alice.take()
        (echo,) = bob.ask(f"EXPIRE alice {hours}h")
        assert f":[bob lets new messages here disappear after {hours} hour" in echo
        assert alice.take() == []
        assert f"{hours} hour" not in alice.ask("EXPIRE bob")[0]
        alice.send("SILENCE -bob")
    assert len(chat.log.logs()) == 1


def test_who_takes_no_messages_takes_no_change_of_how_long_they_stay() -> None:
    _chat, alice, bob = pair()
    alice.send("MODE alice +D")
    alice.take()
    assert bob.ask("EXPIRE alice 1h")[0].startswith(":hubbub 531 bob alice ")
    assert alice.take() == []


def test_rooms_are_as_before() -> None:
    _chat, alice, bob = pair()
    alice.send("SILENCE +bob", "JOIN #a")
    bob.send("JOIN #a")
    alice.take()
    bob.send("PRIVMSG #a :hello")
    assert alice.take() == [":bob!bob@guest PRIVMSG #a :hello"]


def test_invitations_of_the_blocked_do_not_arrive() -> None:
    _chat, alice, bob = pair()
    alice.send("SILENCE +bob")
    bob.send("JOIN #a", "MODE #a +i")
    alice.take()
    assert bob.ask("INVITE alice #a") == [":hubbub 341 bob alice #a"]
    assert alice.take() == []
    assert " 473 alice #a " in alice.ask("JOIN #a")[0]


def test_the_list_has_an_end() -> None:
    """ "511 <mask> :Your silence list is full" (InspIRCd)."""
    _chat, alice, _ = pair()
    for number in range(MOST):
        alice.send(f"SILENCE +n{number}")
    assert alice.ask("SILENCE +more")[0].startswith(":hubbub 511 alice more!*@* :You block 64 already.")
    assert alice.ask("SILENCE +n1") == []


@each("mask", ["+m:bob", "+x:bob", "+a:", f"+{'x' * 201}"])
def test_what_is_no_mask_is_refused(mask: str) -> None:
    _chat, alice, _ = pair()
    assert alice.ask(f"SILENCE {mask}")[0].startswith(":hubbub 400 alice SILENCE ")
    assert alice.ask("SILENCE")[0].startswith(":hubbub 272 ")


def test_masks_mean_hosts_and_accounts() -> None:
    chat = MemoryChat(lobby="#lobby")
    person(chat, "bob", f"/register {PASSWORD}", "/nick bobby")
    alice, bob = chat.irc("alice"), chat.world.user("bobby")
    assert bob is not None
    assert bob.account == "bob"
    alice.send("SILENCE +a:bob")
    alice.take()
    chat.people.clear()
    other = person(chat, "bob", PASSWORD, "/msg alice hello")
    assert "hello" in other.written.decode()
    assert alice.take() == []


# modes


def refused(asker: Person, line: str) -> str:
    """Why it was not sent."""
    (answer,) = [line for line in asker.ask(line) if " 531 " in line]
    return answer


def test_only_accounts_may_write() -> None:
    """User mode R: "only registered users can send you private messages" (InspIRCd); 531 ERR_CANTSENDTOUSER."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = chat.irc("alice"), chat.irc("bob")
    assert alice.ask("MODE alice +R") == [":alice!alice@guest MODE alice +R"]
    assert refused(bob, "PRIVMSG alice :hi").startswith(":hubbub 531 bob alice :alice takes private messages only from")
    assert bob.ask("NOTICE alice :hi") == []
    assert bob.ask("TAGMSG alice") == []
    carol = person(chat, "carol", f"/register {PASSWORD}", "/msg alice hello")
    assert "to alice delivered" in carol.written.decode()
    assert [line for line in alice.take() if "PRIVMSG" in line] != []


def test_only_who_shares_a_room_may_write() -> None:
    """User mode c: "users must share a common channel" (InspIRCd, commonchans)."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("MODE alice +c", "JOIN #a")
    assert "people who share a room with them" in refused(bob, "PRIVMSG alice :hi")
    bob.send("JOIN #a")
    alice.take()
    assert bob.ask("PRIVMSG alice :hi") == []
    assert alice.take() == [":bob!bob@guest PRIVMSG alice :hi"]


def test_nobody_may_write_but_one_to_oneself() -> None:
    """User mode D: "the user is deaf to private messages" (InspIRCd, UnrealIRCd: privdeaf)."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("MODE alice +D")
    assert "takes no private messages. Nothing was sent." in refused(bob, "PRIVMSG alice :hi")
    alice.take()
    assert alice.ask("PRIVMSG alice :note") == [":alice!alice@guest PRIVMSG alice :note"]


def test_modes_of_accounts_last_and_hold_while_they_are_away() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", f"/register {PASSWORD}", "/private accounts", "/quit")
    after = MemoryChat(lobby="#lobby", log=chat.log)
    bob = after.irc("bob")
    assert "people with an account" in refused(bob, "PRIVMSG alice :hi")
    person(after, "alice", PASSWORD)
    user = after.world.user("alice")
    assert user is not None
    assert user.modes == "R"
    assert alice.session.ended


@each("mask", ["10.0.0.0/33", "$a:eve", "1.2.3", "#room", "1abc", "*!*@127.0.0.1", "~q:x", "bob!*@x.example.com", "-x"])
def test_a_mask_that_can_mean_nobody_is_refused_with_words(mask: str) -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    (line,) = alice.ask(f"SILENCE +{mask}")
    assert " cannot be blocked: " in line
    assert alice.ask("SILENCE") == [":hubbub 272 alice :End of silence list"]
