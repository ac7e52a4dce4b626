"""SEARCH (docs/ext/search.md), by words, and by attributes as in
https://github.com/ircv3/ircv3-specifications/pull/496 and soju's doc/ext/search.md."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.irc.times import format_time

CAPS = ("batch", "message-tags", "server-time", "standard-replies")


class Talk:
    """alice and bob in #tea and in private; `times` are those of the messages in #tea."""

    def __init__(self, *caps: str, policy: Policy | None = None) -> None:
        self.chat = MemoryChat(policy)
        self.alice, self.bob = self.chat.irc("alice", *CAPS, *caps), self.chat.irc("bob", *CAPS)
        self.alice.send("JOIN #tea")
        self.bob.send("JOIN #tea,#cake")
        self.times: list[str] = []
        self.say(self.alice, "PRIVMSG #tea :white tea")
        self.say(self.bob, "PRIVMSG #tea :green tea")
        self.say(self.bob, "NOTICE #tea :Green cup")
        self.say(self.alice, "PRIVMSG #tea :black coffee")
        self.bob.send("PRIVMSG alice :green in private", "PRIVMSG #cake :green cake")
        self.alice.send("PRIVMSG bob :why green")
        self.alice.take()

    def say(self, who: Person, line: str) -> None:
        who.send(line)
        self.times.append(format_time(self.chat.now))

    def found(self, asked: str) -> list[str]:
        """The texts of what was found; the batch must be whole."""
        opened, *messages, closed = self.alice.ask(f"SEARCH {asked}")
        reference = opened.split(" ")[2][1:]
        assert opened.startswith(f":hubbub BATCH +{reference} ")
        assert closed == f":hubbub BATCH -{reference}"
        assert all(line.startswith(f"@batch={reference};time=") and ";msgid=" in line for line in messages)
        return [line.rpartition(" :")[2] for line in messages]


def test_by_words_it_finds_what_one_may_read() -> None:
    talk = Talk()
    opened, first, second, closed = talk.alice.ask("SEARCH :tea")
    reference = opened.split(" ")[2][1:]
    assert opened == f":hubbub BATCH +{reference} search :tea"
    assert first.endswith(" :alice!alice@guest PRIVMSG #tea :white tea")
    assert second.endswith(" :bob!bob@guest PRIVMSG #tea :green tea")
    assert closed == f":hubbub BATCH -{reference}"
    assert len(talk.alice.ask('SEARCH :"tea green"')) == 2
    talk.alice.send("PART #tea")
    assert len(talk.alice.ask("SEARCH white tea")) == 2


@pytest.mark.parametrize("cap", ["draft/search", "soju.im/search", "batch"])
def test_something_must_be_asked_for(cap: str) -> None:
    for line in ("SEARCH", "SEARCH :", "SEARCH : "):
        assert Talk(cap).alice.ask(line)[0].startswith(":hubbub FAIL SEARCH NEED_MORE_PARAMS :")


def test_each_name_has_its_type_of_batch() -> None:
    """ "The server then replies with a batch of batch type search"; soju's document: "introduces a new command, SEARCH,
    and batch type, soju.im/search" """
    for caps, kind in ((["draft/search"], "search"), (["soju.im/search"], "soju.im/search")):
        assert Talk(*caps).alice.ask("SEARCH text=tea")[0].split(" ")[3:] == [kind]


def test_nothing_found_is_an_empty_batch() -> None:
    """ "If no content exists to return, the server SHOULD return an empty batch" """
    talk = Talk("draft/search")
    assert talk.found("text=water") == talk.found("before=2010-01-01T00:00:00.000Z;in=#tea") == []


@each(
    ("asked", "found"),
    [
        ("text=green", ["green tea", "Green cup", "green in private", "why green"]),
        (r"text=tea\sgreen", ["green tea"]),
        (r':text="green tea"', ["green tea"]),
        ("in=#tea", ["white tea", "green tea", "Green cup", "black coffee"]),
        ("in=#TEA;text=green", ["green tea", "Green cup"]),
        ("in=bob", ["green in private", "why green"]),
        ("from=Bob", ["green tea", "Green cup", "green in private"]),
        ("from=bob;in=#tea;text=cup", ["Green cup"]),
        ("text=green;limit=2", ["green in private", "why green"]),
        ("from=nobody", []),
    ],
)
@each("cap", ["draft/search", "soju.im/search"])
def test_all_attributes_must_match(cap: str, asked: str, found: list[str]) -> None:
    """ "in: the message was sent to this target (channel or user)", "from: the message was sent with this nick",
    "text: the message text matches the specified text" """
    assert Talk(cap).found(asked) == found


def test_times_are_included() -> None:
    """ "after: the message was sent at or after this time", "before: the message was sent at or before this time" """
    talk = Talk("draft/search")
    assert talk.found(f"in=#tea;after={talk.times[2]}") == ["Green cup", "black coffee"]
    assert talk.found(f"in=#tea;before={talk.times[1]}") == ["white tea", "green tea"]
    assert talk.found(f"after={talk.times[1]};before={talk.times[2]}") == ["green tea", "Green cup"]


def test_with_after_it_is_searched_from_that_time() -> None:
    """ "If after is specified, messages SHOULD be searched from that time. Otherwise, messages SHOULD be searched from
    the before time, which defaults to the current server time." """
    talk = Talk("draft/search")
    assert talk.found(f"in=#tea;after={talk.times[1]};limit=1") == ["green tea"]
    assert talk.found(f"text=green;after={talk.times[0]};limit=1") == ["green tea"]
    assert talk.found(f"in=#tea;before={talk.times[2]};limit=1") == ["Green cup"]
    assert talk.found("in=#tea;limit=1") == ["black coffee"]


def test_the_server_may_return_less() -> None:
    """ "The server MAY return fewer messages than this number." """
    assert Talk("draft/search", policy=Policy(history_page=1)).found("in=#tea;limit=9") == ["black coffee"]


@each(
    ("asked", "about"),
    [
        ("limit=0", "limit"),
        ("limit=many", "limit"),
        ("text=a;after=yesterday", "after"),
        ("before=2026-01-01", "before"),
        ("color=red", "color"),
        ("in=#cake", "in"),
        ("in=#{x}", "in"),
        ("in=nobody", "in"),
        ("text=!?\\s:);in=#tea", "text"),
    ],
)
def test_invalid_selectors_are_refused(asked: str, about: str) -> None:
    """ "FAIL SEARCH INVALID_PARAMS [invalid_parameters] :Invalid parameters" """
    (answer,) = Talk("draft/search").alice.ask(f"SEARCH {asked}")
    assert answer.startswith(f":hubbub FAIL SEARCH INVALID_PARAMS {about} :")


def test_only_messages_are_found_and_none_that_was_removed() -> None:
    """ "These messages MUST be PRIVMSG or NOTICE messages." """
    talk = Talk("draft/search", "draft/message-redaction", "echo-message")
    id = talk.alice.ask("PRIVMSG #tea :my secret tea")[0].partition("msgid=")[2].split(" ")[0]
    talk.alice.send("TOPIC #tea :tea for all", f"REDACT #tea {id}")
    assert talk.found("in=#tea;text=tea") == ["white tea", "green tea"]


def test_signs_alone_are_refused_with_what_search_looks_for() -> None:
    """They were answered as if nothing had been found."""
    (answer,) = Talk().alice.ask("SEARCH :!? 😀")
    assert answer.startswith(":hubbub FAIL SEARCH INVALID_PARAMS ")
    assert answer.endswith(":Search looks for words and numbers, and there are none in: !? 😀")


def test_what_is_no_tag_is_still_read() -> None:
    """A text with spaces that was not escaped."""
    assert Talk("draft/search").found("text=black coffee") == ["black coffee"]
