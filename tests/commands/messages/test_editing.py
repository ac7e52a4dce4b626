"""G20 of the text that was there before: "returned by no path (history, resume, search, export) afterwards"."""

from __future__ import annotations

from tests.chat.history.test_pages import UnhurriedLog
from tests.commands.messages.test_redaction import finish, msgid, run_through
from tests.commands.messages.test_sending import CAPS as BASE
from tests.commands.messages.test_sending import arrive
from tests.support.memory_chat import MemoryChat, run

from hubbub.chat.history import pages
from hubbub.chat.names import fold
from hubbub.commands.history.pages import latest
from hubbub.log.memory import MemoryLog

CAPS = (*BASE, "hubbub.chat/edit")


def everything(log: MemoryLog) -> str:
    return str([entry for number in log.logs() for entry in log.kept(number)])


def test_nothing_of_the_earlier_texts_stays_in_the_log() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    id = msgid(alice.ask("PRIVMSG #a :first")[0])
    alice.send(f"EDIT #a {id} :second", f"EDIT #a {id} :third")
    assert "first" not in everything(chat.log)
    assert "second" not in everything(chat.log)
    alice.send(f"REDACT #a {id}")
    assert "third" not in everything(chat.log)
    assert not any(text in str(chat.world.rooms["#a"].recent) for text in ("first", "second", "third"))


def test_a_held_message_is_delivered_with_its_new_text() -> None:
    """ "messages that wait for somebody" """
    chat = MemoryChat()
    alice, _, _ = arrive(chat, "alice")
    arrive(chat, "zed")[0].vanish()
    id = msgid(alice.ask("PRIVMSG zed :teh plan")[0])
    alice.send(f"EDIT zed {id} :the plan")
    _, seen, _ = arrive(chat, "zed")
    assert [line.partition("PRIVMSG")[2] for line in seen if "plan" in line] == [" zed :the plan"]


def test_sending_it_again_makes_no_second_message() -> None:
    """G5: "a resend by the same account with the same client id (...) makes no second message and returns the first
    id"; the echo has the text as it is by now. Also after a restart, and after the message was removed."""
    chat = MemoryChat()
    alice, _, token = arrive(chat, "alice")
    alice.send("JOIN #a")
    again = "@hubbub.chat/client-id=c1 PRIVMSG #a :oops"
    id = msgid(alice.ask(again)[0])
    alice.send(f"EDIT #a {id} :better")
    for _ in range(2):
        (answer,) = alice.ask(again)
        assert f"msgid={id}" in answer
        assert answer.endswith(":alice!alice@guest PRIVMSG #a :better")
        (answer,) = alice.ask("@hubbub.chat/client-id=c1 PRIVMSG #b :oops")
        assert "CLIENT_ID_REUSED" in answer
        chat = MemoryChat(log=chat.log)
        alice, _, _ = arrive(chat, "alice", token)
        alice.send("JOIN #a")
    alice.send(f"REDACT #a {id}")
    assert "CLIENT_ID_REUSED" in alice.ask(again)[-1]


def test_a_page_that_was_being_read_shows_the_new_text() -> None:
    """The page is read from the log before the edit, and answered after it; the same for what is recalled."""
    chat = MemoryChat(log=UnhurriedLog(fold))
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    id = msgid(alice.ask("PRIVMSG #a :secret")[0])
    room = chat.world.rooms["#a"]
    chat.world.recent.forget(room)
    reading = latest(chat.core, alice.session, "#a", None, 10).__await__()
    next(reading)
    next(reading)
    run(alice.session.dialect.handle(chat.core, alice.session, f"EDIT #a {id} :open"))
    chat.commit()
    found = str(finish(reading))
    assert "text='open'" in found
    assert "secret" not in found
    chat.world.recent.forget(room)
    run_through(pages.recall(chat.core, alice.session, room))
    assert "secret" not in str(room.recent)


def test_what_was_cut_from_memory_is_counted() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    id = msgid(alice.ask(f"PRIVMSG #a :{'x' * 300}")[0])
    alice.send(f"EDIT #a {id} :y", f"EDIT #a {id} :{'z' * 200}")
    chat.world.recent.forget(chat.world.rooms["#a"])
    assert chat.world.recent.bytes == 0
