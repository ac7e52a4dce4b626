"""+draft/react and other client tags, by https://ircv3.net/specs/client-tags/react and message-tags."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.dialects.irc.messages.sending import is_denied

CAPS = ("message-tags", "echo-message", "standard-replies", "draft/message-redaction")


def room(policy: Policy | None = None) -> tuple[MemoryChat, Person, Person, str]:
    """#a with alice, who reads tags, and bob, who does not; the id of "deploy done" that alice said."""
    chat = MemoryChat(policy)
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a")
    id = msgid(alice.ask("PRIVMSG #a :deploy done")[-1])
    bob.take()
    return chat, alice, bob, id


def msgid(line: str) -> str:
    return line.partition("msgid=")[2].partition(";")[0].partition(" ")[0]


def test_a_reaction_reaches_those_who_read_tags_and_is_kept() -> None:
    """ "This tag MUST be used in conjunction with the +draft/reply client tag" """
    chat, alice, _, id = room()
    carol = chat.irc("carol", *CAPS)
    carol.send("JOIN #a")
    alice.take()
    (echo,) = carol.ask(f"@+draft/reply={id};+draft/react=👍 TAGMSG #a")[-1:]
    assert echo.endswith(f";+draft/reply={id};+draft/react=👍 :carol!carol@guest TAGMSG #a")
    assert alice.take() == [echo]
    assert type(chat.world.rooms["#a"].recent[-1].event).__name__ == "ReactionSent"


def test_others_are_told_in_words() -> None:
    _, alice, bob, id = room()
    alice.send(f"@+draft/reply={id};+draft/react=👍 TAGMSG #a")
    assert bob.take() == [":alice!alice@guest NOTICE #a :[alice reacted with 👍 to 'deploy done']"]


def test_a_person_on_plain_text_is_told_too() -> None:
    chat = MemoryChat(lobby="#lobby")
    dora = chat.connect("plain")
    dora.send("dora")
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #lobby")
    id = msgid(alice.ask("PRIVMSG #lobby :deploy done")[-1])
    dora.take()
    alice.send(f"@+reply={id};+draft/react=👍 TAGMSG #lobby")
    (line,) = dora.take()
    assert line.endswith('* alice reacted with 👍 to "deploy done"')


def test_many_in_a_row_are_told_once_in_a_while() -> None:
    chat, alice, bob, id = room()
    alice.send(*(f"@+draft/reply={id};+draft/react={n} TAGMSG #a" for n in range(5)))
    assert len(bob.take()) == 1
    chat.now += 5_000
    alice.send(f"@+draft/reply={id};+draft/unreact=1 TAGMSG #a")
    assert bob.take() == [":alice!alice@guest NOTICE #a :[alice took 1 back from 'deploy done']"]


def test_the_words_can_be_switched_off() -> None:
    _, alice, bob, id = room(Policy(tell_in_words=False))
    alice.send(f"@+draft/reply={id};+draft/react=👍 TAGMSG #a")
    assert bob.take() == []


@pytest.mark.parametrize("tags", ["+draft/react=x", "+draft/reply=ID", "+draft/reply=ID;+draft/react=" + "x" * 65])
def test_what_says_no_reaction_to_a_message_is_relayed_and_not_kept(tags: str) -> None:
    chat, alice, bob, id = room()
    last = chat.world.rooms["#a"].last_seq
    assert "TAGMSG" in alice.ask(f"@{tags.replace('ID', id)} TAGMSG #a")[-1]
    assert bob.take() == []
    assert chat.world.rooms["#a"].last_seq == last


def test_a_reaction_can_hold_anything_and_breaks_no_line() -> None:
    """ "The value has no restrictions." """
    _, alice, bob, id = room()
    alice.send(f"@+draft/reply={id};+draft/react=a\\nQUIT\\r\\s\\: TAGMSG #a")
    assert bob.take() == [":alice!alice@guest NOTICE #a :[alice reacted with a QUIT  ; to 'deploy done']"]


def test_a_reaction_to_what_is_no_longer_remembered() -> None:
    chat, alice, bob, id = room()
    chat.world.recent.forget(chat.world.rooms["#a"])
    alice.send(f"@+draft/reply={id};+draft/react=👍 TAGMSG #a")
    assert bob.take() == [":alice!alice@guest NOTICE #a :[alice reacted with 👍 to an earlier message]"]


def test_in_private_both_see_it() -> None:
    _, alice, bob, _ = room()
    id = msgid(alice.ask("PRIVMSG bob :psst")[-1])
    bob.take()
    alice.send(f"@+draft/reply={id};+draft/react=👍 TAGMSG bob")
    assert bob.take() == [":alice!alice@guest NOTICE bob :[alice reacted with 👍 to 'psst']"]
    assert alice.take()[-1].endswith(":alice!alice@guest TAGMSG bob")


def test_a_reaction_is_redacted_by_its_id() -> None:
    """ "Deleting a TAGMSG" (message-redaction)"""
    chat, alice, _, id = room()
    mine = msgid(alice.ask(f"@+draft/reply={id};+draft/react=👍 TAGMSG #a")[-1])
    assert f" REDACT #a {mine}" in alice.ask(f"REDACT #a {mine}")[-1]
    assert chat.world.rooms["#a"].recent[-2].event is None


def test_typing_is_never_kept_nor_put_into_words() -> None:
    chat, alice, bob, _ = room()
    last = chat.world.rooms["#a"].last_seq
    assert alice.ask("@+typing=active TAGMSG #a")[-1].endswith("+typing=active :alice!alice@guest TAGMSG #a")
    assert bob.take() == []
    assert chat.world.rooms["#a"].last_seq == last


def test_the_context_of_a_private_message_is_relayed() -> None:
    chat, alice, _, _ = room()
    carol = chat.irc("carol", *CAPS)
    alice.send("@+draft/channel-context=#a PRIVMSG carol :about that")
    assert ";+draft/channel-context=#a :alice!alice@guest PRIVMSG carol :about that" in carol.take()[-1]


@each(
    ("denied", "passed"),
    [
        (("typing",), "+a +b"),
        (("*",), ""),
        (("*", "-typing"), "+typing"),
        (("a", "b"), "+typing"),
        ((), "+typing +a +b"),
    ],
)
def test_denied_tags_are_dropped(denied: tuple[str, ...], passed: str) -> None:
    """CLIENTTAGDENY lists them without their plus; with * all but those that stand there with a minus."""
    chat, alice, _, _ = room(Policy(denied_tags=denied))
    carol = chat.irc("carol", *CAPS)
    carol.send("JOIN #a")
    alice.take()
    carol.send("@+typing=active;+a;+b PRIVMSG #a :x")
    (line,) = alice.take()
    assert line.count("+") == len(passed.split())
    assert all(tag in line for tag in passed.split())
    shown = " ".join(carol.ask("VERSION"))
    assert (f" CLIENTTAGDENY={','.join(denied)} " in shown) if denied else "CLIENTTAGDENY" not in shown


def test_a_tag_that_is_named_is_denied() -> None:
    assert is_denied("x", ["*", "-y"])
    assert not is_denied("y", ["*", "-y"])
    assert not is_denied("x", ["y"])


@pytest.mark.parametrize("id", ["1a39de0000000fff", "{others}", "{removed}"])
def test_a_reaction_to_what_is_not_there_is_refused_and_kept_nowhere(id: str) -> None:
    """Rule: nothing is stored for a message that never was, stands elsewhere, or was removed."""
    chat, alice, bob, _ = room()
    bob.send("JOIN #b")
    carol = chat.irc("carol", *CAPS)
    carol.send("JOIN #b")
    others = msgid(carol.ask("PRIVMSG #b :elsewhere")[-1])
    removed = msgid(alice.ask("PRIVMSG #a :oops")[-1])
    alice.ask(f"REDACT #a {removed}")
    bob.take()
    before = chat.world.rooms["#a"].last_seq
    answer = alice.ask(f"@+draft/reply={id.format(others=others, removed=removed)};+draft/react=x TAGMSG #a")
    assert len(answer) == 1
    assert " FAIL TAGMSG UNKNOWN_MSGID " in answer[0]
    assert bob.take() == []
    assert chat.world.rooms["#a"].last_seq == before


@each("tag", ["+draft/react=x", "+draft/unreact=x", "+draft/react=x;+draft/persist"])
@each("id", ["nosuch", "", "-1", "f" * 17, "a b", "a\\r\\nQUIT", "é"])
def test_a_reaction_to_what_is_no_id_is_refused_like_one_to_an_id_that_never_was(tag: str, id: str) -> None:
    """ "A reaction to an id that never was is stored and replayed -> refused"."""
    chat = MemoryChat()
    caps = ("message-tags", "standard-replies", "echo-message")
    alice, bob = chat.irc("alice", *caps), chat.irc("bob", *caps)
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    for reply in ("+draft/reply", "+reply"):
        for target in ("#a", "bob"):
            escaped = id.replace(" ", "\\s")
            (refused,) = alice.ask(f"@{tag};{reply}={escaped} TAGMSG {target}")
            assert refused.startswith(f":hubbub FAIL TAGMSG UNKNOWN_MSGID {target} ")
    assert bob.take() == []


def test_a_reaction_to_an_old_message_is_read_from_the_log() -> None:
    _, alice, _, id = room()
    alice.send(*(f"PRIVMSG #a :{number}" for number in range(1500)))
    alice.take()
    (echo,) = alice.ask(f"@+draft/reply={id};+draft/react=x TAGMSG #a")
    assert echo.endswith(" TAGMSG #a")


@pytest.mark.parametrize("said", [0, 2000])
def test_taking_back_what_was_not_given_is_shown_and_not_kept(said: int) -> None:
    """ "Nothing is kept about what never was": it was stored each time.
    `said`: behind the message, so that it is among the recent ones or not."""
    chat, alice, _, id = room()
    about = chat.world.rooms["#a"]
    for number in range(said):
        alice.send(f"PRIVMSG #a :{number}")
    react, unreact = (f"@+draft/reply={id};+draft/{what}=x TAGMSG #a" for what in ("react", "unreact"))
    kept = []
    for line in (unreact, unreact, react, unreact, unreact, react):
        before = about.last_seq
        (echo,) = alice.ask(line)
        assert " TAGMSG #a" in echo
        kept.append(about.last_seq - before)
    assert kept == [0, 0, 1, 1, 0, 1]
    private = msgid(alice.ask("PRIVMSG bob :hi")[-1])
    entries = [len(chat.log.kept(one)) for one in chat.log.logs()]
    assert " TAGMSG bob" in alice.ask(f"@+draft/reply={private};+draft/unreact=x TAGMSG bob")[0]
    assert [len(chat.log.kept(one)) for one in chat.log.logs()] == entries


def test_a_guest_who_comes_back_renamed_is_known_by_their_reactions_to_one_message_alone() -> None:
    """docs/ext/reactions.md: who reacts equally under another name is counted once, also by who did not see them
    renamed."""
    chat, alice, _, id = room()
    other = msgid(alice.ask("PRIVMSG #a :again")[-1])
    carol, dan = chat.irc("carol", *CAPS, "hubbub.chat/reactions"), chat.irc("dan", *CAPS, "hubbub.chat/reactions")
    for person in (carol, dan):
        person.send("JOIN #a")
        person.take()

    def reactor(who: Person, about: str) -> str:
        dan.take()
        who.send(f"@+draft/reply={about};+draft/react=👍 TAGMSG #a")
        (line,) = [line for line in dan.take() if " TAGMSG " in line]
        return line.partition(";hubbub.chat/reactor=")[2].partition(" ")[0]

    first = reactor(carol, id)
    carol.send("PART #a", "NICK caroline", "JOIN #a")
    assert first == reactor(carol, id) != ""
    assert reactor(carol, other) not in ("", first)
    assert reactor(dan, id) not in ("", first)
    assert reactor(alice, id) not in ("", first)
    assert all("reactor" not in line for line in alice.take()), "who has not asked for it"


def test_the_owner_of_an_account_is_known_by_that() -> None:
    chat, _, _, id = room()
    carol = chat.connect(secure=True)
    carol.send(f"CAP REQ :{' '.join((*CAPS, 'hubbub.chat/reactions', 'account-tag'))}", "NICK carol", "USER c 0 * :c")
    carol.send("CAP END", "NS REGISTER password1", "JOIN #a")
    (echo,) = carol.ask(f"@+draft/reply={id};+draft/react=👍 TAGMSG #a")[-1:]
    assert "account=carol" in echo
    assert "reactor" not in echo
