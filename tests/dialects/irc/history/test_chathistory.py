"""CHATHISTORY, by the sentences of https://ircv3.net/specs/extensions/chathistory."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.chat.world.session import Told
from hubbub.irc.times import format_time

FIRST = "@hubbub.chat/beginning "
CAPS = ("batch", "message-tags", "server-time", "standard-replies", "echo-message", "draft/chathistory")


class Said:
    """A room with ten messages, m0 to m9, and joins and topics between them."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.chat = MemoryChat(policy)
        self.alice = self.chat.irc("alice", *CAPS)
        self.alice.send("JOIN #a")
        self.ids: list[str] = []
        self.times: list[str] = []
        for number in range(10):
            tags = tags_of(self.alice.ask(f"PRIVMSG #a :m{number}")[0])
            self.ids.append(f"msgid={tags['msgid']}")
            self.times.append(f"timestamp={tags['time']}")
            self.alice.send(f"TOPIC #a :{number}")
        self.alice.take()

    def at(self, number: int, kind: str) -> str:
        return (self.ids if kind == "msgid" else self.times)[number]


def tags_of(line: str) -> dict[str, str]:
    return dict(tag.partition("=")[::2] for tag in line.split(" ")[0][1:].split(";"))


def texts(lines: list[str], target: str = "#a") -> str:
    """What was said in a batch of history: "0 1 2"; the batch itself must be whole."""
    first, *messages, closed = lines
    opened = first.removeprefix(FIRST)
    reference = opened.split(" ")[2][1:]
    assert opened == f":hubbub BATCH +{reference} chathistory {target}"
    assert closed == f":hubbub BATCH -{reference}"
    assert all(tags_of(line)["batch"] == reference for line in messages)
    assert all(line.split(" ")[2] in ("PRIVMSG", "NOTICE") for line in messages)
    return " ".join(line.rpartition(":m")[2] for line in messages)


def refusal(person: Person, line: str) -> list[str]:
    """The code, the subcommand, and what it is about, of the one FAIL that is answered."""
    (answer,) = person.ask(line)
    source, fail, command, *about = answer.split(" :")[0].split(" ")
    assert (source, fail, command) == (":hubbub", "FAIL", "CHATHISTORY")
    return about


@pytest.mark.parametrize("kind", ["msgid", "timestamp"])
def test_before_excludes_the_point(kind: str) -> None:
    """ "up to limit number of messages before and excluding the given timestamp or msgid" """
    said = Said()
    assert texts(said.alice.ask(f"CHATHISTORY BEFORE #a {said.at(5, kind)} 3")) == "2 3 4"
    assert texts(said.alice.ask(f"CHATHISTORY BEFORE #a {said.at(2, kind)} 100")) == "0 1"
    assert texts(said.alice.ask(f"CHATHISTORY BEFORE #a {said.at(0, kind)} 3")) == ""


@pytest.mark.parametrize("kind", ["msgid", "timestamp"])
def test_after_excludes_the_point(kind: str) -> None:
    """ "up to limit number of messages after and excluding the given timestamp or msgid" """
    said = Said()
    assert texts(said.alice.ask(f"CHATHISTORY AFTER #a {said.at(5, kind)} 3")) == "6 7 8"
    assert texts(said.alice.ask(f"CHATHISTORY AFTER #a {said.at(7, kind)} 100")) == "8 9"
    assert texts(said.alice.ask(f"CHATHISTORY AFTER #a {said.at(9, kind)} 3")) == ""


@pytest.mark.parametrize("kind", ["msgid", "timestamp"])
def test_latest_gives_the_newest_after_the_point_or_of_all(kind: str) -> None:
    """ "restricted to those sent after and excluding that timestamp or msgid; if a * is given, no such restriction" """
    said = Said()
    assert texts(said.alice.ask("CHATHISTORY LATEST #a * 2")) == "8 9"
    assert texts(said.alice.ask(f"CHATHISTORY LATEST #a {said.at(6, kind)} 2")) == "8 9"
    assert texts(said.alice.ask(f"CHATHISTORY LATEST #a {said.at(7, kind)} 100")) == "8 9"
    assert texts(said.alice.ask(f"CHATHISTORY LATEST #a {said.at(9, kind)} 100")) == ""


@pytest.mark.parametrize("kind", ["msgid", "timestamp"])
def test_around_never_exceeds_the_limit(kind: str) -> None:
    """ "with the total number of returned messages not exceeding limit" """
    said = Said()
    assert texts(said.alice.ask(f"CHATHISTORY AROUND #a {said.at(5, kind)} 4")) == "3 4 5 6"
    assert texts(said.alice.ask(f"CHATHISTORY AROUND #a {said.at(5, kind)} 1")) == "5"
    assert texts(said.alice.ask(f"CHATHISTORY AROUND #a {said.at(9, kind)} 3")) == "8 9"
    assert texts(said.alice.ask(f"CHATHISTORY AROUND #a {said.at(0, kind)} 3")) == "0 1"


@pytest.mark.parametrize("kind", ["msgid", "timestamp"])
def test_between_counts_from_the_first_point_forwards_or_backwards(kind: str) -> None:
    """ "counted starting from and excluding the first message selector, while finishing on and excluding the second.
    This may be forwards or backwards in time." """
    said = Said()
    early, late = said.at(2, kind), said.at(7, kind)
    assert texts(said.alice.ask(f"CHATHISTORY BETWEEN #a {early} {late} 100")) == "3 4 5 6"
    assert texts(said.alice.ask(f"CHATHISTORY BETWEEN #a {late} {early} 100")) == "3 4 5 6"
    assert texts(said.alice.ask(f"CHATHISTORY BETWEEN #a {early} {late} 2")) == "3 4"
    assert texts(said.alice.ask(f"CHATHISTORY BETWEEN #a {late} {early} 2")) == "5 6"
    assert texts(said.alice.ask(f"CHATHISTORY BETWEEN #a {early} {early} 2")) == ""
    assert texts(said.alice.ask(f"CHATHISTORY BETWEEN #a {said.ids[2]} {said.times[7]} 100")) == "3 4 5 6"


def test_messages_have_the_msgid_and_time_they_had() -> None:
    """ "The msgid tag ... MUST be the msgid tag as originally sent by the IRC server." """
    said = Said()
    tags = tags_of(said.alice.ask("CHATHISTORY LATEST #a * 1")[1])
    assert f"msgid={tags['msgid']}" == said.ids[9]
    assert f"timestamp={tags['time']}" == said.times[9]


def test_pages_by_msgid_never_miss_or_double_also_at_one_time() -> None:
    """ "which determinately orders any two messages (even if they share a timestamp)" """
    said = Said()
    said.chat.now -= 1_000_000  # all that follows has the time of the last entry
    said.alice.send(*(f"PRIVMSG #a :m{number}" for number in range(10, 25)))
    seen: list[str] = []
    point = "*"
    while True:
        page = said.alice.ask(f"CHATHISTORY {'BEFORE' if seen else 'LATEST'} #a {point} 4")
        if not texts(page):
            break
        seen = texts(page).split(" ") + seen
        point = f"msgid={tags_of(page[1])['msgid']}"
    assert seen == [str(number) for number in range(25)]


def test_the_batch_has_the_rooms_own_name() -> None:
    """ "a single additional parameter, the canonical name of the target being queried" """
    said = Said()
    assert texts(said.alice.ask("CHATHISTORY latest #A * 1"), "#a") == "9"
    bob = said.chat.irc("Bob", *CAPS)
    bob.send("PRIVMSG alice :m0")
    assert texts(said.alice.ask("CHATHISTORY LATEST bOB * 1"), "Bob") == "0"


def test_a_private_conversation_is_read_by_both_and_by_nobody_else() -> None:
    """ "the server SHOULD include history sent between the current user and the target nickname, including outgoing
    messages" """
    said = Said()
    bob, carol = said.chat.irc("bob", *CAPS), said.chat.irc("carol", *CAPS)
    bob.send("PRIVMSG alice :m0")
    said.alice.send("NOTICE bob :m1")
    bob.take()
    assert texts(said.alice.ask("CHATHISTORY LATEST bob * 9"), "bob") == "0 1"
    assert texts(bob.ask("CHATHISTORY LATEST alice * 9"), "alice") == "0 1"
    assert texts(carol.ask("CHATHISTORY LATEST bob * 9"), "bob") == "", "nothing was said: an empty batch"


def test_a_conversation_goes_on_when_its_people_change_their_names() -> None:
    """ "The server SHOULD attempt to include history involving other nicknames if either the current user or the
    target nickname has changed" """
    said = Said()
    bob = said.chat.irc("bob", *CAPS)
    bob.send("PRIVMSG alice :m0", "NICK rob", "PRIVMSG alice :m1")
    said.alice.send("NICK lissy", "PRIVMSG rob :m2")
    assert texts(said.alice.ask("CHATHISTORY LATEST rob * 9"), "rob") == "0 1 2"
    assert texts(bob.ask("CHATHISTORY LATEST lissy * 9"), "lissy") == "0 1 2"
    bob.vanish()
    assert texts(said.alice.ask("CHATHISTORY LATEST rob * 9"), "rob") == "0 1 2"
    assert refusal(said.alice, "CHATHISTORY LATEST bob * 9") == ["INVALID_TARGET", "LATEST", "bob"]


@each("target", ["#b", "#none", "nobody", "x" * 300])
def test_who_is_no_member_is_told_the_same_as_for_a_room_that_is_not_there(target: str) -> None:
    """ "If the target does not exist or the client does not have permissions to query it, the INVALID_TARGET error" """
    said = Said()
    bob = said.chat.irc("bob", *CAPS)
    bob.send("JOIN #b", "PRIVMSG #b :secret")
    line = f"CHATHISTORY LATEST {target} * 9"
    assert refusal(said.alice, line) == ["INVALID_TARGET", "LATEST", target[:64]]
    assert "secret" not in "".join(said.alice.ask(line))


def test_who_has_left_reads_nothing_more() -> None:
    said = Said()
    said.alice.send("PART #a")
    assert refusal(said.alice, f"CHATHISTORY BEFORE #a {said.ids[5]} 9") == ["INVALID_TARGET", "BEFORE", "#a"]


def test_a_message_that_is_not_there_is_named_with_its_place() -> None:
    """ "FAIL CHATHISTORY MESSAGE_ERROR the_given_command the_given_target [extra_context]": a client knows what it
    asked for by that, and can go on by the time. That of another room tells nothing."""
    said = Said()
    bob = said.chat.irc("bob", *CAPS)
    bob.send("JOIN #b")
    for point in (said.ids[0], "msgid=abc", "msgid=zz", "msgid=-1", "msgid=01JABCDEFG"):
        assert refusal(bob, f"CHATHISTORY AFTER #b {point} 9") == ["MESSAGE_ERROR", "AFTER", "#b", point]
    between = f"CHATHISTORY BETWEEN #b timestamp=2025-01-01T00:00:00.000Z {said.ids[0]} 9"
    assert refusal(bob, between) == ["MESSAGE_ERROR", "BETWEEN", "#b", said.ids[0]]


@each(
    ("line", "about"),
    [
        ("LATEST #a * -1", ["LATEST", "-1"]),
        ("LATEST #a * 0", ["LATEST", "0"]),
        ("LATEST #a * many", ["LATEST", "many"]),
        ("LATEST #a * ٣", ["LATEST", "٣"]),
        ("BEFORE #a * 9", ["BEFORE", "*"]),
        ("BEFORE #a msgid= 9", ["BEFORE", "msgid="]),
        ("AFTER #a timestamp=yesterday 9", ["AFTER", "timestamp=yesterday"]),
        ("AFTER #a timestamp=2025-02-30T00:00:00.000Z 9", ["AFTER", "timestamp=2025-02-30T00:00:00.000Z"]),
        ("AROUND #a 1234 9", ["AROUND", "1234"]),
        ("BETWEEN #a timestamp=2025-01-01T00:00:00.000Z 9", ["BETWEEN"]),
        ("TARGETS msgid=1 timestamp=2025-01-01T00:00:00.000Z 9", ["TARGETS", "msgid=1"]),
        ("LATEST", ["LATEST"]),
        ("LATEST #a *", ["LATEST"]),
        ("LATEST #a * 9 9", ["LATEST"]),
        ("OLDEST #a * 9", ["OLDEST"]),
    ],
)
def test_what_cannot_be_read_is_named(line: str, about: list[str]) -> None:
    """ "FAIL CHATHISTORY INVALID_PARAMS the_given_command the_given_timestamp :Invalid timestamp" """
    assert refusal(Said().alice, f"CHATHISTORY {line}") == ["INVALID_PARAMS", *about]


@each(
    ("line", "about"),
    [
        ("LATEST #a seq=1 9", ["LATEST", "#a"]),
        ("BEFORE #a TIMESTAMP=2025-01-01T00:00:00.000Z 9", ["BEFORE", "#a"]),
        ("BETWEEN #a timestamp=2025-01-01T00:00:00.000Z draft/msgid=1 9", ["BETWEEN", "#a"]),
        ("AROUND bob = 9", ["AROUND", "bob"]),
    ],
)
def test_a_reference_of_another_type_is_named_as_that(line: str, about: list[str]) -> None:
    """ "FAIL CHATHISTORY INVALID_MSGREFTYPE the_given_command the_given_target"; MSGREFTYPES names those there are."""
    assert refusal(Said().alice, f"CHATHISTORY {line}") == ["INVALID_MSGREFTYPE", *about]


def test_without_a_subcommand_it_is_461() -> None:
    """ "If an existing error numeric such as ERR_NEEDMOREPARAMS is appropriate, it MAY be used instead." """
    assert " 461 " in Said().alice.ask("CHATHISTORY")[0]


def test_a_limit_beyond_the_servers_is_clamped() -> None:
    said = Said(Policy(history_page=4))
    for line in ("LATEST #a * 1000000000", f"AFTER #a {said.ids[0]} 99999999999999999999"):
        assert len(texts(said.alice.ask(f"CHATHISTORY {line}")).split(" ")) == 4
    assert len(said.alice.ask("CHATHISTORY TARGETS " + 2 * "timestamp=2025-01-01T00:00:00.000Z " + "1000000000")) == 2


def test_a_long_page_comes_whole_and_in_order() -> None:
    said = Said()
    said.alice.send(*(f"PRIVMSG #a :m{number}" for number in range(10, 170)))
    expected = " ".join(str(number) for number in range(170))
    assert texts(said.alice.ask("CHATHISTORY LATEST #a * 1000")) == expected


def test_without_batch_the_messages_come_alone() -> None:
    said = Said()
    bob = said.chat.irc("bob")
    bob.send("JOIN #a")
    bob.take()
    assert bob.ask("CHATHISTORY LATEST #a * 2") == [f":alice!alice@guest PRIVMSG #a :m{n}" for n in (8, 9)]


def test_targets_lists_rooms_and_people_by_their_latest_message() -> None:
    """ "it lists channels the user has visible history in, together with users with which the user has exchanged
    direct messages, ordered by the time of the latest message"; "The parameters have the same semantics as BETWEEN"."""
    said = Said()
    chat, alice = said.chat, said.alice
    bob = chat.irc("bob", *CAPS)
    bob.send("JOIN #b", "PRIVMSG #b :secret", "PRIVMSG alice :m0")
    at = format_time(chat.now)
    alice.take()
    early, late = "timestamp=2000-01-01T00:00:00.000Z", "timestamp=2100-01-01T00:00:00.000Z"
    opened, *listed, closed = alice.ask(f"CHATHISTORY TARGETS {early} {late} 10")
    reference = opened.split(" ")[2][1:]
    assert opened == f":hubbub BATCH +{reference} draft/chathistory-targets"
    assert closed == f":hubbub BATCH -{reference}"
    room_at = said.times[9].removeprefix("timestamp=")
    room = f"@batch={reference} :hubbub CHATHISTORY TARGETS #a {room_at}"
    person = f"@batch={reference} :hubbub CHATHISTORY TARGETS bob {at}"
    assert listed == [room, person]
    assert " #a " in alice.ask(f"CHATHISTORY TARGETS {early} {late} 1")[1]
    assert " bob " in alice.ask(f"CHATHISTORY TARGETS {late} {early} 1")[1]
    assert len(alice.ask(f"CHATHISTORY TARGETS {said.times[9]} timestamp={at} 9")) == 2


def test_targets_names_everybody_by_the_name_they_have_and_once() -> None:
    said = Said()
    first = said.chat.irc("bob", *CAPS)
    first.send("PRIVMSG alice :m0")
    first.vanish()
    second = said.chat.irc("bob", *CAPS)
    second.send("PRIVMSG alice :m1")
    said.chat.irc("zed").send("PRIVMSG alice :m2", "NICK zoe")
    lines = said.alice.ask(
        "CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00.000Z timestamp=2100-01-01T00:00:00.000Z 9"
    )
    assert [line.split(" ")[4] for line in lines[1:-1]] == ["#a", "bob", "zoe"]
    assert texts(said.alice.ask("CHATHISTORY LATEST bob * 9"), "bob") == "1"


def at_once(person: Person, *lines: str) -> None:
    """All of this is said in the same millisecond."""
    for line in lines:
        person.chat.now -= 1
        person.send(line)


@each("size", [1, 2, 7, 40])
def test_paging_by_time_finds_every_message_of_one_millisecond(size: int) -> None:
    """Rule: paging by time, in any direction and any page size, finds every entry."""
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a", "PRIVMSG #a :mfirst")
    at_once(alice, *(f"PRIVMSG #a :m{number}" for number in range(31)))
    every = ["first", *map(str, range(31))]
    back: list[str] = []
    point = "timestamp=2100-01-01T00:00:00.000Z"
    while page := alice.ask(f"CHATHISTORY BEFORE #a {point} {size}")[1:-1]:
        back = [line.rpartition(":m")[2] for line in page] + back
        point = f"timestamp={tags_of(page[0])['time']}"
    assert back == every
    onward: list[str] = []
    point = "timestamp=1970-01-01T00:00:00.000Z"
    while page := alice.ask(f"CHATHISTORY AFTER #a {point} {size}")[1:-1]:
        onward += [line.rpartition(":m")[2] for line in page]
        point = f"timestamp={tags_of(page[-1])['time']}"
    assert onward == every
    between: list[str] = []
    point = "timestamp=1970-01-01T00:00:00.000Z"
    while page := alice.ask(f"CHATHISTORY BETWEEN #a {point} timestamp=2100-01-01T00:00:00.000Z {size}")[1:-1]:
        between += [line.rpartition(":m")[2] for line in page]
        point = f"timestamp={tags_of(page[-1])['time']}"
    assert between == every
    for number, line in enumerate(alice.ask("CHATHISTORY LATEST #a * 40")[2:-1]):
        around = alice.ask(f"CHATHISTORY AROUND #a timestamp={tags_of(line)['time']} 1")[1]
        assert around.endswith(f":m{number}")


@each("size", [1, 2, 3, 9])
def test_paging_through_targets_leaves_none_of_one_millisecond_out(size: int) -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    rooms = [f"#r{number}" for number in range(5)]
    alice.send(f"JOIN {','.join(rooms)}")
    at_once(alice, *(f"PRIVMSG {room} :x" for room in rooms))
    alice.send("JOIN #later", "PRIVMSG #later :x")
    alice.take()
    first, last = "timestamp=1970-01-01T00:00:00.000Z", "timestamp=2100-01-01T00:00:00.000Z"
    for start, end in ((first, last), (last, first)):
        found: list[str] = []
        while page := alice.ask(f"CHATHISTORY TARGETS {start} {end} {size}")[1:-1]:
            found += [line.split(" ")[-2] for line in page]
            start = f"timestamp={page[-1 if start < end else 0].split(' ')[-1]}"
        assert sorted(found) == ["#later", *rooms]


def test_a_page_before_which_there_is_nothing_says_so() -> None:
    """docs/ext/beginning.md"""
    said = Said()
    pages = {
        f"BEFORE #a {said.ids[3]} 4": True,
        f"BEFORE #a {said.ids[3]} 3": False,  # a page that is full says nothing
        f"BEFORE #a {said.ids[0]} 1": True,
        f"BEFORE #a {said.ids[9]} 4": False,
        "LATEST #a * 11": True,
        "LATEST #a * 10": False,
        f"LATEST #a {said.ids[8]} 10": False,
        f"AFTER #a {said.ids[8]} 10": False,
        f"AROUND #a {said.ids[0]} 10": False,
    }
    assert {words: said.alice.ask(f"CHATHISTORY {words}")[0].startswith(FIRST) for words in pages} == pages


def test_who_reads_no_tags_is_not_told_that_a_page_is_the_first() -> None:
    said = Said()
    bob = said.chat.irc("bob", "batch", "draft/chathistory")
    bob.send("JOIN #a")
    bob.take()
    assert bob.ask("CHATHISTORY LATEST #a * 100")[0].startswith(":hubbub BATCH ")


def test_what_is_taken_back_while_a_long_page_goes_out_is_not_shown() -> None:
    """Its lines are made as the connection takes them: 1,000 took the loop 14 ms in one go."""
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS, "draft/message-redaction")
    alice.send("JOIN #a", *(f"PRIVMSG #a :number {number}" for number in range(120)))
    taken = tags_of(next(line for line in alice.take() if line.endswith(":number 100")))["msgid"]
    bob = chat.irc("bob", "batch", "draft/chathistory")
    bob.send("JOIN #a")
    bob.take()
    flush, outbox = bob.flush, list[Told]()
    bob.flush = outbox.extend  # type: ignore[method-assign,assignment]
    bob.send("CHATHISTORY LATEST #a * 200")
    alice.send(f"REDACT #a {taken}")
    bob.flush = flush  # type: ignore[method-assign]
    bob.flush(outbox)
    chat.commit()
    shown = [line.rpartition(":number ")[2] for line in bob.take() if ":number " in line]
    assert shown == [str(number) for number in range(120) if number != 100]
