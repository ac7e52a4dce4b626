"""Who is logged in as whom, on all they do, by https://ircv3.net/specs/extensions/account-tag."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy


def logged_in(chat: MemoryChat, name: str, *caps: str) -> Person:
    """Somebody with an account, in the chat already."""
    person = chat.connect(secure=True)
    if caps:
        person.send(f"CAP REQ :{' '.join(caps)}")
    person.send(f"NICK {name}", f"USER {name} 0 * :{name.title()}", "CAP END", "NICKSERV REGISTER password1")
    person.take()
    return person


def accounts_of(lines: list[str]) -> list[str]:
    """The account tag of each line, or nothing."""
    tags = [line[1:].split(" ")[0].split(";") if line.startswith("@") else [] for line in lines]
    return [next((tag.removeprefix("account=") for tag in each if tag.startswith("account=")), "") for each in tags]


def test_all_that_somebody_does_says_their_account() -> None:
    """ "The tag MUST be added by the ircd to all commands sent by a user (e.g. PRIVMSG, MODE, NOTICE, and all
    others)." """
    chat = MemoryChat(Policy(stay_days=0))
    alice = chat.irc("alice", "account-tag", "message-tags", "away-notify", "setname", "draft/message-redaction")
    bob = logged_in(chat, "bob", "message-tags")
    bob.send("JOIN #a,#b")
    alice.send("JOIN #a")
    alice.take()
    bob.send("PRIVMSG #a :hi", "NOTICE #a :hi", "@+typing=active TAGMSG #a", "TOPIC #a :t", "MODE #a +m", "AWAY :x")
    bob.send("PRIVMSG alice :hi", "INVITE alice #b", "KICK #a bob", "JOIN #a", "PART #a", "JOIN #a", "NICK rob")
    bob.send("SETNAME :Robert", "QUIT :bye")
    lines = [line for line in alice.take() if ":bob" in line or ":rob" in line]
    commands = {line.split(" ")[2] for line in lines}
    assert commands >= {
        "PRIVMSG",
        "NOTICE",
        "TAGMSG",
        "TOPIC",
        "MODE",
        "AWAY",
        "INVITE",
        "KICK",
        "JOIN",
        "PART",
        "NICK",
    }
    assert commands >= {"SETNAME", "QUIT"}
    assert set(accounts_of(lines)) == {"bob"}


def test_who_is_not_logged_in_has_no_such_tag() -> None:
    """ "If the user is not identified to any services account, the tag MUST NOT be sent." """
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "account-tag", "message-tags"), chat.irc("bob")
    bob.send("MODE bob +B", "PRIVMSG alice :hi")
    assert accounts_of(alice.take()) == [""]


def test_only_who_asked_for_it_sees_it() -> None:
    """ "commands sent to the client that has requested this capability" """
    chat = MemoryChat()
    alone, tagged, plain = chat.irc("a", "account-tag"), chat.irc("b", "message-tags"), chat.irc("c", "server-time")
    bob = logged_in(chat, "bob")
    for person in (alone, tagged, plain):
        person.send("JOIN #a")
    for person in (alone, tagged, plain):
        person.take()
    bob.send("JOIN #a", "PRIVMSG #a :hi")
    assert alone.take() == ["@account=bob :bob!bob@guest JOIN #a", "@account=bob :bob!bob@guest PRIVMSG #a :hi"]
    assert accounts_of(tagged.take()) == accounts_of(plain.take()) == ["", ""]


def test_logging_in_still_says_what_was_before() -> None:
    """The specification's example: `:user ACCOUNT hax0r` comes without the tag, what follows has it."""
    chat = MemoryChat()
    alice = chat.irc("alice", "account-tag", "account-notify")
    bob = chat.connect(secure=True)
    bob.send("NICK bob", "USER bob 0 * :Bob", "JOIN #a")
    alice.send("JOIN #a")
    alice.take()
    bob.send("PRIVMSG #a :a", "NICKSERV REGISTER password1", "PRIVMSG #a :b")
    assert alice.take() == [
        ":bob!bob@guest PRIVMSG #a :a",
        ":bob!bob@guest ACCOUNT bob",
        "@account=bob :bob!bob@guest PRIVMSG #a :b",
    ]


def test_history_remembers_as_whom_it_was_said() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "account-tag", "message-tags"), logged_in(chat, "bob")
    bob.send("JOIN #a", "PRIVMSG #a :hi")
    alice.send("JOIN #a")
    assert accounts_of(alice.ask("CHATHISTORY LATEST #a * 5")) == ["bob"]


def test_several_lines_say_it_where_the_message_begins() -> None:
    """Multiline: "Any tags that would have been added to the batch, e.g. message IDs, account tags etc MUST be included
    on the first message line to be sent." """
    chat = MemoryChat()
    rich = chat.irc("rich", "account-tag", "batch", "draft/multiline")
    poor = chat.irc("poor", "account-tag")
    bob = logged_in(chat, "bob", "batch", "draft/multiline", "message-tags")
    for person in (rich, poor, bob):
        person.send("JOIN #a")
    rich.take(), poor.take()
    bob.send("BATCH +x draft/multiline #a", "@batch=x PRIVMSG #a :one", "@batch=x PRIVMSG #a :two", "BATCH -x")
    assert accounts_of(rich.take()) == ["bob", "", "", ""]
    assert accounts_of(poor.take())[0] == "bob"


def test_who_talks_to_themselves_hears_it_with_their_account() -> None:
    bob = logged_in(MemoryChat(), "bob", "account-tag")
    assert accounts_of(bob.ask("PRIVMSG bob :hi")) == ["bob"]
