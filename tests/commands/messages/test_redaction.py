"""G20: "a redacted message is returned by no path (history, resume, search, export) afterwards"."""

from __future__ import annotations

from tests.chat.history.test_pages import UnhurriedLog
from tests.commands.messages.test_sending import CAPS, arrive
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.history import pages
from hubbub.chat.names import fold
from hubbub.commands.history.pages import latest


def msgid(line: str) -> str:
    return line.partition("msgid=")[2].partition(";")[0].partition(" ")[0]


def test_a_held_message_that_was_taken_back_is_not_delivered() -> None:
    chat = MemoryChat()
    alice, _, _ = arrive(chat, "alice")
    arrive(chat, "zed")[0].vanish()
    id = msgid(alice.ask("PRIVMSG zed :forget this")[0])
    alice.send(f"REDACT zed {id}")
    assert chat.world.held == {}
    _, seen, _ = arrive(chat, "zed")
    assert not any("forget this" in line for line in seen)


def test_sending_it_again_does_not_bring_it_back() -> None:
    """G5 and G20: no second message, and nothing of the first."""
    chat = MemoryChat()
    alice, _, token = arrive(chat, "alice")
    alice.send("JOIN #a")
    id = msgid(alice.ask("@hubbub.chat/client-id=c1 PRIVMSG #a :oops")[0])
    alice.send(f"REDACT #a {id}")
    again = "@hubbub.chat/client-id=c1 PRIVMSG #a :oops"
    (answer,) = alice.ask(again)
    assert answer.startswith(":hubbub FAIL PRIVMSG CLIENT_ID_REUSED c1 ")
    restarted = MemoryChat(log=chat.log)
    alice, _, _ = arrive(restarted, "alice", token)
    alice.send("JOIN #a")
    (answer,) = alice.ask(again)
    assert answer.startswith(":hubbub FAIL PRIVMSG CLIENT_ID_REUSED c1 ")


def test_a_page_that_was_being_read_does_not_show_it() -> None:
    """The page is read from the log before the redaction, and answered after it; the same for what is recalled."""
    chat = MemoryChat(log=UnhurriedLog(fold))
    alice = chat.irc("alice", *CAPS)
    alice.send("JOIN #a")
    id = msgid(alice.ask("PRIVMSG #a :secret")[0])
    room = chat.world.rooms["#a"]
    chat.world.recent.forget(room)
    reading = latest(chat.core, alice.session, "#a", None, 10).__await__()
    next(reading)
    next(reading)
    redacted(chat, alice, id)
    found = finish(reading)
    assert found == []
    chat.world.recent.forget(room)
    chat.world.recent.changed.clear()
    run_through(pages.recall(chat.core, alice.session, room))
    assert all("secret" not in str(entry.event) for entry in room.recent)


def redacted(chat: MemoryChat, person: Person, id: str) -> None:
    steps = person.session.dialect.handle(chat.core, person.session, f"REDACT #a {id}")
    if steps is not None:
        run(steps)
    chat.commit()


def finish(reading: object) -> object:
    while True:
        try:
            next(reading)  # type: ignore[call-overload]
        except StopIteration as done:
            return done.value


def run_through(waiting: object) -> None:
    finish(waiting.__await__())  # type: ignore[attr-defined]
