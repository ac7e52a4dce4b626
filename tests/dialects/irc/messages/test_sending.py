"""PRIVMSG, NOTICE, TAGMSG and what is answered to them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.chat.test_replay import nap
from tests.support.each import each
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import Event
from hubbub.chat.limits.policy import Operator, Policy
from hubbub.chat.world.session import Profile
from hubbub.dialects.irc import dialect
from hubbub.dialects.irc.dialect import IrcDialect
from hubbub.wire.message import Message, parse

ALL = ("message-tags", "server-time", "echo-message", "standard-replies", "batch")


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def in_a_room(*caps: str) -> tuple[MemoryChat, Person, Person]:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *caps), chat.irc("bob", *caps)
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take()
    bob.take()
    return chat, alice, bob


def test_a_message_reaches_everybody_in_the_room_but_its_sender() -> None:
    _, alice, bob = in_a_room()
    alice.send("PRIVMSG #A :hello")
    assert bob.take() == [":alice!alice@guest PRIVMSG #a :hello"]
    assert alice.take() == []


ALIKE = [
    "PRIVMSG #a :hello", "PRIVMSG #a :", "PRIVMSG #a : ", "PRIVMSG #a ::)", "PRIVMSG #a word", "PRIVMSG #a  :spaces",
    "PRIVMSG #a :\1ACTION waves\1", "PRIVMSG #a :\1VERSION\1", "PRIVMSG #a :/login bob secret",
    "PRIVMSG #a :.login bob x", "PRIVMSG #a :" + "long " * 80, "PRIVMSG #a :" + "x" * 510,
    "PRIVMSG #a :gr\u00fc\u00dfe", "PRIVMSG #a :" + "\u00fc" * 250, "PRIVMSG #a,#a :twice", "PRIVMSG #A :large",
    "PRIVMSG #b :elsewhere",
    "NOTICE #a :noted", "@+a=b PRIVMSG #a :tag", "PRIVMSG #a :http://here/files/aaaaaaaaaaaaaaaaaaaaaaaa/tea.png",
    "PRIVMSG alice :alone", "PRIVMSG #a :last",
]  # fmt: skip


@pytest.mark.parametrize("command", ["PRIVMSG", "NOTICE"])
@pytest.mark.parametrize(
    "happens",
    [
        "PING nothing", "MODE #a +m", "MODE #a +b bob!*@*", "KICK #a bob", "MODE #a +W 60", "MODE #a +C", "MODE #a -n",
        "RENAME #a #c :better", "MODE #a +ns", "NICK carol", "EXPIRE #a 1h",
    ],
)  # fmt: skip
def test_a_line_that_begins_like_one_before_means_what_it_would_mean_alone(happens: str, command: str) -> None:
    """What such a line means is remembered; who may say it, and whether a text needs more, is looked at each time."""
    told = []
    for forgetful in (False, True):
        _, alice, bob = in_a_room("echo-message")
        bob.send(f"{command} #a :before")
        alice.send(happens)
        for line in ALIKE:
            if forgetful:
                bob.session.state.saying = None
            bob.send(line)
        told.append((alice.take(), bob.take()))
    assert told[0] == told[1]


HAPPENS = [
    "JOIN #a", "JOIN #b", "PART #a", "KICK #a bob", "KICK #a carol", "MODE #a +m", "MODE #a -m", "MODE #a +v bob",
    "MODE #a +b bob!*@*", "MODE #a -b bob!*@*", "MODE #a +b m:carol!*@*", "MODE #a +W 60", "MODE #a -W", "MODE #a +C",
    "MODE #a -n", "MODE #a +n", "MODE bob +B", "MODE bob -B", "NICK bob", "NICK carol", "NICK zoe",
    "RENAME #a #c :better", "RENAME #c #a :again", "EXPIRE #a 1h", "EXPIRE #a off", "OPER root pass",
    "LOCKDOWN read-only", "LOCKDOWN accounts-only", "LOCKDOWN open", "SAJOIN #a", "SAMODE #a +o bob", "KILL carol :x",
    "NS REGISTER secret12", "NS LOGOUT", "QUIT :bye", "AWAY :tea",
]  # fmt: skip


@given(st.integers(0, 2**32))
@settings(max_examples=examples(80), deadline=None)
def test_whatever_happens_in_between_a_line_means_what_it_would_mean_alone(seed: int) -> None:
    """The message that a line was is remembered, too, for as long as nothing happens but messages."""
    told = []
    for forgetful in (False, True):
        random = Random(seed)
        chat = MemoryChat(Policy(operators=(Operator("root", "pass"),)))
        names = ("alice", "bob", "carol")
        people = [chat.irc(name, *(("echo-message", "account-tag") if name == "bob" else ())) for name in names]
        for one in people:
            one.send("JOIN #a,#b")
        for _ in range(100):
            chat.now += random.choice([0, 1, 90_000])
            one, other = random.choice(people), random.choice(people)
            happens, says = random.choice(HAPPENS), f"PRIVMSG {random.choice(['#a', '#a', '#b', '#c'])} :x"
            does = random.choice(["happens", "says", "says", "says", "says", "vanishes", "sleeps", "fills"])
            match does:
                case "happens":
                    _said_alone(one, happens, forgetful=forgetful)
                case "says":
                    _said_alone(other, says, forgetful=forgetful)
                case "vanishes" if random.random() < 0.1 and not one.session.ended:
                    one.vanish()
                case "sleeps":
                    nap(chat)
                case "fills":
                    chat.core.disk_full = not chat.core.disk_full and random.random() < 0.2
        told.append([one.written for one in people])
    assert told[0] == told[1]


def test_a_room_that_has_fallen_asleep_wakes_for_what_is_said_from_outside() -> None:
    chat, alice, bob = in_a_room()
    alice.send("MODE #a -n")
    carol = chat.irc("carol")
    carol.send("PRIVMSG #a :one")
    alice.send("PART #a")
    bob.send("PART #a")
    carol.send("PRIVMSG #a :two")
    nap(chat)
    assert chat.world.rooms.get("#a") is None
    carol.send("PRIVMSG #a :three")
    assert [entry.event.text for entry in chat.world.rooms["#a"].recent] == ["three"]  # type: ignore[union-attr]


def _said_alone(one: Person, line: str, *, forgetful: bool) -> None:
    if one.session.ended:
        return
    if forgetful:
        one.session.state.saying = None
    one.send(line)


def test_what_a_line_means_that_begins_alike_is_found_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    chat, alice, bob = in_a_room()
    parsed: list[str] = []

    def counted(line: str) -> Message:
        parsed.append(line)
        return parse(line)

    monkeypatch.setattr(dialect, "parse", counted)
    uses = chat.core.uses["PRIVMSG"]
    alice.send("PRIVMSG #a :one", "PRIVMSG #a :two", "PRIVMSG #a :/three", "NOTICE #a :four", "NOTICE #a :five")
    assert parsed == ["PRIVMSG #a :one", "NOTICE #a :four"]
    assert [line.partition(" :")[2] for line in bob.take()] == ["one", "two", "/three", "four", "five"]
    assert chat.core.uses["PRIVMSG"] == uses + 3


@pytest.mark.parametrize("line", ALIKE)
def test_a_line_that_begins_alike_takes_from_the_allowance_what_it_would_take_alone(line: str) -> None:
    _, alice, _ = in_a_room()
    alone = dialect.IRC.cost(alice.session, line)
    alice.send("PRIVMSG #a :before")
    assert dialect.IRC.cost(alice.session, line) == alone


def test_a_batch_that_was_left_open_is_over_with_any_line() -> None:
    chat, alice, _ = in_a_room("draft/multiline", "batch", "message-tags", "standard-replies")
    alice.send("PRIVMSG #a :one", "BATCH +1 draft/multiline #a")
    chat.now += 60_000
    assert "FAIL BATCH TIMEOUT" in "".join(alice.ask("PRIVMSG #a :two"))


@pytest.mark.parametrize("others", [ALL, ("echo-message",), ()])
def test_an_echo_is_rendered_by_itself_only_where_nobody_else_sees_the_same(
    others: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    rendered: list[int] = []
    render = IrcDialect.render

    def counted(dialect: IrcDialect, events: Sequence[Event], profile: Profile) -> bytes:
        rendered.append(profile.caps)
        return render(dialect, events, profile)

    chat = MemoryChat()
    alice, bob = chat.irc("alice", *ALL), chat.irc("bob", *others)
    for one in (alice, bob):
        one.send("JOIN #a")
        one.take()
    alice.take()
    monkeypatch.setattr(IrcDialect, "render", counted)
    (echo,) = alice.ask("PRIVMSG #a :hi")
    assert echo.endswith(":alice!alice@guest PRIVMSG #a :hi")
    assert len(rendered) == len({alice.session.profile, bob.session.profile})
    assert bob.take() == [echo if others == ALL else ":alice!alice@guest PRIVMSG #a :hi"]


def test_an_echo_is_the_message_as_others_get_it() -> None:
    """echo-message: servers "MUST" send the message back to who sent it, with its tags."""
    _, alice, bob = in_a_room(*ALL)
    alice.send("@+x=1;y=2 PRIVMSG #a :hello")
    echo = alice.take()
    assert echo == bob.take()
    tags = dict(tag.split("=", 1) for tag in echo[0].split(" ")[0][1:].split(";"))
    assert set(tags) == {"time", "msgid", "+x"}
    assert tags["time"].endswith("Z")


def test_the_longest_line_that_others_can_read_is_relayed_whole() -> None:
    """ "These messages SHALL NOT exceed 512 characters in length" (RFC 2812, 2.3): with the sender in front, too."""
    _, alice, bob = in_a_room()
    text = "x" * (510 - len(":alice!alice@guest PRIVMSG #a :"))
    alice.send(f"PRIVMSG #a :{text}")
    assert bob.take() == [f":alice!alice@guest PRIVMSG #a :{text}"]
    assert numerics(alice.ask(f"PRIVMSG #a :{text}x")) == ["417"]
    assert bob.take() == []


def test_tag_data_has_4094_bytes_at_most() -> None:
    _, alice, bob = in_a_room(*ALL)
    fits = "+x=" + "y" * (4094 - 3)
    alice.send(f"@{fits} PRIVMSG #a :hi")
    assert fits in bob.take()[0]
    assert numerics(alice.ask(f"@{fits}y PRIVMSG #a :hi")) == ["417"]
    assert bob.take() == []


@pytest.mark.parametrize(("sent", "seen"), [(r"a\b", "ab"), ("a" + "\\", "a"), (r"a\:\s\\\r\n", r"a\:\s\\\r\n")])
def test_unknown_escapes_lose_their_backslash_and_others_stay_escaped(sent: str, seen: str) -> None:
    _, alice, bob = in_a_room("message-tags")
    alice.send(f"@+x={sent} PRIVMSG #a :hi")
    assert bob.take()[0].split(" ")[0].endswith(f";+x={seen}")


def test_tags_are_for_those_who_asked() -> None:
    chat, alice, _ = in_a_room(*ALL)
    carol = chat.irc("carol")
    carol.send("JOIN #a")
    carol.take()
    alice.send("@+x=1 PRIVMSG #a :hi", "@+typing=active TAGMSG #a")
    assert carol.take() == [":alice!alice@guest PRIVMSG #a :hi"]


def test_tags_of_who_has_not_asked_are_not_relayed() -> None:
    chat, alice, bob = in_a_room()
    carol = chat.irc("carol", "message-tags")
    carol.send("JOIN #a")
    carol.take()
    alice.send("@+x=1 PRIVMSG #a :hi", "@+x=1 TAGMSG #a")
    (line,) = carol.take()
    assert "+x" not in line
    assert bob.take()[-1:] == [":alice!alice@guest PRIVMSG #a :hi"]


def test_only_tags_with_a_plus_are_relayed() -> None:
    """message-tags: "Servers MUST NOT relay" tags that are neither client-only nor their own."""
    _, alice, bob = in_a_room("message-tags")
    alice.send("@time=2001-01-01T00:00:00.000Z;msgid=evil;account=root;+ok PRIVMSG #a :hi")
    (line,) = bob.take()
    assert "evil" not in line
    assert "account" not in line
    assert "batch" not in line
    assert line.split(" ")[0].endswith(";+ok")


def test_a_tagmsg_has_tags_and_no_text_and_is_not_kept_and_so_has_no_msgid() -> None:
    """ "Clients went on from an id that no history has, and said that messages may be missing"."""
    _, alice, bob = in_a_room(*ALL)
    alice.send("@+typing=active TAGMSG #a")
    (line,) = bob.take()
    assert line.endswith(";+typing=active :alice!alice@guest TAGMSG #a")
    assert "msgid=" not in line
    assert alice.take() == [line]
    alice.send("TAGMSG #a", "@time=1 TAGMSG #a")
    assert [line.partition(" ")[2] for line in bob.take()] == [":alice!alice@guest TAGMSG #a"] * 2
    assert len(bob.ask("CHATHISTORY LATEST #a * 10")) == 2


def test_tagmsg_to_nobody_is_401_and_to_no_target_411() -> None:
    alice = MemoryChat().irc("alice", *ALL)
    assert numerics(alice.ask("@+x TAGMSG bob")) == ["401"]
    assert numerics(alice.ask("@+x TAGMSG #none")) == ["403"]
    assert numerics(alice.ask("@+x TAGMSG")) == ["411"]


@each(
    ("line", "code"),
    [
        ("PRIVMSG", "411"),
        ("PRIVMSG :", "411"),
        ("PRIVMSG , :x", "411"),
        ("PRIVMSG bob", "412"),
        ("PRIVMSG bob :", "412"),
        ("PRIVMSG bob,#a :", "412"),
        ("PRIVMSG " + ",".join(f"n{i}" for i in range(100)) + " :x", "407"),
        ("PRIVMSG #none :x", "403"),
        ("PRIVMSG #a :x", "404"),
        ("PRIVMSG zed :x", "401"),
    ],
)
def test_what_cannot_be_sent_is_refused_once(line: str, code: str) -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #a")
    bob.take()
    assert numerics(alice.ask(line)) == [code]
    assert bob.take() == []


def test_errors_name_what_they_are_about() -> None:
    """ERR_NOSUCHNICK: "<client> <nickname> :..."; ERR_NOSUCHCHANNEL and ERR_CANNOTSENDTOCHAN with the channel."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("JOIN #a")
    assert alice.ask("PRIVMSG bpb :x") == [':hubbub 401 alice bpb :Nobody named "bpb" has been here. Did you mean bob?']
    assert alice.ask("PRIVMSG #none :x")[0].startswith(":hubbub 403 alice #none :")
    assert alice.ask("PRIVMSG #A :x")[0].startswith(":hubbub 404 alice #a :")


def test_a_name_with_braces_is_suggested_as_it_is() -> None:
    chat = MemoryChat()
    chat.irc("{about}x")
    assert "Did you mean {about}x?" in chat.irc("alice").ask("PRIVMSG {about}y :x")[0]


def test_several_targets_get_it_each_once_and_errors_are_for_those_they_are_about() -> None:
    chat = MemoryChat(Policy(targets=4))
    alice, bob, carol = chat.irc("alice"), chat.irc("bob"), chat.irc("carol")
    assert numerics(alice.ask("PRIVMSG bob,carol,bob,,zed :x")) == ["401"]
    assert bob.take() == [":alice!alice@guest PRIVMSG bob :x"]
    assert carol.take() == [":alice!alice@guest PRIVMSG carol :x"]


@each("line", ["NOTICE", "NOTICE bob", "NOTICE zed :x", "NOTICE #none :x", "NOTICE zed,#none :x"])
def test_a_notice_is_never_answered(line: str) -> None:
    """ "they must not send any error back to the client on receipt of a NOTICE command" """
    assert MemoryChat().irc("alice").ask(line) == []


def test_a_notice_to_somebody_away_or_offline_is_not_answered_either() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("AWAY :gone")
    assert alice.ask("NOTICE bob :x") == []
    bob.vanish()
    assert alice.ask("NOTICE bob :x") == []
    assert ":alice!alice@guest NOTICE bob :x" in chat_of(chat, "bob").take()


def chat_of(chat: MemoryChat, name: str) -> Person:
    person = chat.connect()
    person.send(f"NICK {name}", f"USER {name} 0 * :{name}")
    return person


def test_who_is_away_says_so_once_a_message() -> None:
    """RPL_AWAY: "<client> <nick> :<message>"."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    bob.send("AWAY :at lunch")
    assert alice.ask("PRIVMSG BOB :x") == [":hubbub 301 alice bob :at lunch"]
    bob.send("AWAY")
    assert alice.ask("PRIVMSG bob :x") == []


def test_a_message_to_oneself_arrives_and_is_echoed() -> None:
    """labeled-response: the server "MUST NOT include the label tag, except for any acknowledgment sent with the
    echo-message mechanism"."""
    chat = MemoryChat()
    assert chat.irc("alice").ask("PRIVMSG alice :note") == [":alice!alice@guest PRIVMSG alice :note"]
    bob = chat.irc("bob", *ALL, "labeled-response")
    heard, echoed = bob.ask("@label=L PRIVMSG bob :note")
    assert echoed == "@label=L;" + heard[1:]
    heard, echoed = bob.ask("@+x TAGMSG bob")
    assert heard == echoed


def test_the_sender_is_told_that_a_message_is_kept() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", *ALL)
    chat.irc("Zed").vanish()
    echo, note = alice.ask("PRIVMSG zed :hi")
    assert echo.endswith(" PRIVMSG Zed :hi")
    assert note.startswith(":hubbub NOTE PRIVMSG HELD Zed :")
    plain = chat.irc("plain")
    assert plain.ask("PRIVMSG zed :hi")[0].startswith(":hubbub NOTICE plain :Zed is offline.")


def test_what_waited_comes_as_a_batch_with_its_times() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("zed").vanish()
    alice.send("PRIVMSG zed :one", "PRIVMSG zed :two")
    zed = chat.connect()
    zed.send("CAP REQ :batch server-time", "NICK zed", "USER z 0 * :z", "CAP END")
    *_, opened, first, second, closed, ping = zed.take()
    reference = opened.split(" ")[2][1:]
    assert opened == f":hubbub BATCH +{reference} hubbub.chat/held"
    assert first.startswith(f"@batch={reference};time=")
    assert first.endswith(" :alice!alice@guest PRIVMSG zed :one")
    assert second.endswith(":two")
    assert closed == f":hubbub BATCH -{reference}"
    assert ping.startswith("PING :held-")


def test_taking_a_name_by_nick_brings_what_waits_for_it() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    chat.irc("zed").vanish()
    alice.send("PRIVMSG zed :one")
    bob = chat.irc("bob")
    seen = bob.ask("NICK zed")
    assert seen[0] == ":bob!bob@guest NICK :zed"
    assert ":alice!alice@guest PRIVMSG zed :one" in seen


def test_a_client_id_comes_back_to_its_sender_alone() -> None:
    """docs/ext/client-id.md: "The echo of the message, and no other copy of it, carries the same tag." """
    chat = MemoryChat()
    caps = (*ALL, "hubbub.chat/client-id", "hubbub.chat/token")
    alice, bob = chat.irc("alice", *caps), chat.irc("bob", *caps)
    alice.send("@hubbub.chat/client-id=7 PRIVMSG bob :x")
    assert "hubbub.chat/client-id=7" in alice.take()[0]
    assert "client-id" not in bob.take()[0]


def test_without_a_token_a_client_id_has_no_effect() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *ALL, "hubbub.chat/client-id"), chat.irc("bob")
    first, second = (alice.ask("@hubbub.chat/client-id=7 PRIVMSG bob :x")[0] for _ in range(2))
    assert "client-id" not in first
    assert first != second
    assert len(bob.take()) == 2
